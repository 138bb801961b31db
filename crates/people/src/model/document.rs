//! Documents: what a file is called, and what it is by what it holds.

use ground::db::Row;
use ground::files::FileKey;
use ground::web::download::Shown;
use ground::{Key, PersonId, Sealed};
use jiff::Timestamp;
use unicode_normalization::UnicodeNormalization;

use super::name::turns_text;
use super::personal;

ground::id!(/// A document's id.
    pub DocumentId, "doc");

/// What a file is called: a name and nothing else, whatever was sent. It leads nowhere, hides nothing, and is no longer
/// than a file system takes.
#[derive(Clone, PartialEq, Eq)]
pub struct FileName(String);

personal!(FileName);

impl FileName {
    /// Most characters.
    pub const MOST: usize = 120;

    /// Reads a name as a browser sends it, or as somebody types it. Nothing is refused: folders before it fall away, and
    /// so do characters no file system keeps; what is then empty gets a name.
    pub fn parse(sent: &str) -> FileName {
        // The three characters that browsers write otherwise in a form (HTML standard, "multipart/form-data").
        let sent = sent.replace("%22", "\"").replace("%0D", " ").replace("%0A", " ");
        let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
        let kept: String = last
            .nfc()
            .filter(|c| !turns_text(*c) && !matches!(c, '\u{200b}' | '\u{2060}' | '\u{ad}'))
            .map(|c| if c.is_control() || matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') { '_' } else { c })
            .collect();
        let kept = kept.split_whitespace().collect::<Vec<_>>().join(" ");
        let kept = kept.trim_matches(|c: char| c == '.' || c == ' ');
        if kept.is_empty() {
            return FileName("document".to_owned());
        }
        if kept.chars().count() <= FileName::MOST {
            return FileName(kept.to_owned());
        }
        // The end says what it is; it is the middle that one can do without.
        let (stem, ending) = match kept.rsplit_once('.') {
            Some((stem, ending)) if ending.chars().count() <= 10 => (stem, format!(".{ending}")),
            _ => (kept, String::new()),
        };
        let stem: String = stem.chars().take(FileName::MOST - ending.chars().count()).collect();
        FileName(format!("{}{ending}", stem.trim_end()))
    }

    /// What stands after its last dot, in lower case.
    fn ending(&self) -> String {
        self.0.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
    }

    /// What it is called where it is saved: with the ending of what it is, so that no program is led to take it for
    /// something else.
    pub fn ending_as(&self, kind: Kind) -> String {
        if kind.endings().contains(&self.ending().as_str()) {
            return self.0.clone();
        }
        match kind.endings().first() {
            Some(ending) => format!("{}.{ending}", self.0),
            None => self.0.clone(),
        }
    }
}

/// Why a file is not kept. [`Unfit::key`] is the sentence to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    #[error("nothing is in it")]
    Empty,
    #[error("a program")]
    Program,
    #[error("a web page, whatever it is called")]
    Page,
    #[error("nothing we know")]
    Unknown,
}

impl Unfit {
    /// The key of what to say.
    pub const fn key(self) -> &'static str {
        match self {
            Unfit::Empty => "people-document-empty",
            Unfit::Program => "people-document-program",
            Unfit::Page => "people-document-page",
            Unfit::Unknown => "people-document-unknown",
        }
    }
}

/// What a file is: one of a closed list, told from its first bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Kind(&'static Form);

struct Form {
    /// As it is stored.
    word: &'static str,
    media: &'static str,
    /// The endings it goes by, the usual one first.
    endings: &'static [&'static str],
    /// The key of its word.
    key: &'static str,
    shown: Shown,
}

impl PartialEq for Form {
    fn eq(&self, other: &Form) -> bool {
        self.word == other.word
    }
}
impl Eq for Form {}

const fn saved(word: &'static str, media: &'static str, endings: &'static [&'static str], key: &'static str) -> Form {
    Form { word, media, endings, key, shown: Shown::Saved }
}

const fn picture(word: &'static str, media: &'static str, endings: &'static [&'static str]) -> Form {
    Form { word, media, endings, key: "people-kind-picture", shown: Shown::Picture }
}

