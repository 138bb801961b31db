//! The two templates of the setup, and making their parts.

use axum::http::StatusCode;
use axum::response::Response;
use ground::web::{Face, Faults, Fields, Page, Tongue, render_as};
use ground::{Result, Scope, Tx};

use super::drawn::DRAWN;
use crate::model::Appointment;
use crate::store::Catalogue;
use crate::store::setup::{Kind, ahead, working_at};

/// The pages of the setup, in their order: address, key of the word.
const TABS: [(&str, &str); 11] = [
    ("", "setup-overview"),
    ("clinic", "setup-clinic"),
    ("services", "setup-services"),
    ("practitioners", "setup-practitioners"),
    ("places", "setup-places"),
    ("rooms", "setup-rooms"),
    ("equipment", "setup-equipment"),
    ("dates", "setup-dates"),
    ("blocks", "setup-blocks"),
    ("terms", "setup-terms"),
    ("messages", "setup-messages"),
];

pub(super) struct Tab {
    pub href: String,
    pub label: String,
    pub current: bool,
}

pub(super) fn tabs(face: &Face, here: &str) -> Vec<Tab> {
    TABS.iter()
        .map(|(path, key)| Tab {
            href: face.to(format!("/setup/{path}").trim_end_matches('/')),
            label: face.t.get(key),
            current: *path == here,
        })
        .collect()
}

/// A list of what there is.
#[derive(askama::Template)]
#[template(path = "setup/list.html")]
pub(super) struct ListPage {
    pub page: Page,
    pub title: String,
    pub tabs: Vec<Tab>,
    /// Address and word of adding one, for whom may.
    pub add: Option<(String, String)>,
    pub head: Vec<String>,
    pub rows: Vec<Row>,
    pub empty: String,
}

pub(super) struct Row {
    pub href: Option<String>,
    pub name: String,
    pub cells: Vec<String>,
    pub retired: bool,
}

/// The list page of `here`, without its rows.
pub(super) fn list(scope: &Scope, face: &Face, fields: &Fields, here: &'static str, head: &[&str]) -> ListPage {
    let t = &face.t;
    let title = TABS.iter().find(|(path, _)| *path == here).map(|(_, key)| *key).unwrap_or_default();
    let mut page = face.page(scope, title);
    page.toast = said(t, fields);
    let may = scope.house().permits_anyhow(scope, super::WRITE);
    ListPage {
        title: page.title.clone(),
        tabs: tabs(face, here),
        add: may.then(|| (face.to(&format!("/setup/{here}/new")), t.get("setup-add"))),
        head: head.iter().map(|key| t.get(key)).collect(),
        rows: Vec::new(),
        empty: t.get("setup-empty"),
        page,
    }
}

/// What has just been done, said once.
pub(super) fn said(t: &Tongue, fields: &Fields) -> Option<String> {
    let key = match fields.value("done") {
        "saved" => "setup-saved",
        "retired" => "setup-retired-said",
        "returned" => "setup-returned-said",
        "removed" => "setup-removed",
        _ => return None,
    };
    Some(t.get(key))
}

/// A form, with what stands above and below it.
#[derive(askama::Template)]
#[template(path = "setup/form.html")]
pub(super) struct FormPage {
    pub page: Page,
    pub title: String,
    pub tabs: Vec<Tab>,
    pub back: Option<String>,
    /// What the form is for, above it.
    pub lead: String,
    /// Pages beside this one, such as a practitioner's hours.
    pub beside: Vec<Tab>,
    pub action: String,
    pub faults: u32,
    pub inputs: Vec<Input>,
    pub submit: String,
    /// Another button: where it sends the form, and its word.
    pub second: Option<(String, String)>,
    /// How letters read with what is typed.
    pub samples: Vec<Sample>,
    pub outside: Option<Outside>,
    /// What is stored now, by label, where the form was made from something older.
    pub stale: Option<Vec<(String, String)>>,
    pub retire: Option<Retire>,
    pub aside: Option<Aside>,
    /// What is there already, each to be removed.
    pub rows: Vec<Removable>,
    pub rows_title: String,
    pub rows_empty: String,
    /// Whether the reader may change anything here.
    pub may: bool,
    pub weeks: Vec<super::hours::WeekRow>,
    /// Where hours can be painted, and the script that does it.
    pub brush: Vec<Choice>,
    pub script: Option<String>,
}

