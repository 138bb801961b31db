//! Parameters that are one of a few words.

vocabulary! {
    /// The oldest TLS version that is spoken.
    pub enum TlsVersion as "a TLS version" {
        /// RFC 5246, with the cipher suites that RFC 9325 still recommends.
        V1_2 = "1.2",
        /// RFC 8446.
        V1_3 = "1.3",
    }
}

vocabulary! {
    /// Where the certificate of what travels comes from.
    pub enum CertificateSource as "a source of the certificate" {
        /// Files that somebody renews.
        Files = "files",
        /// A certificate authority that the program asks by itself (RFC 8555).
        Acme = "acme",
        /// A server that stands before the program and ends the encryption there.
        Proxy = "proxy",
    }
}

impl CertificateSource {
    /// As it stands in an English sentence: "under a certificate that we renew ourselves".
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Files => "that we renew ourselves",
            Self::Acme => "that our program fetches and renews by itself",
            Self::Proxy => "of the server that stands before our program",
        }
    }
}

vocabulary! {
    /// Who runs the program.
    pub enum OperatedBy as "somebody who runs the program" {
        /// The clinic itself: nobody else has a hand in it.
        Ourselves = "ourselves",
        /// Somebody who hosts it for the clinic, under an agreement.
        Others = "others",
    }
}

impl OperatedBy {
    /// As it stands in an English sentence: "We run it ourselves."
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::Ourselves => "We run it ourselves",
            Self::Others => "Others run it for us",
        }
    }
}

vocabulary! {
    /// Where the master key, which unlocks all others, comes from at start.
    pub enum KeySource as "a source of the master key" {
        /// A file that only the program's own user can read.
        File = "file",
        /// The environment in which the program is started.
        Environment = "environment",
        /// The output of a command, as of a key vault.
        Command = "command",
    }
}

impl KeySource {
    /// As it stands in an English sentence: "The master key is kept in a file only our program can read."
    #[must_use]
    pub const fn phrase(self) -> &'static str {
        match self {
            Self::File => "in a file only our program can read",
            Self::Environment => "outside the database and handed to our program when it starts",
            Self::Command => "in a key vault that our program asks when it starts",
        }
    }
}
