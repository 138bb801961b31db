//! What an operator lets a clinic use.

use ground::Allowance;

/// What a clinic may use: a number, or "none".
#[derive(clap::Args)]
pub(super) struct MayUse {
    /// Megabytes of documents.
    #[arg(long, value_name = "N|none", value_parser = most)]
    documents_mb: Option<Most>,
    /// Clients.
    #[arg(long, value_name = "N|none", value_parser = most)]
    clients: Option<Most>,
    /// Accounts of staff, open or invited.
    #[arg(long, value_name = "N|none", value_parser = most)]
    staff: Option<Most>,
    /// Letters within a day of the clinic's; what is more waits for the next.
    #[arg(long, value_name = "N|none", value_parser = most)]
    letters_a_day: Option<Most>,
    /// Requests of programs within a minute, on each node.
    #[arg(long, value_name = "N|none", value_parser = most)]
    api_a_minute: Option<Most>,
}

/// A limit that is set, or taken away.
#[derive(Clone, Copy)]
struct Most(Option<u64>);

fn most(text: &str) -> Result<Most, String> {
    match (text, text.parse::<u32>()) {
        ("none", _) => Ok(Most(None)),
        (_, Ok(number)) => Ok(Most(Some(number.into()))),
        _ => Err("a whole number, or none".to_owned()),
    }
}

impl MayUse {
    /// These over what was set before.
    pub(super) fn over(&self, before: Allowance) -> Allowance {
        let or = |said: Option<Most>, before: Option<u64>| said.map_or(before, |most| most.0);
        let bytes = self.documents_mb.map(|most| Most(most.0.map(|megabytes| megabytes * MB)));
        Allowance {
            document_bytes: or(bytes, before.document_bytes),
            clients: or(self.clients, before.clients),
            staff: or(self.staff, before.staff),
            letters_a_day: or(self.letters_a_day, before.letters_a_day),
            api_a_minute: or(self.api_a_minute, before.api_a_minute),
        }
    }
}

const MB: u64 = 1_000_000;
