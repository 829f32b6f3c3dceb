//! From which number to which, and which place in a ranking.

use crate::matter::Matter;
use crate::quantities::quantities;
use crate::reading::Reading;
use crate::token::Token;
use crate::{Fault, Kind};

/// Two numbers between which something went, the earlier first.
fn moves(reading: &Reading) -> Vec<(String, String)> {
    let all = quantities(reading);
    let tokens = &reading.tokens;
    let mut found = Vec::new();
    for pair in all.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        if tokens[a.at].clause != tokens[b.at].clause || a.is_percent != b.is_percent || a.text == b.text {
            continue;
        }
        let before = tokens[..a.at].iter().rev().take(3).find_map(step);
        let between = tokens[a.at + 1..b.at].iter().rev().take(4).find_map(step);
        match (before, between) {
            (Some(false) | None, Some(true)) => found.push((a.text.clone(), b.text.clone())),
            (Some(true) | None, Some(false)) => found.push((b.text.clone(), a.text.clone())),
            _ => {}
        }
    }
    found
}

/// Whether a word leads to where it went; `false`: from where it came.
fn step(token: &Token) -> Option<bool> {
    let text = token.text.as_str();
    if text == "to" || token.is_han && (text.ends_with(['到', '至']) || text == "为") {
        Some(true)
    } else if matches!(text, "from" | "从" | "由" | "自") {
        Some(false)
    } else {
        None
    }
}

/// Fault: from and to exchanged.
pub(super) fn moved(matter: &Matter<'_>) -> Option<Fault> {
    let given = moves(&matter.given);
    moves(&matter.said).into_iter().find_map(|(from, to)| {
        let is_same = given.contains(&(from.clone(), to.clone()));
        let is_reversed = given.contains(&(to.clone(), from.clone()));
        (is_reversed && !is_same)
            .then(|| Fault::new(Kind::Comparison, format!("from {from} to {to} is from {to} to {from} there")))
    })
}

/// The places of superlatives, with the rank before each: 1 where there is none.
fn ranks(reading: &Reading) -> Vec<(usize, u32)> {
    let tokens = &reading.tokens;
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        let text = tokens[at].text.as_str();
        let split = text.split_once('-').and_then(|(rank, rest)| Some((word_rank(rank)?, rest)));
        let before = at.checked_sub(1).map(|before| &tokens[before]);
        let number = before.and_then(|token| token.number.as_ref()).filter(|number| number.is_ordinal);
        let spelled = before.and_then(|token| word_rank(&token.text));
        if let Some((rank, rest)) = split.filter(|(_, rest)| is_superlative(rest)) {
            let _ = rest;
            found.push((at, rank));
        } else if is_superlative(text) {
            found.push((at, number.map_or(spelled.unwrap_or(1), |number| number.read.value as u32)));
        } else if tokens[at].is_han
            && number.is_some()
            && text.starts_with(['大', '高', '热', '低', '长', '多', '快', '强', '小'])
        {
            found.push((at, number.map_or(1, |number| number.read.value as u32)));
        } else if tokens[at].is_han
            && text.starts_with('最')
            && !matches!(text, "最后" | "最终" | "最近" | "最新" | "最初" | "最多" | "最少")
        {
            found.push((at, 1));
        }
    }
    found
}

fn word_rank(word: &str) -> Option<u32> {
    Some(match word {
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        _ => return None,
    })
}

fn is_superlative(word: &str) -> bool {
    let has_form = word.len() > 5
        && word.ends_with("est")
        && ![
            "interest",
            "request",
            "protest",
            "harvest",
            "contest",
            "suggest",
            "forest",
            "honest",
            "modest",
            "arrest",
            "invest",
            "northwest",
            "southwest",
            "latest",
            "conquest",
            "budapest",
            "digest",
            "bequest",
            "unrest",
        ]
        .contains(&word);
    has_form || matches!(word, "best" | "worst" | "most-populous")
}

/// Fault: the third told as the first.
pub(super) fn ranked(matter: &Matter<'_>) -> Option<Fault> {
    let given = ranks(&matter.given);
    let said = ranks(&matter.said);
    let (at, rank) = said.into_iter().find(|(_, rank)| !given.iter().any(|(_, there)| there == rank))?;
    let is_other = given.iter().any(|(_, there)| *there > 1 || rank > 1);
    is_other.then(|| Fault::new(Kind::Comparison, format!("{:?} has another rank in the cited spans", matter.word(at))))
}

/// "A is dearer than B" for "B is dearer than A".
pub(super) fn compared(matter: &Matter<'_>) -> Option<Fault> {
    let sides = |reading: &Reading| -> Vec<(Vec<usize>, Vec<usize>)> {
        let tokens = &reading.tokens;
        let pivots = (0..tokens.len()).filter(|at| matches!(tokens[*at].text.as_str(), "than" | "比"));
        let says = |at: &usize| tokens[*at].is_name() || tokens[*at].is_content() && !tokens[*at].is_frame();
        pivots
            .map(|pivot| {
                let clause: Vec<usize> = reading.clause(tokens[pivot].clause).filter(says).collect();
                clause.into_iter().partition(|at| *at < pivot)
            })
            .collect()
    };
    let (said, given) = (sides(&matter.said), sides(&matter.given));
    let among = |places: &[usize], there: &[usize]| {
        places.iter().filter(|at| matter.pairs[**at].iter().any(|place| there.contains(place))).count()
    };
    let is_crossed = |said: &(Vec<usize>, Vec<usize>), given: &(Vec<usize>, Vec<usize>)| {
        let crossed = among(&said.0, &given.1).min(among(&said.1, &given.0));
        let straight = among(&said.0, &given.0).max(among(&said.1, &given.1));
        crossed > 0 && (straight == 0 || crossed > straight)
    };
    let is_found = said.iter().any(|said| !given.is_empty() && given.iter().all(|given| is_crossed(said, given)));
    is_found.then(|| Fault::new(Kind::Comparison, "what is compared changed sides"))
}
