//! Content credentials (C2PA): a manifest in a finished file, signed with the operator's certificate, that says how it
//! was made. Only in a program that is built with the feature `c2pa`.
//!
//! Signing comes last: whatever changes a byte of the file afterwards breaks it. What is signed is read back.

use crate::Error;
use c2pa::{BoxedSigner, Builder, Reader, SigningAlg, ValidationState, create_signer};
use serde_json::json;
use std::io::Cursor;

/// How much of a file machines made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// All of it.
    ByMachines,
    /// Machines and people: the owner's music is in it.
    WithMachines,
}

impl Made {
    /// The term of the IPTC for it.
    fn source_type(self) -> &'static str {
        match self {
            Self::ByMachines => "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            Self::WithMachines => "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
        }
    }
}

/// The operator's certificate and key.
pub struct Signer {
    chain: Vec<u8>,
    key: Vec<u8>,
    algorithm: SigningAlg,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").field("algorithm", &self.algorithm).finish_non_exhaustive()
    }
}

impl Signer {
    /// Takes a certificate chain and its private key, both PEM.
    ///
    /// Errors: `Credentials` if they do not belong together.
    pub fn new(chain: Vec<u8>, key: Vec<u8>) -> Result<Self, Error> {
        let algorithms =
            [SigningAlg::Es256, SigningAlg::Es384, SigningAlg::Es512, SigningAlg::Ed25519, SigningAlg::Ps256];
        let can_sign = |algorithm: &SigningAlg| {
            create_signer::from_keys(&chain, &key, *algorithm, None).is_ok_and(|signer| signer.sign(b"trial").is_ok())
        };
        let why = "the certificate and its key cannot sign; both must be PEM, of ES256, ES384, ES512, Ed25519 or PS256";
        let algorithm = algorithms.into_iter().find(can_sign).ok_or_else(|| Error::Credentials { why: why.into() })?;
        Ok(Self { chain, key, algorithm })
    }

    /// Signs a finished file and reads the manifest back.
    ///
    /// `media_type`: `audio/mpeg` or `image/png`. Returns the whole file with its manifest.
    /// Errors: `Credentials` if it cannot be signed, or does not read back as it was meant.
    pub fn sign(&self, media_type: &str, title: &str, made: Made, file: &[u8]) -> Result<Vec<u8>, Error> {
        let failed = |error: c2pa::Error| Error::Credentials { why: error.to_string() };
        let manifest = json!({
            "claim_generator_info": [{ "name": "Zaowan", "version": env!("CARGO_PKG_VERSION") }],
            "title": title,
            "assertions": [{ "label": "c2pa.actions", "data": { "actions": [
                { "action": "c2pa.created", "digitalSourceType": made.source_type() },
            ]}}],
        });
        let mut builder = Builder::from_json(&manifest.to_string()).map_err(failed)?;
        let signer: BoxedSigner =
            create_signer::from_keys(&self.chain, &self.key, self.algorithm, None).map_err(failed)?;
        let mut signed = Cursor::new(Vec::new());
        builder.sign(&*signer, media_type, &mut Cursor::new(file), &mut signed).map_err(failed)?;
        let signed = signed.into_inner();
        verify(&signed, media_type, made)?;
        Ok(signed)
    }
}

/// Whether a file holds a valid manifest that says how it was made.
///
/// Errors: `Credentials` with what is wrong. Whether the certificate is trusted is for its readers to say.
pub fn verify(file: &[u8], media_type: &str, made: Made) -> Result<(), Error> {
    let refused = |why: String| Error::Credentials { why };
    let read = Reader::from_stream(media_type, Cursor::new(file)).map_err(|error| refused(error.to_string()))?;
    if read.validation_state() == ValidationState::Invalid {
        return Err(refused(format!("the manifest does not hold: {:?}", read.validation_status())));
    }
    if !read.json().contains(made.source_type()) {
        return Err(refused("the manifest does not say how the file was made".into()));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chain of its own root, made for these tests with openssl; nobody trusts it.
    fn signer() -> Signer {
        let chain = include_bytes!("../tests/it/c2pa/chain.pem").to_vec();
        Signer::new(chain, include_bytes!("../tests/it/c2pa/key.pem").to_vec()).unwrap()
    }

    fn png() -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 1, 1);
        encoder.add_text_chunk("AIGC".into(), "label".into()).unwrap();
        encoder.write_header().unwrap().write_image_data(&[7]).unwrap();
        file
    }

    #[test]
    fn a_picture_is_signed_and_keeps_its_label() {
        let signed = signer().sign("image/png", "cover", Made::ByMachines, &png()).unwrap();
        verify(&signed, "image/png", Made::ByMachines).unwrap();
        assert!(verify(&signed, "image/png", Made::WithMachines).is_err());
        assert!(signed.windows(10).any(|bytes| bytes == b"AIGC\0label"));
    }

    #[test]
    fn a_byte_that_is_changed_afterwards_is_found() {
        let mut signed = signer().sign("image/png", "cover", Made::ByMachines, &png()).unwrap();
        let at = signed.windows(5).position(|bytes| bytes == b"label").unwrap();
        signed[at] = b'L';
        assert!(verify(&signed, "image/png", Made::ByMachines).is_err());
    }

    #[test]
    fn a_key_of_another_certificate_is_refused() {
        let error = Signer::new(b"none".to_vec(), b"none".to_vec()).unwrap_err();
        assert!(error.to_string().contains("cannot sign"), "{error}");
    }
}
