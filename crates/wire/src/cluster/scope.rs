//! Tells reports of one event from what holds many: round-ups, newsletters, and pages that are still being written.

use news::{Item, Mark};

/// A label in front of a title is at most so many characters long.
const MAX_LABEL: usize = 40;
/// Endings of labels in front of a bar. In front of a colon the same words name a newspaper that is quoted.
const BARRED: &[&str] = &["早报", "晚报", "日报", "周报", "午报", "早餐", "夜读", "晨报"];
/// Endings of labels in front of any mark.
const LABELS: &[&str] = &[
    "早知道",
    "速览",
    "简报",
    "汇总",
    "早间新闻",
    "晚间新闻",
    "要闻",
    "必读",
    "一周回顾",
    "briefing newsletter",
    "morning briefing",
    "evening briefing",
    "daily briefing",
    "news briefing",
    "roundup",
    "round-up",
    "news wrap",
    "digest",
    "week in review",
    "newsletter",
];
/// What only titles of round-ups say.
const TITLES: &[&str] = &[
    "what to know today",
    "top stories of the",
    "today's top stories",
    "today's headlines",
    "news roundup",
    "weekly roundup",
    "news in brief",
    "lo que debes saber",
    "新闻早知道",
    "今日要闻",
    "要闻速览",
];
/// What only leads of newsletters say.
const LEADS: &[&str] = &[
    "our weekday newsletter",
    "our weekly newsletter",
    "our daily newsletter",
    "in today's newsletter",
    "in this week's newsletter",
    "here are today's top",
];

/// How much an item tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A report of one event, as far as can be told.
    Event,
    /// One event or one day's, still being written: it may join a story, but joins no two.
    Live,
    /// Many events: it belongs to no story but its own.
    Many,
}

impl Scope {
    /// By the marks, the title and the first lines.
    pub(super) fn of(item: &Item) -> Self {
        let title = fold(&item.title);
        let lead = fold(&item.text.chars().take(300).collect::<String>());
        let says = |text: &str, phrases: &[&str]| phrases.iter().any(|phrase| text.contains(phrase));
        if is_labelled(&title) || lists(&title) || says(&title, TITLES) || says(&lead, LEADS) {
            return if item.is(Mark::Live) { Self::Live } else { Self::Many };
        }
        if item.is(Mark::Live) { Self::Live } else { Self::Event }
    }
}

fn fold(text: &str) -> String {
    text.to_lowercase().replace('’', "'")
}

/// `牛市早报｜…`, `Morning briefing: …`.
fn is_labelled(title: &str) -> bool {
    let bar = |c: char| matches!(c, '|' | '｜' | '丨');
    let mark = |c: char| bar(c) || matches!(c, ':' | '：' | '】');
    let label = |end: Option<usize>| {
        let label = title.get(..end?)?.trim();
        (label.chars().count() <= MAX_LABEL).then_some(label)
    };
    let ends = |label: Option<&str>, endings: &[&str]| {
        label.is_some_and(|label| endings.iter().any(|ending| label.ends_with(ending)))
    };
    ends(label(title.find(bar)), BARRED) || ends(label(title.find(mark)), LABELS)
}

/// Three headlines in one: two semicolons.
fn lists(title: &str) -> bool {
    title.matches(['；', ';']).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::tests::item;

    fn scope(title: &str, text: &str) -> Scope {
        Scope::of(&item("a", 0, title, text))
    }

    #[test]
    fn round_ups_tell_of_many_events() {
        for title in [
            "港城早报｜渡轮复航，桥梁停工",
            "晨间要闻：渡轮复航",
            "渡轮复航；桥梁停工；学校开门",
            "Morning briefing: ferries, bridges and schools",
            "Harbour news roundup | Tuesday",
            "Lo que debes saber a esta hora",
        ] {
            assert_eq!(scope(title, ""), Scope::Many, "{title}");
        }
        assert_eq!(
            scope("The Quay: ferries", "This is today’s issue of The Quay, our weekday newsletter."),
            Scope::Many
        );
    }

    #[test]
    fn reports_tell_of_one() {
        for title in [
            "港城早报：渡轮复航",
            "渡轮复航；桥梁停工",
            "White House briefing: ferries will sail",
            "Ferry strike: what we know so far",
            "The digest of an eel takes nine days",
        ] {
            assert_eq!(scope(title, "Ferries sailed again on Tuesday."), Scope::Event, "{title}");
        }
    }
}
