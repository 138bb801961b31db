//! What a column of a file of appointments may be.

use std::str::FromStr;

use people::incoming::{self, Misfit, twice};
use serde::{Deserialize, Serialize};

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Meaning {
    /// Day and time at which it begins.
    Starts,
    /// Its day, where the time stands in a column of its own or nowhere.
    Day,
    Time,
    /// When it ends: a time, or day and time.
    Ends,
    Minutes,
    Service,
    Practitioner,
    Status,
    Reminded,
    /// When it was agreed.
    Made,
    /// The other system's number of this appointment.
    Number,
    /// The other system's number of its client.
    ClientNumber,
    GivenName,
    FamilyName,
    WholeName,
    Email,
    Phone,
    /// Left behind: nothing of it is kept.
    Left,
}

use Meaning::*;

impl incoming::Meaning for Meaning {
    const ALL: &'static [Meaning] = &[
        Starts,
        Day,
        Time,
        Ends,
        Minutes,
        Service,
        Practitioner,
        Status,
        Reminded,
        Made,
        Number,
        ClientNumber,
        GivenName,
        FamilyName,
        WholeName,
        Email,
        Phone,
        Left,
    ];
    const LEFT: Meaning = Left;

    fn as_str(self) -> &'static str {
        match self {
            Starts => "starts",
            Day => "day",
            Time => "time",
            Ends => "ends",
            Minutes => "minutes",
            Service => "service",
            Practitioner => "practitioner",
            Status => "status",
            Reminded => "reminded",
            Made => "made",
            Number => "number",
            ClientNumber => "client_number",
            GivenName => "given_name",
            FamilyName => "family_name",
            WholeName => "whole_name",
            Email => "email",
            Phone => "phone",
            Left => "left",
        }
    }

    fn key(self) -> &'static str {
        match self {
            Starts => "booking-import-starts",
            Day => "booking-import-day",
            Time => "booking-import-time",
            Ends => "booking-import-ends",
            Minutes => "booking-import-minutes",
            Service => "booking-import-service",
            Practitioner => "booking-import-practitioner",
            Status => "booking-import-status",
            Reminded => "booking-import-reminded",
            Made => "booking-import-made-at",
            Number => "booking-import-number",
            ClientNumber => "booking-import-client-number",
            GivenName => "booking-import-given-name",
            FamilyName => "booking-import-family-name",
            WholeName => "booking-import-whole-name",
            Email => "booking-import-email",
            Phone => "booking-import-phone",
            Left => "incoming-left",
        }
    }

    fn called(self) -> &'static [&'static str] {
        match self {
            Starts => &[
                "starts",
                "start",
                "starts at",
                "start at",
                "begins",
                "appointment start",
                "start date time",
                "start datetime",
                "appointment date time",
                "date and time",
                "date time",
                "datetime",
                "beginn",
                "termin",
                "inicio",
            ],
            Day => &["date", "day", "appointment date", "appointment day", "start date", "datum", "tag", "fecha"],
            Time => &["time", "start time", "appointment time", "starts time", "uhrzeit", "zeit", "heure", "hora"],
            Ends => &["ends", "end", "ends at", "end at", "end time", "end date time", "finish", "ende", "fin"],
            Minutes => &[
                "minutes",
                "duration",
                "duration minutes",
                "duration min",
                "duration mins",
                "length",
                "dauer",
                "dauer min",
                "duree",
                "duracion",
            ],
            Service => &[
                "service",
                "service name",
                "appointment type",
                "type",
                "treatment",
                "item",
                "reason",
                "leistung",
                "terminart",
                "servicio",
            ],
            Practitioner => &[
                "practitioner",
                "practitioner name",
                "therapist",
                "clinician",
                "provider",
                "doctor",
                "staff",
                "staff member",
                "with",
                "behandler",
                "therapeut",
            ],
            Status => &["status", "appointment status", "state", "outcome", "attendance"],
            Reminded => &["reminded", "reminder", "reminder sent", "sms received", "sms sent"],
            Made => {
                &["booked", "booked at", "booked on", "created", "created at", "made", "scheduled day", "date booked"]
            }
            Number => &[
                "id",
                "number",
                "no",
                "nr",
                "appointment id",
                "appointment number",
                "appointment no",
                "booking id",
                "booking reference",
                "ref",
                "reference",
            ],
            ClientNumber => &[
                "client id",
                "client number",
                "client no",
                "patient id",
                "patient number",
                "patient no",
                "customer id",
                "customer number",
            ],
            GivenName => &[
                "first name",
                "firstname",
                "given name",
                "client first name",
                "patient first name",
                "vorname",
                "prenom",
                "nombre",
            ],
            FamilyName => &[
                "last name",
                "lastname",
                "family name",
                "surname",
                "client last name",
                "patient last name",
                "nachname",
                "nom",
                "apellidos",
            ],
            WholeName => {
                &["client", "client name", "patient", "patient name", "customer", "customer name", "name", "full name"]
            }
            Email => &["email", "e mail", "email address", "client email", "patient email", "mail"],
            Phone => &["phone", "phone number", "mobile", "mobile phone", "telephone", "client phone", "patient phone"],
            Left => &[],
        }
    }

    fn fits_beside(self, called: &[String]) -> bool {
        let named = |meaning: Meaning| called.iter().any(|name| meaning.called().contains(&name.as_str()));
        match self {
            WholeName => !named(FamilyName),
            // "Start" beside a date is a time of day.
            Starts => !named(Day),
            _ => true,
        }
    }
}

