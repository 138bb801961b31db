//! When somebody is reminded of a visit: how long before, and never in the hours in which they want quiet (promise
//! `service_messages.frequency`).

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

/// Minutes of a day.
const DAY: u32 = 1_440;

/// How long before a visit a reminder may come, in minutes, the longest first. Whole days are days of the clinic's
/// calendar; what is shorter is elapsed time.
pub const LEADS: [u32; 4] = [7 * DAY, 2 * DAY, DAY, 180];

/// What holds as long as somebody has not chosen: the day before.
pub const USUAL: u32 = DAY;

/// Hours of a day in which no reminder comes, by the reader's own clock; over midnight where it ends before it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Quiet {
    from: Time,
    to: Time,
}

impl Quiet {
    /// From one time of day to another; the same twice would be a whole day, and is none.
    pub fn new(from: Time, to: Time) -> Option<Quiet> {
        (from != to).then_some(Quiet { from, to })
    }

    /// When it begins and ends.
    pub fn hours(self) -> (Time, Time) {
        (self.from, self.to)
    }

    /// The quiet hours that `at` lies in, by the clock of `zone`: their first instant, and the first after them.
    pub fn around(self, at: Timestamp, zone: &TimeZone) -> Option<(Timestamp, Timestamp)> {
        let local = zone.to_datetime(at);
        let (date, time) = (local.date(), local.time());
        let day = |days: i8| date.checked_add(i32::from(days).days()).ok();
        let (begins, ends) = match (self.from < self.to, time >= self.from, time < self.to) {
            (true, true, true) => (date, date),
            (false, true, _) => (date, day(1)?),
            (false, _, true) => (day(-1)?, date),
            _ => return None,
        };
        // Where the clocks are changed just then, rather too long than too short.
        let instant = |day: jiff::civil::Date, time: Time| zone.to_ambiguous_timestamp(day.to_datetime(time));
        let (begins, ends) = (instant(begins, self.from).earlier().ok()?, instant(ends, self.to).later().ok()?);
        Some((begins.min(at), ends.max(at)))
    }
}

/// What somebody chose.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// How long before, of [`LEADS`]; none: never.
    pub leads: Vec<u32>,
    pub quiet: Option<Quiet>,
    /// The zone by whose clock the quiet hours are told.
    pub zone: TimeZone,
}

impl Plan {
    /// What holds as long as nothing was chosen.
    pub fn usual(zone: &TimeZone) -> Plan {
        Plan { leads: vec![USUAL], quiet: None, zone: zone.clone() }
    }

    /// When reminders of a visit at `start` come, the first first. One that would come in quiet hours comes as they begin:
    /// earlier, so that it is still of use.
    pub fn times(&self, start: Timestamp, clinic: &TimeZone) -> Vec<Timestamp> {
        let moved = |lead: &u32| {
            let at = before(start, *lead, clinic);
            self.quiet
                .and_then(|quiet| quiet.around(at, &self.zone))
                .map_or(at, |(begins, _)| begins - SignedDuration::from_secs(1))
        };
        let mut times: Vec<Timestamp> = self.leads.iter().map(moved).filter(|at| *at < start).collect();
        times.sort_unstable();
        times.dedup();
        times
    }

    /// When the next one comes after `now`.
    pub fn next(&self, start: Timestamp, clinic: &TimeZone, now: Timestamp) -> Option<Timestamp> {
        self.times(start, clinic).into_iter().find(|at| *at > now)
    }

    /// The time whose reminder is due at `now`, if the last one went out at `sent`. Of several that were missed, as when
    /// the program stood still, only the last is: nobody is reminded twice at once.
    pub fn due(
        &self,
        start: Timestamp,
        clinic: &TimeZone,
        sent: Option<Timestamp>,
        now: Timestamp,
    ) -> Option<Timestamp> {
        let last = self.times(start, clinic).into_iter().rfind(|at| *at <= now)?;
        sent.is_none_or(|sent| sent < last).then_some(last).filter(|_| now < start)
    }

    /// Until when `now` is quiet, if it is.
    pub fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.quiet.and_then(|quiet| quiet.around(now, &self.zone)).map(|(_, ends)| ends)
    }
}

