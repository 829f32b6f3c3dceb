//! MiniMax T2A v2 over a WebSocket: the task is started, given its text and ended, each after the vendor's word.

use super::events::must_have_ended;
use super::minimax::{MiniMax, RATE_HZ, Reply, settings, spelled};
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::verdict::{Failure, Verdict};
use serde_json::{Value, json};

/// The protocol.
pub(crate) struct MiniMaxSocket;

impl Tongue for MiniMaxSocket {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        MiniMax.capabilities(speaker)
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let (start, go_on) = (start(speaker, line), spelled(line, speaker.can_laugh()));
        Outgoing::socket(&url(&speaker.url("")), speaker.bearer(), format!("{start}{go_on}"), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, line: &Line) -> Box<dyn Ear> {
        let go_on = json!({"event": "task_continue", "text": spelled(line, speaker.can_laugh())});
        let reply = Reply::new(&speaker.vendor);
        Box::new(Task { start: start(speaker, line), go_on: go_on.to_string(), reply })
    }
}

/// `https://host/v1` is `https://host/ws/v1/t2a_v2`.
fn url(base: &str) -> String {
    let (before, version) = base.rsplit_once('/').unwrap_or((base, "v1"));
    format!("{before}/ws/{version}/t2a_v2")
}

fn start(speaker: &Speaker, line: &Line) -> String {
    let mut start = settings(speaker, line);
    start["event"] = json!("task_start");
    start.to_string()
}

struct Task {
    start: String,
    go_on: String,
    reply: Reply,
}

impl Ear for Task {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Text(text) => self.message(text, heard),
            Come::Ended => must_have_ended(self.reply.is_done, self.reply.has_sound, "task_finished"),
            Come::Begun(_) | Come::Bytes(_) | Come::Binary(_) => Ok(()),
        }
    }
}

impl Task {
    fn message(&mut self, text: &str, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        let json: Value = serde_json::from_str(text)
            .map_err(|error| Failure::new(Verdict::Broken, format!("a message is no JSON: {error}")))?;
        self.reply.take(&json, heard)?;
        match json.get("event").and_then(Value::as_str) {
            Some("connected_success") => heard.push(Heard::Say(std::mem::take(&mut self.start))),
            Some("task_started") => heard.push(Heard::Say(std::mem::take(&mut self.go_on))),
            Some("task_finished") => {
                self.reply.is_done = true;
                heard.push(Heard::Done);
            }
            Some("task_failed") => return Err(Failure::new(Verdict::Broken, "task_failed, and it does not say why")),
            _ if json.get("is_final").and_then(Value::as_bool) == Some(true) => {
                heard.push(Heard::Say(json!({"event": "task_finish"}).to_string()));
            }
            _ => {}
        }
        Ok(())
    }
}
