use super::*;

const ID: &str = "msg_01k9q2v7d0e8r5t3y1v6w4z2x9";

/// A report in the shape of RFC 3464: the words, the status, and what is left of the letter.
fn report(action: &str, status: &str, original: &str) -> String {
    format!(
        "Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.net\r\nTo: clinic@example.org\r\nSubject: Undelivered Mail\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n boundary=\"=_b\"\r\n\r\n\
         --=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nI am sorry to have to tell you.\r\n\r\n\
         --=_b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\n\
         Final-Recipient: rfc822; nobody@example.net\r\nAction: {action}\r\nStatus: {status}\r\n\r\n\
         --=_b\r\n{original}\r\n--=_b--\r\n"
    )
}

fn whole() -> String {
    format!(
        "Content-Type: message/rfc822\r\n\r\nFrom: clinic@example.org\r\nTo: nobody@example.net\r\n\
         Message-ID: <{ID}@keepwell>\r\nSubject: Your visit\r\n\r\nDear reader,\r\n"
    )
}

fn named(report: &str) -> Option<String> {
    reported(report.as_bytes()).map(|id| id.to_string())
}

#[test]
fn a_letter_that_was_given_up_is_named_however_much_of_it_is_left() {
    let headers = format!(
        "Content-Type: text/rfc822-headers\r\n\r\nTo: nobody@example.net\r\nMessage-Id:\r\n <{ID}@keepwell>\r\nSubject: Your visit\r\n"
    );
    for original in [whole(), headers] {
        assert_eq!(named(&report("failed", "5.1.1", &original)).as_deref(), Some(ID), "{original}");
        // After days of trying, the status is that of the last try.
        assert_eq!(named(&report("Failed", "4.4.7", &original)).as_deref(), Some(ID));
    }
    let encoded =
        "Content-Type: text/rfc822-headers\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nMessage-ID: =3C";
    assert_eq!(named(&report("failed", "5.1.1", &format!("{encoded}{ID}@keepwell>\r\n"))).as_deref(), Some(ID));
    let words = format!(
        "Return-Path: <>\r\nX-Failed-Recipients: nobody@example.net\r\nAuto-Submitted: auto-replied\r\nFrom: Mail Delivery System\r\n\r\n\
         A message that you sent could not be delivered.\r\n\r\n  nobody@example.net\r\n    Unrouteable address\r\n\r\n\
         ------ This is a copy of the message, including all the headers. ------\r\n\r\n\
         From: <clinic@example.org>\r\nMessage-ID: <{ID}@keepwell>\r\n"
    );
    assert_eq!(named(&words).as_deref(), Some(ID));
}

#[test]
fn nothing_else_is_a_letter_that_came_back() {
    for action in ["delayed", "delivered", "relayed", "expanded"] {
        assert_eq!(named(&report(action, "4.2.0", &whole())), None, "{action}");
    }
    let holiday = format!(
        "Return-Path: <>\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: <{ID}@keepwell>\r\nFrom: a@example.net\r\n\r\nI am away. <{ID}@keepwell>\r\n"
    );
    assert_eq!(named(&holiday), None);
    let others = whole().replace("@keepwell", "@example.com");
    assert_eq!(named(&report("failed", "5.1.1", &others)), None, "another program's letter");
    assert_eq!(named(&report("failed", "5.1.1", &whole().replace(ID, "msg_1"))), None);
    for nothing in ["", "\r\n", "--", "Content-Type: multipart/report; boundary=x\r\n\r\n--x\r\n--x\r\n--x--"] {
        assert_eq!(named(nothing), None, "{nothing:?}");
    }
}
