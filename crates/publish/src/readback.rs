//! Reads the published paper back as a reader does: over HTTP, or from its folder.
//!
//! Says what came, and whether a feed can be read at all; whether that is what should be there is judged elsewhere.

mod feed;

pub use feed::{Enclosure, Entry, Feed, read_feed};

use reqwest::Client;
use reqwest::header::{CONTENT_LENGTH, CONTENT_RANGE, LOCATION, RANGE};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;
use url::Url;

/// A site may move to https and to another name; more is a circle.
const MAX_REDIRECTS: usize = 4;
/// An hour of sound at the highest rate has 144 MB.
const MAX_BYTES: usize = 200 << 20;

/// Where the paper is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// At an address with a slash at its end.
    Web(Url),
    /// In a folder.
    Folder(PathBuf),
}

/// Reads the paper.
#[derive(Debug, Clone)]
pub struct Reader {
    client: Client,
    allow_private: Vec<IpAddr>,
    patience: Duration,
}

/// What came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// All of it.
    pub bytes: Vec<u8>,
    /// What was announced as its length.
    pub announced: Option<u64>,
}

impl Reader {
    /// A reader that asks private addresses only where they are allowed.
    ///
    /// Errors: no client can be made on this machine.
    pub fn new(allow_private: Vec<IpAddr>, patience: Duration) -> Result<Self, String> {
        let options = wire::Options {
            allow_private: allow_private.clone(),
            connect_timeout: patience.min(Duration::from_secs(10)),
            idle_timeout: patience,
            ..wire::Options::default()
        };
        let client = wire::guarded_client(&options).map_err(|error| error.to_string())?;
        Ok(Self { client, allow_private, patience })
    }

    /// Gets a whole file.
    ///
    /// Errors: in plain words, with the status.
    pub async fn get(&self, place: &Place, file: &str) -> Result<Found, String> {
        match place {
            Place::Folder(folder) => read_file(folder, file),
            Place::Web(base) => self.fetch(base.join(file).map_err(|error| format!("{file}: {error}"))?).await,
        }
    }

    /// Gets what stands at an address.
    pub async fn fetch(&self, url: Url) -> Result<Found, String> {
        let whole = async {
            let mut response = self.ask(url, None).await?;
            let announced = response.headers().get(CONTENT_LENGTH).and_then(|n| n.to_str().ok()?.parse().ok());
            let mut bytes = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|_| "the answer was cut off".to_owned())? {
                if bytes.len() + chunk.len() > MAX_BYTES {
                    return Err(format!("it sends more than {} MB", MAX_BYTES >> 20));
                }
                bytes.extend_from_slice(&chunk);
            }
            Ok(Found { bytes, announced })
        };
        // A minute for whoever answers byte by byte, beside the patience for silence.
        let most = self.patience + Duration::from_secs(60);
        tokio::time::timeout(most, whole)
            .await
            .unwrap_or_else(|_| Err(format!("it took more than {} s", most.as_secs())))
    }

    /// Asks for a part, as players do that jump: what was sent, and the length of the whole as it was said.
    ///
    /// Errors: the answer is no part.
    pub async fn part(&self, url: Url, first: u64, last: u64) -> Result<(usize, Option<u64>), String> {
        let response = self.ask(url, Some(format!("bytes={first}-{last}"))).await?;
        if response.status() != 206 {
            return Err(format!("asked for a part, it answers with status {}", response.status().as_u16()));
        }
        let range = response.headers().get(CONTENT_RANGE).and_then(|range| range.to_str().ok()).unwrap_or_default();
        let of = range.rsplit('/').next().and_then(|of| of.parse().ok());
        let bytes = response.bytes().await.map_err(|_| "the part was cut off".to_owned())?;
        Ok((bytes.len(), of))
    }

    async fn ask(&self, mut url: Url, range: Option<String>) -> Result<reqwest::Response, String> {
        for _ in 0..=MAX_REDIRECTS {
            if let Some(why) = wire::refusal(&url, &self.allow_private) {
                return Err(why);
            }
            let mut request = self.client.get(url.clone()).header("cache-control", "no-cache");
            // Packed on the way, its length would be another than the feed's.
            request = request.header("accept-encoding", "identity");
            if let Some(range) = &range {
                request = request.header(RANGE, range);
            }
            let response = request.send().await.map_err(|error| unreached(&error))?;
            if !response.status().is_redirection() {
                let status = response.status();
                return if status.is_success() { Ok(response) } else { Err(format!("status {}", status.as_u16())) };
            }
            let target = response.headers().get(LOCATION).and_then(|target| target.to_str().ok());
            url = target.and_then(|target| url.join(target).ok()).ok_or("it redirects to nowhere")?;
        }
        Err("it redirects in a circle".into())
    }

    /// Calls an address and asks only whether it answered well.
    pub async fn call(&self, url: Url) -> Result<(), String> {
        self.ask(url, None).await.map(drop)
    }
}

fn unreached(error: &reqwest::Error) -> String {
    if wire::is_private(error) {
        "its name leads to a private address; list that in watch.allow_private if it is yours".into()
    } else if error.is_timeout() {
        "it does not answer in time".into()
    } else if error.is_connect() {
        "it cannot be reached".into()
    } else {
        "it hangs up without an answer".into()
    }
}

fn read_file(folder: &Path, file: &str) -> Result<Found, String> {
    // Names come from the feed that is being judged.
    if file.split('/').any(|piece| piece == "..") || file.starts_with('/') {
        return Err(format!("{file} is outside the folder"));
    }
    let path = folder.join(file);
    let bytes = std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(Found { announced: Some(bytes.len() as u64), bytes })
}
