//! Roman numerals.

/// The value of a Roman numeral; `None` if it is not well formed.
pub(super) fn roman(numeral: &str) -> Option<u64> {
    const PARTS: [(&str, u64); 13] = [
        ("M", 1000),
        ("CM", 900),
        ("D", 500),
        ("CD", 400),
        ("C", 100),
        ("XC", 90),
        ("L", 50),
        ("XL", 40),
        ("X", 10),
        ("IX", 9),
        ("V", 5),
        ("IV", 4),
        ("I", 1),
    ];
    let mut value = 0;
    let mut rest = numeral;
    for (part, worth) in PARTS {
        while let Some(left) = rest.strip_prefix(part) {
            value += worth;
            rest = left;
        }
    }
    (rest.is_empty() && value > 0).then_some(value)
}
