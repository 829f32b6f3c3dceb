//! A sample newsroom in a temporary folder with simulated vendors of a fixed latency, for measurements of time.

use anyhow::Result;
use gateway::{KeySource, Route, VendorSettings};
use news::{EditionKey, Role};
use newsroom::config::{Models, Seat, VoiceVendors, Who};
use newsroom::{Clock, Config, Newsroom, progress};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::{Options, Simulator};
use testkit::{Server, Web, sample};

/// The vendor that makes, and the one that checks; each has the other behind it.
pub const VENDORS: [&str; 2] = ["deepseek", "openai"];
/// What simulated vendors take for a key.
const KEY: &str = "sk-simulated-0123456789";
/// The simulated models answer in health after their latency.
const MODEL: &str = "sim-ok";
/// The fault `slow` waits so long at pace 1, and then answers in health.
const SLOW_SECONDS: f64 = 5.0;
/// Longer than any deadline.
const ENDLESS: Duration = Duration::from_secs(3600);

/// How a room is furnished.
pub struct Furniture {
    pub web: Web,
    /// What every answer of a model takes; never, if none.
    pub latency: Option<Duration>,
    /// Vendors whose connections break at once.
    pub dead: Vec<&'static str>,
    pub has_sound: bool,
    pub seed: u64,
    /// Every patience of the gateway takes so many times as long.
    pub pace: f64,
}

/// A newsroom whose folder and vendors live as long as it does.
pub struct Room {
    pub config: Config,
    _folder: TempDir,
    _wire: Server,
    _models: Simulator,
}

impl Room {
    /// Furnishes a room.
    pub async fn open(furniture: Furniture) -> Result<Self> {
        let wire = furniture.web.serve().await?;
        let latency = furniture.latency.unwrap_or(ENDLESS);
        let options = Options { seed: furniture.seed, pace: latency.as_secs_f64() / SLOW_SECONDS };
        let models = Simulator::start(options).await?;
        for vendor in VENDORS {
            models.fail(vendor, Some(if furniture.dead.contains(&vendor) { "dead" } else { "slow" }));
        }
        let folder = TempDir::new()?;
        let mut config = newsroom::config::parse(sample::config(), Path::new("sample.toml"))?;
        config.sample = true;
        config.sound = furniture.has_sound;
        config.speech.vendors = VoiceVendors::Off;
        config.out = folder.path().join("site");
        config.data = folder.path().join("data");
        config.network.replay = Some(wire.addr());
        config.network.host_delay = Duration::ZERO;
        config.network.timeout = Duration::from_millis(1500);
        let key = key_file(folder.path())?;
        let vendor = |name: &&str| VendorSettings {
            base_url: Some(models.base_url(name)),
            key: Some(KeySource::File(key.clone())),
            jurisdiction: Some(if *name == VENDORS[0] { "cn" } else { "us" }.to_owned()),
            ..VendorSettings::named(name)
        };
        config.models = Models {
            is_off: false,
            vendors: VENDORS.iter().map(vendor).collect(),
            seats: Role::ALL.into_iter().filter_map(|role| Some((role, seat(role)?))).collect(),
            // A second request beside a slow one would hide the latency that is measured.
            hedge: false,
            pace: furniture.pace,
            ..Models::default()
        };
        Ok(Self { config, _folder: folder, _wire: wire, _models: models })
    }

    /// Opens it at the sample's hour.
    pub fn newsroom(&self) -> Result<Newsroom> {
        let at = sample::answer_key().as_of;
        Ok(Newsroom::open(self.config.clone(), Clock::starting_at(at), progress::silent())?)
    }
}

/// The edition of the sample's morning.
pub fn key() -> Result<EditionKey> {
    Ok(EditionKey { date: "2026-03-18".parse()?, slot: "morning".into() })
}

fn seat(role: Role) -> Option<Seat> {
    let [maker, checker] = VENDORS;
    let order = match role {
        Role::Anchor | Role::SoundEngineer => return None,
        Role::FactChecker | Role::StandardsEditor | Role::ManagingEditor => [checker, maker],
        _ => [maker, checker],
    };
    Some(Seat { who: Who::Named(order.map(|vendor| Route::new(vendor, MODEL)).to_vec()), prompt: None })
}

fn key_file(folder: &Path) -> Result<PathBuf> {
    let path = folder.join("key");
    crate::tryout::write_private(&path, KEY)?;
    Ok(path)
}
