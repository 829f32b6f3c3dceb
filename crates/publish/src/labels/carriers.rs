//! Reads the label back from finished bytes: a file that does not carry it is not published.

use super::aigc;
use crate::Error;

/// Whether the bytes of a file of an edition carry its label as made by AI.
///
/// `name` ends as its kind does. Errors: `Unlabelled` with the file's name; files of other kinds carry none.
pub(crate) fn check(name: &str, bytes: &[u8], label: &str) -> Result<(), Error> {
    let carries = match name.rsplit_once('.').map(|(_, end)| end) {
        Some("png") => png_text(bytes, b"AIGC").is_some_and(|text| text == label.as_bytes()),
        Some("html") => {
            let escaped = label.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            holds(bytes, &format!("name=\"AIGC\" content=\"{escaped}\"")) && holds(bytes, "name=\"ai-generated\"")
        }
        Some("json") => is_labelled_json(bytes),
        Some("md") => holds(bytes, "\nai_generated: true\n"),
        _ => true,
    };
    if carries { Ok(()) } else { Err(Error::Unlabelled { file: name.to_owned() }) }
}

/// The label of a file of an edition.
pub(crate) fn label(producer: &str, id: &str) -> String {
    aigc(producer, id)
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn is_labelled_json(bytes: &[u8]) -> bool {
    let edition: serde_json::Value = serde_json::from_slice(bytes).unwrap_or_default();
    let says = |key: &str| edition["labels"][key].as_object().is_some_and(|text| !text.is_empty());
    says("text") && edition["labels"]["metadata"].as_array().is_some_and(|fields| !fields.is_empty())
}

/// The text of a PNG's chunk `tEXt` with this keyword.
fn png_text<'a>(png: &'a [u8], keyword: &[u8]) -> Option<&'a [u8]> {
    let mut rest = png.strip_prefix(b"\x89PNG\r\n\x1a\n")?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let (data, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        if kind == b"tEXt"
            && let Some(text) = data.strip_prefix(keyword).and_then(|text| text.strip_prefix(b"\0"))
        {
            return Some(text);
        }
        rest = after.get(4..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_its_label_is_told_by_its_name() {
        let label = label("x", "2026-02-10-morning");
        let refused = |name: &str, bytes: &[u8]| check(name, bytes, &label).unwrap_err().to_string();
        assert_eq!(refused("index.html", b"<html>"), "index.html does not carry its label as made by AI");
        assert_eq!(refused("cover.png", b"\x89PNG\r\n\x1a\n"), "cover.png does not carry its label as made by AI");
        assert_eq!(
            refused("edition.json", br#"{"labels":{"text":{}}}"#),
            "edition.json does not carry its label as made by AI"
        );
        assert_eq!(refused("edition.md", b"ai_generated"), "edition.md does not carry its label as made by AI");
        check("transcript.vtt", b"WEBVTT", &label).unwrap();
    }

    #[test]
    fn the_label_of_another_edition_is_none() {
        let label = |id: &str| label("x", id);
        let page = |id: &str| {
            let escaped = label(id).replace('"', "&quot;");
            format!("<meta name=\"ai-generated\" content=\"true\"><meta name=\"AIGC\" content=\"{escaped}\">")
        };
        check("index.html", page("a").as_bytes(), &label("a")).unwrap();
        assert!(check("index.html", page("b").as_bytes(), &label("a")).is_err());
    }
}
