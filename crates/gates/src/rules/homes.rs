//! A number or a day beside somebody of whom another sentence speaks.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::quantities::{may_stand_for, quantities};
use crate::{Fault, Kind};

/// Fault: the number is told of somebody else there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let tokens = &matter.said.tokens;
    let given = quantities(&matter.given);
    let subject = (0..tokens.len()).find(|at| tokens[*at].is_name() && matter.is_paired(*at))?;
    let is_home =
        |sentence: usize| matter.pairs[subject].iter().any(|place| matter.given.tokens[*place].sentence == sentence);
    quantities(&matter.said).iter().filter(|said| !said.is_soft && !said.is_ordinal).find_map(|said| {
        let mut sentences =
            given.iter().filter(|given| may_stand_for(said, given)).map(|given| matter.given.tokens[given.at].sentence);
        let sentence = sentences.next()?;
        let is_only = sentences.all(|other| other == sentence) && tokens[subject].sentence == tokens[said.at].sentence;
        let is_strange = is_only && !is_home(sentence) && stands_alone(matter, sentence);
        is_strange.then(|| {
            let detail = format!("{} is not told of {:?} there", said.text, matter.word(subject));
            Fault::new(Kind::Merged, detail)
        })
    })
}

/// A sentence with a name of its own that the claim leaves out, and nothing that goes on with another sentence.
fn stands_alone(matter: &Matter<'_>, sentence: usize) -> bool {
    const GOES_ON: [&str; 16] = [
        "the", "its", "company", "firm", "公司", "该", "其", "此", "当天", "当日", "其中", "此次", "本次", "会议",
        "双方", "协议",
    ];
    let given = &matter.given.tokens;
    let places: Vec<usize> = matter.given.sentence(sentence).collect();
    let goes_on = places
        .iter()
        .take(6)
        .any(|place| given[*place].has(Mark::Pronoun) || GOES_ON.contains(&given[*place].text.as_str()));
    let is_told = |place: &usize| matter.pairs.iter().any(|pairs| pairs.contains(place));
    let opening = places.iter().copied().take(10).find(|place| given[*place].is_name());
    let speaks = places.iter().any(|place| given[*place].has(Mark::Says));
    !goes_on && !speaks && opening.is_some_and(|place| !is_told(&place))
}
