//! What a page of the calendar shows: which day, seen how, of whom. Read from an address, written into one, and carried
//! by every form, so that whoever changed something comes back to what they were looking at.

use ground::web::Fields;
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::model::{PractitionerId, ServiceId};

/// How days are laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sight {
    /// One day, practitioners side by side.
    Day,
    /// A week from Monday: of one practitioner in seven columns, of all in narrow ones.
    Week,
    /// One day, rooms side by side.
    Rooms,
    /// One day as a table.
    List,
}

impl Sight {
    pub const ALL: [Sight; 4] = [Sight::Day, Sight::Week, Sight::Rooms, Sight::List];

    /// As addresses have it.
    pub fn word(self) -> &'static str {
        match self {
            Sight::Day => "day",
            Sight::Week => "week",
            Sight::Rooms => "rooms",
            Sight::List => "list",
        }
    }
}

/// One view of the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct View {
    pub sight: Sight,
    pub date: Date,
    /// Of this practitioner alone.
    pub who: Option<PractitionerId>,
    /// For this service: free time is what could be booked for it.
    pub service: Option<ServiceId>,
}

impl View {
    /// The ordinary view of a day.
    pub fn of(date: Date) -> View {
        View { sight: Sight::Day, date, who: None, service: None }
    }

    /// Reads an address. What makes no sense is as if it were not there.
    pub fn read(fields: &Fields, today: Date) -> View {
        let sight = fields.value("view");
        View {
            sight: Sight::ALL.into_iter().find(|one| one.word() == sight).unwrap_or(Sight::Day),
            date: day(fields.value("date")).unwrap_or(today),
            who: fields.value("who").parse().ok(),
            service: fields.value("service").parse().ok(),
        }
    }

    /// Reads the field that forms carry, which holds a view as an address does.
    pub fn carried(see: &str, date: Date) -> View {
        View::read(&Fields::parse(see.as_bytes()).unwrap_or_default(), date)
    }

    /// The part of an address behind the question mark.
    pub fn query(&self) -> String {
        let mut query = format!("date={}", self.date);
        if self.sight != Sight::Day {
            query.push_str("&view=");
            query.push_str(self.sight.word());
        }
        if let Some(who) = self.who {
            query.push_str(&format!("&who={who}"));
        }
        if let Some(service) = self.service {
            query.push_str(&format!("&service={service}"));
        }
        query
    }

    /// The view as one field of another address.
    pub fn in_address(&self) -> String {
        format!("see={}", self.query().replace('=', "%3D").replace('&', "%26"))
    }

    pub fn on(self, date: Date) -> View {
        View { date, ..self }
    }

    pub fn seen(self, sight: Sight) -> View {
        View { sight, ..self }
    }

    pub fn alone(self, who: Option<PractitionerId>) -> View {
        View { who, ..self }
    }

    /// The local days shown.
    pub fn days(&self) -> Vec<Date> {
        match self.sight {
            Sight::Week => {
                let monday = monday(self.date);
                (0..7).map(|n| monday.saturating_add(n.days())).collect()
            }
            Sight::Day | Sight::Rooms | Sight::List => vec![self.date],
        }
    }

    /// The same view of what lies before (-1) or after (1).
    pub fn step(self, by: i32) -> View {
        let days = if self.sight == Sight::Week { 7 } else { 1 };
        self.on(self.date.saturating_add((days * by).days()))
    }

    /// The same view where `date` can be seen: a week that has it stays.
    pub fn showing(self, date: Date) -> View {
        if self.days().contains(&date) { self } else { self.on(date) }
    }
}

/// The Monday of the week of `date`.
pub(super) fn monday(date: Date) -> Date {
    date.saturating_sub(i32::from(date.weekday().to_monday_zero_offset()).days())
}

/// A day as an address has it.
pub(super) fn day(text: &str) -> Option<Date> {
    Some(text).filter(|text| text.len() == 10).and_then(|text| text.parse::<Date>().ok())
}

/// The first day of the month of `day`.
pub(super) fn first_of_month(day: Date) -> Date {
    date(day.year(), day.month(), 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_survives_being_carried_by_a_form() {
        let today = date(2026, 11, 24);
        for view in [
            View::of(today),
            View { sight: Sight::Week, who: Some(PractitionerId::from_bits(7)), ..View::of(date(2027, 1, 1)) },
            View { sight: Sight::Rooms, service: Some(ServiceId::from_bits(9)), ..View::of(today) },
        ] {
            assert_eq!(View::carried(&view.query(), date(2000, 1, 1)), view);
        }
        for nonsense in ["", "date=2026-13-40", "view=upside-down&who=me", "&&=&date", "//evil.example"] {
            assert_eq!(View::carried(nonsense, today), View::of(today), "{nonsense}");
        }
    }

    #[test]
    fn a_week_runs_from_monday_and_steps_by_seven_days() {
        let week = View::of(date(2026, 11, 29)).seen(Sight::Week);
        assert_eq!((week.days()[0], week.days()[6]), (date(2026, 11, 23), date(2026, 11, 29)));
        assert_eq!(week.step(1).days()[0], date(2026, 11, 30));
        assert_eq!(week.showing(date(2026, 11, 23)), week);
        assert_eq!(week.showing(date(2026, 11, 30)).date, date(2026, 11, 30));
        assert_eq!(View::of(date(2026, 11, 29)).step(-1).days(), [date(2026, 11, 28)]);
    }
}
