//! Whose text it is: an agency's own, a paper's own, or a copy that credits an agency.

use super::host_of;
use news::Item;
use std::sync::LazyLock;

/// Credits stand in the first or the last so many characters.
const EDGE_CHARS: usize = 160;

/// Whose text an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// On the agency's own pages.
    Agency,
    /// It credits nobody.
    Own,
    /// It credits this agency.
    Copy(&'static str),
}

impl Origin {
    /// Of two items with one text the one with the lower rank is the original.
    pub(super) fn rank(self) -> u8 {
        match self {
            Self::Agency => 0,
            Self::Own => 1,
            Self::Copy(_) => 2,
        }
    }
}

struct Agency {
    name: &'static str,
    hosts: Vec<&'static str>,
    credits: Vec<&'static str>,
}

static AGENCIES: LazyLock<Vec<Agency>> = LazyLock::new(|| {
    let rows = include_str!("agencies.txt").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let mut cells = row.split('|').map(str::trim);
        let (name, hosts, credits) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Agency { name, hosts: hosts.split(' ').collect(), credits: credits.split(';').map(str::trim).collect() })
    })
    .collect()
});

/// Looks at an item's address, byline, head and foot.
pub(super) fn origin(item: &Item) -> Origin {
    let host = host_of(item).unwrap_or_default();
    let is_own = |agency: &Agency| {
        let is_host = |own: &str| host.strip_suffix(own).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'));
        agency.hosts.iter().any(|own| is_host(own))
    };
    if AGENCIES.iter().any(is_own) {
        return Origin::Agency;
    }
    let author = item.author.as_deref().unwrap_or_default();
    let (head, foot) = edges(&item.text);
    let is_credited = |agency: &&Agency| {
        let is_in = |place: &str| agency.credits.iter().any(|credit| holds(place, credit));
        is_in(author) || is_in(head) || is_in(foot)
    };
    AGENCIES.iter().find(is_credited).map_or(Origin::Own, |agency| Origin::Copy(agency.name))
}

/// Whether the credit stands there, as whole words where it is of letters.
fn holds(place: &str, credit: &str) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !news::text::is_han(c));
    let joins = |a: Option<char>, b: Option<char>| is_letter(a) && is_letter(b);
    place.match_indices(credit).any(|(at, _)| {
        let (before, after) = (&place[..at], &place[at + credit.len()..]);
        let is_in_word = joins(before.chars().next_back(), credit.chars().next())
            || joins(credit.chars().next_back(), after.chars().next());
        !is_in_word
    })
}

fn edges(text: &str) -> (&str, &str) {
    let head = text.char_indices().nth(EDGE_CHARS).map_or(text.len(), |(at, _)| at);
    let foot = text.char_indices().rev().nth(EDGE_CHARS).map_or(0, |(at, _)| at);
    (&text[..head], &text[foot..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::item_at;
    use jiff::Timestamp;

    #[test]
    fn the_agency_is_known_by_its_pages_and_its_copies_by_their_credit() {
        for (url, author, text, expected) in [
            ("https://apnews.com/article/1", None, "HARBOUR CITY (AP) — Ferries sail again.", Origin::Agency),
            ("https://paper.example/1", None, "HARBOUR CITY (AP) — Ferries sail again.", Origin::Copy("AP")),
            ("https://paper.example/1", Some("By Jo Li, Associated Press"), "Ferries sail.", Origin::Copy("AP")),
            ("https://paper.example/1", None, "新华社港城2月10日电 渡轮复航。", Origin::Copy("Xinhua")),
            ("https://www.news.cn/1", None, "新华社港城2月10日电 渡轮复航。", Origin::Agency),
            ("https://paper.example/1", None, "渡轮复航。\n（来源：中新网）", Origin::Copy("China News Service")),
            ("https://paper.example/1", Some("Jo Li"), "The mapping of TASSEL lanes.", Origin::Own),
        ] {
            let item =
                Item { author: author.map(str::to_owned), ..item_at(Timestamp::UNIX_EPOCH, "a", url, "t", text) };
            assert_eq!(origin(&item), expected, "{url} {text}");
        }
    }
}
