//! What every simulated house must be able to do.

use super::fault::{Fault, Refusal};
use super::order::{Order, Sound};
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use bytes::Bytes;
use serde_json::Value;

/// A house that speaks over HTTP.
pub(super) trait House: Send + Sync {
    /// Reads a request as the vendor does. Errors: what it answers to a wrong one.
    fn order(&self, request: &Request) -> Result<Order, Reply>;

    /// Refuses in the vendor's own words. `key`: what a careless house repeats.
    fn refusal(&self, refusal: Refusal, key: &str) -> Reply;

    /// The sound as this vendor wraps it: the content type, and frames, those of sound and those around them.
    fn frames(&self, request: &Request, order: &Order, sound: &Sound, fault: Option<Fault>) -> Wrapped;
}

/// A wrapped sound.
pub(super) struct Wrapped {
    pub content_type: String,
    pub headers: Vec<(&'static str, String)>,
    pub frames: Vec<Bytes>,
    /// How many frames stand before the first of sound.
    pub n_before: usize,
}

impl Wrapped {
    /// Frames of JSON.
    pub fn values(content_type: &str, frames: Vec<Bytes>) -> Self {
        Self { content_type: content_type.to_owned(), headers: Vec::new(), frames, n_before: 0 }
    }

    /// Sound as it is.
    pub fn raw(content_type: &str, sound: &Sound) -> Self {
        Self { content_type: content_type.to_owned(), headers: Vec::new(), frames: sound.pieces.clone(), n_before: 0 }
    }
}

/// The body of a request, if it is JSON and holds nothing but what is known. Errors: what is not known.
pub(super) fn known_body(request: &Request, known: &[&str]) -> Result<Value, String> {
    let is_json = request.header("content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let Some(fields) = body.as_object().filter(|_| is_json) else { return Err("the body is no JSON".into()) };
    match fields.keys().find(|name| !known.contains(&name.as_str())) {
        Some(unknown) => Err(format!("unknown field {unknown}")),
        None => Ok(body),
    }
}

/// A text in a body; empty if it is not there.
pub(super) fn text_at(body: &Value, pointer: &str) -> String {
    body.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// A number in a body, 0 if it is not there.
pub(super) fn number_at(body: &Value, pointer: &str) -> f64 {
    body.pointer(pointer).and_then(Value::as_f64).unwrap_or_default()
}
