//! What kind of caller an address is for.

/// What a site says of Global Privacy Control is for browsers, which need no key.
const DESCRIBED: &str = ".well-known/gpc.json";

/// Who comes to an address, by the way it is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// People, with a browser.
    Pages,
    /// Programs, with a key.
    Api,
    /// A directory of a clinic's people, with a key that opens nothing else.
    Directory,
    /// Programs that show who they are to be given a key for a while (OAuth 2), and read where that is done.
    Tokens,
}

impl Door {
    /// The kind of an address or of a route's pattern: the clinic's own host name may stand for `/c/{clinic}`.
    pub fn of(path: &str) -> Door {
        let below = path.strip_prefix("/c/").and_then(|rest| rest.split_once('/')).map_or("", |(_, below)| below);
        let own = path.strip_prefix('/').unwrap_or_default();
        // The one address that does not begin with the clinic (RFC 8414, section 3.1).
        let described = |path: &str| path.split('/').next() == Some(".well-known") && path != DESCRIBED;
        if path.starts_with("/api/") {
            Door::Api
        } else if described(own) || described(below) || own.starts_with("oauth/") || below.starts_with("oauth/") {
            Door::Tokens
        } else if below.starts_with("scim/") || own.starts_with("scim/") {
            Door::Directory
        } else {
            Door::Pages
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_for_whom_it_is() {
        for (path, door) in [
            ("/api/v1/clinics", Door::Api),
            ("/apiary", Door::Pages),
            ("/c/linden-quay/scim/v2/Users", Door::Directory),
            ("/c/{clinic}/scim/v2/Users", Door::Directory),
            ("/scim/v2/Users", Door::Directory),
            ("/.well-known/oauth-authorization-server/c/linden-quay", Door::Tokens),
            ("/c/linden-quay/.well-known/oauth-authorization-server", Door::Tokens),
            ("/.well-known/gpc.json", Door::Pages),
            ("/c/linden-quay/.well-known/gpc.json", Door::Pages),
            ("/c/linden-quay/oauth/token", Door::Tokens),
            ("/c/{clinic}/oauth/revoke", Door::Tokens),
            ("/oauth/token", Door::Tokens),
            ("/c/oauth/token", Door::Pages),
            ("/c/linden-quay/oauth", Door::Pages),
            ("/c/scim/day", Door::Pages),
            ("/c/linden-quay/scim", Door::Pages),
            ("/c/linden-quay/scimitar/x", Door::Pages),
            ("/c/linden-quay/clients/scim/x", Door::Pages),
            ("/c//scim/v2/Users", Door::Directory),
            ("/", Door::Pages),
        ] {
            assert_eq!(Door::of(path), door, "{path}");
        }
    }
}
