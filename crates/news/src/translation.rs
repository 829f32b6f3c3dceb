//! A story in the second language of a bilingual edition.

use crate::edition::PublishedSentence;
use crate::{Author, Language};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A story told in another language than its own; its sentences rest on the same words of the same sources.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Translation {
    /// The language it is told in here.
    pub language: Language,
    /// Its headline.
    pub headline: String,
    /// One or two sentences.
    pub summary: String,
    /// In the order they are read.
    pub sentences: Vec<PublishedSentence>,
    /// Who translated it.
    pub translated_by: Author,
    /// Who checked it against the sources.
    pub checked_by: Vec<Author>,
}
