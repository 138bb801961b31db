//! What is done with one person or one group, each in one transaction. The addresses and the bulk of several go through
//! here.

use ground::web::Fault;
use ground::{Scope, Tx};
use serde_json::{Map, Value as Json};

use super::answer::{self, claimed, invalid_value};
use super::query::Wanted;
use super::{draw, group, patch, user};
use crate::error::{Error, Result};
use crate::model::{Group, GroupId, Source, User, UserId};
use crate::store;
use crate::store::user::Came;

/// What was done.
pub(crate) struct Done {
    pub status: u16,
    /// The resource as it is now, where it is answered.
    pub resource: Option<Json>,
    pub version: Option<i64>,
    pub location: Option<String>,
}

/// The versions a request is about (RFC 7232): none where it does not say.
pub(crate) type Versions = Option<String>;

/// What a request is about, and how it is answered.
#[derive(Clone)]
pub(crate) struct Asking {
    pub scope: Scope,
    /// What addresses of resources begin with.
    pub base: String,
    pub wanted: Wanted,
    /// What `If-Match` says.
    pub versions: Versions,
}

/// Whether one of the versions that a header names is this one.
pub(crate) fn names(header: &str, version: i64) -> bool {
    let mine = draw::etag(version);
    let weak = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    header.split(',').any(|tag| tag.trim() == "*" || weak(tag) == weak(&mine))
}

impl Asking {
    fn fresh(&self, version: i64) -> Result<()> {
        match &self.versions {
            Some(header) if !names(header, version) => Err(Error::Changed),
            _ => Ok(()),
        }
    }

    fn location(&self, kind: &str, id: impl std::fmt::Display) -> String {
        format!("{}/{kind}s/{id}", self.base)
    }

