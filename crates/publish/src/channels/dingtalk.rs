//! DingTalk: a custom bot of a group, with or without a signature.
//!
//! The signature is over the time in milliseconds and the secret, under the secret, and goes into the address. A
//! refusal comes with status 200 and an `errcode`. A request has at most 20,000 bytes.
//! Source: DingTalk, "custom robot access".

use super::door::{Codes, Door};
use super::fit::Room;
use super::sign::hmac_base64;
use super::{Channel, Message, Undelivered};
use jiff::Timestamp;
use serde_json::json;
use std::time::Duration;
use url::Url;

const ROOM: Room = Room::Bytes(8_000);

const CODES: Codes = Codes {
    codes: &["errcode"],
    words: "errmsg",
    // Too fast for the bot, and a limit of the whole service.
    haste: &[130_101, 660_026, 90_018],
    // Whoever sends more than twenty messages in a minute is not heard for ten.
    after_haste: Some(Duration::from_secs(600)),
    busy: &[-1..=-1],
};

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    mut url: Url,
    message: &Message,
    now: Timestamp,
) -> Result<(), Undelivered> {
    if let Some(secret) = channel.key() {
        let ms = now.as_millisecond().to_string();
        let sign = hmac_base64(secret.as_bytes(), format!("{ms}\n{secret}").as_bytes());
        url.query_pairs_mut().append_pair("timestamp", &ms).append_pair("sign", &sign);
    }
    let body = json!({ "msgtype": "text", "text": { "content": message.text(ROOM) } });
    door.post(&url, &[], body.to_string()).await?.by_code(&CODES)
}
