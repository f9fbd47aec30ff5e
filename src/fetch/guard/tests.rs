use std::net::{Ipv4Addr, Ipv6Addr};

use proptest::prelude::*;

use super::*;

/// Every IPv4 range that IANA's registry marks as not globally reachable, and multicast.
const NOT_PUBLIC: [(u32, u32); 16] = [
    (0x0000_0000, 8),
    (0x0a00_0000, 8),
    (0x6440_0000, 10),
    (0x7f00_0000, 8),
    (0xa9fe_0000, 16),
    (0xac10_0000, 12),
    (0xc000_0000, 24),
    (0xc000_0200, 24),
    (0xc058_6300, 24),
    (0xc0a8_0000, 16),
    (0xc612_0000, 15),
    (0xc633_6400, 24),
    (0xcb00_7100, 24),
    (0xe000_0000, 4),
    (0xf000_0000, 4),
    (0xffff_ffff, 32),
];

fn in_range(range: (u32, u32), host: u32) -> Ipv4Addr {
    let mask = u32::MAX.checked_shl(32 - range.1).unwrap_or(u32::MAX);
    Ipv4Addr::from(range.0 | (host & !mask))
}

fn any_not_public() -> impl Strategy<Value = Ipv4Addr> {
    (prop::sample::select(NOT_PUBLIC.to_vec()), any::<u32>())
        .prop_map(|(range, host)| in_range(range, host))
}

proptest! {
    #[test]
    fn every_address_of_a_special_range_is_refused(address in any_not_public()) {
        prop_assert!(refused(address.into()).is_some(), "{}", address);
    }

    #[test]
    fn every_other_ipv4_address_is_public(bits in any::<u32>()) {
        let is_special = NOT_PUBLIC.iter().any(|&range| in_range(range, bits) == Ipv4Addr::from(bits));
        prop_assert_eq!(refused(Ipv4Addr::from(bits).into()).is_some(), is_special);
    }

    #[test]
    fn no_ipv6_notation_hides_a_refused_ipv4_address(address in any_not_public()) {
        let [a, b, c, d] = address.octets().map(u16::from);
        let (high, low) = (a << 8 | b, c << 8 | d);
        let hidden = [
            address.to_ipv6_mapped(),
            address.to_ipv6_compatible(),
            Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, high, low),
            Ipv6Addr::new(0x64, 0xff9b, 1, 0, 0, 0, high, low),
            Ipv6Addr::new(0x2002, high, low, 0, 0, 0, 0, 1),
            Ipv6Addr::new(0, 0, 0, 0, 0xffff, 0, high, low),
            Ipv6Addr::new(0x2001, 0, 1, 2, 3, 4, !high, !low),
        ];
        for address in hidden {
            prop_assert!(refused(address.into()).is_some(), "{}", address);
        }
    }

    #[test]
    fn every_ipv6_address_outside_global_unicast_is_refused(bits in any::<u128>()) {
        let address = Ipv6Addr::from(bits);
        let is_unicast = address.segments()[0] >> 13 == 1;
        prop_assume!(!is_unicast);
        prop_assert!(refused(address.into()).is_some(), "{}", address);
    }

    #[test]
    fn private_ipv6_ranges_are_refused(first in 0xfc00u16..=0xffff, rest in any::<[u16; 7]>()) {
        let [b, c, d, e, f, g, h] = rest;
        prop_assert!(refused(Ipv6Addr::new(first, b, c, d, e, f, g, h).into()).is_some());
    }
}

#[test]
fn public_addresses_pass() {
    for address in [
        "1.1.1.1",
        "172.32.0.1",
        "192.0.1.1",
        "2606:4700::1111",
        "2a00:1450::1",
        "64:ff9b::101:101",
    ] {
        assert_eq!(refused(address.parse().unwrap()), None, "{address}");
    }
}

fn check(guard: &Guard, url: &str) -> Result<(), Refusal> {
    guard.check(&Url::parse(url).unwrap())
}

#[test]
fn a_written_out_address_is_refused_in_every_spelling() {
    let guard = Guard::default();
    for host in [
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "169.254.169.254",
        "0",
        "10.1",
    ] {
        let refusal = check(&guard, &format!("http://{host}/x"))
            .unwrap_err()
            .to_string();
        assert!(refusal.contains("fetch.allow_hosts"), "{refusal}");
    }
    assert_eq!(check(&guard, "https://1.1.1.1/"), Ok(()));
}

#[test]
fn only_the_web_is_read() {
    for url in [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "data:text/html,x",
        "gopher://example.org",
    ] {
        let message = check(&Guard::default(), url).unwrap_err().to_string();
        assert!(message.contains("http://"), "{message}");
    }
}

#[test]
fn an_allowed_host_passes_by_the_name_that_was_allowed_only() {
    let guard = Guard::new(&[
        "127.0.0.1".to_owned(),
        "Wiki.Internal.".to_owned(),
        "[::1]".to_owned(),
    ]);
    assert_eq!(check(&guard, "http://127.0.0.1:8080/"), Ok(()));
    assert_eq!(check(&guard, "http://[::1]/"), Ok(()));
    assert!(check(&guard, "http://127.0.0.2/").is_err());
    let private: SocketAddr = "10.0.0.7:0".parse().unwrap();
    assert_eq!(guard.passing("wiki.internal", [private]), Ok(vec![private]));
    assert!(
        guard
            .passing("wiki.internal.example.org", [private])
            .is_err()
    );
    assert!(
        guard
            .passing("localhost", ["127.0.0.1:0".parse().unwrap()])
            .is_err()
    );
}

#[test]
fn a_name_with_public_and_private_addresses_is_asked_at_the_public_ones() {
    let public: SocketAddr = "1.1.1.1:0".parse().unwrap();
    let private: SocketAddr = "192.168.0.1:0".parse().unwrap();
    assert_eq!(
        Guard::default().passing("example.org", [private, public]),
        Ok(vec![public])
    );
    let refusal = Guard::default()
        .passing("example.org", [private])
        .unwrap_err();
    assert_eq!(
        refusal,
        Refusal::Address {
            host: "example.org".to_owned(),
            address: private.ip(),
            kind: "private"
        }
    );
    assert_eq!(Guard::default().passing("example.org", []), Ok(Vec::new()));
}

#[tokio::test]
async fn a_name_is_checked_when_it_is_resolved() {
    let Err(error) = Guard::default().resolve("localhost".parse().unwrap()).await else {
        panic!("localhost was resolved");
    };
    assert!(matches!(
        refusal_in(error.as_ref()),
        Some(Refusal::Address { .. })
    ));
    let allowed = Guard::new(&["localhost".to_owned()]);
    assert!(allowed.resolve("localhost".parse().unwrap()).await.is_ok());
}
