//! Clients as programs read them.

use crate::house::tested;

const CLIENTS: &str = "/api/v1/clinics/linden-quay/clients";

#[tokio::test(flavor = "multi_thread")]
async fn a_program_lists_and_reads_clients_page_by_page() {
    let tested = tested().await;
    for n in 0..5 {
        tested.client("Nadia", &format!("Ferreira{}", "abcde".chars().nth(n).unwrap()), "").await;
    }
    let first = tested.get("integration", &format!("{CLIENTS}?limit=2&q=nadia")).await;
    assert_eq!(first.status, 200, "{}", first.text);
    let first = first.json();
    assert_eq!(first["clients"].as_array().unwrap().len(), 2);
    let one = &first["clients"][0];
    assert_eq!(
        (one["given_name"].as_str(), one["phone"].as_str(), one["birth_date"].as_str(), one["source"].as_str()),
        (Some("Nadia"), Some("+353875550142"), Some("1988-05-03"), Some("desk"))
    );
    assert!(one.get("note").is_none());
    // The same by a body, so that no name stands in an address.
    let search = |query: &str, body: &str| {
        let (path, body) = (format!("{CLIENTS}/search{query}"), body.to_owned());
        let tested = &tested;
        async move { tested.send_json("integration", &path, body).await }
    };
    let same = search("?limit=2", r#"{"q":"nadia"}"#).await;
    assert_eq!((same.status, same.json()), (200, first.clone()));
    let next = format!("?limit=2&after={}", first["next"].as_str().unwrap());
    assert_eq!(search(&next, r#"{"q":"nadia"}"#).await.json()["clients"].as_array().unwrap().len(), 2);
    for (query, body, status) in [
        ("", "{}", 422),
        ("", r#"{"q":""}"#, 422),
        ("", r#"{"q":null}"#, 422),
        ("", r#"{"q":"nadia","limit":"2"}"#, 422),
        ("?q=nadia", r#"{"q":"nadia"}"#, 422),
        ("", "nadia", 400),
    ] {
        assert_eq!(search(query, body).await.status, status, "{query} {body}");
    }
    let mut seen = vec![];
    let mut address = format!("{CLIENTS}?limit=2");
    loop {
        let page = tested.get("integration", &address).await.json();
        seen.extend(page["clients"].as_array().unwrap().iter().map(|client| client["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => address = format!("{CLIENTS}?limit=2&after={next}"),
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let read = tested.get("integration", &format!("{CLIENTS}/{}", seen[0])).await;
    assert_eq!(read.json()["id"].as_str(), Some(seen[0].as_str()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_is_told_what_is_wrong() {
    let tested = tested().await;
    for (who, query, status, field) in [
        ("integration", "?limit=0", 422, "limit"),
        ("integration", "?limit=101", 422, "limit"),
        ("integration", "?after=nobody", 422, "after"),
        ("integration", "?page=2", 422, "page"),
        ("integration", "/per_00000000000000000000000000", 404, ""),
        ("integration", "/nobody", 404, ""),
        ("", "", 401, ""),
        ("client", "", 403, ""),
    ] {
        let answer = tested.get(who, &format!("{CLIENTS}{query}")).await;
        assert_eq!(answer.status, status, "{who} {query}");
        assert_eq!(answer.json()["status"].as_u64(), Some(status.into()));
        if !field.is_empty() {
            assert_eq!(answer.json()["errors"][0]["field"].as_str(), Some(field));
        }
    }
}
