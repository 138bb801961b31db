//! One's own privacy page: what we hold, why and until when, who opened it, and a button for each right. For whoever acts for
//! somebody, that person's too.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Reader, Tongue, render, render_as};
use ground::{PersonId, Scope, Tx};
use jiff::civil::Date;
use promise::{DataMap, Purposes};

use super::keeps::Keeps;
use super::{Choice, Field, Line, asked, choices, dashed, line, toast, today};
use crate::model::requests::{Detail, Kind, NewRequest, Request, RequestId, SAID, Shown, State, Via};
use crate::store::requests as store;

/// Requests that are listed.
const LISTED: u32 = 20;
/// Marks by which somebody is found: there are as many as a name has letters, and they tell nothing.
const UNTOLD: [&str; 1] = ["client_token"];

/// Whose page it is: the reader's own, or that of somebody they act for now.
#[derive(Clone, Copy)]
pub(in crate::web) struct Whose {
    pub person: PersonId,
    pub ward: bool,
}

impl Whose {
    /// The one that `for` in the address names; without it, whoever is signed in.
    pub(in crate::web) fn named(tx: &mut Tx<'_>, named: &str) -> Result<Whose, Fault> {
        let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
        if named.is_empty() {
            return Ok(Whose { person: me, ward: false });
        }
        let ward = named.parse().map_err(|_| Fault::not_found())?;
        Whose::of(tx, ward)
    }

    /// The one whom something is about; whoever does not act for them finds nothing.
    pub(in crate::web) fn of(tx: &mut Tx<'_>, person: PersonId) -> Result<Whose, Fault> {
        let me = tx.actor().person().ok_or(ground::Error::NotFound)?;
        let person = tx.kept(person)?;
        if person == me {
            return Ok(Whose { person, ward: false });
        }
        people::own::admit(tx, me, person)?;
        Ok(Whose { person, ward: true })
    }

    /// What addresses end with, so that they go on about the same person.
    pub(in crate::web) fn query(self, first: char) -> String {
        if self.ward { format!("{first}for={}", self.person) } else { String::new() }
    }

    /// The ward's name.
    pub(in crate::web) fn name(self, tx: &mut Tx<'_>) -> ground::Result<String> {
        match self.ward {
            true => Ok(people::open(tx, self.person)?.given_name),
            false => Ok(String::new()),
        }
    }
}

#[derive(Template)]
#[template(path = "requests/mine.html")]
struct Own {
    page: Page,
    title: String,
    ward: bool,
    /// The ward's name.
    name: String,
    /// What addresses go on with, about the same person.
    more: String,
    person: String,
    held: Vec<Kept>,
    requests: Vec<Line>,
    /// Copies that can be taken now.
    copies: Vec<Copy>,
    panels: Vec<String>,
    wards: Vec<(String, String)>,
    /// Whoever works here closes no account of their own.
    closes: bool,
}

struct Copy {
    href: String,
    what: String,
}

/// One kind of thing that is held.
struct Kept {
    what: String,
    why: String,
    until: String,
}

impl Own {
    fn say(&self, key: &str) -> String {
        of_whom(&self.page.t, key, &self.name)
    }
}

pub(super) async fn page(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let named = fields.value("for").to_owned();
    let mut page = face.page(&scope, "requests-own-title");
    toast(&mut page, &fields);
    let (drawn, inner, at) = (page.clone(), face.clone(), scope.clone());
    let shown = scope
        .read(move |tx| -> Result<Own, Fault> {
            let whose = Whose::named(tx, &named)?;
            let (t, now, face) = (inner.t.clone(), tx.now(), &inner);
            let name = whose.name(tx)?;
            let map = at.house().data_map.clone();
            let counted = tx.counted_about(whose.person, &UNTOLD)?;
            let keeps = Keeps::of(tx, whose.person, &name)?;
            let held = counted.iter().map(|(table, count)| kept(&map, &t, table, *count, &keeps)).collect();
            let requests: Vec<Request> =
                store::of_person(tx, whose.person, LISTED)?.iter().map(Request::as_told).collect();
            let mut copies = Vec::new();
            for request in requests.iter().filter(|one| matches!(one.kind, Kind::Access | Kind::Portability)) {
                if store::copied_for(tx, request.id).is_ok() {
                    copies.push(Copy {
                        href: face.to(&format!("/me/privacy/copy/{}", request.id)),
                        what: t.with(
                            "requests-copy-line",
                            &[
                                ("what", asked(&t, request.kind, request.field).into()),
                                ("when", line(&at, &t, request, String::new(), String::new(), now).asked.into()),
                            ],
                        ),
                    });
                }
            }
            let lines = requests.iter().map(|one| {
                let href = face.to(&format!("/me/privacy/requests/{}", one.id));
                line(&at, &t, one, String::new(), href, now)
            });
            let lines = lines.collect();
            let panels = draw(tx, &drawn, "privacy", whose.person)?;
            let mut wards = Vec::new();
            if !whose.ward {
                let (list, _) = people::wards(tx, whose.person)?;
                wards = list.iter().map(|one| (one.name(), face.to(&format!("/me/privacy?for={}", one.id)))).collect();
            }
            let closes = match tx.actor().account() {
                Some(account) if !whose.ward => identity::may_close(&identity::find_account(tx, account)?),
                _ => false,
            };
            Ok(Own {
                title: match whose.ward {
                    true => t.with("requests-own-title-of", &[("name", name.as_str().into())]),
                    false => t.get("requests-own-title"),
                },
                ward: whose.ward,
                name,
                more: whose.query('&'),
                person: if whose.ward { whose.person.to_string() } else { String::new() },
                held,
                requests: lines,
                copies,
                panels,
                wards,
                closes,
                page: drawn.clone(),
            })
        })
        .await?;
    Ok(render(&shown))
}

