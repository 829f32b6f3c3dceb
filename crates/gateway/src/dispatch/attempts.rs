//! Prepares one attempt (gate, limits, money, request) and starts it.

use super::plan::Candidate;
use super::prepare::{Way, speech_of};
use crate::ask::Ask;
use crate::attempt::{Booking, Opened, Reserved, Rows, Sent, open};
use crate::error::Error;
use crate::inner::Inner;
use crate::judge::Expect;
use crate::ledger::{Attempt, Kind};
use crate::table::Form;
use crate::tokens;
use crate::vendor::Vendor;
use crate::verdict::{Failure, Then, Verdict};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A vendor that is full for longer than this is left for another.
const PATIENCE: Duration = Duration::from_secs(2);
/// What a call without a cap is reserved for.
const UNCAPPED: u64 = 8_192;

/// An attempt that may be made.
pub(crate) struct Prepared {
    pub sent: Sent,
    pub booking: Booking,
}

/// How an attempt is to be taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Manner {
    /// Whether frames are kept for a client.
    pub keeps_frames: bool,
    /// Whether another would be asked if this one does not begin soon.
    pub is_hurried: bool,
}

/// Why an attempt may not be made.
pub(crate) enum Barred {
    Failed(Failure),
    OverBudget(Error),
}

/// Goes through the gate and reserves tokens and money.
pub(crate) async fn prepare(
    inner: &Arc<Inner>,
    ask: &Ask,
    candidate: &Candidate,
    way: &Way,
    kind: Kind,
    rows: &Rows,
    manner: Manner,
) -> Result<Prepared, Barred> {
    let is_stream = ask.streamed;
    let (vendor, route) = (&candidate.vendor, &candidate.route);
    if ask.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        return Err(Barred::Failed(Failure::new(Verdict::Broken, "there is no time left").then(Then::Nowhere)));
    }
    inner.gate(route).map_err(Barred::Failed)?;
    let outgoing = speech_of(ask, way, vendor, &route.model, is_stream);
    let text = serde_json::to_string(&outgoing.body).unwrap_or_default();
    let (n_input, n_output) = (tokens::estimate(&text), way.cap.unwrap_or(UNCAPPED));
    if let Err(failure) = reserve_tokens(inner, &vendor.name, n_input + n_output, PATIENCE).await {
        inner.called_off(route);
        return Err(Barred::Failed(failure));
    }
    let bound = inner.bound(vendor, route, tokens::at_most(text.len()), n_output);
    let hold = match inner.reserve_money(&ask.purpose, &vendor.name, bound) {
        Ok(hold) => hold,
        Err(error) => {
            inner.settle(route, crate::budget::Hold::default(), 0, n_input + n_output, 0);
            inner.called_off(route);
            return Err(Barred::OverBudget(error));
        }
    };
    let row = Attempt { kind, ..Attempt::about(&ask.purpose) };
    let reserved = Reserved { hold, n_tokens: n_input + n_output, n_input, n_characters: 0 };
    let booking = Booking::new(inner, vendor, route, row, rows, reserved);
    let timing = &inner.settings.timing;
    // Who thinks in silence is waited for, unless somebody else can be asked meanwhile.
    let is_patient = vendor.quirks.thinks_silently && !manner.is_hurried;
    let first = if is_patient { timing.first_of_silent_thinkers } else { timing.first };
    let keeps_frames = manner.keeps_frames;
    let sent = Sent {
        idempotency_key: ask.purpose.request_key(&[&vendor.base_url, &outgoing.path, &text]),
        path: outgoing.path,
        body: text,
        is_stream,
        expect: expect(ask, way, vendor),
        first,
        deadline: ask.deadline,
        keeps_frames,
    };
    Ok(Prepared { sent, booking })
}

/// Waits so long for room under our own limits.
pub(crate) async fn reserve_tokens(
    inner: &Inner,
    vendor: &str,
    n_tokens: u64,
    patience: Duration,
) -> Result<(), Failure> {
    let patience = Instant::now() + patience;
    loop {
        match inner.reserve_tokens(vendor, n_tokens) {
            Ok(()) => return Ok(()),
            Err(wait) if Instant::now() + wait <= patience => tokio::time::sleep(wait).await,
            Err(wait) => {
                let detail =
                    format!("our own limit for {vendor} is used up, for {:.0} s more", wait.as_secs_f64().ceil());
                let failure = Failure::new(Verdict::RateLimited, detail).then(Then::Elsewhere);
                return Err(Failure { retry_after: Some(wait), ..failure });
            }
        }
    }
}

fn expect(ask: &Ask, way: &Way, vendor: &Vendor) -> Expect {
    Expect {
        may_be_capped: !ask.purpose.client.is_empty() && ask.written_cap().is_some(),
        whole_sentences: ask.whole_sentences,
        json: ask.schema.is_some() || wants_json(ask),
        as_tool: ask.schema.is_some() && way.form_of(ask, vendor) == Form::Tool,
        model: ask.same_model,
        n_choices: ask.body.get("n").and_then(serde_json::Value::as_u64).unwrap_or(1) as usize,
    }
}

fn wants_json(ask: &Ask) -> bool {
    let kind = ask.body.get("response_format").and_then(|format| format.get("type"));
    kind.and_then(serde_json::Value::as_str) == Some("json_object")
}

/// Makes the attempt. A failure is booked and counted against its route.
pub(crate) async fn start(inner: &Inner, prepared: Prepared) -> Result<Opened, Failure> {
    let route = prepared.booking.route.clone();
    let opened = open(prepared.sent, prepared.booking).await;
    if let Err(failure) = &opened {
        inner.failed(&route, failure);
    }
    opened
}
