//! Cuts a byte stream into JSON values that follow one another with or without anything between them.

use bytes::{Bytes, BytesMut};

/// A value longer than this is garbage.
const MAX_VALUE: usize = 32 * 1024 * 1024;

/// Collects bytes and gives whole values.
#[derive(Debug, Default)]
pub(super) struct Values {
    buffer: BytesMut,
    /// Where the look at the buffer goes on, and what is open there.
    at: usize,
    depth: usize,
    is_in_text: bool,
    is_escaped: bool,
}

impl Values {
    pub fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// The next whole object or list. What stands between two of them is passed over.
    pub fn next(&mut self) -> Option<Bytes> {
        while let Some(byte) = self.buffer.get(self.at) {
            self.at += 1;
            match byte {
                _ if self.is_escaped => self.is_escaped = false,
                b'\\' if self.is_in_text => self.is_escaped = true,
                b'"' => self.is_in_text = !self.is_in_text && self.depth > 0,
                b'{' | b'[' if !self.is_in_text => self.depth += 1,
                b'}' | b']' if !self.is_in_text && self.depth > 0 => {
                    self.depth -= 1;
                    if self.depth == 0 {
                        let value = self.buffer.split_to(self.at).freeze();
                        self.at = 0;
                        let from = value.iter().position(|byte| matches!(byte, b'{' | b'[')).unwrap_or(0);
                        return Some(value.slice(from..));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Whether something stands there that is no whole value.
    pub fn is_cut(&self) -> bool {
        !self.buffer.trim_ascii().is_empty()
    }

    /// Whether what has come is too long to be a value.
    pub fn is_flooded(&self) -> bool {
        self.buffer.len() > MAX_VALUE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_survive_any_cutting() {
        let stream = "{\"a\":\"}{\\\"\"}\n{\"b\":[1,{\"c\":\"港\"}]}[2] ";
        for step in 1..stream.len() {
            let mut values = Values::default();
            let mut found = Vec::new();
            for piece in stream.as_bytes().chunks(step) {
                values.push(piece);
                while let Some(value) = values.next() {
                    found.push(String::from_utf8(value.to_vec()).unwrap());
                }
            }
            assert_eq!(found, ["{\"a\":\"}{\\\"\"}", "{\"b\":[1,{\"c\":\"港\"}]}", "[2]"], "{step} bytes at a time");
            assert!(!values.is_cut());
        }
        let mut values = Values::default();
        values.push(b"{\"a\":1}{\"b\"");
        assert!(values.next().is_some() && values.next().is_none() && values.is_cut());
    }
}
