//! The clinic's colour, and whether people can read what is drawn with it.
//!
//! The style sheet takes hue and, within bounds, chroma from the clinic's colour, and keeps the lightness to itself
//! (`web/src/styles/tokens.css`, the accent block). The same is worked out here, to say in words what comes of a colour:
//! OKLCH after B. Ottosson, "A perceptual color space for image processing" (2020), contrast after WCAG 2.2, section
//! "contrast ratio".

use std::fmt;
use std::str::FromStr;

/// The least contrast of text that everyone can read (WCAG 2.2, success criterion 1.4.3).
pub const READABLE: f64 = 4.5;

/// A colour of the screen: red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The text is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a colour such as #145c66")]
pub struct NotAColour;

impl FromStr for Colour {
    type Err = NotAColour;

    /// Six digits or three, with or without the sign before them.
    fn from_str(text: &str) -> Result<Colour, NotAColour> {
        let text = text.strip_prefix('#').unwrap_or(text);
        let digits: Vec<u32> = text.chars().map(|c| c.to_digit(16)).collect::<Option<_>>().ok_or(NotAColour)?;
        let part = |high: u32, low: u32| u8::try_from(high * 16 + low).map_err(|_| NotAColour);
        match digits[..] {
            [r, g, b] => Ok(Colour([part(r, r)?, part(g, g)?, part(b, b)?])),
            [r, s, g, h, b, c] => Ok(Colour([part(r, s)?, part(g, h)?, part(b, c)?])),
            _ => Err(NotAColour),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

/// Contrasts, as ratios to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Contrasts {
    /// White on the colour itself, as it was given.
    pub given: f64,
    /// The hardest text to read that the style sheet makes of it, in light and in dark.
    pub light: f64,
    pub dark: f64,
}

/// Light with hue and chroma.
#[derive(Clone, Copy)]
struct Oklch {
    l: f64,
    c: f64,
    h: f64,
}

/// Red, green and blue as amounts of light.
type Linear = [f64; 3];

const WHITE: Linear = [1.0; 3];

impl Colour {
    /// How well it can be read.
    pub fn contrasts(self) -> Contrasts {
        let given = self.oklch();
        let made = |l: f64, least: f64, most: f64| Oklch { l, c: given.c.clamp(least, most.max(least)), h: given.h };
        let still = |l: f64, c: f64| Oklch { l, c, h: given.h };
        let paper = |l: f64, c: f64, h: f64| Oklch { l, c, h: f64::to_radians(h) };
        let least = |pairs: [(Oklch, Oklch); 3]| {
            pairs.map(|(a, b)| contrast(linear(a), linear(b))).into_iter().fold(f64::INFINITY, f64::min)
        };
        let (light, dark) = (made(0.43, 0.02, 0.115), made(0.83, 0.02, 0.09));
        Contrasts {
            given: contrast(self.light(), WHITE),
            // What is written on it, it as writing on paper, and what is written on the large fill.
            light: least([
                (light, still(0.985, 0.008)),
                (light, paper(0.991, 0.003, 70.0)),
                (made(0.43, 0.02, 0.115), still(0.98, 0.008)),
            ]),
            dark: least([
                (dark, still(0.2, 0.025)),
                (dark, paper(0.268, 0.01, 60.0)),
                (made(0.41, 0.02, 0.07), still(0.98, 0.008)),
            ]),
        }
    }

    fn light(self) -> Linear {
        self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn oklch(self) -> Oklch {
        let [r, g, b] = self.light();
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let a = 1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s;
        let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s;
        Oklch { l: 0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s, c: a.hypot(b), h: b.atan2(a) }
    }
}

/// As a screen shows it: what it cannot show is cut off.
fn linear(colour: Oklch) -> Linear {
    let (a, b) = (colour.c * colour.h.cos(), colour.c * colour.h.sin());
    let l = (colour.l + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
    let m = (colour.l - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
    let s = (colour.l - 0.089_484_177_5 * a - 1.291_485_548_0 * b).powi(3);
    [
        4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
        -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
        -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701_0 * s,
    ]
    .map(|part| part.clamp(0.0, 1.0))
}

fn contrast(one: Linear, other: Linear) -> f64 {
    let luminance = |[r, g, b]: Linear| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_reads_back_and_other_text_is_none() {
        for (text, colour) in [("#145c66", "#145c66"), ("8A3FFC", "#8a3ffc"), ("#fa0", "#ffaa00")] {
            assert_eq!(text.parse::<Colour>().unwrap().to_string(), colour);
        }
        for text in ["", "#", "#12345", "#1234567", "teal", "#12345g", "##12345"] {
            assert_eq!(text.parse::<Colour>(), Err(NotAColour), "{text}");
        }
    }

    #[test]
    fn contrasts_are_those_of_the_standard() {
        let given = |text: &str| text.parse::<Colour>().unwrap().contrasts().given;
        for (text, expected) in [("#000000", 21.0), ("#ffffff", 1.0), ("#777777", 4.48), ("#0000ff", 8.59)] {
            assert!((given(text) - expected).abs() < 0.01, "{text}: {}", given(text));
        }
    }

    #[test]
    fn whatever_the_colour_what_is_drawn_with_it_can_be_read() {
        for r in (0..=255).step_by(15) {
            for g in (0..=255).step_by(15) {
                for b in (0..=255).step_by(15) {
                    let contrasts = Colour([r, g, b]).contrasts();
                    assert!(contrasts.light.min(contrasts.dark) > 6.0, "{r} {g} {b}: {contrasts:?}");
                }
            }
        }
    }

    #[test]
    fn the_style_sheet_draws_what_is_measured_here() {
        let sheet = include_str!("../../../../web/src/styles/tokens.css");
        for rule in [
            "--accent: light-dark(oklch(from var(--tenant) .43 clamp(.02, c, .115) h), oklch(from var(--tenant) .83 clamp(.02, c, .09) h))",
            "--on-accent: light-dark(oklch(from var(--tenant) .985 .008 h), oklch(from var(--tenant) .2 .025 h))",
            "--deep: light-dark(oklch(from var(--tenant) .43 clamp(.02, c, .115) h), oklch(from var(--tenant) .41 clamp(.02, c, .07) h))",
            "--on-deep: oklch(from var(--tenant) .98 .008 h)",
            "--surface: light-dark(oklch(.991 .003 70),",
            "--raised: light-dark(oklch(1 0 0), oklch(.268 .01 60))",
        ] {
            assert!(sheet.contains(rule), "{rule}");
        }
    }
}
