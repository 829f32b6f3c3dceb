//! What an article is besides news: satire, opinion, an anniversary, an advertisement, a wall, orders to a model.
//!
//! Precision before recall: a mark keeps a story from leading or from the edition, so a report ABOUT a thing must not
//! bear its mark. Words therefore count in places where they name the kind of the piece (the address's section, a
//! label in front of the title, the first paragraph), not anywhere in the text.

use super::boilerplate::is_boilerplate;
use super::extract::weight;
use super::injection::is_injection;
use super::json_ld::JsonLd;
use super::lines::Lines;
use super::phrases;
use memchr::memmem;
use news::Mark;
use news::text::{is_han, is_whole_sentence, paragraphs, sentences};

/// A wall shows little else: with more text than this (weight), the phrase is quoted.
const WALL: usize = 2_400;

/// What an article is besides news, by its title, its text and its address; sorted, each mark once.
pub fn marks(title: &str, text: &str, url: &str) -> Vec<Mark> {
    let piece = Piece::new(title, text, url);
    let mut marks: Vec<Mark> = [
        (Mark::Teaser, is_teaser(text)),
        (Mark::LoginWall, is_login_wall(&piece)),
        (Mark::BotCheck, is_bot_check(&piece)),
        (Mark::Satire, is_satire(&piece)),
        (Mark::Opinion, is_opinion(&piece)),
        (Mark::LookBack, is_look_back(&piece)),
        (Mark::PressRelease, is_press_release(&piece)),
        (Mark::Obituary, is_obituary(&piece)),
        (Mark::Live, is_live(&piece)),
        (Mark::Injection, is_injection(&piece.title, text)),
        (Mark::Promotion, is_promotion(&piece)),
    ]
    .into_iter()
    .filter_map(|(mark, holds)| holds.then_some(mark))
    .collect();
    marks.sort();
    marks
}

/// Adds what only the whole page shows: walls around an empty article, its declared type, hidden text.
pub(super) fn add_page_marks(marks: &mut Vec<Mark>, lines: &Lines, json_ld: &JsonLd, title: &str, text: &str) {
    let shown = || lines.lines.iter().take(60).map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
    // Only a thin text makes one ask what else the page shows.
    let page = (weight(text) < 600).then(|| Piece::new(title, &shown(), ""));
    let is_thin_and = |holds: &dyn Fn(&Piece) -> bool| page.as_ref().is_some_and(holds);
    let mut add = |mark, holds: bool| {
        if holds && !marks.contains(&mark) {
            marks.push(mark);
        }
    };
    add(Mark::LoginWall, is_thin_and(&|page| json_ld.is_paid || is_login_wall(page)));
    add(Mark::BotCheck, is_thin_and(&is_bot_check));
    add(Mark::Satire, json_ld.kind == "satiricalarticle");
    add(Mark::Opinion, json_ld.kind == "opinionnewsarticle");
    add(Mark::Live, json_ld.kind == "liveblogposting");
    add(Mark::Promotion, json_ld.kind == "advertisercontentarticle");
    // Orders that no reader can see have no other purpose.
    add(Mark::Injection, is_injection("", &lines.hidden));
    marks.sort();
}

/// The places where words name the kind of a piece, folded to lower case.
struct Piece {
    title: String,
    /// The first paragraphs, some 400 characters.
    lead: String,
    /// The last paragraph.
    tail: String,
    /// The address's path.
    path: String,
    /// The address's host.
    host: String,
    weight: usize,
    all: String,
}

impl Piece {
    fn new(title: &str, text: &str, url: &str) -> Self {
        let parsed = url::Url::parse(url).ok();
        let all = fold(text);
        Self {
            title: fold(title),
            lead: all.chars().take(400).collect(),
            tail: all.lines().last().unwrap_or("").to_owned(),
            path: parsed.as_ref().map(|url| url.path().to_lowercase()).unwrap_or_default(),
            host: parsed.as_ref().and_then(url::Url::host_str).unwrap_or("").to_lowercase(),
            weight: weight(text),
            all,
        }
    }

