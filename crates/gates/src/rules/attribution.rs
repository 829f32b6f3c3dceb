//! Who says so: an allegation is not a fact, and nobody says what another said.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::reading::Reading;
use crate::{Fault, Kind};
use std::collections::BTreeSet;

/// Fault: what is somebody's word there is told as a fact.
pub(super) fn lost(matter: &Matter<'_>) -> Option<Fault> {
    let speaks = matter.said.tokens.iter().any(|token| token.has_any(&[Mark::Says, Mark::Alleges, Mark::Possible]));
    if speaks { None } else { lost_from(matter) }
}

/// The spans tell it as somebody's word; the sentence tells it as a fact.
fn lost_from(matter: &Matter<'_>) -> Option<Fault> {
    for clause in matter.clauses() {
        let Some(sentence) = matter.best_sentence(&clause) else { continue };
        let alleges = matter.given.sentence(sentence).any(|at| matter.given.tokens[at].has(Mark::Alleges));
        let under = |at: &&usize| {
            let pairs = &matter.pairs[**at];
            matter.said.tokens[**at].is_content()
                && !pairs.is_empty()
                && pairs.iter().all(|place| is_alleged(&matter.given, *place))
        };
        if alleges && clause.iter().filter(under).count() >= 2 {
            return Some(Fault::new(Kind::Attribution, "an allegation is told as a fact"));
        }
    }
    None
}

/// It stands behind "alleged" or the like in its clause.
fn is_alleged(reading: &Reading, place: usize) -> bool {
    reading.clause(reading.tokens[place].clause).any(|at| at < place && reading.tokens[at].has(Mark::Alleges))
}

/// Somebody else says it.
pub(super) fn changed(matter: &Matter<'_>) -> Option<Fault> {
    let all: BTreeSet<usize> =
        (0..matter.said.n_sentences).flat_map(|sentence| speakers(&matter.said, sentence)).collect();
    let said: Vec<usize> = all.iter().copied().filter(|at| !matter.said.tokens[*at].has(Mark::Pronoun)).collect();
    let is_known = |at: &usize| {
        let token = &matter.said.tokens[*at];
        matter.is_paired(*at) || !token.ids.is_empty() || token.is_name()
    };
    if !said.iter().any(is_known) {
        return None;
    }
    // What is said there, and by whom, in the sentences that tell most of it.
    let quoted: Vec<usize> =
        (0..matter.said.tokens.len()).filter(|at| matter.said.tokens[*at].is_quoted && matter.is_paired(*at)).collect();
    let rest: Vec<usize> = (0..matter.said.tokens.len()).filter(|at| !all.contains(at)).collect();
    let rest = if quoted.is_empty() { rest } else { quoted };
    let scores = matter.scores(&rest);
    let most = scores.iter().copied().fold(0.0, f64::max);
    let homes = (0..scores.len()).filter(|sentence| scores[*sentence] >= most * 0.7 && most > 0.0);
    let homes: Vec<usize> = homes.collect();
    let mut given: BTreeSet<usize> = homes.iter().flat_map(|sentence| speakers(&matter.given, *sentence)).collect();
    if given.is_empty() {
        given = (0..matter.given.n_sentences).flat_map(|sentence| speakers(&matter.given, sentence)).collect();
    }
    given.extend(homes.iter().flat_map(|sentence| publishers(&matter.given, *sentence)));
    let is_same = said
        .iter()
        .any(|at| matter.pairs[*at].iter().any(|place| given.contains(place)) || is_spelled(matter, *at, &given));
    let by_pronoun = given.iter().any(|at| matter.given.tokens[*at].has(Mark::Pronoun));
    if is_same || by_pronoun && said.iter().any(|at| matter.is_paired(*at)) {
        return None;
    }
    let names: Vec<&str> = said.iter().map(|at| matter.word(*at)).collect();
    Some(Fault::new(Kind::Attribution, format!("{:?} is not who says so in the cited spans", names.join(" "))))
}

