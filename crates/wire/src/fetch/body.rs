//! Reads a body chunk by chunk, so that a bomb is dropped at the cap and not after it has gone off.

use super::Failure;
use crate::Options;
use news::ProblemKind;
use reqwest::Response;
use url::Url;

/// The decompressed body.
///
/// Errors: `TooLarge` as soon as the cap is passed, `Empty` if nothing came, `Timeout` if bytes stop coming.
pub(super) async fn read(mut response: Response, url: &Url, options: &Options) -> Result<Vec<u8>, Failure> {
    let cap = options.max_body_bytes;
    if response.content_length().is_some_and(|announced| announced > cap as u64) {
        return Err(too_large(url, cap));
    }
    let mut bytes = Vec::new();
    loop {
        let chunk = response.chunk().await.map_err(|error| Failure::of_client(&error, url, options))?;
        let Some(chunk) = chunk else { break };
        if bytes.len() + chunk.len() > cap {
            return Err(too_large(url, cap));
        }
        bytes.extend_from_slice(&chunk);
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Failure::new(ProblemKind::Empty, url, "answered 200 with nothing in it"));
    }
    Ok(bytes)
}

fn too_large(url: &Url, cap: usize) -> Failure {
    let limit = if cap >= 1 << 20 { format!("{} MiB", cap >> 20) } else { format!("{cap} bytes") };
    Failure::new(ProblemKind::TooLarge, url, format!("sent more than {limit}"))
}
