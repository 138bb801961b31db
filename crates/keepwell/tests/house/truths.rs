//! What pages say is so, and said in words that whoever reads them can use.

use ground::web::Tongue;
use jiff::SignedDuration;
use promise::{Parameters, Purpose, State};

use crate::attack::{another, signed_in_to};
use crate::booking_public::{times, with};
use crate::kit::{Answer, Browser, TestApp};

fn tongue(app: &TestApp, code: &str) -> Tongue {
    app.house.words.tongue(code).unwrap()
}

/// What stands open on a page: without what is folded away for engineers.
fn open_part(page: &str) -> &str {
    let main = page.split_once("<main").map_or(page, |(_, main)| main);
    main.split_once("<details").map_or(main, |(open, _)| open)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_purpose_has_words_wherever_one_is_told() {
    let app = TestApp::start().await;
    for (code, t) in [("en", tongue(&app, "en")), ("ar", tongue(&app, "ar"))] {
        for purpose in Purpose::ALL {
            for key in ["people-why", "requests-purpose", "impact-purpose"].map(|of| format!("{of}-{purpose}")) {
                assert!(t.has(&key) && !t.lacks(&key), "{code} {key}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_consents_answers_where_there_are_none() {
    let app = TestApp::start().await;
    let (account, _) = another(&app, "none@example.net").await;
    let browser = signed_in_to(&app, account).await;
    let says = "You have agreed to nothing here that you could take back.";
    assert!(browser.get(&app.path("/me/consents")).await.text.contains(says));
    crate::consent::press(&app, &browser, "restricted", 1).await;
    assert_eq!(crate::consent::press(&app, &browser, "consent-scheduling", 1).await.status, 303);
    assert!(!browser.get(&app.path("/me/consents")).await.text.contains(says), "now there is one");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_cookies_says_what_the_notice_says_of_counting() {
    let app = TestApp::start().await;
    let page = app.visitor().get(&app.path("/cookies?lang=en")).await;
    for says in ["visits to our pages are counted", "stays off for you until you choose it here"] {
        assert!(page.text.contains(says), "{says}: {}", page.text);
    }
    assert!(!page.text.contains("nothing to choose"), "{}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_notice_says_from_its_first_version_since_when_and_when_it_changed() {
    let app = TestApp::start().await;
    for code in ["en", "ar", "hi"] {
        let t = tongue(&app, code);
        let day = t.date_plain(app.house.clock.now().to_zoned(app.clinic.zone.clone()).date());
        let page = app.visitor().get(&app.path(&format!("/notice?lang={code}"))).await;
        let dates = page.text.split_once("class=\"tail dates\"").unwrap().1.split_once("</div>").unwrap().0.to_owned();
        assert_eq!(dates.matches(&day).count(), 2, "{code}: both days: {dates}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_is_told_in_words_and_its_place_in_the_code_is_folded_away() {
    let app = TestApp::start().await;
    let clinic = app.house.clinic_by_id(app.clinic.id).await.unwrap().unwrap();
    let (english, arabic, browser) = (tongue(&app, "en"), tongue(&app, "ar"), app.visitor());
    let mut kept = 0;
    for one in keepwell::promises::standing(&app.house, &clinic).await {
        if one.state != State::Kept {
            continue;
        }
        kept += 1;
        let (id, said) = (one.promise.id, one.printed(&english, &clinic.parameters));
        let page = browser.get(&app.path(&format!("/notice/{id}?lang=en"))).await;
        assert!(!open_part(&page.text).contains("::"), "{id}: {}", page.text);
        assert!(page.text.contains("<details") && page.text.contains("::"), "{id}: it is there, folded away");
        let page = browser.get(&app.path(&format!("/notice/{id}?lang=ar"))).await;
        let open = open_part(&page.text);
        assert!(!open.contains("lang=\"en\""), "{id}: {open}");
        for text in [said.how, said.evidence.map(|evidence| evidence.sentence)].into_iter().flatten() {
            assert!(!open.contains(&text), "{id} in English: {open}");
        }
        let own = one.printed(&arabic, &clinic.parameters).how.unwrap();
        assert!(own.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "{id}: {own}");
    }
    assert!(kept > 40, "{kept}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_programs_read_is_tagged_with_the_language_that_it_is_in() {
    let app = TestApp::start().await;
    let devanagari = |text: &str| text.chars().any(|c| ('\u{900}'..='\u{97f}').contains(&c));
    let parts = ["dpv:hasRight", "dpv:hasTechnicalOrganisationalMeasure"];
    for asked in ["hi", "en"] {
        let notice = app.visitor().get(&app.path(&format!("/notice.jsonld?lang={asked}"))).await.json();
        let mut said = 0;
        for part in parts.iter().flat_map(|name| notice[name].as_array().unwrap()) {
            for text in ["dct:description", "dct:provenance"].map(|name| &part[name]) {
                let Some(words) = text["@value"].as_str() else { continue };
                assert_eq!((text["@language"].as_str(), devanagari(words)), (Some(asked), asked == "hi"), "{text}");
                said += 1;
            }
        }
        assert!(said > 60, "{asked}: {said}");
    }
}

async fn asks_publicly(app: &TestApp, browser: &Browser, change: &[(&str, &str)]) -> Answer {
    let mut fields = vec![
        ("kind", "access"),
        ("field", ""),
        ("wanted", ""),
        ("said", ""),
        ("given_name", "Tove"),
        ("family_name", "Tove"),
        ("email", "tove@example.net"),
        ("birth_date", ""),
    ];
    for (name, value) in change {
        fields.iter_mut().find(|(known, _)| known == name).unwrap().1 = value;
    }
    browser.post(&app.path("/privacy/request"), &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_date_of_birth_to_come_is_refused_beside_its_field_wherever_one_is_asked_for() {
    let app = TestApp::start().await;
    let (account, person) = another(&app, "born@example.net").await;
    let (visitor, own) = (app.visitor(), signed_in_to(&app, account).await);
    let desk = app.signed_in(&app.clinic, ground::Role::FrontDesk).await;
    let corrects = [("kind", "correction"), ("field", "birth_date"), ("wanted", "2031-01-01"), ("said", "")];
    let seen = [&corrects[..], &[("seen", "passport")]].concat();
    for (answer, field) in [
        (asks_publicly(&app, &visitor, &[("birth_date", "2031-01-01")]).await, "birth_date"),
        (asks_publicly(&app, &visitor, &corrects).await, "wanted"),
        (own.post(&app.path("/me/privacy/requests"), &corrects).await, "wanted"),
        (desk.post(&app.path(&format!("/clients/{person}/requests")), &seen).await, "wanted"),
    ] {
        assert_eq!(answer.status, 422, "{}", answer.text);
        let beside =
            answer.text.split_once(&format!("id=\"e-{field}\"")).and_then(|(_, rest)| rest.split_once("</span>"));
        let beside = beside.map(|(fault, _)| fault);
        assert!(beside.is_some_and(|fault| fault.contains("This day is still to come")), "{field}: {}", answer.text);
    }
    assert!(app.place.column("SELECT id FROM request WHERE kind = 'correction'").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_cannot_be_one_says_why_and_marks_that_turn_text_are_left_out() {
    let app = TestApp::start().await;
    let visitor = app.visitor();
    let no_letter = asks_publicly(&app, &visitor, &[("given_name", "😀")]).await;
    assert!(no_letter.status == 422 && no_letter.text.contains("no letter in it"), "{}", no_letter.text);
    let bell = asks_publicly(&app, &visitor, &[("given_name", "To\u{7}ve")]).await;
    assert!(bell.status == 422 && bell.text.contains("U+0007"), "{}", bell.text);
    assert_eq!(asks_publicly(&app, &visitor, &[("given_name", "\u{202e}Tove\u{200f}")]).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asked_publicly_reads_what_happens_next_and_by_when() {
    let app = TestApp::start().await;
    let page = asks_publicly(&app, &app.visitor(), &[]).await;
    // A month by the law of Ireland, from 24 November.
    for says in ["What happens next", "within 7 days", "24 December 2026"] {
        assert!(page.text.contains(says), "{says}: {}", page.text);
    }
    assert!(open_part(&page.text).contains(&format!("href=\"{}\"", app.path("/"))), "a way back: {}", page.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_their_own_request_is_called_you_and_the_law_by_its_country() {
    let app = TestApp::start().await;
    let (account, _) = another(&app, "you@example.net").await;
    let browser = signed_in_to(&app, account).await;
    let fields = [("kind", "objection"), ("field", "marketing"), ("said", ""), ("wanted", "")];
    let asked = browser.post(&app.path("/me/privacy/requests"), &fields).await;
    let page = browser.get(&asked.location.unwrap()).await;
    assert!(page.text.contains("The time is that of Ireland"), "{}", page.text);
    let history = page.text.split_once("id=\"history\"").unwrap().1;
    assert!(history.contains("· you</span>") && !history.contains("whoever asks"), "{history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_about_a_ward_calls_them_by_name() {
    let (app, browser, person) = crate::booking_own::client().await;
    let offered = crate::booking_own::free(&browser, &app).await;
    let fields = [&[("slot", offered[0].as_str())], crate::booking_own::CHILD.as_slice()].concat();
    crate::booking_public::visit(&crate::booking_public::book(&browser, &app, "review", &fields).await);
    let ward = app.place.column(&format!("SELECT dependant FROM guardian WHERE guardian = '{person}'")).remove(0);
    let page = browser.get(&app.path(&format!("/me/privacy?for={ward}"))).await;
    let name = page.text.split_once("<h1>Privacy of ").unwrap().1.split_once("</h1>").unwrap().0.to_owned();
    for says in [format!("What we hold about {name}"), format!("Nothing was asked for {name} yet")] {
        assert!(page.text.contains(&says), "{says}: {}", page.text);
    }
    assert!(!page.text.contains("What we hold about you"), "{}", page.text);
    let form = browser.get(&app.path(&format!("/me/privacy/ask?kind=erasure&for={ward}"))).await;
    assert!(form.text.contains(&format!("We erase everything about {name}")), "{}", form.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_leads_nowhere_names_the_way_to_a_new_one_and_has_the_foot_of_every_page() {
    let app = TestApp::start().await;
    let none = "A".repeat(43);
    for (path, leads) in [
        (format!("/privacy/request/{none}"), "/privacy/request"),
        ("/privacy/request/cut-off".to_owned(), "/privacy/request"),
        (format!("/privacy/complaint/{none}"), "/privacy/complaint"),
        ("/privacy/complaint/cut-off".to_owned(), "/privacy/complaint"),
        (format!("/visit/apt_00000000000000000000000000/{none}"), "/me/visits"),
    ] {
        let page = app.visitor().get(&app.path(&path)).await;
        assert_eq!(page.status, 404, "{path}: {}", page.text);
        let main = open_part(&page.text).split_once("</main>").unwrap().0;
        assert!(main.contains(&format!("class=\"btn go\" href=\"{}\"", app.path(leads))), "{path}: {main}");
        let foot = page.text.split_once("<footer").unwrap().1;
        for way in ["/notice", "/privacy/request", "/privacy/complaint"] {
            assert!(foot.contains(&format!("href=\"{}\"", app.path(way))), "{path} {way}: {foot}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visit_too_soon_for_a_reminder_or_a_move_says_so() {
    let app = TestApp::start().await;
    let browser = app.visitor();
    let far = times(&browser, &app, "review?day=2026-12-03").await;
    let details = app.path(&format!("/book/review/details?slot={}", far[0]));
    let confirm = app.path("/book/review/confirm");
    let wanted = with(&far[0], &[("remind", "1")]);
    let checked = browser.post(&confirm, &wanted).await;
    assert!(checked.text.contains("by email, the day before"), "{}", checked.text);
    assert!(browser.get(&details).await.text.contains("Remind me the day before"));
    let start = jiff::Timestamp::from_second(far[0].split('.').next().unwrap().parse().unwrap()).unwrap();
    app.house.clock.set(start - SignedDuration::from_hours(20));
    let soon = browser.get(&details).await;
    assert!(soon.status == 200 && soon.text.contains("too soon for a reminder"), "{}", soon.text);
    assert!(!soon.text.contains("Remind me the day before"), "{}", soon.text);
    let checked = browser.post(&confirm, &wanted).await;
    assert!(checked.text.contains("the visit is too soon for one"), "{}", checked.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_sentence_has_no_figure_for_it_leaves_out() {
    let app = TestApp::start().await;
    let said = |code: &str, id: &str, parameters: &Parameters| {
        let promise = promise::PROMISES.iter().find(|one| one.id == id).unwrap();
        ground::says::statement(&tongue(&app, code), promise, parameters)
    };
    let (none, bound) = (Parameters::default(), Parameters { contract_years: 7, ..Parameters::default() });
    assert!(said("en", "retention.limited", &none).contains("a law or a contract binds us"));
    assert!(said("en", "retention.limited", &bound).contains("a law or a contract (7 years) binds us"));
    assert!(!said("ar", "retention.limited", &none).contains('('));
    assert!(said("ar", "retention.limited", &bound).contains("(7 سنوات)"));
    for code in ["en", "ar", "hi"] {
        let text = said(code, "sharing.deidentified_only", &none);
        assert!(!text.contains("30"), "{code}: not in tenths: {text}");
    }
    assert!(said("en", "sharing.deidentified_only", &none).contains("may tell 3.0 (epsilon)"));
}
