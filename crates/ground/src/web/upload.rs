//! A form with a file in it (`multipart/form-data`, RFC 7578), read as it comes: the file goes sealed into the store
//! chunk by chunk, and never lies whole in memory or unsealed on disk. One that is small and about nobody is held in memory
//! and goes to no disk.

use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use futures_util::StreamExt;
use multer::{Field, Multipart};

use super::error::Fault;
use super::form::Fields;
use crate::files::{FileKey, FilePlace, Files};

/// Bytes of the fields beside the file, taken together, and their number.
const FIELDS: usize = 64 * 1024;
const MOST_FIELDS: usize = 40;
/// What a file's first bytes are judged by.
const HEAD: usize = 64 * 1024;
/// What the form around a file may take.
const AROUND: u64 = FIELDS as u64 + 16 * 1024;
/// How long nothing may come.
const IDLE: Duration = Duration::from_secs(30);
/// How long a whole upload may take: 25 MB at a quarter of a megabit a second.
pub(super) const LONGEST: Duration = Duration::from_secs(15 * 60);
/// How long the rest of a refused upload is read and thrown away.
const DRAINING: Duration = Duration::from_secs(60);

/// A form with a file, not yet read.
pub struct Upload {
    body: BodyDataStream,
    boundary: String,
    /// What the sender says it will send.
    announced: u64,
    /// The sender waits to be told to go on, and so reads a refusal at once.
    waits: bool,
}

/// What was read of it.
pub struct Received<K> {
    pub fields: Fields,
    pub file: Came<K>,
}

/// What became of the file.
pub enum Came<K> {
    /// None was chosen.
    Nothing,
    /// More than is taken.
    TooLarge,
    /// Refused for what it is; nothing of it was kept.
    Refused(&'static str),
    /// On disk, sealed, waiting for its row; or in memory, where it is small.
    Kept(K),
}

/// A file that is on disk.
pub struct Kept<T> {
    /// What was learnt of it from its name and its beginning.
    pub known: T,
    pub key: FileKey,
    pub size: u64,
}

/// Whether the request brings such a form.
pub(super) fn is_upload(headers: &HeaderMap) -> bool {
    kind(headers).is_some_and(|kind| kind.to_ascii_lowercase().starts_with("multipart/form-data"))
}

fn kind(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::CONTENT_TYPE)?.to_str().ok()
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Fault;

    async fn from_request(request: Request<Body>, _: &S) -> Result<Upload, Fault> {
        let headers = request.headers();
        let boundary = kind(headers).and_then(|kind| multer::parse_boundary(kind).ok());
        let boundary = boundary.ok_or_else(|| Fault::unsupported("upload.type"))?;
        let number = |name| headers.get(name).and_then(|value| value.to_str().ok()).and_then(|text| text.parse().ok());
        Ok(Upload {
            announced: number(header::CONTENT_LENGTH).unwrap_or(0),
            waits: headers.contains_key(header::EXPECT),
            boundary,
            body: request.into_body().into_data_stream(),
        })
    }
}

impl Upload {
    /// Reads the form and writes the file of `field` to `place`. `judge` sees the file's name and first bytes, and says
    /// what it is or, as the key of a sentence, why it is not taken.
    pub async fn receive<T>(
        self,
        files: &Files,
        place: &FilePlace,
        field: &str,
        judge: impl FnOnce(&str, &[u8]) -> Result<T, &'static str> + Send,
    ) -> Result<Received<Kept<T>>, Fault>
    where
        T: Send,
    {
        self.read(field, Store { files, place, judge: Box::new(judge) }).await
    }

    /// Reads the form and its file of `field` of at most `most` bytes, which is small and stays in memory.
    pub async fn hold(self, field: &str, most: usize) -> Result<Received<Vec<u8>>, Fault> {
        self.read(field, Hold { most }).await
    }

