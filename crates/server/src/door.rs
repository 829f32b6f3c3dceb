//! The door: who may come in, and what is behind it.

use crate::client::{Client, Guest};
use crate::counts::Counts;
use crate::health::Watch;
use crate::key::{are_same, sha256_of};
use crate::settings::Settings;
use crate::speech::Speech;
use crate::stranger::Minutes;
use gateway::{Gateway, Listed, Route};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

/// How a held stream keeps its client waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Patience {
    /// So long an error may still become an HTTP status; then the answer begins with 200 and comments.
    pub before_headers: Duration,
    /// Between two comments that keep the line open.
    pub between_comments: Duration,
}

/// The gateway with the clients that may use it.
pub struct Door {
    pub(crate) gateway: Gateway,
    pub(crate) aliases: BTreeMap<String, Vec<Route>>,
    pub(crate) patience: Patience,
    /// The voices of the house.
    pub(crate) speech: Speech,
    /// What vendors say they have, and when they said it.
    pub(crate) listed: Mutex<Option<(Instant, Vec<Listed>)>>,
    pub(crate) began_at: i64,
    pub(crate) settings: Settings,
    pub(crate) counts: Arc<Counts>,
    pub(crate) watch: Watch,
    /// What addresses without a key have left of their minute.
    pub(crate) minutes: Minutes,
    /// How many more wrong keys an address may show in its minute.
    pub(crate) wrong_keys: Minutes,
    guests: Vec<Arc<Guest>>,
    n_requests: AtomicU64,
}

impl Door {
    /// `aliases`: names of the house with their routes, such as `reporter`.
    pub fn new(gateway: Gateway, clients: Vec<Client>, aliases: BTreeMap<String, Vec<Route>>) -> Self {
        Self {
            gateway,
            aliases,
            patience: Patience { before_headers: Duration::from_secs(10), between_comments: Duration::from_secs(5) },
            speech: Speech::default(),
            listed: Mutex::new(None),
            began_at: unix_seconds(),
            settings: Settings::default(),
            counts: Arc::default(),
            watch: Watch::default(),
            minutes: Minutes::default(),
            wrong_keys: Minutes::default(),
            guests: clients.into_iter().map(|client| Arc::new(Guest::new(client))).collect(),
            n_requests: AtomicU64::new(0),
        }
    }

    /// The same with voices of the house.
    pub fn with_speech(self, speech: Speech) -> Self {
        Self { speech, ..self }
    }

    /// The same standing otherwise.
    pub fn with_settings(self, settings: Settings) -> Self {
        Self { settings, ..self }
    }

    /// The same with somebody who looks whether the house is well.
    pub fn with_watch(self, watch: Watch) -> Self {
        Self { watch, ..self }
    }

    /// The same with another patience: after `before_headers` a stream that has nothing to say begins all the same,
    /// and says so with a comment every `between_comments`.
    pub fn with_patience(mut self, before_headers: Duration, between_comments: Duration) -> Self {
        self.patience = Patience { before_headers, between_comments };
        self
    }

    /// Whose key this is; every key is compared, wherever the right one stands.
    pub(crate) fn guest(&self, key: &str) -> Option<&Arc<Guest>> {
        let shown = sha256_of(key);
        let mut found = None;
        for guest in &self.guests {
            if are_same(&guest.client.key_sha256, &shown) {
                found = Some(guest);
            }
        }
        found
    }

    /// A name for the next request.
    pub(crate) fn next_id(&self) -> String {
        let nth = self.n_requests.fetch_add(1, Ordering::Relaxed);
        format!("req_{:x}{nth:06x}", self.began_at)
    }
}

#[expect(clippy::disallowed_methods, reason = "a reply bears the real time, whatever hour an edition tells of")]
pub(crate) fn unix_seconds() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs() as i64)
}
