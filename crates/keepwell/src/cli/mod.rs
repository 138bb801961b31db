//! The command line.

mod access;
mod agreement;
mod audit;
mod backup;
mod check;
mod clinics;
mod erase;
mod export;
mod hosted;
mod import;
mod jobs;
mod law;
mod leave;
mod limits;
mod mail;
mod policy;
mod recipient;
mod release;
mod report;
mod retention;
mod show;
mod token;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use ground::web::Fields;
use ground::{House, JobId};

use self::access::AccessAction;
use self::clinics::ClinicAction;
use self::token::TokenAction;
use crate::config::{Config, ConfigError, LogStyle};
use crate::demo::{self, DemoOptions};
use crate::install::{self, InstallError};
use crate::out::print;
use crate::rooms::rooms;
use crate::serve::{self, ServeError};

/// A clinic's whole front office in one program, in which the privacy notice is executable.
#[derive(Parser)]
#[command(name = "keepwell", version, about, long_about = None)]
pub struct Cli {
    /// The configuration file; without it, keepwell.toml in this folder if there is one.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// The data folder, in place of the configuration's; a demo's is demo-data where none is named, whatever the
    /// configuration says, so that nothing invented gets among what is real.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the installation.
    Serve,
    /// Start an invented clinic to look around in.
    Demo(DemoOptions),
    /// Say what is wrong with the configuration and with the installation; with --privacy, check what the clinics promise, keep
    /// what was found, and say what got worse.
    Check(check::Options),
    /// Print the commented default configuration.
    Config,
    /// Take a backup while the program runs; look after those there are.
    Backup(backup::BackupOptions),
    /// Bring a backup back into an empty place.
    Restore(backup::RestoreOptions),
    /// Say what this program would do to the installation.
    Upgrade(backup::UpgradeOptions),
    /// List every route with method, path and who may call it.
    Routes(Shape),
    /// List every promise with its control, its evidence now, its tests and its state.
    Promises {
        /// The clinic whose parameters and evidence to show; the first by name if left out.
        #[arg(long)]
        clinic: Option<String>,
        #[command(flatten)]
        shape: Shape,
    },
    /// Show jobs that wait or are stuck.
    Jobs {
        #[command(subcommand)]
        action: Option<JobAction>,
    },
    /// Letters.
    Mail {
        #[command(subcommand)]
        action: MailAction,
    },
    /// Work with the access log.
    Access {
        #[command(subcommand)]
        action: AccessAction,
    },
    /// Open a clinic and its first manager.
    Clinic {
        #[command(subcommand)]
        action: ClinicAction,
    },
    /// Receipts of clinics that left.
    Receipt {
        #[command(subcommand)]
        action: leave::ReceiptAction,
    },
    /// Who handles something for every clinic of the installation, and by which agreement.
    Recipient {
        #[command(subcommand)]
        action: recipient::Action,
    },
    /// What whoever runs the program for clinics that are not theirs asks them to agree to.
    Agreement {
        #[command(subcommand)]
        action: agreement::Action,
    },
    /// Keys for other programs.
    Token {
        #[command(subcommand)]
        action: TokenAction,
    },
    /// Who may do what, and by which rule.
    Policy {
        #[command(subcommand)]
        action: policy::Action,
    },
    /// Bring data in.
    Import {
        #[command(subcommand)]
        what: ImportWhat,
    },
    /// Take everything a clinic keeps along, as one ZIP file of tables and documents.
    Export(export::Options),
    /// Erase one client: their key, all they were found by, and all that no law keeps; prints a signed certificate.
    Erase(erase::Options),
    /// Certificates of erasures: the key they are checked with, and checking one.
    Certificate {
        #[command(subcommand)]
        action: erase::Action,
    },
    /// Releases for research: the key they are checked with, and checking one.
    Release {
        #[command(subcommand)]
        action: release::Action,
    },
    /// Print a report's figures.
    Report(report::Options),
    /// What the program knows of laws: each fact with where it stands, whether its text was read, and what keeps to it.
    Law(law::Options),
    /// How long what is kept.
    Retention {
        #[command(subcommand)]
        action: retention::Action,
    },
}

