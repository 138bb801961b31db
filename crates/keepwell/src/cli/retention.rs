//! What goes when, and why.

use clap::{Subcommand, ValueEnum};
use ground::retain::{self, Planned};
use ground::{Actor, House, Scope};
use promise::Purpose;
use promise::retention::Span;

use super::{CliError, clinic as named};

/// What `keepwell retention` can do.
#[derive(Subcommand)]
pub(super) enum Action {
    /// Print each class of what is kept: how long, which of notice, law and contract says so, and how much of it is over or
    /// goes within seven days.
    Plan {
        /// The clinic; the first by name if left out.
        #[arg(long)]
        clinic: Option<String>,
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

pub(super) async fn run(house: &House, action: Action) -> Result<(), CliError> {
    let Action::Plan { clinic, format } = action;
    let clinic = named(house, clinic.as_deref()).await?;
    let scope = Scope::new(house, clinic, Actor::automatic(), Purpose::Operation, "retention.plan");
    let planned = scope.read(retain::plan).await?;
    if format == Format::Json {
        let lines: Vec<_> = planned.iter().map(json).collect();
        let text = serde_json::to_string_pretty(&lines).map_err(|e| CliError::Said(e.to_string()))?;
        crate::out::print(format_args!("{text}\n"));
        return Ok(());
    }
    for one in &planned {
        crate::out::print(format_args!("{}\n", line(one)));
    }
    crate::out::print(format_args!(
        "What is said of laws is what this program knows of them. None of it is legal advice; \"unverified\" means that nobody read that text for it.\n"
    ));
    Ok(())
}

fn how_long(one: &Planned) -> String {
    let line = &one.line;
    match line.span {
        Some(Span::Years(years)) => format!("{years} years"),
        Some(Span::Days(days)) => format!("{days} days"),
        None => line.rule.word().to_owned(),
    }
}

fn line(one: &Planned) -> String {
    let decides = one.line.decides.map_or("-", promise::retention::Decides::as_str);
    let law =
        one.line.duty.as_ref().map_or_else(String::new, |duty| {
            format!("  {} years by {}", duty.years, promise::law::named(&duty.citation))
        });
    format!(
        "{:<14} {:<10} {:<9} {:>9} rows, {} over, {} go within 7 days{law}",
        one.line.class,
        how_long(one),
        decides,
        one.rows,
        one.over,
        one.soon
    )
}

fn json(one: &Planned) -> serde_json::Value {
    serde_json::json!({
        "class": one.line.class,
        "rule": one.line.rule.word(),
        "span": one.line.span,
        "decides": one.line.decides,
        "duty": one.line.duty,
        "tables": one.tables,
        "rows": one.rows,
        "over": one.over,
        "within_7_days": one.soon,
    })
}
