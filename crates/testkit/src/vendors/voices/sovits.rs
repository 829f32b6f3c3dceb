//! A GPT-SoVITS server: a WAV without its length, no key, errors in words.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped, known_body, number_at, text_at};
use super::order::{Order, Sound};
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use bytes::Bytes;
use serde_json::json;

const FIELDS: &[&str] = &[
    "text",
    "text_lang",
    "ref_audio_path",
    "prompt_text",
    "prompt_lang",
    "media_type",
    "streaming_mode",
    "speed_factor",
];
const RATE_HZ: u32 = 32_000;

pub(super) struct Sovits;

impl House for Sovits {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        if request.method != "POST" || request.path != "/gpt-sovits/tts" {
            return Err(failed(404, "Not Found"));
        }
        let body = known_body(request, FIELDS).map_err(|why| failed(400, &why))?;
        let (text, voice) = (text_at(&body, "/text"), text_at(&body, "/ref_audio_path"));
        let languages = [text_at(&body, "/text_lang"), text_at(&body, "/prompt_lang")];
        if languages.iter().any(|language| !["zh", "en", "auto"].contains(&language.as_str())) {
            return Err(failed(400, "text_lang is not supported"));
        }
        if text.is_empty() || voice.is_empty() || text_at(&body, "/media_type") != "wav" {
            return Err(failed(400, "text, ref_audio_path and media_type are required"));
        }
        Ok(Order { text, voice, rate_hz: RATE_HZ, pace: number_at(&body, "/speed_factor") as f32 })
    }

    fn refusal(&self, refusal: Refusal, _key: &str) -> Reply {
        match refusal {
            Refusal::Overload => failed(503, "busy"),
            Refusal::Internal => failed(500, "tts failed"),
            _ => failed(400, "ref_audio_path not exists"),
        }
    }

    fn frames(&self, _request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        if fault == Some(Fault::Mp3) || fault == Some(Fault::Type) {
            return Wrapped::raw("audio/mpeg", sound);
        }
        let mut head = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        head.extend(order.rate_hz.to_le_bytes());
        head.extend((order.rate_hz * 2).to_le_bytes());
        head.extend(b"\x02\0\x10\0data\xff\xff\xff\xff");
        let frames = std::iter::once(Bytes::from(head)).chain(sound.pieces.iter().cloned()).collect();
        Wrapped { n_before: 1, frames, ..Wrapped::raw("audio/wav", sound) }
    }
}

fn failed(status: u16, message: &str) -> Reply {
    Reply { status, ..Reply::json(json!({"message": message}).to_string()) }
}
