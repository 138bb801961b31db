//! The directory that the stand-in plays: users and groups, and what goes wrong on request.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::google::What;

/// A user of the played directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: String,
    pub given: String,
    pub family: String,
    pub email: String,
    pub suspended: bool,
    pub archived: bool,
    pub deleted: bool,
}

impl Person {
    /// Somebody who may enter.
    pub fn new(id: impl Into<String>, given: &str, family: &str, email: &str) -> Person {
        let (given, family, email) = (given.to_owned(), family.to_owned(), email.to_owned());
        Person { id: id.into(), given, family, email, suspended: false, archived: false, deleted: false }
    }
}

/// Who is in a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Belongs {
    /// The user at this place of [`World::people`].
    Person(usize),
    /// The group at this place of [`World::circles`].
    Circle(usize),
    /// The whole directory.
    Everybody,
    /// Somebody of another directory.
    Stranger { id: Option<String>, email: String },
}

/// A group of the played directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Circle {
    pub id: String,
    pub name: String,
    pub email: String,
    pub members: Vec<Belongs>,
}

impl Circle {
    /// A group with nobody in it.
    pub fn new(id: impl Into<String>, name: &str, email: &str) -> Circle {
        Circle { id: id.into(), name: name.to_owned(), email: email.to_owned(), members: Vec::new() }
    }
}

/// What goes wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// An error as Google's APIs word it.
    Status { status: u16, reason: &'static str, retry_after: Option<u32> },
    /// An error of the token's endpoint.
    TokenError(&'static str),
    /// 200 and not one byte.
    NoBody,
    /// 200 and `{}`.
    NoObject,
    /// 200 and a page in HTML.
    Html,
    /// The JSON ends half-way, by an answer that is whole.
    CutShort,
    /// The connection ends half-way.
    BrokenOff,
    /// The next page is the one that was just asked for.
    SameAgain,
    /// A page with nothing in it and a next one.
    Hole,
    /// The list is there and its entries are not.
    Emptied,
    /// This field of each entry is another kind of value.
    WrongType(&'static str),
    /// This field is missing in each entry.
    Without(&'static str),
}

/// Trouble to come.
#[derive(Clone, Debug)]
pub struct Script {
    pub what: What,
    /// Answers that go well before.
    pub after: u32,
    /// Answers that do not; then all is well again.
    pub times: u32,
    pub trouble: Trouble,
}

/// A question that came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub what: What,
    pub query: Vec<(String, String)>,
}

/// All that the stand-in plays.
#[derive(Debug, Default)]
pub struct World {
    pub people: Vec<Person>,
    pub circles: Vec<Circle>,
    pub scripts: VecDeque<Script>,
    /// Whether it sends every field there is, whatever it is asked for.
    pub talkative: bool,
    /// Entries of a page at most, if fewer than are asked for.
    pub page: Option<usize>,
    /// What came, the oldest first, where it is noted.
    pub asked: Option<Vec<Asked>>,
}

impl World {
    /// What goes wrong with this answer, if anything.
    pub(super) fn trouble(&mut self, what: What) -> Option<Trouble> {
        let script = self.scripts.iter_mut().find(|script| script.what == what)?;
        if script.after > 0 {
            script.after -= 1;
            return None;
        }
        script.times = script.times.saturating_sub(1);
        let (trouble, over) = (script.trouble.clone(), script.times == 0);
        if over && let Some(at) = self.scripts.iter().position(|script| script.what == what) {
            self.scripts.remove(at);
        }
        Some(trouble)
    }

    /// Lets the next `times` answers about `what` go wrong, after `after` that do not.
    pub fn script(&mut self, what: What, after: u32, times: u32, trouble: Trouble) {
        self.scripts.push_back(Script { what, after, times, trouble });
    }

    pub(super) fn note(&mut self, what: What, query: &[(String, String)]) {
        if let Some(asked) = &mut self.asked {
            asked.push(Asked { what, query: query.to_vec() });
        }
    }
}
