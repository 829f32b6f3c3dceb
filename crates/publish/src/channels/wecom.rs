//! WeCom: a group bot; its key stands in the address.
//!
//! A refusal comes with status 200 and an `errcode`. Text has at most 2,048 bytes, markdown 4,096.
//! Source: WeCom, "group bot configuration".

use super::door::{Codes, Door};
use super::fit::Room;
use super::{Message, Undelivered};
use serde_json::json;
use std::time::Duration;
use url::Url;

/// Plain text: a headline with an asterisk in it must not become bold.
const ROOM: Room = Room::Bytes(2_048);

const CODES: Codes = Codes {
    codes: &["errcode"],
    words: "errmsg",
    // More than the interface takes, and too many at once.
    haste: &[45_009, 45_033],
    // Twenty messages a minute are heard.
    after_haste: Some(Duration::from_secs(60)),
    busy: &[-1..=-1],
};

pub(super) async fn send(door: &Door<'_>, url: Url, message: &Message) -> Result<(), Undelivered> {
    let body = json!({ "msgtype": "text", "text": { "content": message.text(ROOM) } });
    door.post(&url, &[], body.to_string()).await?.by_code(&CODES)
}
