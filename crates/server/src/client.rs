//! A client of the door: who it is, what it may ask, and how often.

use crate::fault::Fault;
use crate::name::Asked;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A program that may use the door.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Its name, which stands in the ledger and in the budgets.
    pub name: String,
    /// The SHA-256 of its key.
    pub key_sha256: [u8; 32],
    /// How many requests in a minute; not limited if left out.
    pub per_minute: Option<u32>,
    /// What it may ask: `vendor/model`, `vendor/*`, or a name of the door such as `reporter`; all if empty.
    pub models: Vec<String>,
    /// Whether its streams are passed on live, or held until they are known to be answers.
    pub live: bool,
    /// Whether it may read how the house is: figures, and what a failed check says.
    pub may_watch: bool,
}

/// A client with what is left of its minute.
#[derive(Debug)]
pub(crate) struct Guest {
    pub client: Client,
    bucket: Mutex<Bucket>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Guest {
    pub(crate) fn new(client: Client) -> Self {
        let left = f64::from(client.per_minute.unwrap_or(0));
        Self { client, bucket: Mutex::new(Bucket { left, at: Instant::now() }) }
    }

    /// Counts a request. Errors: the minute is used up, and when there is room again.
    pub(crate) fn count_request(&self) -> Result<(), Fault> {
        let Some(limit) = self.client.per_minute else { return Ok(()) };
        // Whoever panicked with the lock left a number at worst.
        let mut bucket = self.bucket.lock().unwrap_or_else(PoisonError::into_inner);
        let per_second = f64::from(limit) / 60.0;
        let now = Instant::now();
        let gained = now.duration_since(bucket.at).as_secs_f64() * per_second;
        *bucket = Bucket { left: (bucket.left + gained).min(f64::from(limit)), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let wait = if limit == 0 { 60.0 } else { (1.0 - bucket.left) / per_second };
        Err(Fault::too_many(limit, Duration::from_secs_f64(wait.ceil())))
    }

    /// Whether it may ask this.
    pub(crate) fn may_ask(&self, asked: &Asked) -> bool {
        let models = &self.client.models;
        let is_named = |name: &str| models.iter().any(|model| model.strip_prefix("zaowan/").unwrap_or(model) == name);
        models.is_empty()
            || is_named(&asked.name)
            || asked.routes.iter().all(|route| {
                let vendor = |model: &String| model.strip_suffix("/*") == Some(route.vendor.as_str());
                is_named(&route.to_string()) || models.iter().any(vendor)
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateway::Route;

    fn guest(per_minute: Option<u32>, models: &[&str]) -> Guest {
        let models = models.iter().map(|model| (*model).to_owned()).collect();
        Guest::new(Client {
            name: "shop".into(),
            key_sha256: [0; 32],
            per_minute,
            models,
            live: false,
            may_watch: false,
        })
    }

    #[test]
    fn a_minute_holds_so_many_requests_and_says_when_there_are_more() {
        let guest = guest(Some(2), &[]);
        assert!(guest.count_request().is_ok() && guest.count_request().is_ok());
        let fault = guest.count_request().unwrap_err();
        assert_eq!((fault.status.as_u16(), fault.retry_after), (429, Some(Duration::from_secs(30))));
    }

    #[test]
    fn a_client_asks_what_it_may() {
        let asked =
            |name: &str, route: &str| Asked { name: name.into(), routes: vec![route.parse::<Route>().unwrap()] };
        let only = guest(None, &["zaowan/reporter", "deepseek/*", "openai/a"]);
        assert!(only.may_ask(&asked("reporter", "qwen/x")));
        assert!(only.may_ask(&asked("deepseek/any", "deepseek/any")));
        assert!(only.may_ask(&asked("openai/a", "openai/a")));
        assert!(!only.may_ask(&asked("openai/b", "openai/b")));
        assert!(guest(None, &[]).may_ask(&asked("openai/b", "openai/b")));
    }
}
