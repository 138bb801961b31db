//! The manager's page: who comes from a directory, its groups, what they give, and who gets what by which.

mod leavers;
pub(crate) mod own;

use axum::extract::{Path, RawQuery};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ground::web::{Face, Fault, Form, Page, render};
use ground::{AccountId, Routes, Scope};
use promise::Purpose::{Account, Administration};

use crate::error::Result;
use crate::model::{Given, Gives, GroupId};
use crate::store::rule::Rule;
use crate::store::{self, overview};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/c/{clinic}/directory", "directory.page.read", Administration, read)
        .post("/c/{clinic}/directory/rules", "directory.rule.write", Administration, create_rule)
        .fresh()
        .post("/c/{clinic}/directory/rules/removal", "directory.rule.write", Administration, delete_rule)
        .fresh()
        .get("/c/{clinic}/account/directory", "directory.own.read", Account, own::read)
        .post("/c/{clinic}/directory/claims/{account}", "directory.claim.confirm", Administration, answer_claim)
        .fresh()
        .post("/c/{clinic}/directory/erased", "directory.leaver.decide", Administration, leavers::take_in)
        .fresh()
        .post(
            "/c/{clinic}/directory/leavers/{directory_user}",
            "directory.leaver.decide",
            Administration,
            leavers::decide,
        )
        .fresh()
}

/// People on one page.
const PEOPLE: usize = 50;

#[derive(askama::Template)]
#[template(path = "directory/page.html")]
struct Overview {
    page: Page,
    /// Whether who looks may change what is seen.
    manages: bool,
    /// Where a directory sends what it says.
    address: String,
    claims: Vec<ClaimLine>,
    groups: Vec<GroupLine>,
    roles: Vec<RoleChoice>,
    people: Vec<PersonLine>,
    told: String,
    before: Option<String>,
    after: Option<String>,
    left: leavers::Shown,
}

struct ClaimLine {
    name: String,
    action: String,
    seen: String,
    /// Which directory asks.
    source: String,
    confirmed: bool,
}

struct GroupLine {
    id: String,
    name: String,
    people: String,
    /// The groups it is within.
    within: String,
    gives: Vec<RoleChoice>,
}

struct RoleChoice {
    value: String,
    label: String,
}

struct PersonLine {
    href: String,
    name: String,
    open: bool,
    groups: String,
    /// What groups give, each with the groups by which.
    given: Vec<String>,
    /// What a manager gave by hand.
    own: String,
}

/// The words for roles: a built-in one's, or the name that the clinic gave to one of its own.
struct Roles<'a> {
    page: &'a Page,
    own: &'a [identity::OwnRole],
}

impl Roles<'_> {
    fn word(&self, role: Gives) -> String {
        match role {
            Gives::Role(role) => self.page.t.get(&format!("role-{}", role.as_str().replace('_', "-"))),
            Gives::Own(id) => {
                let found = self.own.iter().find(|own| own.id == id);
                found.map_or_else(String::new, |own| own.name.clone())
            }
        }
    }

    fn choice(&self, role: Gives) -> RoleChoice {
        RoleChoice { value: role.to_string(), label: self.word(role) }
    }

    /// Those that a rule can give, the built-in ones first.
    fn offered(&self) -> Vec<RoleChoice> {
        let own = self.own.iter().map(|own| Gives::Own(own.id));
        identity::STAFF_ROLES.into_iter().map(Gives::Role).chain(own).map(|role| self.choice(role)).collect()
    }

    fn listed(&self, given: &Given) -> String {
        listed(self.page, given.iter().map(|role| self.word(role)))
    }
}

fn listed(page: &Page, words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(&page.t.get("directory-comma"))
}

fn toast(page: &mut Page, face: &Face) {
    let asked = face.uri.query().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("done=")));
    page.toast = match asked {
        Some("given") => Some(page.t.get("directory-done-given")),
        Some("taken") => Some(page.t.get("directory-done-taken")),
        Some("connected") => Some(page.t.get("directory-done-connected")),
        Some("kept") => Some(page.t.get("directory-done-kept")),
        Some("released") => Some(page.t.get("directory-done-released")),
        Some("taken-in") => Some(page.t.get("directory-done-taken-in")),
        Some("refused") => Some(page.t.get("directory-done-refused")),
        _ => None,
    };
}

