//! Doubao's podcast: binary frames over a WebSocket, with turns of our own (action 3).

use super::fault::{Fault, Refusal};
use super::house::{number_at, text_at};
use super::order::{Order, Sound};
use super::socket::{Said, SocketHouse};
use super::volcano::{check_key, trouble};
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use serde_json::{Value, json};

/// The podcast's WebSocket.
#[derive(Default)]
pub(super) struct Podcast;

impl SocketHouse for Podcast {
    fn open(&mut self, request: &Request) -> Result<(), Reply> {
        check_key(request)?;
        let is_there = request.path == "/volcano/api/v3/sami/podcasttts"
            && request.header("x-api-resource-id") == Some("volc.service_type.10050");
        if is_there { Ok(()) } else { Err(Reply { status: 404, ..Reply::json("{}".into()) }) }
    }

    fn hear(&mut self, said: &Said) -> Result<Vec<Said>, Box<Order>> {
        let Said::Binary(frame) = said else { return Ok(Vec::new()) };
        let Some((event, payload)) = read(frame) else { return Ok(vec![error(45_000_001, "bad frame")]) };
        match event {
            1 => Ok(vec![frame_of(0x94, 50, b"{}")]),
            100 => {
                let body: Value = serde_json::from_slice(&payload).unwrap_or_default();
                let voice = text_at(&body, "/nlp_texts/0/speaker");
                let rate_hz = number_at(&body, "/audio_config/sample_rate") as u32;
                let text = text_at(&body, "/nlp_texts/0/text");
                if body.get("action") != Some(&json!(3)) || rate_hz != 24_000 || text.chars().count() > 300 {
                    return Ok(vec![error(45_000_001, "invalid parameter")]);
                }
                let pace = 1.0 + number_at(&body, "/audio_config/speech_rate") as f32 / 100.0;
                Err(Box::new(Order { text, voice, rate_hz, pace }))
            }
            102 => Ok(Vec::new()),
            2 => Ok(vec![frame_of(0x94, 52, b"{}"), Said::Close]),
            _ => Ok(vec![error(45_000_001, "unknown event")]),
        }
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Said {
        let told = trouble(refusal, key);
        error(number_at(&told, "/code") as i32, &text_at(&told, "/message"))
    }

    fn frames(&self, order: &Order, sound: &Sound, fault: Option<Fault>) -> Vec<Said> {
        let json = |event: i32, value: Value| frame_of(0x94, event, value.to_string().as_bytes());
        let start = json!({"round_id": 0, "speaker": order.voice, "text": order.text});
        let mut said = vec![json(150, json!({})), json(360, start)];
        match fault {
            Some(Fault::Null) => said.push(frame_of(0xb4, 361, b"")),
            _ => said.extend(sound.pieces.iter().map(|bytes| frame_of(0xb4, 361, bytes))),
        }
        let amid = said.len() / 2 + 1;
        match fault {
            Some(Fault::Garbled) => {
                said.insert(amid, Said::Binary(vec![0x11, 0xb4, 0, 0, 0, 0, 1, 0x69, 0, 0, 0, 9, 1]));
            }
            Some(Fault::ErrorAmid) => {
                said.truncate(amid);
                said.push(error(55_000_001, "Service internal error"));
                return said;
            }
            _ => {}
        }
        said.push(json(362, json!({"audio_duration": sound.milliseconds as f64 / 1000.0})));
        said.push(json(154, json!({"usage": {"text_words": order.n_billed()}})));
        said.push(json(363, json!({"meta_info": {"audio_url": ""}})));
        if fault == Some(Fault::NoFinal) {
            said.push(Said::Close);
        } else {
            said.push(json(152, json!({})));
        }
        said
    }
}

fn frame_of(kind: u8, event: i32, payload: &[u8]) -> Said {
    let mut frame = vec![0x11, kind, 0x10, 0];
    frame.extend(event.to_be_bytes());
    for part in [b"zaowan".as_slice(), payload] {
        frame.extend((part.len() as u32).to_be_bytes());
        frame.extend(part);
    }
    Said::Binary(frame)
}

fn error(code: i32, message: &str) -> Said {
    let mut frame = vec![0x11, 0xf0, 0x10, 0];
    frame.extend(code.to_be_bytes());
    let payload = json!({"message": message}).to_string();
    frame.extend((payload.len() as u32).to_be_bytes());
    frame.extend(payload.as_bytes());
    Said::Binary(frame)
}

/// The event and the payload of a client's frame.
fn read(frame: &[u8]) -> Option<(i32, Vec<u8>)> {
    if frame.get(..2)? != [0x11, 0x14] {
        return None;
    }
    let number = |at: usize| Some(i32::from_be_bytes(frame.get(at..at + 4)?.try_into().ok()?));
    let event = number(4)?;
    let mut at = 8;
    if event >= 100 {
        at += 4 + usize::try_from(number(at)?).ok()?;
    }
    let size = usize::try_from(number(at)?).ok()?;
    Some((event, frame.get(at + 4..at + 4 + size)?.to_vec()))
}