/// Appointments that a change would leave outside.
pub(super) struct Outside {
    pub words: String,
    pub visits: Vec<(String, String)>,
    pub more: String,
}

/// What comes of the form, beside it.
pub(super) struct Aside {
    pub title: String,
    pub facts: Vec<(String, String)>,
    /// Addresses and words.
    pub links: Vec<(String, String)>,
}

/// A letter as it would be read.
pub(super) struct Sample {
    /// Its language in words.
    pub language: String,
    pub lang: String,
    pub dir: String,
    pub subject: String,
    pub body: String,
}

pub(super) struct Retire {
    pub action: String,
    pub word: String,
    pub hint: String,
}

pub(super) struct Removable {
    pub words: String,
    pub detail: String,
    pub action: String,
}

pub(super) struct Input {
    pub kind: &'static str,
    pub name: String,
    pub label: String,
    pub value: String,
    pub fault: String,
    pub hint: String,
    pub needed: bool,
    pub checked: bool,
    pub options: Vec<Choice>,
}

#[derive(Clone)]
pub(super) struct Choice {
    pub value: String,
    pub label: String,
    pub chosen: bool,
}

/// Makes the inputs of a form, filled as typed and with their faults. A field called `name` has the words
/// `setup-name`, and its hint, if any, `setup-name-hint`.
pub(super) struct Maker<'a> {
    t: &'a Tongue,
    fields: &'a Fields,
    faults: &'a Faults,
    inputs: Vec<Input>,
}

