//! Calendar files as their receivers read them.

use booking::ics::*;
use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::Offset, tz::TimeZone};

fn event<'a>(zone: &'a TimeZone, start: Timestamp) -> Event<'a> {
    Event {
        uid: "apt_01@clinic.example",
        sequence: 0,
        stamp: "2026-02-01T08:00:00Z".parse().unwrap(),
        start,
        end: start + SignedDuration::from_mins(45),
        zone,
        summary: "Physiotherapy, first visit",
        location: "Linden Quay 4; second floor",
        description: "Bring shoes.\nCome ten minutes early.",
        url: "https://clinic.example/v/abc?d=1",
        firmness: Firmness::Confirmed,
    }
}

const CLINIC: Party<'_> = Party { name: "Linden Quay", email: "desk@clinic.example" };
const CLIENT: Party<'_> = Party { name: "Ann O'Neil", email: "ann@example.org" };

fn invited(zone: &str, start: &str) -> String {
    let zone = TimeZone::get(zone).unwrap();
    invitation(&event(&zone, start.parse().unwrap()), CLINIC, CLIENT)
}

/// The lines of a file, unfolded, from the line `from` to the line `to`.
fn part(file: &str, from: &str, to: &str) -> Vec<String> {
    let whole = file.replace("\r\n ", "");
    let lines: Vec<&str> = whole.trim_end().split("\r\n").collect();
    let begin = lines.iter().position(|line| *line == from).unwrap();
    let end = lines.iter().rposition(|line| *line == to).unwrap();
    lines[begin..=end].iter().map(|line| line.to_string()).collect()
}

fn zone_of(file: &str) -> String {
    part(file, "BEGIN:VTIMEZONE", "END:VTIMEZONE").join("\n")
}

#[test]
fn an_invitation_reads_line_by_line() {
    let file = invited("Europe/Dublin", "2026-07-06T08:00:00Z");
    assert!(file.lines().all(|line| line.len() <= 75) && !file.replace("\r\n", "").contains(['\r', '\n']));
    let expected = r#"BEGIN:VCALENDAR
PRODID:-//Keepwell//Booking//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Dublin
BEGIN:DAYLIGHT
DTSTART:19960331T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:IST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:apt_01@clinic.example
SEQUENCE:0
DTSTAMP:20260201T080000Z
LAST-MODIFIED:20260201T080000Z
DTSTART;TZID=Europe/Dublin:20260706T090000
DTEND;TZID=Europe/Dublin:20260706T094500
SUMMARY:Physiotherapy\, first visit
LOCATION:Linden Quay 4\; second floor
DESCRIPTION:Bring shoes.\nCome ten minutes early.
URL:https://clinic.example/v/abc?d=1
ORGANIZER;CN="Linden Quay":mailto:desk@clinic.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE;CN="Ann O'Neil":mailto:ann@example.org
STATUS:CONFIRMED
TRANSP:OPAQUE
CLASS:PRIVATE
END:VEVENT
END:VCALENDAR"#;
    assert_eq!(part(&file, "BEGIN:VCALENDAR", "END:VCALENDAR").join("\n"), expected);
}

#[test]
fn a_cancellation_names_the_same_event_and_frees_its_time() {
    let zone = TimeZone::get("Europe/Dublin").unwrap();
    let confirmed = Event { sequence: 3, ..event(&zone, "2026-07-06T08:00:00Z".parse().unwrap()) };
    let lines = part(&cancellation(&confirmed, CLINIC, CLIENT), "BEGIN:VCALENDAR", "END:VCALENDAR");
    for line in ["METHOD:CANCEL", "UID:apt_01@clinic.example", "SEQUENCE:3", "STATUS:CANCELLED", "TRANSP:TRANSPARENT"] {
        assert!(lines.iter().any(|written| written == line), "{line}");
    }
    assert_eq!(Method::Cancel.content_type(), "text/calendar; charset=utf-8; method=CANCEL");
}

#[test]
fn a_published_file_names_its_organizer_and_nobody_else() {
    let zone = TimeZone::get("Europe/Dublin").unwrap();
    let confirmed = event(&zone, "2026-07-06T08:00:00Z".parse().unwrap());
    for file in [publication(&confirmed, CLINIC), feed("Ann's visits", &[confirmed], Some(CLINIC))] {
        let lines = part(&file, "BEGIN:VEVENT", "END:VEVENT");
        // RFC 5546, section 3.2.1: one ORGANIZER, no ATTENDEE.
        let organizers: Vec<_> = lines.iter().filter(|line| line.starts_with("ORGANIZER")).collect();
        assert_eq!(organizers, ["ORGANIZER;CN=\"Linden Quay\":mailto:desk@clinic.example"]);
        assert!(file.contains("METHOD:PUBLISH") && !file.contains("ATTENDEE"), "{file}");
    }
}

