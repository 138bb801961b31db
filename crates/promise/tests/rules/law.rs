use jiff::civil::{Date, Weekday, date};
use promise::law::coming;
use promise::law::{
    Assessed, Checked, Counted, Grade, Mechanism, RequestKind, UNKNOWN, anniversary, asked, asks, clock, clock_in,
    conflicts, facts, forbids, months_after, most, packs, tellings,
};
use promise::law::{retain, retain_class};
use promise::{Calendar, Category, Jurisdiction, Region};

/// A day on which everything is in force but what is to come.
const TODAY: Date = date(2026, 11, 24);

fn places(codes: &[&str]) -> Vec<Jurisdiction> {
    codes.iter().map(|code| code.parse().unwrap()).collect()
}

#[test]
fn each_fact_says_where_it_stands() {
    for fact in packs().iter().flat_map(|pack| &pack.facts) {
        assert!(fact.what.ends_with('.'), "{}", fact.id);
        assert!(fact.checked == Checked::Unverified || fact.url.starts_with("https://"), "{}", fact.id);
    }
}

#[test]
fn a_month_ends_on_the_day_of_its_number_or_on_the_last() {
    for (start, months, end) in [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 1, 29), 1, date(2028, 2, 29)),
        (date(2026, 1, 29), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 11, 24), 1, date(2026, 12, 24)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (Date::MAX, 1, Date::MAX),
    ] {
        assert_eq!(months_after(start, months), end, "{start} and {months}");
    }
}

#[test]
fn years_are_complete_on_their_day_and_never_before() {
    for (start, years, end) in [
        (date(2024, 2, 29), 1, date(2025, 3, 1)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2024, 2, 29), 25, date(2049, 3, 1)),
        (date(2023, 2, 28), 1, date(2024, 2, 28)),
        (date(2026, 12, 31), 10, date(2036, 12, 31)),
    ] {
        assert_eq!(anniversary(start, years), end, "{start} and {years}");
    }
}

#[test]
fn a_request_is_due_as_the_law_of_the_place_says() {
    use RequestKind as K;
    let day = date(2026, 11, 24);
    for (code, kind, due, extended, citation) in [
        ("US", K::Access, date(2026, 12, 24), Some(date(2027, 1, 23)), "45 CFR 164.524(b)(2)"),
        ("US-CA", K::Correction, date(2027, 1, 23), Some(date(2027, 2, 22)), "45 CFR 164.526(b)(2)"),
        ("US", K::Disclosures, date(2027, 1, 23), Some(date(2027, 2, 22)), "45 CFR 164.528(c)(1)"),
        ("CA", K::Access, date(2026, 12, 24), Some(date(2027, 1, 23)), "PIPEDA, s. 8(3) and (4)"),
        // Of a request the law there names no time.
        ("IN", K::Erasure, date(2026, 12, 24), None, "no law that we know sets a time: the strictest that we know"),
        ("IE", K::Erasure, date(2026, 12, 24), Some(date(2027, 2, 24)), "GDPR (Regulation 2016/679), Article 12(3)"),
        // Where we know no law, or none of that kind, the strictest that we know.
        ("BR", K::Access, date(2026, 12, 24), None, "no law that we know sets a time: the strictest that we know"),
        ("AE", K::Erasure, date(2026, 12, 24), None, "no law that we know sets a time: the strictest that we know"),
        ("US", K::Objection, date(2026, 12, 24), None, "no law that we know sets a time: the strictest that we know"),
    ] {
        let clock = clock(&places(&[code]), kind, day);
        assert_eq!(
            (clock.due, clock.extendable_to, clock.citation.as_str()),
            (due, extended, citation),
            "{code} {kind}"
        );
    }
}

