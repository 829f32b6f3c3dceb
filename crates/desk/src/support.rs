//! Hands a sentence and its citations to the gates.

use crate::Context;
use gates::{Claim, Fault, Span};
use news::{Citation, Confidence, Item, Language, Sentence};

/// What of these words the citations do not support, in plain words; `None` if they support all of it.
pub(crate) fn fault(
    text: &str,
    language: Language,
    cited: &[Citation],
    items: &[Item],
    ctx: Option<&Context>,
) -> Option<String> {
    first(gates::check(&Claim { text, language, spans: &spans(cited, items, ctx) }))
}

/// The same of a headline; `more` are words that it may also rest on.
pub(crate) fn headline_fault(
    text: &str,
    language: Language,
    cited: &[Citation],
    items: &[Item],
    more: &[Span<'_>],
) -> Option<String> {
    let mut spans = spans(cited, items, None);
    spans.extend_from_slice(more);
    first(gates::headline(&Claim { text, language, spans: &spans }))
}

/// The same of other words for a sentence that was checked before: its own words are known too.
pub(crate) fn reworded_fault(text: &str, sentence: &Sentence, language: Language, items: &[Item]) -> Option<String> {
    let mut spans = spans(&sentence.citations, items, None);
    spans.push(Span { text: &sentence.text, language, published: None });
    first(gates::check(&Claim { text, language, spans: &spans }))
}

fn first(faults: Vec<Fault>) -> Option<String> {
    faults.into_iter().next().map(|fault| fault.detail)
}

/// The cited words with the language and, where it is certain, the day of their items.
pub(crate) fn spans<'a>(cited: &'a [Citation], items: &[Item], ctx: Option<&Context>) -> Vec<Span<'a>> {
    let span = |citation: &'a Citation| {
        let item = items.iter().find(|item| item.id == citation.item);
        let language = item.map_or(Language::EN, |item| item.language);
        let dated = item.filter(|item| item.dating.confidence == Confidence::High);
        let published = dated.zip(ctx).and_then(|(item, ctx)| ctx.day_of(item));
        Span { text: &citation.quote, language, published }
    };
    cited.iter().map(span).collect()
}