const PICTURE: &str = "people-kind-picture";
const TEXT: &str = "people-kind-text";
const SHEET: &str = "people-kind-sheet";
const SLIDES: &str = "people-kind-slides";
const SOUND: &str = "people-kind-sound";
const FILM: &str = "people-kind-film";

/// Everything that is kept. A kind outside this list is refused: what it does where it is opened is not known.
const FORMS: &[Form] = &[
    Form { word: "pdf", media: "application/pdf", endings: &["pdf"], key: "people-kind-pdf", shown: Shown::Paper },
    picture("png", "image/png", &["png"]),
    picture("jpeg", "image/jpeg", &["jpg", "jpeg", "jpe", "jfif"]),
    picture("gif", "image/gif", &["gif"]),
    picture("webp", "image/webp", &["webp"]),
    // Pictures that not every browser shows.
    saved("tiff", "image/tiff", &["tif", "tiff"], PICTURE),
    saved("bmp", "image/bmp", &["bmp"], PICTURE),
    saved("heif", "image/heif", &["heic", "heif"], PICTURE),
    saved("avif", "image/avif", &["avif"], PICTURE),
    saved("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &["docx"], TEXT),
    saved("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", &["xlsx"], SHEET),
    saved("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", &["pptx"], SLIDES),
    saved("odt", "application/vnd.oasis.opendocument.text", &["odt"], TEXT),
    saved("ods", "application/vnd.oasis.opendocument.spreadsheet", &["ods"], SHEET),
    saved("odp", "application/vnd.oasis.opendocument.presentation", &["odp"], SLIDES),
    // Word, Excel and PowerPoint before 2007, and mail kept by Outlook: one container, told apart by the ending alone.
    saved("ole", "application/octet-stream", &["doc", "xls", "ppt", "msg"], TEXT),
    saved("rtf", "application/rtf", &["rtf"], TEXT),
    saved("text", "text/plain; charset=utf-8", &["txt", "csv", "tsv", "md", "log", "ics", "vcf", "json"], TEXT),
    saved("dicom", "application/dicom", &["dcm", "dicom"], PICTURE),
    saved("zip", "application/zip", &["zip"], "people-kind-zip"),
    saved("mp3", "audio/mpeg", &["mp3"], SOUND),
    saved("m4a", "audio/mp4", &["m4a"], SOUND),
    saved("wav", "audio/wav", &["wav"], SOUND),
    saved("ogg", "audio/ogg", &["ogg", "oga", "opus"], SOUND),
    saved("mp4", "video/mp4", &["mp4", "m4v"], FILM),
    saved("mov", "video/quicktime", &["mov"], FILM),
    saved("webm", "video/webm", &["webm"], FILM),
];

impl Kind {
    /// What a file with these first bytes is. What it is called only tells apart what one container holds.
    pub fn of(name: &FileName, head: &[u8]) -> Result<Kind, Unfit> {
        if head.is_empty() {
            return Err(Unfit::Empty);
        }
        let word = match infer::get(head).map(|kind| (kind.matcher_type(), kind.mime_type())) {
            Some((_, "text/html" | "text/xml")) => return Err(Unfit::Page),
            Some((infer::MatcherType::App, _) | (_, "text/x-shellscript")) => return Err(Unfit::Program),
            Some((_, media)) => match media {
                "image/heif" | "image/heic" => "heif",
                // Office files are archives too, told apart by what is first in them; the order is the writer's own.
                "application/zip" if holds(head, b"[Content_Types].xml") => {
                    let ending = name.ending();
                    ["docx", "xlsx", "pptx"].into_iter().find(|office| *office == ending).unwrap_or("zip")
                }
                "application/x-ole-storage"
                | "application/msword"
                | "application/vnd.ms-excel"
                | "application/vnd.ms-powerpoint" => {
                    // The same container holds installers.
                    if !["doc", "xls", "ppt", "msg"].contains(&name.ending().as_str()) {
                        return Err(Unfit::Unknown);
                    }
                    "ole"
                }
                "audio/m4a" => "m4a",
                "audio/x-wav" => "wav",
                "audio/opus" => "ogg",
                "video/x-m4v" => "mp4",
                media => FORMS.iter().find(|form| form.media == media).ok_or(Unfit::Unknown)?.word,
            },
            None => plain(head)?,
        };
        Kind::stored(word).ok_or(Unfit::Unknown)
    }

    /// As it was stored.
    pub fn stored(word: &str) -> Option<Kind> {
        FORMS.iter().find(|form| form.word == word).map(Kind)
    }

    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        self.0.word
    }

    /// What a browser is told it is.
    pub fn media(self) -> &'static str {
        self.0.media
    }

    /// The key of its word.
    pub fn key(self) -> &'static str {
        self.0.key
    }

    /// Whether, and how, a browser may open it by itself.
    pub fn shown(self) -> Shown {
        self.0.shown
    }

    fn endings(self) -> &'static [&'static str] {
        self.0.endings
    }
}

