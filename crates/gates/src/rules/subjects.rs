//! Who did what: the same deed with the same number or thing, and somebody else before it.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::reading::Reading;
use crate::rules::roles::is_verb;
use crate::token::Token;
use crate::{Fault, Kind};

/// Who does a deed and to whom, as places of words.
struct Deed {
    doer: Vec<usize>,
    done_to: Vec<usize>,
}

/// Fault: the deed is somebody else's there.
pub(super) fn others(matter: &Matter<'_>) -> Option<Fault> {
    find(matter, false)
}

/// Fault: who did it and to whom changed places.
pub(super) fn crossed(matter: &Matter<'_>) -> Option<Fault> {
    find(matter, true)
}

fn find(matter: &Matter<'_>, crossed: bool) -> Option<Fault> {
    let deeds = (0..matter.said.tokens.len()).filter(|at| is_deed(&matter.said, *at));
    deeds.filter_map(|at| of_deed(matter, at)).find(|(is_crossed, _)| *is_crossed == crossed).map(|(_, fault)| fault)
}

fn is_deed(reading: &Reading, at: usize) -> bool {
    let token = &reading.tokens[at];
    let clause = token.clause;
    let is_denied = reading.clause(clause).any(|at| reading.tokens[at].has(Mark::Negator));
    let is_noun = !token.is_han && token.text.ends_with("ing");
    token.is_content()
        && !token.is_name()
        && (!token.is_frame() || token.is_han && token.has(Mark::Planned))
        && !is_noun
        && !is_denied
        && is_verb(reading, at)
}

fn of_deed(matter: &Matter<'_>, at: usize) -> Option<(bool, Fault)> {
    let token = &matter.said.tokens[at];
    let places: Vec<usize> = matter.pairs[at].iter().copied().filter(|place| is_deed(&matter.given, *place)).collect();
    let same: Vec<usize> =
        places.iter().copied().filter(|place| is_same_word(token, &matter.given.tokens[*place])).collect();
    let is_same = !same.is_empty();
    let places = if is_same { same } else { places };
    if places.is_empty() {
        return None;
    }
    let said = deed(&matter.said, at)?;
    let shared = |places: &[usize], there: &[usize]| {
        places.iter().any(|at| matter.pairs[*at].iter().any(|place| there.contains(place)))
    };
    let mut found = None;
    for place in places {
        let given = deed(&matter.given, place)?;
        let crossed = is_crossed(matter, &said, &given) || is_same && are_things_crossed(matter, &said, &given);
        let sentence = matter.given.tokens[place].sentence;
        let earlier: Vec<usize> = matter.given.sentence(sentence).filter(|at| *at < place).collect();
        let other_doer = are_other(matter, &said.doer, &given.doer)
            && !said.doer.iter().any(|at| is_named(matter, *at) && shared(&[*at], &earlier))
            && (shared(&said.done_to, &given.done_to) || said.done_to.is_empty())
            && !shared(&said.doer, &given.done_to);
        let other_done_to = said.doer.is_empty() && are_other(matter, &said.done_to, &given.done_to);
        if !(crossed || other_doer || other_done_to) {
            return None;
        }
        found = Some(if crossed { "the other way round" } else { "somebody else's" });
    }
    found.map(|how| {
        (how == "the other way round", Fault::new(Kind::Roles, format!("{:?} is {how} in the cited spans", token.text)))
    })
}

fn is_same_word(a: &Token, b: &Token) -> bool {
    a.text == b.text || !a.is_han && a.bases.iter().any(|base| b.bases.contains(base))
}

/// Names on both sides, none where it was and one at least on the other side.
fn is_crossed(matter: &Matter<'_>, said: &Deed, given: &Deed) -> bool {
    let names = |places: &[usize], there: &[usize]| {
        let is_there =
            |at: &&usize| is_named(matter, **at) && matter.pairs[**at].iter().any(|place| there.contains(place));
        places.iter().filter(is_there).count()
    };
    // What is done to stands first behind the deed; places and other names follow it.
    let first = said.done_to.iter().copied().find(|at| is_named(matter, *at));
    names(&said.doer, &given.doer) == 0
        && names(&said.doer, &given.done_to) > 0
        && first.is_some_and(|first| names(&[first], &given.doer) > 0)
}

