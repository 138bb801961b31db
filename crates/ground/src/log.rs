//! The operational log: what the program did, never for whom. A line holds the feature (a route's template), the
//! status, the time, the cause, the address block, the browser's family and the language: `logs.without_people`.

use std::fmt;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use axum::http::{Method, StatusCode};
use tracing::field::{Field, Visit};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Context, SubscriberExt};
use tracing_subscriber::{EnvFilter, Layer};

use crate::ClinicId;
use crate::id;
use crate::web::address::Block;
use crate::web::health::method_name;

/// What is written when the configuration says nothing. Libraries only warn: some quote what they handle.
const DEFAULT_FILTER: &str = "warn,keepwell=info,ground=info,identity=info,people=info,booking=info,request=info";

/// Every field a request's line can have. None can hold a person; a test compares them with what is written.
pub const FIELDS: &[&str] =
    &["feature", "method", "status", "millis", "cause", "from", "browser", "language", "reference"];

/// The target of a request's line.
const REQUEST: &str = "request";

/// How lines look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// One JSON object a line, for collectors.
    Json,
    /// For a person at a terminal.
    Plain,
}

/// Starts the log on standard error. `filter` is a tracing filter such as "info,booking=debug". Fails when the
/// filter cannot be read or a log was started before.
pub fn start(filter: Option<&str>, style: Style) -> Result<(), String> {
    let filter = EnvFilter::try_new(filter.unwrap_or(DEFAULT_FILTER)).map_err(|error| error.to_string())?;
    match style {
        Style::Json => tracing::subscriber::set_global_default(json(filter, io::stderr).with(Watch))
            .map_err(|error| error.to_string())?,
        Style::Plain => {
            let plain = tracing_subscriber::fmt()
                .with_env_filter(filter)
                .with_writer(io::stderr)
                .with_ansi(io::IsTerminal::is_terminal(&io::stderr()))
                .compact();
            tracing::subscriber::set_global_default(plain.finish().with(Watch)).map_err(|error| error.to_string())?;
        }
    }
    RUNNING.store(true, Ordering::Relaxed);
    // A panic's message may quote what the code was handling; the place is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
    Ok(())
}

/// What the log that runs now was seen to write, and what it would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Live {
    /// Whether the log of this process is ours.
    pub running: bool,
    /// Lines of requests since the start.
    pub lines: u64,
    /// Fields among them that are not in [`FIELDS`].
    pub foreign: u64,
    /// Lines of every kind in whose values an email address stood, or an id that is not a clinic's.
    pub naming: u64,
    /// Libraries that write more than warnings: some quote what they handle.
    pub talkative: usize,
}

static RUNNING: AtomicBool = AtomicBool::new(false);
static LINES: AtomicU64 = AtomicU64::new(0);
static FOREIGN: AtomicU64 = AtomicU64::new(0);
static NAMING: AtomicU64 = AtomicU64::new(0);

/// Asks the log that runs now.
pub fn live() -> Live {
    macro_rules! talkative {
        ($($library:literal)*) => {
            [$(tracing::enabled!(target: $library, tracing::Level::INFO)),*]
        };
    }
    // Everything of others that handles what people send or is sent to them.
    let libraries = talkative!("hyper" "hyper_util" "h2" "axum" "tower_http" "lettre" "rustls" "postgres" "tokio_postgres" "rusqlite");
    Live {
        running: RUNNING.load(Ordering::Relaxed),
        lines: LINES.load(Ordering::Relaxed),
        foreign: FOREIGN.load(Ordering::Relaxed),
        naming: NAMING.load(Ordering::Relaxed),
        talkative: libraries.into_iter().filter(|talks| *talks).count(),
    }
}

/// Sees every line as it is written, and counts what should not be in it.
struct Watch;

impl<S: tracing::Subscriber> Layer<S> for Watch {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == REQUEST {
            LINES.fetch_add(1, Ordering::Relaxed);
            let foreign = event.metadata().fields().iter().filter(|field| !FIELDS.contains(&field.name())).count();
            FOREIGN.fetch_add(foreign as u64, Ordering::Relaxed);
        }
        let mut values = Values { naming: false };
        event.record(&mut values);
        NAMING.fetch_add(values.naming.into(), Ordering::Relaxed);
    }
}

/// Reads the values of one line, whatever its fields are called.
struct Values {
    naming: bool,
}

impl Visit for Values {
    fn record_str(&mut self, _: &Field, value: &str) {
        self.naming |= names_somebody(value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.record_str(field, &format!("{value:?}"));
    }

    // Counts and times name nobody.
    fn record_u64(&mut self, _: &Field, _: u64) {}
    fn record_i64(&mut self, _: &Field, _: i64) {}
    fn record_f64(&mut self, _: &Field, _: f64) {}
    fn record_bool(&mut self, _: &Field, _: bool) {}
}

/// Whether a text holds an email address or the id of anything but a clinic. A name has no form that could be seen.
fn names_somebody(text: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let is_id = |word: &str| {
        word.split_once('_').is_some_and(|(kind, body)| kind != ClinicId::PREFIX && id::read(body).is_some())
    };
    let mut at = text.match_indices('@');
    at.any(|(at, _)| text[..at].ends_with(part) && text[at + 1..].starts_with(part))
        || text.split(|c| !part(c)).any(is_id)
}

fn json<W>(filter: EnvFilter, writer: W) -> impl tracing::Subscriber + Send + Sync
where
    W: for<'w> MakeWriter<'w> + Send + Sync + 'static,
{
    let lines = tracing_subscriber::fmt().json().flatten_event(true).with_current_span(false).with_span_list(false);
    lines.with_env_filter(filter).with_writer(writer).finish()
}

/// One answered request. There is deliberately no field for a path, a query, a header or a person.
#[derive(Debug)]
pub struct Line<'a> {
    /// The route's template; "unmatched" for an address that is none of ours.
    pub feature: &'a str,
    pub method: &'a Method,
    pub status: StatusCode,
    pub took: Duration,
    pub cause: Option<&'static str>,
    pub from: Block,
    pub browser: Browser,
    pub language: &'a str,
    /// What the person was told to name when they write to us.
    pub reference: Option<&'a str>,
}

