//! What can go wrong before any source is asked; what goes wrong at a source is a [`news::Problem`].

/// Why the wire could not start, or could not read a list of sources.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The HTTP client could not be made.
    #[error("no http client can be made on this machine: {0}")]
    Client(#[from] reqwest::Error),
    /// The text is no OPML.
    #[error("not an opml file: {0}")]
    Opml(String),
}
