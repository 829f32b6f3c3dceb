//! Makes a voice of a person's recording at a vendor: never before the consent was looked at, never without it.

use super::consent::Consent;
use super::door::{consents, use_of};
use super::fault::{VoiceFault, VoiceFaultKind};
use super::form::Form;
use super::route::VoiceRoute;
use super::tongue::Speaker;
use crate::ask::Purpose;
use crate::gateway::Gateway;
use crate::judge;
use crate::ledger::{Attempt, Entry};
use crate::prices::Cost;
use crate::table::SpeechApi;
use crate::verdict::{Failure, Verdict};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Instant;

/// What our own voices are called at vendors where we may choose, so that they are known as a person's by their name.
pub const CLONED: &str = "zwc-";

/// A recording, as it lies on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// With its ending, by which vendors know its kind.
    pub name: String,
    /// The bytes of the file.
    pub bytes: Bytes,
}

/// What a voice is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// The vendor, the model it will speak with, and its name there; where the vendor names it, only our word for it.
    pub route: VoiceRoute,
    /// The phrase of consent, spoken: the file whose hash stands in the record.
    pub consent: Recording,
    /// What the voice is learned from; may be the same.
    pub sample: Recording,
    /// The language of both: `zh`, `en`.
    pub language: String,
}

impl Gateway {
    /// Has a voice made. Returns its name at the vendor, which belongs into the record's `voices`.
    ///
    /// Errors: `Consent` before any byte leaves, if the record has no valid consent for this voice, or the recording is not
    /// the one that was consented with; `Input` if the vendor makes no voices here, or not of this name.
    pub async fn clone_voice(&self, original: &Original, purpose: &Purpose) -> Result<VoiceRoute, VoiceFault> {
        let route = &original.route;
        let consents = consents(&self.inner)?;
        let consent = consents.check(route, use_of(purpose), crate::ledger::now())?;
        if !consent.is_of(&original.consent.bytes) {
            let why = format!("the recording {} is not the one of {}'s consent", original.consent.name, consent.who);
            return Err(VoiceFault::new(VoiceFaultKind::Consent, why));
        }
        let input = |why: String| VoiceFault::new(VoiceFaultKind::Input, why);
        let vendor = self.inner.vendor(&route.vendor);
        let vendor = vendor.ok_or_else(|| input(format!("there is no vendor {:?} that can be asked", route.vendor)))?;
        let speaker = Speaker { vendor: Arc::clone(vendor), route: route.clone() };
        let maker = Maker { gateway: self, speaker: &speaker, original, consent, purpose };
        let voice = match vendor.quirks.speech {
            Some(SpeechApi::Minimax | SpeechApi::MinimaxSocket) => maker.minimax().await,
            Some(SpeechApi::Openai) => maker.openai().await,
            Some(SpeechApi::Doubao | SpeechApi::DoubaoEvents) => maker.doubao().await,
            _ => return Err(input(format!("{} makes no voices here", route.vendor))),
        };
        let redact = |failure: Failure| Failure { detail: self.inner.redactor.message(&failure.detail), ..failure };
        let voice = voice.map_err(|failure| VoiceFault::from(redact(failure)))?;
        Ok(VoiceRoute { voice, ..route.clone() })
    }
}

struct Maker<'a> {
    gateway: &'a Gateway,
    speaker: &'a Speaker,
    original: &'a Original,
    consent: &'a Consent,
    purpose: &'a Purpose,
}

