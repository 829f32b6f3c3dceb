//! The English words for small numbers, for whoever reads or says them.

/// From nought to nineteen, each at its place.
pub const SMALL_NUMBERS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// The tens, each at its place; those below twenty have no word of their own.
pub const TENS: [&str; 10] = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The number that one word says: `twelve`, `thirty`.
pub fn value_of_number_word(word: &str) -> Option<u32> {
    let place = |words: &[&str]| words.iter().position(|other| *other == word && !word.is_empty());
    let tens = || place(&TENS).map(|n| n * 10);
    u32::try_from(place(&SMALL_NUMBERS).or_else(tens)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_for_a_number_has_its_value() {
        let values = ["zero", "one", "nineteen", "twenty", "ninety", "", "first"].map(value_of_number_word);
        assert_eq!(values, [Some(0), Some(1), Some(19), Some(20), Some(90), None, None]);
    }
}
