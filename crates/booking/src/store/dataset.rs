//! The data set `visits`: visits that have begun, for releases that can no longer be led back to anybody.
//!
//! A place of the clinic's is smaller than a state, so none leaves (45 CFR 164.514(b)(2)(i)(B)); of days their year does, and of
//! time before a visit how long it was. A practitioner is a number, because a release is about them no more than about others.

use std::collections::HashMap;

use ground::{DataColumn, DataPage, DataRow, DataSet, PersonId, Result, Tx, params};
use jiff::Timestamp;
use jiff::civil::Date;
use promise::release::{Identifier, Kind, Ladder, harbor};

use crate::report::Lead;

const UNKNOWN: &str = "unknown";

const fn column(name: &'static str, kind: Kind, from: &'static [(&'static str, &'static str)]) -> DataColumn {
    DataColumn { name, kind, from, values: None }
}

const fn listed(column: DataColumn, values: &'static [&'static str]) -> DataColumn {
    DataColumn { values: Some(values), ..column }
}

const MODALITIES: &[&str] = &["clinic", "video", "home", "class", UNKNOWN];
const STATUSES: &[&str] = &[
    "requested",
    "booked",
    "confirmed",
    "arrived",
    "in_progress",
    "done",
    "cancelled",
    "late_cancelled",
    "no_show",
    "declined",
];
const LEADS: &[&str] = &["0", "1", "2-7", "8-14", "15-30", "31+", UNKNOWN];

pub(crate) const VISITS: DataSet = DataSet {
    name: "visits",
    columns: &[
        column("service", Kind::Quasi(Ladder::Word), &[("appointment", "service"), ("service", "name")]),
        listed(
            column("modality", Kind::Quasi(Ladder::Word), &[("appointment", "service"), ("service", "modality")]),
            MODALITIES,
        ),
        column("practitioner", Kind::Quasi(Ladder::Word), &[("appointment", "practitioner"), ("practitioner", "id")]),
        column("year", Kind::Quasi(Ladder::Year), &[("appointment", "starts_at")]),
        listed(
            column("lead", Kind::Quasi(Ladder::Days), &[("appointment", "created_at"), ("appointment", "starts_at")]),
            LEADS,
        ),
        column("age", Kind::Quasi(Ladder::Age), &[("client", "birth_date")]),
        column("language", Kind::Quasi(Ladder::Word), &[("client", "language")]),
        listed(column("status", Kind::Sensitive, &[("appointment", "status")]), STATUSES),
        column(
            "record",
            Kind::Direct(Identifier::Others),
            &[
                ("appointment", "id"),
                ("appointment", "client"),
                ("appointment", "booked_by"),
                ("appointment", "import"),
                ("client", "id"),
            ],
        ),
        column("name", Kind::Direct(Identifier::Names), &[("client", "given_name"), ("client", "family_name")]),
        column("email", Kind::Direct(Identifier::Emails), &[("client", "email")]),
        column("phone", Kind::Direct(Identifier::Phones), &[("client", "phone"), ("appointment", "phone")]),
        column("place", Kind::Direct(Identifier::Geography), &[("appointment", "place"), ("appointment", "room")]),
        column("note", Kind::FreeText, &[("client", "note"), ("appointment", "note")]),
    ],
    left: &[
        ("which clinic", "appointment", &["clinic"]),
        (
            "how its time is taken, kept and told of",
            "appointment",
            &[
                "device",
                "active",
                "ends_at",
                "busy_from",
                "busy_to",
                "time_known",
                "sequence",
                "language",
                "source",
                "remind",
                "reminded",
                "updated_at",
                "nobodys",
            ],
        ),
        ("which clinic, and by what it is found", "service", &["clinic", "id"]),
        (
            "what the clinic publishes and plans of it",
            "service",
            &[
                "slug",
                "about",
                "bring",
                "duration_min",
                "before_min",
                "after_min",
                "step_min",
                "grid",
                "notice_min",
                "horizon_days",
                "daily_limit",
                "price_minor",
                "needs_room",
                "needs_device",
                "approve_first",
                "online",
                "position",
                "retired_at",
            ],
        ),
        ("which clinic", "practitioner", &["clinic"]),
        (
            "who they are, and how they work",
            "practitioner",
            &["account", "person", "name", "skills", "daily_limit", "position", "retired_at"],
        ),
        ("which clinic", "client", &["clinic"]),
        (
            "how the record came and is kept",
            "client",
            &["source", "source_detail", "claimed", "created_at", "updated_at", "version"],
        ),
        (
            "marks by which somebody is found",
            "client",
            &["name_token", "near_token", "twin_token", "email_token", "phone_token", "tokens"],
        ),
    ],
    read,
};

