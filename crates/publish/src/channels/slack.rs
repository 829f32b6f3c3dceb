//! Slack: an incoming webhook; its address is its secret.
//!
//! It answers in text: `ok`, or a word for what is wrong. Three characters are escaped.
//! Source: Slack, "sending messages using incoming webhooks".

use super::door::{Door, said};
use super::fit::Room;
use super::{Message, Undelivered};
use serde_json::json;
use url::Url;

/// Beyond 40,000 characters text is cut off; it is advised to stay under 4,000. Escaping makes five of one.
const ROOM: Room = Room::Bytes(3_900);

pub(super) async fn send(door: &Door<'_>, url: Url, message: &Message) -> Result<(), Undelivered> {
    let body = json!({ "text": escaped(&message.text(ROOM)), "unfurl_links": false });
    let answer = door.post(&url, &[], body.to_string()).await?.by_status()?;
    if answer.text.trim() == "ok" {
        return Ok(());
    }
    Err(Undelivered::refused(format!("answered with status {}, but not with ok{}", answer.status, said(&answer.text))))
}

/// A headline must not call everybody in the room: `<!channel>` is text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
