//! Keys of clients: made by chance, kept and compared as their SHA-256 only.

use crate::error::Error;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A new key, such as `zw-5b1f…`: 24 random bytes in hexadecimal.
///
/// Errors: `NoChance` if the system gives no random numbers.
pub fn new_key() -> Result<String, Error> {
    let mut bytes = [0u8; 24];
    rustls::crypto::ring::default_provider().secure_random.fill(&mut bytes).map_err(|_| Error::NoChance)?;
    Ok(bytes.iter().fold("zw-".to_owned(), |mut key, byte| {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
        key
    }))
}

/// What is kept of a key.
pub fn sha256_of(key: &str) -> [u8; 32] {
    Sha256::digest(key.trim().as_bytes()).into()
}

/// Whether two are the same, in a time that does not depend on where they differ.
pub(crate) fn are_same(one: &[u8; 32], other: &[u8; 32]) -> bool {
    std::hint::black_box(one.iter().zip(other).fold(0u8, |difference, (a, b)| difference | (a ^ b))) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_long_and_differ() {
        let (one, other) = (new_key().unwrap(), new_key().unwrap());
        assert_eq!(one.len(), 51);
        assert!(one.starts_with("zw-") && one != other);
        assert!(are_same(&sha256_of(&one), &sha256_of(&format!(" {one}\n"))));
        assert!(!are_same(&sha256_of(&one), &sha256_of(&other)));
    }
}