    async fn read<K>(self, field: &str, taker: impl Taker<K>) -> Result<Received<K>, Fault> {
        if self.announced > taker.most() + AROUND {
            if !self.waits {
                let mut body = self.body;
                drain(async move { while let Some(Ok(_)) = body.next().await {} });
            }
            return Ok(Received { fields: Fields::default(), file: Came::TooLarge });
        }
        let mut form = Multipart::new(self.body, self.boundary);
        let (mut fields, mut length) = (Vec::new(), 0);
        let mut taker = Some(taker);
        let mut file = Came::Nothing;
        while let Some(mut part) = next(form.next_field()).await? {
            let name = part.name().unwrap_or_default().to_owned();
            match taker.take_if(|_| name == field && part.file_name().is_some()) {
                Some(taker) => {
                    file = taker.take(&mut part).await?;
                    if matches!(file, Came::TooLarge | Came::Refused(_)) {
                        drop(part);
                        drain(async move { while let Ok(Some(_)) = form.next_field().await {} });
                        break;
                    }
                }
                None => {
                    let mut value = Vec::new();
                    while let Some(chunk) = next(part.chunk()).await? {
                        length += chunk.len();
                        if length > FIELDS {
                            return Err(Fault::too_large("upload.fields"));
                        }
                        value.extend_from_slice(&chunk);
                    }
                    if fields.len() == MOST_FIELDS || value.contains(&0) {
                        return Err(Fault::bad_request("upload.fields"));
                    }
                    let value = String::from_utf8(value).map_err(|_| Fault::bad_request("upload.encoding"))?;
                    fields.push((name, value));
                }
            }
        }
        Ok(Received { fields: Fields::filled(fields), file })
    }
}

/// Where a form's file goes.
trait Taker<K>: Send {
    /// Bytes that it takes.
    fn most(&self) -> u64;

    fn take(self, part: &mut Field<'_>) -> impl Future<Output = Result<Came<K>, Fault>> + Send;
}

/// Into the store, sealed.
struct Store<'a, T> {
    files: &'a Files,
    place: &'a FilePlace,
    judge: Judge<'a, T>,
}

/// Says of a file's name and first bytes what it is, or why it is not taken.
type Judge<'a, T> = Box<dyn FnOnce(&str, &[u8]) -> Result<T, &'static str> + Send + 'a>;

impl<T: Send> Taker<Kept<T>> for Store<'_, T> {
    fn most(&self) -> u64 {
        self.files.most()
    }

    async fn take(self, part: &mut Field<'_>) -> Result<Came<Kept<T>>, Fault> {
        let Store { files, place, judge } = self;
        let name = part.file_name().unwrap_or_default().to_owned();
        let mut head = Vec::new();
        let mut ended = false;
        while head.len() < HEAD && !ended {
            match next(part.chunk()).await? {
                Some(chunk) => head.extend_from_slice(&chunk),
                None => ended = true,
            }
        }
        if head.is_empty() && name.is_empty() {
            return Ok(Came::Nothing);
        }
        let known = match judge(&name, &head) {
            Ok(known) => known,
            Err(why) => return Ok(Came::Refused(why)),
        };
        let mut size = head.len() as u64;
        if size > files.most() {
            return Ok(Came::TooLarge);
        }
        let mut writing = files.create(place).await?;
        writing.write(&head).await?;
        drop(head);
        while let Some(chunk) = next(part.chunk()).await? {
            size += chunk.len() as u64;
            if size > files.most() {
                return Ok(Came::TooLarge);
            }
            writing.write(&chunk).await?;
        }
        let (key, size) = writing.finish().await?;
        Ok(Came::Kept(Kept { known, key, size }))
    }
}

/// Into memory.
struct Hold {
    most: usize,
}

impl Taker<Vec<u8>> for Hold {
    fn most(&self) -> u64 {
        self.most as u64
    }

    async fn take(self, part: &mut Field<'_>) -> Result<Came<Vec<u8>>, Fault> {
        let mut held = Vec::new();
        while let Some(chunk) = next(part.chunk()).await? {
            if held.len() + chunk.len() > self.most {
                return Ok(Came::TooLarge);
            }
            held.extend_from_slice(&chunk);
        }
        let chosen = part.file_name().is_some_and(|name| !name.is_empty());
        Ok(if chosen || !held.is_empty() { Came::Kept(held) } else { Came::Nothing })
    }
}

/// The next piece of a form, unless nothing comes for too long.
async fn next<T>(piece: impl Future<Output = multer::Result<Option<T>>>) -> Result<Option<T>, Fault> {
    match tokio::time::timeout(IDLE, piece).await {
        Ok(Ok(piece)) => Ok(piece),
        Ok(Err(_)) => Err(Fault::bad_request("upload.form")),
        Err(_) => Err(Fault::unavailable("upload.idle")),
    }
}

/// Reads and forgets the rest of a refused upload beside the answer: a browser reads no answer before it has sent
/// everything, and would show a broken connection instead of ours.
fn drain(rest: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(tokio::time::timeout(DRAINING, rest));
}

#[cfg(test)]
mod tests;
