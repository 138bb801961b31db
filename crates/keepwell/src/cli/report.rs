//! Figures for whoever calculates further.

use booking::report::{Attendance, Period, Report, Share, attendance, whole_period};
use clap::{Args, ValueEnum};
use ground::{Actor, House, Scope};
use jiff::ToSpan;
use jiff::civil::Date;
use promise::Purpose;

use super::{CliError, clinic as named};

/// What `keepwell report` can be told.
#[derive(Args)]
pub(super) struct Options {
    /// bookings, attendance, utilisation or clients.
    #[arg(value_parser = report)]
    name: Report,
    #[arg(long)]
    clinic: String,
    /// The first day, as in 2026-03-01; the first with an appointment if left out.
    #[arg(long)]
    from: Option<Date>,
    /// The last day; the last with an appointment that has begun if left out.
    #[arg(long)]
    to: Option<Date>,
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    #[value(alias = "text")]
    Csv,
    Json,
}

fn report(name: &str) -> Result<Report, String> {
    let names = || Report::ALL.map(Report::as_str).join(", ");
    name.parse().map_err(|()| format!("there are: {}", names()))
}

pub(super) async fn print(house: &House, options: Options) -> Result<(), CliError> {
    let Options { name, clinic: slug, from, to, format } = options;
    let clinic = named(house, Some(&slug)).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Reporting, "report.print");
    let whole = scope.read(whole_period).await?;
    let none = || CliError::Said(format!("{slug} has no appointment yet"));
    let to = to.or(whole.map(|whole| whole.to)).ok_or_else(none)?;
    // As far back as there is anything, and not so far that nothing is told.
    let since = |whole: Period| whole.from.max(to.saturating_sub((MOST_DAYS - 1).days()));
    let period = Period { from: from.or(whole.map(since)).ok_or_else(none)?, to };
    if period.to < period.from {
        return Err(CliError::Said(format!("{} is before {}", period.to, period.from)));
    }
    if period.days() > MOST_DAYS {
        return Err(CliError::Said("a report is of at most 150 years".to_owned()));
    }
    let printed = match (format, name) {
        (Format::Csv, _) => scope.read(move |tx| name.figures(tx, period)).await?.csv(),
        (Format::Json, Report::Attendance) => {
            pretty(&attendance_json(&scope.read(move |tx| attendance(tx, period)).await?))?
        }
        (Format::Json, _) => pretty(&scope.read(move |tx| name.figures(tx, period)).await?.json())?,
    };
    crate::out::print(format_args!("{printed}"));
    Ok(())
}

/// Beyond it only a slip of the keys asks.
const MOST_DAYS: i64 = 150 * 366;

fn pretty(figures: &serde_json::Value) -> Result<String, CliError> {
    let text = serde_json::to_string_pretty(figures).map_err(|e| CliError::Said(e.to_string()))?;
    Ok(text + "\n")
}

/// The attendance was printed so before there were other reports, and programs read it.
fn attendance_json(report: &Attendance) -> serde_json::Value {
    let share = |share: Share| serde_json::json!({ "appointments": share.total(), "kept": share.kept, "missed": share.missed, "missed_share": share.rate() });
    let by_lead: serde_json::Map<_, _> =
        report.by_lead.iter().map(|(lead, s)| (lead.as_str().to_owned(), share(*s))).collect();
    let by_weekday: serde_json::Map<_, _> =
        report.by_weekday.iter().map(|(day, s)| (format!("{day:?}").to_lowercase(), share(*s))).collect();
    let by_reminder: serde_json::Map<_, _> = report
        .by_reminder
        .iter()
        .map(|(sent, s)| (if *sent { "sent" } else { "not_sent" }.to_owned(), share(*s)))
        .collect();
    let by_service: serde_json::Map<_, _> = report
        .by_service
        .iter()
        .map(|(service, s)| (service.slug.clone().unwrap_or_else(|| "unknown".to_owned()), share(*s)))
        .collect();
    serde_json::json!({
        "from": report.period.from, "to": report.period.to, "all": share(report.all), "by_lead_days": by_lead, "by_weekday": by_weekday,
        "by_reminder": by_reminder, "by_service": by_service, "unmarked": report.unmarked, "late_cancelled": report.late_cancelled,
    })
}
