//! A form of a complaint as it comes: its words, and one document, which is on disk and sealed before anything is known of it.

use axum::extract::{FromRequest, Request};
use ground::Scope;
use ground::files::FilePlace;
use ground::residency::{Ask, Told, Via, skip};
use ground::web::{Came, Fault, Faults, Fields, Reader, Tongue, Upload};
use people::model::{FileName, Kind, Unfit};

use crate::model::complaints::{BYTES, CALLED, FileId, NewFile, SAID, Subject};

/// Kinds that are taken: papers, pictures, recordings of a voice. No archive, in which anything may lie, and nothing that runs
/// where it is opened.
const TAKEN: [&str; 19] = [
    "pdf", "png", "jpeg", "gif", "webp", "tiff", "bmp", "heif", "avif", "docx", "xlsx", "pptx", "odt", "ods", "odp",
    "rtf", "text", "mp3", "m4a",
];

/// What came with a form.
pub(super) struct Taken {
    pub fields: Fields,
    pub file: Option<NewFile>,
    /// The key of what is wrong with the file.
    pub wrong: Option<&'static str>,
    /// The largest file that is taken, in bytes.
    most: u64,
}

fn judge(name: &str, head: &[u8]) -> Result<(FileName, Kind), &'static str> {
    let name = FileName::parse(name);
    let kind = Kind::of(&name, head).map_err(Unfit::key)?;
    if TAKEN.contains(&kind.as_str()) { Ok((name, kind)) } else { Err("complaints-file-kind") }
}

fn place(scope: &Scope, id: FileId) -> FilePlace {
    FilePlace { clinic: scope.clinic.id, table: "complaint_file".into(), row: id.to_string() }
}

/// Reads a form that is asked about before it is read, so that nobody sends a document to what is not theirs.
pub(super) async fn take_of(scope: &Scope, request: Request) -> Result<Taken, Fault> {
    take(scope, Upload::from_request(request, &()).await?).await
}

/// Reads a form. What is too large or not taken is not kept.
pub(super) async fn take(scope: &Scope, upload: Upload) -> Result<Taken, Fault> {
    let id = FileId::new(scope.house().clock.now());
    let place = place(scope, id);
    let received = upload.receive(&scope.house().files, &place, "file", judge).await?;
    let (mut file, mut wrong) = (None, None);
    match received.file {
        Came::Nothing => {}
        Came::TooLarge => wrong = Some("complaints-file-large"),
        Came::Refused(why) => wrong = Some(why),
        Came::Kept(kept) => {
            let (name, kind) = kept.known;
            file = Some(NewFile { id, name, kind, key: kept.key, size: kept.size });
        }
    }
    let mut taken = Taken { fields: received.fields, file, wrong, most: most_bytes(scope) };
    if taken.file.as_ref().is_some_and(|file| file.size > taken.most) {
        taken.wrong = Some("complaints-file-large");
        taken.forget(scope).await;
    }
    Ok(taken)
}

impl Taken {
    /// Removes the file, of which there will be no row. Should this fail, the hourly comparison finds it.
    pub async fn forget(&mut self, scope: &Scope) {
        if let Some(file) = self.file.take() {
            let _left = scope.house().files.delete(&place(scope, file.id)).await;
        }
    }

    /// Notes in the form what is wrong with the file.
    pub fn note(&self, form: &mut Reader<'_>) {
        if let Some(wrong) = self.wrong {
            form.fault_with("file", wrong, &[("most", (self.most / 1_000_000).into())]);
        }
    }
}

/// What every form says.
#[derive(Clone)]
pub(super) struct Said {
    pub subject: Subject,
    pub said: String,
    pub name: Option<String>,
    pub email: Option<String>,
    /// The form's key and what was asked under it.
    pub key: String,
    /// What whoever complains unnamed was told of where it is kept.
    pub told: Option<Told>,
}

/// Reads the form. Of whoever is not known a name and an address are asked, and they are told where it is kept, in which language.
pub(super) fn read(taken: &Taken, unknown: Option<(Option<&Ask>, &str)>) -> Result<Said, Faults> {
    let mut form = taken.fields.reader();
    taken.note(&mut form);
    let subject: Option<Subject> = form.parse("subject");
    let said = form.lines_or_none("said", SAID);
    if said.is_none() && form_has_no(&taken.fields, "said") {
        form.fault("said", "fault-missing");
    }
    let (mut name, mut email, mut told) = (None, None, None);
    if let Some((ask, language)) = unknown {
        match ask {
            Some(ask) => told = Some(ask.read(&mut form, Via::Page, language, true)),
            None => skip(&mut form),
        }
        name = form.text_or_none("name", CALLED);
        email = form.email_or_none("email");
    }
    let key = form.text_or_none("key", 64).unwrap_or_else(super::fresh_key);
    form.finish(|| {
        let (subject, said) = (subject?, said?);
        let key =
            [key.as_str(), subject.as_str(), &said, name.as_deref().unwrap_or(""), email.as_deref().unwrap_or("")]
                .join("\0");
        Some(Said { subject, said, name, email, key, told })
    })
}

fn form_has_no(fields: &Fields, name: &str) -> bool {
    fields.value(name).trim().is_empty()
}

/// Reads what is added: words, a document, or both.
pub(super) fn read_addition(taken: &Taken) -> Result<Option<String>, Faults> {
    let mut form = taken.fields.reader();
    taken.note(&mut form);
    let said = form.lines_or_none("said", SAID);
    if form_has_no(&taken.fields, "said") && taken.file.is_none() && taken.wrong.is_none() {
        form.fault("said", "complaints-fault-nothing");
    }
    form.finish(|| Some(said))
}

/// Most bytes of one document here: no more than the program takes of any file.
pub(super) fn most_bytes(scope: &Scope) -> u64 {
    BYTES.min(scope.house().files.most())
}

/// What is taken, and that a file is too large, in words.
pub(super) fn most(scope: &Scope, t: &Tongue) -> (String, String) {
    let most = most_bytes(scope) / 1_000_000;
    let words = |key| t.with(key, &[("most", most.into())]);
    (words("complaints-file-hint"), words("complaints-file-large"))
}
