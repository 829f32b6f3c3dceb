//! The way out for messages: one request on the guarded client, and what its answer means before any dialect is known.

use super::{Channel, Undelivered};
use reqwest::Client;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use std::ops::RangeInclusive;
use std::time::Duration;
use url::Url;

/// An answer is a few words; more is somebody's login page.
const MAX_ANSWER_BYTES: usize = 64 << 10;

/// Nobody is left alone for longer because one header says so.
const LONGEST_REST: Duration = Duration::from_secs(6 * 3600);

/// Whole seconds of rest that a vendor asks for, at most [`LONGEST_REST`].
pub(super) fn rest(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(LONGEST_REST)
}

/// The client of one channel.
pub(super) struct Door<'a> {
    client: Client,
    channel: &'a Channel,
}

/// How a vendor says in its answer what came of a message.
pub(super) struct Codes {
    /// The names of the code, the first of which counts.
    pub codes: &'static [&'static str],
    /// The name of its words.
    pub words: &'static str,
    /// Codes for too many messages.
    pub haste: &'static [i64],
    /// How long it does not hear then.
    pub after_haste: Option<Duration>,
    /// Codes for trouble of the vendor's own.
    pub busy: &'static [RangeInclusive<i64>],
}

/// What a receiver answered.
pub(super) struct Answer {
    pub status: u16,
    pub text: String,
    /// How long it asked to be left alone.
    pub after: Option<Duration>,
}

impl<'a> Door<'a> {
    /// A client that follows no redirect, keeps no connection and asks private addresses only where they are allowed.
    pub fn open(channel: &'a Channel) -> Result<Self, Undelivered> {
        let options = wire::Options {
            allow_private: channel.allow_private.clone(),
            connect_timeout: channel.patience.min(Duration::from_secs(5)),
            idle_timeout: channel.patience,
            total_timeout: channel.patience,
            ..wire::Options::default()
        };
        let client = wire::guarded_client(&options)
            .map_err(|error| Undelivered::later(format!("no client can be made on this machine: {error}")))?;
        Ok(Self { client, channel })
    }

    /// Posts JSON once.
    pub async fn post(&self, url: &Url, headers: &[(&str, String)], body: String) -> Result<Answer, Undelivered> {
        if let Some(why) = wire::refusal(url, &self.channel.allow_private) {
            return Err(Undelivered::refused(why));
        }
        let mut request = self.client.post(url.clone()).timeout(self.channel.patience);
        // A kept connection may be closed by the other side just as it is used again, and then nobody knows what arrived.
        request = request.header("connection", "close").header("content-type", "application/json; charset=utf-8");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let response = request.body(body).send().await.map_err(|error| failed(&error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = match text(response).await {
            Ok(text) => text,
            // The status alone settles a refusal; a success whose words are cut off may be none.
            Err(_) if status >= 400 => String::new(),
            Err(why) => return Err(Undelivered::unsure(why)),
        };
        Ok(Answer { status, text, after: retry_after(&headers) })
    }
}

impl Answer {
    /// What the status means, for dialects that use it; the words are the receiver's own.
    pub fn by_status(self) -> Result<Self, Undelivered> {
        let why = || format!("answered with status {}{}", self.status, said(&self.text));
        match self.status {
            200..=299 => Ok(self),
            408 | 425 | 429 | 500..=599 => Err(Undelivered::Later { why: why(), after: self.after }),
            // Redirects are not followed: a message is for the address that was written, not for where it points.
            _ => Err(Undelivered::refused(why())),
        }
    }

    /// What a numeric code in the answer means, where zero is success whatever the status says.
    ///
    /// `haste` and `busy` are the codes for too many messages and for trouble of the vendor's own.
    pub fn by_code(&self, dialect: &Codes) -> Result<(), Undelivered> {
        let reply = self.json()?;
        let code = dialect.codes.iter().find_map(|name| reply[*name].as_i64());
        let Some(code) = code else {
            return Err(Undelivered::refused(format!("did not say that it took the message{}", said(&self.text))));
        };
        let words = reply[dialect.words].as_str().unwrap_or("no reason given");
        let why = format!("{} {code}: {words}", dialect.codes[0]);
        if code == 0 && self.status < 300 {
            return Ok(());
        }
        if dialect.haste.contains(&code) {
            return Err(Undelivered::Later { why, after: self.after.or(dialect.after_haste) });
        }
        let is_trouble = dialect.busy.iter().any(|codes| codes.contains(&code));
        if is_trouble || self.status == 429 || self.status >= 500 {
            return Err(Undelivered::Later { why, after: self.after });
        }
        Err(Undelivered::refused(why))
    }

    /// The answer as JSON, where a vendor always answers in it.
    ///
    /// A success without it is no success: somebody else's page stands at the address.
    pub fn json(&self) -> Result<serde_json::Value, Undelivered> {
        serde_json::from_str(&self.text).map_err(|_| {
            let why = format!("answered with status {}, but not as this service does{}", self.status, said(&self.text));
            match self.status {
                500..=599 | 429 | 408 => Undelivered::Later { why, after: self.after },
                _ => Undelivered::refused(why),
            }
        })
    }
}

/// What the receiver said, for the end of a sentence.
pub(super) fn said(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let short: String = words.chars().take(160).collect();
    if short.is_empty() { String::new() } else { format!(": {short}") }
}

async fn text(mut response: reqwest::Response) -> Result<String, String> {
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if bytes.len() + chunk.len() <= MAX_ANSWER_BYTES => bytes.extend_from_slice(&chunk),
            Ok(Some(_)) => break,
            Ok(None) => break,
            Err(error) if error.is_timeout() => return Err("began to answer and did not end".into()),
            Err(_) => return Err("answered with words that were cut off".into()),
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A request that got no answer. The error's own words would show the address.
fn failed(error: &reqwest::Error) -> Undelivered {
    if wire::is_private(error) {
        return Undelivered::refused("its name leads to a private address; list that in allow_private if it is yours");
    }
    if error.is_connect() {
        return Undelivered::later("cannot be reached");
    }
    if error.is_builder() {
        return Undelivered::refused("the request cannot be made of this address and secret");
    }
    if error.is_timeout() {
        return Undelivered::unsure("was sent the message and did not answer in time");
    }
    Undelivered::unsure("was sent the message and hung up without an answer")
}

fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let value = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    value.parse().ok().map(rest)
}
