use std::collections::{BTreeMap, BTreeSet};

use promise::{About, Category, DataMap, Erase, Gap, LiveSchema, Purpose};
use proptest::prelude::*;

const PEOPLE: &str = r#"
    [client]
    about = "person"
    person = "id"
    merge = "move"
    export = { file = "clients", leave = { "another program counts anew" = ["paid"] } }
    [client.columns]
    clinic     = { category = "reference", clear = "says which clinic, not who", purposes = ["operation"], retention = "client", erase = "delete" }
    id         = { category = "reference", clear = "an id tells nothing", purposes = ["operation"], retention = "client", erase = "delete" }
    given_name = { category = "identity", sealed = true, purposes = ["scheduling", "care"], retention = "client", erase = "shred" }
    paid       = { category = "finance", clear = "an amount", purposes = ["billing"], retention = "finance", erase = "keep", law = "26 U.S.C. 6001" }

    [service]
    about = "clinic"
    export = { stays = "it is on the wall" }
    [service.columns]
    name = { category = "public", clear = "the clinic publishes it", purposes = ["scheduling"], retention = "configuration", erase = "keep" }
"#;

fn people() -> DataMap {
    DataMap::parse("people", PEOPLE).unwrap()
}

#[test]
fn a_data_map_is_read_as_written() {
    let map = people();
    assert_eq!(map.tables.keys().collect::<Vec<_>>(), ["client", "service"]);
    assert_eq!(map.tables["client"].about, About::Person { column: "id".to_owned() });
    assert_eq!(map.tables["client"].room, "people");
    let name = map.column("client", "given_name").unwrap();
    assert_eq!((name.category, name.sealed, name.erase), (Category::Identity, true, Erase::Shred));
    assert_eq!(name.purposes.iter().collect::<Vec<_>>(), [Purpose::Scheduling, Purpose::Care, Purpose::Export]);
    assert_eq!(map.column("client", "paid").unwrap().law.as_deref(), Some("26 U.S.C. 6001"));
    let persons: Vec<_> = map.person_tables().map(|(table, column, _)| (table, column)).collect();
    assert_eq!(persons, [("client", "id")]);
}