#[test]
fn a_feed_defines_each_zone_once() {
    let (dublin, cairo) = (TimeZone::get("Europe/Dublin").unwrap(), TimeZone::get("Africa/Cairo").unwrap());
    let at = |text: &str| -> Timestamp { text.parse().unwrap() };
    let events = [
        event(&dublin, at("2026-07-06T08:00:00Z")),
        event(&cairo, at("2026-07-06T09:00:00Z")),
        event(&dublin, at("2027-01-04T09:00:00Z")),
    ];
    let file = feed("Ann's visits", &events, Some(CLINIC));
    let count = |line: &str| file.lines().filter(|written| *written == line).count();
    assert_eq!((count("BEGIN:VTIMEZONE"), count("TZID:Europe/Dublin"), count("BEGIN:VEVENT")), (2, 1, 3));
    assert!(file.contains("METHOD:PUBLISH") && file.contains("X-WR-CALNAME:Ann's visits"));
    assert!(!feed("Nothing yet", &[], Some(CLINIC)).contains("VTIMEZONE"));
}

#[test]
fn zones_without_a_yearly_rule_have_their_changes_written_out() {
    let kathmandu = zone_of(&invited("Asia/Kathmandu", "2026-01-05T04:00:00Z"));
    assert_eq!(
        kathmandu,
        "BEGIN:VTIMEZONE\nTZID:Asia/Kathmandu\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0545\n\
         TZOFFSETTO:+0545\nTZNAME:+0545\nEND:STANDARD\nEND:VTIMEZONE"
    );
    // The day after the last Thursday of October is sometimes in November: no rule of one month can say it.
    let cairo = zone_of(&invited("Africa/Cairo", "2026-05-05T09:00:00Z"));
    assert!(
        !cairo.contains("RRULE") && cairo.contains("DTSTART:20261030T000000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200")
    );
    // The last summer time of Brazil.
    let brazil = zone_of(&invited("America/Sao_Paulo", "2018-12-05T12:00:00Z"));
    assert!(!brazil.contains("RRULE") && brazil.contains("DAYLIGHT\nDTSTART:20181104T000000"));
    let lord_howe = zone_of(&invited("Australia/Lord_Howe", "2026-12-05T00:00:00Z"));
    assert!(lord_howe.contains("BYMONTH=4;BYDAY=1SU\nTZOFFSETFROM:+1100\nTZOFFSETTO:+1030"));
}

#[test]
fn utc_and_the_second_of_two_equal_hours_are_written_in_utc() {
    let utc = invited("UTC", "2026-07-06T08:00:00Z");
    assert!(utc.contains("DTSTART:20260706T080000Z") && !utc.contains("VTIMEZONE"));
    let first = invited("Europe/Dublin", "2026-10-25T00:10:00Z");
    assert!(first.contains("DTSTART;TZID=Europe/Dublin:20261025T011000"));
    let second = invited("Europe/Dublin", "2026-10-25T01:15:00Z");
    assert!(second.contains("DTSTART:20261025T011500Z") && second.contains("DTEND:20261025T020000Z"));
    // The start is clear, the end is the second 01:10 of the night.
    let into = invited("Europe/Dublin", "2026-10-25T00:25:00Z");
    assert!(into.contains("DTSTART:20261025T002500Z") && into.contains("DTEND:20261025T011000Z"));
}

#[test]
fn nothing_a_person_writes_becomes_a_line_of_the_file() {
    let zone = TimeZone::get("Europe/Dublin").unwrap();
    let evil = "x\r\nEND:VEVENT\r\nBEGIN:VEVENT\nATTENDEE:mailto:other@example.org\"\u{2028}:;,\\";
    let event = Event {
        uid: evil,
        summary: evil,
        location: evil,
        description: evil,
        url: evil,
        ..event(&zone, "2026-07-06T08:00:00Z".parse().unwrap())
    };
    let party = Party { name: evil, email: evil };
    let lines = part(&invitation(&event, party, party), "BEGIN:VCALENDAR", "END:VCALENDAR");
    let ordinary = invited("Europe/Dublin", "2026-07-06T08:00:00Z");
    let names = |lines: &[String]| -> Vec<String> {
        let name = |line: &String| line.split([':', ';']).next().unwrap_or_default().to_string();
        lines.iter().map(name).collect()
    };
    assert_eq!(names(&lines), names(&part(&ordinary, "BEGIN:VCALENDAR", "END:VCALENDAR")));
}

/// What a calendar program makes of a wall-clock reading with the definition in the file: RFC 5545 section 3.6.5.
struct Definition(Vec<(Vec<Timestamp>, Offset)>);

