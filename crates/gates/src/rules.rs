//! The tests of a sentence, each in a file of its own, in the order in which their faults are told.

mod adjacent;
mod anchors;
mod attribution;
mod beside;
mod calculator;
mod certain;
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
mod nearby;
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
mod spans;
mod states;
mod subjects;
mod swaps;

pub(crate) use attribution::speakers;
pub(crate) use edits::line;

use crate::matter::Matter;
use crate::model::{self, Signal};
use crate::{Claim, Fault, Judgement, Kind, dates, own_words, traits};
use news::text::is_whole_sentence;

type Rule = fn(&Matter<'_>) -> Option<Fault>;

const RULES: [(&str, Rule); 51] = [
    ("form", form::fault),
    ("numbers", numbers::fault),
    ("dates", dated),
    ("names", names::strange),
    ("offices", names::offices),
    ("professions", names::professions),
    ("meanings", names::meanings),
    ("quotes", quotes::fault),
    ("opposites", opposites::fault),
    ("denied", polarity::added),
    ("affirmed", polarity::lost),
    ("certainty", certainty::fault),
    ("insisted", certainty::insisted),
    ("alleged", attribution::lost),
    ("speaker", attribution::changed),
    ("roles", roles::fault),
    ("anchors", anchors::fault),
    ("edits", edits::fault),
    ("events", events::fault),
    ("slots", slots::fault),
    ("sided", slots::sided),
    ("swaps", swaps::fault),
    ("reason", reasons::reason),
    ("regardless", reasons::regardless),
    ("contrary", reasons::contrary),
    ("strange clause", reasons::strange_clause),
    ("moved", order::moved),
    ("ranked", order::ranked),
    ("compared", order::compared),
    ("dropped", dropped::fault),
    ("deputies", dropped::deputies),
    ("points", counters::in_points),
    ("counters", counters::fault),
    ("crossed", subjects::crossed),
    ("subjects", subjects::others),
    ("direction", beside::direction),
    ("beside", beside::fault),
    ("owners", owners::fault),
    ("modals", modals::fault),
    ("homes", homes::fault),
    ("adjacent", adjacent::fault),
    ("affirmed here", states::affirmed),
    ("denied here", states::denied),
    ("denied alone", states::denied_alone),
    ("surer here", states::surer),
    ("done here", states::done),
    ("less sure here", states::less_sure),
    ("opposed here", states::opposed),
    ("piece", coverage::piece),
    ("coverage", coverage::fault),
    ("hollow", coverage::hollow),
];

fn dated(matter: &Matter<'_>) -> Option<Fault> {
    dates::faults(&matter.said, &matter.given, &matter.published)
}

/// What is certain of a sentence.
pub(crate) fn sentence(claim: &Claim<'_>) -> Judgement {
    if !is_whole_sentence(claim.text) {
        let cut_off = Fault::new(Kind::Truncated, format!("it is not a whole sentence: {:?}", claim.text));
        return Judgement::Refused(vec![cut_off]);
    }
    judged(claim, false)
}

/// What is certain of a headline.
pub(crate) fn headline(claim: &Claim<'_>) -> Judgement {
    judged(claim, true)
}

fn judged(claim: &Claim<'_>, is_headline: bool) -> Judgement {
    if claim.spans.iter().all(|span| span.text.trim().is_empty()) {
        return Judgement::Refused(vec![Fault::new(Kind::Uncited, "it has no citation")]);
    }
    if own_words::are(claim) {
        return Judgement::Supported;
    }
    let matter = Matter::of(claim, is_headline);
    let certain = certain::faults(&matter);
    if !certain.is_empty() {
        return Judgement::Refused(certain);
    }
    let signals = signals(&matter);
    let is_unlikely = model::score(&signals) > 0.0 || signals.iter().any(model::is_hard);
    if is_unlikely { Judgement::Unlikely(told(signals)) } else { Judgement::Doubtful(told(signals)) }
}

/// The faults that the rules found, the weightiest first; where none did, the weightiest trait.
fn told(mut signals: Vec<Signal>) -> Vec<Fault> {
    signals.sort_by(|a, b| {
        let key = |signal: &Signal| (model::is_hard(signal), signal.is_rule, model::weight_of(signal));
        let (a, b) = (key(a), key(b));
        b.0.cmp(&a.0).then(b.1.cmp(&a.1)).then(b.2.total_cmp(&a.2))
    });
    let n_rules = signals.iter().filter(|signal| signal.is_rule).count().max(1);
    signals.into_iter().take(n_rules).map(|signal| Fault::new(signal.kind, signal.detail)).collect()
}

/// What speaks against a sentence, each rule and trait once.
fn signals(matter: &Matter<'_>) -> Vec<Signal> {
    let found = RULES.iter().filter_map(|(name, rule)| Some((name, rule(matter)?)));
    let mut signals: Vec<Signal> = found
        .map(|(name, Fault { kind, detail })| {
            let name = format!("{name} {kind:?}").to_lowercase();
            Signal { name, strength: 1.0, kind, detail, is_rule: true }
        })
        .collect();
    signals.extend(traits::of(matter));
    signals
}

/// The same of a whole claim; none of one that is its spans' own words.
pub(crate) fn evidence(claim: &Claim<'_>) -> Vec<Signal> {
    if own_words::are(claim) { Vec::new() } else { signals(&Matter::of(claim, false)) }
}
