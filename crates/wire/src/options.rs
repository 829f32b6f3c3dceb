//! How the wire behaves towards hosts, and what it takes from them.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// How the wire behaves towards hosts, and what it takes from them.
#[derive(Debug, Clone)]
pub struct Options {
    /// How we name ourselves.
    pub user_agent: String,
    /// A loopback server that stands for the whole web: every request goes there over plain HTTP, with the
    /// original authority in `Host` and the original scheme in `X-Forwarded-Proto`.
    pub replay: Option<SocketAddr>,
    /// Private addresses that may be asked all the same: sources on one's own machines.
    pub allow_private: Vec<IpAddr>,
    /// The largest body that is taken, after decompression.
    pub max_body_bytes: usize,
    /// How long a host may take to accept a connection.
    pub connect_timeout: Duration,
    /// How long a host may send nothing.
    pub idle_timeout: Duration,
    /// How long one request may take, its redirects included.
    pub total_timeout: Duration,
    /// How many requests one host gets at once.
    pub per_host: usize,
    /// The time between the starts of two requests to one host.
    pub host_delay: Duration,
    /// How many article pages are fetched for one source in one poll.
    pub max_pages: usize,
    /// The variable of the environment that sets a proxy, if one does: proxies are not used, and a host that cannot be
    /// reached is then told with that reason.
    pub proxy_variable: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            user_agent: concat!("zaowan/", env!("CARGO_PKG_VERSION"), " (a news reader; polls twice a day)").to_owned(),
            replay: None,
            allow_private: Vec::new(),
            // The largest honest news feeds are near 4 MiB; twice that leaves room.
            max_body_bytes: 8 * 1024 * 1024,
            connect_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_secs(10),
            total_timeout: Duration::from_secs(25),
            per_host: 2,
            host_delay: Duration::from_millis(250),
            max_pages: 20,
            proxy_variable: proxy_variable(),
        }
    }
}

fn proxy_variable() -> Option<String> {
    let is_set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
    let names = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"];
    names.into_iter().find(is_set).map(str::to_owned)
}
