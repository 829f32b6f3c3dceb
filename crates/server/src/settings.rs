//! How the door stands: to which names it answers, whom it believes, and how much it bears.

use std::net::IpAddr;
use std::time::Duration;

/// How the door stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Names it answers to, beside addresses and `localhost`; every name if there is none and others than this machine
    /// can reach it.
    pub hosts: Vec<String>,
    /// Whether only this machine can reach it: then a name that is not known is somebody's trick.
    pub is_loopback: bool,
    /// Proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    pub proxies: Vec<IpAddr>,
    /// How many requests an address may make in a minute without a key; this machine's own are not counted.
    pub per_minute: u32,
    /// How many wrong keys an address may show in a minute.
    pub wrong_keys_per_minute: u32,
    /// How many connections may stand at once; more of them wait.
    pub max_connections: usize,
    /// How many of them may be of one address.
    pub max_per_address: usize,
    /// How long the head of a request may take, and how long a connection may stand idle.
    pub head_patience: Duration,
    /// How long the body of a request may take.
    pub body_patience: Duration,
    /// How long a reader may take nothing of what is sent.
    pub send_patience: Duration,
    /// Whether `/metrics` needs no key.
    pub are_metrics_open: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            is_loopback: true,
            proxies: Vec::new(),
            per_minute: 600,
            wrong_keys_per_minute: 20,
            max_connections: 8_192,
            max_per_address: 128,
            head_patience: Duration::from_secs(20),
            body_patience: Duration::from_secs(60),
            send_patience: Duration::from_secs(60),
            are_metrics_open: false,
        }
    }
}

impl Settings {
    /// Whether the door answers to what a request names as its host.
    pub(crate) fn answers_to(&self, host: &str) -> bool {
        let name = without_port(host).trim_end_matches('.').to_ascii_lowercase();
        let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
        // An address cannot be made to mean another one; a name can, by whoever owns it.
        is_address
            || name == "localhost"
            || name.ends_with(".localhost")
            || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(&name))
            || (self.hosts.is_empty() && !self.is_loopback)
    }
}

/// `[::1]:80` is `[::1]`, `a.example:80` is `a.example`.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.ends_with(':') => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_door_on_this_machine_answers_to_no_name_that_could_be_made_to_mean_it() {
        let settings = Settings { hosts: vec!["news.example".into()], ..Settings::default() };
        let known = [
            "127.0.0.1:8787",
            "[::1]:8787",
            "[::1]",
            "::1",
            "localhost",
            "LOCALHOST.:8787",
            "a.localhost",
            "News.example:443",
        ];
        for host in known {
            assert!(settings.answers_to(host), "{host}");
        }
        for host in
            ["evil.example", "evil.example:8787", "localhost.evil.example", "127.0.0.1.evil.example", "", ":8787"]
        {
            assert!(!settings.answers_to(host), "{host}");
        }
    }

    #[test]
    fn a_door_that_others_reach_answers_to_every_name_until_its_own_are_written() {
        let open = Settings { is_loopback: false, ..Settings::default() };
        assert!(open.answers_to("paper.lan"));
        let named = Settings { hosts: vec!["paper.lan".into()], ..open };
        assert!(named.answers_to("paper.lan") && !named.answers_to("evil.example"));
    }
}
