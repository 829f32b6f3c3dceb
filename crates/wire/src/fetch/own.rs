//! The same guarded client for addresses that the operator wrote himself: channels, and the published site.
//!
//! Whoever asks with it follows no redirect and checks each address first, as the door for sources does.

use super::guard::{self, PrivateAddress};
use crate::{Error, Options};
use std::net::{IpAddr, SocketAddr};
use url::{Host, Url};

/// A client whose names lead to public addresses and to those of `options.allow_private` only. It follows no redirect
/// and uses no proxy.
///
/// Errors: `Client` if no HTTP client can be made on this machine.
pub fn guarded_client(options: &Options) -> Result<reqwest::Client, Error> {
    // An error only says that another part of the program was first; either provider serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(super::client(options)?)
}

/// Why this address is not asked, if it is not; the words show its host alone, since the rest may be a secret.
pub fn refusal(url: &Url, allow_private: &[IpAddr]) -> Option<String> {
    let host = url.host_str().unwrap_or("its host");
    if !matches!(url.scheme(), "http" | "https") {
        return Some(format!("only http and https are asked, not {}", url.scheme()));
    }
    let is_literal = matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
    guard::check(url, allow_private).err().map(|_| match url.port() {
        Some(port) if !is_literal => format!("port {port} of {host} is another service's"),
        _ => format!(
            "{host} is a private address or another service's port; list the address in allow_private if it is yours"
        ),
    })
}

/// Whether a request failed because the name leads to private addresses only.
pub fn is_private(error: &reqwest::Error) -> bool {
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        if inner.is::<PrivateAddress>() {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// Why a name leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// In plain words.
    pub why: String,
    /// Whether it leads to private addresses only.
    pub is_private: bool,
}

/// The addresses of a host that may be asked: for services that do not speak HTTP.
pub async fn resolve(host: &str, port: u16, allow_private: &[IpAddr]) -> Result<Vec<SocketAddr>, Unresolved> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let found = tokio::net::lookup_host((bare, port))
        .await
        .map_err(|_| Unresolved { why: format!("the name {host} is not known"), is_private: false })?;
    let allowed: Vec<SocketAddr> = found.filter(|address| guard::is_allowed(address.ip(), allow_private)).collect();
    if allowed.is_empty() {
        let why = format!("{host} leads to a private address; list it in allow_private if it is yours");
        return Err(Unresolved { why, is_private: true });
    }
    Ok(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_refused_without_showing_its_path() {
        let refused = |url: &str, allow: &[IpAddr]| refusal(&Url::parse(url).unwrap(), allow);
        let local: IpAddr = "127.0.0.1".parse().unwrap();
        assert_eq!(refused("https://hooks.example/T/secret", &[]), None);
        assert_eq!(refused("http://127.0.0.1:9000/secret", &[local]), None);
        for url in [
            "http://127.0.0.1:9000/secret",
            "http://0x7f.1/secret",
            "ftp://a.example/secret",
            "http://a.example:22/secret",
        ] {
            let why = refused(url, &[]).unwrap();
            assert!(!why.contains("secret"), "{why}");
        }
    }
}
