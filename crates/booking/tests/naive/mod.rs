//! Availability as a person with a paper diary would work it out: every single minute, asking the zone's own
//! tables what the clock on the wall shows, and nothing shared with the rules under test but their plain values.

use std::collections::BTreeMap;

use booking::rules::*;
use jiff::{Span as Time, Timestamp, civil::Date, tz::TimeZone};

pub struct Naive<'a> {
    pub zone: &'a TimeZone,
    pub clinic: &'a ClinicDays,
    pub practitioners: &'a [Practitioner],
    pub rooms: &'a [Room],
    pub devices: &'a [Device],
    pub claims: &'a [Claim],
    pub days: (Date, Date),
    /// Minutes since the epoch of the first entry of every table below.
    origin: i64,
    reading: Vec<(Date, u16)>,
    open: BTreeMap<(PractitionerKey, PlaceKey), Vec<bool>>,
    opening_starts: BTreeMap<(PractitionerKey, PlaceKey), Vec<(i64, i64)>>,
    busy: BTreeMap<(char, u128), Vec<bool>>,
}

fn minute_of(at: Timestamp) -> i64 {
    at.as_second().div_euclid(60)
}

fn at_minute(minute: i64) -> Timestamp {
    Timestamp::from_second(minute * 60).unwrap()
}

