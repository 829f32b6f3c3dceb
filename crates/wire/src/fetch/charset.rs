//! Finds out in which charset bytes really are, and decodes them.
//!
//! The order is that of browsers: byte order mark, HTTP header, declaration in the text, guess. But a declaration
//! is believed only as far as the bytes bear it out: many servers say latin-1 or UTF-8 without knowing.

use super::wide;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// Declarations stand at the top; browsers look at 1 KiB, some pages need more.
const DECLARATION_BYTES: usize = 4096;

/// Text and whether every byte of it made sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// Whether some bytes stand for nothing in the best charset that was found.
    pub had_errors: bool,
}

/// Decodes bytes; `content_type` is the HTTP header.
pub(crate) fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some(decoded) = wide::decode(bytes) {
        return decoded;
    }
    if let Some((encoding, n_mark)) = Encoding::for_bom(bytes) {
        return decode_as(encoding, &bytes[n_mark..]);
    }
    let declared = content_type.and_then(of_content_type).or_else(|| of_declaration(bytes));
    let is_utf8 = std::str::from_utf8(bytes).is_ok();
    // Text of another charset is valid UTF-8 by chance only if it is very short.
    // Single-byte charsets, which never object to anything, are declared by default far too often.
    if is_utf8 && declared.is_none_or(|encoding| encoding == UTF_8 || encoding.is_single_byte()) {
        return decode_as(UTF_8, bytes);
    }
    if let Some(encoding) = declared.filter(|encoding| encoding.is_ascii_compatible()) {
        let decoded = decode_as(encoding, bytes);
        if !decoded.had_errors || is_slightly_broken(&decoded.text) {
            return decoded;
        }
        return fewest_errors([decoded, guessed(bytes)]);
    }
    guessed(bytes)
}

/// A few bytes that were cut through do not make a text one of another charset.
fn guessed(bytes: &[u8]) -> Decoded {
    let utf8 = decode_as(UTF_8, bytes);
    if is_slightly_broken(&utf8.text) { utf8 } else { decode_as(guess(bytes), bytes) }
}

/// Whether at most a tenth of what is not ASCII makes no sense.
fn is_slightly_broken(text: &str) -> bool {
    let n_wide = text.chars().filter(|c| !c.is_ascii()).count();
    let n_errors = text.matches('\u{fffd}').count();
    n_errors > 0 && n_errors * 10 <= n_wide
}

fn fewest_errors(candidates: [Decoded; 2]) -> Decoded {
    let [first, second] = candidates;
    let n_errors = |decoded: &Decoded| decoded.text.matches('\u{fffd}').count();
    if n_errors(&second) < n_errors(&first) { second } else { first }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Decoded { text: text.into_owned(), had_errors }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

fn of_content_type(content_type: &str) -> Option<&'static Encoding> {
    label_after(content_type, "charset=")
}

/// `<?xml encoding="…"?>`, `<meta charset=…>`, `<meta http-equiv content="…; charset=…">`.
fn of_declaration(bytes: &[u8]) -> Option<&'static Encoding> {
    let top = &bytes[..bytes.len().min(DECLARATION_BYTES)];
    let top: String = top.iter().map(|&byte| if byte.is_ascii() { byte as char } else { ' ' }).collect();
    let lower = top.to_ascii_lowercase();
    if let Some(declaration) = lower.trim_start().strip_prefix("<?xml") {
        let end = declaration.find('>').unwrap_or(declaration.len());
        if let Some(encoding) = label_after(&declaration[..end], "encoding=") {
            return Some(encoding);
        }
    }
    lower.match_indices("<meta").find_map(|(start, _)| {
        let tag = &lower[start..];
        label_after(&tag[..tag.find('>').unwrap_or(tag.len())], "charset=")
    })
}

/// The standard's labels already read gb2312 and gbk as gb18030's superset, and latin-1 as windows-1252.
fn label_after(text: &str, key: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let value = lower[lower.find(key)? + key.len()..].trim_start_matches(['"', '\'', ' ']);
    let end = value.find(['"', '\'', ';', ' ', '>', '?', '/', ',']).unwrap_or(value.len());
    Encoding::for_label(&value.as_bytes()[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], content_type: Option<&str>) -> String {
        decode(bytes, content_type).text
    }

    const ZH: &str = "港口工人宣布周二起罢工三天，轮渡全部停航，市政府呼吁双方谈判。";

    #[test]
    fn gb2312_is_read_as_its_superset() {
        // 镕 is in GB18030 and GBK, not in GB2312.
        let (bytes, _, _) = encoding_rs::GB18030.encode("朱镕基来到港口");
        assert_eq!(check(&bytes, Some("text/html; charset=GB2312")), "朱镕基来到港口");
    }

    #[test]
    fn the_declaration_in_the_text_is_read() {
        let page = format!("<html><head><meta charset=gbk></head><body>{ZH}</body></html>");
        let (bytes, _, _) = encoding_rs::GBK.encode(&page);
        assert_eq!(check(&bytes, None), page);
        let feed = format!("<?xml version='1.0' encoding='gb18030'?><rss>{ZH}</rss>");
        let (bytes, _, _) = encoding_rs::GB18030.encode(&feed);
        assert_eq!(check(&bytes, Some("text/xml")), feed);
    }

    #[test]
    fn undeclared_chinese_is_guessed() {
        let (bytes, _, _) = encoding_rs::GB18030.encode(ZH);
        assert_eq!(check(&bytes, None), ZH);
        let (bytes, _, _) = encoding_rs::BIG5.encode("港口工人宣布週二起罷工三天，渡輪全部停航，市政府呼籲雙方談判。");
        assert!(check(&bytes, None).starts_with("港口工人宣布週二起罷工"));
    }

    #[test]
    fn latin_1_is_read_as_windows_1252() {
        assert_eq!(check(b"caf\xe9 \x93now\x94", Some("text/html; charset=iso-8859-1")), "café “now”");
    }

    #[test]
    fn utf8_under_a_wrong_declaration_is_still_utf8() {
        assert_eq!(check("café 港口".as_bytes(), Some("text/html; charset=ISO-8859-1")), "café 港口");
        let (bytes, _, _) = encoding_rs::GB18030.encode(ZH);
        assert_eq!(check(&bytes, Some("text/html; charset=utf-8")), ZH);
    }

    #[test]
    fn one_bad_byte_does_not_make_it_another_charset() {
        let mut bytes = ZH.as_bytes().to_vec();
        bytes.push(0xe6);
        for content_type in [None, Some("text/html; charset=utf-8")] {
            assert_eq!(check(&bytes, content_type), format!("{ZH}\u{fffd}"));
        }
    }

    #[test]
    fn byte_order_marks_win() {
        assert_eq!(check(b"\xff\xfea\0b\0", Some("text/html; charset=utf-8")), "ab");
        assert_eq!(check(b"\xef\xbb\xbfab", None), "ab");
    }
}
