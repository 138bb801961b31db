//! Every promise, as data, by its group.
//!
//! The statements are the English sentences of the notice: short, plain, "we". They name a
//! parameter only where a control reads it. The statement of a promise that still waits for its
//! room names none yet, and stands in no published notice until then.

mod notice;
mod rights;
mod safeguards;
mod uses;

use super::Service::{Attendance, Crm, Directory, Rehabilitation, Scheduling};
use super::{Group, Promise, Service};
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
const AD: &[Service] = &[Attendance, Directory];
const CA: &[Service] = &[Crm, Attendance];
const CS: &[Service] = &[Crm, Scheduling];
const SR: &[Service] = &[Scheduling, Rehabilitation];
const AS: &[Service] = &[Attendance, Scheduling];
const SC: &[Service] = &[Scheduling, Crm];
const RCS: &[Service] = &[Rehabilitation, Crm, Scheduling];
const RCA: &[Service] = &[Rehabilitation, Crm, Attendance];
const RCD: &[Service] = &[Rehabilitation, Crm, Directory];
const RCSD: &[Service] = &[Rehabilitation, Crm, Scheduling, Directory];
const ALL: &[Service] = &[Rehabilitation, Crm, Attendance, Scheduling, Directory];
/// No service of today makes it.
const OURS: &[Service] = &[];

impl Promise {
    const fn new(group: Group, id: &'static str, services: &'static [Service], statement: &'static str) -> Self {
        let statement = Statement::new(statement);
        Self { id, group, services, statement, parameters: &[], waits_for: &[] }
    }

    const fn reads(self, parameters: &'static [Parameter]) -> Self {
        Self { parameters, ..self }
    }

    const fn waits_for(self, rooms: &'static [&'static str]) -> Self {
        Self { waits_for: rooms, ..self }
    }
}

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
