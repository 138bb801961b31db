use super::*;

/// Few rounds: what is tested here does not depend on how many.
const ROUNDS: u32 = 50;

fn parameters() -> Parameters {
    Parameters { password_iterations: ROUNDS, ..Parameters::default() }
}

#[test]
fn a_password_is_stored_only_as_a_salted_hash_in_phc_form() {
    let (one, other) = (Hashed::of("tide over four lanterns", ROUNDS), Hashed::of("tide over four lanterns", ROUNDS));
    let text = one.to_string();
    assert!(text.starts_with("$pbkdf2-sha256$i=50,l=32$"), "{text}");
    assert_eq!(text.parse(), Ok(one.clone()));
    assert_ne!(one, other, "two hashes of one password have salts of their own");
    assert!(!text.contains("tide") && !text.contains('='.to_string().repeat(2).as_str()));
}

/// RFC 7914, section 11: PBKDF2-HMAC-SHA-256 of "Password", salt "NaCl", 80,000 rounds; the first half of 64 bytes.
#[test]
fn the_rounds_are_those_of_the_standard() {
    let mut hash = [0; HASH];
    let rounds = NonZeroU32::new(80_000).unwrap();
    pbkdf2::derive(pbkdf2::PBKDF2_HMAC_SHA256, rounds, b"NaCl", b"Password", &mut hash);
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56");
}

#[test]
fn a_text_that_is_no_hash_of_ours_is_refused() {
    let good = Hashed::of("x", ROUNDS).to_string();
    for wrong in [
        String::new(),
        "plain text".to_owned(),
        good.replace("sha256", "sha512"),
        good.replace("i=50", "i=0"),
        good.replace("i=50", "i=-5"),
        good.replace("i=50", "i=+5"),
        good.replace("i=50", "i=050"),
        good.replace("i=50", "i=4000000000"),
        good.replace("l=32", "l=16"),
        format!("{good}$more"),
        format!("{good}="),
        good.trim_start_matches('$').to_owned(),
        good[..good.len() - 4].to_owned(),
    ] {
        assert_eq!(wrong.parse::<Hashed>(), Err(NotAHash), "{wrong}");
    }
}

#[test]
fn the_right_password_passes_and_every_other_does_not() {
    let stored = Hashed::of("tide over four lanterns", ROUNDS);
    assert_eq!(try_password(Some(&stored), "tide over four lanterns", ROUNDS), Tried::Right);
    for wrong in ["", "tide over four lantern", "Tide over four lanterns", "tide over four lanterns "] {
        assert_eq!(try_password(Some(&stored), wrong, ROUNDS), Tried::Wrong, "{wrong}");
    }
    assert_eq!(try_password(None, "tide over four lanterns", ROUNDS), Tried::Wrong);
}

#[test]
fn a_hash_of_fewer_rounds_is_raised_and_one_of_more_is_left() {
    let stored = Hashed::of("tide over four lanterns", ROUNDS);
    let Tried::Raised(raised) = try_password(Some(&stored), "tide over four lanterns", ROUNDS + 1) else {
        panic!("not raised")
    };
    assert_eq!(raised.rounds(), ROUNDS + 1);
    assert_eq!(try_password(Some(&raised), "tide over four lanterns", ROUNDS + 1), Tried::Right);
    assert_eq!(try_password(Some(&stored), "tide over four lanterns", ROUNDS - 1), Tried::Right);
    assert_eq!(try_password(Some(&stored), "another", ROUNDS + 1), Tried::Wrong);
}

#[test]
fn no_form_of_a_password_prints_it() {
    let stored = Hashed::of("tide over four lanterns", ROUNDS);
    assert_eq!(format!("{stored:?}"), "Hashed(50 rounds)");
    assert_eq!(format!("{:?}", Value::from(stored)), "<text>");
}

#[test]
fn common_and_guessable_passwords_are_refused_with_the_reason() {
    // Known and nearly known are told apart by whichever of the two is found first.
    const KNOWN: &[&str] = &["identity-weak-common", "identity-weak-similar"];
    for (password, reasons) in [
        ("password1234", KNOWN),
        ("qwertyuiop12", KNOWN),
        ("iloveyou1234567", KNOWN),
        ("aaaaaaaaaaaaaaaa", &["identity-weak-repeats"]),
        ("abcdefghijklmnop", &["identity-weak-sequence"]),
        ("12345678901234", &["identity-weak-sequence", "identity-weak-common", "identity-weak-similar"]),
    ] {
        let Some(Weakness::Guessable { why, .. }) = weakness(password, &[], &parameters()) else {
            panic!("{password} passed")
        };
        assert!(reasons.contains(&why), "{password}: {why}");
    }
    for good in ["tide over four lanterns", "مفتاح البيت الأزرق القديم"] {
        assert_eq!(weakness(good, &[], &parameters()), None, "{good}");
    }
}

#[test]
fn a_password_made_of_ones_own_name_or_address_is_refused() {
    let own = ["ottoline.frayn@example.org", "Ottoline Frayn", "Linden Quay"];
    for password in [
        "ottolinefrayn",
        "ottoline.frayn@example.org",
        "FraynOttoline",
        "lindenquay2026",
        "Linden-Quay-Ottoline",
        "frayn@lindenquay1",
    ] {
        assert!(weakness(password, &own, &parameters()).is_some(), "{password}");
    }
    // One's own name beside a good secret spoils nothing.
    assert_eq!(weakness("ottoline keeps four lanterns", &own, &parameters()), None);
    assert!(weakness("ottolinefrayn8", &["ottolinefrayn8@example.org"], &parameters()).is_some());
    // What anybody would try first at this door.
    for password in ["keepwell2026!!", "correcthorsebatterystaple", "Correct-Horse-Battery-Staple"] {
        assert!(weakness(password, &[], &parameters()).is_some(), "{password}");
    }
}

#[test]
fn length_is_asked_in_characters_and_bounded_in_bytes() {
    let p = Parameters { password_min_score: 0, ..parameters() };
    assert_eq!(weakness("ابتثجحخدذر", &[], &p), Some(Weakness::Short { least: 12 }));
    assert_eq!(weakness(&"x".repeat(129), &[], &p), Some(Weakness::Long { most: 128 }));
    assert_eq!(weakness(&"😀".repeat(33), &[], &p), Some(Weakness::Long { most: 128 }));
    assert_eq!(weakness(&"😀".repeat(32), &[], &p), None);
}

#[test]
fn the_longest_password_is_measured_quickly() {
    let p = Parameters { password_max_length: 1_024, ..parameters() };
    let started = std::time::Instant::now();
    weakness(&"aB3$".repeat(256), &[], &p);
    assert!(started.elapsed() < std::time::Duration::from_secs(5), "{:?}", started.elapsed());
}

std::thread_local! {
    /// Rounds calculated on this thread: what a stopwatch would measure if the machine had nothing else to do.
    pub(super) static SPENT: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

#[test]
fn trying_costs_as_much_without_an_account_as_with_one() {
    let (now, before) = (Hashed::of("tide over four lanterns", 1_000), Hashed::of("tide over four lanterns", 300));
    for stored in [None, Some(&now), Some(&before)] {
        SPENT.with(|spent| spent.set(0));
        assert_eq!(try_password(stored, "wrong", 1_000), Tried::Wrong);
        assert_eq!(SPENT.with(std::cell::Cell::get), 1_000, "{stored:?}");
    }
}