/// The words of `key` on one's own page; on a ward's those about the ward by name, where there are some.
fn of_whom(t: &Tongue, key: &str, name: &str) -> String {
    let of = || t.known_with(&format!("{key}-of"), &[("name", name.into())]);
    Some(()).filter(|()| !name.is_empty()).and_then(|()| of()).unwrap_or_else(|| t.get(key))
}

/// What one table holds: in words, what for, and until when.
fn kept(map: &DataMap, t: &Tongue, table: &str, count: i64, keeps: &Keeps) -> Kept {
    let dashed = dashed(table);
    let what = t
        .known_with(&format!("holds-{dashed}"), &[("count", count.into())])
        .or_else(|| t.known_with(&format!("copy-table-{dashed}"), &[]))
        .unwrap_or_else(|| table.replace('_', " "));
    let declared = map.tables.get(table);
    let columns = || declared.iter().flat_map(|table| table.columns.values());
    let purposes = columns().flat_map(|column| column.purposes.iter()).fold(Purposes::NONE, Purposes::with);
    let why: Vec<String> = purposes.iter().map(|one| t.get(&format!("requests-purpose-{one}"))).collect();
    let until = declared.map_or_else(String::new, |table| keeps.until(t, table));
    Kept { what, why: t.list(&why), until }
}

/// What all rooms show of `person` at `place`, in their order.
fn draw(tx: &mut Tx<'_>, page: &Page, place: &str, person: PersonId) -> ground::Result<Vec<String>> {
    let panels = tx.scope().house().panels(tx.settings(), place);
    let mut drawn = Vec::with_capacity(panels.len());
    for panel in panels {
        drawn.extend((panel.draw)(tx, page, person)?);
    }
    Ok(drawn)
}

#[derive(Template)]
#[template(path = "requests/ask.html")]
struct Ask {
    page: Page,
    title: String,
    means: String,
    action: String,
    back: String,
    kind: String,
    person: String,
    /// What it can be about; none where it is about everything.
    details: Vec<Choice>,
    detail_fault: String,
    said: Field,
    wanted: Field,
    corrects: bool,
    faults: u32,
}

fn ask_page(
    scope: &Scope,
    face: &Face,
    kind: Kind,
    (whose, name): (Whose, &str),
    fields: &Fields,
    faults: &Faults,
) -> Ask {
    let t = &face.t;
    let title = asked(t, kind, None);
    Ask {
        page: face.page_titled(scope, title.clone()),
        title,
        means: of_whom(t, &format!("requests-means-{kind}"), name),
        action: face.to("/me/privacy/requests"),
        back: face.to(&format!("/me/privacy{}", whose.query('?'))),
        kind: kind.to_string(),
        person: if whose.ward { whose.person.to_string() } else { String::new() },
        details: choices(Detail::of(kind), "detail", fields.value("field"), t),
        detail_fault: faults.of("field", t).unwrap_or_default(),
        said: Field::of("said", fields, faults, t),
        wanted: Field::of("wanted", fields, faults, t),
        corrects: kind == Kind::Correction,
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    }
}

/// Whose page it is, and the ward's name.
fn named_of(tx: &mut Tx<'_>, named: &str) -> Result<(Whose, String), Fault> {
    let whose = Whose::named(tx, named)?;
    Ok((whose, whose.name(tx)?))
}

/// The form for one kind of request: what it means, before it is asked.
pub(super) async fn blank(scope: Scope, face: Face, Query(fields): Query) -> Result<Response, Fault> {
    let kind: Kind = fields.value("kind").parse().map_err(|_| Fault::not_found())?;
    let named = fields.value("for").to_owned();
    let (whose, name) = scope.read(move |tx| named_of(tx, &named)).await?;
    Ok(render(&ask_page(&scope, &face, kind, (whose, &name), &fields, &Faults::new())))
}

