//! A newsroom in a temporary folder that reads the sample wire.

use gateway::{KeySource, Route, VendorSettings};
use news::{Edition, EditionKey, Role};
use newsroom::config::{Models, Seat, Who};
use newsroom::pipeline::{self, Outcome};
use newsroom::{Clock, Config, Error, Newsroom, Order, make_edition, progress};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::{Options, Simulator};
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

    /// The same, with eleven roles played by models of two simulated vendors: makers by the first, checkers by the second, each
    /// with the other behind it. Times are a tenth of the true ones on both sides.
    pub async fn with_models(self) -> (Self, Simulator) {
        self.with_models_of_seed(1).await
    }

    /// The same, with another seed for what the simulated models invent.
    pub async fn with_models_of_seed(mut self, seed: u64) -> (Self, Simulator) {
        let simulator = Simulator::start(Options { seed, pace: PACE }).await.unwrap();
        let place = |vendor: &str| if vendor == MAKER { "cn" } else { "us" };
        let vendor = |name: &str| VendorSettings {
            base_url: Some(simulator.base_url(name)),
            key: Some(KeySource::File(self.key_file(name))),
            jurisdiction: Some(place(name).to_owned()),
            ..VendorSettings::named(name)
        };
        self.config.models = Models {
            is_off: false,
            vendors: vec![vendor(MAKER), vendor(CHECKER)],
            seats: Role::ALL.into_iter().filter_map(|role| Some((role, seat(role)?))).collect(),
            // A second request beside a slow one depends on the machine.
            hedge: false,
            pace: PACE,
            ..Models::default()
        };
        (self, simulator)
    }

    /// A deadline that is far shorter than any patience, and as much longer than what rules take as this machine, which does
    /// other things too, is slow now.
    pub async fn short_deadline() -> Duration {
        let desk = Self::open().await;
        let began = std::time::Instant::now();
        desk.morning().await;
        Duration::from_secs(8) + began.elapsed() * 3
    }

    /// The same, with a model as translator.
    pub fn with_translator(mut self) -> Self {
        let who = Who::Named([MAKER, CHECKER].map(|vendor| Route::new(vendor, MODEL)).to_vec());
        self.config.models.seats.insert(Role::Translator, Seat { who, prompt: None });
        self
    }

    fn key_file(&self, vendor: &str) -> std::path::PathBuf {
        use std::os::unix::fs::OpenOptionsExt;
        let path = self.folder.path().join(format!("{vendor}.key"));
        let mut file =
            std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&path).unwrap();
        std::io::Write::write_all(&mut file, secret_of(vendor).as_bytes()).unwrap();
        path
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

    pub fn newsroom(&self, hours: i64) -> Result<Newsroom, Error> {
        let at = sample::answer_key().as_of + jiff::SignedDuration::from_hours(hours);
        Newsroom::open(self.config.clone(), Clock::starting_at(at), progress::silent())
    }
}

/// The vendor that makes, and the one that checks.
pub const MAKER: &str = "deepseek";
pub const CHECKER: &str = "openai";
/// The simulated models answer in health unless their vendor was told otherwise.
pub const MODEL: &str = "sim-ok";
const PACE: f64 = 0.1;

/// The key of a simulated vendor, marked so that it can be looked for.
pub fn secret_of(vendor: &str) -> String {
    format!("sk-marked-{vendor}-4f9c1d7be2a85036")
}

fn seat(role: Role) -> Option<Seat> {
    let order = match role {
        Role::Anchor | Role::SoundEngineer => return None,
        // A translator costs every edition of a test two calls a story: see `with_translator`.
        Role::Translator => return Some(Seat { who: Who::Floor, prompt: None }),
        Role::FactChecker | Role::StandardsEditor | Role::ManagingEditor => [CHECKER, MAKER],
        _ => [MAKER, CHECKER],
    };
    Some(Seat { who: Who::Named(order.map(|vendor| Route::new(vendor, MODEL)).to_vec()), prompt: None })
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
