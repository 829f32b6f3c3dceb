//! A newsroom in a temporary folder that reads the sample wire.

use news::{Edition, EditionKey};
use newsroom::pipeline::{self, Outcome};
use newsroom::{Clock, Config, Error, Newsroom, Order, make_edition, progress};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use testkit::{Server, sample};

/// A sample newsroom whose folder lives as long as it does.
pub struct Desk {
    pub server: Option<Server>,
    pub folder: TempDir,
    pub config: Config,
}

impl Desk {
    /// Text only: what is said about sound is shown in the room of sound.
    pub async fn open() -> Self {
        let server = sample::serve().await.unwrap();
        let folder = TempDir::new().unwrap();
        let mut config = newsroom::config::parse(sample::config(), Path::new("sample.toml")).unwrap();
        config.sample = true;
        config.sound = false;
        config.out = folder.path().join("site");
        config.data = folder.path().join("data");
        config.network.replay = Some(server.addr());
        config.network.host_delay = Duration::ZERO;
        config.network.timeout = Duration::from_millis(1500);
        Self { server: Some(server), folder, config }
    }

    /// An edition with room for everything, so that rank hides nothing.
    pub async fn roomy() -> Self {
        let mut desk = Self::open().await;
        desk.config.max_stories = 60;
        desk.config.length_seconds = 3600;
        desk
    }

    pub fn order(&self, slot: &str, again: bool) -> Order {
        Order { key: key(slot), again, deadline: Duration::from_secs(120) }
    }

    /// Opens the newsroom at the sample's hour plus so many hours, and makes an edition.
    pub async fn make(&self, slot: &str, hours: i64, again: bool) -> Result<Outcome, Error> {
        let newsroom = self.newsroom(hours)?;
        make_edition(&newsroom, &self.order(slot, again)).await
    }

    pub async fn morning(&self) -> Edition {
        self.make("morning", 0, false).await.unwrap().edition
    }

    pub async fn replay(&self, slot: &str) -> Result<Outcome, Error> {
        pipeline::replay(&self.newsroom(500)?, &key(slot)).await
    }

    fn newsroom(&self, hours: i64) -> Result<Newsroom, Error> {
        let at = sample::answer_key().as_of + jiff::SignedDuration::from_hours(hours);
        Newsroom::open(self.config.clone(), Clock::starting_at(at), progress::silent())
    }
}

pub fn key(slot: &str) -> EditionKey {
    EditionKey { date: "2026-03-18".parse().unwrap(), slot: slot.to_owned() }
}

/// The edition as JSON without what may differ between two runs: the times it took.
pub fn without_times(edition: &Edition) -> serde_json::Value {
    let mut json = serde_json::to_value(edition).unwrap();
    for field in ["timings", "published_at"] {
        json.as_object_mut().unwrap().remove(field);
    }
    json
}
