//! The data blocks of a prompt: their labels, their rows.

use serde_json::Value;
use std::collections::BTreeMap;

/// The blocks of all user texts by label; the last of a label counts, as it does in a conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Blocks {
    texts: BTreeMap<String, String>,
}

impl Blocks {
    /// Takes the blocks out of texts.
    pub fn of(texts: &[String]) -> Self {
        let mut blocks = Self::default();
        texts.iter().for_each(|text| blocks.read(text));
        blocks
    }

    fn read(&mut self, text: &str) {
        let mut open: Option<(&str, String, Vec<&str>)> = None;
        for line in text.lines() {
            match open.as_mut() {
                Some((label, end, lines)) => {
                    if line == end {
                        self.texts.insert((*label).to_owned(), lines.join("\n"));
                        open = None;
                    } else {
                        lines.push(line);
                    }
                }
                None => open = begun(line),
            }
        }
    }

    /// Whether there is such a block.
    pub fn has(&self, label: &str) -> bool {
        self.texts.contains_key(label)
    }

    /// The text of a block; empty if there is none.
    pub fn text(&self, label: &str) -> &str {
        self.texts.get(label).map_or("", String::as_str)
    }

    /// The rows of a block, each a line of JSON.
    pub fn rows(&self, label: &str) -> Vec<Value> {
        self.text(label).lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    /// The first row of a block; null if there is none.
    pub fn row(&self, label: &str) -> Value {
        self.rows(label).into_iter().next().unwrap_or_default()
    }
}

/// The label of a line that opens a block, and the line that will close it.
fn begun(line: &str) -> Option<(&str, String, Vec<&str>)> {
    let inner = line.strip_prefix("<<<DATA ")?.strip_suffix(">>>")?;
    let (label, mark) = inner.split_once(' ')?;
    Some((label, format!("<<<END {label} {mark}>>>"), Vec::new()))
}

/// The text at a key; empty if there is none.
pub(super) fn text_of<'a>(row: &'a Value, key: &str) -> &'a str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}

/// The list at a key; empty if there is none.
pub(super) fn list_of<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_ends_only_with_its_own_mark() {
        let text = "Hello.\n<<<DATA items 0a>>>\n{\"n\":1}\n<<<END items 0b>>>\n{\"n\":2}\n<<<END items 0a>>>\n\
                    \n<<<DATA gaps ff>>>\n\n<<<END gaps ff>>>\n";
        let blocks = Blocks::of(&[text.to_owned()]);
        let numbers: Vec<_> = blocks.rows("items").iter().map(|row| row["n"].clone()).collect();
        assert_eq!(numbers, [1, 2]);
        assert_eq!((blocks.text("gaps"), blocks.row("nothing")), ("", Value::Null));
    }
}