#[test]
fn months_that_end_on_a_day_off_end_on_the_next_working_day_and_days_do_not() {
    let gulf = Calendar::new([Weekday::Friday, Weekday::Saturday], [date(2027, 1, 31)]).unwrap();
    let eu = places(&["DE"]);
    // A Saturday; by that calendar the Sunday after is a holiday.
    let due = |calendar: &Calendar| clock_in(&eu, RequestKind::Access, date(2026, 12, 30), calendar).due;
    assert_eq!(due(&Calendar::default()), date(2027, 2, 1));
    assert_eq!(due(&gulf), date(2027, 2, 1));
    let us = clock(&places(&["US"]), RequestKind::Access, date(2026, 12, 31));
    assert_eq!(us.due, date(2027, 1, 30), "a Saturday");
    let last = clock(&eu, RequestKind::Access, date(2026, 12, 31));
    assert_eq!(
        (last.due, last.extendable_to),
        (date(2027, 2, 1), Some(date(2027, 3, 31))),
        "a Sunday, and not two months more from it"
    );
    // The last of a month, extended: counted from the day it came, not from where the first term ended.
    let extended = clock(&eu, RequestKind::Access, date(2026, 11, 30));
    assert_eq!((extended.due, extended.extendable_to), (date(2026, 12, 30), Some(date(2027, 3, 1))));
}

#[test]
fn of_several_laws_the_soonest_counts_and_an_extension_that_all_permit() {
    let day = date(2026, 11, 24);
    let both = clock(&places(&["IN", "IE"]), RequestKind::Access, day);
    assert_eq!((both.due, both.extendable_to), (date(2026, 12, 24), None));
    let unknown = clock(&places(&["IE", "BR"]), RequestKind::Access, day);
    assert_eq!((unknown.due, unknown.extendable_to), (date(2026, 12, 24), None));
    assert_eq!(clock(&[], RequestKind::Access, day).due, date(2026, 12, 24));
}

#[test]
fn the_longest_duty_counts_and_says_whether_it_was_read() {
    let of = |codes: &[&str], category| {
        retain(&places(codes), category, TODAY).map(|duty| (duty.years, duty.from, duty.checked))
    };
    assert_eq!(of(&["DE"], Category::Health), Some((10, Counted::LastSeen, Checked::Verified)));
    assert_eq!(of(&["AE"], Category::Health), Some((25, Counted::LastSeen, Checked::Unverified)));
    assert_eq!(of(&["DE", "AE"], Category::Health), Some((25, Counted::LastSeen, Checked::Unverified)));
    assert_eq!(of(&["US"], Category::Health), None, "a matter of each state, which we do not know");
    assert_eq!(of(&["IE"], Category::Health), None);
    assert_eq!(of(&["BR"], Category::Health), None);
    let access = retain_class(&places(&["US-NY"]), "access", TODAY).unwrap();
    assert_eq!((access.years, access.citation.as_str()), (6, "45 CFR 164.316(b)(2)(i)"));
    assert_eq!(retain_class(&places(&["US"]), "client", TODAY), None);
    assert_eq!(most(&places(&["US-IL"]), Category::Biometric).unwrap().years, 3);
    assert_eq!(most(&places(&["US-NY"]), Category::Biometric), None);
}

#[test]
fn where_erasing_meets_keeping_both_are_named() {
    let met = conflicts(&places(&["DE"]), TODAY);
    let health = met.iter().find(|conflict| conflict.category == Category::Health).unwrap();
    assert_eq!(health.right.as_deref(), Some("GDPR (Regulation 2016/679), Article 12(3)"));
    assert_eq!(health.duty.citation, "BGB, § 630f(3)");
    assert!(conflicts(&places(&["IE"]), TODAY).is_empty());
    assert!(
        conflicts(&places(&["US"]), TODAY).is_empty(),
        "what is kept from when it was written is no part of a record that is asked to go"
    );
    let gulf = conflicts(&places(&["AE"]), TODAY);
    assert!(gulf.iter().all(|conflict| conflict.duty.years == 25 && conflict.right.is_none()));
    assert_eq!(facts("US-IL".parse().unwrap()).filter(|fact| fact.place.is_some()).count(), 1);
}

