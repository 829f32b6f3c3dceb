//! Finds the same again and again while it is being written, so that nobody pays for the rest.

/// So many repetitions of a longer piece are a loop.
const LONG_REPEATS: usize = 6;
/// So many bytes of one short piece, over and over, are a loop.
const SHORT_RUN: usize = 240;
/// The longest piece that is looked for.
const LONGEST: usize = 400;
/// The look is taken each time the text has grown by so much.
const EVERY: usize = 256;

/// Watches a text that grows.
#[derive(Debug, Default)]
pub(crate) struct LoopWatch {
    looked_at: usize,
}

impl LoopWatch {
    /// Whether the text has come to repeat itself; cheap unless it has grown since.
    pub(crate) fn repeats(&mut self, text: &str) -> bool {
        if text.len() < self.looked_at + EVERY {
            return false;
        }
        self.looked_at = text.len();
        ends_in_loop(text)
    }
}

/// Whether the end of a text is one piece over and over.
pub(crate) fn ends_in_loop(text: &str) -> bool {
    let bytes = text.as_bytes();
    let longest = LONGEST.min(bytes.len() / LONG_REPEATS);
    (1..=longest).any(|period| {
        let needed = (period * LONG_REPEATS).max(SHORT_RUN);
        needed <= bytes.len() && is_periodic(bytes, period, needed) && !is_ruling(bytes, period)
    })
}

fn is_periodic(bytes: &[u8], period: usize, n: usize) -> bool {
    let tail = bytes.get(bytes.len() - n..).unwrap_or_default();
    tail.iter().zip(tail.iter().skip(period)).all(|(a, b)| a == b)
}

/// A line drawn with dashes or blanks says nothing, but it is no loop of words.
fn is_ruling(bytes: &[u8], period: usize) -> bool {
    let piece = bytes.get(bytes.len() - period..).unwrap_or_default();
    bytes.len() < 2000 && piece.iter().all(|byte| matches!(byte, b'-' | b'=' | b'_' | b'*' | b' ' | b'.' | b'|' | b'#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_sentence_again_and_again_is_a_loop() {
        let sentence = "The port reopened on Tuesday after a strike. ";
        assert!(ends_in_loop(&format!("It began well. {}", sentence.repeat(7))));
        assert!(!ends_in_loop(&format!("It began well. {}", sentence.repeat(3))));
        assert!(ends_in_loop(&"港口重新开放。".repeat(20)));
        assert!(ends_in_loop(&"ha".repeat(200)));
    }

    #[test]
    fn a_table_a_list_and_a_chorus_are_none() {
        let table: String = (0..60).map(|n| format!("| {n} | Port {n} | open |\n")).collect();
        assert!(!ends_in_loop(&table));
        assert!(!ends_in_loop(&format!("Title\n{}\n", "-".repeat(300))));
        assert!(!ends_in_loop("No no no no no, said the captain."));
        let rows: String = (0..40).map(|n| format!("{{\"item\": \"itm_{n:08x}\", \"keep\": true}},\n")).collect();
        assert!(!ends_in_loop(&rows));
    }

    #[test]
    fn a_watch_looks_now_and_then() {
        let mut watch = LoopWatch::default();
        let mut text = String::new();
        let seen = (0..100).position(|_| {
            text.push_str("again and again ");
            watch.repeats(&text)
        });
        assert!(seen.is_some_and(|n| n < 34), "{seen:?}");
    }
}
