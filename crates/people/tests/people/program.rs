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

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_looked_at_some_says_so_and_goes_on() {
    let tested = tested().await;
    let jane = tested.client("Jane", "Smith", "").await;
    let crowd = (0..420).map(|n| [n / 26, n % 26].map(|n| char::from(b'a' + u8::try_from(n).unwrap())));
    let names: Vec<String> = crowd.map(|letters| format!("B{}", letters.iter().collect::<String>())).collect();
    tested.house.clock.set(tested.house.clock.now() + jiff::SignedDuration::from_millis(1));
    let desk = tested.scope("front_desk", promise::Purpose::Scheduling);
    desk.write(move |tx| {
        names.iter().try_for_each(|name| {
            people::create(tx, &crate::house::new(name, "Smith", ""), &people::Source::Desk).map(drop)
        })
    })
    .await
    .unwrap();
    // The initial is no token: each Smith is opened and looked at.
    let first = tested.send_json("integration", &format!("{CLIENTS}/search"), r#"{"q":"j smith"}"#.to_owned()).await;
    let first = first.json();
    assert_eq!((first["partial"].as_bool(), first["clients"].as_array().unwrap().len()), (Some(true), 0), "{first}");
    let address = format!("{CLIENTS}/search?after={}", first["next"].as_str().unwrap());
    let second = tested.send_json("integration", &address, r#"{"q":"j smith"}"#.to_owned()).await.json();
    assert_eq!(second["partial"].as_bool(), Some(false), "{second}");
    assert_eq!(second["clients"][0]["id"].as_str(), Some(jane.to_string().as_str()), "{second}");
    assert!(second.get("next").is_none());
    // The same on the desk's page.
    let page = tested.search("front_desk", "j smith").await;
    assert!(page.text.contains("No one so far") && page.text.contains("Look further"), "{}", page.text);
    let at = page.text.find("after=per_").unwrap();
    let on = page.text[..at].rfind("href=\"").map(|from| &page.text[from + 6..]).unwrap();
    let on = on[..on.find('"').unwrap()].replace("&amp;", "&").replace("&#38;", "&");
    assert!(!on.to_lowercase().contains("smith"), "no name stands in an address: {on}");
    let page = tested.get("front_desk", &on).await;
    assert!(page.text.contains("Jane Smith") && !page.text.contains("Look further"), "{}", page.text);
}
