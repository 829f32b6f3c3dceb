//! What a sentence adds of its own: a reason, "regardless", the contrary by a syllable.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::reading::Reading;
use crate::{Fault, Kind};

/// Words that give a reason.
const REASONS: [&str; 18] = [
    "because",
    "due",
    "owing",
    "thanks",
    "caused",
    "causes",
    "cause",
    "causing",
    "blamed",
    "prompted",
    "triggered",
    "因",
    "因为",
    "由于",
    "导致",
    "造成",
    "致使",
    "引发",
];

/// Words that may have stood for a reason there.
const LOOSE: [&str; 31] = [
    "after",
    "amid",
    "following",
    "reason",
    "reasons",
    "led",
    "lead",
    "leads",
    "result",
    "resulted",
    "resulting",
    "attributed",
    "sparked",
    "contributed",
    "responsible",
    "role",
    "blame",
    "blames",
    "mainly",
    "原因",
    "致",
    "缘于",
    "使",
    "令",
    "归因",
    "归咎",
    "主因",
    "受",
    "为由",
    "引起",
    "以致",
];

/// Words that take away every condition.
const REGARDLESS: [&str; 8] =
    ["regardless", "unconditional", "unconditionally", "irrespective", "无论", "不论", "不管", "无条件"];

fn says(reading: &Reading, words: &[&str]) -> bool {
    reading.tokens.iter().any(|token| words.contains(&token.text.as_str()))
}

/// Fault: a reason that the spans do not give.
pub(super) fn reason(matter: &Matter<'_>) -> Option<Fault> {
    let at = (0..matter.said.tokens.len()).find(|at| {
        let token = &matter.said.tokens[*at];
        let opens =
            token.is_han && token.text.starts_with('因') && !matches!(token.text.as_str(), "因此" | "因而" | "因素");
        (REASONS.contains(&token.text.as_str()) || opens)
            && !(token.text == "due" && is_followed_by(&matter.said, *at, "to", true))
    })?;
    let tokens = &matter.given.tokens;
    let gives = |place: usize| {
        let text = tokens[place].text.as_str();
        let is_withheld = tokens[place.saturating_sub(3)..place].iter().any(|token| token.has(Mark::Negator));
        REASONS.contains(&text) || LOOSE.contains(&text) && !is_withheld
    };
    let has = (0..tokens.len()).any(gives) || matter.given.folded.contains(['因', '致', '故']) || matter.is_paired(at);
    let detail = format!("a reason is given, but not in the cited spans: {:?}", matter.word(at));
    (!has).then(|| Fault::new(Kind::Addition, detail))
}

/// "Due to begin" is a date, "due to rain" a reason: told by whether a verb follows.
fn is_followed_by(reading: &Reading, at: usize, word: &str, before_verb: bool) -> bool {
    let next = reading.tokens.get(at + 1).is_some_and(|next| next.text == word);
    let verb = reading.tokens.get(at + 2).is_some_and(|verb| verb.bases.len() <= 1 && verb.number.is_none());
    next && verb == before_verb
}

/// Fault: "in any case", which the spans do not say.
pub(super) fn regardless(matter: &Matter<'_>) -> Option<Fault> {
    let token = matter.said.tokens.iter().find(|token| REGARDLESS.contains(&token.text.as_str()))?;
    let near = says(&matter.given, &REGARDLESS)
        || says(&matter.given, &["whether", "whatever", "any", "all", "任何", "是否", "均", "都"]);
    (!near).then(|| Fault::new(Kind::Negation, format!("the cited spans set conditions: {:?}", token.text)))
}

/// `lawful` for `unlawful`: the word itself stands nowhere there, its contrary does.
pub(super) fn contrary(matter: &Matter<'_>) -> Option<Fault> {
    const PREFIXES: [&str; 8] = ["un", "in", "il", "im", "ir", "dis", "non", "non-"];
    let contrary = |a: &str, b: &str| {
        b.len() >= 4 && PREFIXES.iter().any(|prefix| a.strip_prefix(prefix).is_some_and(|rest| rest == b))
    };
    let said = &matter.said.tokens;
    for (at, token) in said.iter().enumerate().filter(|(_, token)| !token.is_han && !token.is_capital) {
        if matter.given.tokens.iter().any(|given| given.text == token.text) {
            continue;
        }
        let near = said[at.saturating_sub(3)..at].iter().any(|token| token.has(Mark::Negator));
        let given = &matter.given.tokens;
        let is_plain =
            |place: &usize| !given[place.saturating_sub(3)..*place].iter().any(|token| token.has(Mark::Negator));
        let is_contrary =
            |place: &usize| contrary(&given[*place].text, &token.text) || contrary(&token.text, &given[*place].text);
        let other = (0..given.len()).filter(is_plain).find(is_contrary).map(|place| &given[place]);
        if let Some(other) = other.filter(|_| !near) {
            let detail = format!("{:?} is the contrary of {:?} in the cited spans", token.text, other.text);
            return Some(Fault::new(Kind::Negation, detail));
        }
    }
    None
}

/// A piece of one line of Chinese of which next to nothing stands there.
pub(super) fn strange_clause(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_across || matter.is_headline {
        return None;
    }
    for (index, clause) in matter.clauses().into_iter().enumerate() {
        let tokens = &matter.said.tokens;
        let words: Vec<usize> = clause
            .into_iter()
            .filter(|at| tokens[*at].number.is_none() && (tokens[*at].is_name() || tokens[*at].is_content()))
            .collect();
        let spelled = |at: &usize| {
            let token = &tokens[*at];
            let n = token.text.chars().count();
            matter.is_paired(*at)
                || token.is_frame()
                || token.is_han && token.text.chars().filter(|c| matter.given.folded.contains(*c)).count() * 2 > n
                || tokens[*at].has(Mark::Light)
        };
        let strange: Vec<usize> = words.iter().copied().filter(|at| !spelled(at)).collect();
        let has_deed = strange.iter().any(|at| tokens[*at].is_tagged_verb || !tokens[*at].is_han);
        if index > 0 && has_deed && strange.len() >= 2 && strange.len() * 2 > words.len() {
            let words: Vec<&str> = strange.iter().map(|at| matter.word(*at)).collect();
            return Some(Fault::new(Kind::Addition, format!("a clause of its own: {:?}", words.join(" "))));
        }
    }
    None
}