    /// Whether the title begins with one of these labels and a mark: `Opinion: …`, `【评论】…`, `Live | …`.
    fn is_labelled(&self, labels: &[&str]) -> bool {
        let title = self.title.trim_start_matches(['【', '[', '「', '《', '(', '（', ' ']);
        labels.iter().any(|label| {
            let ends_label = |c: char| {
                matches!(
                    c,
                    ':' | '：' | '|' | '｜' | '丨' | '】' | ']' | '」' | '》' | ')' | '）' | '—' | '–' | '/' | '·'
                )
            };
            title.strip_prefix(label).is_some_and(|rest| rest.trim_start().starts_with(ends_label))
        }) || labels.iter().any(|label| {
            let title = self.title.trim_end_matches([']', '】', ')', '）']);
            [" | ", " – ", " — ", "｜", "丨", " ["].iter().any(|mark| title.ends_with(&format!("{mark}{label}")))
        })
    }

    /// Whether one of these is a whole segment of the address.
    fn is_in_section(&self, sections: &[&str]) -> bool {
        self.path.split('/').any(|segment| sections.contains(&segment))
    }

    fn title_has(&self, phrases: &[&str]) -> bool {
        has(&self.title, phrases)
    }

    fn lead_has(&self, phrases: &[&str]) -> bool {
        has(&self.lead, phrases)
    }
}

pub(super) fn has(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| contains_phrase(text, phrase))
}

/// Letters of a phrase must not go on on either side; Han phrases stand anywhere.
pub(super) fn contains_phrase(text: &str, phrase: &str) -> bool {
    memmem::find_iter(text.as_bytes(), phrase).any(|at| {
        let is_letter = |c: char| c.is_alphanumeric() && !is_han(c);
        let joins_before = text[..at].chars().next_back().is_some_and(is_letter) && phrase.starts_with(is_letter);
        let joins_after =
            text[at + phrase.len()..].chars().next().is_some_and(is_letter) && phrase.ends_with(is_letter);
        !joins_before && !joins_after
    })
}

pub(super) fn fold(text: &str) -> String {
    let text = text.to_lowercase();
    let (mut folded, mut rest) = (String::with_capacity(text.len()), text.as_str());
    // The curly ones all begin with these two bytes.
    while let Some(at) = memmem::find(rest.as_bytes(), &[0xe2, 0x80]) {
        let (before, behind) = rest.split_at(at);
        let Some(c) = behind.chars().next() else { break };
        folded.push_str(before);
        folded.push(match c {
            '’' | '‘' => '\'',
            '“' | '”' => '"',
            other => other,
        });
        rest = &behind[c.len_utf8()..];
    }
    folded.push_str(rest);
    folded
}

/// Cut off: the last line ends in an ellipsis or in mid-sentence. One short line without a stop is a summary's habit
/// only where it is no sentence at all.
fn is_teaser(text: &str) -> bool {
    let Some(last) = paragraphs(text).last().map(|span| span.of(text)) else {
        return false;
    };
    let last = last.trim_end();
    let lower = last.to_lowercase();
    let bare = lower.trim_end_matches([']', '】', ')', '）', '>', '»', ' ']);
    let invites =
        ["read more", "continue reading", "read the full story", "阅读全文", "查看全文", "[+]", "全文", "閱讀全文"];
    if last.ends_with('…') || bare.ends_with("...") || bare.ends_with('…') || bare.ends_with("......") {
        return true;
    }
    if invites.iter().any(|invite| bare.ends_with(invite)) && last.chars().count() < 200 {
        return true;
    }
    // A long last line that stops in mid-sentence was cut at a length; a list, a credit or a signature is short.
    let last_sentence = sentences(last).last().map(|span| span.of(last)).unwrap_or("");
    let is_cut = !is_whole_sentence(last_sentence)
        && !last.ends_with([
            '.', '。', '!', '?', '！', '？', '”', '"', '」', ')', '）', ':', '：', ';', '’', '\'', '】', ']',
        ]);
    is_cut && weight(last) > 90 && !is_boilerplate(last)
}

