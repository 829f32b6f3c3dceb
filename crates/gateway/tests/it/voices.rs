//! Voices of vendors over true wires on loopback: whole when they are well, and every fault found for what it is.

use futures::StreamExt;
use futures::stream::iter;
use gateway::voice::{Line, Said, Sound, VoiceFaultKind, VoiceRoute};
use gateway::{Attempt, Gateway, KeySource, Ledger, Purpose, Settings, Timing, VendorSettings};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::voices::{KEY, Kind, Options, Simulator, faults_of, sound_of};

/// Everything about time takes a fifth, of the faults and of our patience alike.
const PACE: f64 = 0.2;

const TEXT: &str = "港口周二早上重新开放，四十艘船在中午前进港。";

struct Studio {
    simulator: Simulator,
    folder: TempDir,
}

/// A vendor as it is simulated: the row of the table, the house behind it, the voice's model.
#[derive(Debug, Clone, Copy)]
struct House {
    row: &'static str,
    house: &'static str,
    model: &'static str,
    rate_hz: u32,
}

const fn house(row: &'static str, house: &'static str, model: &'static str, rate_hz: u32) -> House {
    House { row, house, model, rate_hz }
}

const HOUSES: &[House] =
    &[house("openai", "openai", "gpt-4o-mini-tts", 24_000), house("openai-compatible", "kokoro", "kokoro", 24_000)];

impl Studio {
    async fn open() -> Self {
        Self::with(Options { pace: PACE, ..Options::default() }).await
    }

    async fn with(options: Options) -> Self {
        let folder = TempDir::new().unwrap();
        let key = folder.path().join("key");
        std::fs::write(&key, KEY).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).unwrap();
        Self { simulator: Simulator::start(options).await.unwrap(), folder }
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

    fn gateway_with(&self, vendors: Vec<VendorSettings>, timing: Timing) -> Gateway {
        let ledger = Ledger::open(&self.folder.path().join("ledger.db")).unwrap();
        Gateway::open(Settings { vendors, timing, ..Settings::default() }, ledger, &|_| None, Vec::new()).unwrap()
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

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_whole_byte_for_byte_at_every_house() {
    let studio = Studio::open().await;
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let said = say(&gateway, &route(house.row, house.model, "alloy"), Line::words(TEXT, "zh")).await;
        let said = said.unwrap_or_else(|fault| panic!("{house:?}: {fault}"));
        let expected = sound_of(TEXT, house.rate_hz, 1.0);
        assert!(said.rate_hz == house.rate_hz && said.samples == expected, "{house:?}: {} samples", said.samples.len());
        let rows = rows(&gateway, house.row);
        assert_eq!(rows.len(), 1, "{house:?}");
        let row = &rows[0];
        let used = row.usage.input + row.usage.output + row.usage.characters;
        assert!(row.verdict == gateway::Verdict::Answer && row.first_ms.is_some() && used > 0, "{row:?}");
        assert_eq!((row.voice.as_str(), row.model.as_str(), row.role.as_str()), ("alloy", house.model, "anchor"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_every_house_is_found_for_what_it_is() {
    let studio = Studio::open().await;
    let studio = &studio;
    let name = |house: &House, fault: &str| format!("{}-{fault}", house.row);
    let cases: Vec<(House, &str, Kind)> = HOUSES
        .iter()
        .flat_map(|house| faults_of(house.house).into_iter().map(|(fault, kind)| (*house, fault, kind)))
        .collect();
    let vendors = cases.iter().map(|(house, fault, _)| studio.vendor(*house, &name(house, fault))).collect();
    let gateway = studio.gateway(vendors);
    let gateway = &gateway;
    let wrong: Vec<String> = iter(cases.clone())
        .map(|(house, fault, kind)| async move {
            let vendor = name(&house, fault);
            let voice = route(&vendor, house.model, &format!("alloy-sim-{fault}"));
            let result = say(gateway, &voice, Line::words(TEXT, "zh")).await;
            let whole = sound_of(TEXT, house.rate_hz, 1.0);
            let found = match &result {
                Ok(said) if said.samples == whole => Kind::None,
                Ok(said) => return Some(format!("{vendor}: {} samples of {}", said.samples.len(), whole.len())),
                Err(fault) => kind_of(fault.kind),
            };
            let rows = rows(gateway, &vendor);
            assert!(rows.len() == 1 && !rows[0].detail.contains(KEY), "{vendor}: {rows:?}");
            let said = result.err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(!said.contains(KEY), "{vendor}: {said}");
            (found != kind).then(|| format!("{vendor}: {found:?} for {kind:?}: {said}"))
        })
        .buffer_unordered(30)
        .filter_map(|wrong| async { wrong })
        .collect()
        .await;
    eprintln!("{} faults of {} houses", cases.len(), HOUSES.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sound_comes_before_the_last_is_made() {
    let options = Options { between: Duration::from_millis(40), pace: PACE, ..Options::default() };
    let studio = Studio::with(options).await;
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let voice = gateway.voice(&route(house.row, house.model, "alloy"), &Purpose::default()).unwrap();
        let mut speech = voice.speak(Line::words(TEXT, "zh")).await.unwrap();
        let mut pieces = Vec::new();
        let began = std::time::Instant::now();
        while let Some(sound) = speech.stream.next().await {
            if let Sound::Samples(samples) = sound.unwrap() {
                pieces.push((began.elapsed(), samples.len()));
            }
        }
        // The simulator sends a piece only when it is its time, so what came early was made early.
        assert!(pieces.len() > 5 && pieces[0].0 < pieces[pieces.len() - 1].0, "{house:?}: {pieces:?}");
        let n: usize = pieces.iter().map(|(_, n)| n).sum();
        assert!(pieces[0].1 < n / 5, "{house:?}: {} of {n} at once", pieces[0].1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_longer_than_the_vendor_takes_is_said_in_parts_and_joined() {
    let studio = Studio::open().await;
    for house in HOUSES {
        let gateway = studio.patient(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let longest = gateway.voice(&voice, &Purpose::default()).unwrap().capabilities().longest;
        let n_sentences = longest / TEXT.chars().count() + 3;
        let said = say(&gateway, &voice, Line::words(TEXT.repeat(n_sentences), "zh")).await.unwrap();
        let seen: Vec<String> = studio.simulator.seen().into_iter().map(|seen| seen.text).collect();
        let parts = &seen[seen.len() - 2..];
        assert_eq!(parts.concat(), TEXT.repeat(n_sentences), "{house:?}");
        let expected: Vec<i16> = parts.iter().flat_map(|part| sound_of(part, house.rate_hz, 1.0)).collect();
        assert!(said.samples == expected, "{house:?}: {} of {}", said.samples.len(), expected.len());
        assert_eq!(rows(&gateway, house.row).len(), 2, "{house:?}");
    }
}