/// So many minutes before `start`; whole days at the same time of the clinic's day.
pub fn before(start: Timestamp, minutes: u32, clinic: &TimeZone) -> Timestamp {
    if minutes.is_multiple_of(DAY) {
        let days = i32::try_from(minutes / DAY).unwrap_or(0);
        let before = start.to_zoned(clinic.clone()).checked_sub(days.days());
        return before.map_or(start, |before| before.timestamp());
    }
    start.saturating_sub(SignedDuration::from_mins(minutes.into())).unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::time;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).unwrap()
    }

    fn plan(leads: &[u32], quiet: Option<((i8, i8), (i8, i8))>, name: &str) -> Plan {
        let clock = |(hour, minute)| time(hour, minute, 0, 0);
        let quiet = quiet.and_then(|(from, to)| Quiet::new(clock(from), clock(to)));
        Plan { leads: leads.to_vec(), quiet, zone: zone(name) }
    }

    #[test]
    fn a_reminder_comes_as_long_before_as_was_chosen_and_as_quiet_begins_where_it_would_come_in_quiet_hours() {
        let clinic = zone("Europe/Dublin");
        let night = Some(((21, 0), (8, 0)));
        for (plan, start, expected) in [
            (Plan::usual(&clinic), "2026-12-03T14:15:00Z", vec!["2026-12-02T14:15:00Z"]),
            (
                plan(&[10_080, 1_440, 180], None, "Europe/Dublin"),
                "2026-12-03T14:15:00Z",
                vec!["2026-11-26T14:15:00Z", "2026-12-02T14:15:00Z", "2026-12-03T11:15:00Z"],
            ),
            // Over the change of the clocks the day before is the day before.
            (Plan::usual(&clinic), "2026-10-25T14:15:00Z", vec!["2026-10-24T13:15:00Z"]),
            // At seven in the morning somebody sleeps: the evening before.
            (plan(&[1_440], night, "Europe/Dublin"), "2026-12-03T07:00:00Z", vec!["2026-12-01T20:59:59Z"]),
            (plan(&[1_440], night, "Europe/Dublin"), "2026-12-03T08:00:00Z", vec!["2026-12-02T08:00:00Z"]),
            // By their own clock, not the clinic's: 14:15 in Dublin is 23:15 in Tokyo.
            (plan(&[1_440], night, "Asia/Tokyo"), "2026-12-03T14:15:00Z", vec!["2026-12-02T11:59:59Z"]),
            // Within one day.
            (
                plan(&[1_440], Some(((12, 0), (14, 30))), "Europe/Dublin"),
                "2026-12-03T14:15:00Z",
                vec!["2026-12-02T11:59:59Z"],
            ),
            (
                plan(&[1_440], Some(((12, 0), (14, 15))), "Europe/Dublin"),
                "2026-12-03T14:15:00Z",
                vec!["2026-12-02T14:15:00Z"],
            ),
            // Two that fall together are one.
            (
                plan(&[1_440, 180], Some(((0, 0), (23, 59))), "Europe/Dublin"),
                "2026-12-03T01:00:00Z",
                vec!["2026-12-01T23:59:59Z"],
            ),
            (plan(&[], None, "Europe/Dublin"), "2026-12-03T14:15:00Z", vec![]),
        ] {
            let times: Vec<String> = plan.times(at(start), &clinic).iter().map(ToString::to_string).collect();
            assert_eq!(times, expected, "{plan:?} {start}");
        }
    }

    #[test]
    fn no_reminder_of_any_visit_comes_in_quiet_hours_or_after_it_began() {
        let clinic = zone("Europe/Dublin");
        for name in ["Europe/Dublin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Casablanca"]
        {
            for (from, to) in
                [((21, 0), (8, 0)), ((0, 30), (2, 30)), ((13, 0), (15, 0)), ((8, 0), (7, 0)), ((23, 59), (0, 1))]
            {
                let plan = plan(&LEADS, Some((from, to)), name);
                // Both changes of the clocks, in either half of the world.
                for (first, last) in
                    [("2026-03-20T00:05:00Z", "2026-04-12T00:00:00Z"), ("2026-09-28T00:05:00Z", "2026-11-10T00:00:00Z")]
                {
                    let mut start = at(first);
                    while start < at(last) {
                        for time in plan.times(start, &clinic) {
                            assert!(time < start, "{name} {start} {time}");
                            assert_eq!(
                                plan.quiet_until(time),
                                None,
                                "{name} {from:?} {to:?}: {start} reminds at {time}"
                            );
                        }
                        start += SignedDuration::from_mins(35);
                    }
                }
            }
        }
    }

    #[test]
    fn one_is_due_once_and_of_several_missed_only_the_last() {
        let clinic = zone("Europe/Dublin");
        let plan = plan(&LEADS, None, "Europe/Dublin");
        let start = at("2026-12-03T14:15:00Z");
        let due =
            |sent: Option<&str>, now: &str| plan.due(start, &clinic, sent.map(at), at(now)).map(|at| at.to_string());
        assert_eq!(due(None, "2026-11-26T14:14:59Z"), None);
        assert_eq!(due(None, "2026-11-26T14:15:00Z").as_deref(), Some("2026-11-26T14:15:00Z"));
        assert_eq!(due(Some("2026-11-26T14:15:00Z"), "2026-12-01T14:14:59Z"), None);
        assert_eq!(due(Some("2026-11-26T14:15:03Z"), "2026-12-02T20:00:00Z").as_deref(), Some("2026-12-02T14:15:00Z"));
        assert_eq!(due(Some("2026-12-02T20:00:00Z"), "2026-12-02T20:00:01Z"), None);
        assert_eq!(due(None, "2026-12-03T14:15:00Z"), None, "it has begun");
        assert_eq!(plan.next(start, &clinic, at("2026-12-02T14:15:00Z")), Some(at("2026-12-03T11:15:00Z")));
        assert_eq!(plan.next(start, &clinic, at("2026-12-03T11:15:00Z")), None);
    }
}
