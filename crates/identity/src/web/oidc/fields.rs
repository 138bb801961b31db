//! What a manager types about a provider, and what a provider says of somebody, read once.

use ground::web::{Faults, Fields, Reader};

use crate::model::{Gives, OwnRole};
use crate::oidc::{GOOGLE, Unknown};
use crate::rules::STAFF_ROLES;
use crate::store::oidc::provider::{NewProvider, Provider, Rule, Secret};

/// Characters of a domain at most (RFC 1035, 2.3.4), and domains of one provider.
const LONGEST_DOMAIN: usize = 253;
const MOST_DOMAINS: usize = 50;
/// Characters of a group's name at most, and groups that give one role.
const LONGEST_GROUP: usize = 200;
const MOST_GROUPS: usize = 100;

/// An address of mail, if `text` is one that a form would take.
pub(super) fn address(text: &str) -> Option<String> {
    let fields = Fields::filled([("email", text)]);
    let mut reader = fields.reader();
    let email = reader.email("email");
    reader.finish(|| email).ok()
}

/// A line of at most `most` characters, if `text` is one that a form would take.
pub(super) fn line(text: &str, most: usize) -> Option<String> {
    let fields = Fields::filled([("line", text)]);
    let mut reader = fields.reader();
    let line = reader.text("line", most);
    reader.finish(|| line).ok()
}

/// Domains as they are typed: one a word or a line, with or without a comma.
fn domains(text: &str) -> Option<Vec<String>> {
    let words = text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty());
    let domains: Vec<String> = words.map(|word| word.trim_start_matches('@').to_ascii_lowercase()).collect();
    let plain = |domain: &String| {
        let signs = domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
        signs
            && domain.len() <= LONGEST_DOMAIN
            && domain.contains('.')
            && domain.split('.').all(|part| !part.is_empty())
    };
    (domains.len() <= MOST_DOMAINS && domains.iter().all(plain)).then_some(domains)
}

/// The name of the field of the groups that give a role.
pub(super) fn groups_of(gives: Gives) -> String {
    format!("groups-{gives}")
}

/// What groups can give: the built-in roles, and those that the clinic made.
pub(super) fn offered(own: &[OwnRole]) -> impl Iterator<Item = Gives> {
    STAFF_ROLES.into_iter().map(Gives::Role).chain(own.iter().map(|role| Gives::Own(role.id)))
}

fn rules(form: &mut Reader<'_>, own: &[OwnRole]) -> Vec<Rule> {
    let mut rules = Vec::new();
    for gives in offered(own) {
        let name = groups_of(gives);
        let text = form.lines_or_none(&name, LONGEST_GROUP * MOST_GROUPS).unwrap_or_default();
        let groups: Vec<&str> = text.lines().map(str::trim).filter(|group| !group.is_empty()).collect();
        if groups.len() > MOST_GROUPS || groups.iter().any(|group| group.chars().count() > LONGEST_GROUP) {
            form.fault(&name, "identity-provider-groups-long");
        }
        rules.extend(groups.into_iter().map(|group| Rule { group: group.to_owned(), gives }));
    }
    rules
}

