//! The clinics of an installation, as they were last read.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::House;
use crate::ClinicId;
use crate::clinic::{self, Clinic, NewClinic};
use crate::error::{Error, Result};
use crate::leave;
use crate::scope::Scope;

/// How long a clinic's settings may be stale on a node that did not change them.
const CLINICS_FRESH: Duration = Duration::from_secs(5);

impl House {
    /// Opens a new clinic.
    pub async fn create_clinic(&self, new: NewClinic) -> Result<Arc<Clinic>> {
        let id = ClinicId::new(self.clock.now());
        let (house, slug) = (self.clone(), new.slug.clone());
        tokio::task::spawn_blocking(move || house.keys.create_clinic(id)).await.map_err(Error::internal)??;
        Scope::installation(self).write(move |tx| -> Result<()> { clinic::create(tx, id, &new, tx.now()) }).await?;
        self.changed(id, clinic::TOPIC);
        self.clinic_by_slug(&slug).await?.ok_or(Error::NotFound)
    }

    /// Writes a clinic's changed settings, as Keepwell itself; pages do it in their own transaction by [`clinic::update`].
    pub async fn update_clinic(&self, clinic: Clinic) -> Result<()> {
        let scope = Scope::new(
            self,
            Arc::new(clinic.clone()),
            crate::Actor::automatic(),
            promise::Purpose::Operation,
            "clinic.update",
        );
        if scope.write(move |tx| clinic::update(tx, &clinic)).await? {
            return Ok(());
        }
        Err(Error::internal("the clinic was changed meanwhile"))
    }

    /// Every clinic whose settings can be read, by name.
    pub async fn clinics(&self) -> Result<Vec<Arc<Clinic>>> {
        {
            let cached = self.clinics.read().unwrap_or_else(PoisonError::into_inner);
            if let Some((at, clinics)) = cached.as_ref()
                && at.elapsed() < CLINICS_FRESH
            {
                return Ok(clinics.clone());
            }
        }
        let before = self.forgotten.load(Ordering::SeqCst);
        let (clinics, faults) = Scope::installation(self).read(clinic::list).await?;
        // One clinic's fault must not close the doors of the others; it is told of once.
        let told = std::mem::replace(&mut *self.faults.lock().unwrap_or_else(PoisonError::into_inner), faults.clone());
        for fault in faults.iter().filter(|fault| !told.contains(fault)) {
            tracing::error!(cause = fault, "a clinic is closed until its settings are mended");
        }
        let open = |mut clinic: Clinic| {
            self.installed.apply(&mut clinic.parameters);
            Arc::new(clinic)
        };
        let clinics: Vec<Arc<Clinic>> = clinics.into_iter().map(open).collect();
        let mut kept = self.clinics.write().unwrap_or_else(PoisonError::into_inner);
        // What changed while this was read is not hidden behind it.
        if self.forgotten.load(Ordering::SeqCst) == before {
            *kept = Some((Instant::now(), clinics.clone()));
        }
        drop(kept);
        Ok(clinics)
    }

    /// Clinics that are closed because their settings cannot be read, each with what is wrong.
    pub async fn closed(&self) -> Result<Vec<String>> {
        Ok(Scope::installation(self).read(clinic::list).await?.1)
    }

    /// Slugs of the clinics that the key store has no key for, or one that does not open. A house with one must not
    /// open its doors: the keys belong to other data, or are older than it.
    pub async fn locked(&self) -> Result<Vec<String>> {
        // An older copy of the data brings back rows of clinics that left; of those nothing opens, and they go again.
        leave::recall(self).await?;
        let clinics = Scope::installation(self).read(clinic::staying).await?;
        let (house, ids) = (self.clone(), clinics.iter().map(|(id, _)| *id).collect::<Vec<_>>());
        let unlock = move || house.keys.unlock(&ids);
        let locked = tokio::task::spawn_blocking(unlock).await.map_err(Error::internal)??;
        Ok(clinics.into_iter().filter(|(id, _)| locked.contains(id)).map(|(_, slug)| slug).collect())
    }

    /// The clinic with this slug.
    pub async fn clinic_by_slug(&self, slug: &str) -> Result<Option<Arc<Clinic>>> {
        Ok(self.clinics().await?.into_iter().find(|clinic| clinic.slug == slug))
    }

    /// The clinic with this id.
    pub async fn clinic_by_id(&self, id: ClinicId) -> Result<Option<Arc<Clinic>>> {
        Ok(self.clinics().await?.into_iter().find(|clinic| clinic.id == id))
    }

    /// The place of pages that belong to no clinic.
    pub fn installation(&self) -> Arc<Clinic> {
        self.installation.clone()
    }

    /// The clinics as they were last read, for what must not wait for the store.
    pub(crate) fn clinics_known(&self) -> Option<Vec<Arc<Clinic>>> {
        let cached = self.clinics.read().unwrap_or_else(PoisonError::into_inner);
        cached.as_ref().map(|(_, clinics)| clinics.clone())
    }
}
