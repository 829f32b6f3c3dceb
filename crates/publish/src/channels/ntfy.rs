//! ntfy: JSON to the server's root, the topic in it.
//!
//! The `sequence_id` lets the app put a notice that is sent again in the place of the first. A message of more than
//! 4,096 bytes would become a file. Source: <https://docs.ntfy.sh/publish/>.

use super::door::{Door, said};
use super::fit::Room;
use super::{Channel, Message, Undelivered};
use serde_json::json;
use url::Url;

const ROOM: Room = Room::Bytes(4_096);

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    mut url: Url,
    message: &Message,
    key: &str,
) -> Result<(), Undelivered> {
    let topic = url.path_segments().and_then(|mut pieces| pieces.next_back()).unwrap_or_default().to_owned();
    if topic.is_empty() {
        return Err(Undelivered::refused("its address names no topic; write https://ntfy.sh/your-topic"));
    }
    if let Ok(mut pieces) = url.path_segments_mut() {
        pieces.pop().push("");
    }
    let body = json!({
        "topic": topic,
        "title": message.title,
        "message": message.body(ROOM),
        "click": message.link,
        "priority": if message.event.is_urgent() { 5 } else { 3 },
        "tags": [if message.event.is_urgent() { "rotating_light" } else { "newspaper" }],
        "sequence_id": sequence(key),
    });
    let headers: Vec<_> = channel.key().map(|token| ("authorization", format!("Bearer {token}"))).into_iter().collect();
    let answer = door.post(&url, &headers, body.to_string()).await?.by_status()?;
    // Behind a captive portal or a proxy's login everything is answered with 200.
    let taken = answer.json()?;
    if taken["event"] == "message" {
        return Ok(());
    }
    Err(Undelivered::refused(format!("did not take the message{}", said(&answer.text))))
}

/// The key as ntfy takes it: at most 64 letters, digits, dashes and underscores.
fn sequence(key: &str) -> String {
    key.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}