async fn read(scope: Scope, face: Face, RawQuery(query): RawQuery) -> Result<Response, Fault> {
    let from =
        query.as_deref().and_then(|query| query.split('&').find_map(|pair| pair.strip_prefix("from=")?.parse().ok()));
    let from: usize = from.unwrap_or(0);
    let (seen, left) =
        scope.read(move |tx| Ok::<_, crate::Error>((overview::read(tx, from, PEOPLE)?, leavers::read(tx)?))).await?;
    let mut page = face.page(&scope, "directory-title");
    toast(&mut page, &face);
    let at = |from: usize| face.to(&format!("/directory?from={from}#people"));
    let shown = (from + 1).min(seen.total)..=(from + seen.people.len());
    let told = page.t.with(
        "directory-people-shown",
        &[
            ("from", (*shown.start() as u64).into()),
            ("to", (*shown.end() as u64).into()),
            ("total", (seen.total as u64).into()),
        ],
    );
    let roles = Roles { page: &page, own: &seen.own_roles };
    let overview = Overview {
        manages: scope.house().permits_anyhow(&scope, "directory.rule.write"),
        address: format!("{}/scim/v2", scope.house().address_of(&scope.clinic)),
        claims: seen.claims.iter().map(|claim| claim_line(&face, &page, claim)).collect(),
        groups: seen.groups.iter().map(|group| group_line(&roles, group)).collect(),
        roles: roles.offered(),
        people: seen.people.iter().map(|person| person_line(&face, &roles, person)).collect(),
        told,
        left: leavers::shown(&scope, &face, &page, left),
        before: (from > 0).then(|| at(from.saturating_sub(PEOPLE))),
        after: (from + seen.people.len() < seen.total).then(|| at(from + PEOPLE)),
        page,
    };
    Ok(render(&overview))
}

fn claim_line(face: &Face, page: &Page, claim: &overview::Claimed) -> ClaimLine {
    ClaimLine {
        name: claim.name.clone(),
        action: face.to(&format!("/directory/claims/{}", claim.account)),
        seen: claim.seen.clone(),
        source: page.t.get(&format!("directory-claim-{}", claim.source)),
        confirmed: claim.confirmed,
    }
}

fn group_line(roles: &Roles<'_>, group: &overview::Grouped) -> GroupLine {
    let page = roles.page;
    GroupLine {
        id: group.id.to_string(),
        name: group.name.clone(),
        people: page.t.with("directory-people", &[("n", (group.people as u64).into())]),
        within: listed(page, group.within.iter().cloned()),
        gives: group.gives.iter().map(|role| roles.choice(role)).collect(),
    }
}

fn person_line(face: &Face, roles: &Roles<'_>, person: &overview::Person) -> PersonLine {
    let page = roles.page;
    let by = |(role, groups): &(Gives, Vec<String>)| {
        let groups = listed(page, groups.iter().cloned());
        page.t.with("directory-given-by", &[("role", roles.word(*role).into()), ("groups", groups.into())])
    };
    PersonLine {
        href: face.to(&format!("/staff/{}", person.account)),
        name: person.name.clone(),
        open: person.open,
        groups: listed(page, person.groups.iter().cloned()),
        given: person.given.iter().map(by).collect(),
        own: roles.listed(&person.own),
    }
}

fn back(face: &Face, done: &str) -> Result<Response, Fault> {
    let to = face.to(&format!("/directory?done={done}"));
    let location = HeaderValue::try_from(to).map_err(|_| Fault::internal("redirect"))?;
    Ok((StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response())
}

/// The rule that a form is about; what the page offers is right, so what is not right was not offered.
fn rule(fields: &ground::web::Fields) -> Result<Rule, Fault> {
    let mut form = fields.reader();
    let (group, gives) = (form.parse::<GroupId>("group"), form.parse::<Gives>("role"));
    form.finish(|| Some(Rule { group: group?, gives: gives? })).map_err(Fault::invalid)
}

async fn create_rule(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    identity::only_governing(&scope)?;
    let rule = rule(&fields)?;
    let made = scope.write(move |tx| {
        store::take_turns(tx)?;
        store::rule::create(tx, rule)
    });
    made.await?;
    back(&face, "given")
}

async fn delete_rule(scope: Scope, face: Face, Form(fields): Form) -> Result<Response, Fault> {
    let rule = rule(&fields)?;
    let gone = scope.write(move |tx| {
        store::take_turns(tx)?;
        store::rule::delete(tx, rule)
    });
    gone.await?;
    back(&face, "taken")
}

async fn answer_claim(
    scope: Scope,
    face: Face,
    Path((_, account)): Path<(String, String)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    identity::only_governing(&scope)?;
    let account: AccountId = account.parse().map_err(|_| Fault::not_found())?;
    let mut form = fields.reader();
    let (yes, seen) = (form.text("answer", 10), form.text_or_none("seen", 100));
    let yes = form.finish(|| yes).map_err(Fault::invalid)? == "yes";
    let seen = seen.unwrap_or_default();
    let done = scope.write(move |tx| match yes {
        true => store::claim::confirm(tx, account, &seen),
        false => store::claim::refuse(tx, account),
    });
    done.await?;
    back(&face, if yes { "connected" } else { "refused" })
}
