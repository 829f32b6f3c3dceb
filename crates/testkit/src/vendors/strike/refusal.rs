//! Faults by which there is no answer at all: HTTP errors, and when to come back.

use super::stage::Stage;
use crate::vendors::envelope;
use crate::vendors::fault::{Refusal, Retry};
use crate::vendors::script::Reply;
use crate::vendors::trouble::{Envelope, told};
use std::time::Duration;

/// The reply that refuses. `credentials` is the header with the caller's key, as it came.
pub(in crate::vendors) fn refused(refusal: Refusal, stage: &Stage, credentials: &str) -> Reply {
    let envelope = refusal.envelope.unwrap_or(stage.envelope);
    let mut told = told(envelope, refusal.trouble, &stage.answer.model);
    // A status of an error stands in the body too; a 200 only on the outside.
    let status = refusal.status.unwrap_or(told.status);
    if status >= 400 {
        told.status = status;
    }
    if refusal.echoes_key {
        told.message = format!("upstream rejected the request with headers {{{credentials}}}: {}", told.message);
    }
    if let Retry::Body(seconds) = refusal.retry
        && envelope != Envelope::Gemini
    {
        told.message = format!("{} Please try again in {}s.", told.message, scaled(seconds, stage.pace));
    }
    let mut reply = envelope::reply(envelope, &told);
    reply.status = status;
    reply.headers.extend(stage.headers.iter().cloned());
    retry_after(reply, refusal.retry, envelope, stage.pace)
}

fn retry_after(reply: Reply, retry: Retry, envelope: Envelope, pace: f64) -> Reply {
    match retry {
        Retry::Unsaid => reply,
        Retry::Seconds(seconds) => {
            let reply = reply.with("retry-after", whole_seconds(seconds, pace).to_string());
            informed(reply, envelope, seconds, pace)
        }
        Retry::Date(seconds) => reply.with("retry-after", date_in(whole_seconds(seconds, pace))),
        Retry::Millis(millis) => reply.with("retry-after-ms", (millis * pace).ceil().max(1.0).to_string()),
        Retry::Huge(seconds) => reply.with("retry-after", seconds.to_string()),
        Retry::Body(seconds) => informed(reply, envelope, seconds, pace),
    }
}

/// Gemini tells it in the error's details.
fn informed(mut reply: Reply, envelope: Envelope, seconds: f64, pace: f64) -> Reply {
    if envelope == Envelope::Gemini {
        reply.body = envelope::with_retry_info(&reply.body, &format!("{}s", scaled(seconds, pace)));
    }
    reply
}

/// Seconds at this pace, to the millisecond.
fn scaled(seconds: f64, pace: f64) -> f64 {
    ((seconds * pace * 1_000.0).round() / 1_000.0).max(0.001)
}

/// A header of whole seconds cannot say less than one.
fn whole_seconds(seconds: f64, pace: f64) -> u64 {
    (seconds * pace).ceil().max(1.0) as u64
}

#[expect(clippy::disallowed_methods, reason = "a date in Retry-After is read against the reader's own clock")]
fn date_in(seconds: u64) -> String {
    httpdate::fmt_http_date(std::time::SystemTime::now() + Duration::from_secs(seconds))
}
