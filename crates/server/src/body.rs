//! The body of a request: one JSON object, not too long.

use crate::door::Door;
use crate::fault::Fault;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_LENGTH;
use bytes::Bytes;
use serde_json::{Map, Value};
use std::sync::Arc;
use tokio::time::timeout;

/// A request may have so many bytes; pictures make them many.
pub(crate) const MAX_BODY: usize = 32 * 1024 * 1024;

/// The fields of a request, those that nobody knows too.
pub(crate) struct Fields(pub Map<String, Value>);

impl FromRequest<Arc<Door>> for Fields {
    type Rejection = Fault;

    async fn from_request(request: Request, door: &Arc<Door>) -> Result<Self, Fault> {
        let length =
            request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if length.is_some_and(|length| length > MAX_BODY) {
            return Err(Fault::too_large(MAX_BODY));
        }
        let patience = door.settings.body_patience;
        let Ok(body) = timeout(patience, Bytes::from_request(request, door)).await else {
            return Err(Fault::too_slow(patience));
        };
        let body = body.map_err(|rejection| {
            if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
                Fault::too_large(MAX_BODY)
            } else {
                Fault::wrong("", "the body broke off")
            }
        })?;
        let mut fields: Map<String, Value> = serde_json::from_slice(&body)
            .map_err(|error| Fault::wrong("", &format!("the body is not a JSON object: {error}")))?;
        // Our own, should a client send them as fields, are no vendor's business.
        fields.retain(|name, _| !name.starts_with("x-zaowan-"));
        Ok(Self(fields))
    }
}
