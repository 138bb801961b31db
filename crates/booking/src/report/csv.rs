//! The report as CSV, for whoever calculates further. Column names are part of the format and the same in every language.

use super::{Attendance, Share};

/// One line a group: `by,group,appointments,kept,missed,missed_share`; the share from 0 to 1 with four digits, empty
/// for a group without appointments.
pub fn csv(report: &Attendance) -> String {
    let mut text = String::from("by,group,appointments,kept,missed,missed_share\r\n");
    let mut line = |by: &str, group: &str, share: Share| {
        let rate = share.rate().map(|rate| format!("{rate:.4}")).unwrap_or_default();
        text.push_str(&format!("{by},{group},{},{},{},{rate}\r\n", share.total(), share.kept, share.missed));
    };
    line("all", &format!("{}/{}", report.period.from, report.period.to), report.all);
    for (lead, share) in &report.by_lead {
        line("lead_days", lead.as_str(), *share);
    }
    for (weekday, share) in &report.by_weekday {
        line("weekday", &weekday.to_monday_one_offset().to_string(), *share);
    }
    for (reminded, share) in &report.by_reminder {
        line("reminder", if *reminded { "sent" } else { "none" }, *share);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::{Period, gather};
    use jiff::civil::date;

    #[test]
    fn the_csv_has_a_line_for_every_group() {
        let text = super::csv(&gather(Period { from: date(2026, 1, 1), to: date(2026, 1, 31) }, &[]));
        assert_eq!(text.lines().count(), 1 + 1 + 6 + 7 + 2);
        assert!(
            text.starts_with("by,group,appointments,kept,missed,missed_share\r\nall,2026-01-01/2026-01-31,0,0,0,\r\n")
        );
    }
}
