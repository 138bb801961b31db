//! Every promise, as data, by its group.
//!
//! The statements are the English sentences of the notice: short, plain, "we". They name a
//! parameter only where a control reads it, or will: what a promise names that waits for its room is said
//! to wait with it, and stands in no version of a notice until then.

mod notice;
mod rights;
mod safeguards;
mod uses;

use super::Service::{Attendance, Crm, Directory, Rehabilitation, Scheduling};
use super::{Group, Otherwise, Promise, Service};
use crate::{Parameter, Statement};

// The kinds of service that make a promise, by their letters.
const R: &[Service] = &[Rehabilitation];
const C: &[Service] = &[Crm];
const A: &[Service] = &[Attendance];
const S: &[Service] = &[Scheduling];
const D: &[Service] = &[Directory];
const RS: &[Service] = &[Rehabilitation, Scheduling];
const RA: &[Service] = &[Rehabilitation, Attendance];
const RC: &[Service] = &[Rehabilitation, Crm];
const RAD: &[Service] = &[Rehabilitation, Attendance, Directory];
const CA: &[Service] = &[Crm, Attendance];
const CS: &[Service] = &[Crm, Scheduling];
const SR: &[Service] = &[Scheduling, Rehabilitation];
const AS: &[Service] = &[Attendance, Scheduling];
const SC: &[Service] = &[Scheduling, Crm];
const RCS: &[Service] = &[Rehabilitation, Crm, Scheduling];
const RCA: &[Service] = &[Rehabilitation, Crm, Attendance];
const RCAS: &[Service] = &[Rehabilitation, Crm, Attendance, Scheduling];
const RCD: &[Service] = &[Rehabilitation, Crm, Directory];
const RCSD: &[Service] = &[Rehabilitation, Crm, Scheduling, Directory];
const ALL: &[Service] = &[Rehabilitation, Crm, Attendance, Scheduling, Directory];
/// No service of today makes it.
const OURS: &[Service] = &[];

impl Promise {
    const fn new(group: Group, id: &'static str, services: &'static [Service], statement: &'static str) -> Self {
        let statement = Statement::new(statement);
        Self { id, group, services, statement, otherwise: &[], about: &[], parameters: &[], needs: &[] }
    }

    const fn reads(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    const fn needs(self, rooms: &'static [&'static str]) -> Self {
        Self { needs: rooms, ..self }
    }

    /// Made only in an edition that has one of these rooms, and kept by them.
    const fn about(self, rooms: &'static [&'static str]) -> Self {
        Self { about: rooms, needs: rooms, ..self }
    }

    const fn otherwise(self, otherwise: &'static [Otherwise]) -> Self {
        Self { otherwise, ..self }
    }
}

/// What is said in an edition that has none of these rooms.
const fn without(rooms: &'static [&'static str], statement: &'static str) -> Otherwise {
    Otherwise { without: rooms, statement: Statement::new(statement) }
}

/// Rooms in which somebody is treated.
const TREATMENT: &[&str] = &["booking", "care"];

const GROUPS: [&[Promise]; 4] = [&safeguards::SAFEGUARDS, &notice::NOTICE, &uses::USE, &rights::RIGHTS];

const COUNT: usize = GROUPS[0].len() + GROUPS[1].len() + GROUPS[2].len() + GROUPS[3].len();

/// Every promise, in the order in which the notice makes them.
pub const PROMISES: &[Promise] = &joined();

const fn joined() -> [Promise; COUNT] {
    let mut all = [GROUPS[0][0]; COUNT];
    let (mut group, mut filled) = (0, 0);
    // Iterators are not const yet.
    while group < GROUPS.len() {
        let mut n = 0;
        while n < GROUPS[group].len() {
            all[filled] = GROUPS[group][n];
            n += 1;
            filled += 1;
        }
        group += 1;
    }
    all
}
