//! Everything that can be wrong with what a provider says.

use ground::egress::Unanswered;

/// Why a provider was not believed. Each has words for whoever sets it up; whoever signs in reads less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The address is neither reached by TLS nor, in a trial on one machine, on this one.
    Insecure,
    Unanswered(Unanswered),
    /// It is not on the register of recipients, or not bound.
    Unlisted,
    /// It answers with another status, as by sending us elsewhere.
    Status,
    /// What it says of itself is not what the specification asks for.
    Document,
    /// It calls itself something else than it was called.
    Issuer,
    /// It signs in no way that we take.
    Algorithms,
    /// It takes no code, or none bound to who asked for it.
    Flow,
    /// It takes our secret in no way that we know.
    Method,
    /// Its list of keys is none, or has none for us.
    Keys,
    /// It does not know the client, or the secret is another.
    Client,
    /// The code was used, is too old, or was another's.
    Code,
    /// It answered a code with something else than a token.
    Answer,
    /// The token is not one we can read, or says what we do not know how to heed.
    Token,
    /// The token is signed by a way that we do not take, as by none at all.
    Algorithm,
    /// By a key that the provider does not have.
    UnknownKey,
    Signature,
    TokenIssuer,
    Audience,
    Expired,
    /// It is of a time that has not come.
    Early,
    /// It was made for another browser, or another time.
    Nonce,
    /// It belongs to another access token.
    AccessToken,
    /// It does not say who it is about.
    Subject,
}

impl Fault {
    /// As it stands in an address, in a log line, and at the end of its words' key.
    pub const fn as_str(self) -> &'static str {
        match self {
            Fault::Insecure => "insecure",
            Fault::Unanswered(Unanswered::TooLong) => "too-long",
            Fault::Unanswered(Unanswered::Silent) => "silent",
            Fault::Unanswered(_) => "unreached",
            Fault::Unlisted => "unlisted",
            Fault::Status => "status",
            Fault::Document => "document",
            Fault::Issuer => "issuer",
            Fault::Algorithms => "algorithms",
            Fault::Flow => "flow",
            Fault::Method => "method",
            Fault::Keys => "keys",
            Fault::Client => "client",
            Fault::Code => "code",
            Fault::Answer => "answer",
            Fault::Token => "token",
            Fault::Algorithm => "algorithm",
            Fault::UnknownKey => "unknown-key",
            Fault::Signature => "signature",
            Fault::TokenIssuer => "token-issuer",
            Fault::Audience => "audience",
            Fault::Expired => "expired",
            Fault::Early => "early",
            Fault::Nonce => "nonce",
            Fault::AccessToken => "access-token",
            Fault::Subject => "subject",
        }
    }

    /// The key of the words for whoever sets the provider up; none of what only a sign-in can run into.
    pub const fn words(self) -> &'static str {
        match self {
            Fault::Insecure => "identity-provider-fault-insecure",
            Fault::Unanswered(Unanswered::TooLong) => "identity-provider-fault-too-long",
            Fault::Unanswered(Unanswered::Silent) => "identity-provider-fault-silent",
            Fault::Unanswered(_) => "identity-provider-fault-unreached",
            Fault::Unlisted => "identity-provider-fault-unlisted",
            Fault::Status => "identity-provider-fault-status",
            Fault::Issuer => "identity-provider-fault-issuer",
            Fault::Algorithms => "identity-provider-fault-algorithms",
            Fault::Flow => "identity-provider-fault-flow",
            Fault::Method => "identity-provider-fault-method",
            Fault::Keys => "identity-provider-fault-keys",
            _ => "identity-provider-fault-document",
        }
    }
}