struct Visit {
    id: String,
    client: PersonId,
    service: Option<String>,
    practitioner: Option<String>,
    status: String,
    starts_at: Timestamp,
    created_at: Timestamp,
}

/// Services by id: name and modality. Practitioners by id: a number. Both are a clinic's few.
struct Names {
    services: HashMap<String, (String, String)>,
    practitioners: HashMap<String, String>,
}

fn names(tx: &mut Tx<'_>) -> Result<Names> {
    let services = tx.query("SELECT id, name, modality FROM service WHERE clinic = $1", &params![tx.clinic()])?;
    let services = services.iter().map(|row| Ok((row.get("id")?, (row.get("name")?, row.get("modality")?))));
    let services = services.collect::<Result<_>>()?;
    let practitioners = tx.query("SELECT id FROM practitioner WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])?;
    let practitioners =
        practitioners.iter().zip(1..).map(|(row, n)| Ok((row.get("id")?, format!("P{n}")))).collect::<Result<_>>()?;
    Ok(Names { services, practitioners })
}

fn read(tx: &mut Tx<'_>, after: Option<&str>, most: u32) -> Result<DataPage> {
    let rows = tx.query(
        "SELECT id, client, service, practitioner, status, starts_at, created_at FROM appointment
         WHERE clinic = $1 AND id > $2 ORDER BY id LIMIT $3",
        &params![tx.clinic(), after.unwrap_or_default(), most],
    )?;
    let visit = |row: &ground::db::Row| -> Result<Visit> {
        Ok(Visit {
            id: row.get("id")?,
            client: row.get("client")?,
            service: row.get("service")?,
            practitioner: row.get("practitioner")?,
            status: row.get("status")?,
            starts_at: row.get("starts_at")?,
            created_at: row.get("created_at")?,
        })
    };
    let visits: Vec<Visit> = rows.iter().map(visit).collect::<Result<_>>()?;
    let next = visits.last().filter(|_| visits.len() == most as usize).map(|last| last.id.clone());
    let begun: Vec<&Visit> = visits.iter().filter(|visit| visit.starts_at < tx.now()).collect();
    let persons: Vec<PersonId> = begun.iter().map(|visit| visit.client).collect();
    let subjects = people::subjects(tx, &persons)?;
    let names = names(tx)?;
    let zone = tx.settings().zone.clone();
    let day = |at: Timestamp| -> Date { zone.to_datetime(at).date() };
    let today = day(tx.now());
    let mut page = DataPage { next, ..DataPage::default() };
    for visit in begun {
        let Some(subject) = subjects.get(&visit.client) else {
            page.left_out += 1;
            continue;
        };
        let on = day(visit.starts_at);
        let ahead = on.since(day(visit.created_at)).map_or(-1, |span| i64::from(span.get_days()));
        let service = visit.service.as_ref().and_then(|id| names.services.get(id));
        let practitioner = visit.practitioner.as_ref().and_then(|id| names.practitioners.get(id));
        let unknown = || UNKNOWN.to_owned();
        page.rows.push(DataRow {
            person: visit.client,
            cells: vec![
                service.map_or_else(unknown, |(name, _)| name.clone()),
                service.map_or_else(unknown, |(_, modality)| modality.clone()),
                practitioner.cloned().unwrap_or_else(unknown),
                harbor::year(on),
                Lead::of(ahead).as_str().to_owned(),
                subject.born.and_then(|born| harbor::age_beside_year(born, on, today)).unwrap_or_else(unknown),
                subject.language.clone(),
                visit.status.clone(),
            ],
        });
    }
    Ok(page)
}
