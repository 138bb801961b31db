//! What kind of thing a column holds, and what becomes of it when the person it is about is erased or merged.

vocabulary! {
    /// What kind of thing a column holds.
    pub enum Category as "a category" {
        /// An id, a status or a link between rows; tells nothing by itself.
        Reference = "reference",
        /// When, where and which service: the diary.
        Schedule = "schedule",
        /// Who somebody is: names, birth date, numbers issued by a state or an insurer.
        Identity = "identity",
        /// How to reach somebody: address, email, phone.
        Contact = "contact",
        /// Anything about a body, a mind or their treatment (GDPR Article 4(15)).
        Health = "health",
        /// A template from which a body is recognised (GDPR Article 4(14)).
        Biometric = "biometric",
        /// Where somebody was or is.
        Location = "location",
        /// What people wrote to each other.
        Message = "message",
        /// Credentials, sessions, settings of a signed-in person.
        Account = "account",
        /// What the program notes to do its work: counters, attempts, versions, digests.
        Technical = "technical",
        /// Prices, payments, invoices.
        Finance = "finance",
        /// What the clinic itself publishes.
        Public = "public",
    }
}

impl Category {
    /// Whether a column of this kind is sealed unless its data map states why it stands in clear.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Self::Identity | Self::Contact | Self::Health | Self::Biometric | Self::Location | Self::Message)
    }

    /// Whether the law sets it apart (GDPR, Article 9(1)).
    #[must_use]
    pub const fn is_special(self) -> bool {
        matches!(self, Self::Health | Self::Biometric)
    }
}

vocabulary! {
    /// What becomes of a column's value when the person it is about is erased.
    pub enum Erase as "an erasure" {
        /// The whole row goes.
        Delete = "delete",
        /// The person's key goes, and with it the meaning of the sealed value, in every backup too.
        Shred = "shred",
        /// The value is replaced by one that tells nothing about the person; figures stay right.
        Anonymise = "anonymise",
        /// The row stays and no longer points to the person.
        Detach = "detach",
        /// A law asks that it stays; the data map names the law.
        Keep = "keep",
    }
}

vocabulary! {
    /// Whose data something is (GDPR, Article 30(1)(c)).
    pub enum Subject as "whose data it is" {
        /// Whoever is treated here, or is to be.
        Client = "client",
        /// Whoever acts for somebody.
        Guardian = "guardian",
        /// Whoever works here.
        Staff = "staff",
        /// Whoever asks or complains, and may be nobody we know.
        Visitor = "visitor",
        /// Whoever works for the operator of the installation.
        Operator = "operator",
        /// Nobody: its key is nobody's, and what it seals is the clinic's own.
        Nobody = "nobody",
    }
}

vocabulary! {
    /// What becomes of a row when the record of the person it is about is merged into another record of theirs.
    pub enum Merge as "what merging does" {
        /// It is about the record that stays, and what is sealed in it is sealed anew.
        Move = "move",
        /// Its room decides, because two rows can say the same thing.
        Room = "room",
        /// It goes on being about the record that was merged; the data map says why.
        Stay = "stay",
    }
}
