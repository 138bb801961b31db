//! Who answers for the clinic's data.

/// In which part somebody answers for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Whoever is answerable, by their legal name.
    Controller,
    /// Who stands for them in the Union (GDPR, Article 27).
    Representative,
    /// Who is asked about data protection (Articles 37 to 39).
    Officer,
}

impl Part {
    /// All of them, as the record of processing names them.
    pub const ALL: [Part; 3] = [Part::Controller, Part::Representative, Part::Officer];

    /// As it is stored, sent by forms, and part of the keys of its words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Part::Controller => "controller",
            Part::Representative => "representative",
            Part::Officer => "officer",
        }
    }
}

/// Somebody who answers for it, and how they are reached. It is published.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Responsible {
    pub name: String,
    /// Lines as on an envelope.
    pub address: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}
