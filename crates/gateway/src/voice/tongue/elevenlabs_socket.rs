//! ElevenLabs text to dialogue over a WebSocket: the way to its fastest models.

use super::elevenlabs::{ElevenLabs, RATE_HZ, Reply, headers, spelled};
use super::events::must_have_ended;
use super::{Capabilities, Come, Ear, Heard, Line, Outgoing, Speaker, Tongue};
use crate::verdict::{Failure, Verdict};
use serde_json::{Value, json};

/// The protocol.
pub(crate) struct ElevenLabsSocket;

impl Tongue for ElevenLabsSocket {
    fn capabilities(&self, speaker: &Speaker) -> Capabilities {
        ElevenLabs { is_dialogue: true }.capabilities(speaker)
    }

    fn say(&self, speaker: &Speaker, line: &Line) -> Outgoing {
        let model = &speaker.route.model;
        let path =
            format!("/text-to-dialogue/stream-input?model_id={model}&output_format=pcm_{RATE_HZ}&sync_alignment=true");
        Outgoing::socket(&speaker.url(&path), headers(speaker), messages(speaker, line).concat(), RATE_HZ)
    }

    fn ear(&self, speaker: &Speaker, line: &Line) -> Box<dyn Ear> {
        let reply = Reply::new(&speaker.vendor, line);
        Box::new(Dialogue { messages: messages(speaker, line), reply, is_done: false })
    }
}

fn messages(speaker: &Speaker, line: &Line) -> Vec<String> {
    let voice = &speaker.route.voice;
    let text = spelled(line, speaker.can_laugh(), false);
    [
        json!({"voices": [voice]}),
        json!({"inputs": [{"text": text, "voice_id": voice, "new_turn": true}], "flush": true}),
        json!({"close_socket": true}),
    ]
    .map(|message| message.to_string())
    .to_vec()
}

struct Dialogue {
    messages: Vec<String>,
    reply: Reply,
    is_done: bool,
}

impl Ear for Dialogue {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Begun(_) => heard.extend(self.messages.drain(..).map(Heard::Say)),
            Come::Text(text) => {
                let json: Value = serde_json::from_str(text)
                    .map_err(|error| Failure::new(Verdict::Broken, format!("a message is no JSON: {error}")))?;
                self.reply.take(json.get("audio").and_then(Value::as_str), &json, heard)?;
                if json.get("is_final").and_then(Value::as_bool) == Some(true) {
                    self.is_done = true;
                    self.reply.judge(heard)?;
                    heard.push(Heard::Done);
                }
            }
            Come::Ended => return must_have_ended(self.is_done, self.reply.has_sound, "is_final"),
            Come::Bytes(_) | Come::Binary(_) => {}
        }
        Ok(())
    }
}