/// The same for things, in one language and all of them.
fn are_things_crossed(matter: &Matter<'_>, said: &Deed, given: &Deed) -> bool {
    let among = |places: &[usize], there: &[usize]| {
        let is_there = |at: &&usize| matter.pairs[**at].iter().any(|place| there.contains(place));
        places.iter().filter(is_there).count()
    };
    !matter.is_across
        && among(&said.doer, &given.doer) == 0
        && among(&said.doer, &given.done_to) > 0
        && among(&said.done_to, &given.doer) > 0
}

/// Both name somebody, both are named there, and they are not the same.
fn are_other(matter: &Matter<'_>, said: &[usize], given: &[usize]) -> bool {
    let pronoun = given.iter().any(|place| matter.given.tokens[*place].has(Mark::Pronoun));
    let any_same = said.iter().any(|at| matter.pairs[*at].iter().any(|place| given.contains(place)));
    let ours: Vec<usize> = said.iter().copied().filter(|at| is_named(matter, *at)).collect();
    let theirs: Vec<usize> = given.iter().copied().filter(|place| is_named_there(matter, *place)).collect();
    let all_known = ours.iter().all(|at| matter.is_paired(*at));
    let names_differ = !ours.is_empty() && !theirs.is_empty() && all_known;
    !any_same && !pronoun && names_differ
}

/// A name, also where it opens the sentence and is known as one from there.
fn is_named(matter: &Matter<'_>, at: usize) -> bool {
    let token = &matter.said.tokens[at];
    let is_name_there = |place: &usize| matter.given.tokens[*place].is_name();
    token.is_name() || token.is_capital && token.is_first && matter.pairs[at].iter().any(is_name_there)
}

fn is_named_there(matter: &Matter<'_>, place: usize) -> bool {
    let token = &matter.given.tokens[place];
    let is_same = |other: &Token| other.text == token.text && other.is_name();
    let elsewhere = || matter.given.tokens.iter().chain(&matter.said.tokens).any(is_same);
    token.is_name() || token.is_capital && token.is_first && elsewhere()
}

/// Who stands before the deed and who behind it in its clause, by voice.
fn deed(reading: &Reading, verb: usize) -> Option<Deed> {
    let tokens = &reading.tokens;
    let clause: Vec<usize> = reading.clause(tokens[verb].clause).collect();
    let says = |at: &usize| {
        tokens[*at].is_content() && !tokens[*at].is_frame()
            || tokens[*at].is_name()
            || tokens[*at].number.is_some()
            || tokens[*at].has(Mark::Pronoun)
    };
    let words = |from: usize, to: usize| -> Vec<usize> {
        clause.iter().copied().filter(|at| *at >= from && *at < to).filter(says).collect()
    };
    let first = *clause.first()?;
    let last = clause.last()? + 1;
    let find =
        |from: usize, to: usize, words: &[&str]| (from..to).find(|at| words.contains(&tokens[*at].text.as_str()));
    if tokens[verb].is_han {
        if let Some(mark) = find(first, verb, &["被", "遭", "由", "获"]) {
            return Some(Deed {
                doer: words(mark + 1, verb),
                done_to: [words(first, mark), words(verb + 1, last)].concat(),
            });
        }
        if let Some(mark) = find(first, verb, &["对", "向", "把", "将", "给"]) {
            return Some(Deed {
                doer: words(first, mark),
                done_to: [words(mark + 1, verb), words(verb + 1, last)].concat(),
            });
        }
        return Some(Deed { doer: words(first, verb), done_to: words(verb + 1, last) });
    }
    // From the speaker on: "X said Y won".
    let start = (first..verb).rev().find(|at| tokens[*at].has(Mark::Says)).map_or(first, |at| at + 1);
    let helper = find(verb.saturating_sub(3).max(start), verb, &["was", "were", "been", "be", "is", "are", "being"]);
    let is_past =
        tokens[verb].text.ends_with("ed") || !tokens[verb].text.ends_with("ing") && tokens[verb].bases.len() > 1;
    let by = find(verb + 1, last, &["by"]);
    let is_participle = by.is_some_and(|by| {
        by <= verb + 2 && tokens.get(by + 1).is_some_and(|next| next.number.is_none() && !next.text.ends_with("ing"))
    });
    if (helper.is_some() || is_participle) && is_past {
        let doer = by.map_or_else(Vec::new, |by| words(by + 1, last));
        return Some(Deed { doer, done_to: words(start, verb) });
    }
    Some(Deed { doer: words(start, verb), done_to: words(verb + 1, last) })
}
