//! A clause that says the same as one of the spans, without its "may", "hoped to" or "is considering".

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};

/// What makes a deed only possible.
const POSSIBLE: [&str; 27] = [
    "may",
    "might",
    "could",
    "possible",
    "possibly",
    "perhaps",
    "likely",
    "probably",
    "hope",
    "hopes",
    "hoped",
    "considering",
    "consider",
    "considers",
    "weighing",
    "mulling",
    "可能",
    "或",
    "或许",
    "疑似",
    "考虑",
    "正考虑",
    "希望",
    "有望",
    "不排除",
    "商讨",
    "探讨",
];

/// What makes it planned.
const PLANNED: [&str; 16] = [
    "plans", "planned", "plan", "planning", "proposed", "proposes", "intends", "wants", "seeks", "aims", "打算",
    "计划", "拟", "提议", "建议", "争取",
];

/// What the sentence may say instead.
const LOOSE: [&str; 56] = [
    "can",
    "would",
    "should",
    "if",
    "expected",
    "expects",
    "expect",
    "potential",
    "potentially",
    "chance",
    "risk",
    "suspected",
    "suspect",
    "believed",
    "thought",
    "unclear",
    "whether",
    "unlikely",
    "wants",
    "want",
    "seek",
    "seeking",
    "aim",
    "aiming",
    "considered",
    "weighs",
    "mulls",
    "option",
    "probable",
    "seems",
    "appears",
    "predicted",
    "forecast",
    "预计",
    "预期",
    "若",
    "如果",
    "会",
    "能",
    "可",
    "或将",
    "似乎",
    "疑",
    "未必",
    "恐",
    "想",
    "愿",
    "要",
    "看好",
    "认为",
    "也许",
    "大概",
    "初步",
    "考量",
    "盼",
    "盼望",
];

/// Fault: told as done or to come, and only possible there.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    if matter.is_headline {
        return None;
    }
    let says = |words: &[&str]| matter.said.tokens.iter().any(|token| words.contains(&token.text.as_str()));
    let is_weak = |token: &Token| token.has_any(&[Mark::Possible, Mark::Planned, Mark::Negator]);
    let comes = ["will", "would", "将", "会", "shall", "将于", "即将"];
    if matter.said.tokens.iter().any(is_weak)
        || says(&POSSIBLE)
        || says(&PLANNED)
        || LOOSE.iter().any(|word| *word != "would" && *word != "会" && says(&[*word]))
    {
        return None;
    }
    let is_coming = says(&comes);
    matter.clauses().into_iter().find_map(|clause| of_clause(matter, &clause, is_coming))
}

fn of_clause(matter: &Matter<'_>, clause: &[usize], is_coming: bool) -> Option<Fault> {
    let tokens = &matter.said.tokens;
    let words: Vec<usize> = clause
        .iter()
        .copied()
        .filter(|at| tokens[*at].is_content() && !tokens[*at].is_frame() && !tokens[*at].is_name())
        .collect();
    let (best, _) = matter.best_clause(clause)?;
    let mark = mark(&matter.given, best, is_coming)?;
    let place =
        |at: &usize| matter.pairs[*at].iter().copied().filter(|place| matter.given.tokens[*place].clause == best).max();
    let found: Vec<usize> = words.iter().filter_map(place).collect();
    // "A strike was possible": what is weakened stands before.
    let is_said_after = matches!(matter.given.tokens[mark].text.as_str(), "possible" | "likely");
    let n_behind = found.iter().filter(|place| **place > mark || is_said_after && mark - **place <= 4).count();
    let enough = if words.len() <= 3 { 1 } else { 2 };
    let is_elsewhere = |at: &usize| matter.pairs[*at].iter().any(|place| matter.given.tokens[*place].clause != best);
    let n_elsewhere = words.iter().filter(|at| is_elsewhere(at)).count();
    let is_same =
        n_behind >= 1 && found.len() >= enough && found.len() * 10 >= words.len() * 6 && n_elsewhere * 2 <= words.len();
    let detail = format!("it is only {:?} in the cited spans", matter.given.tokens[mark].text);
    is_same.then(|| Fault::new(Kind::Certainty, detail))
}

/// The last weakening word of a clause.
fn mark(reading: &Reading, clause: usize, is_coming: bool) -> Option<usize> {
    let is_weak = |at: &usize| {
        let text = reading.tokens[*at].text.as_str();
        // The month is no "may".
        let is_month = text == "may" && !reading.tokens[*at].has(Mark::Possible);
        POSSIBLE.contains(&text) && !is_month || !is_coming && PLANNED.contains(&text)
    };
    reading.clause(clause).filter(is_weak).last()
}
