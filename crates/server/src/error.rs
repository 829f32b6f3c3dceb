//! What can go wrong with the door as a whole.

use std::net::SocketAddr;

/// Why the door does not stand open.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be listened at.
    #[error("cannot listen at {addr}: {error}")]
    Listen {
        /// Where.
        addr: SocketAddr,
        /// What the system says.
        error: std::io::Error,
    },
    /// The system gives no chance to make a key of.
    #[error("the system gives no random numbers, so no key can be made")]
    NoChance,
}