impl<'a> Naive<'a> {
    pub fn new(setting: &Setting<'a>, days: (Date, Date), claims: &'a [Claim]) -> Naive<'a> {
        let start = setting.zone.to_timestamp(days.0.into()).unwrap() - Time::new().hours(72);
        let end = setting.zone.to_timestamp(days.1.into()).unwrap() + Time::new().hours(96);
        let origin = minute_of(start).div_euclid(5) * 5;
        let count = (minute_of(end) - origin) as usize;
        let reading = (0..count as i64)
            .map(|n| {
                let shown = setting.zone.to_datetime(at_minute(origin + n));
                (shown.date(), shown.hour() as u16 * 60 + shown.minute() as u16)
            })
            .collect();
        let mut naive = Naive {
            zone: setting.zone,
            clinic: setting.clinic,
            practitioners: setting.practitioners,
            rooms: setting.rooms,
            devices: setting.devices,
            claims,
            days,
            origin,
            reading,
            open: BTreeMap::new(),
            opening_starts: BTreeMap::new(),
            busy: BTreeMap::new(),
        };
        naive.write_hours(count);
        naive.write_claims(count);
        naive
    }

    fn spans(&self, practitioner: &Practitioner, date: Date) -> Vec<Span> {
        let spans = match practitioner.hours.exceptions.get(&date) {
            Some(DayPlan::Away) => vec![],
            Some(DayPlan::Instead(spans)) => spans.clone(),
            None => practitioner
                .hours
                .weekly
                .iter()
                .filter(|hours| hours.weekday == date.weekday())
                .filter(|hours| {
                    hours.since.is_none_or(|since| date >= since) && hours.until.is_none_or(|until| date <= until)
                })
                .map(|hours| hours.span)
                .collect(),
        };
        let (opens, closes) = match self.clinic.get(&date) {
            Some(ClinicDay::Closed) => (0, 0),
            Some(ClinicDay::Only { from_min, to_min }) => (*from_min, *to_min),
            None => (0, 1440),
        };
        let cut = |span: Span| Span { from_min: span.from_min.max(opens), to_min: span.to_min.min(closes), ..span };
        spans.into_iter().map(cut).filter(|span| span.from_min < span.to_min).collect()
    }

    fn write_hours(&mut self, count: usize) {
        let mut dates: Vec<Date> = self.reading.iter().map(|(date, _)| *date).collect();
        dates.dedup();
        dates.sort();
        dates.dedup();
        for practitioner in self.practitioners {
            for date in &dates {
                for span in self.spans(practitioner, *date) {
                    let key = (practitioner.key, span.place);
                    let mut run: Option<i64> = None;
                    for n in 0..=count {
                        let inside = n < count && {
                            let (shown, minute) = self.reading[n];
                            shown == *date && span.from_min <= minute && minute < span.to_min
                        };
                        match (inside, run) {
                            (true, None) => run = Some(n as i64),
                            (false, Some(from)) => {
                                self.opening_starts.entry(key).or_default().push((from, n as i64));
                                run = None;
                            }
                            _ => {}
                        }
                        if inside {
                            self.open.entry(key).or_insert_with(|| vec![false; count])[n] = true;
                        }
                    }
                }
            }
        }
    }

    fn write_claims(&mut self, count: usize) {
        for claim in self.claims {
            let taken = [
                claim.practitioner.map(|key| ('p', key.0)),
                claim.room.map(|key| ('r', key.0)),
                claim.device.map(|key| ('d', key.0)),
            ];
            for n in 0..count {
                // The five minutes that this minute belongs to, against the claim.
                let five = at_minute((self.origin + n as i64).div_euclid(5) * 5);
                if five < claim.to && five + Time::new().minutes(5) > claim.from {
                    for key in taken.iter().flatten() {
                        self.busy.entry(*key).or_insert_with(|| vec![false; count])[n] = true;
                    }
                }
            }
        }
    }

    fn at(&self, start: Timestamp) -> i64 {
        minute_of(start) - self.origin
    }

    fn free(&self, key: (char, u128), from: i64, to: i64) -> bool {
        self.busy.get(&key).is_none_or(|busy| (from..to).all(|n| !busy[n as usize]))
    }

    pub fn appointments(&self, date: Date, of: impl Fn(&Claim, ServiceKey) -> bool) -> usize {
        self.claims
            .iter()
            .filter(|claim| {
                claim
                    .counts
                    .is_some_and(|(service, start)| of(claim, service) && self.zone.to_datetime(start).date() == date)
            })
            .count()
    }

    /// Whether the practitioner can give the service from `start` on (a whole number of five minutes).
    pub fn offered(
        &self,
        query: &Query<'_>,
        minutes: (u16, u16, u16, u16),
        start: Timestamp,
        who: &Practitioner,
    ) -> bool {
        let (duration, before, after, step) = minutes;
        let service = query.service;
        let n = self.at(start);
        let (date, minute) = self.reading[n as usize];
        if date < self.days.0 || date > self.days.1 || !service.practitioners.contains(&who.key) {
            return false;
        }
        if query.practitioner.is_some_and(|asked| asked != who.key) {
            return false;
        }
        let today = self.zone.to_datetime(query.now).date();
        match query.booker {
            Booker::Visitor => {
                let notice = Time::new().minutes(i64::from(service.minimum_notice_min));
                let last = today + Time::new().days(service.horizon_days);
                if start < query.now + notice || date > last {
                    return false;
                }
                if service.grid == Grid::Clock && minute % step != 0 {
                    return false;
                }
            }
            Booker::Desk if start < today.to_zoned(self.zone.clone()).unwrap().timestamp() => {
                return false;
            }
            Booker::Desk => {}
        }
        let mine = self.appointments(date, |claim, _| claim.practitioner == Some(who.key));
        let theirs = self.appointments(date, |_, key| key == service.key);
        if who.daily_limit.is_some_and(|limit| mine >= limit.into())
            || service.daily_limit.is_some_and(|limit| theirs >= limit.into())
        {
            return false;
        }
        let (from, to) = (n - i64::from(before), n + i64::from(duration) + i64::from(after));
        if !self.free(('p', who.key.0), from, to) {
            return false;
        }
        let bound = matches!(service.modality, Modality::Clinic | Modality::Class) || service.rooms.is_some();
        let hours: Vec<(PlaceKey, &Vec<bool>)> =
            self.open.iter().filter(|((key, _), _)| *key == who.key).map(|((_, place), open)| (*place, open)).collect();
        let on_grid = |place: Option<PlaceKey>| {
            query.booker == Booker::Desk
                || service.grid == Grid::Clock
                || self.opening_starts.iter().any(|((key, at), runs)| {
                    *key == who.key
                        && place.is_none_or(|place| place == *at)
                        && runs.iter().any(|(from, to)| *from <= n && n < *to && (n - from) % i64::from(step) == 0)
                })
        };
        let equipped = |place: Option<PlaceKey>| {
            let room = service.rooms.as_ref().is_none_or(|rooms| {
                self.rooms.iter().any(|room| {
                    rooms.contains(&room.key) && Some(room.place) == place && self.free(('r', room.key.0), from, to)
                })
            });
            let device = service.devices.as_ref().is_none_or(|devices| {
                self.devices.iter().any(|device| {
                    devices.contains(&device.key)
                        && (device.place.is_none() || place.is_none() || device.place == place)
                        && self.free(('d', device.key.0), from, to)
                })
            });
            room && device
        };
        let span = n as usize..(n + i64::from(duration)) as usize;
        if bound {
            hours.iter().any(|(place, open)| {
                query.place.is_none_or(|asked| asked == *place)
                    && span.clone().all(|n| open[n])
                    && on_grid(Some(*place))
                    && equipped(Some(*place))
            })
        } else {
            span.clone().all(|n| hours.iter().any(|(_, open)| open[n])) && on_grid(None) && equipped(None)
        }
    }
}
