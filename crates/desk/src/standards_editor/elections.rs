//! Elections: no results while people still vote, no victory on one owner's word, no false directions to voters.

use super::rules::{Weight, lines, spike};
use crate::words::{Plain, words};
use news::{FinalCopy, Ruling, SpikeReason};

pub(super) fn ruling(copy: &FinalCopy, weight: &Weight) -> Option<Ruling> {
    let whole = Plain::of(&lines(copy).collect::<Vec<_>>().join("\n"));
    let election = &words().election;
    whole.find(&election.about)?;
    false_ways_to_vote(&whole).or_else(|| while_people_vote(&whole)).or_else(|| of_one_owner(&whole, weight))
}

/// Nobody votes by text message: who says so keeps people from voting.
fn false_ways_to_vote(whole: &Plain) -> Option<Ruling> {
    let phrase = whole.find(&words().election.false_ways)?;
    spike(SpikeReason::Unsafe, format!("it tells people to vote in a way that does not count ({phrase:?})"))
}

fn while_people_vote(whole: &Plain) -> Option<Ruling> {
    let open = whole.find(&words().election.still_voting)?;
    let early = whole.find(&words().election.early)?;
    let detail = format!("it tells results ({early:?}) while people still vote ({open:?})");
    Some(Ruling::Hold { reason: SpikeReason::Unsafe, detail })
}

fn of_one_owner(whole: &Plain, weight: &Weight) -> Option<Ruling> {
    let election = &words().election;
    let is_alone = weight.is_of_one_owner();
    let changed = whole.find(&election.changed_vote).filter(|_| is_alone);
    let grave = changed.or_else(|| whole.find(&election.victory).filter(|_| is_alone));
    let early = || whole.find(&election.early).filter(|_| weight.is_light());
    let word = grave.or_else(early)?;
    weight.hold(&format!("it is of an election ({word:?})"))
}