impl Maker<'_> {
    /// The sample is uploaded, then named.
    async fn minimax(&self) -> Result<String, Failure> {
        let voice = &self.speaker.route.voice;
        if !may_be_named(voice) {
            let why = format!("{voice:?}: write {CLONED}, then letters, digits and -, at most 256, not - at the end");
            return Err(Failure::new(Verdict::WrongRequest, why));
        }
        let form = Form::new().text("purpose", "voice_clone").file("file", &self.original.sample);
        let uploaded = self.post("/files/upload", &form.kind(), form.bytes()).await?;
        let file = uploaded.pointer("/file/file_id").and_then(Value::as_i64);
        let file = file.ok_or_else(|| unlike("a file_id", &uploaded))?;
        let body = json!({"file_id": file, "voice_id": voice, "need_noise_reduction": false});
        self.post("/voice_clone", "application/json", body.to_string().into()).await?;
        Ok(voice.clone())
    }

    /// The vendor wants the consent itself before the sample.
    async fn openai(&self) -> Result<String, Failure> {
        let who = &self.consent.who;
        let form = Form::new().text("name", who).text("language", &self.original.language);
        let form = form.file("recording", &self.original.consent);
        let consent = id_of(&self.post("/audio/voice_consents", &form.kind(), form.bytes()).await?)?;
        let form = Form::new().text("name", &self.speaker.route.voice).text("consent", &consent);
        let form = form.file("audio_sample", &self.original.sample);
        id_of(&self.post("/audio/voices", &form.kind(), form.bytes()).await?)
    }

    /// The voice's name was bought before; it is given its sound.
    async fn doubao(&self) -> Result<String, Failure> {
        let voice = &self.speaker.route.voice;
        let sample = &self.original.sample;
        let ending = sample.name.rsplit('.').next().unwrap_or("wav");
        let body = json!({
            "speaker_id": voice,
            "audio": {"data": STANDARD.encode(&sample.bytes), "format": ending},
            "language": if self.original.language.starts_with("zh") { 0 } else { 1 },
        });
        self.post("/tts/voice_clone", "application/json", body.to_string().into()).await?;
        Ok(voice.clone())
    }

    /// Sends one request, and books it. What a voice costs once is in no table; the vendor bills it all the same.
    async fn post(&self, path: &str, kind: &str, body: Bytes) -> Result<Value, Failure> {
        let inner = &self.gateway.inner;
        let (at, began) = (crate::ledger::now(), Instant::now());
        let result = self.exchange(path, kind, body).await;
        let (verdict, detail) = match &result {
            Ok(_) => (Verdict::Answer, format!("a voice is made: {path}")),
            Err(failure) => (failure.verdict, inner.redactor.message(&failure.detail)),
        };
        let route = &self.speaker.route;
        let row = Attempt {
            id: inner.ledger.new_id(),
            at,
            vendor: route.vendor.clone(),
            model: route.model.clone(),
            voice: route.voice.clone(),
            jurisdiction: self.speaker.vendor.jurisdiction.clone(),
            verdict,
            detail,
            status: result.as_ref().err().and_then(|failure| failure.status),
            cost: Cost { microusd: 0, currency: "USD".into(), table: "unknown".into() },
            took_ms: began.elapsed().as_millis() as u64,
            ..Attempt::about(self.purpose)
        };
        inner.ledger.add(Entry::Attempt(Box::new(row)));
        result
    }

    async fn exchange(&self, path: &str, kind: &str, body: Bytes) -> Result<Value, Failure> {
        let inner = &self.gateway.inner;
        let quirks = &self.speaker.vendor.quirks;
        let mut request = inner.client.post(self.speaker.url(path)).header("content-type", kind).body(body);
        for (name, value) in self.headers() {
            request = request.header(name, value);
        }
        let broken = |why: String| Failure::new(Verdict::Broken, why);
        let exchange = async {
            let response = request.send().await.map_err(|error| crate::attempt::unsent(&error))?;
            let status = response.status().as_u16();
            let body = response.bytes().await.map_err(|error| broken(crate::attempt::innermost(&error)))?;
            Ok((status, body))
        };
        let limit = inner.settings.timing.plain;
        let (status, body) =
            tokio::time::timeout(limit, exchange).await.map_err(|_| crate::attempt::silent("no reply", limit))??;
        let json: Value = serde_json::from_slice(&body).unwrap_or_default();
        if let Some(envelope) = judge::find_envelope(&json) {
            return Err(judge::error(quirks, status, &envelope, None));
        }
        if status >= 300 {
            let message: String = String::from_utf8_lossy(&body).chars().take(120).collect();
            let envelope = judge::Envelope { message, ..judge::Envelope::default() };
            return Err(judge::error(quirks, status, &envelope, None));
        }
        Ok(json)
    }

    fn headers(&self) -> Vec<(&'static str, String)> {
        match self.speaker.vendor.quirks.speech {
            Some(SpeechApi::Doubao | SpeechApi::DoubaoEvents) => {
                self.speaker.key().map(|key| ("x-api-key", key.to_owned())).into_iter().collect()
            }
            _ => self.speaker.bearer(),
        }
    }
}

/// What the vendor asks of a name, and our own beginning.
fn may_be_named(voice: &str) -> bool {
    let is_made_of = voice.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (8..=256).contains(&voice.len()) && voice.starts_with(CLONED) && is_made_of && !voice.ends_with(['-', '_'])
}

fn id_of(json: &Value) -> Result<String, Failure> {
    json.get("id").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| unlike("an id", json))
}

fn unlike(what: &str, json: &Value) -> Failure {
    let shown: String = json.to_string().chars().take(120).collect();
    Failure::new(Verdict::Broken, format!("a reply without {what}: {shown}"))
}
