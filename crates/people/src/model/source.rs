//! Where a client's details came from (promise `collection.source`).

use std::fmt;

/// The origin of a record, with what it takes to find it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The client, on the clinic's own pages.
    Yourself,
    /// Someone who acts for them.
    Guardian,
    /// The front desk, from what the client said or wrote.
    Desk,
    /// A file, by the digest of its content.
    Import(String),
    /// Another program, by the id of its key.
    Api(String),
    /// Invented for the demonstration.
    Demo,
}

/// The kind of origin alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceWord {
    Yourself,
    Guardian,
    Desk,
    Import,
    Api,
    Demo,
}

impl SourceWord {
    /// Every kind, in the order of the evidence.
    pub const ALL: [SourceWord; 6] = [
        SourceWord::Yourself,
        SourceWord::Guardian,
        SourceWord::Desk,
        SourceWord::Import,
        SourceWord::Api,
        SourceWord::Demo,
    ];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            SourceWord::Yourself => "self",
            SourceWord::Guardian => "guardian",
            SourceWord::Desk => "desk",
            SourceWord::Import => "import",
            SourceWord::Api => "api",
            SourceWord::Demo => "demo",
        }
    }

    /// The key of its words.
    pub const fn key(self) -> &'static str {
        match self {
            SourceWord::Yourself => "people-source-self",
            SourceWord::Guardian => "people-source-guardian",
            SourceWord::Desk => "people-source-desk",
            SourceWord::Import => "people-source-import",
            SourceWord::Api => "people-source-api",
            SourceWord::Demo => "people-source-demo",
        }
    }
}

impl Source {
    /// The kind.
    pub fn word(&self) -> SourceWord {
        match self {
            Source::Yourself => SourceWord::Yourself,
            Source::Guardian => SourceWord::Guardian,
            Source::Desk => SourceWord::Desk,
            Source::Import(_) => SourceWord::Import,
            Source::Api(_) => SourceWord::Api,
            Source::Demo => SourceWord::Demo,
        }
    }

    /// What leads back to it: the file's digest, the key's id.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Source::Import(detail) | Source::Api(detail) => Some(detail),
            _ => None,
        }
    }

    /// As it was stored; nothing for a word that is none of ours.
    pub(crate) fn stored(word: &str, detail: Option<String>) -> Option<Source> {
        let detail = detail.unwrap_or_default();
        Some(match SourceWord::ALL.into_iter().find(|known| known.as_str() == word)? {
            SourceWord::Yourself => Source::Yourself,
            SourceWord::Guardian => Source::Guardian,
            SourceWord::Desk => Source::Desk,
            SourceWord::Import => Source::Import(detail),
            SourceWord::Api => Source::Api(detail),
            SourceWord::Demo => Source::Demo,
        })
    }
}

/// As the API says it: `desk`, `import:9f86d081`.
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word().as_str())?;
        self.detail().map_or(Ok(()), |detail| write!(f, ":{detail}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_reads_back_as_it_was_stored() {
        for source in [
            Source::Yourself,
            Source::Guardian,
            Source::Desk,
            Source::Import("9f86".into()),
            Source::Api("tok_1".into()),
            Source::Demo,
        ] {
            let read = Source::stored(source.word().as_str(), source.detail().map(str::to_owned));
            assert_eq!(read, Some(source));
        }
        assert_eq!(Source::stored("hearsay", None), None);
        assert_eq!(Source::Import("9f86".into()).to_string(), "import:9f86");
    }
}
