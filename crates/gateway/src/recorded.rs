//! Judges replies that were recorded or made up, on their bytes alone: for trying and for fuzzing.
//!
//! The readers and judges are those of an attempt, without its network, its ledger and its clock. Nothing is booked.

use crate::attempt::read_whole;
use crate::dialect::{self, Memory};
use crate::judge::{Expect, Sheet};
use crate::sse::{Cutter, Event};
use crate::structured;
use crate::vendor::Vendor;
use crate::verdict::{Failure, Verdict};
use serde_json::Value;

/// What a whole reply of this vendor is worth, and its text if it is an answer.
pub fn judge_reply(vendor: &Vendor, body: &[u8]) -> Result<String, Failure> {
    let sheet = read_whole(body, &vendor.quirks)?;
    sheet.close(&Expect::default(), "").map(|finished| finished.text)
}

/// What a stream of this vendor is worth that came in these parts, and its text if it is an answer.
pub fn judge_stream<'a>(vendor: &Vendor, parts: impl IntoIterator<Item = &'a [u8]>) -> Result<String, Failure> {
    let mut stream = Recorded::new(vendor);
    for part in parts {
        stream.cutter.push(part);
        if stream.cutter.is_flooded() {
            return Err(Failure::new(Verdict::Broken, "a frame without end"));
        }
        while let Some(event) = stream.cutter.next() {
            stream.take(&event)?;
        }
    }
    if let Some(event) = stream.cutter.rest() {
        stream.take(&event)?;
    }
    stream.sheet.close(&Expect::default(), "").map(|finished| finished.text)
}

/// The JSON object of an answer, mended if need be and held against the schema. Errors: why it does not fit.
pub fn read_object(text: &str, schema: &Value) -> Result<String, String> {
    structured::read(text, schema)
}

struct Recorded<'a> {
    vendor: &'a Vendor,
    cutter: Cutter,
    memory: Memory,
    sheet: Sheet,
}

impl<'a> Recorded<'a> {
    fn new(vendor: &'a Vendor) -> Self {
        let cutter = Cutter::new(dialect::framing(vendor.quirks.api));
        Self { vendor, cutter, memory: Memory::default(), sheet: Sheet::default() }
    }

    fn take(&mut self, event: &Event) -> Result<(), Failure> {
        let quirks = &self.vendor.quirks;
        let piece = dialect::frame(quirks.api, event, &mut self.memory);
        let piece = piece.map_err(|why| Failure::new(Verdict::Broken, why))?;
        // What a client of the OpenAI wire would be handed is made as well, though nobody reads it here.
        dialect::chunk("recorded", 0, "recorded", &piece, !self.sheet.has_content);
        self.sheet.add(piece, quirks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{KeySource, VendorSettings};

    fn vendor(name: &str) -> Vendor {
        let settings = VendorSettings { key: Some(KeySource::None), ..VendorSettings::named(name) };
        Vendor::open(&settings, &|_| None).unwrap()
    }

    #[test]
    fn a_recorded_reply_and_a_recorded_stream_are_judged_as_live_ones() {
        let deepseek = vendor("deepseek");
        let reply = br#"{"choices":[{"index":0,"message":{"content":"Forty ships."},"finish_reason":"stop"}]}"#;
        assert_eq!(judge_reply(&deepseek, reply).unwrap(), "Forty ships.");
        let first = b"data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Forty \"}}]}\n\nda".as_slice();
        let last =
            b"ta: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"ships.\"},\"finish_reason\":\"stop\"}]}\n\n";
        assert_eq!(judge_stream(&deepseek, [first, last]).unwrap(), "Forty ships.");
        assert_eq!(judge_stream(&deepseek, [first]).unwrap_err().verdict, Verdict::CutOff);
    }

    #[test]
    fn a_call_of_an_absurd_number_is_no_reply_and_takes_no_memory() {
        let added = br#"data: {"type":"response.output_item.added","output_index":4000000000,"item":{"type":"function_call","call_id":"c","name":"n"}}

"#;
        let failure = judge_stream(&vendor("openai-responses"), [added.as_slice()]).unwrap_err();
        assert_eq!(failure.to_string(), "broken: a reply with a tool call number 4000000000");
    }
}