#[test]
fn what_is_to_come_locks_nothing_and_sets_no_clock_before_its_day() {
    let (india, first) = (places(&["IN"]), date(2027, 5, 13));
    let before = first.yesterday().unwrap();
    let citation = "Digital Personal Data Protection Rules 2025, r. 8(3)";
    assert_eq!(retain(&india, Category::Health, before), None);
    assert_eq!(retain(&india, Category::Health, first).unwrap().citation, citation);
    assert_eq!(retain_class(&india, "client", before), None);
    assert_eq!(retain_class(&india, "client", first).unwrap().citation, citation);
    assert_eq!(clock(&india, RequestKind::Erasure, before).checked, Checked::Unverified);
    assert!(clock(&india, RequestKind::Erasure, before).citation.starts_with("no law that we know"));
    // The 90 days of r. 14(3) are for grievances, and for no request.
    let then = clock(&india, RequestKind::Erasure, first);
    assert_eq!((then.due, then.checked), (date(2027, 6, 12), Checked::Unverified));
    assert!(then.citation.starts_with("no law that we know"), "{}", then.citation);
    let ids = |on| coming(&india, on).iter().map(|fact| fact.id.as_str()).collect::<Vec<_>>();
    assert_eq!(
        ids(before),
        ["in.rights", "in.notice", "in.children", "in.breach", "in.breach.first", "in.breach.persons", "in.logs"]
    );
    assert_eq!(ids(first), Vec::<&str>::new());
}

#[test]
fn every_fact_has_a_mechanism_and_every_mechanism_that_reads_a_fact_is_named_by_it() {
    let all = || packs().iter().flat_map(|pack| &pack.facts);
    let unnamed: Vec<&str> = all().filter(|fact| fact.mechanisms().is_empty()).map(|fact| fact.id.as_str()).collect();
    assert_eq!(unnamed, Vec::<&str>::new());
    let named = |citation: &str, mechanism: Mechanism| {
        let mut cited = all().filter(|fact| fact.citation == citation).peekable();
        assert!(cited.peek().is_some(), "{citation}");
        assert!(cited.any(|fact| fact.mechanisms().contains(&mechanism)), "{citation}: {mechanism}");
    };
    // Each mechanism is asked on a day on which all is in force, in every place of which a pack speaks.
    let day = date(2027, 6, 1);
    let mut codes: Vec<&str> = packs().iter().map(|pack| pack.members.first().unwrap_or(&pack.code).as_str()).collect();
    codes.extend(all().filter_map(|fact| fact.place.as_deref()));
    for place in places(&codes) {
        for kind in RequestKind::ALL {
            let clock = clock(&[place], *kind, day);
            if clock.citation.starts_with("no law") {
                continue;
            }
            named(&clock.citation, Mechanism::Deadline);
        }
        for category in Category::ALL {
            if let Some(duty) = retain(&[place], *category, day) {
                named(&duty.citation, Mechanism::Kept);
            }
        }
        let classes: Vec<&str> =
            all().filter_map(|fact| fact.keep.as_ref()).flat_map(|keep| &keep.classes).map(String::as_str).collect();
        for class in classes {
            if let Some(duty) = retain_class(&[place], class, day) {
                named(&duty.citation, Mechanism::Kept);
            }
        }
        let assessed = Assessed { grade: Grade::High, improbable: false, unreadable: false };
        let known = "2027-06-01T08:00:00Z".parse().unwrap();
        for count in [1, 1_000] {
            for duty in tellings(&[(place, count)].into(), assessed, known, &jiff::tz::TimeZone::UTC, 48) {
                if duty.fact != UNKNOWN {
                    named(&duty.citation, Mechanism::Incident);
                }
            }
        }
        for fact in asked([place], day).iter().filter_map(|one| one.fact) {
            named(&fact.citation, Mechanism::Public);
        }
    }
    for region in Region::ALL {
        for one in asks(*region, day).iter().chain(&forbids(*region, day)) {
            named(&one.fact.citation, Mechanism::Transfer);
        }
    }
    // What names one reads its figures there, or names it because no figure of it is read.
    for fact in all() {
        let reads = fact.mechanisms().len() - fact.used.len();
        let figures = [fact.clock.is_some(), fact.keep.is_some(), fact.notify.is_some(), fact.unreached.is_some()];
        let figures = figures.iter().filter(|has| **has).count() + usize::from(fact.transfer.is_some());
        assert_eq!(reads, figures, "{}: what its figures say already stands in `used`", fact.id);
    }
}

#[test]
fn what_waits_for_a_room_is_read_by_nothing_else() {
    for fact in packs().iter().flat_map(|pack| &pack.facts) {
        let all = fact.mechanisms();
        assert!(!all.contains(&Mechanism::Waits) || all.len() == 1, "{}: {all:?}", fact.id);
        let unread = fact.stop.is_some() || fact.most.is_some();
        assert!(!unread || all == [Mechanism::Waits], "{}: nothing reads its figure yet", fact.id);
    }
}
