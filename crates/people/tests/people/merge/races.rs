//! What happens to two records while they are made one: another merge, an edit, an erasure, something brought to them.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn merges_that_race_or_turn_in_a_circle_come_to_one_end() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    // Two desks, both ways round, several times each: one merge comes of it, and everybody is led to the same record.
    let answers = futures_util::future::join_all((0..8).map(|n| {
        let fields = form(if n % 2 == 0 { "one" } else { "other" }, (1, 1), &PICKS);
        let tested = &tested;
        async move { send(tested, one, other, &fields).await }
    }))
    .await;
    let mut led: Vec<String> =
        answers.iter().filter(|answer| answer.status == 303).map(|answer| answer.location.clone()).collect();
    led.sort();
    led.dedup();
    assert_eq!(led.len(), 1, "{led:?}");
    assert!(answers.iter().all(|answer| [303, 409].contains(&answer.status)));
    let kept: PersonId = led[0].split('/').nth(4).unwrap().trim_end_matches("?done=merged").parse().unwrap();
    let gone = if kept == one { other } else { one };
    // Back into the one that is a pointer: a circle is not made.
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    assert_eq!(desk.write(move |tx| tx.merge(kept, gone)).await.unwrap(), Err(Cannot::Merged(kept)));
    let third = tested.client("Nadia", "Silva", "").await;
    assert_eq!(desk.write(move |tx| tx.merge(gone, third)).await.unwrap(), Err(Cannot::Merged(kept)));
    // A chain leads to its end, and is taken apart from there.
    let first = last_merge(&tested, kept).await;
    desk.write(move |tx| tx.merge(kept, third)).await.unwrap().unwrap();
    assert_eq!(desk.read(move |tx| tx.kept(gone)).await.unwrap(), third);
    assert_eq!(
        tested.get("front_desk", &format!("{CLIENTS}/{gone}")).await.location,
        format!("{CLIENTS}/{third}?done=merged")
    );
    let early = undo(&tested, kept, first).await;
    assert!(early.status == 409 && early.text.contains("Undo that first."), "{}", early.text);
    let second = last_merge(&tested, third).await;
    assert!(matches!(
        desk.write(move |tx| people::store::merge::unmerge(tx, second)).await.unwrap(),
        Undoing::Done { .. }
    ));
    assert_eq!(undo(&tested, kept, first).await.status, 303);
    for id in [one, other, third] {
        assert_eq!(desk.read(move |tx| tx.kept(id)).await.unwrap(), id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_is_merged_or_removed_while_it_is_edited_keeps_the_words() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    let details = [
        ("given_name", "Nadezhda"),
        ("family_name", "Ferreira"),
        ("language", "en"),
        ("note", "Words that took a while"),
        ("version", "1"),
    ];
    let path = format!("{CLIENTS}/{other}/details");
    let merged = tested.post("front_desk", &path, &details).await;
    assert_eq!(merged.status, 409);
    for words in [
        "Nadezhda",
        "Words that took a while",
        "was merged into another while you were writing",
        &format!("href=\"{CLIENTS}/{one}\""),
    ] {
        assert!(merged.text.contains(words), "{words}: {}", merged.text);
    }
    assert!(!merged.text.contains(">Save<"), "there is nothing to save it to");
    tested.scope("front_desk", Purpose::Scheduling).write(move |tx| people::forget(tx, one)).await.unwrap();
    let removed = tested.post("front_desk", &format!("{CLIENTS}/{one}/details"), &details).await;
    assert_eq!(removed.status, 404);
    for words in ["Words that took a while", "was removed while you were writing"] {
        assert!(removed.text.contains(words), "{words}: {}", removed.text);
    }
    for below in ["", "/details", "/tags", "/documents"] {
        assert_eq!(tested.get("front_desk", &format!("{CLIENTS}/{one}{below}")).await.status, 404, "{below}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_merge_and_an_erasure_at_once_leave_nothing_of_who_was_erased() {
    for round in 0..6 {
        let tested = tested().await;
        let (one, other) = pair(&tested).await;
        let desk = tested.scope("front_desk", Purpose::Scheduling);
        let forms = form("one", (1, 1), &PICKS);
        let erase = async {
            tokio::time::sleep(std::time::Duration::from_millis(4 * round)).await;
            desk.write(move |tx| people::forget(tx, one)).await
        };
        let (merged, erased) = tokio::join!(send(&tested, one, other, &forms), erase);
        erased.unwrap();
        // Gone when it was looked for, or, a moment later, when something was written about it.
        assert!([303, 404, 409].contains(&merged.status), "round {round}: {} {}", merged.status, merged.text);
        assert_eq!(tested.place.column("SELECT id FROM client_before").concat(), "", "round {round}");
        // Merged first, both records were one person's and are gone; erased first, the other is nobody else's.
        let gone = if merged.status == 303 { vec![one, other] } else { vec![one] };
        for id in gone {
            for table in ["client WHERE id", "client_token WHERE client", "document WHERE person"] {
                let left = tested.place.column(&format!("SELECT clinic FROM {table} = '{id}'")).concat();
                assert_eq!(left, "", "round {round}, {}: {table}", merged.status);
            }
        }
        if merged.status != 303 {
            assert_eq!(tested.get("front_desk", &format!("{CLIENTS}/{other}")).await.status, 200);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_brought_to_a_record_while_it_is_merged_stands_with_the_one_that_stays() {
    for round in 0..4 {
        let tested = tested().await;
        let (one, other) = pair(&tested).await;
        let desk = tested.scope("front_desk", Purpose::Scheduling);
        let tag = desk.read(tag::list).await.unwrap()[0].id.to_string();
        let forms = form("one", (1, 1), &PICKS);
        let merge = async {
            tokio::time::sleep(std::time::Duration::from_millis(3 * round)).await;
            send(&tested, one, other, &forms).await
        };
        let (documents, numbers) = (format!("{CLIENTS}/{other}/documents"), format!("{CLIENTS}/{other}/numbers"));
        let texts: Vec<String> = (0..6).map(|n| format!("P 44{n}")).collect();
        let brought = texts.iter().map(|text| {
            let (tested, documents, numbers, tags) = (&tested, &documents, &numbers, format!("{CLIENTS}/{other}/tags"));
            let tag = tag.as_str();
            async move {
                let file = tested.upload("front_desk", documents, "more.pdf", PDF, &[]).await.status;
                let fields = [("kind", "other"), ("number", text.as_str())];
                let number = tested.post("front_desk", numbers, &fields).await.status;
                // Off and on again, as on a page that was made before.
                let off = tested.post("front_desk", &tags, &[("had", tag)]).await.status;
                let on = tested.post("front_desk", &tags, &[("tag", tag)]).await.status;
                [file, number, off, on]
            }
        });
        let (merged, brought) = tokio::join!(merge, futures_util::future::join_all(brought));
        assert_eq!(merged.status, 303, "round {round}: {}", merged.text);
        assert!(brought.iter().flatten().all(|status| *status == 303), "round {round}: {brought:?}");
        for (table, of, expected) in [
            ("document WHERE person", other, 0),
            ("document WHERE person", one, 8),
            ("identifier WHERE person", one, 6),
        ] {
            let found = tested.place.column(&format!("SELECT clinic FROM {table} = '{of}'"));
            let found = found.iter().filter(|row| !row.is_empty()).count();
            assert_eq!(found, expected, "round {round}: {table} {of}");
        }
        let left = tested.place.column(&format!("SELECT client FROM client_token WHERE client = '{other}'")).concat();
        assert_eq!(left, "", "round {round}: the merged record is found by nothing");
    }
}
