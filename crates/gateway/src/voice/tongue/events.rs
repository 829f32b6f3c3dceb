//! Replies that come as JSON, whatever lies between the values: server-sent events, lines, nothing at all.

use super::values::Values;
use super::{Come, Ear, Heard};
use crate::attempt::content_type;
use crate::sse::{Cutter, Event, Framing};
use crate::verdict::{Failure, Verdict};
use serde_json::Value;

/// What one value says.
pub(super) trait Reader: Send {
    /// Takes one value. `name`: the event's, empty if it has none.
    fn read(&mut self, name: &str, json: &Value, heard: &mut Vec<Heard>) -> Result<(), Failure>;

    /// The reply ended in good order. Errors: it should have said something before.
    fn end(&mut self, _heard: &mut Vec<Heard>) -> Result<(), Failure> {
        Ok(())
    }
}

/// The ear for such replies.
pub(super) struct Events<R> {
    cutting: Cutting,
    reader: R,
    n_values: usize,
}

enum Cutting {
    Sse(Cutter),
    Values(Values),
}

impl<R: Reader> Events<R> {
    pub fn new(reader: R) -> Self {
        Self { cutting: Cutting::Values(Values::default()), reader, n_values: 0 }
    }

    fn read(&mut self, event: &Event, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        if event.data.trim_ascii() == b"[DONE]" {
            return Ok(());
        }
        let json: Value = serde_json::from_slice(&event.data)
            .map_err(|error| Failure::new(Verdict::Broken, format!("an event is no JSON: {error}")))?;
        self.n_values += 1;
        self.reader.read(&event.name, &json, heard)
    }

    fn next(&mut self) -> Option<Event> {
        match &mut self.cutting {
            Cutting::Sse(cutter) => cutter.next(),
            Cutting::Values(values) => values.next().map(|data| Event { name: String::new(), data }),
        }
    }

    fn is_flooded(&self) -> bool {
        match &self.cutting {
            Cutting::Sse(cutter) => cutter.is_flooded(),
            Cutting::Values(values) => values.is_flooded(),
        }
    }
}

impl<R: Reader> Ear for Events<R> {
    fn take(&mut self, come: Come<'_>, heard: &mut Vec<Heard>) -> Result<(), Failure> {
        match come {
            Come::Begun(headers) => {
                let kind = content_type(headers);
                if kind.contains("event-stream") {
                    self.cutting = Cutting::Sse(Cutter::new(Framing::Sse));
                } else if kind.starts_with("audio/") {
                    return Err(Failure::new(Verdict::Broken, format!("{kind} came where JSON was expected")));
                }
            }
            Come::Bytes(bytes) => {
                match &mut self.cutting {
                    Cutting::Sse(cutter) => cutter.push(bytes),
                    Cutting::Values(values) => values.push(bytes),
                }
                while let Some(event) = self.next() {
                    self.read(&event, heard)?;
                }
                if self.is_flooded() {
                    return Err(Failure::new(Verdict::Broken, "an event without end"));
                }
            }
            Come::Ended => {
                let rest = if let Cutting::Sse(cutter) = &mut self.cutting { cutter.rest() } else { None };
                if let Some(event) = rest {
                    self.read(&event, heard)?;
                }
                if let Cutting::Values(values) = &self.cutting
                    && values.is_cut()
                {
                    let verdict = if self.n_values > 0 { Verdict::CutOff } else { Verdict::Broken };
                    return Err(Failure::new(verdict, "it ended in the middle of a value"));
                }
                return self.reader.end(heard);
            }
            Come::Text(_) | Come::Binary(_) => {}
        }
        Ok(())
    }
}

/// Bytes of sound in hex.
pub(super) fn from_hex(text: &str) -> Result<bytes::Bytes, Failure> {
    let broken = || Failure::new(Verdict::Broken, "sound that is no hex");
    let digits = text.trim().as_bytes();
    if !digits.len().is_multiple_of(2) {
        return Err(broken());
    }
    let mut bytes = Vec::with_capacity(digits.len() / 2);
    for pair in digits.chunks_exact(2) {
        let (Some(high), Some(low)) = (digit(pair[0]), digit(pair[1])) else { return Err(broken()) };
        bytes.push(high << 4 | low);
    }
    Ok(bytes.into())
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// An end mark that did not come: cut off, if there was anything to be cut.
pub(super) fn must_have_ended(is_done: bool, has_sound: bool, what: &str) -> Result<(), Failure> {
    if is_done || !has_sound {
        return Ok(());
    }
    Err(Failure::new(Verdict::CutOff, format!("it ended without {what}")))
}

/// Seconds as a vendor writes them, in milliseconds.
pub(super) fn milliseconds(seconds: &Value) -> Option<u64> {
    seconds.as_f64().filter(|seconds| *seconds >= 0.0).map(|seconds| (seconds * 1000.0).round() as u64)
}
