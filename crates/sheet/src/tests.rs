use std::io::{Cursor, Write};
use std::ops::ControlFlow;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

type Read = (u64, Vec<String>, Option<Torn>);

fn read(bytes: &[u8]) -> (Vec<String>, Vec<Read>) {
    let table = Table::open(bytes.to_vec()).unwrap();
    let mut rows = Vec::new();
    table
        .rows(|row| {
            rows.push((row.line, row.cells, row.torn));
            ControlFlow::Continue(())
        })
        .unwrap();
    (table.headers().to_vec(), rows)
}

fn cells(of: &[&str]) -> Vec<String> {
    of.iter().map(|cell| (*cell).to_owned()).collect()
}

/// A workbook with one shown sheet of these rows of cells, each as its XML.
fn workbook(rows: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#.to_owned(),
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Old" sheetId="2" state="hidden" r:id="r2"/><sheet name="Clients" sheetId="1" r:id="r1"/></sheets></workbook>"#.to_owned(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#.to_owned(),
        ),
        (
            "xl/styles.xml",
            r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>"#.to_owned(),
        ),
        ("xl/worksheets/sheet1.xml", sheet(rows)),
        ("xl/worksheets/sheet2.xml", sheet(r#"<row r="1"><c r="A1" t="inlineStr"><is><t>hidden</t></is></c></row>"#)),
    ];
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(rows: &str) -> String {
    format!(
        r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"#
    )
}

fn text(place: &str, text: &str) -> String {
    format!(r#"<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

#[test]
fn letters_are_read_however_the_office_wrote_them() {
    let expected = (cells(&["Name", "Straße"]), vec![(2, cells(&["Zoë Müller", "–"]), None)]);
    let said = "Name;Straße\r\nZoë Müller;–\r\n";
    let utf16: Vec<u8> = [0xfeff].into_iter().chain(said.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let office = b"Name;Stra\xdfe\r\nZo\xeb M\xfcller;\x96\r\n";
    for bytes in [said.as_bytes(), &[b"\xef\xbb\xbf", said.as_bytes()].concat(), &utf16, office] {
        assert_eq!(read(bytes), expected);
    }
}

#[test]
fn a_row_with_more_or_fewer_columns_is_torn_and_one_without_anything_is_none() {
    let (headers, rows) = read(b"a,b,,\n1,2,,\n,,,\n3\n4,5,6\n\n7,\"8\n9\",,\n#REF!,x\n");
    assert_eq!(headers, ["a", "b"]);
    assert_eq!(
        rows,
        [
            (2, cells(&["1", "2"]), None),
            (4, cells(&["3"]), Some(Torn::Columns)),
            (5, cells(&["4", "5", "6"]), Some(Torn::Columns)),
            (7, cells(&["7", "8\n9"]), None),
            (9, cells(&["#REF!", "x"]), Some(Torn::Formula)),
        ]
    );
}

#[test]
fn a_workbook_says_its_days_and_numbers_as_they_were_meant() {
    let rows = [
        format!(
            r#"<row r="2">{}{}{}{}</row>"#,
            text("A2", "Number"),
            text("B2", "Name"),
            text("C2", "Born"),
            text("D2", "Note")
        ),
        format!(
            r#"<row r="4"><c r="A4"><v>104220</v></c>{}<c r="C4" s="1"><v>32266</v></c></row>"#,
            text("B4", "Nadia &amp; Co")
        ),
        format!(r#"<row r="5"><c r="A5"><v>1.5</v></c><c r="B5" t="e"><v>#N/A</v></c>{}</row>"#, text("D5", "x")),
    ];
    let bytes = workbook(&rows.concat());
    let (headers, rows) = read(&bytes);
    assert_eq!(headers, ["Number", "Name", "Born", "Note"]);
    assert_eq!(
        rows,
        [
            (4, cells(&["104220", "Nadia & Co", "1988-05-03", ""]), None),
            (5, cells(&["1.5", "#N/A", "", "x"]), Some(Torn::Formula)),
        ]
    );
    // The sheet that nobody is shown is not read, and does not count.
    assert_eq!(Table::open(bytes).unwrap().sheet(), None);
}

#[test]
fn what_holds_no_table_is_refused_with_the_reason() {
    let wide = (0..=MOST_COLUMNS).map(|n| n.to_string()).collect::<Vec<_>>().join(",");
    let mut cut = workbook(&format!("<row r=\"1\">{}</row>", text("A1", "x")));
    cut.truncate(cut.len() / 2);
    let far = workbook(&format!("<row r=\"1\">{}{}</row>", text("A1", "x"), text("XFD1", "y")));
    for (bytes, why) in [
        (b"".as_slice(), Unreadable::Empty),
        (b"\n\n", Unreadable::Empty),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Unreadable::Old),
        (b"<html><table><tr><td>x</td></tr></table>", Unreadable::Foreign),
        (b"%PDF-1.7", Unreadable::Foreign),
        (b"\x89PNG\r\n\x1a\n\0", Unreadable::Foreign),
        (b"\x1f\x8b\x08\0", Unreadable::Foreign),
        (wide.as_bytes(), Unreadable::Wide),
        (&cut, Unreadable::Damaged),
        (&far, Unreadable::Wide),
    ] {
        assert_eq!(Table::open(bytes.to_vec()).map(drop), Err(why));
    }
}

#[test]
fn what_a_file_says_of_itself_is_believed_as_far_as_it_is_so() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let bom = if big { vec![0xfe, 0xff] } else { vec![0xff, 0xfe] };
        let units = text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
        bom.into_iter().chain(units).collect()
    };
    let two = cells(&["Given name", "Family name"]);
    for big in [false, true] {
        // A separator that is told and parts nothing, in the letters of another program.
        let (headers, rows) = read(&utf16("sep=,\r\nGiven name;Family name\r\nZoë;Müller\r\n", big));
        assert_eq!((headers, &rows[0]), (two.clone(), &(3, cells(&["Zoë", "Müller"]), None)));
    }
    // What parts columns and is none of the usual signs makes one column, of which the page says so.
    assert_eq!(read(&utf16("Given name~Family name\r\nZoë~Müller\r\n", false)).0, cells(&["Given name~Family name"]));
    assert_eq!(read(b"sep=~\r\nGiven name~Family name\r\nTove~Lind\r\n").0, two);
    // A stray sign that no text has, as old programs end a file with, is no sign of something else.
    let (headers, rows) = read(b"Given name,Family name\r\nTove,Lind\x1b\r\nRavi,Rao\r\n\x1a");
    assert_eq!((headers, rows.len(), rows[0].1[1].as_str()), (two, 2, "Lind\u{1b}"));
    // What turns text around and carries no meaning is left out, as forms leave it out.
    assert_eq!(read("Phone\n\u{202a}087 555 0142\u{202c}\n".as_bytes()).1[0].1, cells(&["087 555 0142"]));
}

#[test]
fn an_archive_that_unpacks_without_end_is_not_unpacked() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
    for _ in 0..160 {
        zip.write_all(&vec![b' '; 1_000_000]).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 1_000_000);
    assert_eq!(Table::open(bytes).map(drop), Err(Unreadable::Huge));
}

#[test]
fn more_rows_than_are_read_are_said_and_not_passed_over() {
    let long: String = std::iter::once("a\n").chain((0..=MOST_ROWS).map(|_| "1\n")).collect();
    let mut rows = 0;
    let said = Table::open(long.into_bytes()).unwrap().rows(|_| {
        rows += 1;
        ControlFlow::Continue(())
    });
    assert_eq!((rows, said), (MOST_ROWS, Err(Unreadable::Long)));
}

#[test]
fn what_goes_out_is_calculated_by_nobody_and_comes_back_as_it_was() {
    for (cell, out) in [
        ("=1+1", "'=1+1"),
        ("+353 87 555 0142", "'+353 87 555 0142"),
        ("@x", "'@x"),
        ("-", "'-"),
        ("'=x", "''=x"),
        ("'t Hooft", "'t Hooft"),
        ("Nadia", "Nadia"),
        ("", ""),
    ] {
        assert_eq!(guard(cell), out);
        assert_eq!(unguard(&guard(cell)), cell);
    }
    let line = ["=x", "two, or \"three\"", "a\nb"];
    assert_eq!(written(line), "'=x,\"two, or \"\"three\"\"\",\"a\nb\"\r\n");
    let (_, rows) = read(["a,b,c\r\n", &written(line)].concat().as_bytes());
    assert_eq!(rows[0].1, cells(&line));
}
