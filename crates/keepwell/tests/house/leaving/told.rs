//! Letters and commands.

use std::fs;

use ground::leave::receipt;
use promise::Purpose;

use super::{KEYS, WHY, ask, decide, is_gone, later, left, manager, time_passes, turn};
use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn everybody_who_answers_for_it_is_written_to_before_anything_goes() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    let page = manager.get(&app.path("/setup/leave")).await;
    decide(&app, &manager).await;
    let about = async |subject: &str| {
        let letters = app.letters().await;
        letters.into_iter().filter(|letter| letter.subject.contains(subject)).collect::<Vec<_>>()
    };
    let asked = about("leaves this installation on 24 December 2026").await;
    let scope = app.scope(&app.clinic, Purpose::Operation);
    let governing = scope.read(|tx| Ok::<_, identity::Error>(identity::governing(tx)?.len()));
    assert_eq!(asked.len(), governing.await.unwrap(), "everybody who answers for it");
    assert!(asked.iter().all(|letter| letter.body.contains(WHY) && letter.body.contains("/setup/export")));
    // The key that will sign is told now, so that the receipt can be held against it.
    let key = asked[0].body.lines().map(str::trim).find(|line| line.len() == 35 && line.matches('-').count() == 3);
    let key = key.unwrap_or_else(|| panic!("{}", asked[0].body)).to_owned();
    assert!(page.text.contains(&key), "{}", page.text);

    later(&app, 24 * 30 + 1);
    turn(&app).await;
    assert!(left(&app, app.clinic.id).await.is_none(), "not before the last letter is handed over");
    turn(&app).await;
    let farewell = about("is being erased here now").await;
    assert_eq!(farewell.len(), asked.len(), "once each");
    assert!(farewell[0].body.contains(&format!("/receipts/{}", app.clinic.id)), "{}", farewell[0].body);
    turn(&app).await;
    is_gone(&app, app.clinic.id);
    let answer = app.visitor().get(&format!("/receipts/{}", app.clinic.id)).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let read = receipt::verify(&answer.text, Some(&key)).unwrap();
    assert!(read.is_of(&app.clinic.slug) && !read.text.contains("rows client 0"), "{}", read.text);
    // It names nobody, nor the clinic.
    assert!(!answer.text.contains(&app.clinic.slug) && !answer.text.contains(&app.clinic.name), "{}", answer.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn that_it_stays_is_written_too_and_no_letter_is_waited_for_without_end() {
    let app = TestApp::start().await;
    let manager = manager(&app).await;
    decide(&app, &manager).await;
    app.run_jobs().await;
    manager.post(&app.path("/setup/leave/return"), &[]).await;
    let stays = app.letters().await;
    assert!(stays.iter().any(|letter| letter.subject.ends_with(" stays")), "told that it stays");
    ask(&app, &app.clinic).await;
    later(&app, 24 * 30 + 1);
    turn(&app).await;
    // Nobody takes the letters: three days later it goes on without.
    later(&app, 70);
    turn(&app).await;
    assert!(left(&app, app.clinic.id).await.is_none());
    later(&app, 2);
    turn(&app).await;
    is_gone(&app, app.clinic.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_commands_let_it_leave_take_it_back_and_check_the_receipt_anywhere() {
    let app = TestApp::start().await;
    let slug = app.clinic.slug.as_str();
    let keepwell = |words: &[&str]| tokio::task::block_in_place(|| run(&app.place, words, &KEYS));
    let refused = keepwell(&["clinic", "leave", "--clinic", slug, "--reason", WHY]);
    assert!(!refused.status.success() && said(&refused).contains("--without-export"), "{}", said(&refused));
    let leaves = keepwell(&["clinic", "leave", "--clinic", slug, "--reason", WHY, "--without-export"]);
    assert!(leaves.status.success() && said(&leaves).contains("can be taken back until"), "{}", said(&leaves));
    assert!(said(&keepwell(&["clinic", "list"])).contains("leaves"));
    let stays = keepwell(&["clinic", "stay", "--clinic", slug]);
    assert!(stays.status.success(), "{}", said(&stays));
    let again = keepwell(&["clinic", "stay", "--clinic", slug]);
    assert!(!again.status.success() && said(&again).contains("does not leave"), "{}", said(&again));
    assert!(!keepwell(&["clinic", "receipt", "--clinic", slug]).status.success());

    ask(&app, &app.clinic).await;
    time_passes(&app).await;
    turn(&app).await;
    let receipt = keepwell(&["clinic", "receipt", "--clinic", slug]);
    assert!(receipt.status.success(), "{}", said(&receipt));
    let file = app.place.folder.path().join("receipt.txt");
    fs::write(&file, &receipt.stdout).unwrap();
    let key = said(&keepwell(&["receipt", "key"])).trim().to_owned();
    // Elsewhere: no installation, no key.
    let elsewhere = Place::fresh();
    let path = file.to_str().unwrap();
    let verify = |more: &[&str]| {
        tokio::task::block_in_place(|| run(&elsewhere, &[&["receipt", "verify", path], more].concat(), &[]))
    };
    let good = verify(&["--key", &key, "--clinic", slug]);
    assert!(good.status.success() && said(&good).contains("rows appointment"), "{}", said(&good));
    let alone = verify(&[]);
    assert!(alone.status.success() && said(&alone).contains("compare it"), "{}", said(&alone));
    assert!(said(&verify(&["--clinic", "north"])).contains("of another clinic"));
    assert!(said(&verify(&["--key", "0-0-0-0"])).contains("another key"));
    fs::write(&file, said(&receipt).replace("rows appointment ", "rows appointment 1")).unwrap();
    let changed = verify(&["--key", &key]);
    assert!(!changed.status.success() && said(&changed).contains("was changed"), "{}", said(&changed));

    // Nobody else gets its address.
    let mut create: Vec<&str> = CREATE.to_vec();
    let at = create.iter().position(|word| *word == "create").unwrap() + 1;
    create[at] = slug;
    let taken = keepwell(&create);
    assert!(!taken.status.success() && said(&taken).contains("stays reserved"), "{}", said(&taken));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_others_run_it_their_command_asks_for_the_clinics_leave() {
    let place = Place::fresh();
    let hosted =
        [("KEEPWELL_OPERATOR__NAME", "Harbour Hosting"), ("KEEPWELL_OPERATOR__CONTACT", "help@harbour.example")];
    tokio::task::block_in_place(|| {
        let made = run(&place, CREATE, &[]);
        assert!(made.status.success(), "{}", said(&made));
        let slug = CREATE[CREATE.iter().position(|word| *word == "create").unwrap() + 1];
        let words = ["clinic", "leave", "--clinic", slug, "--reason", WHY, "--without-export"];
        let refused = run(&place, &words, &hosted);
        assert!(!refused.status.success() && said(&refused).contains("no agreement"), "{}", said(&refused));
        assert!(run(&place, &words, &[]).status.success(), "its own installation");
    });
}
