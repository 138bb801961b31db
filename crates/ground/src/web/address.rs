//! Whom a request comes from, as far as the network says, and the block that is all we ever write down.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

/// The address a request came from, put into the request's extensions by the shell. It is for limits and for
/// deciding what is local; it is never stored or logged. [`Block`] is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl ClientAddress {
    /// The peer, or what a proxy we trust says about it. Each proxy appends to the right of `X-Forwarded-For`,
    /// so the rightmost address that is not itself trusted is the last one somebody we trust has seen.
    pub fn of(extensions: &Extensions, headers: &HeaderMap, trusted: &[IpAddr]) -> ClientAddress {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        // Without connection information (a test's request) everyone shares one bucket and nobody is local.
        let Some(peer) = peer else { return ClientAddress(IpAddr::V4(Ipv4Addr::UNSPECIFIED)) };
        if !trusted.contains(&peer) {
            return ClientAddress(peer);
        }
        let said = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let mut hops: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
        while let Some(hop) = hops.pop() {
            match hop.trim().parse::<IpAddr>().map(|address| address.to_canonical()) {
                Ok(address) if trusted.contains(&address) => {}
                Ok(address) => return ClientAddress(address),
                // An entry that is no address was not written by a proxy we know; what is left of it proves nothing.
                Err(_) => break,
            }
        }
        ClientAddress(peer)
    }

    /// Whether a proxy we trust passed the request on.
    pub fn is_passed_on(extensions: &Extensions, trusted: &[IpAddr]) -> bool {
        let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        peer.is_some_and(|peer| trusted.contains(&peer))
    }

    /// The block this address belongs to, as limits count and devices are shown: /24 of version 4, /56 of version 6.
    pub fn block(self) -> Block {
        self.cut((24, 56))
    }

    /// The address cut to so many leading bits of version 4 and of version 6.
    pub fn cut(self, bits: (u32, u32)) -> Block {
        Block::of(self.0, bits)
    }
}

/// An address cut to its network, with the number of bits that are left of it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Block(IpAddr, u32);

impl Block {
    fn of(address: IpAddr, (bits_v4, bits_v6): (u32, u32)) -> Block {
        match address.to_canonical() {
            IpAddr::V4(v4) => {
                let kept = u32::MAX.checked_shl(32 - bits_v4.min(32)).unwrap_or(0);
                Block(IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() & kept)), bits_v4)
            }
            IpAddr::V6(v6) => {
                let kept = u128::MAX.checked_shl(128 - bits_v6.min(128)).unwrap_or(0);
                Block(IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & kept)), bits_v6)
            }
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for ClientAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ClientAddress({})", self.block())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_cut_to_its_network() {
        for (address, block) in [
            ("203.0.113.77", "203.0.113.0/24"),
            ("::ffff:203.0.113.77", "203.0.113.0/24"),
            ("2001:db8:1:2ff:aaaa::1", "2001:db8:1:200::/56"),
        ] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(Block::of(address, (24, 56)).to_string(), block);
            assert!(!format!("{:?}", ClientAddress(address)).contains("77"));
        }
    }

    #[test]
    fn only_a_trusted_proxy_may_say_who_is_behind_it() {
        let trusted: Vec<IpAddr> = vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()];
        for (peer, forwarded, expected) in [
            ("198.51.100.9", Some("203.0.113.7"), "198.51.100.9"),
            ("10.0.0.1", None, "10.0.0.1"),
            ("10.0.0.1", Some("203.0.113.7"), "203.0.113.7"),
            ("10.0.0.1", Some("1.1.1.1, 203.0.113.7, 10.0.0.2"), "203.0.113.7"),
            ("10.0.0.1", Some("203.0.113.7, unknown"), "10.0.0.1"),
        ] {
            let mut extensions = Extensions::new();
            extensions.insert(ConnectInfo(SocketAddr::new(peer.parse().unwrap(), 5000)));
            let mut headers = HeaderMap::new();
            if let Some(forwarded) = forwarded {
                headers.insert("x-forwarded-for", forwarded.parse().unwrap());
            }
            assert_eq!(ClientAddress::of(&extensions, &headers, &trusted).0.to_string(), expected);
        }
    }
}
