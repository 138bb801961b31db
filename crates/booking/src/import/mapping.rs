//! The mapping file: which column of a foreign file is what. `docs/import.md` describes it for whoever writes one.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::rules::Status;

/// Why a mapping cannot be used, in words for whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    #[error("the mapping cannot be read: {0}")]
    Toml(String),
    #[error("[{part}] {what}")]
    Part { part: &'static str, what: String },
    #[error(
        "column {0:?} of the file is neither mapped nor listed under [dropped]: say what it is, or that it is left behind"
    )]
    Unmapped(String),
    #[error("column {0:?} stands in the mapping, but not in the file")]
    Missing(String),
    #[error("the file has two columns called {0:?}")]
    Twice(String),
}

/// A mapping, read and found sound.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// Stands in the key of each row, so that two systems' numbers do not meet.
    pub name: String,
    pub(super) delimiter: u8,
    pub(super) id: Text,
    pub(super) client: Text,
    pub(super) starts: Instant,
    pub(super) made: Option<Instant>,
    pub(super) status: Values<Status>,
    pub(super) reminded: Option<Values<bool>>,
    pub(super) minutes: Option<String>,
    pub(super) service: Option<Words>,
    pub(super) practitioner: Option<Words>,
    pub(super) dropped: BTreeMap<String, Dropped>,
}

/// A column whose text is taken as it is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub column: String,
    #[serde(default)]
    pub format: TextFormat,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TextFormat {
    #[default]
    Text,
    /// Digits, perhaps in scientific notation: `2987E2` is `298700`.
    Number,
}

/// A column with a moment.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instant {
    pub column: String,
    /// As `strftime` has it: `%Y-%m-%d %H:%M`.
    pub format: String,
    #[serde(default)]
    pub precision: Precision,
    /// Where the clock stood that wrote it: `clinic`, or an IANA name such as `UTC`.
    #[serde(default = "clinic_zone")]
    pub zone: String,
}

fn clinic_zone() -> String {
    "clinic".to_owned()
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Precision {
    /// Only the day is known.
    Day,
    #[default]
    Minute,
}

/// A column whose few words each mean something of ours.
#[derive(Clone, Debug)]
pub(super) struct Values<T> {
    pub column: String,
    pub values: BTreeMap<String, T>,
}

/// A column that names one of the clinic's services (by slug) or practitioners (by name), directly or by a table.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub column: String,
    #[serde(default)]
    pub values: BTreeMap<String, String>,
}

impl Words {
    pub(super) fn of(&self, text: &str) -> String {
        self.values.get(text).map_or(text, String::as_str).to_owned()
    }
}