    async fn write(&self, body: impl Fn(&Asking, &mut Tx<'_>) -> Result<Done> + Send + 'static) -> Result<Done, Fault> {
        let asking = self.clone();
        let done = self.scope.write(move |tx| {
            store::take_turns(tx)?;
            body(&asking, tx)
        });
        done.await.map_err(answer::fault)
    }

    fn user_done(&self, tx: &mut Tx<'_>, status: u16, user: &User, fields: &crate::model::Fields) -> Result<Done> {
        Ok(Done {
            status,
            resource: Some(self.wanted.of(draw::one_user(tx, user, fields, &self.base)?)),
            version: Some(user.version),
            location: Some(self.location("User", user.id)),
        })
    }

    fn group_done(&self, tx: &mut Tx<'_>, status: u16, group: &Group) -> Result<Done> {
        let drawn = draw::groups(tx, std::slice::from_ref(group), &self.base, &|name| self.wanted.takes(name))?;
        Ok(Done {
            status,
            resource: drawn.into_iter().next().map(|one| self.wanted.of(one)),
            version: Some(group.version),
            location: Some(self.location("Group", group.id)),
        })
    }
}

fn id<T: std::str::FromStr>(text: &str) -> Result<T, Fault> {
    text.parse().map_err(|_| Fault::not_found())
}

fn there(tx: &mut Tx<'_>, id: UserId) -> Result<User> {
    store::user::find(tx, Source::Scim, id)?.ok_or(Error::Ground(ground::Error::NotFound))
}

fn group_there(tx: &mut Tx<'_>, id: GroupId) -> Result<Group> {
    store::group::find(tx, Source::Scim, id)?.ok_or(Error::Ground(ground::Error::NotFound))
}

/// Takes in a person.
pub(crate) async fn create_user(asking: &Asking, body: &Map<String, Json>) -> Result<Done, Fault> {
    let mut draft = user::Draft::default();
    draft.read(body)?;
    let fields = draft.finish()?;
    let done = asking.write(move |asking, tx| match store::user::create(tx, Source::Scim, &fields)? {
        Came::Made(user) => asking.user_done(tx, 201, &user, &fields),
        // The question to the manager is kept, so this is no failure yet.
        Came::Claimed => Ok(Done { status: 409, resource: None, version: None, location: None }),
    });
    let done = done.await?;
    if done.status == 409 { Err(claimed()) } else { Ok(done) }
}

/// How a person is to be changed.
pub(crate) enum Change {
    Whole(Map<String, Json>),
    Parts(Vec<patch::Op>),
}

/// Changes a person.
pub(crate) async fn change_user(asking: &Asking, text: &str, change: Change) -> Result<Done, Fault> {
    let id: UserId = id(text)?;
    asking
        .write(move |asking, tx| {
            let user = there(tx, id)?;
            asking.fresh(user.version)?;
            let before = store::user::open(tx, &user)?;
            let mut draft = user::Draft::from(&before);
            match &change {
                Change::Whole(body) => draft.read(body)?,
                Change::Parts(ops) => ops.iter().try_for_each(|op| patch::person(&mut draft, op))?,
            }
            let after = draft.finish()?;
            store::user::update(tx, &user, &before, &after)?;
            let user = there(tx, id)?;
            asking.user_done(tx, 200, &user, &after)
        })
        .await
}

/// Takes a person out.
pub(crate) async fn delete_user(asking: &Asking, text: &str) -> Result<Done, Fault> {
    let id: UserId = id(text)?;
    asking
        .write(move |asking, tx| {
            let user = there(tx, id)?;
            asking.fresh(user.version)?;
            store::user::leave(tx, &user)?;
            Ok(Done { status: 204, resource: None, version: None, location: Some(asking.location("User", id)) })
        })
        .await
}

/// Takes in a group.
pub(crate) async fn create_group(asking: &Asking, body: Map<String, Json>) -> Result<Done, Fault> {
    asking
        .write(move |asking, tx| {
            let draft = group::Draft::read(&body)?;
            let name = draft.name.clone().ok_or_else(|| invalid_value("displayName"))?;
            let external = draft.external_id.clone().flatten();
            let group = store::group::create(tx, Source::Scim, external.as_deref(), &name)?;
            store::member::add(tx, &group, draft.members.as_deref().unwrap_or_default())?;
            asking.group_done(tx, 201, &group)
        })
        .await
}

/// Changes a group.
pub(crate) async fn change_group(asking: &Asking, text: &str, change: Change) -> Result<Done, Fault> {
    let id: GroupId = id(text)?;
    asking
        .write(move |asking, tx| {
            let group = group_there(tx, id)?;
            asking.fresh(group.version)?;
            let draft = match &change {
                Change::Whole(body) => group::Draft::read(body)?,
                Change::Parts(ops) => {
                    let mut draft = group::Draft::default();
                    for op in ops {
                        draft.change(tx, &group, op)?;
                    }
                    draft
                }
            };
            draft.write(tx, &group)?;
            let group = group_there(tx, id)?;
            // A group may be large: its members are sent back to whoever sent them, and to nobody who changed a few.
            match change {
                Change::Parts(_) if !asking.wanted.is_said() => Ok(Done {
                    status: 204,
                    resource: None,
                    version: Some(group.version),
                    location: Some(asking.location("Group", id)),
                }),
                _ => asking.group_done(tx, 200, &group),
            }
        })
        .await
}

/// Takes a group out.
pub(crate) async fn delete_group(asking: &Asking, text: &str) -> Result<Done, Fault> {
    let id: GroupId = id(text)?;
    asking
        .write(move |asking, tx| {
            let group = group_there(tx, id)?;
            asking.fresh(group.version)?;
            store::group::delete(tx, &group)?;
            Ok(Done { status: 204, resource: None, version: None, location: Some(asking.location("Group", id)) })
        })
        .await
}

/// One person.
pub(crate) async fn read_user(asking: &Asking, text: &str) -> Result<Done, Fault> {
    let id: UserId = id(text)?;
    let asked = asking.clone();
    let read = asking.scope.read(move |tx| {
        let user = there(tx, id)?;
        let drawn = draw::users(tx, std::slice::from_ref(&user), &asked.base, &|name| asked.wanted.takes(name))?;
        let drawn = drawn.into_iter().next().ok_or(Error::Ground(ground::Error::NotFound))?;
        Ok(Done {
            status: 200,
            resource: Some(asked.wanted.of(drawn)),
            version: Some(user.version),
            location: Some(asked.location("User", id)),
        })
    });
    read.await.map_err(answer::fault)
}

/// One group.
pub(crate) async fn read_group(asking: &Asking, text: &str) -> Result<Done, Fault> {
    let id: GroupId = id(text)?;
    let asked = asking.clone();
    let read = asking.scope.read(move |tx| {
        let group = group_there(tx, id)?;
        asked.group_done(tx, 200, &group)
    });
    read.await.map_err(answer::fault)
}
