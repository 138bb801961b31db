//! What commands tell whoever runs the program: its addresses, its jobs, and what they mistyped.

use crate::kit::program::{CREATE, run, said};
use crate::kit::{Place, Program};

#[test]
fn every_address_is_listed_and_a_key_is_said_to_open_the_api_alone() {
    let place = Place::fresh();
    let printed = run(&place, &["routes", "--format", "json"], &[]);
    let routes: serde_json::Value = serde_json::from_slice(&printed.stdout).unwrap();
    let routes = routes.as_array().unwrap();
    let who = |path: &str| {
        let route = routes.iter().find(|route| route["path"] == path).unwrap_or_else(|| panic!("{path} is not listed"));
        route["who"].as_array().unwrap().iter().map(|who| who.as_str().unwrap()).collect::<Vec<_>>()
    };
    for path in ["/healthz", "/readyz", "/assets/{*name}"] {
        assert_eq!(who(path), ["everyone"]);
    }
    assert_eq!(who("/metrics"), ["this_machine", "metrics_token"]);
    assert!(who("/api/v1/clinics/{clinic}/clients").contains(&"integration"));
    for route in routes {
        let path = route["path"].as_str().unwrap();
        let who = who(path);
        assert!(path.starts_with("/api/") || !who.contains(&"integration"), "{path}: {who:?}");
        assert!(!who.contains(&"automatic"), "{path}: nobody comes as the program itself");
    }
}

#[test]
fn a_name_of_nothing_is_refused_as_on_the_pages() {
    let place = Place::fresh();
    let long = "n".repeat(81);
    for (option, was, name, part) in [
        ("--name", "North", "", "--name: Please fill this in."),
        ("--name", "North", "  \u{a0} ", "--name: Please fill this in."),
        ("--name", "North", &long, "--name: At most"),
        ("--name", "North", "No\u{7}rth", "--name: This has a character"),
        ("--manager-name", "Edda", " ", "--manager-name: Please fill this in."),
    ] {
        let words: Vec<&str> = CREATE.iter().map(|word| if *word == was { name } else { *word }).collect();
        let refused = run(&place, &words, &[]);
        assert!(!refused.status.success() && said(&refused).contains(part), "{option} {name:?}: {}", said(&refused));
    }
    assert_eq!(place.column("SELECT slug FROM clinic"), [] as [&str; 0], "nothing was opened");
    let words: Vec<&str> = CREATE.iter().map(|word| if *word == "North" { " North  " } else { *word }).collect();
    assert!(run(&place, &words, &[]).status.success());
    assert_eq!(place.column("SELECT name FROM clinic"), ["North"]);
    let label = run(&place, &["token", "create", "--clinic", "north", "--label", " "], &[]);
    assert!(!label.status.success() && said(&label).contains("--label: Please fill this in."), "{}", said(&label));
}

#[test]
fn a_data_folder_that_is_a_file_is_called_one() {
    let place = Place::fresh();
    let file = place.folder.path().join("afile");
    std::fs::write(&file, "mine").unwrap();
    for command in ["check", "serve"] {
        let refused = run(&place, &["--data", file.to_str().unwrap(), command], &[]);
        let words = said(&refused);
        let sentence = format!("data.folder: {} is a file, no folder", file.display());
        assert!(!refused.status.success() && words.contains(&sentence) && !words.contains("chmod"), "{words}");
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[test]
fn a_switch_of_the_limits_that_is_not_obeyed_is_told_by_check_and_once_in_the_log() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let check = |environment: &[(&str, &str)]| said(&run(&place, &["check"], environment));
    assert!(check(&[("KEEPWELL_LIMITS", "off")]).contains("nothing is wrong"), "nobody else comes here");
    let elsewhere = [("KEEPWELL_WEB__ADDRESS", "https://book.example.org"), ("KEEPWELL_WEB__LISTEN", "127.0.0.1:0")];
    let words = check(&elsewhere);
    assert!(words.contains("KEEPWELL_LIMITS: off is not obeyed"), "{words}");
    let words = check(&[("KEEPWELL_LIMITS", "0")]);
    assert!(words.contains("KEEPWELL_LIMITS: it is on or off") && !words.contains("nothing is wrong"), "{words}");
    let shut = check(&[("KEEPWELL_LIMITS__SIGN_IN", "{per_minute=0,burst=10}")]);
    assert!(shut.contains("limits.sign_in: per_minute is 0") && !shut.contains("nothing is wrong"), "{shut}");
    let program = Program::start(&place, &["serve"], &elsewhere);
    let log = String::from_utf8(program.log()).unwrap();
    assert_eq!(log.matches("KEEPWELL_LIMITS: off is not obeyed").count(), 1, "{log}");
}

#[test]
fn a_job_left_for_later_waits_and_only_what_was_done_is_counted() {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    let clinic = place.column("SELECT id FROM clinic").remove(0);
    let now = ground::Clock::system().now();
    let ids: Vec<String> = (1..=4).map(|n| ground::JobId::from_bits(n).to_string()).collect();
    let hour = 3_600_000_000;
    for (id, state, run_at) in [
        (&ids[0], "due", now.as_microsecond() - hour),
        (&ids[1], "due", now.as_microsecond() + hour),
        (&ids[2], "stuck", now.as_microsecond() - hour),
        (&ids[3], "stuck", now.as_microsecond() - hour),
    ] {
        place.tamper(&format!(
            "INSERT INTO job (clinic, id, kind, subject, run_at, attempts, state, created_at) VALUES ('{clinic}', '{id}', 'test.job', '{id}', {run_at}, 3, '{state}', 1)"
        ));
    }
    let jobs = || said(&run(&place, &["jobs"], &[]));
    let states = |text: &str| -> Vec<String> {
        let line = |id: &String| text.lines().find(|line| line.contains(id.as_str())).unwrap().to_owned();
        ids.iter().map(|id| line(id).split(' ').next().unwrap().to_owned()).collect()
    };
    let text = jobs();
    assert!(text.starts_with("state") && text.lines().next().unwrap().contains("attempts"), "{text}");
    assert_eq!(states(&text), ["due", "waits", "stuck", "stuck"]);
    let retry = |words: &[&str]| {
        let output = run(&place, &[&["jobs", "retry"], words].concat(), &[]);
        (output.status.success(), said(&output))
    };
    let none = (false, "keepwell: there is no such job, or it is due already: keepwell jobs\n".to_owned());
    assert_eq!(retry(&[&ids[0]]), none, "it is due already");
    assert_eq!(retry(&[&ground::JobId::from_bits(99).to_string()]), none);
    assert_eq!(retry(&[&ids[1]]), (true, "1 job is due again\n".to_owned()));
    assert_eq!(retry(&[]), (true, "2 jobs are due again\n".to_owned()));
    assert_eq!(retry(&[]), (true, "no job is stuck\n".to_owned()));
    assert_eq!(states(&jobs()), ["due"; 4]);
}