/// A column that is left behind, with the reason, and the whole numbers one expects in it: a value outside is
/// reported, because it says something about the file.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "DroppedForm")]
pub(super) struct Dropped {
    pub least: Option<i64>,
    pub most: Option<i64>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum DroppedForm {
    Why(#[allow(dead_code, reason = "the reason is for whoever reads the mapping")] String),
    Checked(CheckedForm),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CheckedForm {
    #[allow(dead_code, reason = "the reason is for whoever reads the mapping")]
    why: String,
    least: Option<i64>,
    most: Option<i64>,
}

impl From<DroppedForm> for Dropped {
    fn from(form: DroppedForm) -> Dropped {
        match form {
            DroppedForm::Why(_) => Dropped { least: None, most: None },
            DroppedForm::Checked(form) => Dropped { least: form.least, most: form.most },
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default = "comma")]
    delimiter: String,
    id: Text,
    client: Text,
    starts: Instant,
    made: Option<Instant>,
    status: ValuesForm,
    reminded: Option<ValuesForm>,
    minutes: Option<Text>,
    service: Option<Words>,
    practitioner: Option<Words>,
    #[serde(default)]
    dropped: BTreeMap<String, Dropped>,
}

fn comma() -> String {
    ",".to_owned()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ValuesForm {
    column: String,
    values: BTreeMap<String, String>,
}

impl ValuesForm {
    fn read<T>(self, part: &'static str, read: impl Fn(&str) -> Option<T>) -> Result<Values<T>, MappingFault> {
        let value = |(theirs, ours): (String, String)| match read(&ours) {
            Some(value) => Ok((theirs, value)),
            None => Err(MappingFault::Part {
                part,
                what: format!("gives {theirs:?} the meaning {ours:?}, which is none of ours"),
            }),
        };
        Ok(Values { column: self.column, values: self.values.into_iter().map(value).collect::<Result<_, _>>()? })
    }
}

impl Mapping {
    /// Reads a mapping file.
    pub fn parse(toml: &str) -> Result<Mapping, MappingFault> {
        let file: File = toml::from_str(toml).map_err(|fault| MappingFault::Toml(fault.message().to_owned()))?;
        let fault = |part, what: &str| MappingFault::Part { part, what: what.to_owned() };
        if file.name.is_empty() || !file.name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c)) {
            return Err(fault("name", "wants letters, digits and -_. only"));
        }
        let &[delimiter] = file.delimiter.as_bytes() else { return Err(fault("delimiter", "wants one character")) };
        for (part, instant) in [("starts", Some(&file.starts)), ("made", file.made.as_ref())] {
            if let Some(instant) = instant
                && instant.zone != "clinic"
                && jiff::tz::TimeZone::get(&instant.zone).is_err()
            {
                return Err(fault(part, "names a zone that is none"));
            }
        }
        let mapping = Mapping {
            name: file.name,
            delimiter,
            id: file.id,
            client: file.client,
            starts: file.starts,
            made: file.made,
            status: file.status.read("status", |word| word.parse().ok())?,
            reminded: file
                .reminded
                .map(|form| {
                    form.read("reminded", |word| {
                        [("yes", true), ("no", false)]
                            .into_iter()
                            .find(|(known, _)| *known == word)
                            .map(|(_, sent)| sent)
                    })
                })
                .transpose()?,
            minutes: file.minutes.map(|text| text.column),
            service: file.service,
            practitioner: file.practitioner,
            dropped: file.dropped,
        };
        let mut seen = BTreeSet::new();
        let twice = mapping.columns().find(|column| !seen.insert(*column)).map(str::to_owned);
        match twice {
            Some(twice) => Err(MappingFault::Part { part: "columns", what: format!("use {twice:?} more than once") }),
            None => Ok(mapping),
        }
    }

    /// Compares with the columns a file has: each is mapped or dropped, and each mapped one is there.
    pub(super) fn fits(&self, headers: &[String]) -> Result<(), MappingFault> {
        let mut there = BTreeSet::new();
        for header in headers {
            if !there.insert(header.as_str()) {
                return Err(MappingFault::Twice(header.clone()));
            }
        }
        let known: BTreeSet<&str> = self.columns().collect();
        if let Some(stranger) = there.difference(&known).next() {
            return Err(MappingFault::Unmapped((*stranger).to_owned()));
        }
        match known.difference(&there).next() {
            Some(missing) => Err(MappingFault::Missing((*missing).to_owned())),
            None => Ok(()),
        }
    }

    fn columns(&self) -> impl Iterator<Item = &str> {
        let needed = [&self.id.column, &self.client.column, &self.starts.column, &self.status.column];
        let may = [
            self.made.as_ref().map(|made| &made.column),
            self.reminded.as_ref().map(|reminded| &reminded.column),
            self.minutes.as_ref(),
            self.service.as_ref().map(|service| &service.column),
            self.practitioner.as_ref().map(|practitioner| &practitioner.column),
        ];
        needed.into_iter().chain(may.into_iter().flatten()).chain(self.dropped.keys()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = r#"
name = "old-system"
[id]
column = "Id"
[client]
column = "Person"
format = "number"
[starts]
column = "Day"
format = "%Y-%m-%d"
precision = "day"
[status]
column = "Came"
values = { y = "done", n = "no_show" }
[dropped]
Age = { why = "not needed", least = 0, most = 99 }
Town = "not needed"
"#;

    fn headers(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn the_example_in_the_documentation_is_sound() {
        let mapping = Mapping::parse(include_str!("../../../../docs/mappings/medical-appointments-2016.toml")).unwrap();
        assert_eq!(mapping.name, "medical-appointments-2016");
        assert_eq!(mapping.status.values["Yes"], Status::NoShow);
    }

    #[test]
    fn a_column_is_mapped_or_dropped_and_never_passed_over() {
        let mapping = Mapping::parse(SOUND).unwrap();
        assert_eq!(mapping.fits(&headers(&["Id", "Person", "Day", "Came", "Age", "Town"])), Ok(()));
        assert_eq!(
            mapping.fits(&headers(&["Id", "Person", "Day", "Came", "Age", "Town", "Illness"])),
            Err(MappingFault::Unmapped("Illness".into()))
        );
        assert_eq!(
            mapping.fits(&headers(&["Id", "Person", "Day", "Age", "Town"])),
            Err(MappingFault::Missing("Came".into()))
        );
        assert_eq!(mapping.fits(&headers(&["Id", "Id"])), Err(MappingFault::Twice("Id".into())));
    }

    #[test]
    fn a_mapping_that_says_nothing_or_two_things_is_refused() {
        for (from, to) in [
            ("name = \"old-system\"", "name = \"\""),
            ("name = \"old-system\"", "name = \"a b\""),
            ("y = \"done\"", "y = \"finished\""),
            ("column = \"Id\"", "column = \"Person\""),
            ("column = \"Id\"", "colum = \"Id\""),
            ("[id]\ncolumn = \"Id\"", ""),
            ("precision = \"day\"", "zone = \"Europe/Nowhere\""),
            ("precision = \"day\"", "precision = \"second\""),
            ("Town = \"not needed\"", "Came = \"not needed\""),
        ] {
            assert!(Mapping::parse(&SOUND.replace(from, to)).is_err(), "{to}");
        }
    }
}
