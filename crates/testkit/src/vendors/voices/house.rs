//! What every simulated house must be able to do.

use super::fault::{Fault, Refusal};
use super::order::{Order, Sound};
use crate::vendors::http::Request;
use crate::vendors::script::Reply;
use bytes::Bytes;

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
    pub frames: Vec<Bytes>,
    /// How many frames stand before the first of sound.
    pub n_before: usize,
}

impl Wrapped {
    /// Sound as it is.
    pub fn raw(content_type: &str, sound: &Sound) -> Self {
        Self { content_type: content_type.to_owned(), frames: sound.pieces.clone(), n_before: 0 }
    }
}