fn holds(head: &[u8], part: &[u8]) -> bool {
    head.windows(part.len()).any(|window| window == part)
}

/// Text that is nothing else: UTF-8 as far as it was read, without a sign no text has, and not beginning as a page or a
/// script would.
fn plain(head: &[u8]) -> Result<&'static str, Unfit> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // Cut within its last character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).map_err(|_| Unfit::Unknown)?
        }
        Err(_) => return Err(Unfit::Unknown),
    };
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')) {
        return Err(Unfit::Unknown);
    }
    match text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t', '\u{c}']) {
        begins if begins.starts_with('<') => Err(Unfit::Page),
        begins if begins.starts_with("#!") => Err(Unfit::Program),
        _ => Ok("text"),
    }
}

/// A document to be made, whose file is on disk.
pub struct NewDocument {
    pub id: DocumentId,
    pub name: FileName,
    pub kind: Kind,
    pub key: FileKey,
    pub size: u64,
    pub shared: bool,
}

/// A document as stored.
#[derive(Clone, Debug)]
pub struct StoredDocument {
    pub id: DocumentId,
    pub person: PersonId,
    name: Sealed<String>,
    kind: Sealed<String>,
    content: Sealed<FileKey>,
    pub size: u64,
    /// It stands on the client's own pages too.
    pub shared: bool,
    /// Who added it, as in the access record.
    pub added_by: String,
    pub created_at: Timestamp,
}

impl StoredDocument {
    pub(crate) const COLUMNS: &str = "id, person, name, kind, content, size, shared, added_by, created_at";

    pub(crate) fn from_row(row: &Row) -> ground::Result<StoredDocument> {
        let id: DocumentId = row.get("id")?;
        Ok(StoredDocument {
            id,
            person: row.get("person")?,
            name: Sealed::read(row, "document", "name", id)?,
            kind: Sealed::read(row, "document", "kind", id)?,
            content: Sealed::read(row, "document", "content", id)?,
            size: row.get::<i64>("size")?.unsigned_abs(),
            shared: row.get("shared")?,
            added_by: row.get("added_by")?,
            created_at: row.get("created_at")?,
        })
    }

    /// What it is called.
    pub fn name(&self, key: &Key) -> ground::Result<FileName> {
        Ok(FileName(key.open(&self.name)?))
    }

    /// What it is.
    pub fn kind(&self, key: &Key) -> ground::Result<Kind> {
        let word = key.open(&self.kind)?;
        Kind::stored(&word).ok_or_else(|| ground::Error::internal("a document of an unknown kind"))
    }

