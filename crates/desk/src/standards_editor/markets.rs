//! Rumours that move markets: they wait for a second owner, whoever the first one is.

use super::rules::{Weight, lines};
use crate::prose::junk::outside_quotes;
use crate::words::{Plain, words};
use news::{FinalCopy, Ruling};

pub(super) fn ruling(copy: &FinalCopy, weight: &Weight) -> Option<Ruling> {
    if !weight.is_of_one_owner() {
        return None;
    }
    lines(copy).find_map(|line| {
        let said = Plain::of(&outside_quotes(line));
        let market = said.find(&words().rumour.market)?;
        // What nobody confirms waits in any case; unnamed sources are enough where the paper is trusted.
        let unconfirmed = said.find(&words().rumour.unconfirmed);
        let unnamed = || said.find(&words().rumour.unnamed).filter(|_| weight.is_light());
        let rumour = unconfirmed.or_else(unnamed)?;
        weight.hold(&format!("it is a rumour that may move a market ({rumour:?}, {market:?})"))
    })
}
