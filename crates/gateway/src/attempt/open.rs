//! Sends the request and takes what comes first: a refusal, a whole reply, or a stream.

use super::booking::Booking;
use super::exchange::Exchange;
use crate::dialect::{self, Piece, Unread};
use crate::judge::{self, Envelope, Expect, Finished, Sheet};
use crate::table::{Api, Quirks};
use crate::verdict::{Failure, Then, Verdict};
use bytes::{Bytes, BytesMut};
use reqwest::Response;
use reqwest::header::HeaderMap;
use serde_json::Value;
use std::time::{Duration, Instant};
use tokio::time::timeout_at;

/// The header by which a vendor that knows it takes a request that comes again for the one it was.
pub(crate) const IDEMPOTENCY_KEY: &str = "idempotency-key";
/// A reply longer than this is no reply.
const MAX_REPLY: usize = 32 * 1024 * 1024;
/// So much of an error is read.
const MAX_ERROR: usize = 64 * 1024;

/// A request, and how it is to be taken.
pub(crate) struct Sent {
    /// Behind the vendor's base address.
    pub path: String,
    /// The same for the same request of the same step; empty if it is of no step.
    pub idempotency_key: String,
    /// The body as it goes over the wire.
    pub body: String,
    pub is_stream: bool,
    pub expect: Expect,
    /// A stream must have content by then.
    pub first: Duration,
    /// Nothing of it may come later.
    pub deadline: Option<Instant>,
    /// Whether frames are kept for a client.
    pub keeps_frames: bool,
}

/// What came.
pub(crate) enum Opened {
    /// A stream that has begun.
    Stream(Box<Exchange>),
    /// A whole reply, judged to be an answer, and its bytes as the OpenAI wire says them.
    Whole(Box<(Finished, Bytes, Booking)>),
}

/// Sends the request. A failure is booked before it is returned.
pub(crate) async fn open(mut sent: Sent, mut booking: Booking) -> Result<Opened, Failure> {
    match begin(&mut sent, &mut booking).await {
        Ok(Begun::Stream(response)) => Ok(Opened::Stream(Box::new(Exchange::new(response, sent, booking)))),
        Ok(Begun::Whole(finished, body)) => Ok(Opened::Whole(Box::new((finished, body, booking)))),
        Err(failure) => {
            let failure = Failure { detail: booking.inner.redactor.message(&failure.detail), ..failure };
            booking.failed(&failure);
            Err(failure)
        }
    }
}

enum Begun {
    Stream(Response),
    Whole(Finished, Bytes),
}

async fn begin(sent: &mut Sent, booking: &mut Booking) -> Result<Begun, Failure> {
    let timing = &booking.inner.settings.timing;
    let limit = if sent.is_stream { sent.first } else { timing.plain };
    let until = earlier(booking.began + limit, sent.deadline);
    let response = match timeout_at(until.into(), send(sent, booking)).await {
        Ok(response) => response?,
        Err(_) => return Err(silent("no reply", until - booking.began)),
    };
    booking.request_id = request_id(response.headers());
    if !response.status().is_success() {
        return Err(refused(response, booking, until).await);
    }
    let kind = content_type(response.headers());
    if kind.contains("html") {
        return Err(Failure::new(Verdict::Broken, "a page of HTML came where an answer was expected"));
    }
    if sent.is_stream && !kind.contains("application/json") || kind.contains("event-stream") {
        return Ok(Begun::Stream(response));
    }
    let body = whole_body(response, MAX_REPLY, booking, earlier(booking.began + timing.plain, sent.deadline)).await?;
    let (finished, body) = judge_whole(&body, sent, booking)?;
    Ok(Begun::Whole(finished, body))
}

pub(crate) fn earlier(at: Instant, deadline: Option<Instant>) -> Instant {
    deadline.map_or(at, |deadline| at.min(deadline))
}

pub(crate) fn silent(what: &str, after: Duration) -> Failure {
    // A silent vendor stays silent: asking again only doubles the wait.
    Failure::new(Verdict::Broken, format!("{what} within {:.1} s", after.as_secs_f64()))
}

async fn send(sent: &mut Sent, booking: &Booking) -> Result<Response, Failure> {
    let url = format!("{}{}", booking.vendor.base_url, sent.path);
    let body = std::mem::take(&mut sent.body);
    let mut request = booking.inner.client.post(url).header("content-type", "application/json").body(body);
    for (name, value) in dialect::headers(&booking.vendor) {
        request = request.header(name, value);
    }
    if !sent.idempotency_key.is_empty() {
        request = request.header(IDEMPOTENCY_KEY, &sent.idempotency_key);
    }
    request.send().await.map_err(|error| unsent(&error))
}

