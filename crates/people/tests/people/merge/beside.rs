//! What stands beside two records that become one: who opened them, their number in another system, and their erasure.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_who_two_records_were_merged_for_forgets_both() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    desk.write(move |tx| people::forget(tx, one)).await.unwrap();
    for table in ["client_before", "duplicate", "document", "client_tag"] {
        assert_eq!(tested.place.column(&format!("SELECT clinic FROM {table}")).concat(), "", "{table}");
    }
    for id in [one, other] {
        assert!(desk.read(move |tx| people::find(tx, id)).await.unwrap().is_none());
        let tokens = tested.place.column(&format!("SELECT client FROM client_token WHERE client = '{id}'")).concat();
        assert_eq!(tokens, "");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_record_of_openings_of_merged_records_is_read_as_one_page_by_page_and_parts_again() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    for (who, id) in [("front_desk", one), ("manager", other), ("front_desk", other), ("manager", one)] {
        assert_eq!(tested.get(who, &format!("{CLIENTS}/{id}")).await.status, 200);
        // Past the quarter of an hour that one entry covers.
        tested.later(16);
    }
    assert_eq!(tested.get("clinician", &format!("{CLIENTS}/{other}")).await.status, 403);
    merge(&tested, one, other, &form("one", versions(&tested, one, other).await, &PICKS)).await;
    let scope = tested.scope("front_desk", Purpose::Scheduling);
    let about = async |id, limit| scope.read(move |tx| ground::access::about(tx, id, limit)).await.unwrap();
    let all: Vec<_> = about(one, 1_000).await.into_iter().map(|opening| opening.id).collect();
    let of_other: Vec<_> = about(other, 1_000).await.into_iter().map(|opening| opening.id).collect();
    assert!(!of_other.is_empty() && of_other.iter().all(|id| all.contains(id)) && of_other.len() < all.len());
    let mut read: Vec<_> = about(one, 2).await.into_iter().map(|opening| opening.id).collect();
    while let Some(&last) = read.last() {
        let next = scope.read(move |tx| ground::access::about_before(tx, one, last, 2)).await.unwrap();
        if next.is_empty() {
            break;
        }
        read.extend(next.into_iter().map(|opening| opening.id));
    }
    assert_eq!(read, all, "each once, in the one order");
    let record = tested.get(&format!("client {one}"), "/c/linden-quay/me/record").await;
    assert!(record.text.contains("Refused"), "who was refused the merged record was refused theirs: {}", record.text);
    let id = last_merge(&tested, one).await;
    assert_eq!(undo(&tested, one, id).await.status, 303);
    let mine = about(one, 1_000).await;
    assert!(mine.iter().all(|opening| !of_other.contains(&opening.id)), "what was the other's is theirs alone again");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_in_another_system_leads_to_the_record_that_stays_and_back() {
    let tested = tested().await;
    let (one, other) = pair(&tested).await;
    let desk = tested.scope("front_desk", Purpose::Scheduling);
    let token = desk
        .write(move |tx| -> ground::Result<Vec<u8>> {
            let token = people::imported::token(tx, "old", "4711")?;
            let sql = "INSERT INTO client_token (clinic, token, client) VALUES ($1, $2, $3)";
            tx.execute(sql, &params![tx.clinic(), token.clone(), other])?;
            Ok(token)
        })
        .await
        .unwrap();
    let leads = async || {
        let asked = token.clone();
        let found = desk.read(move |tx| people::imported::find(tx, std::slice::from_ref(&asked))).await.unwrap();
        found.get(&token).copied()
    };
    merge(&tested, one, other, &form("one", (1, 1), &PICKS)).await;
    assert_eq!(leads().await, Some(one));
    let id = last_merge(&tested, one).await;
    assert_eq!(undo(&tested, one, id).await.status, 303);
    assert_eq!(leads().await, Some(other));
    merge(&tested, one, other, &form("one", versions(&tested, one, other).await, &PICKS)).await;
    // By the name of the merged record too, the whole person goes.
    desk.write(move |tx| people::forget(tx, other)).await.unwrap();
    assert_eq!(leads().await, None);
    for id in [one, other] {
        assert!(desk.read(move |tx| people::find(tx, id)).await.unwrap().is_none());
    }
}
