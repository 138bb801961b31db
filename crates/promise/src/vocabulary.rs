//! Closed lists of words that stand in files, in the store and in code alike.

use std::fmt;

/// A word outside a closed list; says what was expected and which words there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownWord {
    /// What the word should have been, with its article: "a purpose".
    pub expected: &'static str,
    /// The word as it was written.
    pub word: String,
    /// The words that would have been understood.
    pub known: &'static [&'static str],
}

impl fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" is not {}; write one of: {}", self.word, self.expected, self.known.join(", "))
    }
}

impl std::error::Error for UnknownWord {}

/// Declares an enum whose variants each have exactly one written form, used by `Display`, `FromStr`
/// and serde alike, so that a word means the same in a data map, in a column and in JSON.
macro_rules! vocabulary {
    (
        $(#[$meta:meta])*
        pub enum $name:ident as $expected:literal {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )+
        }

        impl $name {
            /// All of them, in the order of declaration.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];
            const WORDS: &'static [&'static str] = &[$( $word, )+];

            /// The written form.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $( $word => Ok(Self::$variant), )+
                    _ => Err($crate::UnknownWord {
                        expected: $expected,
                        word: word.to_owned(),
                        known: Self::WORDS,
                    }),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word: std::borrow::Cow<'de, str> = serde::Deserialize::deserialize(deserializer)?;
                word.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
