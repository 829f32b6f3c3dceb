//! The protocols of voices: how a line is said to each, and what is heard from each.
//!
//! A tongue knows no rule about money, time or tries. It turns a line into an [`Outgoing`], and what comes back into
//! what was [`Heard`]: raw sound, marks, usage, and what the vendor claims about the sound. Whether that is true is
//! for `ear` to judge.

mod azure;
mod doubao;
mod elevenlabs;
mod elevenlabs_socket;
mod events;
mod frames;
mod minimax;
mod minimax_socket;
mod openai;
mod podcast;
mod raw;
mod sovits;
mod values;

use super::Capabilities;
use super::line::Line;
use super::route::VoiceRoute;
use super::speech::{Mark, VoiceUsage};
use crate::table::SpeechApi;
use crate::vendor::Vendor;
use crate::verdict::Failure;
use bytes::Bytes;
use reqwest::header::HeaderMap;
use std::sync::Arc;

/// A request as it goes over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outgoing {
    /// The whole address; of a WebSocket `ws` or `wss`.
    pub url: String,
    /// The key's header among them.
    pub headers: Vec<(&'static str, String)>,
    /// Of a WebSocket, what the ear will say: it stands here to be measured and known again.
    pub body: String,
    /// What raw sound is asked for: samples a second.
    pub rate_hz: u32,
    pub is_socket: bool,
}

impl Outgoing {
    /// A plain request.
    pub fn post(url: String, headers: Vec<(&'static str, String)>, body: String, rate_hz: u32) -> Self {
        Self { url, headers, body, rate_hz, is_socket: false }
    }

    /// A WebSocket at this address.
    pub fn socket(url: &str, headers: Vec<(&'static str, String)>, body: String, rate_hz: u32) -> Self {
        let url = url.replacen("http", "ws", 1);
        let headers = headers.into_iter().filter(|(name, _)| *name != "content-type").collect();
        Self { url, headers, body, rate_hz, is_socket: true }
    }
}

/// What comes from a vendor.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Come<'a> {
    /// The reply begins, or the WebSocket is open.
    Begun(&'a HeaderMap),
    /// A part of a body.
    Bytes(&'a Bytes),
    /// A message.
    Text(&'a str),
    /// A message of bytes.
    Binary(&'a Bytes),
    /// The body ended, or the WebSocket was closed, in good order.
    Ended,
}

/// What was understood of it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Heard {
    /// Bytes of sound, cut anywhere.
    Sound(Bytes),
    /// A mark, from the beginning of this request's sound.
    Mark(Mark),
    /// What was used; a later report stands over an earlier one.
    Used(VoiceUsage),
    /// What the vendor says about the sound it has sent.
    Claim(Claim),
    /// Something is heard up to here, in milliseconds, so the sound must reach so far.
    AtLeast(u64),
    /// To be said over the WebSocket.
    Say(String),
    /// The same in bytes.
    SayBytes(Vec<u8>),
    /// The vendor says that nothing more comes.
    Done,
}

/// What a vendor says about the whole sound of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Claim {
    pub rate_hz: Option<u32>,
    pub n_bytes: Option<u64>,
    pub milliseconds: Option<u64>,
}

/// Understands one reply.
pub(crate) trait Ear: Send {
    /// Takes what comes next; what is understood is added to `heard`.
    ///
    /// Errors: it is an error in the place of sound, or no sound, or it ended before its end.
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure>;
}

/// Who is to say something.
#[derive(Debug, Clone)]
pub(crate) struct Speaker {
    pub vendor: Arc<Vendor>,
    pub route: VoiceRoute,
}

impl Speaker {
    /// The address of a path behind the vendor's voices.
    pub fn url(&self, path: &str) -> String {
        let quirks = &self.vendor.quirks;
        let base = if quirks.speech_url.is_empty() { &self.vendor.base_url } else { &quirks.speech_url };
        format!("{}{path}", base.trim_end_matches('/'))
    }

    /// The key as it is sent, if there is one.
    pub fn key(&self) -> Option<&str> {
        self.vendor.key.as_ref().map(|key| key.expose())
    }

    /// The key as most vendors want it.
    pub fn bearer(&self) -> Vec<(&'static str, String)> {
        self.key().map(|key| ("authorization", format!("Bearer {key}"))).into_iter().collect()
    }

    /// Whether the model is one of those that a list of beginnings names.
    pub fn is_of(&self, beginnings: &[String]) -> bool {
        beginnings.iter().any(|beginning| self.route.model.starts_with(beginning.as_str()))
    }

    /// Whether the model laughs and sighs where it is told to.
    pub fn can_laugh(&self) -> bool {
        self.is_of(&self.vendor.quirks.speech_laughs)
    }
}

/// A protocol.
pub(crate) trait Tongue: Send + Sync {
    /// What can be done with a line.
    fn capabilities(&self, speaker: &Speaker) -> Capabilities;

    /// The request that says a line that is short enough.
    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing;

    /// Who understands the reply.
    fn ear(&self, speaker: &Speaker, line: &Line) -> Box<dyn Ear>;
}

/// The tongue of a protocol.
pub(crate) fn tongue(api: SpeechApi) -> &'static dyn Tongue {
    match api {
        SpeechApi::Openai => &openai::OpenAi,
        SpeechApi::Minimax => &minimax::MiniMax,
        SpeechApi::MinimaxSocket => &minimax_socket::MiniMaxSocket,
        SpeechApi::Elevenlabs => &elevenlabs::ElevenLabs { is_dialogue: false },
        SpeechApi::ElevenlabsDialogue => &elevenlabs::ElevenLabs { is_dialogue: true },
        SpeechApi::ElevenlabsSocket => &elevenlabs_socket::ElevenLabsSocket,
        SpeechApi::Azure => &azure::Azure,
        SpeechApi::Doubao => &doubao::Doubao { as_events: false },
        SpeechApi::DoubaoEvents => &doubao::Doubao { as_events: true },
        SpeechApi::DoubaoPodcast => &podcast::Podcast,
        SpeechApi::GptSovits => &sovits::Sovits,
    }
}