impl Line<'_> {
    /// Writes the line: failures of ours as errors, the hum of assets and health checks only when asked for.
    pub fn write(&self) {
        let (from, browser) = (self.from.to_string(), self.browser.as_str());
        let millis = (self.took.as_secs_f64() * 100_000.0).round() / 100.0;
        let (status, method) = (self.status.as_u16(), method_name(self.method));
        let (cause, reference) = (self.cause.unwrap_or(""), self.reference.unwrap_or(""));
        macro_rules! at {
            ($level:ident) => {
                tracing::$level!(
                    target: REQUEST,
                    feature = self.feature, method, status, millis, cause, from, browser, language = self.language, reference
                )
            };
        }
        let hum = self.feature.starts_with("/assets/") || matches!(self.feature, "/healthz" | "/readyz" | "/metrics");
        if self.status.is_server_error() {
            at!(error);
        } else if hum {
            at!(debug);
        } else {
            at!(info);
        }
    }
}

/// A browser's family: enough to see that one of them fails, too little to tell people apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    Chrome,
    Edge,
    Firefox,
    Safari,
    Samsung,
    Opera,
    Robot,
    Tool,
    Other,
    None,
}

impl Browser {
    /// Reads the family from a `User-Agent`. Order matters: everyone claims to be someone else as well.
    pub fn of(agent: Option<&str>) -> Browser {
        const FAMILIES: &[(&str, Browser)] = &[
            ("bot", Browser::Robot),
            ("crawl", Browser::Robot),
            ("spider", Browser::Robot),
            ("edg", Browser::Edge),
            ("opr/", Browser::Opera),
            ("samsungbrowser", Browser::Samsung),
            ("firefox", Browser::Firefox),
            ("fxios", Browser::Firefox),
            ("crios", Browser::Chrome),
            ("chrom", Browser::Chrome),
            ("safari", Browser::Safari),
            ("curl", Browser::Tool),
            ("wget", Browser::Tool),
            ("python", Browser::Tool),
            ("go-http", Browser::Tool),
            ("okhttp", Browser::Tool),
        ];
        let Some(agent) = agent.filter(|agent| !agent.is_empty()) else { return Browser::None };
        let agent = agent.get(..512).unwrap_or(agent).to_ascii_lowercase();
        FAMILIES.iter().find(|(mark, _)| agent.contains(mark)).map_or(Browser::Other, |(_, family)| *family)
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Browser::Chrome => "chrome",
            Browser::Edge => "edge",
            Browser::Firefox => "firefox",
            Browser::Safari => "safari",
            Browser::Samsung => "samsung",
            Browser::Opera => "opera",
            Browser::Robot => "robot",
            Browser::Tool => "tool",
            Browser::Other => "other",
            Browser::None => "none",
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    /// What would have been written, for tests.
    #[derive(Clone, Default)]
    pub(crate) struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Kept {
        pub(crate) fn text(&self) -> String {
            String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
        }

        /// Collects every line of every level on this thread until the guard is dropped.
        pub(crate) fn collect(&self) -> tracing::subscriber::DefaultGuard {
            let kept = self.clone();
            tracing::subscriber::set_default(json(EnvFilter::new("trace"), move || kept.clone()))
        }
    }

    impl io::Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_that_names_somebody_is_seen_whatever_its_field_is_called() {
        let kept = Kept::default();
        let written = kept.clone();
        let log = json(EnvFilter::new("info"), move || written.clone()).with(Watch);
        let naming = |line: fn(&str, &str)| {
            let (now, before) = (jiff::Timestamp::UNIX_EPOCH, live().naming);
            line(&ClinicId::new(now).to_string(), &crate::PersonId::new(now).to_string());
            live().naming - before
        };
        tracing::subscriber::with_default(log, || {
            assert_eq!(naming(|_, _| tracing::warn!(cause = "the relay answered 451", "a job failed")), 0);
            assert_eq!(naming(|clinic, _| tracing::warn!(clinic, attempts = 3, "at 12:00 @ night")), 0);
            assert_eq!(naming(|_, person| tracing::info!(feature = format!("/c/quay/clients/{person}"))), 1);
            assert_eq!(naming(|_, person| tracing::error!(cause = ?Some(person), "refused")), 1);
            assert_eq!(naming(|_, _| tracing::warn!(cause = "<maeve@example.org> is full")), 1);
            assert_eq!(naming(|_, _| tracing::warn!("no letter for {}", "maeve@example.org")), 1);
            assert_eq!(naming(|_, _| tracing::debug!(cause = "maeve@example.org")), 0, "it is not written");
        });
        assert_eq!(kept.text().lines().count(), 6);
    }

    #[test]
    fn a_browser_is_told_by_family_only() {
        for (agent, family) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox"),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "edge",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "chrome",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "safari",
            ),
            ("Mozilla/5.0 (compatible; Examplebot/2.1)", "robot"),
            ("curl/8.5.0", "tool"),
            ("Maeve Corrigan's own agent", "other"),
            ("", "none"),
        ] {
            assert_eq!(Browser::of(Some(agent)).as_str(), family, "{agent}");
        }
        assert_eq!(Browser::of(None), Browser::None);
    }
}
