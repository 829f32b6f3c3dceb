//! A form with files, as `multipart/form-data`.

use super::clone::Recording;
use bytes::Bytes;
use sha2::{Digest, Sha256};

/// Fields in order.
#[derive(Debug, Default)]
pub(super) struct Form {
    parts: Vec<(String, Bytes)>,
}

impl Form {
    pub fn new() -> Self {
        Self::default()
    }

    /// With a field.
    pub fn text(mut self, name: &str, value: &str) -> Self {
        let head = format!("content-disposition: form-data; name=\"{name}\"");
        self.parts.push((head, Bytes::from(value.to_owned())));
        self
    }

    /// With a file.
    pub fn file(mut self, name: &str, recording: &Recording) -> Self {
        let file: String = recording.name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
        let kind = match file.rsplit('.').next() {
            Some("mp3") => "audio/mpeg",
            Some("m4a" | "mp4") => "audio/mp4",
            Some("wav") => "audio/wav",
            _ => "application/octet-stream",
        };
        let head =
            format!("content-disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: {kind}");
        self.parts.push((head, recording.bytes.clone()));
        self
    }

    /// Its content type.
    pub fn kind(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary())
    }

    /// Its bytes.
    pub fn bytes(&self) -> Bytes {
        let boundary = self.boundary();
        let mut bytes = Vec::new();
        for (head, value) in &self.parts {
            bytes.extend(format!("--{boundary}\r\n{head}\r\n\r\n").as_bytes());
            bytes.extend(value);
            bytes.extend(b"\r\n");
        }
        bytes.extend(format!("--{boundary}--\r\n").as_bytes());
        bytes.into()
    }

    /// A hash of what it holds stands in none of it.
    fn boundary(&self) -> String {
        let mut sum = Sha256::new();
        for (head, value) in &self.parts {
            sum.update(head);
            sum.update(value);
        }
        sum.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
    }
}