impl Definition {
    fn read(file: &str) -> Definition {
        let text = zone_of(file);
        let field = |block: &str, name: &str| {
            block.lines().find_map(|line| line.strip_prefix(&format!("{name}:")).map(str::to_string))
        };
        let offset = |text: String| -> Offset {
            let number = |range: std::ops::Range<usize>| text.get(range).map_or(0, |part| part.parse::<i32>().unwrap());
            let seconds = number(1..3) * 3600 + number(3..5) * 60 + if text.len() > 5 { number(5..7) } else { 0 };
            Offset::from_seconds(if text.starts_with('-') { -seconds } else { seconds }).unwrap()
        };
        let blocks =
            text.split("BEGIN:").filter(|block| block.starts_with("STANDARD") || block.starts_with("DAYLIGHT"));
        let read = |block: &str| {
            let begin = DateTime::strptime("%Y%m%dT%H%M%S", field(block, "DTSTART").unwrap()).unwrap();
            let from = offset(field(block, "TZOFFSETFROM").unwrap());
            let onsets: Vec<DateTime> = match field(block, "RRULE") {
                None => vec![begin],
                Some(rule) => (begin.year()..2065).map(|year| nth(&rule, year).to_datetime(begin.time())).collect(),
            };
            assert_eq!(onsets[0], begin, "the first onset must follow the rule");
            let at = |local: &DateTime| from.to_timestamp(*local).unwrap();
            (onsets.iter().map(at).collect(), offset(field(block, "TZOFFSETTO").unwrap()))
        };
        Definition(blocks.map(read).collect())
    }

    fn offset(&self, at: Timestamp) -> Option<Offset> {
        let onsets = self.0.iter().flat_map(|(onsets, to)| onsets.iter().map(move |onset| (*onset, *to)));
        onsets.filter(|(onset, _)| *onset <= at).max_by_key(|(onset, _)| *onset).map(|(_, to)| to)
    }

    /// The first instant at which the clock reads so.
    fn instant(&self, reading: DateTime) -> Option<Timestamp> {
        let meant = |to: &Offset| to.to_timestamp(reading).ok().filter(|at| self.offset(*at) == Some(*to));
        self.0.iter().filter_map(|(_, to)| meant(to)).min()
    }
}

/// The date of `FREQ=YEARLY;BYMONTH=m;BYDAY=nDD` in a year.
fn nth(rule: &str, year: i16) -> Date {
    let field = |name: &str| rule.split(';').find_map(|part| part.strip_prefix(name)).unwrap();
    let (n, day) = field("BYDAY=").split_at(field("BYDAY=").len() - 2);
    let weekday = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"].iter().position(|known| *known == day).unwrap();
    let weekday = Weekday::from_monday_zero_offset(weekday as i8).unwrap();
    date(year, field("BYMONTH=").parse().unwrap(), 1).nth_weekday_of_month(n.parse().unwrap(), weekday).unwrap()
}

#[test]
fn the_instants_in_a_file_are_those_of_the_appointment_in_every_kind_of_zone() {
    let zones = [
        "Europe/Dublin",
        "Europe/Berlin",
        "Europe/Moscow",
        "Europe/Volgograd",
        "Europe/Istanbul",
        "Africa/Cairo",
        "Africa/Casablanca",
        "Africa/Nairobi",
        "America/Sao_Paulo",
        "America/New_York",
        "America/Santiago",
        "America/Asuncion",
        "America/St_Johns",
        "America/Havana",
        "America/Caracas",
        "America/Nuuk",
        "Asia/Kathmandu",
        "Asia/Kolkata",
        "Asia/Dubai",
        "Asia/Tehran",
        "Asia/Gaza",
        "Asia/Jerusalem",
        "Asia/Beirut",
        "Asia/Pyongyang",
        "Australia/Lord_Howe",
        "Australia/Sydney",
        "Antarctica/Troll",
        "Pacific/Apia",
        "Pacific/Chatham",
        "Pacific/Norfolk",
    ];
    for name in zones {
        let zone = TimeZone::get(name).unwrap();
        for year in [1999, 2011, 2018, 2026, 2038] {
            let begin = zone.to_timestamp(date(year, 1, 1).into()).unwrap();
            let changes = zone.following(begin).take(4).map(|change| change.timestamp());
            let around = changes.flat_map(|at| [-60, -30, 0, 30, 60].map(|minutes| at + minutes.minutes()));
            let samples: Vec<_> = (0..12).map(|month| begin + (month * 733).hours()).chain(around).collect();
            for start in samples {
                let file = invitation(&event(&zone, start), CLINIC, CLIENT);
                let lines = part(&file, "BEGIN:VEVENT", "END:VEVENT");
                let instant = |field: &str| -> Timestamp {
                    let line = lines.iter().find(|line| line.starts_with(field)).unwrap();
                    let (_, value) = line.split_once(':').unwrap();
                    match value.strip_suffix('Z') {
                        Some(utc) => {
                            TimeZone::UTC.to_timestamp(DateTime::strptime("%Y%m%dT%H%M%S", utc).unwrap()).unwrap()
                        }
                        None => {
                            let reading = DateTime::strptime("%Y%m%dT%H%M%S", value).unwrap();
                            Definition::read(&file).instant(reading).unwrap_or_else(|| panic!("{name} {start}\n{file}"))
                        }
                    }
                };
                assert_eq!(instant("DTSTART"), start, "{name}\n{file}");
                assert_eq!(instant("DTEND"), start + SignedDuration::from_mins(45), "{name}\n{file}");
            }
        }
    }
}
