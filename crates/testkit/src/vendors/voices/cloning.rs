//! Making voices: uploads, consents and names, as each vendor takes them.

use super::house::text_at;
use super::simulator::KEY;
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use serde_json::{Value, json};

/// The reply to a request that makes a voice; nothing if it is none.
pub(super) fn answer(request: &Request) -> Option<Reply> {
    let has_key =
        request.header("authorization") == Some(&format!("Bearer {KEY}")) || request.header("x-api-key") == Some(KEY);
    let refused = |status: u16| Reply { status, ..Reply::json(json!({"error": {"message": "no"}}).to_string()) };
    let well = json!({"status_code": 0, "status_msg": "success"});
    let reply = match request.path.as_str() {
        _ if !has_key => return None,
        "/minimax/v1/files/upload" => {
            let is_whole = form(request, "purpose")? == b"voice_clone" && !form(request, "file")?.is_empty();
            let file = json!({"file": {"file_id": 7_001, "purpose": "voice_clone"}, "base_resp": well});
            if is_whole { Reply::json(file.to_string()) } else { refused(400) }
        }
        "/minimax/v1/voice_clone" => {
            let body: Value = serde_json::from_slice(&request.body).ok()?;
            let is_whole = body.get("file_id") == Some(&json!(7_001)) && text_at(&body, "/voice_id").len() >= 8;
            let taken = json!({"base_resp": {"status_code": 2039, "status_msg": "voice clone voice id duplicate"}});
            let is_taken = text_at(&body, "/voice_id").contains("taken");
            match (is_whole, is_taken) {
                (true, false) => Reply::json(json!({"base_resp": well, "input_sensitive": false}).to_string()),
                (true, true) => Reply::json(taken.to_string()),
                (false, _) => refused(400),
            }
        }
        "/openai/v1/audio/voice_consents" => {
            let is_whole = ["name", "language", "recording"].iter().all(|name| form(request, name).is_some());
            if is_whole {
                Reply::json(json!({"id": "cons_1", "object": "audio.voice_consent"}).to_string())
            } else {
                refused(400)
            }
        }
        "/openai/v1/audio/voices" => {
            let is_whole = form(request, "consent")? == b"cons_1" && form(request, "audio_sample").is_some();
            if is_whole {
                Reply::json(json!({"id": "voice_1", "object": "audio.voice"}).to_string())
            } else {
                refused(400)
            }
        }
        "/volcano/api/v3/tts/voice_clone" => {
            let body: Value = serde_json::from_slice(&request.body).ok()?;
            let is_whole = !text_at(&body, "/speaker_id").is_empty() && !text_at(&body, "/audio/data").is_empty();
            let name = text_at(&body, "/speaker_id");
            if is_whole { Reply::json(json!({"speaker_id": name, "status": 1}).to_string()) } else { refused(400) }
        }
        _ => return None,
    };
    Some(reply)
}

/// The value of a field of a form.
fn form<'a>(request: &'a Request, name: &str) -> Option<&'a [u8]> {
    let boundary = request.header("content-type")?.strip_prefix("multipart/form-data; boundary=")?;
    let find = |from: usize, what: &str| {
        let windows = request.body.get(from..)?.windows(what.len());
        windows.into_iter().position(|window| window == what.as_bytes()).map(|at| from + at)
    };
    let at = find(0, &format!("name=\"{name}\""))?;
    let begin = find(at, "\r\n\r\n")? + 4;
    let end = find(begin, &format!("\r\n--{boundary}"))?;
    request.body.get(begin..end)
}