/// Chinese names are cut in more than one way.
fn is_spelled(matter: &Matter<'_>, at: usize, given: &BTreeSet<usize>) -> bool {
    let token = &matter.said.tokens[at];
    let clauses: BTreeSet<usize> = given.iter().map(|place| matter.given.tokens[*place].clause).collect();
    let text: String = clauses
        .iter()
        .flat_map(|clause| matter.given.clause(*clause))
        .map(|place| matter.given.tokens[place].text.as_str())
        .collect();
    token.is_han && token.text.chars().count() > 1 && text.contains(&token.text)
}

/// Who published what the sentence tells: a study, an office.
fn publishers(reading: &Reading, sentence: usize) -> Vec<usize> {
    const PUBLISHES: [&str; 14] = [
        "显示",
        "公布",
        "发布",
        "报告",
        "通报",
        "宣布",
        "found",
        "showed",
        "shows",
        "published",
        "reported",
        "announced",
        "confirmed",
        "expect",
    ];
    let verbs = reading.sentence(sentence).filter(|at| PUBLISHES.contains(&reading.tokens[*at].text.as_str()));
    verbs.flat_map(|at| speaker_of(reading, at)).collect()
}

/// The words that name who speaks in a sentence.
pub(crate) fn speakers(reading: &Reading, sentence: usize) -> BTreeSet<usize> {
    let places: Vec<usize> = reading.sentence(sentence).collect();
    let mut found = BTreeSet::new();
    let mut clauses = BTreeSet::new();
    for at in places.iter().copied().filter(|at| is_speech(reading, *at)) {
        // "Called it reckless and said": the second verb has the first one's speaker.
        if clauses.insert(reading.tokens[at].clause) {
            found.extend(speaker_of(reading, at));
        }
    }
    found
}

/// A verb of speech, not a noun: `said`, not `a report`.
fn is_speech(reading: &Reading, at: usize) -> bool {
    let token = &reading.tokens[at];
    let before = at.checked_sub(1).map(|before| reading.tokens[before].text.as_str());
    let accuses = matches!(token.text.as_str(), "accused" | "claimed" | "指控" | "声称" | "宣称" | "自称" | "指责");
    (token.has(Mark::Says) || accuses) && !matches!(before, Some("the" | "a" | "an" | "of" | "to")) && !token.is_quoted
}

fn speaker_of(reading: &Reading, verb: usize) -> Vec<usize> {
    let tokens = &reading.tokens;
    let names = |at: &usize| {
        let token = &tokens[*at];
        (token.is_content() && !token.is_frame()
            || token.is_name()
            || token.has(Mark::Pronoun) && token.text != "that" && token.text != "which")
            && token.number.is_none()
            && !token.is_dated()
            && !token.is_quoted
    };
    let in_clause = |at: &usize| tokens[*at].clause == tokens[verb].clause;
    let is_after = matches!(tokens[verb].text.as_str(), "according" | "据" | "citing");
    if verb > 0 && in_clause(&(verb - 1)) && tokens[verb - 1].has(Mark::Pronoun) {
        return vec![verb - 1];
    }
    let before: Vec<usize> = (verb.saturating_sub(9)..verb).filter(in_clause).filter(names).collect();
    if !before.is_empty() && !is_after {
        return before;
    }
    let after: Vec<usize> = (verb + 1..(verb + 9).min(tokens.len())).filter(in_clause).filter(names).collect();
    if is_after {
        return after;
    }
    if (verb.saturating_sub(1)..verb).filter(in_clause).count() > 0 {
        return Vec::new();
    }
    let may_be_participle = matches!(
        tokens[verb].text.as_str(),
        "announced"
            | "noted"
            | "revealed"
            | "disclosed"
            | "estimated"
            | "promised"
            | "predicted"
            | "quoted"
            | "believed"
    );
    if may_be_participle {
        return Vec::new();
    }
    // "Marr, who chairs the board, said …" and "…, said Ann Marr".
    let earlier =
        (verb.saturating_sub(9)..verb).filter(|at| tokens[*at].sentence == tokens[verb].sentence).filter(names);
    after.into_iter().chain(earlier).collect()
}
