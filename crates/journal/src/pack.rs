//! Keeps the body of a record: small ones as they are, large ones compressed.

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// Bodies above this are compressed; below it the gain is not worth the time.
const PACK_ABOVE_BYTES: usize = 64 * 1024;

/// A body as it is kept.
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) is_packed: bool,
    /// Of the body as it was handed in.
    pub(crate) sha256: [u8; 32],
}

/// Makes a body ready to be kept.
pub(crate) fn pack(body: Vec<u8>) -> Packed {
    let sha256 = sha256(&body);
    match deflated(&body) {
        Some(bytes) => Packed { bytes, is_packed: true, sha256 },
        None => Packed { bytes: body, is_packed: false, sha256 },
    }
}

/// Gives back the body that was handed in; `None` if it is broken.
pub(crate) fn unpack(bytes: Vec<u8>, is_packed: bool) -> Option<Vec<u8>> {
    if !is_packed {
        return Some(bytes);
    }
    let mut body = Vec::new();
    DeflateDecoder::new(bytes.as_slice()).read_to_end(&mut body).ok()?;
    Some(body)
}

/// The SHA-256 of bytes.
pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn deflated(body: &[u8]) -> Option<Vec<u8>> {
    if body.len() <= PACK_ABOVE_BYTES {
        return None;
    }
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(body.len() / 3), Compression::fast());
    encoder.write_all(body).ok()?;
    encoder.finish().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_body_comes_back_as_it_was() {
        let body = "a sentence that repeats; ".repeat(10_000).into_bytes();
        let packed = pack(body.clone());
        assert!(packed.is_packed && packed.bytes.len() < body.len() / 10);
        assert_eq!(unpack(packed.bytes, true), Some(body));
    }

    #[test]
    fn a_small_body_is_kept_readable() {
        let packed = pack(b"[1,2]".to_vec());
        assert_eq!((packed.bytes.as_slice(), packed.is_packed), (b"[1,2]".as_slice(), false));
    }
}