/// Reads the form; `before` is what is changed by it, and keeps its issuer and, where none is typed, its secret.
pub(super) fn read(fields: &Fields, before: Option<&Provider>, own: &[OwnRole]) -> Result<NewProvider, Faults> {
    let mut form = fields.reader();
    let name = form.text("name", 60);
    let issuer = match before {
        Some(before) => Some(before.issuer.clone()),
        None => form.text("issuer", 500),
    };
    let client_id = form.text("client_id", 300);
    let secret = if before.is_some() && fields.value("secret").is_empty() {
        form.text_or_none("secret", 1);
        None
    } else {
        form.secret("secret", 1_000).map(Secret)
    };
    let typed = form.lines_or_none("domains", LONGEST_DOMAIN * MOST_DOMAINS).unwrap_or_default();
    let domains = domains(&typed);
    if domains.is_none() {
        form.fault("domains", "identity-provider-domains-fault");
    }
    let (for_staff, for_clients) = (form.ticked("for_staff"), form.ticked("for_clients"));
    if !for_staff && !for_clients {
        form.fault("for_staff", "identity-provider-for-nobody");
    }
    let unknown: Option<Unknown> = match form.text("unknown", 20).map(|text| text.parse()) {
        Some(Ok(unknown)) => Some(unknown),
        Some(Err(())) => {
            form.fault("unknown", "fault-choice");
            None
        }
        None => None,
    };
    let rules = rules(&mut form, own);
    if unknown == Some(Unknown::Group) && rules.is_empty() {
        form.fault("unknown", "identity-provider-no-groups");
    }
    // Google's accounts are everybody's: without a domain anyone at all could ask to be let in.
    if unknown.is_some_and(|unknown| unknown != Unknown::Refuse)
        && issuer.as_deref() == Some(GOOGLE)
        && domains.as_ref().is_some_and(Vec::is_empty)
    {
        form.fault("domains", "identity-provider-domains-google");
    }
    let (proves_two, working) = (form.ticked("proves_two"), form.ticked("working"));
    form.finish(|| {
        Some(NewProvider {
            name: name?,
            issuer: issuer?,
            client_id: client_id?,
            secret,
            domains: domains?,
            for_staff,
            for_clients,
            unknown: unknown?,
            proves_two,
            working,
            rules,
        })
    })
}

/// A provider as fields, to be changed. Its secret is never shown.
pub(super) fn filled(provider: &Provider, rules: &[Rule], own: &[OwnRole]) -> Fields {
    let mut fields = vec![
        ("name".to_owned(), provider.name.clone()),
        ("issuer".to_owned(), provider.issuer.clone()),
        ("client_id".to_owned(), provider.client_id.clone()),
        ("domains".to_owned(), provider.domains.join("\n")),
        ("unknown".to_owned(), provider.unknown.as_str().to_owned()),
    ];
    for (name, on) in [
        ("for_staff", provider.for_staff),
        ("for_clients", provider.for_clients),
        ("proves_two", provider.proves_two),
        ("working", provider.working),
    ] {
        fields.extend(on.then(|| (name.to_owned(), "1".to_owned())));
    }
    for gives in offered(own) {
        let groups: Vec<&str> =
            rules.iter().filter(|rule| rule.gives == gives).map(|rule| rule.group.as_str()).collect();
        fields.push((groups_of(gives), groups.join("\n")));
    }
    Fields::filled(fields)
}

/// What stands in the form of a new one: Google's, or anybody's.
pub(super) fn fresh(google: bool) -> Fields {
    let mut fields = vec![("for_staff", "1"), ("working", "1"), ("unknown", "refuse")];
    if google {
        fields.extend([("name", "Google"), ("issuer", GOOGLE)]);
    }
    Fields::filled(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn domains_are_read_however_they_are_typed() {
        for (text, expected) in [
            ("", Some(vec![])),
            ("Linden.example", Some(vec!["linden.example"])),
            (
                "linden.example, @quay.example\r\nrow.example",
                Some(vec!["linden.example", "quay.example", "row.example"]),
            ),
            ("linden", None),
            ("lin den.example", None),
            ("a..example", None),
            ("https://linden.example", None),
        ] {
            let expected = expected.map(|list| list.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(domains(text), expected, "{text}");
        }
    }

    #[test]
    fn what_a_provider_says_of_somebody_is_taken_as_a_form_would() {
        assert_eq!(address(" ana@linden.example "), Some("ana@linden.example".to_owned()));
        assert_eq!(address("ana"), None);
        assert_eq!(line("Ana\u{202e}", 80), Some("Ana".to_owned()));
        assert_eq!(line("a\nb", 80), None);
        assert_eq!(line(&"x".repeat(81), 80), None);
    }
}
