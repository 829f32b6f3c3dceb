//! Chooses a story's headline among its sources' titles.

use crate::Context;
use crate::prose::{claims, start, title};
use news::text::{Span, terms};
use news::{Citation, Item, Sentence};
use std::collections::HashSet;

/// The best title as a headline: fit, supported by the lead's text, and about what the lede says.
/// If no title will do, the lede itself without its stop; `None` if that is too long.
pub(crate) fn best(lead: &Item, items: &[&Item], sentences: &[Sentence], ctx: &Context) -> Option<Sentence> {
    let lede = sentences.first().map_or("", |sentence| sentence.text.as_str());
    let titles = items.iter().filter_map(|item| candidate(item, lead, lede, ctx));
    let best = titles.max_by(|a, b| a.0.cmp(&b.0).then_with(|| b.1.text.cmp(&a.1.text)));
    best.map(|(_, headline)| headline).or_else(|| of_lede(lead, sentences.first()?))
}

fn candidate(item: &Item, lead: &Item, lede: &str, ctx: &Context) -> Option<(u32, Sentence)> {
    let span = title::headline(&item.title, &ctx.outlet(item), item.language)?;
    let text = span.of(&item.title);
    if !ctx.is_of_the_day(item) && start::counts_from_its_day(text, item.language) {
        return None;
    }
    support(text, lead).ok()?;
    let merit = title::merit(text) * 100;
    let about = (claims::likeness(text, lede) * 400.0) as u32;
    let own = if item.id == lead.id { 250 } else { 0 };
    Some((merit + about + own, sentence(item, span)))
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

fn of_lede(lead: &Item, lede: &Sentence) -> Option<Sentence> {
    let citation = lede.citations.first().filter(|citation| citation.item == lead.id)?;
    let quote = citation.quote.trim_end_matches(['.', '。', '!', '！']);
    // A page whose own title says nothing (「Grants」) is hardly a report.
    let is_named = lead.title.chars().count() >= if lead.language == news::Language::ZH { 6 } else { 20 };
    if !is_named || title::unfit(quote, lead.language).is_some() {
        return None;
    }
    let citation = Citation { end: citation.start + quote.len(), quote: quote.to_owned(), ..citation.clone() };
    Some(Sentence { text: quote.to_owned(), citations: vec![citation] })
}
