//! The one guarded HTTP door for sources.
//!
//! Redirects are followed here and not by the client, so that each target is checked as the first address was.
//! With `replay` set the bytes come from one loopback server, but every check and every address in an answer
//! is of the original URL.

mod body;
pub(crate) mod charset;
mod failure;
mod guard;
mod own;
mod pace;
mod retry_after;
mod wide;

pub(crate) use failure::Failure;
pub use own::{Unresolved, guarded_client, is_private, refusal, resolve};
pub(crate) use pace::Rhythm;

use crate::{Error, Options, page};
use news::{Mark, Problem, ProblemKind};
use pace::Pace;
use reqwest::header::{self, HeaderMap};
use reqwest::{Client, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::Instant;
use url::Url;

/// Browsers follow 20, feeds need one or two; five is enough for any honest move.
const MAX_REDIRECTS: usize = 5;

/// Longer texts are no walls.
const MAX_WALL_BYTES: usize = 4000;

/// What to ask for.
#[derive(Clone, Copy)]
pub(crate) struct Request<'a> {
    /// The address.
    pub url: &'a str,
    /// The tag of what we have, if we have it.
    pub etag: Option<&'a str>,
    /// The date of what we have, if we have it.
    pub last_modified: Option<&'a str>,
    /// Whether the host is asked at a reader's or at a program's pace.
    pub rhythm: Rhythm,
}

impl<'a> Request<'a> {
    /// A plain request at a reader's pace.
    pub fn new(url: &'a str) -> Self {
        Self { url, etag: None, last_modified: None, rhythm: Rhythm::Reader }
    }
}

/// What came back.
pub(crate) enum Answer {
    /// A body.
    Body(Body),
    /// Nothing new since last time.
    NotModified,
}

/// A body and where it came from in the end.
#[derive(Debug)]
pub(crate) struct Body {
    /// The address after all redirects.
    pub url: Url,
    /// The Content-Type header.
    pub content_type: Option<String>,
    /// The ETag header.
    pub etag: Option<String>,
    /// The Last-Modified header.
    pub last_modified: Option<String>,
    /// Decompressed.
    pub bytes: Vec<u8>,
}

impl Body {
    /// The body as text, in the charset it is really in.
    pub fn text(&self) -> String {
        charset::decode(&self.bytes, self.content_type.as_deref()).text
    }
}

enum Hop {
    Answer(Answer),
    Redirect(Url),
}

/// The door: client, manners, limits.
pub(crate) struct Door {
    client: Client,
    pace: Pace,
    options: Options,
    /// Whether somebody was told that proxies are not used.
    has_told_of_proxy: AtomicBool,
}

impl Door {
    /// Makes the client; installs rustls' provider if nobody has yet.
    pub fn new(options: Options) -> Result<Self, Error> {
        // An error only says that another part of the program was first; either provider serves.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pace = Pace::new(options.per_host, options.host_delay);
        Ok(Self { client: client(&options)?, pace, options, has_told_of_proxy: AtomicBool::new(false) })
    }

    /// Tells once, at the first host that cannot be reached, that a proxy is set and not used: it may well be why.
    pub fn tell_of_proxy(&self, problems: &mut [Problem]) {
        let Some(variable) = self.options.proxy_variable.as_ref().filter(|_| self.options.replay.is_none()) else {
            return;
        };
        let is_shut = |problem: &&mut Problem| matches!(problem.kind, ProblemKind::Unreachable | ProblemKind::Timeout);
        let Some(problem) = problems.iter_mut().find(is_shut) else {
            return;
        };
        if !self.has_told_of_proxy.swap(true, Ordering::Relaxed) {
            let told = format!("; a proxy is set in the environment ({variable}), and zaowan does not use proxies");
            problem.detail.push_str(&told);
        }
    }

    /// The options it was made with.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Gets one address, with all checks, limits and manners.
    pub async fn get(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let mut url = guard::parse(request.url)?;
        let mut visited: Vec<Url> = Vec::new();
        let mut left = self.options.total_timeout;
        while visited.len() <= MAX_REDIRECTS {
            guard::check(&url, &self.options.allow_private)?;
            if visited.contains(&url) {
                return Err(Failure::new(ProblemKind::Redirect, &url, "redirects in a circle"));
            }
            visited.push(url.clone());
            // The permit is held for one hop only: two hosts that redirect to each other must not wait for each other.
            let _permit = self.pace.enter(&url, request.rhythm).await;
            let started = Instant::now();
            let hop = tokio::time::timeout(left, self.hop(&url, request)).await;
            left = left.saturating_sub(started.elapsed());
            match hop.unwrap_or_else(|_| Err(self.too_slow(&url)))? {
                Hop::Answer(answer) => return Ok(answer),
                Hop::Redirect(target) => url = target,
            }
        }
        Err(Failure::new(ProblemKind::Redirect, &url, format!("redirects more than {MAX_REDIRECTS} times")))
    }

    fn too_slow(&self, url: &Url) -> Failure {
        let limit = seconds(self.options.total_timeout);
        Failure::new(ProblemKind::Timeout, url, format!("was not done within {limit}"))
    }

