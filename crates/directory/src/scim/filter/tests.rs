use std::time::{Duration, Instant};

use serde_json::json;

use super::*;

fn edda() -> serde_json::Value {
    json!({
        "id": "dus_1", "userName": "Edda.Marsh@example.org", "externalId": "Ab1", "active": true,
        "name": { "givenName": "Edda", "familyName": "Márš" },
        "emails": [{ "value": "edda@example.org", "type": "work", "primary": true }],
        "groups": [{ "value": "dgr_1", "display": "Reception" }, { "value": "dgr_2", "display": "Everyone" }],
        "meta": { "created": "2026-11-24T10:40:00Z", "version": "W/\"2\"" },
    })
}

#[test]
fn a_filter_matches_what_its_words_say() {
    for (filter, expected) in [
        (r#"userName eq "edda.marsh@EXAMPLE.org""#, true),
        (r#"USERNAME EQ "edda.marsh@example.org""#, true),
        (r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "edda""#, true),
        (r#"externalId eq "ab1""#, false),
        (r#"externalId eq "Ab1""#, true),
        (r#"name.familyName co "ÁR""#, true),
        // A letter that only looks alike is another letter.
        (r#"userName eq "edd\u0430.marsh@example.org""#, false),
        (r#"userName ew ".org" and not (active eq false)"#, true),
        (r#"active eq "True""#, true),
        (r#"title pr"#, false),
        (r#"name pr"#, true),
        (r#"externalId ne null"#, true),
        (r#"nickName eq null"#, true),
        (r#"emails[type eq "work" and value co "@example.org"]"#, true),
        (r#"emails[type eq "home"]"#, false),
        (r#"emails[type eq "work"].value eq "edda@example.org""#, true),
        (r#"emails co "EXAMPLE" or title eq "x""#, true),
        (r#"groups.display eq "everyone""#, true),
        (r#"groups eq "DGR_2""#, false),
        (r#"meta.created gt "2026-11-24T11:39:00+01:00""#, true),
        (r#"meta.created lt "2026-11-24T10:40:00Z""#, false),
        // "and" binds before "or".
        (r#"active eq false and title pr or userName pr"#, true),
        (r#"active eq false and (title pr or userName pr)"#, false),
        (r#"not(userName pr)"#, false),
        (r#"  userName   eq   "x"  "#, false),
    ] {
        let read = parse(filter).unwrap_or_else(|_| panic!("{filter}"));
        assert_eq!(matches(&read, &edda()), expected, "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_refused() {
    let deep = format!("{}userName pr{}", "(".repeat(40), ")".repeat(40));
    let denied = format!("{}userName pr{}", "not (".repeat(40), ")".repeat(40));
    let long = format!("userName eq \"{}\"", "a".repeat(LONGEST));
    let many = vec!["a pr"; MOST + 1].join(" or ");
    for filter in [
        "",
        " ",
        "userName",
        "userName eq",
        "userName eq edda",
        "userName is \"x\"",
        "userName eq \"x",
        "eq \"x\"",
        "userName eq \"x\" and",
        "and userName pr",
        "(userName pr",
        "userName pr)",
        "emails[type eq \"work\"",
        "emails[]",
        "emails[type eq \"work\"]x",
        "userName eq 'x'",
        "userName eq \"\\q\"",
        "active gt true",
        "title lt null",
        "userName eq 01",
        "userName eq .5",
        "a.b.c pr",
        "name.[x pr]",
        "1a pr",
        "é pr",
        "userName\tpr",
        "userName eq \"a\" userName pr",
        &deep,
        &denied,
        &long,
        &many,
    ] {
        assert_eq!(parse(filter), Err(Unreadable), "{filter}");
    }
}

#[test]
fn a_path_names_an_attribute_its_values_and_a_part_of_them() {
    let read = path(r#"emails[type eq "work"].value"#).unwrap();
    assert_eq!(
        (read.attr.name.as_str(), read.attr.sub.as_deref(), read.filter.is_some()),
        ("emails", Some("value"), true)
    );
    let urn = path("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value").unwrap();
    assert_eq!(urn.attr.schema, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:user");
    assert_eq!((urn.attr.name.as_str(), urn.attr.sub.as_deref()), ("manager", Some("value")));
    assert!(path("$ref").is_ok());
    for wrong in ["", "members[", "members[]", "members[value eq \"x\"]y", "members[value eq \"x\"].", "a b", "a.b.c"] {
        assert_eq!(path(wrong), Err(Unreadable), "{wrong}");
    }
}

/// Numbers that look like chance and are the same on every machine (xorshift64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    /// A filter as the grammar has it.
    fn filter(&mut self, deep: usize) -> String {
        const ATTRS: [&str; 8] = [
            "userName",
            "emails",
            "name.givenName",
            "active",
            "meta.created",
            "EMAILS.value",
            "$ref",
            "urn:ietf:params:scim:schemas:core:2.0:User:userName",
        ];
        const COMPARES: [&str; 10] = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le", "EQ"];
        const VALUES: [&str; 8] =
            ["\"edda\"", "\"\\u00e9\\\"\"", "true", "null", "-1.5e3", "\"2026-11-24T10:00:00Z\"", "\"مرحبا\"", "\"\""];
        match self.below(if deep > 4 { 2 } else { 7 }) {
            0 => format!("{} pr", self.pick(&ATTRS)),
            1 | 2 => format!("{} {} {}", self.pick(&ATTRS), self.pick(&COMPARES), self.pick(&VALUES)),
            3 => format!("{} and {}", self.filter(deep + 1), self.filter(deep + 1)),
            4 => format!("{} or {}", self.filter(deep + 1), self.filter(deep + 1)),
            5 => format!("not ({})", self.filter(deep + 1)),
            _ => format!("emails[{}]", self.filter(deep + 1)),
        }
    }

    /// The same with something in it put in, taken out or doubled, wherever that is.
    fn spoilt(&mut self) -> String {
        const PIECES: [&str; 24] = [
            "(",
            ")",
            "[",
            "]",
            ".",
            "\"",
            "\\",
            ":",
            " ",
            "  ",
            "not",
            "not (",
            "and",
            "eq",
            "pr",
            "].value",
            "\u{202e}",
            "\u{0}",
            "\u{430}",
            "İ",
            "\u{1f469}\u{200d}\u{2695}",
            "e",
            "\\u",
            "\t",
        ];
        let mut text: Vec<char> = self.filter(0).chars().collect();
        for _ in 0..self.below(4) {
            let (from, to) = (self.below(text.len() + 1), self.below(text.len() + 1));
            let piece: Vec<char> = match self.below(3) {
                0 => self.pick(&PIECES).chars().collect(),
                1 => text[from.min(to)..from.max(to)].to_vec(),
                _ => Vec::new(),
            };
            let end = (from + self.below(3)).min(text.len());
            text.splice(from..end, piece);
        }
        text.into_iter().collect()
    }
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn a_hundred_thousand_filters_from_a_fuzzer_are_read_or_refused_and_never_take_long() {
    let (mut chance, edda) = (Chance(0x9e37_79b9_7f4a_7c15), edda());
    let (mut read, mut refused, mut longest) = (0, 0, Duration::ZERO);
    for _ in 0..100_000 {
        let text = chance.spoilt();
        let began = Instant::now();
        match parse(&text) {
            Ok(filter) => {
                matches(&filter, &edda);
                read += 1;
            }
            Err(Unreadable) => refused += 1,
        }
        let _as_a_path = path(&text);
        longest = longest.max(began.elapsed());
    }
    assert!(read > 10_000 && refused > 10_000, "{read} read, {refused} refused");
    assert!(longest < Duration::from_millis(500), "{longest:?}");
}

#[test]
#[allow(clippy::disallowed_methods, reason = "a stopwatch")]
fn the_worst_filter_that_is_read_takes_no_time_worth_naming() {
    let worst = vec![r#"emails[value co "a" and not (type eq "b" or primary eq true)]"#; 30].join(" or ");
    let nested = format!("{}userName co \"x\"{}", "not (".repeat(DEEPEST), ")".repeat(DEEPEST));
    let began = Instant::now();
    for _ in 0..100 {
        for filter in [&worst, &nested] {
            if let Ok(filter) = parse(filter) {
                matches(&filter, &edda());
            }
        }
    }
    assert!(
        parse(&worst).is_ok() && parse(&nested).is_ok() && began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
}
