//! Until when is what is held kept: by the same schedule as the sweeper's, for each table that is about somebody.

use office::requests::Keeps;
use promise::Purpose;
use promise::retention::person_of;

use crate::booking_own::client;

#[tokio::test(flavor = "multi_thread")]
async fn the_privacy_page_says_until_when_by_the_schedule_that_is_obeyed() {
    let (app, browser, person) = client().await;
    let years = app.clinic.parameters.record_years;
    let page = browser.get(&app.path("/me/privacy")).await.text;
    // They booked today, and are seen last on the day of the visit.
    let said = format!("{years} years after you were seen here last. It goes with your record.");
    assert!(page.contains(&said) && page.contains("as things are now"), "{page}");
    assert!(page.contains("/me/consents"), "what they agreed to and had stopped is on it: {page}");

    // While it is held nobody knows the day.
    let house = app.house.clone();
    let scope = app.scope(&app.clinic, Purpose::Rights);
    let held = scope.write(move |tx| {
        let hold = ground::hold::place(tx, Some(person), "A claim", None)?;
        let page = Keeps::of(tx, person, "")?;
        ground::hold::lift(tx, hold)?;
        let t = house.words.tongue("en").unwrap();
        let map = house.data_map.clone();
        Ok::<_, ground::Error>(page.until(&t, &map.tables["client"]))
    });
    assert_eq!(held.await.unwrap(), said);

    let house = app.house.clone();
    let none = app
        .scope(&app.clinic, Purpose::Rights)
        .read(move |tx| {
            let keeps = Keeps::of(tx, person, "Ines")?;
            let mut none = Vec::new();
            for language in ["en", "ar"] {
                let t = house.words.tongue(language).unwrap();
                let map = house.data_map.clone();
                for (name, table) in map.tables.iter().filter(|(_, table)| person_of(table).is_some()) {
                    let until = keeps.until(&t, table);
                    if until.is_empty() || until.contains("you") {
                        none.push(format!("{language} {name}: {until}"));
                    }
                }
            }
            Ok::<_, ground::Error>(none)
        })
        .await
        .unwrap();
    assert!(none.is_empty(), "{none:#?}");
}
