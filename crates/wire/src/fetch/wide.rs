//! Text of two or four bytes a character, known by its mark or by the zeros around its first `<`.

use super::charset::Decoded;
use encoding_rs::{UTF_16BE, UTF_16LE};

/// The text, if its bytes are of two or four a character.
///
/// A mark of two bytes alone is left to whoever knows the marks: it may begin one of four.
pub(super) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let (encoding, bytes) = match bytes {
        [0, 0, 0xfe, 0xff, rest @ ..] => return Some(four(rest, u32::from_be_bytes)),
        [0xff, 0xfe, 0, 0, rest @ ..] => return Some(four(rest, u32::from_le_bytes)),
        [0, 0, 0, b'<', ..] => return Some(four(bytes, u32::from_be_bytes)),
        [b'<', 0, 0, 0, ..] => return Some(four(bytes, u32::from_le_bytes)),
        [0, b'<', 0, _, ..] => (UTF_16BE, bytes),
        [b'<', 0, _, 0, ..] => (UTF_16LE, bytes),
        _ => return None,
    };
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    Some(Decoded { text: text.into_owned(), had_errors })
}

fn four(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Decoded {
    let chars = bytes.chunks_exact(4).map(|four| char::from_u32(number([four[0], four[1], four[2], four[3]])));
    let text: Option<String> = chars.clone().collect();
    let had_errors = text.is_none();
    Decoded { text: text.unwrap_or_else(|| chars.map(|c| c.unwrap_or('\u{fffd}')).collect()), had_errors }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_text_is_known_with_and_without_a_mark() {
        let two = |bytes: fn(u16) -> [u8; 2]| "<x早>".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let four = |bytes: fn(u32) -> [u8; 4]| "<x早>".chars().flat_map(|c| bytes(c.into())).collect::<Vec<u8>>();
        for bytes in [
            two(u16::to_be_bytes),
            two(u16::to_le_bytes),
            four(u32::to_be_bytes),
            four(u32::to_le_bytes),
            [vec![0, 0, 0xfe, 0xff], four(u32::to_be_bytes)].concat(),
            [vec![0xff, 0xfe, 0, 0], four(u32::to_le_bytes)].concat(),
        ] {
            assert_eq!(decode(&bytes), Some(Decoded { text: "<x早>".into(), had_errors: false }), "{bytes:x?}");
        }
        assert_eq!(decode("<x早>".as_bytes()), None);
        assert!(decode(&[0, 0, 0, b'<', 0xff, 0, 0, 0]).unwrap().had_errors);
    }
}