    async fn hop(&self, url: &Url, request: Request<'_>) -> Result<Hop, Failure> {
        let sent = self.prepare(url, request).send().await;
        let response = sent.map_err(|error| Failure::of_client(&error, url, &self.options))?;
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED {
            return Ok(Hop::Answer(Answer::NotModified));
        }
        if let Some(target) = redirect_target(status, response.headers(), url)? {
            return Ok(Hop::Redirect(target));
        }
        if !status.is_success() {
            let failure = failure::of_status(status, response.headers(), url);
            return Err(self.wall_behind(response, failure, url).await);
        }
        let headers = response.headers().clone();
        refuse_media(&headers, url)?;
        let bytes = body::read(response, url, &self.options).await?;
        Ok(Hop::Answer(Answer::Body(Body {
            url: url.clone(),
            content_type: text_of(&headers, &header::CONTENT_TYPE),
            etag: text_of(&headers, &header::ETAG),
            last_modified: text_of(&headers, &header::LAST_MODIFIED),
            bytes,
        })))
    }

    /// Most robot checks come as 403 or 503: what stands on the page tells them from a mere refusal.
    async fn wall_behind(&self, response: reqwest::Response, failure: Failure, url: &Url) -> Failure {
        let is_page = text_of(response.headers(), &header::CONTENT_TYPE).is_some_and(|kind| kind.contains("html"));
        let status = response.status().as_u16();
        if !is_page || !matches!(status, 403 | 503) || failure.kind != ProblemKind::Status {
            return failure;
        }
        let Ok(bytes) = body::read(response, url, &self.options).await else { return failure };
        let text = page::plain_text(&charset::decode(&bytes, None).text);
        // A wall says little else; an error page that is long is about something else.
        let marks = if text.len() < MAX_WALL_BYTES { page::marks("", &text, url.as_str()) } else { Vec::new() };
        if marks.contains(&Mark::BotCheck) {
            Failure::new(ProblemKind::BotCheck, url, format!("checks for robots (status {status})"))
        } else if marks.contains(&Mark::LoginWall) {
            Failure::new(ProblemKind::LoginWall, url, format!("asks for a login (status {status})"))
        } else {
            failure
        }
    }

    fn prepare(&self, url: &Url, request: Request<'_>) -> reqwest::RequestBuilder {
        let mut builder = match self.options.replay {
            None => self.client.get(url.clone()),
            Some(replay) => {
                let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
                self.client
                    .get(format!("http://{replay}{}{query}", url.path()))
                    .header(header::HOST, authority(url))
                    .header("x-forwarded-proto", url.scheme())
            }
        };
        builder = builder.header(header::ACCEPT, "*/*").header(header::ACCEPT_LANGUAGE, "zh, en;q=0.9, *;q=0.5");
        if let Some(etag) = request.etag {
            builder = builder.header(header::IF_NONE_MATCH, etag);
        }
        if let Some(date) = request.last_modified {
            builder = builder.header(header::IF_MODIFIED_SINCE, date);
        }
        builder
    }
}

fn client(options: &Options) -> Result<Client, reqwest::Error> {
    let builder = || {
        Client::builder()
            .user_agent(&options.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect_timeout)
            .read_timeout(options.idle_timeout)
            // A proxy would resolve names itself, out of the guard's sight.
            .no_proxy()
            .dns_resolver(Arc::new(guard::Resolver::new(options.allow_private.clone())))
    };
    if options.replay.is_some() {
        // Replay speaks plain HTTP: no certificates need to be on the machine, none are read.
        return builder().tls_certs_only([]).build();
    }
    builder().build().or_else(|error| {
        tracing::warn!(%error, "no certificates on this machine; sources behind https will fail");
        builder().tls_certs_only([]).build()
    })
}

fn redirect_target(status: StatusCode, headers: &HeaderMap, url: &Url) -> Result<Option<Url>, Failure> {
    if !matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308) {
        return Ok(None);
    }
    let location = headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let target = location.as_deref().and_then(|location| url.join(location.trim()).ok());
    let Some(mut target) = target else {
        return Err(Failure::new(ProblemKind::Redirect, url, "redirects without saying where to"));
    };
    target.set_fragment(None);
    Ok(Some(target))
}

/// A film behind a link is not worth its eight megabytes.
fn refuse_media(headers: &HeaderMap, url: &Url) -> Result<(), Failure> {
    let kind = text_of(headers, &header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
    let is_media = ["audio/", "video/", "image/", "font/", "application/pdf", "application/zip"];
    if is_media.iter().any(|media| kind.starts_with(media)) {
        return Err(Failure::new(ProblemKind::Malformed, url, format!("answered with {kind}, which is no text")));
    }
    Ok(())
}

fn text_of(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
}

fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// A duration as people say it: `25 s`, `0.3 s`.
fn seconds(duration: Duration) -> String {
    format!("{} s", (duration.as_secs_f64() * 10.0).round() / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::SourceId;

    #[test]
    fn a_proxy_that_is_set_is_told_of_once() {
        let told = |variable: Option<&str>| {
            let options = Options { proxy_variable: variable.map(str::to_owned), ..Options::default() };
            let door = Door::new(options).unwrap();
            let problem = |kind| Problem { source: SourceId("a".into()), kind, detail: "it failed".into(), url: None };
            let mut problems = [ProblemKind::Status, ProblemKind::Unreachable, ProblemKind::Unreachable].map(problem);
            door.tell_of_proxy(&mut problems);
            door.tell_of_proxy(&mut problems[2..]);
            problems.map(|problem| problem.detail)
        };
        let with_proxy = "it failed; a proxy is set in the environment (HTTPS_PROXY), and zaowan does not use proxies";
        assert_eq!(told(Some("HTTPS_PROXY")), ["it failed", with_proxy, "it failed"]);
        assert_eq!(told(None), ["it failed", "it failed", "it failed"]);
    }
}
