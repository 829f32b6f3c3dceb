//! Voices of vendors over true wires on loopback: whole when they are well, and every fault found for what it is.

mod consents;
mod faults;
mod kept;
mod whole;

use futures::StreamExt;
use futures::stream::iter;
use gateway::voice::{
    Line, Mark, Original, Piece, Reading, Recording, Said, Sound, VoiceCache, VoiceFaultKind, VoiceRoute,
};
use gateway::{
    Attempt, Budgets, Gateway, KeySource, Ledger, Limits, Purpose, Settings, Timing, VendorSettings, VoiceSettings,
};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::voices::{KEY, Kind, Options, Simulator, faults_of, sound_of};

/// Everything about time takes four tenths, of the faults and of our patience alike.
const PACE: f64 = 0.4;

const TEXT: &str = "港口周二早上开放，船进港。";

struct Studio {
    simulator: Simulator,
    folder: TempDir,
    keeps: bool,
}

/// A vendor as it is simulated: the row of the table, the house behind it, its list of faults, the voice's model.
#[derive(Debug, Clone, Copy)]
struct House {
    row: &'static str,
    house: &'static str,
    faults: &'static str,
    model: &'static str,
    rate_hz: u32,
}

const fn house(
    row: &'static str,
    house: &'static str,
    faults: &'static str,
    model: &'static str,
    rate_hz: u32,
) -> House {
    House { row, house, faults, model, rate_hz }
}

const HOUSES: &[House] = &[
    house("openai", "openai", "openai", "gpt-4o-mini-tts", 24_000),
    house("openai-compatible", "kokoro", "kokoro", "kokoro", 24_000),
    house("minimax", "minimax", "minimax", "speech-2.8-hd", 32_000),
    house("minimax-socket", "minimax", "minimax-socket", "speech-2.8-turbo", 32_000),
    house("elevenlabs", "elevenlabs", "elevenlabs", "eleven_multilingual_v2", 24_000),
    house("elevenlabs-dialogue", "elevenlabs", "elevenlabs-dialogue", "eleven_v3", 24_000),
    house("elevenlabs-socket", "elevenlabs", "elevenlabs-socket", "eleven_v4_turbo", 24_000),
    house("azure-speech", "azure", "azure", "", 24_000),
    house("volcano", "volcano", "volcano", "seed-tts-2.0", 24_000),
    house("volcano-events", "volcano", "volcano-events", "seed-tts-2.0", 24_000),
    house("volcano-podcast", "volcano", "volcano-podcast", "podcast", 24_000),
    house("gpt-sovits", "gpt-sovits", "gpt-sovits", "", 32_000),
];

impl Studio {
    async fn open() -> Self {
        Self::with(Options { pace: PACE, ..Options::default() }).await
    }

    async fn with(options: Options) -> Self {
        let folder = TempDir::new().unwrap();
        let key = folder.path().join("key");
        std::fs::write(&key, KEY).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        let studio = Self { simulator: Simulator::start(options).await.unwrap(), folder, keeps: false };
        studio.consents(&["gpt-sovits/alloy".into()], "");
        studio
    }

    fn vendor(&self, house: House, name: &str) -> VendorSettings {
        VendorSettings {
            like: Some(house.row.to_owned()),
            base_url: Some(self.simulator.base_url(house.house)),
            key: Some(KeySource::File(self.folder.path().join("key"))),
            jurisdiction: Some("test".into()),
            ..VendorSettings::named(name)
        }
    }

    /// Long sound takes a slow machine long to make.
    fn patient(&self, vendors: Vec<VendorSettings>) -> Gateway {
        self.gateway_with(vendors, Timing::default())
    }

    fn gateway(&self, vendors: Vec<VendorSettings>) -> Gateway {
        let timing = Timing { connect: Duration::from_secs(10), ..Timing::default().scaled(PACE) };
        self.gateway_with(vendors, timing)
    }

    /// A record in which the voices of the GPT-SoVITS server are consented to: each is made of somebody's recording.
    fn consents(&self, voices: &[String], revoked: &str) {
        let record = format!(
            "[[consent]]\nwho = \"Li Hua\"\nphrase = \"我同意\"\nsha256 = \"{}\"\nscope = [\"editions\"]\nvoices = {voices:?}\n\
             given_at = \"2026-01-01T00:00:00Z\"\nexpires_at = \"2099-01-01T00:00:00Z\"\n{revoked}",
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        );
        std::fs::write(self.folder.path().join("consents.toml"), record).unwrap();
    }

    fn gateway_with(&self, vendors: Vec<VendorSettings>, timing: Timing) -> Gateway {
        let ledger = Ledger::open(&self.folder.path().join("ledger.db")).unwrap();
        let consents = vec![self.folder.path().join("consents.toml")];
        let cache = self.keeps.then(|| VoiceCache { folder: self.folder.path().join("kept"), max_bytes: 1 << 24 });
        let voices = VoiceSettings { cache, consents };
        let settings = Settings { vendors, timing, voices, ..Settings::default() };
        Gateway::open(settings, ledger, &|_| None, Vec::new()).unwrap()
    }
}

async fn say(gateway: &Gateway, route: &VoiceRoute, line: Line) -> Result<Said, gateway::voice::VoiceFault> {
    let purpose = Purpose { job: route.vendor.clone(), role: "anchor".into(), ..Purpose::default() };
    gateway.voice(route, &purpose)?.speak(line).await?.whole().await
}

fn route(vendor: &str, model: &str, voice: &str) -> VoiceRoute {
    VoiceRoute { vendor: vendor.into(), model: model.into(), voice: voice.into() }
}

fn rows(gateway: &Gateway, job: &str) -> Vec<Attempt> {
    gateway.ledger().attempts(job).unwrap()
}

fn kind_of(kind: VoiceFaultKind) -> Kind {
    match kind {
        VoiceFaultKind::Key => Kind::Key,
        VoiceFaultKind::Quota => Kind::Quota,
        VoiceFaultKind::Rate => Kind::Rate,
        VoiceFaultKind::Content => Kind::Content,
        VoiceFaultKind::Input => Kind::Input,
        VoiceFaultKind::Transient => Kind::Transient,
        VoiceFaultKind::Truncated => Kind::Truncated,
        VoiceFaultKind::Empty => Kind::Empty,
        VoiceFaultKind::Consent => panic!("nobody was cloned"),
    }
}
