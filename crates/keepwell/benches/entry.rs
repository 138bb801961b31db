//! What it costs to be let in, in process: a decision of the whole policy, a session, a key and somebody's own token
//! checked by the doorkeeper, and a sign-in over HTTP beside the password hash alone.
//!
//!     entry FOLDER [ROUNDS]
//!
//! Prints a line for each: its name, the median and the 95th percentile in microseconds.

use std::hint::black_box;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use axum::http::Request;
use axum::http::request::Parts;
use ground::{Clock, Doorkeeper, House, OnlyReads, Reach as Reached, Relations, Role, RoleSet, Scope, app};
use identity::{Hashed, Keeper, NewClient, NewToken, Reach, Source};
use keepwell::config::Config;
use keepwell::demo::{Seed, plant};
use keepwell::install;
use keepwell::rooms::rooms;
use policy::Ask;
use promise::Purpose;

const EMAIL: &str = "bench@example.net";
const PASSWORD: &str = "tide over four lanterns";

type Failure = Box<dyn std::error::Error>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let folder = words.first().ok_or("entry FOLDER [ROUNDS]")?;
    let rounds: usize = words.get(1).map_or(Ok(2_000), |rounds| rounds.parse())?;
    let mut config = Config::load(None)?;
    config.data.folder = PathBuf::from(folder);
    let house = install::open_by(&config, rooms(), true, Clock::system()).await?;
    let seed = Seed { seed: 1, clients: 100, appointments: Some(300), near: true, practitioners: None };
    let clinic = plant(&house, &seed, |_, _| {}).await?;
    decisions(&house, rounds);
    let iterations = clinic.parameters.password_iterations;
    let scope = Scope::new(&house, clinic.clone(), ground::Actor::automatic(), Purpose::Operation, "bench");
    let made = scope.write(move |tx| {
        let new = NewClient {
            person: None,
            email: EMAIL.to_owned(),
            name: None,
            language: "en".to_owned(),
            age_stated: Some(18),
            password: Some(Hashed::of(PASSWORD, iterations)),
            source: Source::Automatic,
        };
        identity::create_client_account(tx, &new)?;
        let roles = RoleSet::from(Role::FrontDesk);
        let key = NewToken { label: "bench".to_owned(), roles, reach: Reach::Write, days: Some(1) };
        identity::create_token(tx, &key)
    });
    let (_, key) = made.await?;
    let cookie = sign_in(&house, &format!("/c/{}/sign-in", clinic.slug), iterations, rounds.min(20)).await?;
    let page = format!("/c/{}/account", clinic.slug);
    check(&house, "session", parts(&page, "cookie", &cookie)?, rounds).await?;
    let api = format!("/api/v1/clinics/{}/appointments", clinic.slug);
    check(&house, "key", parts(&api, "authorization", &format!("Bearer {}", key.0))?, rounds).await?;
    house.close();
    Ok(())
}

/// Every action of the list for its purpose, by every role with and without a relation: what comes is what was asked
/// before, but once. The first time it was asked is told beside.
fn decisions(house: &House, rounds: usize) {
    let relations: Vec<Relations> =
        std::iter::once(Relations::NONE).chain(Relations::each().map(|(_, one)| one)).collect();
    let mut asks = Vec::new();
    for route in &house.routes {
        for role in Role::ALL {
            asks.extend(
                relations
                    .iter()
                    .map(|relations| (RoleSet::from(role), route.action, route.purpose.as_str(), *relations)),
            );
        }
    }
    let ask = |(roles, action, purpose, relations): &(RoleSet, &'static str, &'static str, Relations)| {
        let begun = stopwatch();
        black_box(house.policy.decide(&Ask { roles: *roles, action, purpose, relations: *relations }));
        begun.elapsed()
    };
    let mut first: Vec<Duration> = asks.iter().map(ask).collect();
    let mut again: Vec<Duration> = asks.iter().cycle().take(asks.len().max(rounds)).map(ask).collect();
    say("first", &mut first);
    say("decision", &mut again);
}

fn parts(path: &str, name: &str, value: &str) -> Result<Parts, Failure> {
    let mut parts = Request::builder().uri(path).header(name, value).body(())?.into_parts().0;
    parts.extensions.insert(OnlyReads);
    Ok(parts)
}

/// Asks the doorkeeper, as every request does, from the header to who it is: a turn to a thread that reads is within.
async fn check(house: &House, what: &str, parts: Parts, rounds: usize) -> Result<(), Failure> {
    let clinic = house.clinics().await?.into_iter().next().ok_or("there is no clinic")?;
    let mut taken = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begun = stopwatch();
        let who = Keeper.who(house, &clinic, &parts).await?;
        taken.push(begun.elapsed());
        who.ok_or("nobody came in")?;
    }
    say(what, &mut taken);
    Ok(())
}

/// Signs in over HTTP, and hashes the password alone, by turns; the cookie of the last session.
async fn sign_in(house: &House, path: &str, iterations: u32, rounds: usize) -> Result<String, Failure> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}{path}", listener.local_addr()?);
    let service = app(house, &Reached::default())?.into_make_service_with_connect_info::<SocketAddr>();
    let serving = tokio::spawn(async move { axum::serve(listener, service).await });
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let body: String = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("email", EMAIL)
        .append_pair("password", PASSWORD)
        .finish();
    let (mut whole, mut hash, mut cookie) = (Vec::new(), Vec::new(), String::new());
    for _ in 0..rounds {
        let request =
            client.post(&address).header("content-type", "application/x-www-form-urlencoded").body(body.clone());
        let begun = stopwatch();
        let answer = request.send().await?;
        whole.push(begun.elapsed());
        if answer.status() != 303 {
            return Err(format!("nobody was signed in: {}", answer.status()).into());
        }
        let set = answer.headers().get_all("set-cookie").iter().filter_map(|line| line.to_str().ok());
        cookie = set
            .filter_map(|line| line.split(';').next())
            .find(|pair| pair.starts_with("keepwell_session="))
            .ok_or("no session")?
            .to_owned();
        let begun = stopwatch();
        black_box(tokio::task::spawn_blocking(move || Hashed::of(PASSWORD, iterations)).await?);
        hash.push(begun.elapsed());
    }
    serving.abort();
    say("sign_in", &mut whole);
    say("hash", &mut hash);
    Ok(cookie)
}

#[allow(clippy::disallowed_methods, reason = "a stopwatch beside the program")]
fn stopwatch() -> Instant {
    Instant::now()
}

fn say(what: &str, taken: &mut [Duration]) {
    taken.sort_unstable();
    let at = |share: usize| taken.get((taken.len() * share / 100).min(taken.len().saturating_sub(1)));
    let micros = |share| at(share).map_or(0.0, |taken| taken.as_secs_f64() * 1e6);
    println!("{what} {:.3} {:.3}", micros(50), micros(95));
}
