//! Azure: SSML in, raw sound out, errors as text or without a word.

use super::fault::{Fault, Refusal};
use super::house::{House, Wrapped};
use super::order::{Order, Sound};
use super::simulator::KEY;
use crate::vendors::http::Request;
use crate::vendors::script::Reply;

pub(super) struct Azure;

impl House for Azure {
    fn order(&self, request: &Request) -> Result<Order, Reply> {
        if request.header("ocp-apim-subscription-key") != Some(KEY) {
            return Err(self.refusal(Refusal::Key, ""));
        }
        if request.path != "/azure/cognitiveservices/v1" {
            return Err(text(404, "Resource not found"));
        }
        if request.header("content-type") != Some("application/ssml+xml") {
            return Err(text(415, "Unsupported media type"));
        }
        if request.header("x-microsoft-outputformat") != Some("raw-24khz-16bit-mono-pcm")
            || request.header("user-agent").is_none()
        {
            return Err(text(400, "Unsupported output format"));
        }
        let ssml = String::from_utf8_lossy(&request.body).into_owned();
        let within = |from: &str, to: &str| ssml.split_once(from).and_then(|(_, rest)| Some(rest.split_once(to)?.0));
        let voice = within("<voice name=\"", "\"").map(unescaped);
        let spoken = within("<voice name=", "</voice>").and_then(|voice| Some(voice.split_once('>')?.1)).map(words);
        let (Some(voice), Some(spoken)) = (voice, spoken) else { return Err(text(400, "SSML parse error")) };
        let percent = within("<prosody rate=\"", "%\"").and_then(|rate| rate.parse::<f32>().ok()).unwrap_or(0.0);
        Ok(Order { text: spoken, voice, rate_hz: 24_000, pace: 1.0 + percent / 100.0 })
    }

    fn refusal(&self, refusal: Refusal, key: &str) -> Reply {
        match refusal {
            Refusal::Key => text(401, ""),
            Refusal::Echo => text(401, &format!("Access denied for {key}")),
            Refusal::Quota => text(403, "Out of call volume quota. Quota will be replenished in 9 days."),
            Refusal::Rate => text(429, "Too many requests").with("retry-after", "7"),
            Refusal::Content | Refusal::Input => text(400, "Unsupported voice"),
            Refusal::Overload => text(503, "Service unavailable"),
            Refusal::Internal => text(500, "Internal server error"),
        }
    }

    fn frames(&self, _request: &Request, _order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped {
        Wrapped::raw(if fault == Some(Fault::Type) { "audio/mpeg" } else { "audio/basic" }, sound)
    }
}

fn text(status: u16, body: &str) -> Reply {
    Reply { status, headers: vec![("content-type", "text/plain".to_owned())], body: body.to_owned() }
}

/// What is spoken of SSML: an alias in the place of what it stands for.
fn words(ssml: &str) -> String {
    let (mut out, mut rest) = (String::new(), ssml);
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(&unescaped(before));
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        rest = after;
        if let Some(alias) = tag.strip_prefix("sub alias=\"") {
            out.push_str(&unescaped(alias.trim_end_matches('"')));
            rest = after.split_once("</sub>").map_or("", |(_, rest)| rest);
        }
    }
    out.push_str(&unescaped(rest));
    out
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'");
    text.replace("&amp;", "&")
}
