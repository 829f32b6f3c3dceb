//! Reads text and markdown files as people write notes.

use crate::entry::{Body, Entry, evidence, one_line};
use jiff::tz::TimeZone;
use news::{EvidenceKind, Language};

/// A text file: a short first line that is followed by an empty one is its title.
pub(super) fn of_text(text: &str) -> Entry {
    let text = text.replace("\r\n", "\n");
    match text.trim().split_once("\n\n") {
        Some((first, rest)) if first.chars().count() <= 120 && !first.contains('\n') => {
            Entry { title: first.trim().to_owned(), body: Body::Text(paragraphs(rest)), ..Entry::default() }
        }
        _ => Entry { body: Body::Text(paragraphs(&text)), ..Entry::default() },
    }
}

/// A markdown file: front matter, then a heading, then the text.
pub(super) fn of_markdown(text: &str, zone: Option<&TimeZone>) -> Entry {
    let text = text.replace("\r\n", "\n");
    let (fields, text) = front_matter(&text);
    let mut entry = Entry::default();
    for (key, value) in fields {
        match key.as_str() {
            "title" => entry.title = one_line(&value),
            "author" => entry.author = Some(value),
            "lang" | "language" => entry.language = Language::parse(&value),
            "url" | "link" | "canonical" if value.starts_with("http") => entry.url = value,
            "date" | "published" | "pubdate" => entry.evidence = vec![evidence(EvidenceKind::File, &value, zone)],
            _ => {}
        }
    }
    let heading = text.lines().map(str::trim).find(|line| !line.is_empty()).and_then(|line| line.strip_prefix("# "));
    if let Some(heading) = heading.filter(|_| entry.title.is_empty()) {
        entry.title = inline(heading.trim_end_matches('#').trim());
    }
    entry.body = Body::Text(plain_markdown(text, heading));
    entry
}

/// `key: value` lines between two lines of `---` (or `key = value` between `+++`) at the top.
fn front_matter(text: &str) -> (Vec<(String, String)>, &str) {
    for (fence, sign) in [("---", ':'), ("+++", '=')] {
        let Some(rest) = text.trim_start().strip_prefix(fence).and_then(|rest| rest.strip_prefix('\n')) else {
            continue;
        };
        let Some((block, after)) = rest.split_once(&format!("\n{fence}")) else { continue };
        let fields = block
            .lines()
            .filter_map(|line| line.split_once(sign))
            .map(|(key, value)| (key.trim().to_lowercase(), value.trim().trim_matches(['"', '\'']).to_owned()));
        return (fields.filter(|(_, value)| !value.is_empty()).collect(), after.trim_start_matches('-'));
    }
    (Vec::new(), text)
}

/// Lines of one paragraph are joined; code, pictures and rules are left out.
fn plain_markdown(text: &str, title: Option<&str>) -> String {
    let mut in_code = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_code = !in_code;
            continue;
        }
        let is_title = title.is_some_and(|title| trimmed.strip_prefix("# ") == Some(title));
        let is_rule = trimmed.len() >= 3 && trimmed.chars().all(|c| matches!(c, '-' | '*' | '_' | '=' | ' '));
        if in_code || is_title || is_rule {
            lines.push(String::new());
            continue;
        }
        let begins_anew =
            trimmed.starts_with('#') || ["- ", "* ", "+ ", "> "].iter().any(|mark| trimmed.starts_with(mark));
        let bare = trimmed.trim_start_matches(['#', '>']).trim_start();
        let bare = ["- ", "* ", "+ "].iter().find_map(|mark| bare.strip_prefix(mark)).unwrap_or(bare);
        if begins_anew {
            lines.push(String::new());
        }
        lines.push(inline(bare));
        if trimmed.starts_with('#') {
            lines.push(String::new());
        }
    }
    paragraphs(&lines.join("\n"))
}

/// Empty lines part paragraphs; a paragraph becomes one line. Han characters are joined without a space.
fn paragraphs(text: &str) -> String {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut is_new = true;
    for line in text.lines().map(str::trim) {
        match paragraphs.last_mut() {
            _ if line.is_empty() => is_new = true,
            Some(last) if !is_new => {
                let touches_han = last.ends_with(is_wide) && line.starts_with(is_wide);
                last.push_str(if touches_han { "" } else { " " });
                last.push_str(line);
            }
            _ => {
                paragraphs.push(line.to_owned());
                is_new = false;
            }
        }
    }
    paragraphs.join("\n")
}

fn is_wide(c: char) -> bool {
    news::text::is_han(c) || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ffef}' | '“' | '”')
}

/// `**bold**`, `` `code` ``, `[text](link)` and `![picture](link)` as plain text.
fn inline(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('[') {
        let link = rest[open..].find("](").and_then(|middle| {
            let close = rest[open + middle..].find(')')?;
            Some((open + middle, open + middle + close))
        });
        let Some((middle, close)) = link else { break };
        let is_picture = rest[..open].ends_with('!');
        plain.push_str(rest[..open].trim_end_matches('!'));
        if !is_picture {
            plain.push_str(&rest[open + 1..middle]);
        }
        rest = &rest[close + 1..];
    }
    plain.push_str(rest);
    plain.replace("**", "").replace("__", "").replace('`', "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(entry: Entry, title: &str, text: &str) {
        assert_eq!((entry.title.as_str(), entry.body.plain().as_str()), (title, text));
    }

    #[test]
    fn markdown_becomes_paragraphs() {
        check(
            of_markdown(
                "# Ferry **runs**\n\nThe [ferry](https://a.example) runs\nagain.\n\n```\ncode\n```\n- One\n- Two\n",
                None,
            ),
            "Ferry runs",
            "The ferry runs again.\nOne\nTwo",
        );
        check(of_markdown("# 轮渡\n\n轮渡今天\n恢复运行。", None), "轮渡", "轮渡今天恢复运行。");
    }

    #[test]
    fn front_matter_names_title_author_and_address() {
        let entry = of_markdown(
            "---\ntitle: \"Ferry: again\"\nauthor: Jo Li\nlang: en\nurl: https://a.example/f\n---\nIt runs.",
            None,
        );
        assert_eq!(entry.author.as_deref(), Some("Jo Li"));
        assert_eq!(entry.language, Some(Language::EN));
        assert_eq!(entry.url, "https://a.example/f");
        check(entry, "Ferry: again", "It runs.");
    }

    #[test]
    fn a_short_first_line_of_a_text_is_its_title() {
        check(of_text("Ferry runs\n\nIt runs\nagain.\n\nSince Monday."), "Ferry runs", "It runs again.\nSince Monday.");
        check(of_text("It runs\nagain."), "", "It runs again.");
    }
}
