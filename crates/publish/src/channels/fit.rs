//! Makes a message fit: whole lines and whole sentences are kept, the link always.

/// How much room a vendor gives, and how it counts.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Room {
    /// Bytes of UTF-8.
    Bytes(usize),
    /// Units of UTF-16, as Telegram counts.
    Utf16(usize),
}

impl Room {
    fn holds(self, text: &str) -> bool {
        match self {
            Self::Bytes(most) => text.len() <= most,
            Self::Utf16(most) => text.encode_utf16().count() <= most,
        }
    }
}

/// Title, lines and link, one below the other; what does not fit goes from the end, and a sign says so.
pub(crate) fn fit(title: &str, lines: &[String], link: Option<&str>, room: Room) -> String {
    let whole = laid(title, lines, false, link);
    if room.holds(&whole) {
        return whole;
    }
    let mut kept = lines.to_vec();
    while let Some(last) = kept.pop() {
        if let Some(shorter) = sentences_that_fit(title, &kept, &last, link, room) {
            return shorter;
        }
        let without = laid(title, &kept, true, link);
        if room.holds(&without) {
            return without;
        }
    }
    // Not even the title fits beside the link: the link says the rest.
    let bare = laid(&clipped(title, room, link), &[], true, link);
    if room.holds(&bare) { bare } else { clipped(link.unwrap_or(title), room, None) }
}

/// The text with as many sentences of the last line as fit; `None` if not one does.
fn sentences_that_fit(title: &str, kept: &[String], last: &str, link: Option<&str>, room: Room) -> Option<String> {
    let spans = news::text::sentences(last);
    (1..spans.len()).rev().find_map(|n| {
        let beginning = last.get(..spans.get(n - 1)?.end)?;
        let text = laid(title, &[kept, &[beginning.to_owned()]].concat(), true, link);
        room.holds(&text).then_some(text)
    })
}

fn laid(title: &str, lines: &[String], is_cut: bool, link: Option<&str>) -> String {
    let parts = [title].into_iter().chain(lines.iter().map(String::as_str));
    let parts = parts.chain(is_cut.then_some("…")).chain(link);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The beginning of a text with room left for the link and the sign.
fn clipped(text: &str, room: Room, link: Option<&str>) -> String {
    let mut clipped = text.to_owned();
    while !clipped.is_empty() && !room.holds(&laid(&clipped, &[], link.is_some(), link)) {
        clipped.pop();
    }
    clipped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(lines: &[&str], room: Room) -> String {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        fit("早报 Morning", &lines, Some("https://n.example/e"), room)
    }

    #[test]
    fn what_fits_is_whole() {
        assert_eq!(check(&["1. A", "2. B"], Room::Bytes(100)), "早报 Morning\n1. A\n2. B\nhttps://n.example/e");
    }

    #[test]
    fn it_is_cut_after_a_sentence_and_keeps_the_link() {
        let line = "The port reopened on Tuesday. Forty ships wait outside. Unions vote next week.";
        assert_eq!(
            check(&["1. A", line], Room::Bytes(100)),
            "早报 Morning\n1. A\nThe port reopened on Tuesday. Forty ships wait outside.\n…\nhttps://n.example/e"
        );
        assert_eq!(
            check(&["港口周二恢复作业。四十艘船在外等候。", "2. B"], Room::Utf16(45)),
            "早报 Morning\n港口周二恢复作业。\n…\nhttps://n.example/e"
        );
    }

    #[test]
    fn where_nothing_fits_the_link_is_told() {
        assert_eq!(check(&["1. A"], Room::Bytes(36)), "早报 Morni\n…\nhttps://n.example/e");
        assert_eq!(check(&["1. A"], Room::Bytes(19)), "https://n.example/e");
    }

    #[test]
    fn no_room_is_ever_passed() {
        let lines: Vec<String> =
            (1..40).map(|n| format!("{n}. 港口工人宣布周二起罢工三天。The port closes. 👍🏽 Unions vote.")).collect();
        for most in 19..900 {
            let text = fit("早报 Morning", &lines, Some("https://n.example/e"), Room::Bytes(most));
            assert!(text.len() <= most && text.ends_with("https://n.example/e"), "{most}: {text}");
            let text = fit("早报 Morning", &lines, Some("https://n.example/e"), Room::Utf16(most));
            assert!(text.encode_utf16().count() <= most && text.ends_with("https://n.example/e"), "{most}: {text}");
        }
    }
}
