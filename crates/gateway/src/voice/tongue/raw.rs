//! Understands replies whose body is sound and nothing else, or an error as JSON where sound should be.

use super::{Come, Ear, Heard};
use crate::attempt::content_type;
use crate::judge::{self, Envelope};
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use bytes::BytesMut;
use std::sync::Arc;

/// So much of an error is read.
const MAX_ERROR: usize = 64 * 1024;

/// The ear for sound that is not wrapped in anything.
pub(crate) struct Raw {
    vendor: Arc<Vendor>,
    /// What has come of a body of JSON.
    json: Option<BytesMut>,
}

impl Raw {
    pub fn new(vendor: &Arc<Vendor>) -> Self {
        Self { vendor: Arc::clone(vendor), json: None }
    }
}

impl Ear for Raw {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match (come, &mut self.json) {
            (Come::Begun(headers), json) => {
                let kind = content_type(headers);
                if kind.contains("json") {
                    *json = Some(BytesMut::new());
                } else if !is_sound(&kind) {
                    return Err(Failure::new(Verdict::Broken, format!("{kind} came where sound was expected")));
                }
            }
            (Come::Bytes(bytes), Some(json)) => {
                let room = MAX_ERROR.saturating_sub(json.len()).min(bytes.len());
                json.extend_from_slice(bytes.get(..room).unwrap_or_default());
            }
            (Come::Bytes(bytes), None) => heard.push(Heard::Sound(bytes.clone())),
            (Come::Ended, Some(json)) => return Err(in_place_of_sound(&self.vendor, json)),
            (Come::Ended, None) => heard.push(Heard::Done),
            (Come::Text(_) | Come::Binary(_), _) => {}
        }
        Ok(())
    }
}

/// Servers of one's own often name no type, or a general one; raw sound in a compressed type is none.
fn is_sound(kind: &str) -> bool {
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let is_packed =
        ["mpeg", "mp3", "ogg", "opus", "aac", "mp4", "flac", "webm"].iter().any(|name| kind.ends_with(name));
    kind.is_empty() || kind == "application/octet-stream" || kind.starts_with("audio/") && !is_packed
}

/// What a JSON body with HTTP 200 says in the place of sound.
pub(crate) fn in_place_of_sound(vendor: &Vendor, body: &[u8]) -> Failure {
    let json = serde_json::from_slice::<serde_json::Value>(body).ok();
    match json.as_ref().and_then(judge::find_envelope) {
        Some(envelope) => judge::error(&vendor.quirks, 200, &envelope, None),
        None => {
            let message: String = String::from_utf8_lossy(body).chars().take(120).collect();
            let shown = Envelope { message, ..Envelope::default() };
            Failure::new(Verdict::Broken, format!("JSON came where sound was expected: {}", shown.message))
        }
    }
}
