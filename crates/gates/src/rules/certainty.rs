//! May is not will, will is not has, a plan is not a deed.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::reading::Reading;
use crate::rules::roles::is_verb;
use crate::token::Token;
use crate::{Fault, Kind};

/// How sure a text is of what it says, from possible to done.
const POSSIBLE: u8 = 1;
const PLANNED: u8 = 2;
const COMING: u8 = 3;
const DONE: u8 = 4;

/// Fault: surer, or less sure, than the spans.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let said = levels(&matter.said);
    let given = levels(&matter.given);
    let clauses = matter.clauses();
    clauses.iter().find_map(|clause| of_clause(matter, clause, &said, &given))
}

/// How sure each word is told: by the weakest mark of its clause that stands before it or anywhere as an adverb.
fn levels(reading: &Reading) -> Vec<u8> {
    let tokens = &reading.tokens;
    let mut levels = vec![DONE; tokens.len()];
    for at in 0..tokens.len() {
        let Some(level) = level_of(tokens, at) else { continue };
        for place in start_of(tokens, at, level)..tokens.len() {
            if tokens[place].clause != tokens[at].clause {
                break;
            }
            levels[place] = levels[place].min(level);
        }
    }
    levels
}

/// How sure the mark of one word is, if it is one.
fn level_of(tokens: &[Token], at: usize) -> Option<u8> {
    match &tokens[at] {
        token if token.has(Mark::Possible) => Some(POSSIBLE),
        token if token.has(Mark::Planned) => Some(PLANNED),
        token if token.has(Mark::Future) && !is_handle(tokens, at) => Some(COMING),
        _ => None,
    }
}

/// From where a mark reaches: "may" and "possibly" also weaken what stands before them, up to who says so.
fn start_of(tokens: &[Token], at: usize, level: u8) -> usize {
    const WEAKENS_BEFORE: [&str; 16] = [
        "may",
        "might",
        "could",
        "possible",
        "possibly",
        "perhaps",
        "likely",
        "probably",
        "unlikely",
        "potentially",
        "可能",
        "或",
        "或许",
        "或将",
        "有可能",
        "疑似",
    ];
    if level != POSSIBLE || !WEAKENS_BEFORE.contains(&tokens[at].text.as_str()) {
        return at;
    }
    let before = (0..at).rev().take_while(|place| {
        tokens[*place].clause == tokens[at].clause
            && !tokens[*place].has_any(&[Mark::Says, Mark::Alleges])
            && tokens[*place].text != "and"
    });
    before.last().unwrap_or(at)
}

/// 将 before a thing is a handle of grammar; before a verb it is the time to come.
fn is_handle(tokens: &[Token], at: usize) -> bool {
    let is_time = |token: &Token| {
        token.is_tagged_verb
            || token.is_dated()
            || token.number.is_some()
            || ["于", "会", "在", "从", "被", "由", "向", "对"].contains(&token.text.as_str())
    };
    tokens[at].text == "将" && !tokens.iter().skip(at + 1).take(1).any(is_time)
}

fn of_clause(matter: &Matter<'_>, clause: &[usize], said: &[u8], given: &[u8]) -> Option<Fault> {
    let sentence = matter.best_sentence(clause)?;
    let weakest = |reading: &Reading, sentence: usize| {
        let levels = reading.sentence(sentence).filter_map(|at| level_of(&reading.tokens, at));
        levels.min().unwrap_or(DONE)
    };
    let weakest_said = clause.first().map_or(DONE, |at| weakest(&matter.said, matter.said.tokens[*at].sentence));
    let weakest_given = weakest(&matter.given, sentence);
    let scores = matter.scores(clause);
    let most_score = scores.iter().copied().fold(0.0, f64::max);
    let any_weak =
        (0..scores.len()).any(|sentence| scores[sentence] > 0.0 && weakest(&matter.given, sentence) <= PLANNED);
    let (mut surer, mut weaker) = (Vec::new(), Vec::new());
    for at in clause.iter().copied() {
        let token = &matter.said.tokens[at];
        if !token.is_content() || token.is_frame() || token.is_name() || token.is_capital {
            continue;
        }
        let is_home = |place: &&usize| scores[matter.given.tokens[**place].sentence] >= most_score * 0.6;
        let levels: Vec<u8> = matter.pairs[at].iter().filter(is_home).map(|place| given[*place]).collect();
        let (Some(least), Some(most)) = (levels.iter().min(), levels.iter().max()) else { continue };
        if is_surer(said[at], *most) && is_verb(&matter.said, at) {
            surer.push(at);
        } else if said[at] == POSSIBLE && *least >= COMING {
            weaker.push(at);
        }
    }
    let told = |places: &[usize], how: &str| {
        let words: Vec<&str> = places.iter().map(|at| matter.word(*at)).collect();
        Some(Fault::new(Kind::Certainty, format!("{:?} is {how} than in the cited spans", words.join(" "))))
    };
    if !surer.is_empty() && weakest_said > weakest_given {
        return told(&surer, "surer");
    }
    if !weaker.is_empty() && !any_weak { told(&weaker, "less sure") } else { None }
}

fn is_surer(said: u8, given: u8) -> bool {
    matches!((given, said), (POSSIBLE, PLANNED | COMING | DONE) | (PLANNED, COMING | DONE) | (COMING, DONE))
}

/// "Certainly" where nobody is.
pub(super) fn insisted(matter: &Matter<'_>) -> Option<Fault> {
    let strange = (0..matter.said.tokens.len()).find(|at| {
        matter.said.tokens[*at].has(Mark::Certain) && !matter.given.tokens.iter().any(|token| token.has(Mark::Certain))
    })?;
    Some(Fault::new(Kind::Certainty, format!("nobody is so sure in the cited spans: {:?}", matter.word(strange))))
}
