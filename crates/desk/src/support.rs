//! Hands a sentence and its citations to the gates.

use crate::Context;
use gates::{Claim, Judgement, Span};
use news::{Citation, Confidence, Finding, Item, Language, Sentence, Support};

/// What code says of these words beside their citations.
pub(crate) fn judge(
    text: &str,
    language: Language,
    cited: &[Citation],
    items: &[Item],
    ctx: Option<&Context>,
) -> Judgement {
    gates::check(&Claim { text, language, spans: &spans(cited, items, ctx) })
}

/// The same of a headline; `more` are words that it may also rest on.
pub(crate) fn judge_headline(
    text: &str,
    language: Language,
    cited: &[Citation],
    items: &[Item],
    more: &[Span<'_>],
) -> Judgement {
    let mut spans = spans(cited, items, None);
    spans.extend_from_slice(more);
    gates::headline(&Claim { text, language, spans: &spans })
}

/// The same of other words for a sentence that was checked before: its own words are known too.
pub(crate) fn judge_reworded(text: &str, sentence: &Sentence, language: Language, items: &[Item]) -> Judgement {
    let mut spans = spans(&sentence.citations, items, None);
    spans.push(Span { text: &sentence.text, language, published: None });
    gates::check(&Claim { text, language, spans: &spans })
}

/// As a finding; `supported` tells why it stands if it does.
pub(crate) fn finding(judgement: Judgement, supported: &str) -> Finding {
    let first = |faults: Vec<gates::Fault>| {
        faults.into_iter().next().map_or_else(|| "it has words of its own".to_owned(), |fault| fault.detail)
    };
    let (support, why) = match judgement {
        Judgement::Supported => (Support::Supported, supported.to_owned()),
        Judgement::Doubtful(faults) => (Support::Doubtful, first(faults)),
        Judgement::Unlikely(faults) => (Support::Unlikely, first(faults)),
        Judgement::Refused(faults) => (Support::NotFound, first(faults)),
    };
    Finding { support, why }
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
