//! Whose appointment a row is: by a number, by a name and an address, or by a name that one client alone has.

use promise::Purpose;

use super::{Pages, figures};

const NAMED: [(&str, &str); 5] = [
    ("column-0", "starts"),
    ("column-1", "client_number"),
    ("column-2", "whole_name"),
    ("column-3", "email"),
    ("column-4", "phone"),
];

async fn clients(pages: &Pages, list: &str) {
    let brought = pages.manager.upload(&pages.app.path("/clients/import"), "clients.csv", list).await;
    let page = brought.location.unwrap().strip_suffix("/columns").unwrap().to_owned();
    let columns = [
        ("column-0", "number"),
        ("column-1", "whole_name"),
        ("column-2", "email"),
        ("column-3", "phone"),
        ("system", "Old"),
    ];
    pages.manager.post(&format!("{page}/columns"), &columns).await;
    pages.app.run_jobs().await;
    pages.run(&page, "").await;
}

/// Whose the imported visits are, by when they begin.
fn whose(pages: &Pages) -> Vec<String> {
    pages.app.place.column("SELECT client FROM appointment WHERE source = 'import' ORDER BY starts_at")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_finds_its_client_and_never_takes_one_for_another() {
    let pages = Pages::start().await;
    clients(
        &pages,
        "No,Name,Email,Phone\n1,Tove Lindqvist,tove@example.net,\n2,Ravi Sharma,,087 555 0111\n3,Ravi Sharma,,087 555 0222\n",
    )
    .await;
    let before = pages.app.place.column("SELECT id FROM client").len();
    let plan = "Start,Patient no,Patient,E-mail,Phone\n\
        2025-06-03 09:00,1,,,\n\
        2025-06-03 10:00,,TOVE LINDQVIST,,\n\
        2025-06-03 11:00,,Lindqvist Tove,TOVE@example.net,\n\
        2025-06-03 12:00,,Ravi Sharma,,0875550222\n\
        2025-06-03 13:00,,Ravi Sharma,,\n\
        2025-06-03 14:00,,Ravi Sharma,,087 555 0333\n\
        2025-06-03 15:00,,Nobody Here,,\n\
        2025-06-03 16:00,,,,\n\
        2025-06-03 17:00,,Tove,,\n\
        2025-06-03 18:00,9,,,\n\
        2027-06-03 10:00,9,,,\n";
    let columns = [&NAMED[..], &[("system", "Old")]].concat();
    let page = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&page, &[]).await;
    assert_eq!(figures(&looked)[..], [5, 1, 0, 6], "{}", looked.text);
    for said in [
        "Line 6</th>",
        "Several clients are called so.",
        "Line 7</th>",
        "No client of the desk’s or of a file is called so.",
        "Line 9</th>",
        "Line 10</th>",
        "Please write a given and a family name.",
        "Line 12</th>",
    ] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    pages.run(&page, "skip").await;
    let whose = whose(&pages);
    assert_eq!((whose.len(), &whose[0]), (5, &whose[1]));
    // The other way round, with an address, it is another whole name: somebody new, whom the desk sees as a pair.
    assert_ne!(whose[2], whose[0]);
    assert_ne!(whose[3], whose[0]);
    assert_eq!(pages.app.place.column("SELECT id FROM client").len(), before + 1);
    // Whoever is a number alone has a key and no record, until the clients come.
    assert!(pages.app.place.column(&format!("SELECT id FROM client WHERE id = '{}'", whose[4])).is_empty());
    clients(&pages, "No,Name,Email,Phone\n9,Ines Duarte,ines@example.net,\n").await;
    assert_eq!(pages.app.place.column(&format!("SELECT id FROM client WHERE id = '{}'", whose[4])).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_to_come_is_somebodys_who_has_a_name() {
    let pages = Pages::start().await;
    let plan = "Start,Patient no,Patient,E-mail,Phone,Type,With\n\
        2027-06-01 09:00,1,,,,Review,Maeve Corrigan\n\
        2027-06-01 10:00,2,Tove Lindqvist,,,Review,Maeve Corrigan\n\
        2027-06-01 11:00,2,,,,Review,Maeve Corrigan\n\
        2027-06-01 12:00,2,,,,,Maeve Corrigan\n\
        2027-06-01 13:00,2,,,,Review,\n\
        1/6/2027,2,,,,Review,Maeve Corrigan\n";
    let columns =
        [&NAMED[..], &[("column-5", "service"), ("column-6", "practitioner"), ("system", "Old"), ("dates", "day")]]
            .concat();
    let page = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&page, &[]).await;
    // Line 4 is hers whom line 3 names.
    assert_eq!(figures(&looked), [2, 1, 0, 4], "{}", looked.text);
    for said in [
        "nobody here has this number",
        "and needs one of your services",
        "and needs a practitioner who is here",
        "and needs its time",
    ] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    pages.run(&page, "skip").await;
    let whose = whose(&pages);
    assert!(whose.len() == 2 && whose[0] == whose[1]);
    let named = pages.app.place.column(&format!("SELECT source FROM client WHERE id = '{}'", whose[0]));
    assert_eq!(named, ["import"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_alone_leads_to_the_record_that_is_kept_and_to_nobody_who_only_says_so() {
    let pages = Pages::start().await;
    clients(&pages, "No,Name,Email,Phone\n1,Anna Kim,anna@example.net,\n2,Anna Lee,lee@example.net,\n3,Mara Voss,mara@example.net,\n").await;
    let id = async |name: &'static str| {
        let scope = pages.app.scope(&pages.app.clinic, Purpose::Import);
        scope.read(move |tx| people::search(tx, name, 1)).await.unwrap().remove(0).to_string()
    };
    let (kim, lee, mara) = (id("Anna Kim").await, id("Anna Lee").await, id("Mara Voss").await);
    // One of them was merged into the other at the desk; and somebody calls herself so on her own page.
    pages.app.place.tamper(&format!("UPDATE person SET merged_into = '{lee}' WHERE id = '{kim}'"));
    pages.app.place.tamper(&format!("UPDATE client SET source = 'self' WHERE id = '{mara}'"));
    let plan = "Start,Patient no,Patient,E-mail,Phone\n\
        2025-06-03 09:00,,Anna Kim,,\n\
        2025-06-03 10:00,1,,,\n\
        2025-06-03 11:00,,Mara Voss,,\n\
        2025-06-03 12:00,,Noor Haddad,,\n\
        2025-06-03 13:00,,Noor Haddad,noor@example.net,\n\
        2025-06-03 14:00,,Noor Haddad,,\n\
        2025-06-03 15:00,,Noor Haddad,other@example.net,\n\
        2025-06-03 16:00,,Noor Haddad,,\n";
    let columns = [&NAMED[..], &[("system", "Old")]].concat();
    let page = pages.bring(plan.as_bytes(), &columns).await;
    let looked = pages.words(&page, &[]).await;
    // Line 4 is nobody's; of the others who are called so line 5 comes before them, and line 9 after two.
    assert_eq!(figures(&looked), [5, 2, 0, 3], "{}", looked.text);
    for said in ["Line 4</th>", "Line 5</th>", "Line 9</th>", "Several clients are called so."] {
        assert!(looked.text.contains(said), "{said}: {}", looked.text);
    }
    assert_eq!(figures(&pages.run(&page, "skip").await), [5, 0, 3]);
    let whose = whose(&pages);
    assert_eq!((&whose[0], &whose[1]), (&lee, &lee));
    assert!(whose[2] == whose[3] && whose[4] != whose[3] && !whose.contains(&mara));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_turns_out_to_be_known_within_a_file_has_all_its_visits() {
    let pages = Pages::start().await;
    clients(&pages, "No,Name,Email,Phone\n,Ines Duarte,ines@example.net,\n").await;
    let plan = "Start,Patient no,Patient,E-mail,Phone\n\
        2025-06-03 09:00,17,,,\n\
        2025-06-03 10:00,17,Ines Duarte,ines@example.net,\n\
        2025-06-03 11:00,17,,,\n";
    let columns = [&NAMED[..], &[("system", "Old")]].concat();
    let page = pages.bring(plan.as_bytes(), &columns).await;
    pages.words(&page, &[]).await;
    assert_eq!(figures(&pages.run(&page, "").await), [3, 0, 0]);
    let scope = pages.app.scope(&pages.app.clinic, Purpose::Import);
    let ines = scope.read(|tx| people::search(tx, "Ines Duarte", 1)).await.unwrap().remove(0).to_string();
    assert_eq!(whose(&pages), [ines.as_str(); 3]);
}
