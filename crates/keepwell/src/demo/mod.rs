//! The demo: an invented physiotherapy clinic, made anew from a seed, with doors that need no key.

mod clinic;
mod complaints;
mod days;
mod given;
mod google;
mod incidents;
mod names;
mod notice;
mod provider;
mod recipients;
mod record;
mod research;
pub mod seed;
mod spot;
pub mod store;

use std::path::PathBuf;

use clap::Args;
use ground::Clock;
use jiff::Timestamp;
use promise::catalogue::Edition;

use crate::cli::CliError;
use crate::config::Config;
use crate::install;
use crate::out::Meter;
use crate::rooms::rooms;
use crate::serve;

pub use seed::{Seed, plant, plant_edition, plant_second};

/// What `keepwell demo` can be told.
#[derive(Args, Clone, Debug)]
pub struct DemoOptions {
    /// The port on this machine; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Begin anew, forgetting what was done in the demo before.
    #[arg(long)]
    pub fresh: bool,
    /// The same seed invents the same clinic.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What kind of service it is: all, scheduling, rehab, crm, attendance or directory. Its rooms, promises and values are
    /// those of such a service.
    #[arg(long, default_value_t = Edition::All)]
    pub edition: Edition,
    /// How many clients to invent.
    #[arg(long, default_value_t = 600)]
    pub clients: usize,
    /// How many appointments to invent, over three months around today, and further back if those do not hold them; three
    /// months of a plausible clinic if left out.
    #[arg(long)]
    pub appointments: Option<usize>,
    /// How many practitioners work there; six, or as many as the appointments need, if left out.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=500))]
    pub practitioners: Option<u16>,
    /// Begin at this instant instead of now, as in 2026-11-24T10:40:00Z: the same hour of the same day every time.
    #[arg(long)]
    pub at: Option<Timestamp>,
}

/// Starts the demo.
pub async fn run(mut config: Config, options: DemoOptions, data: Option<PathBuf>) -> Result<(), CliError> {
    config.data.folder = data.unwrap_or_else(|| PathBuf::from("demo-data"));
    config.web.listen.set_port(options.port);
    if !config.web.listen.ip().is_loopback() {
        return Err(CliError::Said(
            "the demo has doors without keys, so it is served on this machine only: set web.listen to 127.0.0.1"
                .to_owned(),
        ));
    }
    if options.clients == 0 {
        return Err(CliError::Said("--clients: somebody must come for the appointments, so at least 1".to_owned()));
    }
    if options.fresh {
        forget(&config)?;
    }
    // Links in the demo's letters lead to where it really listens.
    let probe = std::net::TcpListener::bind(config.web.listen)
        .map_err(|e| CliError::Said(format!("cannot listen on {}: {e}", config.web.listen)))?;
    config.web.listen = probe.local_addr().map_err(|e| CliError::Said(e.to_string()))?;
    drop(probe);
    config.web.address = format!("http://{}", config.web.listen);
    let listens = config.data.folder.join(ADDRESS);
    config.mail.relay = None;
    let clock = options.at.map_or_else(Clock::system, Clock::starting);
    let house = install::open_by(&config, rooms(), true, clock).await?;
    // Doors without keys must never open on a real clinic's records.
    if let [first, ..] = store::real_clinics(&house).await?.as_slice() {
        return Err(CliError::Said(format!(
            "there is a clinic here that the demo did not make, {first}: name another --data folder, or another database"
        )));
    }
    let before = house.clinics().await?;
    if let Some(other) = before.iter().map(|clinic| clinic.parameters.edition).find(|made| *made != options.edition) {
        // The demo's own, and changed in it, or made as another: nothing is changed under whoever looks at it.
        say!("this demo is of the edition {other}; --fresh begins another");
    }
    if before.is_empty() {
        let seed = Seed {
            seed: options.seed,
            clients: options.clients,
            appointments: options.appointments,
            near: false,
            practitioners: options.practitioners.map(usize::from),
        };
        let mut meter = Meter::new();
        let clinic = plant_edition(&house, &seed, options.edition, |done, of| {
            if of > 20_000 {
                meter.tell(done as u64, format_args!("{done} of {of}"));
            }
        })
        .await
        .map_err(|e| CliError::Said(e.to_string()))?;
        research::plant(&house).await.map_err(|e| CliError::Said(e.to_string()))?;
        complaints::plant(&house, &clinic).await.map_err(|e| CliError::Said(e.to_string()))?;
        meter.end();
        given::give(&house).await.map_err(|e| CliError::Said(e.to_string()))?;
        if options.edition.has_room("office") {
            notice::change(&house, clinic.id).await.map_err(|e| CliError::Said(e.to_string()))?;
        }
        if options.edition.has_room("office") && options.edition.has_room("people") {
            incidents::happen(&house, &clinic).await.map_err(|e| CliError::Said(e.to_string()))?;
        }
    }
    if let Err(error) = std::fs::write(&listens, &config.web.address) {
        tracing::warn!(cause = %error, "where the demo listens could not be written down");
    }
    let (played, folder) = (house.clone(), config.data.folder.clone());
    let (provided, beside) = (house.clone(), config.data.folder.clone());
    serve::serve(house, &config, |address| {
        say!("ready http://{address}");
        tokio::spawn(google::play(played, folder));
        tokio::spawn(provider::play(provided, beside));
    })
    .await?;
    Ok(())
}

/// Where the demo listened when it was started last, so that commands about it name that address.
const ADDRESS: &str = "demo.address";

/// The address of the demo whose data lies in `folder`; none where it is no demo's.
pub(crate) fn listens_at(folder: &std::path::Path) -> Option<String> {
    let address = std::fs::read_to_string(folder.join(ADDRESS)).ok()?;
    url::Url::parse(address.trim()).ok().map(|_| address.trim().to_owned())
}

/// Files that an installation on SQLite keeps in its folder. The database goes last: it is what says that all this was
/// invented, should the removal be cut off.
const FILES: [&str; 10] = [
    ADDRESS,
    google::FILE,
    provider::FILE,
    "keys.db",
    "keys.db-wal",
    "keys.db-shm",
    "master.key",
    "keepwell.db",
    "keepwell.db-wal",
    "keepwell.db-shm",
];

/// Removes what the demo made before, and nothing else.
fn forget(config: &Config) -> Result<(), CliError> {
    if config.data.postgres.is_some() {
        return Err(CliError::Said(
            "--fresh does not empty a database on PostgreSQL: drop the two databases yourself and make them again, or name others"
                .to_owned(),
        ));
    }
    let folder = &config.data.folder;
    let empty = std::fs::read_dir(folder).map_or(true, |mut entries| entries.next().is_none());
    if empty {
        return Ok(());
    }
    if !store::is_all_invented(&folder.join("keepwell.db")) {
        return Err(CliError::Said(format!(
            "{} holds something that the demo did not make, so --fresh leaves it alone",
            folder.display()
        )));
    }
    for file in FILES.map(|file| folder.join(file)).iter().filter(|file| file.exists()) {
        std::fs::remove_file(file).map_err(|e| CliError::Said(format!("{} cannot be removed: {e}", file.display())))?;
    }
    Ok(())
}

/// What the invented people were told of where it is kept, as the forms tell it.
fn told(tx: &ground::Tx<'_>) -> Option<ground::residency::Told> {
    use ground::residency::{Told, Via};
    let region = tx.settings().parameters.region;
    region.country().map(|_| Told { region, law: None, via: Via::Page, language: "en".to_owned() })
}
