//! What is told of how somebody signs in.

/// What happened with how somebody signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    AppAdded,
    AppRemoved,
    PasskeyAdded,
    PasskeyRemoved,
    /// A manager removed everything beside the password.
    FactorsRemoved,
    /// Recovery codes were made anew.
    CodesRenewed,
    /// A recovery code was used.
    CodeUsed,
    PasswordChanged,
    /// Somebody at a provider of identities signs in to it from now on, or no more.
    ProviderLinked,
    ProviderUnlinked,
    /// A directory gave the account another address to sign in with.
    AddressChanged,
    /// Signed in from a browser and network not seen before.
    Unfamiliar,
    /// Many wrong codes after the right password.
    WrongCodes,
    /// A passkey counted backwards: there may be a copy of it.
    KeyCopied,
    /// Many wrong passwords.
    WrongPasswords,
    /// Somebody opened many records: for whoever answers for the clinic's privacy.
    ManyRead,
    /// A token was made for a program of the holder's.
    TokenMade,
    /// A program's key ends soon: for the managers, as are the two after it.
    KeyEnds,
    /// Nobody uses a program's key.
    KeyUnused,
    /// Many wrong secrets were shown for a client of OAuth 2.
    WrongSecrets,
    /// Somebody gave more to themselves: for the others who govern.
    RolesRaised,
    /// Somebody came to govern the staff by what a role or a group gives: for the others who govern.
    GovernsNow,
    /// A provider was set up so that its groups make managers: for the others who govern.
    ProviderGives,
    /// Somebody who governs came in by a group.
    ColleagueByGroup,
}

impl What {
    /// All of them.
    pub const ALL: [What; 24] = [
        What::AppAdded,
        What::AppRemoved,
        What::PasskeyAdded,
        What::PasskeyRemoved,
        What::FactorsRemoved,
        What::CodesRenewed,
        What::CodeUsed,
        What::PasswordChanged,
        What::ProviderLinked,
        What::ProviderUnlinked,
        What::AddressChanged,
        What::Unfamiliar,
        What::WrongCodes,
        What::KeyCopied,
        What::WrongPasswords,
        What::ManyRead,
        What::TokenMade,
        What::KeyEnds,
        What::KeyUnused,
        What::WrongSecrets,
        What::RolesRaised,
        What::GovernsNow,
        What::ProviderGives,
        What::ColleagueByGroup,
    ];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            What::AppAdded => "app_added",
            What::AppRemoved => "app_removed",
            What::PasskeyAdded => "passkey_added",
            What::PasskeyRemoved => "passkey_removed",
            What::FactorsRemoved => "factors_removed",
            What::CodesRenewed => "codes_renewed",
            What::CodeUsed => "code_used",
            What::PasswordChanged => "password_changed",
            What::ProviderLinked => "provider_linked",
            What::ProviderUnlinked => "provider_unlinked",
            What::AddressChanged => "address_changed",
            What::Unfamiliar => "unfamiliar",
            What::WrongCodes => "wrong_codes",
            What::KeyCopied => "key_copied",
            What::WrongPasswords => "wrong_passwords",
            What::ManyRead => "many_read",
            What::TokenMade => "token_made",
            What::KeyEnds => "key_ends",
            What::KeyUnused => "key_unused",
            What::WrongSecrets => "wrong_secrets",
            What::RolesRaised => "roles_raised",
            What::GovernsNow => "governs_now",
            What::ProviderGives => "provider_gives",
            What::ColleagueByGroup => "colleague_by_group",
        }
    }

    /// Whether it is about a program's key, and not about how the reader signs in.
    pub const fn is_of_key(self) -> bool {
        matches!(self, What::KeyEnds | What::KeyUnused | What::WrongSecrets)
    }

    /// The key of its words, and what they begin with.
    pub fn words(self, before: &str) -> String {
        format!("{before}-{}", self.as_str().replace('_', "-"))
    }
}

impl std::str::FromStr for What {
    type Err = ();

    fn from_str(text: &str) -> Result<What, ()> {
        What::ALL.into_iter().find(|what| what.as_str() == text).ok_or(())
    }
}
