//! What an import says that came to no end, and of rows that are wrong as a whole.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::kit::Place;
use crate::kit::program::{CREATE, run, said};

/// What is what in the files of these tests.
pub const MAPPING: &str = r#"
name = "old"
[id]
column = "Id"
[client]
column = "Person"
[starts]
column = "Day"
format = "%Y-%m-%d"
precision = "day"
[status]
column = "Came"
values = { y = "done", n = "no_show" }
"#;

/// A place with one clinic, and the file `old.csv` to import into it.
fn place(file: &[u8]) -> Place {
    let place = Place::fresh();
    assert!(run(&place, CREATE, &[]).status.success());
    std::fs::write(place.folder.path().join("old.toml"), MAPPING).unwrap();
    std::fs::write(place.folder.path().join("old.csv"), file).unwrap();
    place
}

/// What the import prints of its rows, what it says beside, and how it ended.
fn import(place: &Place, more: &[&str]) -> (String, String, Option<i32>) {
    let words = ["import", "appointments", "old.csv", "--clinic", "north", "--mapping", "old.toml"];
    let output = run(place, &[&words[..], more].concat(), &[]);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

fn number_before(text: &str, word: &str) -> usize {
    let (before, _) = text.split_once(word).unwrap_or_else(|| panic!("{word} in {text}"));
    before.split(' ').next_back().unwrap().parse().unwrap()
}

#[test]
fn a_file_that_was_cut_off_says_what_was_written_and_to_run_it_again() {
    // Numbers that pack badly, so that the cut falls among the rows.
    let rows: String = (0..3_000u64)
        .map(|n| format!("{:x},p{},2016-04-29,y\n", (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15), n % 50))
        .collect();
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(format!("Id,Person,Day,Came\n{rows}").as_bytes()).unwrap();
    let whole = packed.finish().unwrap();
    let place = place(&whole[..whole.len() * 7 / 10]);

    let (told, beside, code) = import(&place, &[]);
    assert_eq!((number_before(&told, " written"), code), (0, Some(1)), "{told}");
    assert!(beside.contains("it was cut off") && beside.contains("nothing was written"), "{beside}");

    let (told, beside, code) = import(&place, &["--on-bad", "skip"]);
    let (rows, written) = (number_before(&told, " rows"), number_before(&told, " written"));
    assert!(written >= 500 && written <= rows && rows < 3_000 && code == Some(1), "{told}");
    assert!(beside.contains("what was written stays") && beside.contains("run again"), "{beside}");
    // The sentence begins a line of its own.
    assert!(beside.lines().any(|line| line.starts_with("keepwell: the import stopped: ")), "{beside}");
    assert_eq!(place.column("SELECT id FROM appointment").len(), written);

    std::fs::write(place.folder.path().join("old.csv"), &whole).unwrap();
    let (told, _, code) = import(&place, &["--on-bad", "skip"]);
    let counted = (number_before(&told, " written"), number_before(&told, " here already"));
    assert_eq!((counted, code), ((3_000 - written, written), Some(0)), "{told}");
}

#[test]
fn a_row_that_is_wrong_as_a_whole_is_told_by_its_line_alone_and_faults_stand_by_line() {
    let place = place(b"Id,Person,Day,Came\nn1,p,2016-04-29,y\nn2,p\nn3,p,soon,y\nn4,q,2016-04-29,y,more\n");
    let (told, _, code) = import(&place, &["--on-bad", "skip"]);
    let lines: Vec<&str> = told.lines().filter(|line| line.starts_with("  line ")).collect();
    assert_eq!(lines.len(), 3, "{told}");
    assert!(lines[0].starts_with("  line 3: the row has another number of columns"), "{told}");
    assert!(lines[1].starts_with("  line 4, Day: ") && lines[2].starts_with("  line 5: the row has"), "{told}");
    assert!(told.contains("1 clients, 1 of them new"), "whose only row is refused was not taken in: {told}");
    assert_eq!(code, Some(1), "as docs/import.md says");
}

#[test]
fn an_empty_file_is_called_empty() {
    let place = place(b"");
    let output = run(&place, &["import", "appointments", "old.csv", "--clinic", "north", "--mapping", "old.toml"], &[]);
    assert!(!output.status.success() && said(&output).contains("the file is empty"), "{}", said(&output));
}
