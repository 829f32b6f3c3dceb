//! Chooses a story's headline among its sources' titles.

use crate::Context;
use crate::prose::kind::{self, Kind};
use crate::prose::{claims, start, title};
use news::text::{Span, is_han, terms};
use news::{Citation, Item, Sentence};
use std::collections::HashSet;

/// So many words must a lede share with its own item's title, and with another's.
const OWN_SHARED: f64 = 1.0;
const OTHERS_SHARED: f64 = 2.0;

/// With less than this in common, title and lede are of different things.
const TOUCHED: f64 = 0.5;

/// Words that two texts may share without being about the same.
const EMPTY: &[&str] = &[
    "year", "day", "week", "month", "people", "make", "take", "time", "first", "two", "three", "last", "news", "world",
    "report", "video", "live", "watch", "show", "s", "t", "get", "set", "still", "back", "amid", "before", "says",
    "one", "day", "2026", "中国", "今天", "公司", "报道", "记者",
];

/// The best title as a headline: fit, supported by the lead's text, and about what the lede says.
/// If no title will do, the lede itself without its stop; `None` if that is too long.
pub(crate) fn best(lead: &Item, items: &[&Item], lede: &Sentence, ctx: &Context) -> Option<Sentence> {
    of_titles(lead, items, lede, ctx).or_else(|| of_lede(lead, lede, ctx))
}

/// The best title as a headline; `None` if none belongs to the lede.
pub(super) fn of_titles(lead: &Item, items: &[&Item], lede: &Sentence, ctx: &Context) -> Option<Sentence> {
    let titles = items.iter().filter_map(|item| candidate(item, lead, &lede.text, ctx));
    let best = titles.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.text.cmp(&a.1.text)));
    best.map(|(_, headline)| headline)
}

fn candidate(item: &Item, lead: &Item, lede: &str, ctx: &Context) -> Option<(u32, Sentence)> {
    let span = printable(item, ctx)?;
    let text = span.of(&item.title);
    support(text, lead).ok()?;
    let is_own = item.id == lead.id;
    if shared(text, lede) < if is_own { OWN_SHARED } else { OTHERS_SHARED } {
        return None;
    }
    let merit = title::merit(text) * 100;
    let reports = if kind::of(&item.title) == Kind::Feature { 0 } else { 500 };
    let about = (claims::likeness(text, lede) * 400.0) as u32;
    let own = if is_own { 250 } else { 0 };
    Some((merit + reports + about + own, sentence(item, span)))
}

/// The part of an item's title that can be printed today.
fn printable(item: &Item, ctx: &Context) -> Option<Span> {
    let span = title::headline(&item.title, &ctx.outlet(item), item.language)?;
    let is_of_its_day = start::counts_from_its_day(span.of(&item.title), item.language);
    (ctx.is_of_the_day(item) || !is_of_its_day).then_some(span)
}

/// What a headline shares with the lede under it, in words: a pair of Han characters is half a word.
///
/// A title promises what the first sentence must keep; words that stand in any report promise nothing.
pub(crate) fn shared(headline: &str, lede: &str) -> f64 {
    let known: HashSet<String> = terms(lede).into_iter().collect();
    let promised: HashSet<String> = terms(headline).into_iter().collect();
    let is_kept = |term: &&String| !EMPTY.contains(&term.as_str()) && known.iter().any(|other| is_same(term, other));
    promised.iter().filter(is_kept).map(|term| weight(term)).sum()
}

/// `exempt` and `exemptions` are one word here: both begin with the same five letters or more.
fn is_same(a: &str, b: &str) -> bool {
    const STEM: usize = 5;
    a == b
        || a.get(..STEM)
            .is_some_and(|stem| stem.is_ascii() && stem.chars().all(char::is_alphabetic) && b.starts_with(stem))
}

fn weight(term: &str) -> f64 {
    if term.chars().any(is_han) { 0.5 } else { 1.0 }
}

fn sentence(item: &Item, span: Span) -> Sentence {
    let quote = span.of(&item.title).to_owned();
    let citation =
        Citation { item: item.id.clone(), in_title: true, start: span.start, end: span.end, quote: quote.clone() };
    Sentence { text: quote, citations: vec![citation] }
}

/// Whether the lead's title and text hold the numbers and most of the words of a headline; else what is missing.
pub(crate) fn support(headline: &str, lead: &Item) -> Result<(), String> {
    let source = format!("{}\n{}", lead.title, lead.text);
    if let Some(missing) = claims::missing_number(headline, &source) {
        return Err(missing);
    }
    let wanted: HashSet<String> = terms(headline).into_iter().collect();
    let known: HashSet<String> = terms(&source).into_iter().collect();
    let n_known = wanted.intersection(&known).count();
    if n_known * 10 < wanted.len() * 6 {
        return Err(format!("only {n_known} of the headline's {} words are in the report", wanted.len()));
    }
    Ok(())
}

/// The lede without its stop, where the title cannot be printed. A title that can be but tells something else
/// shows that this lede is not the news.
pub(super) fn of_lede(lead: &Item, lede: &Sentence, ctx: &Context) -> Option<Sentence> {
    if shared(&lead.title, &lede.text) < TOUCHED && printable(lead, ctx).is_some() {
        return None;
    }
    let citation = lede.citations.first().filter(|citation| citation.item == lead.id)?;
    let quote = citation.quote.trim_end_matches(['.', '。', '!', '！']);
    // A page whose own title says nothing (「Grants」) is hardly a report.
    let is_named = lead.title.chars().count() >= if lead.language == news::Language::ZH { 6 } else { 20 };
    if !is_named || kind::of(&lead.title) != Kind::Report || title::unfit(quote, lead.language).is_some() {
        return None;
    }
    let citation = Citation { end: citation.start + quote.len(), quote: quote.to_owned(), ..citation.clone() };
    Some(Sentence { text: quote.to_owned(), citations: vec![citation] })
}
