//! Counts tokens by letters, where nobody reports them: an estimate to book by, and a bound to reserve by.

/// About as many tokens as vendors count: a quarter of the letters of Latin script, most characters of the others.
pub(crate) fn estimate(text: &str) -> u64 {
    let (mut narrow, mut wide) = (0u64, 0u64);
    for c in text.chars() {
        if c.is_ascii() { narrow += 1 } else { wide += 1 }
    }
    narrow.div_ceil(4) + (wide * 3).div_ceil(4)
}

/// More tokens than any vendor counts for so many bytes: what is reserved must not be exceeded.
pub(crate) fn at_most(n_bytes: usize) -> u64 {
    n_bytes as u64 / 2 + 64
}
