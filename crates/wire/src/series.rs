//! Takes out of a source's texts what is the series', not the article's: the description of a programme, a standing
//! notice at the head or the foot, a sentence that the source puts under everything.

use crate::teaser;
use news::text::{Span, overlap, sentences, terms};
use news::{Item, Mark};
use std::collections::HashMap;

/// A shorter sentence ("He did not reply.") may well be written twice.
const MIN_CHARS: usize = 12;
/// A sentence in so many other items of the source is the series'.
const MIN_OTHERS: usize = 2;
/// Items with titles so alike are one article under several addresses.
const SAME_TITLE: f64 = 0.8;
/// A text of which so much is the series' has nothing of its own between …
const MOSTLY: f64 = 0.6;
/// … unless the series' part is as long as an article: then the source repeats its articles. Bytes.
const MAX_NOTICE: usize = 1_500;
/// A text that shares less with its headline does not speak of it.
const SPEAKS: f64 = 0.2;

/// Takes the series' sentences out of the texts of one source's items; marks those that are left without a text.
pub(crate) fn strip(items: &mut [Item]) {
    let repeated = repeated(items);
    for (item, repeated) in items.iter_mut().zip(repeated) {
        let text = if describes_the_series(item) { String::new() } else { without(&item.text, &repeated) };
        if text != item.text {
            replace(item, text);
        }
    }
}

fn replace(item: &mut Item, text: String) {
    item.text = text;
    let is_cut = teaser::look(&item.text).is_cut;
    item.marks.retain(|mark| !matches!(mark, Mark::Teaser | Mark::TitleOnly));
    item.marks.extend(match (item.text.is_empty(), is_cut) {
        (true, _) => Some(Mark::TitleOnly),
        (false, true) => Some(Mark::Teaser),
        (false, false) => None,
    });
    item.marks.sort_unstable();
}

/// For each item its sentences in order, and whether each is the series'.
fn repeated(items: &[Item]) -> Vec<Vec<(Span, bool)>> {
    let titles: Vec<Vec<String>> = items.iter().map(|item| terms(&item.title)).collect();
    let spans: Vec<Vec<(Span, String)>> = items.iter().map(|item| keyed(&item.text)).collect();
    let mut holders: HashMap<&str, Vec<usize>> = HashMap::new();
    for (i, spans) in spans.iter().enumerate() {
        for (_, key) in spans.iter().filter(|(_, key)| key.chars().count() >= MIN_CHARS) {
            let holders = holders.entry(key).or_default();
            if holders.last() != Some(&i) {
                holders.push(i);
            }
        }
    }
    let is_repeated = |i: usize, key: &str| {
        let others = holders.get(key).into_iter().flatten().filter(|other| **other != i);
        others.filter(|other| overlap(&titles[i], &titles[**other]) < SAME_TITLE).nth(MIN_OTHERS - 1).is_some()
    };
    let marked = |(i, spans): (usize, &Vec<(Span, String)>)| {
        spans.iter().map(|(span, key)| (*span, is_repeated(i, key))).collect()
    };
    spans.iter().enumerate().map(marked).collect()
}

