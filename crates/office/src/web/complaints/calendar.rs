//! The days on which the clinic does not work, which do not count towards what is stated in working days. Days on which it only
//! takes no bookings count: somebody may be there to answer.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use ground::Scope;
use ground::web::{Face, Fault, Faults, Fields, Form, Page, Query, Tongue, render, render_as};

use super::toast;
use crate::rules::complaints::{Days, HOLIDAYS, WEEKDAYS, read_days};
use crate::store::complaints as store;
use crate::web::requests::{Choice, Field};

/// Most characters of the list of holidays.
const LONGEST: usize = HOLIDAYS * 12;

#[derive(Template)]
#[template(path = "complaints/calendar.html")]
struct Shown {
    page: Page,
    action: Option<String>,
    weekend: Vec<Choice>,
    weekend_fault: String,
    holidays: Field,
    faults: u32,
}

fn shown(scope: &Scope, face: &Face, mut page: Page, fields: &Fields, faults: &Faults, query: &Fields) -> Shown {
    let t: &Tongue = &face.t;
    toast(&mut page, query);
    let day = |(_, word): &(jiff::civil::Weekday, &str)| Choice {
        value: (*word).to_owned(),
        label: t.get(&format!("complaints-weekday-{word}")),
        chosen: fields.chosen("weekend", word),
    };
    Shown {
        page,
        action: scope.house().permits_anyhow(scope, "office.calendar.write").then(|| face.to("/office/calendar")),
        weekend: WEEKDAYS.iter().map(day).collect(),
        weekend_fault: faults.of("weekend", t).unwrap_or_default(),
        holidays: Field::of("holidays", fields, faults, t),
        faults: u32::try_from(faults.fields().count()).unwrap_or(u32::MAX),
    }
}

pub(super) async fn page(scope: Scope, face: Face, Query(query): Query) -> Result<Response, Fault> {
    let days = scope.read(store::days).await?;
    let word = |of| WEEKDAYS.iter().find(|(day, _)| *day == of).map_or("", |(_, word)| *word);
    let mut pairs: Vec<(&str, String)> = days.weekend.iter().map(|day| ("weekend", word(*day).to_owned())).collect();
    let holidays: Vec<String> = days.holidays.iter().map(ToString::to_string).collect();
    pairs.push(("holidays", holidays.join("\n")));
    let fields = Fields::filled(pairs);
    Ok(render(&shown(&scope, &face, face.page(&scope, "complaints-calendar-title"), &fields, &Faults::new(), &query)))
}

fn read(fields: &Fields) -> Result<Days, Faults> {
    let mut form = fields.reader();
    let words: Vec<String> = form.many("weekend", WEEKDAYS.len());
    let weekend: Vec<_> =
        WEEKDAYS.iter().filter(|(_, word)| words.iter().any(|one| one == word)).map(|(day, _)| *day).collect();
    let text = form.lines_or_none("holidays", LONGEST).unwrap_or_default();
    let holidays = match read_days(&text) {
        Ok(holidays) if holidays.len() <= HOLIDAYS => holidays,
        Ok(_) => {
            form.fault("holidays", "complaints-fault-holidays-many");
            Default::default()
        }
        Err(_) => {
            form.fault("holidays", "complaints-fault-holidays");
            Default::default()
        }
    };
    let days = Days { weekend, holidays };
    if days.calendar().is_err() {
        form.fault("weekend", "complaints-fault-weekend");
    }
    form.finish(|| Some(days))
}

pub(super) async fn save(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let days = match read(&fields) {
        Ok(days) => days,
        Err(faults) => {
            let page = face.page(&scope, "complaints-calendar-title");
            let again = shown(&scope, &face, page, &fields, &faults, &Fields::default());
            return Ok(render_as(StatusCode::UNPROCESSABLE_ENTITY, &again));
        }
    };
    scope.write(move |tx| store::set_days(tx, &days)).await?;
    Ok(Redirect::to(&face.to("/office/calendar?done=calendar")).into_response())
}
