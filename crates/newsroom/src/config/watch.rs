//! What `[watch]` means: which feed is read back, how long an edition may be late, who is called when all is well.

use super::Error;
use super::check::Check;
use super::written::WrittenWatch;
use std::fmt;
use std::net::IpAddr;
use std::time::Duration;
use url::Url;

/// How the published paper is read back. Never written down: the address that is called may be a secret.
#[derive(Clone)]
pub struct WatchPlan {
    /// The feed; found from the site if none.
    pub url: Option<Url>,
    /// How long after its time an edition may come out.
    pub grace: Duration,
    /// Private addresses that may be asked.
    pub allow_private: Vec<IpAddr>,
    ping: Option<Ping>,
}

#[derive(Clone)]
enum Ping {
    Written(Url),
    Env(String),
}

impl Default for WatchPlan {
    fn default() -> Self {
        Self { url: None, grace: Duration::from_secs(600), allow_private: Vec::new(), ping: None }
    }
}

impl fmt::Debug for WatchPlan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "watch with {} s of grace", self.grace.as_secs())
    }
}

impl WatchPlan {
    /// The address that is called after an edition that is in order, if there is one.
    ///
    /// Errors: its variable is not set or holds no address.
    pub fn ping(&self) -> Result<Option<Url>, String> {
        match &self.ping {
            None => Ok(None),
            Some(Ping::Written(url)) => Ok(Some(url.clone())),
            Some(Ping::Env(name)) => {
                let text = std::env::var(name).map_err(|_| format!("the variable {name} is not set"))?;
                let url = Url::parse(text.trim()).map_err(|_| format!("the variable {name} holds no address"))?;
                Ok(Some(url))
            }
        }
    }
}

pub(super) fn understand(written: &WrittenWatch, check: &Check<'_>) -> Result<WatchPlan, Error> {
    let url = |key: &str, text: &str| {
        let parsed = Url::parse(text.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
        // What stands there may be a secret, so it is not repeated.
        parsed.ok_or_else(|| check.value(key, "…", "is no http(s) address"))
    };
    let ping = match (&written.ping_url, &written.ping_url_env) {
        (Some(_), Some(_)) => {
            return Err(check.value("watch.ping_url", "…", "is also in ping_url_env; write one of them"));
        }
        (Some(text), None) => Some(Ping::Written(url("watch.ping_url", text)?)),
        (None, Some(name)) => Some(Ping::Env(name.clone())),
        (None, None) => None,
    };
    Ok(WatchPlan {
        url: written.url.as_deref().map(|text| url("watch.url", text)).transpose()?,
        grace: check.duration("watch.grace", &written.grace, "10m")?,
        allow_private: written.allow_private.clone(),
        ping,
    })
}
