//! The fact-checker's rules.

use crate::prose::{claims, start, units};
use crate::reporter;
use crate::support;
use crate::{Context, researcher};
use gates::{Judgement, Span};
use news::text::is_whole_sentence;
use news::{Citation, Draft, Finding, Item, Sentence, Story, Support};

/// What is found about one sentence of the draft.
pub(super) fn sentence(sentence: &Sentence, draft: &Draft, story: &Story, ctx: &Context) -> Finding {
    if let Err(why) = well_cited(sentence, story, ctx) {
        return Finding { support: Support::NotFound, why };
    }
    let text = text_without_attribution(sentence, story, ctx);
    let judgement = support::judge(text, draft.language, &sentence.citations, &story.items, Some(ctx));
    let found = settled_by_rules(support::finding(judgement, "stands in the item, word for word"), draft);
    match disputed(sentence, draft, story, ctx).filter(|_| found.support.is_open()) {
        Some(why) => Finding { support: Support::Contradicted, why },
        None => found,
    }
}

/// What rules wrote is cut out of the item: there is nothing in it to doubt.
fn settled_by_rules(found: Finding, draft: &Draft) -> Finding {
    match found.support {
        Support::Doubtful if draft.written_by.floor => {
            Finding { support: Support::Supported, why: "told by rules out of the item".into() }
        }
        _ => found,
    }
}

fn well_cited(sentence: &Sentence, story: &Story, ctx: &Context) -> Result<(), String> {
    if !is_whole_sentence(&sentence.text) {
        return Err("it is not a whole sentence".into());
    }
    if sentence.citations.is_empty() {
        return Err("it has no citation".into());
    }
    for citation in &sentence.citations {
        let item = cited(citation, story)?;
        if !researcher::is_usable(item, story, ctx) && !citation.in_title {
            return Err(format!("item {} may not be used", item.id));
        }
        if !ctx.is_of_the_day(item) && start::counts_from_its_day(&sentence.text, item.language) {
            return Err("it says \"today\" or the like of another day".into());
        }
    }
    Ok(())
}

/// The item of a citation whose bytes are really there.
pub(crate) fn cited<'a>(citation: &Citation, story: &'a Story) -> Result<&'a Item, String> {
    let item = story.items.iter().find(|item| item.id == citation.item);
    let item = item.ok_or_else(|| format!("item {} is not of this story", citation.item))?;
    let field = if citation.in_title { &item.title } else { &item.text };
    if field.get(citation.start..citation.end) != Some(citation.quote.as_str()) {
        return Err(format!("the quote does not stand at {}..{} of item {}", citation.start, citation.end, item.id));
    }
    Ok(item)
}

/// The items that these sentences cite, each once.
pub(crate) fn cited_items<'a>(sentences: &[Sentence], story: &'a Story) -> Vec<&'a Item> {
    let is_cited = |item: &&Item| sentences.iter().flat_map(|sentence| &sentence.citations).any(|c| c.item == item.id);
    story.items.iter().filter(is_cited).collect()
}

/// The sentence without the "据…报道，" that code put before it.
fn text_without_attribution<'a>(sentence: &'a Sentence, story: &Story, ctx: &Context) -> &'a str {
    let cited = cited_items(std::slice::from_ref(sentence), story);
    let stripped = cited
        .iter()
        .find_map(|item| sentence.text.strip_prefix(reporter::attribution(&ctx.outlet(item), item.language).as_str()));
    stripped.unwrap_or(&sentence.text)
}

/// Another owner gives another number of the same thing, and the draft does not tell both.
fn disputed(sentence: &Sentence, draft: &Draft, story: &Story, ctx: &Context) -> Option<String> {
    let own = cited_items(std::slice::from_ref(sentence), story);
    let owner = own.first().map(|item| ctx.owner(item))?;
    let rivals = story.items.iter().filter(|item| {
        item.language == draft.language && ctx.owner(item) != owner && researcher::is_usable(item, story, ctx)
    });
    let text = text_without_attribution(sentence, story, ctx);
    for rival in rivals {
        for unit in units::units(rival).iter().take(12) {
            let other = unit.text(rival);
            let what = claims::disagreement(text, other).filter(|_| !tells(draft, other));
            if let Some(what) = what {
                return Some(format!("{} says otherwise: {what}", ctx.outlet(rival)));
            }
        }
    }
    None
}

fn tells(draft: &Draft, other: &str) -> bool {
    draft.sentences.iter().any(|sentence| sentence.citations.iter().any(|citation| citation.quote == other))
}

/// What is found about the headline: its words and numbers stand in the item that the lede cites.
pub(super) fn headline(draft: &Draft, story: &Story) -> Finding {
    match headline_judged(draft, story) {
        Ok(judgement) => {
            settled_by_rules(support::finding(judgement, "its words and numbers stand in the report"), draft)
        }
        Err(why) => Finding { support: Support::NotFound, why },
    }
}

fn headline_judged(draft: &Draft, story: &Story) -> Result<Judgement, String> {
    let citation = draft.headline.citations.first().ok_or("the headline has no citation")?;
    cited(citation, story)?;
    let lede = draft.sentences.first().and_then(|sentence| sentence.citations.first()).ok_or("there is no lede")?;
    let item = cited(lede, story)?;
    if item.language == draft.language {
        reporter::headline_support(&draft.headline.text, item)?;
    }
    let sentences = draft.sentences.iter().flat_map(|sentence| &sentence.citations);
    let told = sentences.map(|citation| citation.quote.as_str()).chain([item.title.as_str(), start_of(&item.text)]);
    let more: Vec<Span<'_>> = told.map(|text| Span { text, language: item.language, published: None }).collect();
    let headline = &draft.headline;
    Ok(support::judge_headline(&headline.text, draft.language, &headline.citations, &story.items, &more))
}

/// What a headline promises stands near the beginning.
fn start_of(text: &str) -> &str {
    const NEAR_BYTES: usize = 2400;
    text.get(..text.floor_char_boundary(NEAR_BYTES)).unwrap_or(text)
}
