//! Feishu and Lark: a custom bot of a group, with or without a signature.
//!
//! The signature is over nothing, under the time and the secret as its key. A refusal comes with status 200 and a
//! `code`. A request has at most 20 KB. Source: Feishu, "use custom bots in a group".

use super::door::{Codes, Door};
use super::fit::Room;
use super::sign::hmac_base64;
use super::{Channel, Message, Undelivered};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

/// Of the 20 KB of a request; JSON may write a character of three bytes as six.
const ROOM: Room = Room::Bytes(8_000);

const CODES: Codes = Codes {
    // Older answers say StatusCode alone.
    codes: &["code", "StatusCode"],
    words: "msg",
    haste: &[11_232, 99_991_400],
    after_haste: None,
    busy: &[11_233..=11_233, 50_000..=59_999],
};

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    url: Url,
    message: &Message,
    now: Timestamp,
) -> Result<(), Undelivered> {
    let mut body = json!({
        "msg_type": "post",
        "content": { "post": { "zh_cn": { "title": message.title, "content": paragraphs(message) } } },
    });
    if let Some(secret) = channel.key() {
        let seconds = now.as_second().to_string();
        body["sign"] = hmac_base64(format!("{seconds}\n{secret}").as_bytes(), b"").into();
        body["timestamp"] = seconds.into();
    }
    door.post(&url, &[], body.to_string()).await?.by_code(&CODES)
}

/// One paragraph a line, and the link under the last.
fn paragraphs(message: &Message) -> Vec<Vec<Value>> {
    let words = super::fit::fit("", &message.lines, None, ROOM);
    let mut paragraphs: Vec<Vec<Value>> =
        words.lines().map(|line| vec![json!({ "tag": "text", "text": line })]).collect();
    if let Some(link) = &message.link {
        paragraphs.push(vec![json!({ "tag": "a", "text": link, "href": link })]);
    }
    paragraphs
}