    /// The key of its file.
    pub fn content(&self, key: &Key) -> ground::Result<FileKey> {
        key.open(&self.content)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\x08\0";
    const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0\0\0\0\0";

    #[test]
    fn a_hostile_name_becomes_a_name() {
        let long = format!("{}.pdf", "x".repeat(300));
        for (sent, kept) in [
            ("scan.png", "scan.png"),
            ("  my  scan .png ", "my scan .png"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\me\\letter.docx", "letter.docx"),
            ("..", "document"),
            (".htaccess", "htaccess"),
            ("", "document"),
            ("/", "document"),
            ("a\0b\r\nc.pdf", "a_b__c.pdf"),
            ("x%0D%0Ay%22.pdf", "x y_.pdf"),
            ("photo\u{202e}gnp.exe", "photognp.exe"),
            ("<script>alert(1)</script>.png", "script_.png"),
            ("CON", "CON"),
            ("a|b?c*.txt", "a_b_c_.txt"),
            ("Überweisung Nguyê\u{303}n.pdf", "Überweisung Nguyễn.pdf"),
            ("تقرير.pdf", "تقرير.pdf"),
            ("👩‍⚕️.jpg", "👩‍⚕️.jpg"),
        ] {
            assert_eq!(FileName::parse(sent).as_str(), kept, "{sent:?}");
            // What was kept once stays as it is.
            assert_eq!(FileName::parse(kept).as_str(), kept);
        }
        let cut = FileName::parse(&long);
        assert!(cut.as_str().ends_with("x.pdf") && cut.as_str().chars().count() == FileName::MOST);
        assert_eq!(FileName::parse(&"y".repeat(300)).as_str().len(), FileName::MOST);
    }

    #[test]
    fn what_a_file_is_follows_from_what_it_holds() {
        let office = [ZIP, &[0; 20], b"[Content_Types].xml", &[0; 40]].concat();
        for (name, head, word) in [
            ("a.png", PNG, "png"),
            // What it is called does not matter.
            ("a.txt", PNG, "png"),
            ("a.html", b"\xff\xd8\xff\xe0\0\x10JFIF".as_slice(), "jpeg"),
            ("a.pdf", b"%PDF-1.7\n", "pdf"),
            ("a.gif", b"GIF89a\x01\0\x01\0", "gif"),
            ("a.zip", ZIP, "zip"),
            ("a.docx", &office, "docx"),
            ("a.XLSX", &office, "xlsx"),
            // With macros in it, by its own word.
            ("a.docm", &office, "zip"),
            ("a.docx", ZIP, "zip"),
            ("letter.DOC", OLE, "ole"),
            ("notes.txt", b"Dear Sir,\r\n\tplease", "text"),
            ("notes.txt", "Gr\u{fc}\u{df}e".as_bytes(), "text"),
            // Cut within its last character.
            ("notes.txt", &"Gr\u{fc}".as_bytes()[..3], "text"),
            ("a.rtf", b"{\\rtf1\\ansi", "rtf"),
        ] {
            assert_eq!(Kind::of(&FileName::parse(name), head).map(Kind::as_str), Ok(word), "{name}");
        }
    }

    #[test]
    fn a_file_that_would_do_something_where_it_is_opened_is_refused() {
        for (name, head, why) in [
            ("a.png", b"".as_slice(), Unfit::Empty),
            ("a.png", b"<!DOCTYPE html><script>alert(1)</script>", Unfit::Page),
            ("a.png", b"  \n<html><body>", Unfit::Page),
            ("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>", Unfit::Page),
            ("a.png", b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", Unfit::Page),
            ("a.txt", b"<script>alert(1)</script>", Unfit::Page),
            ("a.pdf", b"MZ\x90\0\x03\0\0\0", Unfit::Program),
            ("a.jpg", b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", Unfit::Program),
            ("a.txt", b"#!/bin/sh\nrm -rf /", Unfit::Program),
            ("setup.msi", OLE, Unfit::Unknown),
            ("a.dat", b"\x01\x02\x03\x04", Unfit::Unknown),
            ("a.txt", b"a\0b", Unfit::Unknown),
            ("a.swf", b"CWS\x0a\0\0\0\0", Unfit::Unknown),
        ] {
            let kind = Kind::of(&FileName::parse(name), head).map(Kind::as_str);
            assert_eq!(kind, Err(why), "{name} {head:?}");
        }
    }

    #[test]
    fn a_file_is_saved_under_the_ending_of_what_it_is() {
        let png = Kind::stored("png").unwrap();
        for (name, saved) in [
            ("scan.png", "scan.png"),
            ("scan.PNG", "scan.PNG"),
            ("scan.pdf.exe", "scan.pdf.exe.png"),
            ("scan.png.html", "scan.png.html.png"),
            ("scan", "scan.png"),
        ] {
            assert_eq!(FileName::parse(name).ending_as(png), saved);
        }
    }

    #[test]
    fn every_kind_reads_back_and_only_pictures_and_pdf_are_opened_by_a_browser() {
        for form in FORMS {
            let kind = Kind::stored(form.word).unwrap();
            assert_eq!(kind.as_str(), form.word);
            let opened = kind.shown() != Shown::Saved;
            assert_eq!(opened, ["pdf", "png", "jpeg", "gif", "webp"].contains(&form.word), "{}", form.word);
        }
        assert!(Kind::stored("exe").is_none());
    }
}