/// Reads what a request says, by its kind.
pub(super) struct Said {
    pub kind: Kind,
    pub field: Option<Detail>,
    pub said: Option<String>,
    pub wanted: Option<String>,
}

/// Reads the form: what every request says, and what `also` asks for besides.
pub(super) fn read<T>(
    fields: &Fields,
    today: Date,
    also: impl FnOnce(&mut Reader<'_>) -> Option<T>,
) -> Result<(Said, T), Faults> {
    let mut form = fields.reader();
    let kind: Option<Kind> = form.parse("kind");
    let details = kind.map_or(&[][..], Detail::of);
    let named: Option<Detail> = form.parse_or_none("field");
    // One form serves every kind: what this kind does not name is passed over.
    let field = named.filter(|_| !details.is_empty());
    match field {
        Some(field) if !details.contains(&field) => form.fault("field", "requests-fault-detail"),
        None if !details.is_empty() => form.fault("field", "requests-fault-detail"),
        _ => {}
    }
    let said = form.lines_or_none("said", SAID);
    // Marks that hold an example together and the right way round are copied with it, and are not part of what was meant.
    let plain = |text: String| text.trim().replace(['\u{2060}', '\u{2066}', '\u{2069}'], "");
    let wanted = form.lines_or_none("wanted", SAID).map(plain);
    let corrects = kind == Some(Kind::Correction);
    if corrects && field == Some(Detail::BirthDate) {
        match wanted.as_deref().map(str::parse::<Date>) {
            Some(Ok(day)) => {
                people::form::birth_date_of(&mut form, "wanted", day, today);
            }
            _ => form.fault("wanted", "requests-fault-day"),
        }
    } else if corrects && wanted.is_none() && field != Some(Detail::Note) {
        form.fault("wanted", "fault-missing");
    }
    let also = also(&mut form);
    let wanted = wanted.filter(|_| corrects);
    form.finish(|| Some((Said { kind: kind?, field, said, wanted }, also?)))
}

pub(super) async fn create(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let kind: Kind = fields.value("kind").parse().map_err(|_| Fault::not_found())?;
    let named = fields.value("for").to_owned();
    let said = match read(&fields, today(&scope), |form| Some(form.text_or_none("for", 60))) {
        Ok((said, _)) => said,
        Err(faults) => {
            let (whose, name) = scope.read(move |tx| named_of(tx, &named)).await?;
            let shown = ask_page(&scope, &face, kind, (whose, &name), &fields, &faults);
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &shown));
        }
    };
    let language = face.t.lang().to_owned();
    let (id, whose, state) = scope
        .write(move |tx| -> Result<(RequestId, Whose, State), Fault> {
            let whose = Whose::named(tx, &named)?;
            let new = NewRequest {
                person: whose.person,
                kind: said.kind,
                via: if whose.ward { Via::Guardian } else { Via::Page },
                shown: Some(Shown::Session),
                field: said.field,
                said: said.said.clone(),
                wanted: said.wanted.clone(),
                language: language.clone(),
            };
            let id = store::create(tx, &new)?;
            Ok((id, whose, store::find(tx, id)?.state))
        })
        .await?;
    let to = match kind {
        Kind::Access | Kind::Portability => format!("/me/privacy?done=copy{}", whose.query('&')),
        // What is done as it is asked is what holds at once.
        _ if state == State::Done => format!("/me/privacy/requests/{id}?done=holds"),
        _ => format!("/me/privacy/requests/{id}?done=asked"),
    };
    Ok(Redirect::to(&face.to(&to)).into_response())
}

#[derive(Template)]
#[template(path = "requests/statements.html")]
struct Statements<'a> {
    page: &'a Page,
    said: Vec<(String, String, String)>,
}

/// What somebody says beside what was not changed, on their page of what is held and on that of whoever works with them.
pub(crate) fn statements_panel(tx: &mut Tx<'_>, page: &Page, person: PersonId) -> ground::Result<Option<String>> {
    let zone = tx.settings().zone.clone();
    let said = store::statements(tx, person)?;
    if said.is_empty() {
        return Ok(None);
    }
    let t = &page.t;
    let one = |one: crate::model::requests::Statement| {
        let field = t.get(&format!("requests-detail-{}", dashed(one.field.as_str())));
        (field, one.body, t.date_plain(one.at.to_zoned(zone.clone()).date()))
    };
    let said = said.into_iter().map(one).collect();
    let drawn = Statements { page, said }.render();
    drawn.map(Some).map_err(|_| ground::Error::internal("a panel of the office does not render"))
}
