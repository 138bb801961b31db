//! A chosen time as forms carry it: the start in seconds and with whom.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

use crate::model::PractitionerId;

/// A start with a practitioner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Slot {
    pub start: Timestamp,
    pub practitioner: PractitionerId,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.start.as_second(), self.practitioner)
    }
}

/// The text is no slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotASlot;

impl FromStr for Slot {
    type Err = NotASlot;

    fn from_str(text: &str) -> Result<Slot, NotASlot> {
        let (second, practitioner) = text.split_once('.').ok_or(NotASlot)?;
        let plain = !second.is_empty() && second.len() <= 12 && second.bytes().all(|c| c.is_ascii_digit());
        let second = plain.then(|| second.parse().ok()).flatten().ok_or(NotASlot)?;
        Ok(Slot {
            start: Timestamp::from_second(second).map_err(|_| NotASlot)?,
            practitioner: practitioner.parse().map_err(|_| NotASlot)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_reads_back_and_noise_does_not() {
        let practitioner = PractitionerId::from_bits(7);
        let slot = Slot { start: "2026-11-26T14:15:00Z".parse().unwrap(), practitioner };
        assert_eq!(slot.to_string().parse(), Ok(slot));
        for noise in [
            "",
            ".",
            "1795702500",
            &format!("-5.{practitioner}"),
            &format!("9999999999999.{practitioner}"),
            "1795702500.svc_1",
            &format!("+1.{practitioner}"),
        ] {
            assert_eq!(noise.parse::<Slot>(), Err(NotASlot), "{noise}");
        }
    }
}
