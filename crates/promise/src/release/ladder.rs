//! What a column of a data set is, and how its values grow coarser, rung by rung.

use super::harbor::{Identifier, TOP_AGE};

/// What stands where a value was dropped.
pub const DROPPED: &str = "*";

/// What a column of a data set is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It names or numbers somebody: it never leaves.
    Direct(Identifier),
    /// Together with others it may lead to somebody: it grows coarser until it does not.
    Quasi(Ladder),
    /// What nobody should learn of somebody: enough different values stand in each class.
    Sensitive,
    /// Neither.
    Plain,
    /// Whatever somebody wrote: it never leaves.
    FreeText,
}

impl Kind {
    /// Whether it may become a column of a release.
    #[must_use]
    pub const fn leaves(self) -> bool {
        !matches!(self, Self::Direct(_) | Self::FreeText)
    }
}

/// How values grow coarser. The last rung of each drops them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ladder {
    /// Years of age: as they are, five together, twenty together, dropped. 90 and more are one class from the first.
    Age,
    /// A year, five together, dropped.
    Year,
    /// Days, in the classes in which they are counted: two wide classes, dropped.
    Days,
    /// `US/606`: the country, dropped.
    Place,
    /// A word of a list: dropped.
    Word,
}

impl Ladder {
    /// Its last rung. The first is 0.
    #[must_use]
    pub const fn top(self) -> u8 {
        match self {
            Self::Age => 3,
            Self::Year | Self::Days | Self::Place => 2,
            Self::Word => 1,
        }
    }

    /// The value on a rung. What cannot be read stays as it is until it is dropped.
    #[must_use]
    pub fn climb(self, value: &str, rung: u8) -> String {
        if rung >= self.top() {
            return DROPPED.to_owned();
        }
        match (self, rung) {
            (_, 0) | (Self::Word, _) => value.to_owned(),
            (Self::Age, 1) => band(value, 5, TOP_AGE),
            (Self::Age, _) => band(value, 20, 80),
            (Self::Year, _) => value.parse::<u32>().map_or_else(|_| value.to_owned(), |year| span(year, 5)),
            (Self::Days, _) => match value {
                "0" | "1" | "2-7" => "0-7".to_owned(),
                "8-14" | "15-30" | "31+" => "8+".to_owned(),
                other => other.to_owned(),
            },
            (Self::Place, _) => value.split('/').next().unwrap_or(value).to_owned(),
        }
    }
}

fn span(of: u32, wide: u32) -> String {
    let from = of / wide * wide;
    format!("{from}-{}", from + wide - 1)
}

/// `top` and above are one class.
fn band(value: &str, wide: u32, top: u32) -> String {
    let years = value.trim_end_matches('+').parse::<u32>();
    match years {
        Ok(years) if years >= top => format!("{top}+"),
        Ok(years) => span(years, wide),
        Err(_) => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ladder_ends_where_nothing_is_left() {
        for ladder in [Ladder::Age, Ladder::Year, Ladder::Days, Ladder::Place, Ladder::Word] {
            assert_eq!(ladder.climb("2019", ladder.top()), DROPPED);
            assert_eq!(ladder.climb("2019", 200), DROPPED);
            assert_eq!(ladder.climb("2019", 0), "2019");
        }
    }

    #[test]
    fn values_grow_coarser_rung_by_rung() {
        for (ladder, value, rung, said) in [
            (Ladder::Age, "34", 1, "30-34"),
            (Ladder::Age, "34", 2, "20-39"),
            (Ladder::Age, "89", 1, "85-89"),
            (Ladder::Age, "89", 2, "80+"),
            (Ladder::Age, "90+", 1, "90+"),
            (Ladder::Age, "90+", 2, "80+"),
            (Ladder::Age, "unknown", 2, "unknown"),
            (Ladder::Year, "2026", 1, "2025-2029"),
            (Ladder::Days, "2-7", 1, "0-7"),
            (Ladder::Days, "31+", 1, "8+"),
            (Ladder::Place, "US/606", 1, "US"),
            (Ladder::Place, "IE", 1, "IE"),
        ] {
            assert_eq!(ladder.climb(value, rung), said, "{ladder:?} {value} {rung}");
        }
    }
}
