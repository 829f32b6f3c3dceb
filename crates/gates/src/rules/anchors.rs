//! What is said of which number: a count moved to another thing, or facts of two events made one.

use crate::lexicon::Class;
use crate::matter::{Matter, best};
use crate::quantities::{Quantity, may_stand_for, quantities};
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Fault: the number belongs to something else there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    counted(matter).or_else(|| merged(matter))
}

/// The number's own words stand beside another number there, and not beside this one.
fn counted(matter: &Matter<'_>) -> Option<Fault> {
    let given = quantities(&matter.given);
    for said in quantities(&matter.said) {
        let same: Vec<&Quantity> = given.iter().filter(|given| may_stand_for(&said, given)).collect();
        let others: Vec<&Quantity> =
            given.iter().filter(|given| !may_stand_for(&said, given) && given.is_percent == said.is_percent).collect();
        if same.is_empty() || others.is_empty() {
            continue;
        }
        let beside = |head: usize, quantity: &Quantity| {
            heads(&matter.given, quantity.at).iter().any(|place| matter.pairs[head].contains(place))
        };
        let own = heads(&matter.said, said.at);
        let agrees = own.iter().any(|head| same.iter().any(|quantity| beside(*head, quantity)));
        let is_near = |head: &&usize| {
            let (from, to) = ((**head).min(said.at), (**head).max(said.at));
            let between = (from + 1..to).filter(|at| matter.said.tokens[*at].is_content()).count();
            between <= 2 && !matter.said.tokens[**head].is_name()
        };
        let differ: Vec<usize> = own
            .iter()
            .filter(is_near)
            .filter(|head| others.iter().any(|quantity| beside(**head, quantity)))
            .copied()
            .collect();
        if !agrees && !differ.is_empty() {
            let words: Vec<&str> = differ.iter().map(|at| matter.word(*at)).collect();
            return Some(Fault::new(
                Kind::Counted,
                format!("{} does not count {:?} there", said.text, words.join(" ")),
            ));
        }
    }
    None
}

/// The words around a number, in its piece of the clause.
fn heads(reading: &Reading, at: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let number = &tokens[at];
    (0..tokens.len())
        .filter(|place| tokens[*place].segment == number.segment && tokens[*place].sentence == number.sentence)
        .filter(|place| tokens[*place].is_content() && !tokens[*place].is_frame() || tokens[*place].is_name())
        .filter(|place| !tokens[*place].is_of(Class::Currency) && !tokens[*place].is_of(Class::Unit))
        .collect()
}

/// A name or number of one sentence of the spans in a clause that tells another one.
fn merged(matter: &Matter<'_>) -> Option<Fault> {
    if matter.given.n_sentences < 2 {
        return None;
    }
    for clause in matter.clauses() {
        let rest: Vec<usize> = clause.iter().copied().filter(|at| !is_anchor(matter, *at)).collect();
        for at in clause.iter().copied().filter(|at| is_anchor(matter, *at) && matter.is_paired(*at)) {
            let others: Vec<usize> = clause.iter().copied().filter(|other| *other != at).collect();
            let scores = matter.scores(&others);
            let home =
                |sentence: usize| matter.pairs[at].iter().any(|place| matter.given.tokens[*place].sentence == sentence);
            let with = (0..scores.len())
                .filter(|sentence| home(*sentence))
                .map(|sentence| scores[sentence])
                .fold(0.0, f64::max);
            let Some(best) = best(&scores) else { continue };
            let of_same_event = is_linked(matter, best, at);
            if !home(best) && scores[best] >= with + 2.0 && with < 1.0 && !of_same_event && rest.len() > 1 {
                let detail = format!("{:?} is told of something else in the cited spans", matter.word(at));
                return Some(Fault::new(Kind::Merged, detail));
            }
        }
    }
    None
}

fn is_anchor(matter: &Matter<'_>, at: usize) -> bool {
    let token = &matter.said.tokens[at];
    token.number.is_some() || token.is_name() || token.is_dated()
}

/// The two sentences share a name, or one speaks on about the other's subject.
fn is_linked(matter: &Matter<'_>, sentence: usize, anchor: usize) -> bool {
    let tokens = &matter.given.tokens;
    matter.pairs[anchor].iter().any(|place| {
        let other = tokens[*place].sentence;
        let names = matter.given.sentence(other).filter(|at| tokens[*at].is_name());
        let shares = names
            .filter(|at| at != place)
            .any(|at| matter.given.sentence(sentence).any(|there| tokens[there].is_like(&tokens[at])));
        let same_span = matter.given.sentence(sentence).next().is_some_and(|at| tokens[at].span == tokens[*place].span);
        shares || same_span
    })
}
