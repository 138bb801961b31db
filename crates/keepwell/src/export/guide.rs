//! The page of text in an export: what is in it, what each column holds, what stayed and why. It is part of the format, as
//! the names of columns are, and in English like them.

use std::fmt::Write;

use ground::Scope;
use jiff::Timestamp;
use promise::{Category, DataMap, Export, Leaving, Table};

use super::{Begun, Taken};

/// Instants are told to the second.
const AT: &str = "%Y-%m-%d %H:%M:%S %Z";

pub(super) fn written(scope: &Scope, begun: &Begun, taken: &Taken, ended: Timestamp) -> String {
    let mut page = String::new();
    // Writing into memory does not fail.
    let _never = write(&mut page, scope, begun, taken, ended);
    page.replace('\n', "\r\n")
}

fn write(page: &mut String, scope: &Scope, begun: &Begun, taken: &Taken, ended: Timestamp) -> std::fmt::Result {
    let (clinic, map) = (&scope.clinic, &scope.house().data_map);
    let said = |at: Timestamp| at.to_zoned(clinic.zone.clone()).strftime(AT).to_string();
    let zone = clinic.zone.iana_name().unwrap_or("UTC");
    writeln!(page, "EVERYTHING THAT {} KEEPS IN KEEPWELL\n", clinic.name)?;
    writeln!(page, "Read from {} to {}, table by table: what changed in between may be", said(begun.at), said(ended))?;
    writeln!(page, "in one of them and not yet in another.")?;
    writeln!(page, "Asked for because: {}", begun.reason)?;
    writeln!(page, "{} rows in {} tables, and {} documents.", taken.lines(), taken.tables.len(), taken.files)?;
    writeln!(
        page,
        "\nWhat is in it is not sealed any more. Keep it where nobody else reads it, and remove it when it is done with."
    )?;
    writeln!(page, "That each person's record was opened for it stands in the access log they can read.")?;
    lost(page, taken)?;
    writeln!(page, "\nHOW TO READ IT\n")?;
    for rule in [
        "Tables are CSV (RFC 4180) in UTF-8: commas, CRLF, the names of the columns in the first line.",
        "An empty cell means that nothing is known.",
        "Ids are the same in every table. What a column says is an id of another table is found there under id.",
        "Actors are the id of a person, or automatic for the program itself, or a kind of visitor.",
        "Instants are in UTC, as 2026-03-01T09:00:00Z. Days are as 2026-03-01, by the clinic's clock.",
        "A yes is 1, a no is 0.",
        "A cell that begins with = + - @, a tab or a return has an apostrophe before it, which is not part of it: a",
        "spreadsheet would calculate such a cell. A cell that has one of its own before such a sign gets one more.",
    ] {
        writeln!(page, "{rule}")?;
    }
    writeln!(page, "The clinic's clock is that of {zone}, and its prices are in {}.", clinic.currency)?;
    match taken.gone {
        0 => {}
        gone => writeln!(page, "{gone} cells are empty because whoever they were about was erased.")?,
    }
    match taken.locked {
        0 => {}
        locked => writeln!(
            page,
            "{locked} CELLS ARE EMPTY because the key store lacks the keys that open them: this is not all there is."
        )?,
    }
    writeln!(page, "record_of_processing.json is the record of processing (GDPR, Article 30) as it stood at the end.")?;
    writeln!(page, "\nTABLES")?;
    for (table, leaving) in map.leaving() {
        let lines = taken.tables.iter().find(|(file, _)| *file == leaving.file).map_or(0, |(_, lines)| *lines);
        told(page, map, &map.tables[table], leaving, lines)?;
    }
    writeln!(page, "\nWHAT STAYED, AND WHY\n")?;
    for (name, table) in &map.tables {
        if let Export::Stays(reason) = &table.export {
            writeln!(page, "{name}: {reason}.")?;
        }
    }
    Ok(())
}

fn lost(page: &mut String, taken: &Taken) -> std::fmt::Result {
    if taken.lost == 0 {
        return Ok(());
    }
    writeln!(page, "\n{} DOCUMENTS ARE MISSING: their files could not be read where they are kept.\n", taken.lost)?;
    taken.unread.iter().try_for_each(|place| writeln!(page, "  {place}"))?;
    match taken.lost - taken.unread.len() as u64 {
        0 => Ok(()),
        more => writeln!(page, "  and {more} more"),
    }
}

fn told(page: &mut String, map: &DataMap, table: &Table, leaving: &Leaving, lines: u64) -> std::fmt::Result {
    writeln!(page, "\n{}.csv, {lines} rows", leaving.file)?;
    for name in table.taken() {
        writeln!(page, "  {name:18} {}", meaning(map, table, leaving, name))?;
    }
    for (name, reason) in &leaving.left {
        writeln!(page, "  {name:18} is not in it: {reason}")?;
    }
    Ok(())
}

/// What a column holds, in a few words.
fn meaning(map: &DataMap, table: &Table, leaving: &Leaving, name: &str) -> String {
    if let Some(means) = leaving.means.get(name) {
        return means.clone();
    }
    let column = &table.columns[name];
    if let Some(Export::File(other)) = map.tables.get(name).map(|other| &other.export) {
        return format!("an id of {}.csv", other.file);
    }
    match name {
        "id" => "the row's own id".to_owned(),
        _ if leaving.is_instant(name) => "an instant".to_owned(),
        _ if name.ends_with("_min") => "minutes".to_owned(),
        _ if name.ends_with("_days") => "days".to_owned(),
        _ => match (&column.clear, column.category) {
            (_, Category::Public) => "as the clinic publishes it".to_owned(),
            (Some(clear), _) => clear.clone(),
            (None, Category::Identity) => "says who somebody is".to_owned(),
            (None, Category::Contact) => "says how to reach somebody".to_owned(),
            (None, Category::Health) => "may say something about health".to_owned(),
            (None, Category::Message) => "what somebody wrote".to_owned(),
            (None, category) => category.to_string(),
        },
    }
}
