//! One request at the door: whose it is, by its key.

use crate::client::Guest;
use crate::door::Door;
use crate::fault::Fault;
use crate::stranger::Stranger;
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use gateway::{Hold, Purpose};
use std::sync::Arc;
use std::time::Instant;

/// How a client says for one request that its stream be passed on live or held.
const STREAM: &str = "x-zaowan-stream";

/// A request whose key is somebody's. It is looked at before the body is read.
pub(crate) struct Visit {
    pub guest: Arc<Guest>,
    pub hold: Hold,
}

impl FromRequestParts<Arc<Door>> for Visit {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, door: &Arc<Door>) -> Result<Self, Fault> {
        let key = key_in(&parts.headers);
        let Some(guest) = key.and_then(|key| door.guest(key)) else {
            return Err(refused(parts, door, key.is_some()));
        };
        let hold = hold_in(&parts.headers)?.unwrap_or(if guest.client.live { Hold::FirstContent } else { Hold::Whole });
        Ok(Self { guest: Arc::clone(guest), hold })
    }
}

/// No key opens nothing; wrong ones are counted, so that nobody tries them all.
fn refused(parts: &Parts, door: &Door, is_given: bool) -> Fault {
    door.counts.refused("key");
    let stranger = Stranger::of(&parts.extensions, &parts.headers, &door.settings);
    let per_minute = door.settings.wrong_keys_per_minute;
    match door.wrong_keys.count(stranger.addr, per_minute, Instant::now()) {
        Err(wait) if is_given => Fault::too_many_keys(wait),
        _ => Fault::no_key(is_given),
    }
}

impl Visit {
    /// For the ledger.
    pub(crate) fn purpose(&self, step: &str) -> Purpose {
        Purpose { client: self.guest.client.name.clone(), step: step.to_owned(), ..Purpose::default() }
    }
}

pub(crate) fn key_in(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, key) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| key.trim()).filter(|key| !key.is_empty())
}

fn hold_in(headers: &HeaderMap) -> Result<Option<Hold>, Fault> {
    match headers.get(STREAM).map(|value| value.as_bytes()) {
        None => Ok(None),
        Some(b"live") => Ok(Some(Hold::FirstContent)),
        Some(b"held") => Ok(Some(Hold::Whole)),
        Some(_) => Err(Fault::wrong("", "x-zaowan-stream is live or held")),
    }
}