pub(crate) fn unsent(error: &reqwest::Error) -> Failure {
    let why = innermost(error);
    if error.is_builder() {
        return Failure::new(Verdict::WrongRequest, format!("the request cannot be made: {why}"));
    }
    if error.is_timeout() {
        return Failure::new(Verdict::Broken, "no connection in time");
    }
    if error.is_connect() {
        let what =
            if why.contains("lookup") || why.contains("dns") { "its name does not resolve" } else { "no connection" };
        return Failure::new(Verdict::Broken, format!("{what}: {why}"));
    }
    // It was reset before it answered: nothing has been said, so the same may be asked again.
    Failure::new(Verdict::Broken, format!("the connection broke before a reply: {why}")).then(Then::Again)
}

pub(crate) fn innermost(error: &dyn std::error::Error) -> String {
    let mut error = error;
    while let Some(source) = error.source() {
        error = source;
    }
    error.to_string()
}

pub(crate) async fn refused(response: Response, booking: &Booking, until: Instant) -> Failure {
    let status = response.status().as_u16();
    #[expect(
        clippy::disallowed_methods,
        reason = "a date in a header is of the real day, whatever hour the edition tells of"
    )]
    let retry_after = judge::in_headers(response.headers(), std::time::SystemTime::now());
    let body = whole_body(response, MAX_ERROR, booking, until).await.unwrap_or_default();
    let json = serde_json::from_slice::<Value>(&body).ok();
    let envelope = json.as_ref().and_then(judge::find_envelope).unwrap_or_else(|| {
        let text = String::from_utf8_lossy(&body);
        let is_page = text.trim_start().starts_with('<');
        let message = if is_page { "a page of HTML".to_owned() } else { text.chars().take(300).collect() };
        Envelope { message, ..Envelope::default() }
    });
    judge::error(&booking.vendor.quirks, status, &envelope, retry_after)
}

async fn whole_body(mut response: Response, max: usize, booking: &Booking, until: Instant) -> Result<Bytes, Failure> {
    let mut body = BytesMut::new();
    loop {
        let chunk = timeout_at(until.into(), response.chunk())
            .await
            .map_err(|_| silent("no whole reply", until.saturating_duration_since(booking.began)))?;
        match chunk {
            Ok(Some(chunk)) if body.len() + chunk.len() > max => {
                return Err(Failure::new(Verdict::Broken, format!("the reply is longer than {max} bytes")));
            }
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(body.freeze()),
            Err(error) => {
                let why = innermost(&error);
                return Err(Failure::new(
                    Verdict::CutOff,
                    format!("the reply broke off after {} bytes: {why}", body.len()),
                ));
            }
        }
    }
}

/// Judges a whole reply on its bytes.
fn judge_whole(body: &Bytes, sent: &Sent, booking: &mut Booking) -> Result<(Finished, Bytes), Failure> {
    let quirks = &booking.vendor.quirks;
    let sheet = read_whole(body, quirks)?;
    booking.n_received = sheet.estimated_output();
    let finished = sheet.close(&sent.expect, &booking.route.model)?;
    let is_ours = quirks.api == Api::Chat && !booking.inner.redactor.is_in(body);
    let body = if is_ours { body.clone() } else { Bytes::new() };
    Ok((finished, body))
}

/// Writes a whole reply down. Errors: it is none, or it is an error.
pub(crate) fn read_whole(body: &[u8], quirks: &Quirks) -> Result<Sheet, Failure> {
    let piece = dialect::reply(quirks.api, body).map_err(|unread| {
        let error = match unread {
            Unread::Shape(why) => return Failure::new(Verdict::Broken, why),
            Unread::NoJson(error) => error,
        };
        let verdict = if error.is_eof() && !body.trim_ascii().is_empty() { Verdict::CutOff } else { Verdict::Broken };
        let shown: String = String::from_utf8_lossy(body).trim().chars().take(60).collect();
        let what = if shown.is_empty() { "an empty body".to_owned() } else { format!("no JSON ({error}): {shown}") };
        Failure::new(verdict, what)
    })?;
    let mut sheet = Sheet::default();
    sheet.add(piece, quirks)?;
    Ok(sheet)
}

pub(crate) fn content_type(headers: &HeaderMap) -> String {
    let value = headers.get("content-type").and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_ascii_lowercase()
}

/// The vendor's name for the request, under any of its names.
pub(crate) fn request_id(headers: &HeaderMap) -> String {
    const NAMES: &[&str] = &[
        "x-request-id",
        "request-id",
        "x-generation-id",
        "x-siliconcloud-trace-id",
        "x-ds-trace-id",
        "trace-id",
        "x-tt-logid",
    ];
    let found = NAMES.iter().find_map(|name| headers.get(*name)?.to_str().ok());
    found.unwrap_or_default().chars().take(80).collect()
}

impl Piece {
    /// Whether anything is said in it, thoughts included.
    pub(crate) fn has_content(&self) -> bool {
        !self.text.is_empty() || !self.reasoning.is_empty() || !self.tools.is_empty()
    }
}
