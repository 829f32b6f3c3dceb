//! A webhook: JSON to an address of the operator's own, signed as Standard Webhooks say.
//!
//! The same message has the same `webhook-id` and `idempotency-key` however often it is sent.
//! Source: <https://www.standardwebhooks.com/>.

use super::door::Door;
use super::sign::{hmac_base64, webhook_key};
use super::{Channel, Message, Undelivered};
use jiff::Timestamp;
use serde_json::json;
use url::Url;

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    url: Url,
    message: &Message,
    key: &str,
    now: Timestamp,
) -> Result<(), Undelivered> {
    let body = json!({
        "type": message.event.key(),
        "timestamp": message.at,
        "data": {
            "id": key,
            "about": message.about,
            "newsroom": message.newsroom,
            "language": message.language,
            "title": message.title,
            "lines": message.lines,
            "url": message.link,
            "audio": message.audio,
        },
    })
    .to_string();
    let seconds = now.as_second().to_string();
    let mut headers = vec![
        ("idempotency-key", key.to_owned()),
        ("webhook-id", key.to_owned()),
        ("webhook-timestamp", seconds.clone()),
    ];
    if let Some(secret) = channel.key() {
        let signed = hmac_base64(&webhook_key(secret), format!("{key}.{seconds}.{body}").as_bytes());
        headers.push(("webhook-signature", format!("v1,{signed}")));
    }
    door.post(&url, &headers, body).await?.by_status().map(drop)
}
