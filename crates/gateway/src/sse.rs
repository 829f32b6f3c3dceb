//! Cuts a byte stream into events: server-sent events, or one JSON value a line.
//!
//! Survives any cutting of the bytes, CRLF, comments, data of several lines, and `data:` without a blank.

use bytes::{Bytes, BytesMut};

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Event {
    /// Its name; empty if it has none.
    pub name: String,
    /// Its data, lines joined by a line feed.
    pub data: Bytes,
}

/// How the events stand in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// `text/event-stream`.
    Sse,
    /// A JSON value a line.
    Lines,
}

/// An event longer than this is garbage.
const MAX_EVENT: usize = 8 * 1024 * 1024;

/// Collects bytes and gives events.
#[derive(Debug)]
pub(crate) struct Cutter {
    framing: Framing,
    buffer: BytesMut,
    /// Where the search for the next line end goes on.
    searched: usize,
    name: String,
    data: Option<BytesMut>,
}

impl Cutter {
    pub(crate) fn new(framing: Framing) -> Self {
        Self { framing, buffer: BytesMut::new(), searched: 0, name: String::new(), data: None }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.buffer.extend_from_slice(bytes);
    }

    /// Whether what has come is too long to be an event.
    pub(crate) fn is_flooded(&self) -> bool {
        self.buffer.len() + self.data.as_ref().map_or(0, BytesMut::len) > MAX_EVENT
    }

    /// The next whole event, if it is there.
    pub(crate) fn next(&mut self) -> Option<Event> {
        while let Some(line) = self.line() {
            if let Some(event) = self.take(line) {
                return Some(event);
            }
        }
        None
    }

    /// What stands at the end of the stream without its line end: an event all the same, or nothing.
    pub(crate) fn rest(&mut self) -> Option<Event> {
        if !self.buffer.is_empty() {
            let line = self.buffer.split().freeze();
            self.searched = 0;
            if let Some(event) = self.take(line) {
                return Some(event);
            }
        }
        self.dispatch()
    }

    fn line(&mut self) -> Option<Bytes> {
        let unsearched = self.buffer.get(self.searched..)?;
        let Some(at) = unsearched.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
            self.searched = self.buffer.len();
            return None;
        };
        let end = self.searched + at;
        // A CR at the end of what has come may be the first half of a CRLF.
        let width = match self.buffer.get(end..) {
            Some([b'\r']) => {
                self.searched = end;
                return None;
            }
            Some([b'\r', b'\n', ..]) => 2,
            _ => 1,
        };
        let line = self.buffer.split_to(end).freeze();
        drop(self.buffer.split_to(width));
        self.searched = 0;
        Some(line)
    }

    fn take(&mut self, line: Bytes) -> Option<Event> {
        if self.framing == Framing::Lines {
            let is_blank = line.iter().all(u8::is_ascii_whitespace);
            return (!is_blank).then(|| Event { name: String::new(), data: line });
        }
        if line.is_empty() {
            return self.dispatch();
        }
        let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
        let value_at = match line.get(colon + 1) {
            Some(b' ') => colon + 2,
            _ => (colon + 1).min(line.len()),
        };
        match line.get(..colon) {
            Some(b"data") => {
                let value = line.slice(value_at..);
                match &mut self.data {
                    Some(data) => {
                        data.extend_from_slice(b"\n");
                        data.extend_from_slice(&value);
                    }
                    None => self.data = Some(BytesMut::from(value)),
                }
            }
            Some(b"event") => self.name = String::from_utf8_lossy(&line[value_at..]).into_owned(),
            // Comments, ids, reconnection times and unknown fields are no content.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Event> {
        let name = std::mem::take(&mut self.name);
        let data = self.data.take()?.freeze();
        Some(Event { name, data })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(framing: Framing, stream: &[u8], step: usize) -> Vec<(String, String)> {
        let mut cutter = Cutter::new(framing);
        let mut events = Vec::new();
        for piece in stream.chunks(step) {
            cutter.push(piece);
            while let Some(event) = cutter.next() {
                events.push(event);
            }
        }
        events.extend(cutter.rest());
        events.into_iter().map(|event| (event.name, String::from_utf8(event.data.to_vec()).unwrap())).collect()
    }

    #[test]
    fn events_survive_any_cutting() {
        let stream = ": hello\r\n\r\nevent: delta\r\ndata: {\"a\":\"港\"}\r\n\r\ndata:one\ndata: two\n\nid: 7\nretry: 5\n\ndata: [DONE]\n\n";
        let expected = [("delta", "{\"a\":\"港\"}"), ("", "one\ntwo"), ("", "[DONE]")];
        for step in 1..stream.len() {
            let events = cut(Framing::Sse, stream.as_bytes(), step);
            let shown: Vec<_> = events.iter().map(|(name, data)| (name.as_str(), data.as_str())).collect();
            assert_eq!(shown, expected, "{step} bytes at a time");
        }
    }

    #[test]
    fn a_last_event_without_its_blank_line_is_given() {
        assert_eq!(cut(Framing::Sse, b"data: a\n\ndata: b", 3), [("".into(), "a".into()), ("".into(), "b".into())]);
    }

    #[test]
    fn a_value_a_line_is_an_event() {
        let events = cut(Framing::Lines, b"{\"a\":1}\n\n  \n{\"b\":2}", 4);
        assert_eq!(events, [("".into(), "{\"a\":1}".into()), ("".into(), "{\"b\":2}".into())]);
    }
}
