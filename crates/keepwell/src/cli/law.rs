//! What the program knows of laws.

use clap::Args;
use ground::{House, retain};
use promise::Jurisdiction;
use promise::law::{Fact, Pack, facts, pack, packs};

use super::{CliError, Format, Shape, clinic as named};

/// Whose laws to print.
#[derive(Args)]
pub(super) struct Options {
    /// The place: US, US-IL, EU, IE, IN; "all" prints every one. Left out, it is where the clinic is.
    #[arg(long)]
    jurisdiction: Option<String>,
    /// The clinic; the first by name if left out.
    #[arg(long)]
    clinic: Option<String>,
    #[command(flatten)]
    shape: Shape,
}

impl Options {
    /// The laws of the place that is named; none where the clinic's own are asked for.
    fn of_a_place(&self) -> Option<Result<Vec<Known>, CliError>> {
        let code = self.jurisdiction.as_deref()?;
        let whole = |one: &&Pack| code == "all" || one.code == code;
        let whole: Vec<Known> = packs().iter().filter(whole).map(|pack| (pack, pack.facts.iter().collect())).collect();
        if !whole.is_empty() {
            return Some(Ok(whole));
        }
        let place: Result<Jurisdiction, _> = code.parse();
        Some(place.map(|place| of(&[place])).map_err(|error| CliError::Said(error.to_string())))
    }
}

/// A pack, and those of its facts that hold in the place.
type Known = (&'static Pack, Vec<&'static Fact>);

fn of(places: &[Jurisdiction]) -> Vec<Known> {
    places.iter().filter_map(|place| Some((pack(*place)?, facts(*place).collect()))).collect()
}

/// Prints them; opens the installation only where the clinic's own are asked for.
pub(super) async fn run(
    options: &Options,
    house: impl AsyncFnOnce() -> Result<House, CliError>,
) -> Result<(), CliError> {
    let known = match options.of_a_place() {
        Some(known) => known?,
        None => {
            let clinic = named(&house().await?, options.clinic.as_deref()).await?;
            of(&retain::places(&clinic))
        }
    };
    if options.shape.format == Format::Json {
        let all: Vec<_> = known.iter().flat_map(|(pack, facts)| facts.iter().map(|fact| json(pack, fact))).collect();
        let text = serde_json::to_string_pretty(&all).map_err(|error| CliError::Said(error.to_string()))?;
        crate::out::print(format_args!("{text}\n"));
        return Ok(());
    }
    if known.is_empty() {
        crate::out::print(format_args!(
            "The program knows no law of this place: the strictest time that it knows holds for requests.\n"
        ));
    }
    for (pack, facts) in &known {
        crate::out::print(format_args!("{} ({})\n", pack.name, pack.code));
        for fact in facts {
            crate::out::print(format_args!("{}\n", text(fact)));
        }
    }
    crate::out::print(format_args!("None of this is legal advice.\n"));
    Ok(())
}

fn text(fact: &Fact) -> String {
    let place = fact.place.as_ref().map_or_else(String::new, |place| format!(" [{place}]"));
    let read = match fact.read {
        Some(day) => format!("checked against its source on {day}"),
        None => "unverified".to_owned(),
    };
    let since = fact.since.map_or_else(String::new, |day| format!("; in force from {day}"));
    let until = fact.until.map_or_else(String::new, |day| format!("; in force until {day}"));
    let used: Vec<&str> = fact.mechanisms().iter().map(|one| one.as_str()).collect();
    format!(
        "  {}{place}\n    {} {}\n    {}: {read}{since}{until}\n    {}\n    kept by: {}",
        fact.id,
        fact.what,
        fact.value,
        fact.citation,
        if fact.url.is_empty() { "no one place where its text stands" } else { &fact.url },
        used.join(", ")
    )
}

fn json(pack: &Pack, fact: &Fact) -> serde_json::Value {
    serde_json::json!({
        "pack": pack.code,
        "id": fact.id,
        "place": fact.place,
        "what": fact.what,
        "value": fact.value,
        "citation": fact.citation,
        "url": fact.url,
        "checked": fact.checked,
        "read": fact.read,
        "since": fact.since,
        "until": fact.until,
        "used": fact.mechanisms(),
    })
}
