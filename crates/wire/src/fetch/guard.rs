//! Keeps requests out of private networks.
//!
//! A feed is written by strangers: a link or a redirect in it must not reach the router, the metadata service of
//! a cloud, or another program on this machine. Literal addresses are checked before each hop; names are checked
//! where they are resolved, so that no second resolution can give another answer.

use super::Failure;
use futures::FutureExt;
use futures::future::BoxFuture;
use news::ProblemKind;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// Ports at which no page is served and at which a request could do harm: of mail, shells, files, databases, caches and
/// the control of machines.
///
/// Source: WHATWG Fetch, "port blocking", with those of today's databases and of machines' control added.
const CLOSED_PORTS: [u16; 50] = [
    7, 9, 13, 19, 20, 21, 22, 23, 25, 37, 53, 69, 79, 110, 111, 119, 123, 135, 137, 139, 143, 161, 389, 427, 445, 465,
    514, 548, 587, 636, 873, 993, 995, 1433, 1521, 2049, 2375, 2376, 2379, 3306, 3389, 5432, 5900, 5984, 6000, 6379,
    6443, 10_250, 11_211, 27_017,
];

/// A name that leads to private addresses only.
#[derive(Debug, thiserror::Error)]
#[error("leads to a private address: {0}")]
pub(super) struct PrivateAddress(IpAddr);

/// Reads an address; the url crate turns decimal and octal spellings of IPv4 into plain ones.
pub(super) fn parse(text: &str) -> Result<Url, Failure> {
    let mut url = Url::parse(text.trim())
        .map_err(|error| Failure::told(ProblemKind::Malformed, text, format!("not a web address ({error}): {text}")))?;
    url.set_fragment(None);
    Ok(url)
}

/// Refuses other schemes than http and https, ports of other services, and literal private addresses.
pub(super) fn check(url: &Url, allow_private: &[IpAddr]) -> Result<(), Failure> {
    if !matches!(url.scheme(), "http" | "https") {
        let detail = format!("only http and https are fetched, not {}: {url}", url.scheme());
        return Err(Failure::told(ProblemKind::Forbidden, url.as_str(), detail));
    }
    if let Some(port) = url.port().filter(|port| CLOSED_PORTS.contains(port)) {
        let detail = format!("no page is fetched from port {port}, which is another service's: {url}");
        return Err(Failure::told(ProblemKind::Forbidden, url.as_str(), detail));
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) => return Ok(()),
        None => return Err(Failure::new(ProblemKind::Malformed, url, "is not named in the address")),
    };
    if is_allowed(address, allow_private) {
        return Ok(());
    }
    Err(Failure::new(ProblemKind::Forbidden, url, "is a private address; list it in allow_private if it is yours"))
}

/// Asks for the addresses of a name.
type LookUp = dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<SocketAddr>>> + Send + Sync;

/// Resolves names and gives only addresses that may be asked.
///
/// The client connects to what it is given here and asks nobody again, so a name that leads elsewhere a moment later
/// leads nowhere.
pub(super) struct Resolver {
    allow_private: Vec<IpAddr>,
    look_up: Arc<LookUp>,
}

