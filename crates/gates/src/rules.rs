//! The tests of a sentence, each in a file of its own, in the order in which their faults are told.

mod adjacent;
mod anchors;
mod attribution;
mod certainty;
mod counters;
mod coverage;
mod dropped;
mod edits;
mod events;
mod form;
mod homes;
mod modals;
mod names;
mod numbers;
mod opposites;
mod order;
mod owners;
mod polarity;
mod quotes;
mod reasons;
mod reckoned;
mod roles;
mod slots;
mod subjects;
mod swaps;

use crate::matter::Matter;
use crate::{Claim, Fault, Kind, dates};
use news::text::{fold, is_whole_sentence};

type Rule = fn(&Matter<'_>) -> Option<Fault>;

const RULES: [Rule; 24] = [
    form::fault,
    numbers::fault,
    dated,
    names::fault,
    quotes::fault,
    opposites::fault,
    polarity::fault,
    certainty::fault,
    attribution::fault,
    roles::fault,
    anchors::fault,
    edits::fault,
    events::fault,
    slots::fault,
    swaps::fault,
    reasons::fault,
    order::fault,
    dropped::fault,
    counters::fault,
    subjects::fault,
    owners::fault,
    modals::fault,
    homes::fault,
    adjacent::fault,
];

fn dated(matter: &Matter<'_>) -> Option<Fault> {
    dates::faults(&matter.said, &matter.given, &matter.published)
}

/// All faults of a sentence.
pub(crate) fn sentence(claim: &Claim<'_>) -> Vec<Fault> {
    if !is_whole_sentence(claim.text) {
        return vec![Fault::new(Kind::Truncated, format!("it is not a whole sentence: {:?}", claim.text))];
    }
    faults(claim, false)
}

/// All faults of a headline.
pub(crate) fn headline(claim: &Claim<'_>) -> Vec<Fault> {
    faults(claim, true)
}

fn faults(claim: &Claim<'_>, is_headline: bool) -> Vec<Fault> {
    if claim.spans.is_empty() || claim.spans.iter().all(|span| span.text.trim().is_empty()) {
        return vec![Fault::new(Kind::Uncited, "it has no citation")];
    }
    if is_verbatim(claim) {
        return Vec::new();
    }
    let matter = Matter::of(claim, is_headline);
    let mut faults: Vec<Fault> = RULES.iter().filter_map(|rule| rule(&matter)).collect();
    faults.extend(coverage::fault(&matter));
    faults
}

/// The words stand in one span as they are, whole: nothing was changed, so nothing can be wrong.
fn is_verbatim(claim: &Claim<'_>) -> bool {
    let bare = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let said = bare(claim.text);
    claim.spans.iter().any(|span| {
        news::text::sentences(span.text).iter().any(|sentence| bare(sentence.of(span.text)) == said)
            || bare(span.text) == said
    })
}