fn is_login_wall(piece: &Piece) -> bool {
    if piece.weight >= WALL {
        return false;
    }
    let phrases = phrases::of("login_wall.phrases");
    let hits = phrases.iter().filter(|phrase| piece.all.contains(*phrase)).count();
    hits >= 1 && piece.weight < 900 || hits >= 2
}

fn is_bot_check(piece: &Piece) -> bool {
    if piece.weight >= 1_000 {
        return false;
    }
    let titles = phrases::of("bot_check.titles");
    let phrases = phrases::of("bot_check.phrases");
    let hits = phrases.iter().filter(|phrase| piece.all.contains(*phrase)).count();
    let titled = titles.iter().any(|title| piece.title.starts_with(title));
    titled && piece.weight < 900 && (hits >= 1 || piece.weight < 120) || hits >= 1 && piece.weight < 450 || hits >= 2
}

fn is_satire(piece: &Piece) -> bool {
    // Titles of the field's best-known papers; an own list belongs in the configuration.
    let hosts = phrases::of("satire.hosts");
    let says = phrases::of("satire.says");
    let is_host = hosts.iter().any(|host| piece.host == *host || piece.host.ends_with(&format!(".{host}")));
    let by_label = piece.is_labelled(&["satire", "humor", "humour", "parody", "讽刺", "恶搞", "段子"])
        || piece.is_in_section(&["satire", "satirical", "humor", "parody"]);
    // Reports on satire, films and rumours say the words too; the notice of one stands at an end and speaks of itself.
    is_host || by_label || has(&piece.tail, says) || has(&piece.lead, says)
}

fn is_opinion(piece: &Piece) -> bool {
    let labels = phrases::of("opinion.labels");
    let sections = phrases::of("opinion.sections");
    piece.is_labelled(labels)
        || piece.is_in_section(sections)
        || piece.title.starts_with("the guardian view on")
        || piece.title.starts_with("人民时评")
        || piece.title.starts_with("新华时评")
        || piece.title.ends_with("| editorial")
        || piece.title.contains("|社评")
        || piece.title.contains("评论员：")
        || piece.title.contains("評論員：")
        || has(
            &piece.tail,
            &["the opinions expressed are", "the views expressed", "仅代表作者个人观点", "本文仅代表作者"],
        )
}

/// An anniversary or a look back: named so in the title, or the first words are of a past day's.
///
/// "Ceremony marks tenth anniversary" is news of today when its lead says what happened today; it is only marked when the
/// title itself looks back.
fn is_look_back(piece: &Piece) -> bool {
    let begins = phrases::of("look_back.begins").iter().any(|phrase| piece.title.starts_with(phrase));
    let is_named = begins
        || piece.title_has(phrases::of("look_back.titles"))
        || piece.is_labelled(phrases::of("look_back.labels"))
        || piece.lead_has(phrases::of("look_back.leads"))
        || piece.is_in_section(phrases::of("look_back.sections"));
    is_named || counts_years(&piece.title) && !tells_today(&piece.lead)
}

/// Whether the first paragraphs say what happens these days: a day of the week, `2月10日电`, a verb of news.
fn tells_today(lead: &str) -> bool {
    let day = lead.match_indices('日').any(|(at, _)| lead[..at].ends_with(|c: char| c.is_ascii_digit()));
    day || has(lead, phrases::of("look_back.today"))
}

/// `ten years after the flood`, `20 years on`, `flood, 50th anniversary`, `洪水十周年`.
fn counts_years(title: &str) -> bool {
    let english = phrases::of("counts_years.english");
    let chinese = phrases::of("counts_years.chinese");
    has(title, english) || chinese.iter().any(|phrase| title.contains(phrase))
}