/// The sentences of a text with what is compared of them: letters and digits.
fn keyed(text: &str) -> Vec<(Span, String)> {
    let key =
        |span: &Span| span.of(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    sentences(text).into_iter().map(|span| (span, key(&span))).collect()
}

/// The text without its series' sentences: all of them if they are most of it, else those at its head and its foot. In
/// between a repeated sentence is the background of reports on one thing.
fn without(text: &str, sentences: &[(Span, bool)]) -> String {
    let n_repeated: usize =
        sentences.iter().filter(|(_, repeated)| *repeated).map(|(span, _)| span.end - span.start).sum();
    if n_repeated == 0 {
        return text.to_owned();
    }
    let is_mostly = n_repeated as f64 >= MOSTLY * text.len() as f64;
    if is_mostly && n_repeated > MAX_NOTICE {
        return text.to_owned();
    }
    let first = sentences.iter().position(|(_, repeated)| !repeated).unwrap_or(sentences.len());
    let last = sentences.iter().rposition(|(_, repeated)| !repeated).unwrap_or(0);
    let is_dropped = |(i, (_, repeated)): &(usize, &(Span, bool))| *repeated && (is_mostly || *i < first || *i > last);
    let mut kept = String::new();
    let mut at = 0;
    for (_, (span, _)) in sentences.iter().enumerate().filter(is_dropped) {
        kept.push_str(text.get(at..span.start).unwrap_or(""));
        at = span.end;
    }
    kept.push_str(text.get(at..).unwrap_or(""));
    kept.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// "Stocks surge | The Harbour Show 02/09": the text begins with the programme's name and never comes to the headline.
fn describes_the_series(item: &Item) -> bool {
    let Some((headline, series)) = ["|", "｜", "丨"].iter().find_map(|bar| item.title.rsplit_once(bar)) else {
        return false;
    };
    let is_name = |word: &String| !word.starts_with(|c: char| c.is_ascii_digit());
    let name: Vec<String> = terms(series).into_iter().filter(is_name).collect();
    let opening: Vec<String> = terms(&item.text).into_iter().take(name.len()).collect();
    let headline = terms(headline);
    name.len() >= 2 && name == opening && headline.len() >= 3 && overlap(&headline, &terms(&item.text)) < SPEAKS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::tests::item;

    /// Titles and texts after the series' sentences were taken out, with the marks.
    fn check(items: &[(&str, &str)], expected: &[(&str, &[Mark])]) {
        let mut items: Vec<Item> = items.iter().map(|(title, text)| item("a", 0, title, text)).collect();
        strip(&mut items);
        let found: Vec<(&str, &[Mark])> =
            items.iter().map(|item| (item.text.as_str(), item.marks.as_slice())).collect();
        assert_eq!(found, expected);
    }

    const SHOW: &str = "The Quay is a daily programme with guests from shipping and trade. It airs at noon.";

    #[test]
    fn a_text_that_three_items_share_is_none() {
        check(
            &[
                ("Ferry fares rise", SHOW),
                ("Pilots on strike", SHOW),
                ("Crane falls into dock", SHOW),
                ("Bridge opens", "The bridge opened on Tuesday. It took nine years."),
            ],
            &[
                ("", &[Mark::TitleOnly]),
                ("", &[Mark::TitleOnly]),
                ("", &[Mark::TitleOnly]),
                ("The bridge opened on Tuesday. It took nine years.", &[]),
            ],
        );
        let notice = "本节目由港城电台制作，每天中午播出，欢迎收听。";
        check(
            &[("渡轮票价上涨", notice), ("领航员罢工", notice), ("吊车坠入船坞", notice)],
            &[("", &[Mark::TitleOnly]), ("", &[Mark::TitleOnly]), ("", &[Mark::TitleOnly])],
        );
    }

    #[test]
    fn a_standing_foot_is_taken_off_and_the_report_stays() {
        let with_foot = |text: &str| format!("{text}\nThe Quay is made by Harbour Radio with help from its listeners.");
        let texts = [
            "Fares will rise by a tenth in May. The council voted on Monday. Only two members were against it.",
            "Pilots walked out at dawn. No ship left the bay. Talks will begin on Friday at the harbour office.",
            "A crane fell into the dock at night. Nobody was hurt. Divers will look at it today, the port said.",
        ];
        let items: Vec<String> = texts.iter().map(|text| with_foot(text)).collect();
        check(
            &[("Ferry fares rise", &items[0]), ("Pilots on strike", &items[1]), ("Crane falls into dock", &items[2])],
            &[(texts[0], &[]), (texts[1], &[]), (texts[2], &[])],
        );
    }

    #[test]
    fn one_article_under_three_addresses_keeps_its_text() {
        let text = "Fares will rise by a tenth in May. The council voted on Monday.";
        let titles = ["Ferry fares rise in May", "Ferry fares will rise in May", "Ferry fares rise in May: council"];
        check(&titles.map(|title| (title, text)), &[(text, &[]), (text, &[]), (text, &[])]);
    }

    #[test]
    fn a_text_that_describes_the_programme_of_its_title_is_none() {
        let text =
            "The Harbour Show with Ada Quill, a daily news program with guests who give viewers the whole picture.";
        let title = "Thai stocks surge on election result | The Harbour Show with Ada Quill 02/09/2026";
        check(&[(title, text)], &[("", &[Mark::TitleOnly])]);
        let told = "Harbour Show guests said Thai stocks would surge further after the election result of Sunday.";
        check(&[("Thai stocks surge on election result | Harbour Show", told)], &[(told, &[])]);
    }
}