/// How a list is printed.
#[derive(Args, Clone, Copy)]
struct Shape {
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

#[derive(Subcommand)]
enum JobAction {
    /// Make stuck jobs due again: all of them, or one.
    Retry { id: Option<String> },
}

#[derive(Subcommand)]
enum MailAction {
    /// Take in what another mail server reports of a letter that came back (RFC 3464), so that the desk is told.
    Returned {
        /// The reports, a file each; the standard input if left out.
        files: Vec<PathBuf>,
    },
}

#[derive(Subcommand)]
enum ImportWhat {
    /// Appointments from a CSV file, plain or gzipped.
    Appointments(import::Options),
}

/// Why a command failed, in words for its operator.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{0}")]
    Config(#[from] ConfigError),
    #[error("{0}")]
    Install(#[from] InstallError),
    #[error("{0}")]
    Serve(#[from] ServeError),
    #[error("{0}")]
    Backup(#[from] crate::backup::BackupError),
    #[error("{0}")]
    Ground(#[from] ground::Error),
    #[error("{0}")]
    Said(String),
}

/// Runs the command.
pub async fn run(cli: Cli) -> Result<ExitCode, CliError> {
    if matches!(cli.command, Command::Config) {
        print(format_args!("{}", crate::config::DEFAULT));
        return Ok(ExitCode::SUCCESS);
    }
    let mut config = configuration(&cli)?;
    let style = if config.log.style == LogStyle::Json { ground::log::Style::Json } else { ground::log::Style::Plain };
    ground::log::start(config.log.filter.as_deref(), style).map_err(|fault| CliError::Said(format!("log: {fault}")))?;
    match cli.command {
        Command::Serve => {
            for doubt in config.doubts_of_limits(limits_switch().as_deref()) {
                tracing::warn!(cause = doubt, "limits are as the configuration says");
            }
            let house = install::open(&config, rooms(), false).await?;
            serve::serve(house, &config, |address| say!("ready {address}")).await?;
        }
        Command::Demo(options) => demo::run(config, options, cli.data).await?,
        Command::Check(options) if options.privacy => return audit::audit(&open(&config).await?, &options).await,
        Command::Check(_) => return check::check(&config, limits_switch().as_deref()).await,
        Command::Config => {}
        Command::Backup(options) => return backup::backup(&config, options).await,
        Command::Restore(options) => return backup::restore(&config, options).await,
        Command::Upgrade(options) => return backup::upgrade(&config, options).await,
        Command::Routes(shape) => show::routes(&house_to_read(&mut config).await?, shape.format == Format::Json),
        Command::Promises { clinic, shape } => {
            show::promises(&open(&config).await?, clinic.as_deref(), shape.format == Format::Json).await?
        }
        Command::Jobs { action } => match action {
            None => jobs::list(&open(&config).await?).await?,
            Some(JobAction::Retry { id }) => {
                let id = id
                    .map(|id| id.parse::<JobId>())
                    .transpose()
                    .map_err(|_| CliError::Said("that is not a job's id".to_owned()))?;
                jobs::retry(&open(&config).await?, id).await?;
            }
        },
        Command::Mail { action: MailAction::Returned { files } } => return Ok(mail::returned(&config, files).await),
        Command::Access { action } => return access::run(&config, action).await,
        Command::Clinic { action } => {
            let house = match action {
                ClinicAction::Create { .. } => install::open(&config, rooms(), false).await?,
                _ => open(&config).await?,
            };
            clinics::run(&house, action).await?;
        }
        Command::Receipt { action: leave::ReceiptAction::Verify(asked) } => return leave::verify(&asked),
        Command::Receipt { action: leave::ReceiptAction::Key } => leave::key(&open(&config).await?).await?,
        Command::Recipient { action } => return recipient::run(&open(&config).await?, action).await,
        Command::Agreement { action } => agreement::run(&open(&config).await?, action).await?,
        Command::Token { action } => token::run(&open(&config).await?, action).await?,
        Command::Policy { action: policy::Action::Explain(asked) } => {
            return policy::explain(&open(&config).await?, asked).await;
        }
        Command::Policy { action: policy::Action::Table(shape) } => {
            policy::table(&house_to_read(&mut config).await?, shape);
        }
        Command::Import { what: ImportWhat::Appointments(options) } => {
            return import::appointments(&open(&config).await?, options).await;
        }
        Command::Export(options) => return export::export(&open(&config).await?, options).await,
        Command::Erase(options) => erase::erase(&open(&config).await?, options).await?,
        Command::Certificate { action: erase::Action::Verify { file, key } } => {
            return erase::check(&file, key.as_deref());
        }
        Command::Certificate { action } => return erase::certificate(&open(&config).await?, action).await,
        Command::Release { action: release::Action::Verify { file, manifest, key } } => {
            return release::verify(&file, manifest.as_deref(), &key);
        }
        Command::Release { action: release::Action::Key { clinic } } => {
            release::key(&open(&config).await?, &clinic).await?;
        }
        Command::Report(options) => report::print(&open(&config).await?, options).await?,
        Command::Law(options) => law::run(&options, async || open(&config).await).await?,
        Command::Retention { action } => retention::run(&open(&config).await?, action).await?,
    }
    Ok(ExitCode::SUCCESS)
}

fn configuration(cli: &Cli) -> Result<Config, CliError> {
    let here = PathBuf::from("keepwell.toml");
    let file = cli.config.clone().or_else(|| here.exists().then_some(here));
    let mut config = Config::load(file.as_deref())?;
    if let Some(data) = &cli.data {
        config.data.folder.clone_from(data);
    }
    Ok(config)
}

/// What `KEEPWELL_LIMITS` says.
fn limits_switch() -> Option<String> {
    std::env::var_os(install::LIMITS).map(|value| value.to_string_lossy().into_owned())
}

async fn open(config: &Config) -> Result<House, CliError> {
    let mut config = config.clone();
    // Where the demo listens is nobody's setting: it says so itself.
    if let Some(address) = demo::listens_at(&config.data.folder) {
        config.web.address = address;
    }
    Ok(install::open_existing(&config, rooms()).await?)
}

/// Routes need no installation: they are read from a house of their own that goes away with the command.
async fn house_to_read(config: &mut Config) -> Result<House, CliError> {
    let folder = std::env::temp_dir().join(format!("keepwell-routes-{}", std::process::id()));
    config.data.folder.clone_from(&folder);
    config.data.postgres = None;
    let house = install::open(config, rooms(), true).await;
    let removed = std::fs::remove_dir_all(&folder);
    tracing::debug!(removed = removed.is_ok(), "the folder for listing routes");
    Ok(house?)
}

/// A line of text as a page's form takes it: without space around it, not empty, of at most `most` characters.
fn line(house: &House, option: &'static str, text: &str, most: usize) -> Result<String, CliError> {
    let fields = Fields::filled([(option, text)]);
    let mut form = fields.reader();
    let read = form.text(option, most);
    form.finish(|| read).map_err(|faults| {
        let what = faults.of(option, &house.words.english()).unwrap_or_default();
        CliError::Said(format!("{option}: {what}"))
    })
}

/// The clinic named, or the only sensible one.
async fn clinic(house: &House, slug: Option<&str>) -> Result<std::sync::Arc<ground::Clinic>, CliError> {
    let clinics = house.clinics().await?;
    let known = || clinics.iter().map(|clinic| clinic.slug.as_str()).collect::<Vec<_>>().join(", ");
    match slug {
        Some(slug) => clinics
            .iter()
            .find(|clinic| clinic.slug == slug)
            .cloned()
            .ok_or_else(|| CliError::Said(format!("there is no clinic {slug}; there are: {}", known()))),
        None => clinics
            .first()
            .cloned()
            .ok_or_else(|| CliError::Said("there is no clinic yet: keepwell clinic create".to_owned())),
    }
}
