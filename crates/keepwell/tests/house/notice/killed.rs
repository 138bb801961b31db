//! The program is killed while it writes to everybody about what is announced: each is written to, and once.

use std::time::{Duration, Instant};

use ground::Role;
use promise::Purpose;

use super::ahead::{draft, publish};
use crate::kit::{Program, TestApp};

/// How a program is told of the keys of a place that a test made.
const KEYS: [(&str, &str); 3] = [
    ("KEEPWELL_KEYS__SOURCE", "environment"),
    ("KEEPWELL_MASTER_KEY", "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="),
    ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0"),
];

const MANY: usize = 700;

#[tokio::test(flavor = "multi_thread")]
async fn each_account_holder_gets_one_letter_though_the_program_is_killed_in_between() {
    let app = TestApp::start().await;
    let manager = app.signed_in(&app.clinic, Role::Manager).await;
    let password = identity::Hashed::of("a password of nobody", 600_000);
    let scope = app.scope(&app.clinic, Purpose::Account);
    scope
        .write(move |tx| -> ground::Result<()> {
            for n in 0..MANY {
                let new = identity::NewClient {
                    person: None,
                    email: format!("holder{n}@example.org"),
                    name: None,
                    language: if n % 2 == 0 { "en" } else { "ar" }.to_owned(),
                    age_stated: Some(18),
                    password: Some(password.clone()),
                    source: identity::Source::Automatic,
                };
                identity::create_client_account(tx, &new).map_err(ground::Error::internal)?;
            }
            Ok(())
        })
        .await
        .unwrap();
    draft(&app, &manager, &[("session_days", "60")]).await;
    publish(&app, &manager).await;
    let place = app.place.clone();
    drop((app, manager, scope));
    let one = |sql: &str| place.column(sql).remove(0).parse::<usize>().unwrap();
    let letters = || one("SELECT CAST(COUNT(*) AS TEXT) FROM notice_letter");
    let holders =
        one("SELECT CAST(COUNT(*) AS TEXT) FROM account WHERE verified_at IS NOT NULL AND deactivated_at IS NULL
         AND clinic = (SELECT clinic FROM notice_change)");
    assert!(holders > MANY);
    let mut cut = 0;
    // Fewer times than a job is tried: an attempt that never ended is one of those.
    for _ in 0..6 {
        let before = letters();
        let mut program = Program::start(&place, &["serve"], &KEYS);
        let deadline = Instant::now() + Duration::from_secs(20);
        while letters() == before && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        program.kill();
        cut += usize::from(letters() > before && letters() < holders);
        // As if the two minutes had gone by after which another attempt may begin.
        place.tamper("UPDATE job SET leased_until = 1 WHERE leased_until IS NOT NULL");
    }
    assert!(cut > 1, "it was killed in the midst of them");
    let _program = Program::start(&place, &["serve"], &KEYS);
    let deadline = Instant::now() + Duration::from_secs(60);
    let told = || place.column("SELECT CAST(told_at AS TEXT) FROM notice_change WHERE told_at IS NOT NULL").len();
    while told() == 0 && Instant::now() < deadline {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!((told(), letters()), (1, holders));
    let mails = "SELECT CAST(COUNT(*) AS TEXT) FROM mail WHERE kind = 'office.ahead'";
    assert_eq!(one(mails), holders, "as many letters as people");
    assert_eq!(one(&mails.replace("COUNT(*)", "COUNT(DISTINCT person)")), holders, "and nobody has two");
}