impl FromStr for Meaning {
    type Err = ();

    fn from_str(text: &str) -> Result<Meaning, ()> {
        use incoming::Meaning as _;
        Meaning::ALL.iter().copied().find(|meaning| meaning.as_str() == text).ok_or(())
    }
}

/// What is wrong with what the columns are said to be.
pub(super) fn misfits(columns: &[Meaning]) -> Vec<Misfit> {
    let mut misfits = twice(columns);
    let at = |meaning| columns.iter().position(|column| *column == meaning);
    let has = |meaning| columns.contains(&meaning);
    let beside = |meaning, others: &[Meaning], key| {
        let other = others.iter().any(|other| has(*other));
        at(meaning).filter(|_| other).map(|at| (Some(at), key))
    };
    misfits.extend(beside(Starts, &[Day, Time], "booking-import-starts-twice"));
    misfits.extend(beside(Minutes, &[Ends], "booking-import-ends-twice"));
    misfits.extend(beside(WholeName, &[GivenName, FamilyName], "booking-import-names-twice"));
    if !has(Starts) && !has(Day) {
        misfits.push((None, "booking-import-no-start"));
    }
    if !(has(ClientNumber) || has(WholeName) || has(GivenName) && has(FamilyName)) {
        misfits.push((None, "booking-import-no-client"));
    }
    misfits
}

#[cfg(test)]
mod tests {
    use people::incoming::{Meaning as _, guess};

    use super::*;

    #[test]
    fn a_column_is_guessed_by_its_name_beside_the_others() {
        let guessed = |headers: &[&str]| {
            let headers: Vec<String> = headers.iter().map(|header| (*header).to_owned()).collect();
            guess::<Meaning>(&headers, "What is wrong")
        };
        assert_eq!(
            guessed(&["Appointment ID", "Date", "Start time", "End", "Patient", "E-mail", "Type", "With", "Fee"]),
            [
                Some(Number),
                Some(Day),
                Some(Time),
                Some(Ends),
                Some(WholeName),
                Some(Email),
                Some(Service),
                Some(Practitioner),
                None
            ]
        );
        assert_eq!(guessed(&["Start", "Name", "Surname"]), [Some(Starts), None, Some(FamilyName)]);
        assert_eq!(guessed(&["Start", "Date", "What is wrong"]), [None, Some(Day), Some(Left)]);
    }

    #[test]
    fn every_guess_has_a_form_in_which_it_is_compared_and_means_one_thing() {
        let mut called: Vec<&str> = Vec::new();
        for meaning in Meaning::ALL {
            for name in meaning.called() {
                assert_eq!(people::folded(name).join(" "), *name);
                called.push(name);
            }
            assert_eq!(meaning.as_str().parse(), Ok(*meaning));
        }
        let all = called.len();
        called.sort_unstable();
        called.dedup();
        assert_eq!(called.len(), all, "a name means two things");
    }

    #[test]
    fn a_beginning_and_somebody_are_there_and_nothing_is_said_twice() {
        for (columns, expected) in [
            (vec![Starts, ClientNumber], vec![]),
            (vec![Day, Time, GivenName, FamilyName, Left, Left], vec![]),
            (vec![Starts, Time, WholeName], vec![(Some(0), "booking-import-starts-twice")]),
            (vec![Starts, WholeName, Ends, Minutes], vec![(Some(3), "booking-import-ends-twice")]),
            (vec![Starts, WholeName, FamilyName], vec![(Some(1), "booking-import-names-twice")]),
            (vec![Starts, Email], vec![(None, "booking-import-no-client")]),
            (vec![Time, WholeName], vec![(None, "booking-import-no-start")]),
            (vec![Starts, WholeName, Email, Email], vec![(Some(3), "incoming-twice")]),
        ] {
            assert_eq!(misfits(&columns), expected, "{columns:?}");
        }
    }
}
