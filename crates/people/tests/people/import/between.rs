//! What happens between the steps of an import, and beside them: another import, a booking, a clinic that changes.

use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ground::{Clinic, PersonId, Tx};
use people::model::TagName;
use people::store::tag;
use people::{Source, imported};
use promise::Purpose;

use super::{LONG, bring, clients, desk, figures, long, named, run, settled};
use crate::house::{Tested, new, tested};

const NAMED: &[(&str, &str)] = &[("column-0", "whole_name"), ("column-1", "language"), ("column-2", "note")];

#[tokio::test(flavor = "multi_thread")]
async fn a_row_that_was_sound_when_it_was_looked_at_is_sound_when_it_is_written() {
    let tested = tested().await;
    let page = bring(&tested, "list.csv", b"Name,Language,Note\nNadia Ferreira,Arabic,\nRavi Rao,,\n").await;
    assert_eq!(figures(&named(&tested, &page, NAMED).await), [2, 0, 0]);
    let clinic = Clinic { languages: vec!["hi".to_owned()], ..(*tested.clinic).clone() };
    tested.house.update_clinic(clinic).await.unwrap();
    run(&tested, &page, "").await;
    settled(&tested).await;
    let done = tested.get("manager", &page).await;
    assert_eq!((figures(&done), clients(&tested)), (vec![2, 0, 0], 2), "{}", done.text);
    // Named anew, they are read by what the clinic is now.
    let again = bring(&tested, "list.csv", b"Name,Language,Note\nNadia Costa,Arabic,\n").await;
    assert_eq!(figures(&named(&tested, &again, NAMED).await), [0, 0, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_labels_of_a_file_are_made_with_its_first_rows_and_have_room_for_its_last() {
    let tested = tested().await;
    const ROWS: usize = 700;
    let content = format!("{}last,Luis,Ferreira,luis@example.net,Late\n", long(ROWS).replace("net\n", "net,\n"))
        .replace("Family name,Email", "Family name,Email,Tags");
    let columns = [LONG, &[("column-4", "labels")]].concat();
    let page = bring(&tested, "long.csv", content.as_bytes()).await;
    assert_eq!(figures(&named(&tested, &page, &columns).await), [ROWS as u64 + 1, 0, 0]);
    run(&tested, &page, "").await;
    let house = tested.house.clone();
    let running = tokio::spawn(async move { ground::job::run_due(&house).await });
    while clients(&tested) == 0 && !running.is_finished() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    running.abort();
    let _cut = running.await;
    assert!((1..=ROWS).contains(&clients(&tested)), "it was not cut off in its midst");
    // The desk makes as many labels as there may be.
    let fill = |tx: &mut Tx<'_>| -> ground::Result<()> {
        for n in 0.. {
            if tag::create(tx, &TagName::parse(&format!("Label {n}")).unwrap())? == tag::Named::Full {
                break;
            }
        }
        Ok(())
    };
    tested.scope("manager", Purpose::Scheduling).write(fill).await.unwrap();
    tested.later(3);
    settled(&tested).await;
    tested.later(3);
    settled(&tested).await;
    assert_eq!(figures(&tested.get("manager", &page).await), [ROWS as u64 + 1, 0, 0]);
    let luis = desk(&tested).read(|tx| people::search(tx, "Luis", 2)).await.unwrap();
    let borne = desk(&tested).read(move |tx| tag::of_client(tx, luis[0])).await.unwrap();
    assert_eq!(borne.iter().map(|tag| tag.name.as_str()).collect::<Vec<_>>(), ["Late"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_whose_writing_stands_still_can_be_removed_and_goes_in_its_time() {
    let tested = tested().await;
    for swept in [false, true] {
        let page = bring(&tested, "long.csv", long(5).as_bytes()).await;
        named(&tested, &page, LONG).await;
        run(&tested, &page, "").await;
        // Whatever holds its job up.
        tested.place.tamper("UPDATE job SET state = 'stuck'");
        let remove = async || tested.post("manager", &format!("{page}/removal"), &[]).await.location;
        tested.later(60 * 23);
        assert_eq!(remove().await, format!("{page}?done=too-late"));
        let going = tested.get("manager", &page).await;
        assert!(!going.text.contains("/removal") && !going.text.contains("Nothing has happened"), "{}", going.text);
        tested.later(61);
        let still = tested.get("manager", &page).await;
        assert!(still.text.contains("/removal") && still.text.contains("Nothing has happened for a day."));
        if swept {
            tested.later(60 * 24 * 6);
            let sweep = tested
                .scope("automatic", Purpose::Operation)
                .write(people::incoming::sweep::<people::import::Clients>)
                .await;
            assert_eq!(sweep.unwrap(), 1);
        } else {
            assert_eq!(remove().await, "/c/linden-quay/clients/import?done=removed");
        }
        // Somebody has it tried again after all: there is nothing left to do.
        tested.place.tamper("UPDATE job SET state = 'due', leased_until = NULL");
        settled(&tested).await;
        assert_eq!((tested.get("manager", &page).await.status, clients(&tested)), (404, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_that_stands_still_says_so_and_keeps_nobody_from_removing_the_file() {
    let tested = tested().await;
    let page = bring(&tested, "long.csv", long(5).as_bytes()).await;
    tested.post("manager", &format!("{page}/columns"), LONG).await;
    tested.place.tamper("UPDATE job SET state = 'stuck'");
    for (minutes, still) in [(60 * 23, false), (61, true)] {
        tested.later(minutes);
        let looking = tested.get("manager", &page).await;
        assert!(
            looking.text.contains("0 of 5 rows looked at") && looking.text.contains("/removal"),
            "{}",
            looking.text
        );
        assert_eq!(looking.text.contains("Nothing has happened for a day."), still);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_of_one_name_are_two_unless_their_rows_say_the_same() {
    let tested = tested().await;
    let content = b"Name,Language,Note,Tags\nRavi Rao,,Prefers mornings,\nRavi Rao,,Plays the cello,\nRavi Rao,ar,,\n\
        Ravi Rao,,,\"Ramp, Lift\"\nRavi Rao,,,\nravi RAO,,,\nRavi Rao,,,Lift;ramp\n";
    let columns = [NAMED, &[("column-3", "labels")]].concat();
    for expected in [[5, 2, 0], [0, 7, 0]] {
        let page = bring(&tested, "list.csv", content).await;
        assert_eq!(figures(&named(&tested, &page, &columns).await), expected);
        run(&tested, &page, "").await;
        settled(&tested).await;
        assert_eq!((figures(&tested.get("manager", &page).await), clients(&tested)), (expected.to_vec(), 5));
    }
}

/// Holds a transaction open that `makes` a person, runs the import at `page` beside it, and lets both end.
async fn beside(tested: &Tested, page: &str, makes: fn(&mut Tx<'_>) -> ground::Result<PersonId>) -> PersonId {
    let ((holds, held), (release, released)) = (sync_channel(1), sync_channel(1));
    let released = Arc::new(Mutex::new(released));
    let desk = desk(tested);
    let making = tokio::spawn(async move {
        desk.write(move |tx| {
            let made = makes(tx)?;
            let _told = holds.try_send(());
            let _waited = released.lock().unwrap().recv_timeout(Duration::from_secs(20));
            Ok::<_, ground::Error>(made)
        })
        .await
    });
    tokio::task::block_in_place(|| held.recv_timeout(Duration::from_secs(20)).unwrap());
    let house = tested.house.clone();
    let importing = tokio::spawn(async move { ground::job::run_due(&house).await });
    tokio::time::sleep(Duration::from_millis(700)).await;
    release.send(()).unwrap();
    let made = making.await.unwrap().unwrap();
    importing.await.unwrap().unwrap();
    assert_eq!(figures(&tested.get("manager", page).await), [2, 1, 1], "who was being made is known");
    made
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_books_while_the_file_that_names_them_comes_in_is_one_client() {
    let tested = tested().await;
    let page = bring(&tested, "clients.csv", super::LIST).await;
    assert_eq!(figures(&named(&tested, &page, super::COLUMNS).await), [3, 0, 1]);
    run(&tested, &page, "skip").await;
    beside(&tested, &page, |tx| {
        people::find_or_create(tx, &new("Nadia", "Ferreira", "nadia@example.net"), &Source::Yourself).map(|(id, _)| id)
    })
    .await;
    assert_eq!(clients(&tested), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_number_that_two_files_bring_at_once_is_one_person() {
    let tested = tested().await;
    // Zoe is here by name and address, so that of the three only she counts as known.
    tested.client("Zoë", "Müller", "zoe@example.net").await;
    let page = bring(&tested, "clients.csv", super::LIST).await;
    named(&tested, &page, super::COLUMNS).await;
    run(&tested, &page, "skip").await;
    let made = beside(&tested, &page, |tx| {
        let token = imported::token(tx, "Old-system", "A-2")?;
        imported::find_or_create(tx, std::slice::from_ref(&token)).map(|(found, _)| found[&token])
    })
    .await;
    let nadia = desk(&tested).read(|tx| people::search(tx, "Nadia", 2)).await.unwrap();
    assert_eq!(nadia, [made], "the number of her visits leads to somebody else");
}
