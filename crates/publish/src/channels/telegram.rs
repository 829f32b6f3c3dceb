//! Telegram: `sendMessage` of the Bot API, as plain text.
//!
//! Text has at most 4,096 units of UTF-16. A refusal says `ok: false` with its `error_code`; one for haste says in
//! `parameters.retry_after` how long to wait. Source: <https://core.telegram.org/bots/api>.

use super::door::{Door, rest};
use super::fit::Room;
use super::{Channel, Message, Undelivered};
use serde_json::{Value, json};
use url::Url;

const ROOM: Room = Room::Utf16(4_096);

pub(super) async fn send(
    door: &Door<'_>,
    channel: &Channel,
    mut url: Url,
    message: &Message,
) -> Result<(), Undelivered> {
    let token = channel.key().ok_or_else(|| Undelivered::refused("there is no token of a bot"))?;
    if let Ok(mut pieces) = url.path_segments_mut() {
        pieces.pop_if_empty().push(&format!("bot{token}")).push("sendMessage");
    }
    let body = json!({
        "chat_id": channel.to.first(),
        "text": message.text(ROOM),
        "link_preview_options": { "is_disabled": true },
        "disable_notification": !message.event.is_urgent() && message.event != super::Event::Edition,
    });
    let answer = door.post(&url, &[], body.to_string()).await?;
    let said = answer.json()?;
    if said["ok"] == true {
        return Ok(());
    }
    Err(refusal(&said, answer.status, answer.after))
}

fn refusal(said: &Value, status: u16, after: Option<std::time::Duration>) -> Undelivered {
    let code = said["error_code"].as_u64().unwrap_or_else(|| status.into());
    let why = format!("error {code}: {}", said["description"].as_str().unwrap_or("no reason given"));
    let after = said["parameters"]["retry_after"].as_u64().map(rest).or(after);
    match code {
        429 | 500..=599 => Undelivered::Later { why, after },
        _ => Undelivered::refused(why),
    }
}