fn is_press_release(piece: &Piece) -> bool {
    let wires = phrases::of("press_release.wires");
    let tails = phrases::of("press_release.tails");
    // Ministers call "for immediate release" of prisoners: only the first words of a release are its notice.
    let has_wire = wires.iter().any(|wire| piece.lead.contains(wire))
        || piece.lead.trim_start().starts_with("for immediate release");
    let is_host = [
        "prnewswire.com",
        "businesswire.com",
        "globenewswire.com",
        "prnasia.com",
        "newswire.ca",
        "einpresswire.com",
        "accesswire.com",
    ]
    .iter()
    .any(|host| piece.host.ends_with(host));
    let section = piece.is_in_section(&[
        "press-release",
        "press-releases",
        "pressrelease",
        "press_release",
        "pressreleases",
        "newsroom-press",
    ]);
    let by_end = has(&piece.tail, &tails[..2])
        || piece.all.contains("forward-looking statements") && piece.all.contains("media contact");
    has_wire || is_host || section || by_end || piece.is_labelled(&["press release", "新闻稿", "新聞稿"])
}

fn is_obituary(piece: &Piece) -> bool {
    let labelled =
        piece.is_labelled(&["obituary", "obituaries", "in memoriam", "讣告", "讣闻", "訃聞", "悼念", "追忆", "缅怀"]);
    let section = piece.is_in_section(&["obituary", "obituaries", "obits"]);
    let dies_at =
        ["dies at", "dead at", "dies aged", "dies, aged", "has died at", "died at", "died aged"].iter().any(|phrase| {
            piece
                .title
                .split(phrase)
                .nth(1)
                .is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        });
    let zh = piece.title.contains("逝世") && piece.title.contains('享')
        || piece.title.contains("享年")
        || piece.title.contains("终年");
    let passes = ["逝世", "病逝", "辞世", "辭世"].iter().any(|word| piece.title.contains(word));
    let is_of_the_past = ["周年", "週年", "纪念", "紀念"].iter().any(|word| piece.title.contains(word));
    labelled || section || dies_at || zh || passes && !is_of_the_past || piece.title.ends_with(" obituary")
}

fn is_live(piece: &Piece) -> bool {
    let title = &piece.title;
    let ends = ["– live", "— live", "- live", "| live", "– as it happened", "- as it happened", "live coverage"];
    ends.iter().any(|end| title.ends_with(end))
        || title.starts_with("live coverage")
        || title.starts_with("live –")
        || title.split_once(" live: ").is_some_and(|(subject, _)| !is_lived(subject))
        || piece.title_has(phrases::of("live.phrases"))
        || piece.is_labelled(&["live", "直播", "直播中", "实时"])
        || piece.is_in_section(&["live", "live-updates", "liveblog", "live-blog"])
}

/// "How we live: a survey": what stands before the word makes it a verb.
fn is_lived(subject: &str) -> bool {
    let last = subject.rsplit(' ').next().unwrap_or("");
    matches!(
        last,
        "we" | "they" | "you" | "i" | "to" | "people" | "who" | "can" | "will" | "would" | "could" | "must" | "not"
    )
}

/// Something to buy. One brand's product news is news: what sells gives prices off, codes or "where to buy".
fn is_promotion(piece: &Piece) -> bool {
    let beginning = || piece.all.chars().take(1_500).collect::<String>();
    let sells = || has(&beginning(), phrases::of("promotion.shop"));
    let is_best = piece.title.split_whitespace().take(3).any(|word| word == "best");
    let is_hinted = || (is_best || piece.title_has(phrases::of("promotion.hints"))) && sells();
    let is_about_deals = piece.title_has(phrases::of("promotion.deals_in_the_news"));
    piece.is_labelled(phrases::of("promotion.labels"))
        || piece.is_in_section(phrases::of("promotion.sections"))
        || !is_about_deals && (piece.title_has(phrases::of("promotion.titles")) || is_hinted())
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