impl<'a> Maker<'a> {
    pub fn new(t: &'a Tongue, fields: &'a Fields, faults: &'a Faults) -> Maker<'a> {
        Maker { t, fields, faults, inputs: Vec::new() }
    }

    fn push(&mut self, kind: &'static str, name: &str, hint: bool, needed: bool, options: Vec<Choice>) {
        let key = format!("setup-{}", name.replace('_', "-"));
        let hint = if hint { self.t.get(&format!("{key}-hint")) } else { String::new() };
        let label = self.t.get(&key);
        self.inputs.push(Input { needed, options, ..self.input(kind, name, label, hint) });
    }

    fn input(&self, kind: &'static str, name: &str, label: String, hint: String) -> Input {
        Input {
            kind,
            name: name.to_owned(),
            label,
            value: self.fields.value(name).to_owned(),
            fault: self.faults.of(name, self.t).unwrap_or_default(),
            hint,
            needed: false,
            checked: !self.fields.value(name).is_empty(),
            options: Vec::new(),
        }
    }

    /// One that may be left out, with words of its own.
    pub fn labelled(mut self, kind: &'static str, name: &str, label: String, hint: String) -> Maker<'a> {
        self.inputs.push(self.input(kind, name, label, hint));
        self
    }

    /// What the form carries without showing it.
    pub fn hidden(self, name: &str) -> Maker<'a> {
        self.labelled("hidden", name, String::new(), String::new())
    }

    /// One line: `text`, `number`, `date` or `time`.
    pub fn line(mut self, kind: &'static str, name: &str) -> Maker<'a> {
        self.push(kind, name, false, true, Vec::new());
        self
    }

    /// One line with a hint.
    pub fn hinted(mut self, kind: &'static str, name: &str) -> Maker<'a> {
        self.push(kind, name, true, true, Vec::new());
        self
    }

    /// One line that may be left out, with a hint.
    pub fn maybe(mut self, kind: &'static str, name: &str) -> Maker<'a> {
        self.push(kind, name, true, false, Vec::new());
        self
    }

    /// One of several.
    pub fn select(mut self, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Maker<'a> {
        let options = self.choices(name, options);
        self.push("select", name, false, true, options);
        self
    }

    /// Any of several.
    pub fn ticks(mut self, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Maker<'a> {
        let options = self.choices(name, options);
        if !options.is_empty() {
            self.push("ticks", name, false, false, options);
        }
        self
    }

    /// Yes or no, with a hint.
    pub fn tick(mut self, name: &str) -> Maker<'a> {
        self.push("tick", name, true, false, Vec::new());
        self
    }

    fn choices(&self, name: &str, options: impl IntoIterator<Item = (String, String)>) -> Vec<Choice> {
        options
            .into_iter()
            .map(|(value, label)| Choice { chosen: self.fields.chosen(name, &value), value, label })
            .collect()
    }

    /// The inputs, with the mark of what the form was drawn from.
    pub fn done(self) -> Vec<Input> {
        let marked = !self.fields.value(DRAWN).is_empty();
        if marked { self.hidden(DRAWN).inputs } else { self.inputs }
    }
}

/// A form page with the parts that every one has.
pub(super) fn form(
    scope: &Scope,
    face: &Face,
    here: &str,
    title: String,
    action: String,
    faults: &Faults,
    inputs: Vec<Input>,
) -> FormPage {
    FormPage {
        page: face.page_titled(scope, title.clone()),
        title,
        tabs: tabs(face, here),
        back: Some(face.to(&format!("/setup/{here}"))),
        lead: String::new(),
        beside: Vec::new(),
        action,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
        inputs,
        submit: face.t.get("action-save"),
        second: None,
        samples: Vec::new(),
        outside: None,
        stale: None,
        retire: None,
        aside: None,
        rows: Vec::new(),
        rows_title: String::new(),
        rows_empty: String::new(),
        may: scope.house().permits_anyhow(scope, super::WRITE),
        weeks: Vec::new(),
        brush: Vec::new(),
        script: None,
    }
}

/// The page: with faults or a question it is an answer to what cannot be done as it stands.
pub(super) fn answer(page: FormPage) -> Response {
    let asks = page.outside.is_some() || page.stale.is_some();
    let status = match (page.faults, asks) {
        (1.., _) => StatusCode::UNPROCESSABLE_ENTITY,
        (0, true) => StatusCode::CONFLICT,
        (0, false) => StatusCode::OK,
    };
    render_as(status, &page)
}

/// What retiring something, or bringing it back, takes; told with how much is booked that names it.
pub(super) async fn retiring(
    scope: &Scope,
    face: &Face,
    kind: Kind,
    part: &str,
    id: String,
    retired: bool,
) -> Result<Retire> {
    let at = |verb: &str| face.to(&format!("/setup/{part}/{id}/{verb}"));
    if retired {
        return Ok(Retire {
            action: at("return"),
            word: face.t.get("setup-return"),
            hint: face.t.get("setup-return-hint"),
        });
    }
    let (asked, today) = (id.clone(), scope.clinic.zone.to_datetime(scope.house().clock.now()).date());
    let read = move |tx: &mut Tx<'_>| -> Result<_> {
        let working = if kind == Kind::Place { working_at(tx, &asked, today)? } else { Vec::new() };
        Ok((ahead(tx, kind, &asked)?, working))
    };
    let (booked, working) = scope.read(read).await?;
    let mut hint = match booked {
        0 => face.t.get("setup-retire-hint"),
        count => face.t.with("setup-retire-booked", &[("count", count.into())]),
    };
    if !working.is_empty() {
        hint.push(' ');
        hint.push_str(
            &face.t.with(
                "setup-retire-hours",
                &[("names", face.t.list(&working).into()), ("count", working.len().into())],
            ),
        );
    }
    Ok(Retire { action: at("retirement"), word: face.t.get("setup-retire"), hint })
}

/// Appointments that a change would leave outside, in words.
pub(super) fn outside(scope: &Scope, face: &Face, catalogue: &Catalogue, key: &str, visits: &[Appointment]) -> Outside {
    /// Shown one by one; the rest are counted.
    const SHOWN: usize = 12;
    let (t, today) = (&face.t, scope.house().clock.now().to_zoned(scope.clinic.zone.clone()).date());
    let line = |one: &Appointment| {
        let when = t.date_time(&one.starts_at.to_zoned(scope.clinic.zone.clone()), today);
        let with =
            one.practitioner.and_then(|id| catalogue.practitioner(id)).map(|one| one.name.clone()).unwrap_or_default();
        (
            face.to(&format!("/appointments/{}", one.id)),
            t.with("setup-outside-line", &[("when", when.into()), ("name", with.into())]),
        )
    };
    let rest = visits.len().saturating_sub(SHOWN);
    Outside {
        words: t.with(key, &[("count", u32::try_from(visits.len()).unwrap_or(u32::MAX).into())]),
        visits: visits.iter().take(SHOWN).map(line).collect(),
        more: if rest == 0 {
            String::new()
        } else {
            t.with("setup-outside-more", &[("count", u32::try_from(rest).unwrap_or(u32::MAX).into())])
        },
    }
}
