//! Bark: a push to Apple's devices, by its own server or yours.
//!
//! The answer's `code` is what counts. `id` puts a notice that is sent again in the place of the first. Apple takes
//! 4,096 bytes in all. Source: Bark's API_V2.

use super::door::{Door, said};
use super::fit::Room;
use super::{Channel, Message, Undelivered};
use serde_json::json;
use url::Url;

/// What Apple's 4,096 bytes leave beside title, link and the rest.
const ROOM: Room = Room::Bytes(2_000);

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    mut url: Url,
    message: &Message,
    key: &str,
) -> Result<(), Undelivered> {
    let device = channel.key().ok_or_else(|| Undelivered::refused("there is no device key"))?;
    if let Ok(mut pieces) = url.path_segments_mut() {
        pieces.pop_if_empty().push("push");
    }
    let body = json!({
        "device_key": device,
        "id": key,
        "title": message.title,
        "body": super::fit::fit("", &message.lines, None, ROOM),
        "url": message.link,
        "group": message.newsroom,
        "level": if message.event.is_urgent() { "timeSensitive" } else { "active" },
        "isArchive": "1",
    });
    let answer = door.post(&url, &[], body.to_string()).await?;
    let reply = answer.json()?;
    let code = reply["code"].as_u64().unwrap_or_else(|| answer.status.into());
    let why = || format!("code {code}: {}", reply["message"].as_str().unwrap_or("no reason given"));
    match code {
        200 if answer.status < 300 && reply["code"] == 200 => Ok(()),
        429 | 500..=599 => Err(Undelivered::Later { why: why(), after: answer.after }),
        200 => Err(Undelivered::refused(format!("did not say that it took the message{}", said(&answer.text)))),
        _ => Err(Undelivered::refused(why())),
    }
}
