//! Voices of vendors over true wires on loopback: whole when they are well, and every fault found for what it is.

use futures::StreamExt;
use futures::stream::iter;
use gateway::voice::{
    Line, Mark, Original, Piece, Reading, Recording, Said, Sound, VoiceCache, VoiceFaultKind, VoiceRoute,
};
use gateway::{Attempt, Gateway, KeySource, Ledger, Purpose, Settings, Timing, VendorSettings, VoiceSettings};
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::voices::{KEY, Kind, Options, Simulator, faults_of, sound_of};

/// Everything about time takes a quarter, of the faults and of our patience alike.
const PACE: f64 = 0.25;

const TEXT: &str = "港口周二早上重新开放，四十艘船在中午前进港。";

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
        .flat_map(|house| faults_of(house.faults).into_iter().map(|(fault, kind)| (*house, fault, kind)))
        .collect();
    let sovits = cases.iter().filter(|(house, ..)| house.row == "gpt-sovits");
    let voices: Vec<String> =
        sovits.map(|(house, fault, _)| format!("{}/alloy-sim-{fault}", name(house, fault))).collect();
    studio.consents(&voices, "");
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
        .buffer_unordered(16)
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
    // Dashes are characters, but take no time to say.
    let sentence = format!("港口开了{}。", "—".repeat(60));
    for house in HOUSES {
        let gateway = studio.patient(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let longest = gateway.voice(&voice, &Purpose::default()).unwrap().capabilities().longest;
        let n_sentences = longest / sentence.chars().count() + 3;
        let said = say(&gateway, &voice, Line::words(sentence.repeat(n_sentences), "zh")).await.unwrap();
        let seen: Vec<String> = studio.simulator.seen().into_iter().map(|seen| seen.text).collect();
        let parts = &seen[seen.len() - 2..];
        assert_eq!(parts.concat(), sentence.repeat(n_sentences), "{house:?}");
        let expected: Vec<i16> = parts.iter().flat_map(|part| sound_of(part, house.rate_hz, 1.0)).collect();
        assert!(said.samples == expected, "{house:?}: {} of {}", said.samples.len(), expected.len());
        assert_eq!(rows(&gateway, house.row).len(), 2, "{house:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_says_when_is_asked_again_then_and_its_words_are_told() {
    let studio = Studio::open().await;
    let openai = HOUSES[0];
    let gateway = studio.gateway(vec![studio.vendor(openai, "openai")]);
    let fault = say(&gateway, &route("openai", openai.model, "alloy-sim-limit"), Line::words(TEXT, "zh")).await;
    let fault = fault.unwrap_err();
    assert_eq!((fault.kind, fault.retry_after), (VoiceFaultKind::Rate, Some(Duration::from_secs(7))));
    assert!(fault.kind.is_worth_repeating() && fault.detail.contains("Rate limit reached"), "{fault}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_told_before_a_websocket_stands() {
    let studio = Studio::open().await;
    let path = studio.folder.path().join("key");
    std::fs::write(&path, "sk-wrong-0123456789").unwrap();
    for house in HOUSES.iter().filter(|house| house.row != "gpt-sovits") {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let fault = say(&gateway, &route(house.row, house.model, "alloy"), Line::words(TEXT, "zh")).await.unwrap_err();
        assert_eq!(fault.kind, VoiceFaultKind::Key, "{house:?}: {fault}");
        assert!(!fault.detail.contains("sk-wrong"), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_are_spelled_as_each_vendor_wants_them_and_the_words_stay_the_same() {
    let studio = Studio::open().await;
    let pieces = vec![
        Piece::Words("早安，".into()),
        Piece::Pause(300),
        Piece::Sounded { written: "重庆".into(), reading: Reading::Pinyin("chong2 qing4".into()) },
        Piece::Emphasis("今天".into()),
        Piece::Laugh,
        Piece::Words("<晴> & \"暖\"。".into()),
        Piece::Sigh,
        Piece::Words("再见。".into()),
    ];
    let line = Line { pieces, language: "zh".into(), pace: 1.1, ..Line::default() };
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let said = say(&gateway, &route(house.row, house.model, "alloy"), line.clone()).await;
        assert!(said.is_ok(), "{house:?}: {said:?}");
        let heard = studio.simulator.seen().pop().unwrap().text;
        // The simulated ElevenLabs takes what stands in sharp brackets for a mark, as the true one does.
        let heard = if house.row == "elevenlabs" { heard.replace(" & ", "<晴> & ") } else { heard };
        assert_eq!(heard.replace(' ', ""), line.plain().replace(' ', ""), "{house:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_lie_where_the_words_are_heard_also_in_the_second_part() {
    let studio = Studio::open().await;
    for house in HOUSES.iter().filter(|house| ["elevenlabs", "elevenlabs-socket", "volcano"].contains(&house.row)) {
        let gateway = studio.patient(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let longest = gateway.voice(&voice, &Purpose::default()).unwrap().capabilities().longest;
        let text = format!("一二三。{}四五六。", "—".repeat(longest - 6));
        let said = say(&gateway, &voice, Line::words(text, "zh")).await.unwrap();
        let spoken = |mark: &&Mark| mark.text.chars().all(char::is_alphanumeric);
        let marks: Vec<(&str, u64)> =
            said.marks.iter().filter(spoken).map(|mark| (mark.text.as_str(), mark.start_ms)).collect();
        let first = sound_of("一二三。", house.rate_hz, 1.0).len() as u64 * 1000 / u64::from(house.rate_hz);
        let texts: Vec<&str> = marks.iter().map(|(text, _)| *text).collect();
        assert_eq!(texts, ["一", "二", "三", "四", "五", "六"], "{house:?}");
        assert!(marks[..3].iter().all(|(_, at)| *at < first), "{house:?}: {marks:?}");
        assert!(marks[3..].iter().all(|(_, at)| *at >= first), "{house:?}: {marks:?} after {first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_said_before_costs_nothing_and_leaves_its_row() {
    let studio = Studio { keeps: true, ..Studio::open().await };
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let first = say(&gateway, &voice, Line::words(TEXT, "zh")).await.unwrap();
        let n_asked = studio.simulator.seen().len();
        let again = say(&gateway, &voice, Line::words(TEXT, "zh")).await.unwrap();
        assert!(again.samples == first.samples && again.marks == first.marks && again.rate_hz == first.rate_hz);
        assert_eq!(studio.simulator.seen().len(), n_asked, "{house:?} was asked again");
        let rows = rows(&gateway, house.row);
        let shown: Vec<(i64, &str)> = rows.iter().map(|row| (row.cost.microusd, row.cost.table.as_str())).collect();
        assert_eq!((shown.len(), shown[1]), (2, (0, "cache")), "{house:?}: {shown:?}");
        say(&gateway, &voice, Line { pace: 1.2, ..Line::words(TEXT, "zh") }).await.unwrap();
        let is_dialogue = house.row.starts_with("elevenlabs-");
        assert_eq!(studio.simulator.seen().len() > n_asked, !is_dialogue, "{house:?}: another pace is another sound");
        // What broke off is not kept.
        let broken = route(house.row, house.model, "alloy-sim-odd");
        if house.row != "gpt-sovits" {
            say(&gateway, &broken, Line::words(TEXT, "zh")).await.unwrap_err();
            say(&gateway, &broken, Line::words(TEXT, "zh")).await.unwrap_err();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_leaves_and_a_revocation_counts_at_once() {
    let studio = Studio { keeps: true, ..Studio::open().await };
    for (house, voice) in
        [(HOUSES[2], "zwc-lihua1"), (HOUSES[0], "voice_1"), (HOUSES[8], "S_lihua1"), (HOUSES[11], "a.wav")]
    {
        let gateway = studio.gateway(vec![studio.vendor(house, house.row)]);
        let route = route(house.row, house.model, voice);
        studio.consents(&[], "");
        let n_asked = studio.simulator.seen().len();
        let refused = say(&gateway, &route, Line::words(TEXT, "zh")).await.unwrap_err();
        assert_eq!((refused.kind, studio.simulator.seen().len()), (VoiceFaultKind::Consent, n_asked), "{refused}");
        studio.consents(&[route.to_string()], "");
        assert!(say(&gateway, &route, Line::words(TEXT, "zh")).await.is_ok(), "{house:?}");
        let for_client = Purpose { client: "shop".into(), ..Purpose::default() };
        let refused = gateway.voice(&route, &for_client).err().unwrap();
        assert_eq!(refused.kind, VoiceFaultKind::Consent, "its scope is editions alone");
        let voice = gateway.voice(&route, &Purpose::default()).unwrap();
        studio.consents(&[route.to_string()], "revoked_at = \"2026-01-02T00:00:00Z\"");
        let n_asked = studio.simulator.seen().len();
        let refused = voice.speak(Line::words(TEXT, "zh")).await.unwrap_err();
        assert!(refused.detail.contains("took the consent back"), "{refused}: kept sound is not played either");
        assert_eq!(studio.simulator.seen().len(), n_asked);
    }
    std::fs::write(studio.folder.path().join("consents.toml"), "[[consent").unwrap();
    let gateway = studio.gateway(vec![studio.vendor(HOUSES[0], "openai")]);
    let refused = gateway.voice(&route("openai", "tts-1", "alloy"), &Purpose::default()).err().unwrap();
    assert_eq!(refused.kind, VoiceFaultKind::Consent, "a record that cannot be read allows nothing: {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_is_made_of_a_recording_with_consent_and_of_no_other() {
    let studio = Studio::open().await;
    let recording = |bytes: &'static [u8]| Recording { name: "consent.wav".into(), bytes: bytes.into() };
    let original = |route: &VoiceRoute| Original {
        route: route.clone(),
        consent: recording(b"abc"),
        sample: recording(b"a sample"),
        language: "zh".into(),
    };
    let purpose = Purpose::default();
    let made = [
        (HOUSES[2], "zwc-lihua1", "zwc-lihua1"),
        (HOUSES[0], "voice_lihua", "voice_1"),
        (HOUSES[8], "S_lihua1", "S_lihua1"),
    ];
    for (house, wished, name) in made {
        let gateway = studio.gateway(vec![studio.vendor(house, house.row)]);
        let route = route(house.row, house.model, wished);
        studio.consents(&[], "");
        let n_asked = studio.simulator.seen().len();
        let refused = gateway.clone_voice(&original(&route), &purpose).await.unwrap_err();
        assert_eq!(refused.kind, VoiceFaultKind::Consent);
        studio.consents(&[route.to_string()], "");
        let other = Original { consent: recording(b"abd"), ..original(&route) };
        let refused = gateway.clone_voice(&other, &purpose).await.unwrap_err();
        assert!(refused.kind == VoiceFaultKind::Consent && refused.detail.contains("Li Hua"), "{refused}");
        assert_eq!(studio.simulator.seen().len(), n_asked, "nothing left");
        let made = gateway.clone_voice(&original(&route), &purpose).await.unwrap();
        assert_eq!(made, VoiceRoute { voice: name.into(), ..route });
    }
    let gateway = studio.gateway(vec![studio.vendor(HOUSES[2], "minimax")]);
    for (wished, kind) in [("zwc-taken1", VoiceFaultKind::Input), ("zwc-lihua1-", VoiceFaultKind::Input)] {
        let route = route("minimax", "speech-2.8-hd", wished);
        studio.consents(&[route.to_string()], "");
        assert_eq!(gateway.clone_voice(&original(&route), &purpose).await.unwrap_err().kind, kind, "{wished}");
    }
}
