//! English number words, as British newsreaders say them: one hundred and five; twelve point oh five.

use news::text::{SMALL_NUMBERS as SMALL, TENS};

const POWERS: [&str; 6] = ["", "thousand", "million", "billion", "trillion", "quadrillion"];

/// A figure with or without groups and fraction, as said; more than 18 figures are said one by one.
pub(super) fn number(figure: &str) -> String {
    let plain = figure.replace(',', "");
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let said = match whole {
        "" => String::new(),
        zero if zero.len() > 1 && zero.starts_with('0') && fraction.is_empty() => digits(zero),
        whole => whole.parse().map_or_else(|_| digits(whole), cardinal),
    };
    if fraction.is_empty() {
        return said;
    }
    format!("{said} point {}", fraction_digits(fraction)).trim_start().to_owned()
}

/// A whole number in words; `and` only in its last group.
pub(super) fn cardinal(n: u64) -> String {
    if n < 1000 {
        return below_thousand(n, true);
    }
    let mut groups = Vec::new();
    let mut rest = n;
    while rest > 0 {
        groups.push(rest % 1000);
        rest /= 1000;
    }
    if groups.len() > POWERS.len() {
        return digits(&n.to_string());
    }
    let mut words = Vec::new();
    for (power, group) in groups.iter().enumerate().rev().filter(|(_, group)| **group > 0) {
        if power == 0 {
            words.push(if *group < 100 {
                format!("and {}", below_thousand(*group, true))
            } else {
                below_thousand(*group, true)
            });
        } else {
            words.push(format!("{} {}", below_thousand(*group, false), POWERS[power]));
        }
    }
    words.join(" ")
}

fn below_thousand(n: u64, with_and: bool) -> String {
    let (hundreds, rest) = (n / 100, n % 100);
    match (hundreds, rest) {
        (0, rest) => below_hundred(rest),
        (hundreds, 0) => format!("{} hundred", SMALL[hundreds as usize]),
        (hundreds, rest) => {
            let and = if with_and { " and" } else { "" };
            format!("{} hundred{and} {}", SMALL[hundreds as usize], below_hundred(rest))
        }
    }
}

fn below_hundred(n: u64) -> String {
    match (n / 10, n % 10) {
        (0 | 1, _) => SMALL[n as usize].to_owned(),
        (tens, 0) => TENS[tens as usize].to_owned(),
        (tens, ones) => format!("{} {}", TENS[tens as usize], SMALL[ones as usize]),
    }
}

/// First, twenty first, one hundredth.
pub(super) fn ordinal(n: u64) -> String {
    let words = cardinal(n);
    let (head, last) = words.rsplit_once(' ').map_or(("", words.as_str()), |(head, last)| (head, last));
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        tens if tens.ends_with('y') => format!("{}ieth", &tens[..tens.len() - 1]),
        other => format!("{other}th"),
    };
    format!("{head} {last}").trim_start().to_owned()
}

/// A year: twenty twenty six, nineteen oh five, two thousand and nine.
pub(super) fn year(n: u64) -> String {
    match (n / 100, n % 100) {
        (century, 0) if century % 10 == 0 => cardinal(n),
        (20, rest @ 1..=9) => format!("two thousand and {}", SMALL[rest as usize]),
        (century, 0) => format!("{} hundred", below_hundred(century)),
        (century, rest @ 1..=9) => format!("{} oh {}", below_hundred(century), SMALL[rest as usize]),
        (century, rest) => format!("{} {}", below_hundred(century), below_hundred(rest)),
    }
}

/// Nineteen seventies, twenties.
pub(super) fn decade(n: u64) -> String {
    let words = if n >= 1000 { year(n) } else { below_hundred(n % 100) };
    match words.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{words}s"),
    }
}

/// One by one, with zero as oh.
pub(super) fn digits(figures: &str) -> String {
    let said = |c: char| c.to_digit(10).map(|digit| if digit == 0 { "oh" } else { SMALL[digit as usize] });
    figures.chars().filter_map(said).collect::<Vec<_>>().join(" ")
}

/// After a decimal point.
fn fraction_digits(figures: &str) -> String {
    digits(figures)
}

/// One half, two thirds, twenty three forty fourths.
pub(super) fn fraction(above: u64, below: u64) -> String {
    let name = match below {
        2 => "half".to_owned(),
        4 => "quarter".to_owned(),
        below => ordinal(below),
    };
    let many = match (above, below) {
        (1, _) => name,
        (_, 2) => "halves".to_owned(),
        _ => format!("{name}s"),
    };
    format!("{} {many}", cardinal(above))
}

/// The figures of a name: A one hundred, MH three seventy, seven forty seven, twenty twenty.
pub(super) fn of_a_name(figures: &str) -> String {
    let n: u64 = figures.parse().unwrap_or(0);
    match figures.len() {
        1 | 2 if !figures.starts_with('0') => cardinal(n),
        3 if n.is_multiple_of(100) => cardinal(n),
        3 if !figures.starts_with('0') && n % 100 >= 10 => {
            format!("{} {}", SMALL[(n / 100) as usize], below_hundred(n % 100))
        }
        4 if !figures.starts_with('0') && !n.is_multiple_of(1000) => year(n),
        4 if !figures.starts_with('0') => cardinal(n),
        _ => digits(figures),
    }
}