#[test]
fn a_file_is_a_sealed_column_that_goes_with_its_key() {
    let rest = r#"file = true, purposes = ["care"], retention = "client""#;
    for column in [
        format!(r#"{{ category = "health", sealed = true, erase = "delete", {rest} }}"#),
        format!(r#"{{ category = "reference", clear = "x", erase = "delete", {rest} }}"#),
    ] {
        assert!(faults(&column).contains("a file is sealed, and goes with its person's key"), "{column}");
    }
    let text = PEOPLE.replace("given_name = {", "given_name = { file = true,");
    let without = DataMap::parse("people", &text).unwrap_err().to_string();
    assert!(without.contains("a file is found by its row's id and created_at"), "{without}");
    let text = text.replace("paid       =", "created_at =");
    let unmeasured = DataMap::parse("people", &text.replace("\"paid\"", "\"created_at\"")).unwrap_err().to_string();
    assert!(unmeasured.contains("\"given_name\" is a file, which is read by its length"), "{unmeasured}");
    let text = text.replace("[\"paid\"]", "[\"given_name\"]");
    let map = DataMap::parse("people", &text).unwrap();
    assert_eq!(map.files().collect::<Vec<_>>(), [("client", "given_name")]);
}

#[test]
fn collection_declared_a_column_is_read_only_for_a_purpose_it_lists() {
    let map = people();
    for (table, column, purpose, permitted) in [
        ("client", "given_name", Purpose::Care, true),
        ("client", "given_name", Purpose::Scheduling, true),
        ("client", "given_name", Purpose::Marketing, false),
        ("client", "family_name", Purpose::Care, false),
        ("clients", "given_name", Purpose::Care, false),
        ("", "", Purpose::Care, false),
    ] {
        assert_eq!(map.lookup().permits(table, column, purpose), permitted, "{table}.{column} for {purpose}");
    }
    for (table, column, sealed) in [
        ("client", "given_name", true),
        ("client", "id", false),
        ("client", "nickname", false),
        ("clients", "given_name", false),
    ] {
        assert_eq!(map.lookup().sealed(table, column), sealed, "{table}.{column}");
    }
}

/// The faults of one column of a table about a person.
fn faults(column: &str) -> String {
    faults_in("about = \"person\"\nperson = \"id\"\nmerge = \"move\"", column)
}

fn faults_in(about: &str, column: &str) -> String {
    let id = r#"{ category = "reference", clear = "tells nothing", purposes = ["operation"], retention = "x", erase = "delete" }"#;
    let text = format!("[t]\n{about}\nexport = {{ stays = \"x\" }}\n[t.columns]\nid = {id}\nc = {column}\n");
    DataMap::parse("room", &text).map(|_| String::new()).unwrap_or_else(|error| error.to_string())
}

#[test]
fn a_column_is_sealed_or_says_why_not() {
    let rest = r#"purposes = ["care"], retention = "client""#;
    assert_eq!(faults(&format!(r#"{{ category = "health", sealed = true, erase = "shred", {rest} }}"#)), "");
    assert_eq!(faults(&format!(r#"{{ category = "health", clear = "a count", erase = "delete", {rest} }}"#)), "");
    for category in ["identity", "contact", "health", "biometric", "location", "message"] {
        for clear in ["", "clear = \"  \",", "sealed = false,"] {
            let column = format!(r#"{{ category = "{category}", {clear} erase = "delete", {rest} }}"#);
            assert_eq!(
                faults(&column),
                format!(
                    "data map of the room room, t.c: {category} is sealed: \
                     write sealed = true, or clear = the reason why it must stand in clear"
                )
            );
        }
    }
    for category in ["reference", "schedule", "account", "technical", "finance", "public"] {
        assert_eq!(
            faults(&format!(r#"{{ category = "{category}", erase = "delete", {rest} }}"#)),
            "data map of the room room, t.c: write sealed = true, or clear = the reason why it stands in clear"
        );
    }
    assert_eq!(
        faults(&format!(r#"{{ category = "health", sealed = true, clear = "why", erase = "shred", {rest} }}"#)),
        "data map of the room room, t.c: it cannot be both sealed and clear: remove one of them"
    );
}

#[test]
fn each_broken_rule_is_told_with_what_to_write() {
    let person = "about = \"person\"\nperson = \"id\"\nmerge = \"move\"";
    for (about, column, message) in [
        (
            "about = \"clinic\"",
            r#"{ category = "contact", sealed = true, purposes = ["care"], retention = "r", erase = "delete" }"#,
            "t.c: a sealed column needs a person whose key seals it",
        ),
        (
            "about = \"installation\"",
            r#"{ category = "contact", sealed = true, purposes = ["care"], retention = "r", erase = "delete" }"#,
            "t.c: a sealed column needs a person whose key seals it",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care"], retention = "r", erase = "shred" }"#,
            "t.c: erase = \"shred\" destroys the key of a sealed value, and this one is not sealed",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care"], retention = "r", erase = "keep" }"#,
            "t.c: erase = \"keep\" about a person needs law",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care"], retention = "r", erase = "keep", law = " " }"#,
            "t.c: erase = \"keep\" about a person needs law",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care"], retention = "r", erase = "delete", law = "x" }"#,
            "t.c: law says why something is kept, and this has erase = \"delete\"",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = [], retention = "r", erase = "delete" }"#,
            "t.c: purposes is empty",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care", "care"], retention = "r", erase = "delete" }"#,
            "t.c: the purpose \"care\" stands twice",
        ),
        (
            person,
            r#"{ category = "schedule", clear = "a time", purposes = ["care"], retention = "", erase = "delete" }"#,
            "t.c: retention is empty",
        ),
        (
            person,
            r#"{ category = "name", sealed = true, purposes = ["care"], retention = "r", erase = "shred" }"#,
            "t.c: \"name\" is not a category; write one of: reference, schedule, identity",
        ),
        (
            person,
            r#"{ category = "health", sealed = true, purposes = ["care"], retention = "r" }"#,
            "t.c: missing field `erase`",
        ),
        (
            person,
            r#"{ category = "health", seald = true, purposes = ["care"], retention = "r", erase = "shred" }"#,
            "t.c: unknown field `seald`",
        ),
        (person, r#""identity""#, "t.c: invalid type: string"),
    ] {
        let told = faults_in(about, column);
        assert!(told.starts_with(&format!("data map of the room room, {message}")), "{message}\n{told}");
        assert!(!told.contains('\n'), "one fault only: {told}");
    }
}

#[test]
fn a_table_says_about_whom_it_is() {
    let column =
        r#"{ category = "technical", clear = "a count", purposes = ["operation"], retention = "r", erase = "delete" }"#;
    for (about, message) in [
        ("about = \"person\"\nmerge = \"move\"", "t: about = \"person\" needs person"),
        ("about = \"person\"\nperson = \"who\"\nmerge = \"move\"", "t: person = \"who\" is not among its columns"),
        ("about = \"clinic\"\nperson = \"id\"", "t: person belongs to about = \"person\""),
        ("about = \"nobody\"", "t: unknown variant `nobody`"),
        ("", "t: missing field `about`"),
        ("about = \"clinic\"\nextra = 1", "t: unknown field `extra`"),
    ] {
        let told = faults_in(about, column);
        assert!(told.starts_with(&format!("data map of the room room, {message}")), "{message}\n{told}");
    }
    let empty = DataMap::parse("room", "[t]\nabout = \"clinic\"\nexport = { stays = \"x\" }\n[t.columns]\n")
        .unwrap_err()
        .to_string();
    assert_eq!(empty, "data map of the room room, t: it has no columns: declare them under [t.columns]");
    let broken = DataMap::parse("room", "[t").unwrap_err().to_string();
    assert!(broken.starts_with("data map of the room room: "), "{broken}");
}

#[test]
fn a_table_about_a_person_says_what_merging_does() {
    let column =
        r#"{ category = "reference", clear = "an id", purposes = ["operation"], retention = "r", erase = "delete" }"#;
    let person = "about = \"person\"\nperson = \"c\"";
    for (table, message) in [
        (person.to_owned(), "t: say what merging two records of one person does to its rows"),
        (format!("{person}\nmerge = \"stay\""), "t: stays = the reason belongs to merge = \"stay\""),
        (format!("{person}\nmerge = \"stay\"\nstays = \" \""), "t: stays = the reason belongs to merge = \"stay\""),
        (format!("{person}\nmerge = \"move\"\nstays = \"x\""), "t: stays = the reason belongs to merge = \"stay\""),
        (format!("{person}\nmerge = \"away\""), "t: \"away\" is not what merging does"),
        (format!("{person}\nmerge = \"move\"\nrefers = [\"d\"]"), "t: refers names \"d\""),
        ("about = \"clinic\"\nmerge = \"move\"".to_owned(), "t: merge belongs to about = \"person\""),
    ] {
        let told = faults_in(&table, column);
        assert!(told.starts_with(&format!("data map of the room room, {message}")), "{message}\n{told}");
    }
    for table in [
        format!("{person}\nmerge = \"room\""),
        format!("{person}\nmerge = \"stay\"\nstays = \"because\""),
        "about = \"clinic\"\nrefers = [\"c\"]".to_owned(),
    ] {
        assert_eq!(faults_in(&table, column), "");
    }
    let text = format!(
        "[t]\n{person}\nmerge = \"move\"\nrefers = [\"d\"]\nexport = {{ stays = \"x\" }}\n[t.columns]\nid = {column}\nc = {column}\nd = {column}\n"
    );
    let map = DataMap::parse("room", &text).unwrap();
    assert_eq!(map.moving().collect::<Vec<_>>(), [("t", "c"), ("t", "d")]);
    let without = DataMap::parse("room", &text.replace("id = ", "number = ")).unwrap_err().to_string();
    assert!(without.contains("rows that follow a person are known by their id"), "{without}");
}

#[test]
fn a_table_says_what_leaves_with_a_clinic_and_why_not() {
    let column = |name: &str| {
        format!(
            "{name} = {{ category = \"technical\", clear = \"a count\", purposes = [\"operation\"], retention = \"r\", erase = \"delete\" }}\n"
        )
    };
    let of = |export: &str, columns: &[&str]| {
        let columns: String = columns.iter().map(|name| column(name)).collect();
        DataMap::parse("room", &format!("[t]\nabout = \"clinic\"\n{export}\n[t.columns]\n{columns}"))
    };
    let plain = ["clinic", "id", "n", "since", "made_at"];
    for (export, columns, message) in [
        ("", &plain[..], "say whether its rows leave"),
        ("export = {}", &plain, "say whether its rows leave"),
        ("export = { stays = \" \" }", &plain, "say whether its rows leave"),
        ("export = { file = \"t\", stays = \"x\" }", &plain, "say whether its rows leave"),
        ("export = { stays = \"x\", by = [\"id\"] }", &plain, "its rows stay: remove what is said"),
        ("export = { file = \"../t\" }", &plain, "the name of its file is of small letters"),
        ("export = { file = \"t\", leave = { \"x\" = [\"m\"] } }", &plain, "export names \"m\""),
        ("export = { file = \"t\", leave = { \"\" = [\"n\"] } }", &plain, "left out for a reason"),
        ("export = { file = \"t\", leave = { a = [\"n\"], b = [\"n\"] } }", &plain, "\"n\" is left out twice"),
        ("export = { file = \"t\", means = { n = \"y\" }, leave = { a = [\"n\"] } }", &plain, "and leaves it out"),
        ("export = { file = \"t\" }", &["clinic", "n"], "export names \"id\""),
        ("export = { file = \"t\" }", &["id", "email_token"], "\"email_token\" opens or finds something"),
        ("export = { file = \"t\" }", &["id", "password"], "\"password\" opens or finds something"),
        ("export = { file = \"t\" }", &["id", "token_hash"], "\"token_hash\" opens or finds something"),
    ] {
        let told = of(export, columns).unwrap_err().to_string();
        assert!(told.contains(message), "{message}\n{told}");
        assert!(!told.contains('\n'), "one fault only: {told}");
    }
    let map = of("export = { file = \"ts\", instants = [\"since\"], leave = { \"x\" = [\"n\"] } }", &plain).unwrap();
    assert_eq!(map.tables["t"].taken(), ["id", "made_at", "since"]);
    let [(table, leaving)] = map.leaving()[..] else { panic!() };
    assert_eq!((table, leaving.file.as_str(), leaving.left["n"].as_str()), ("t", "ts", "x"));
    assert_eq!(["since", "made_at", "id"].map(|name| leaving.is_instant(name)), [true, true, false]);
    for (name, leaves) in [("since", true), ("n", false), ("clinic", false)] {
        assert_eq!(map.lookup().permits("t", name, Purpose::Export), leaves, "{name}");
    }
    let by_hand = column("n").replace("\"operation\"", "\"export\"");
    let text = format!("[t]\nabout = \"clinic\"\nexport = {{ stays = \"x\" }}\n[t.columns]\n{by_hand}");
    assert!(DataMap::parse("room", &text).unwrap_err().to_string().contains("remove export from the purposes"));
}

#[test]
fn two_tables_do_not_leave_as_one_file() {
    let table = |name: &str| {
        let text = format!(
            "[{name}]\nabout = \"clinic\"\nexport = {{ file = \"things\" }}\n[{name}.columns]\n\
             id = {{ category = \"reference\", clear = \"an id\", purposes = [\"operation\"], retention = \"r\", erase = \"keep\" }}\n"
        );
        DataMap::parse(name, &text).unwrap()
    };
    let mut map = table("a");
    let told = map.merge(table("b")).unwrap_err().to_string();
    assert_eq!(
        told,
        "data map of the room b, b: its rows would leave as things, and so do those of a: name another file"
    );
}

#[test]
fn all_faults_are_told_at_once() {
    let error = DataMap::parse(
        "room",
        r#"
        [a]
        about = "clinic"
        export = { stays = "x" }
        [a.columns]
        x = { category = "technical", purposes = [], retention = "r", erase = "delete" }
        y = { category = "technicl" }
        [b]
        about = "person"
        merge = "room"
        export = { stays = "x" }
        [b.columns]
        z = { category = "contact", purposes = ["care"], retention = "r", erase = "shred" }
        "#,
    )
    .unwrap_err();
    let places: Vec<_> = error.faults.iter().map(|f| (f.table.as_deref(), f.column.as_deref())).collect();
    assert_eq!(
        places,
        [
            (Some("a"), Some("x")),
            (Some("a"), Some("x")),
            (Some("a"), Some("y")),
            (Some("b"), None),
            (Some("b"), Some("z")),
            (Some("b"), Some("z")),
        ]
    );
    assert_eq!(error.to_string().lines().count(), 6);
}

#[test]
fn a_table_belongs_to_one_room() {
    let mut map = people();
    let service = "[service]\nabout = \"clinic\"\nexport = { stays = \"x\" }\n[service.columns]\nid = { category = \"reference\", clear = \"an id\", purposes = [\"operation\"], retention = \"r\", erase = \"delete\" }";
    let error = map.merge(DataMap::parse("booking", service).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "data map of the room booking, service: the room people declares this table already: \
         a table belongs to one room, name the other anew"
    );
    assert_eq!(map, people(), "nothing was taken in");

    let other = DataMap::parse("booking", &service.replace("service", "hour")).unwrap();
    map.merge(other).unwrap();
    assert!(
        map.lookup().permits("hour", "id", Purpose::Operation)
            && map.lookup().permits("client", "id", Purpose::Operation)
    );
}

fn live(map: &DataMap) -> LiveSchema {
    let columns = |table: &promise::Table| table.columns.keys().cloned().collect();
    LiveSchema { tables: map.tables.iter().map(|(name, table)| (name.clone(), columns(table))).collect() }
}

#[test]
fn what_is_declared_as_it_is_has_no_gap() {
    assert_eq!(people().compare(&live(&people())), []);
}

#[test]
fn collection_declared_each_difference_is_named_with_its_remedy() {
    let map = people();
    let mut schema = live(&map);
    schema.tables.remove("service");
    schema.tables.insert("stray".to_owned(), BTreeSet::from(["x".to_owned()]));
    let client = schema.tables.get_mut("client").unwrap();
    client.remove("paid");
    client.insert("shoe_size".to_owned());

    let gaps = map.compare(&schema);
    let sentences: Vec<String> = gaps.iter().map(ToString::to_string).collect();
    assert_eq!(
        sentences,
        [
            "the database has a column \"client.shoe_size\" that the room people does not declare: write \
             shoe_size = { category, sealed or clear, purposes, retention, erase } under [client.columns] in its \
             datamap.toml",
            "the room people declares a column \"client.paid\" that the database does not have: add a migration \
             that makes it, or remove its line from the room's datamap.toml",
            "the room people declares a table \"service\" that the database does not have: add a migration that \
             makes it, or remove [service] from the room's datamap.toml",
            "the database has a table \"stray\" that no room declares: write [stray] and [stray.columns] into the \
             datamap.toml of the room it belongs to",
        ]
    );
}

proptest! {
    #[test]
    fn a_gap_is_told_exactly_where_declared_and_actual_differ(
        tables in proptest::collection::btree_map("[a-c]", proptest::collection::btree_set("[x-z]", 1..4), 0..4),
        actual in proptest::collection::btree_map("[a-c]", proptest::collection::btree_set("[x-z]", 1..4), 0..4),
    ) {
        let mut map = DataMap::default();
        for (table, columns) in &tables {
            let lines: String = columns.iter().map(|column| format!(
                "{column} = {{ category = \"technical\", clear = \"a count\", purposes = [\"operation\"], retention = \"r\", erase = \"delete\" }}\n"
            )).collect();
            map.merge(DataMap::parse("room", &format!("[{table}]\nabout = \"clinic\"\nexport = {{ stays = \"x\" }}\n[{table}.columns]\n{lines}")).unwrap()).unwrap();
        }
        let gaps = map.compare(&LiveSchema { tables: actual.clone() });
        let has = |tables: &BTreeMap<String, BTreeSet<String>>, table: &str, column: &str| {
            tables.get(table).is_some_and(|columns| columns.contains(column))
        };
        for table in ["a", "b", "c"] {
            let told = |gap: Gap| gaps.contains(&gap);
            let (declared, real) = (tables.contains_key(table), actual.contains_key(table));
            let (room, table) = ("room".to_owned(), table.to_owned());
            prop_assert_eq!(told(Gap::UndeclaredTable { table: table.clone() }), real && !declared);
            prop_assert_eq!(told(Gap::MissingTable { room: room.clone(), table: table.clone() }), declared && !real);
            for column in ["x", "y", "z"] {
                let both = declared && real;
                let (d, r) = (has(&tables, &table, column), has(&actual, &table, column));
                let (room, table, column) = (room.clone(), table.clone(), column.to_owned());
                prop_assert_eq!(
                    told(Gap::UndeclaredColumn { room: room.clone(), table: table.clone(), column: column.clone() }),
                    both && r && !d
                );
                prop_assert_eq!(told(Gap::MissingColumn { room, table, column }), both && d && !r);
            }
        }
    }
}

/// A letter that is drafted before it is sent, and what is noted of it.
fn drafted(draft: &str) -> Result<DataMap, String> {
    let column =
        r#"{ category = "technical", clear = "x", purposes = ["rights"], retention = "client", erase = "delete" }"#;
    let text = format!(
        "[letter]\nabout = \"person\"\nperson = \"person\"\nmerge = \"move\"\nexport = {{ file = \"letters\" }}\ndraft = {draft}\n
         [letter.columns]\nclinic = {column}\nid = {column}\nperson = {column}\nmatter = {column}\nsent_at = {column}\nwhy = {column}\n"
    );
    DataMap::parse("people", &text).map_err(|error| error.to_string())
}

#[test]
fn what_is_a_draft_says_until_when_by_a_column_that_is_there() {
    let own = drafted(r#"{ until = "sent_at" }"#).unwrap();
    let draft = own.tables["letter"].draft.clone().unwrap();
    assert_eq!((draft.until.as_str(), draft.of, draft.columns.len()), ("sent_at", None, 0));
    assert_eq!(own.lost_drafts().count(), 0);
    let some = drafted(r#"{ until = "sent_at", columns = ["why"] }"#).unwrap();
    assert_eq!(some.tables["letter"].draft.as_ref().unwrap().columns, ["why"]);
    let other = drafted(r#"{ until = "decided_at", of = "matter", by = "matter" }"#).unwrap();
    assert_eq!(other.lost_drafts().map(|(table, _)| table).collect::<Vec<_>>(), ["letter"], "no such table");
    let itself = drafted(r#"{ until = "sent_at", of = "letter", by = "matter" }"#).unwrap();
    assert_eq!(itself.lost_drafts().count(), 0);
    for (draft, fault) in [
        (r#"{ until = "gone_at" }"#, "draft names \"gone_at\", which is not among its columns"),
        (r#"{ until = "sent_at", columns = ["what"] }"#, "draft names \"what\", which is not among its columns"),
        (r#"{ until = "sent_at", columns = ["id"] }"#, "by which rows are told apart"),
        (r#"{ until = "sent_at", columns = ["person"] }"#, "by which rows are told apart"),
        (r#"{ until = "decided_at", of = "matter" }"#, "draft names another table by both"),
        (r#"{ until = "decided_at", of = "matter", by = "where" }"#, "draft names \"where\""),
    ] {
        let told = drafted(draft).unwrap_err();
        assert!(told.contains(fault), "{draft}: {told}");
    }
    let clinic = DataMap::parse("people", &PEOPLE.replace("[service]\n", "[service]\ndraft = { until = \"name\" }\n"));
    assert!(clinic.unwrap_err().to_string().contains("draft belongs to about = \"person\""));
}
