//! Vectors in the two ways in which embeddings are sent: numbers, or base64 of little-endian 32-bit floats.

use serde_json::Value;

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// A list of numbers as base64; nothing if it is none.
pub(crate) fn to_base64(numbers: &Value) -> Option<String> {
    let numbers = numbers.as_array()?;
    let mut bytes = Vec::with_capacity(numbers.len() * 4);
    for number in numbers {
        bytes.extend_from_slice(&(number.as_f64()? as f32).to_le_bytes());
    }
    Some(encode(&bytes))
}

/// Base64 as a list of numbers; nothing if it is none.
pub(crate) fn to_numbers(base64: &Value) -> Option<Value> {
    let bytes = decode(base64.as_str()?)?;
    let (floats, []) = bytes.as_chunks::<4>() else { return None };
    Some(floats.iter().map(|float| Value::from(f32::from_le_bytes(*float))).collect())
}

/// Bytes as base64.
pub(crate) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let at = |nth: usize| u32::from(group.get(nth).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for nth in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * nth)) as usize & 63];
            text.push(if nth <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0);
    for letter in text.trim_end_matches('=').bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        bits = bits << 6 | value as u32;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push((bits >> n_bits) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_vector_survives_there_and_back() {
        for numbers in [json!([]), json!([0.5]), json!([0.25, -1.5]), json!([1.0, 2.0, -0.125])] {
            let there = to_base64(&numbers).unwrap();
            assert_eq!(to_numbers(&there.clone().into()), Some(numbers), "{there}");
        }
        assert_eq!(to_base64(&json!([1.0])).as_deref(), Some("AACAPw=="));
        assert_eq!((to_base64(&json!(["x"])), to_numbers(&json!("?"))), (None, None));
    }
}
