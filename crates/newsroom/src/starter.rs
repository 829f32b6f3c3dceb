//! The starter pack: a `newsroom.toml` with real public sources in both languages, of different owners.

/// The file that `zaowan init` writes.
pub const STARTER: &str = include_str!("../starter.toml");
