//! Who may what with complaints, and with the days in which they are counted.

pub const EXPECTED: &[(&str, &str)] = &[
    ("office.calendar.read", "manager privacy_officer"),
    ("office.calendar.write", "manager privacy_officer"),
    ("office.complaint.answer", "manager privacy_officer"),
    ("office.complaint.follow", "*"),
    ("office.complaint.list", "manager privacy_officer"),
    ("office.complaint.log", "front_desk manager"),
    ("office.complaint.make", "*"),
    ("office.complaint.own", "client guardian operator staff"),
    ("office.complaint.read", "manager privacy_officer"),
];
