//! Puts an edition before its readers: site, feeds, podcast, labels. Files appear whole or not at all.
//!
//! Start with [`Site`]; [`channels`] tells people of it, and is all that knows a network. Knows no clock: times are handed in,
//! and every file other than an edition's folder can be made again from the editions on disk.
//! Text from outside is always escaped, and only http and https addresses become links.

mod about;
pub mod channels;
mod clean;
mod corrections;
mod cover;
mod dated;
mod error;
mod feeds;
mod files;
pub mod labels;
mod markdown;
mod page;
#[cfg(feature = "c2pa")]
pub mod provenance;
pub mod readback;
mod shelf;
mod site;
mod size;
mod spoken;
mod when;
mod words;

pub use about::About;
pub use corrections::public_edition;
pub use cover::cover_png;
pub use error::Error;
pub use feeds::feed_guid;
pub use page::POLICY as CONTENT_POLICY;
pub use site::{AlsoSound, Mode, Released, Site, Sound};
