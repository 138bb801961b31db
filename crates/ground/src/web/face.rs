//! The face a request shows: its language, its address, and the page that answers it.

use axum::extract::FromRequestParts;
use axum::http::Uri;
use axum::http::request::Parts;

use super::error::Fault;
use super::page::{NavItem, Page, User};
use crate::actor::{Relations, Role};
use crate::clinic::Clinic;
use crate::host::seen;
use crate::house::House;
use crate::room::Nav;
use crate::scope::Scope;
use crate::words::Tongue;

/// What a handler needs to draw a page: an argument beside [`Scope`].
#[derive(Clone)]
pub struct Face {
    pub t: Tongue,
    /// The address as whoever asked sees it.
    pub uri: Uri,
    /// What the clinic's addresses begin with.
    pub base: String,
}

impl FromRequestParts<House> for Face {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, house: &House) -> Result<Face, Fault> {
        let t = Tongue::from_request_parts(parts, house).await?;
        let scope = parts.extensions.get::<Scope>().ok_or_else(|| Fault::internal("route.unlisted"))?;
        Ok(Face { t, uri: seen(&parts.uri, &parts.extensions), base: house.base(&scope.clinic, parts) })
    }
}

impl Face {
    /// The page titled by the words of `title`, with the navigation that policy gives this actor.
    pub fn page(&self, scope: &Scope, title: &str) -> Page {
        self.page_titled(scope, self.t.get(title))
    }

    /// The same with a title already in words.
    pub fn page_titled(&self, scope: &Scope, title: String) -> Page {
        let house = scope.house();
        let clinic = &scope.clinic;
        let page = Page::new(&self.t, title, clinic.name.clone(), self.base.clone()).of(clinic, &self.uri);
        let mut page = page.posting(clinic, &self.uri, house.clock.now());
        (page.demo, page.since) = (house.demo, scope.since());
        if scope.actor.is_staff() {
            (page.nav, page.parts) = self.staffs(scope);
        }
        if scope.actor.account().is_some() {
            page.own = self.around(scope, &house.own);
        }
        if page.clinic {
            page.feet = self.around(scope, &house.feet);
        }
        page.user = self.user(scope);
        if let (true, Some(leaving)) = (scope.actor.account().is_some(), &clinic.leaving) {
            let until = self.t.date_plain(leaving.until.to_zoned(clinic.zone.clone()).date());
            page.leaving = Some(self.t.with("clinic-leaving-banner", &[("until", until.into())]));
        }
        page
    }

    /// The same address below the clinic's base: `/day` becomes `/c/linden-quay/day`.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The staff's navigation, and the pages beside this one below the entry where it is. An entry that this actor may not
    /// have leads to the first below it that they may.
    fn staffs(&self, scope: &Scope) -> (Vec<NavItem>, Vec<NavItem>) {
        let house = scope.house();
        // Where this page is: at the entry with the longest path that its address begins with.
        let here = self.path();
        let begins = |entry: &&Nav| here == entry.path || is_below(here, entry.path);
        let all = house.nav.iter().chain(house.parts.values().flatten());
        let at = all.filter(begins).map(|entry| entry.path).max_by_key(|path| path.len());
        let (mut nav, mut beside) = (Vec::new(), Vec::new());
        for entry in &house.nav {
            let parts = house.parts.get(entry.path).map(Vec::as_slice).unwrap_or_default();
            let below = self.entries(scope, parts, |part| at == Some(part.path));
            let own = house.permits_anyhow(scope, entry.action).then(|| self.to(entry.path));
            let Some(href) = own.or_else(|| below.first().map(|part| part.href.clone())) else { continue };
            let is_in_part = below.iter().any(|part| part.current);
            let current = is_in_part || at == Some(entry.path);
            if is_in_part {
                beside = below;
            }
            nav.push(NavItem { href, ..self.item(entry, current) });
        }
        (nav, beside)
    }

    /// The way between pages of which one may be the home of the others: only on itself is one there.
    fn around(&self, scope: &Scope, entries: &[Nav]) -> Vec<NavItem> {
        let here = self.path();
        self.entries(scope, entries, |entry| {
            let is_home = entries.iter().any(|other| is_below(other.path, entry.path));
            here == entry.path || !is_home && is_below(here, entry.path)
        })
    }

    /// The entries that policy gives this actor.
    fn entries(&self, scope: &Scope, entries: &[Nav], is_at: impl Fn(&Nav) -> bool) -> Vec<NavItem> {
        let permitted = entries.iter().filter(|entry| scope.house().permits_anyhow(scope, entry.action));
        permitted.map(|entry| self.item(entry, is_at(entry))).collect()
    }

    fn item(&self, entry: &Nav, current: bool) -> NavItem {
        let (label, icon) = (self.t.get(entry.label), entry.icon.to_owned());
        NavItem { href: self.to(entry.path), label, icon, current, badge: 0 }
    }

    /// This page's path below the clinic's base.
    fn path(&self) -> &str {
        self.uri.path().strip_prefix(self.base.as_str()).unwrap_or_default()
    }

    fn user(&self, scope: &Scope) -> Option<User> {
        scope.actor.account()?;
        // The first role is the one the person works in; a client's name would need their key, so it is not shown.
        let role = Role::ALL.into_iter().rfind(|role| scope.actor.roles.contains(*role))?;
        let role = self.t.get(&format!("role-{}", role.as_str().replace('_', "-")));
        let name = scope.actor.shown_as.clone().unwrap_or_else(|| role.clone());
        let initials =
            name.split_whitespace().filter_map(|word| word.chars().next()).take(2).collect::<String>().to_uppercase();
        Some(User { name, initials, role })
    }
}

/// Whether `path` stands below `of`.
fn is_below(path: &str, of: &str) -> bool {
    path.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'))
}

/// Whether the clinic's edition has the room whose action this is: an action begins with its room's name.
pub(crate) fn has_room(clinic: &Clinic, action: &str) -> bool {
    clinic.parameters.edition.has_room(action.split('.').next().unwrap_or_default())
}

impl House {
    /// Whether policy permits the actor `action` for the purpose of the route that has it.
    pub fn permits_anyhow(&self, scope: &Scope, action: &str) -> bool {
        let purpose =
            self.routes.iter().find(|route| route.action == action).map_or(scope.purpose, |route| route.purpose);
        has_room(&scope.clinic, action) && self.decide(&scope.for_purpose(purpose), action, Relations::NONE)
    }
}