impl Resolver {
    /// `allow_private`: addresses that are given although they are private.
    pub fn new(allow_private: Vec<IpAddr>) -> Self {
        let look_up = |name: String| async move { Ok(tokio::net::lookup_host((name, 0)).await?.collect()) }.boxed();
        Self { allow_private, look_up: Arc::new(look_up) }
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (allow_private, look_up) = (self.allow_private.clone(), Arc::clone(&self.look_up));
        Box::pin(async move {
            let found = look_up(name.as_str().to_owned()).await?;
            let refused = found.first().map(SocketAddr::ip);
            let allowed: Vec<SocketAddr> =
                found.into_iter().filter(|address| is_allowed(address.ip(), &allow_private)).collect();
            match refused {
                Some(address) if allowed.is_empty() => Err(PrivateAddress(address).into()),
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

pub(super) fn is_allowed(address: IpAddr, allow_private: &[IpAddr]) -> bool {
    is_public(address) || allow_private.contains(&address) || allow_private.contains(&address.to_canonical())
}

fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let is_shared = a == 100 && (64..128).contains(&b);
    let is_protocol = a == 192 && b == 0 && c == 0;
    let is_benchmark = a == 198 && (b == 18 || b == 19);
    !(a == 0
        || a >= 240
        || is_shared
        || is_protocol
        || is_benchmark
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    if let Some(inner) = embedded_v4(address) {
        return is_public_v4(inner);
    }
    let [first, second, ..] = address.segments();
    // All that is given out as public begins with the bits 001; all else is home, multicast or nothing yet.
    let is_given_out = first & 0xe000 == 0x2000;
    // Protocol assignments: Teredo, which hides an IPv4 address, benchmarks, ORCHID.
    let is_protocol = first == 0x2001 && second < 0x200;
    let is_documentation = first == 0x2001 && second == 0xdb8 || first == 0x3fff && second < 0x1000;
    is_given_out && !is_protocol && !is_documentation
}

/// The IPv4 address inside mapped, compatible, NAT64 and 6to4 addresses: each is a way round a check of IPv4 only.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let s = address.segments();
    let join = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match s {
        [0, 0, 0, 0, 0, 0xffff, high, low] => Some(join(high, low)),
        [0, 0, 0, 0, 0xffff, 0, high, low] => Some(join(high, low)),
        [0, 0, 0, 0, 0, 0, high, low] if high != 0 => Some(join(high, low)),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(join(high, low)),
        // The local NAT64 prefix leads into the operator's own network whatever follows.
        [0x64, 0xff9b, 1, ..] => Some(Ipv4Addr::LOCALHOST),
        [0x2002, high, low, ..] => Some(join(high, low)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    fn refused(address: &str) -> bool {
        check(&parse(address).unwrap(), &[]).is_err()
    }

    #[test]
    fn what_leads_home_is_refused_in_every_spelling() {
        let table = include_str!("../../tests/refused-addresses.txt");
        let rows: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
        let address = |row: &&str| row.split('\t').next().unwrap_or_default().to_owned();
        let is_asked = |text: &String| parse(text).is_ok_and(|url| check(&url, &[]).is_ok());
        let asked: Vec<String> = rows.iter().map(address).filter(is_asked).collect();
        assert_eq!((rows.len(), asked), (95, Vec::new()));
    }

    #[test]
    fn public_addresses_are_not() {
        for address in
            ["http://8.8.8.8/", "https://[2606:4700::1111]/", "http://172.32.0.1/", "https://a.example:8443/"]
        {
            assert!(!refused(address), "{address}");
        }
    }

    #[test]
    fn only_web_schemes_are_fetched() {
        for address in ["file:///etc/passwd", "ftp://a.example/", "javascript:alert(1)", "data:text/html,x"] {
            assert!(refused(address), "{address}");
        }
        assert_eq!(parse("not a url").unwrap_err().kind, ProblemKind::Malformed);
    }

    #[test]
    fn a_listed_private_address_is_allowed() {
        let allowed = ["127.0.0.1".parse().unwrap()];
        assert!(check(&parse("http://127.0.0.1:8080/").unwrap(), &allowed).is_ok());
        assert!(check(&parse("http://[::ffff:127.0.0.1]/").unwrap(), &allowed).is_ok());
        assert!(check(&parse("http://127.0.0.2/").unwrap(), &allowed).is_err());
    }

    #[tokio::test]
    async fn a_name_that_leads_home_is_refused_where_it_is_resolved() {
        let found = Resolver::new(Vec::new()).resolve("localhost".parse().unwrap()).await;
        let error = found.err().unwrap();
        assert!(error.downcast_ref::<PrivateAddress>().is_some(), "{error}");
    }

    /// Names that lead to one list of addresses after the other; the last stays.
    fn changing(answers: &'static [&'static [&'static str]]) -> (Resolver, Arc<AtomicUsize>) {
        let n_asked = Arc::new(AtomicUsize::new(0));
        let asked = Arc::clone(&n_asked);
        let look_up = move |_: String| {
            let n = asked.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
            let found = answers[n].iter().map(|address| SocketAddr::new(address.parse().unwrap(), 0)).collect();
            async move { Ok(found) }.boxed()
        };
        (Resolver { allow_private: Vec::new(), look_up: Arc::new(look_up) }, n_asked)
    }

    async fn given(resolver: &Resolver) -> Result<Vec<String>, String> {
        match resolver.resolve("rebind.example".parse().unwrap()).await {
            Ok(addresses) => Ok(addresses.map(|address| address.ip().to_string()).collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[tokio::test]
    async fn every_answer_about_a_name_is_checked_and_only_public_addresses_are_given() {
        let (resolver, _) = changing(&[&["93.184.216.34"], &["127.0.0.1"], &["10.0.0.1", "93.184.216.34", "::1"]]);
        assert_eq!(given(&resolver).await, Ok(vec!["93.184.216.34".to_owned()]));
        assert_eq!(given(&resolver).await, Err("leads to a private address: 127.0.0.1".to_owned()));
        assert_eq!(given(&resolver).await, Ok(vec!["93.184.216.34".to_owned()]));
    }
}
