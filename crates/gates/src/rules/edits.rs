//! A sentence that follows its source word by word, but for one: what was put in the place of what.

use crate::lexicon::{Class, Mark};
use crate::matter::Matter;
use crate::token::Token;
use crate::{Fault, Kind};

/// Of a sentence that follows its source this share is in common; of one in which a name was changed at least that.
const CLOSE: f64 = 0.72;
const LOOSE: f64 = 0.5;

/// Fault: in a line of the source's own words one that says something else.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let best = (0..matter.given.n_sentences).map(|sentence| {
        let places: Vec<usize> = matter.given.sentence(sentence).collect();
        let line = line(matter, &places);
        let weight: f64 = line.iter().map(|(at, _)| worth(&matter.said.tokens[*at])).sum();
        (line, weight)
    });
    let (line, weight) = best.max_by(|a, b| a.1.total_cmp(&b.1))?;
    let all: f64 = matter.said.tokens.iter().map(worth).sum();
    if line.len() < 4 || weight < 3.0 || weight < all * LOOSE {
        return None;
    }
    let follows = weight >= all * CLOSE;
    line.windows(2)
        .find_map(|pair| of_gap(matter, pair[0], pair[1], follows))
        .or_else(|| of_start(matter, &line, follows))
}

/// What a word in common is worth: grammar is found everywhere.
fn worth(token: &Token) -> f64 {
    if token.number.is_some() || token.is_name() {
        1.5
    } else if token.has(Mark::Light) || token.has(Mark::Pronoun) {
        0.2
    } else {
        1.0
    }
}

/// The longest line of words that stand in the same order here and there.
pub(crate) fn line(matter: &Matter<'_>, places: &[usize]) -> Vec<(usize, usize)> {
    let n = matter.said.tokens.len();
    let m = places.len();
    let mut table = vec![vec![0.0_f64; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            let skip = table[i + 1][j].max(table[i][j + 1]);
            let same = matter.pairs[i].contains(&places[j]);
            table[i][j] = if same { skip.max(table[i + 1][j + 1] + worth(&matter.said.tokens[i])) } else { skip };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut line = Vec::new();
    while i < n && j < m {
        let taken = table[i + 1][j + 1] + worth(&matter.said.tokens[i]);
        if matter.pairs[i].contains(&places[j]) && (table[i][j] - taken).abs() < 1e-9 {
            line.push((i, places[j]));
            (i, j) = (i + 1, j + 1);
        } else if table[i + 1][j] >= table[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    line
}

/// Between two common words: one word of ours for one of theirs.
fn of_gap(matter: &Matter<'_>, from: (usize, usize), to: (usize, usize), follows: bool) -> Option<Fault> {
    let ours: Vec<usize> = (from.0 + 1..to.0).filter(|at| says(&matter.said.tokens[*at])).collect();
    let theirs: Vec<usize> = (from.1 + 1..to.1).filter(|at| says(&matter.given.tokens[*at])).collect();
    replaced(matter, &ours, &theirs, follows)
}

/// Before the first common word.
fn of_start(matter: &Matter<'_>, line: &[(usize, usize)], follows: bool) -> Option<Fault> {
    let (at, place) = *line.first()?;
    let sentence = matter.given.tokens[place].sentence;
    let ours: Vec<usize> = (0..at).filter(|at| says(&matter.said.tokens[*at])).collect();
    let theirs = (0..place).filter(|place| matter.given.tokens[*place].sentence == sentence);
    let theirs: Vec<usize> = theirs.filter(|place| says(&matter.given.tokens[*place])).collect();
    replaced(matter, &ours, &theirs, follows)
}

fn says(token: &Token) -> bool {
    let is_sign = token.is_han && token.marks.is_empty() && token.number.is_none();
    token.number.is_some() || token.is_name() || token.is_content() || token.has(Mark::Negator) || is_sign
}

fn replaced(matter: &Matter<'_>, ours: &[usize], theirs: &[usize], follows: bool) -> Option<Fault> {
    if ours.is_empty() || theirs.is_empty() || ours.len() > 2 || theirs.len() > 3 {
        return None;
    }
    let has_counterpart = |at: &usize| matter.pairs[*at].iter().any(|place| theirs.contains(place));
    let told_elsewhere = |place: &usize| (0..matter.pairs.len()).any(|at| matter.pairs[at].contains(place));
    if ours.iter().any(has_counterpart) || theirs.iter().all(told_elsewhere) {
        return None;
    }
    let (at, place) = (*ours.first()?, *theirs.first()?);
    let (said, given) = (&matter.said.tokens[at], &matter.given.tokens[place]);
    let both_names = said.is_name() && given.is_name();
    let is_alone = ours.len() == 1 && theirs.len() == 1;
    if said.is_han && given.is_han && said.text.chars().any(|c| given.text.contains(c)) && !both_names {
        return None;
    }
    if !both_names && matter.is_paired(at) {
        return None;
    }
    let is_deed = said.is_tagged_verb || given.is_tagged_verb;
    let are_far = both_names
        || follows && !is_deed && (!said.ids.is_empty() && !given.ids.is_empty() || said.is_han && given.is_han);
    if !(are_far && (is_alone || both_names)) || said.is_frame() || given.is_frame() {
        return None;
    }
    let detail = format!("{:?} stands where the cited spans have {:?}", said.text, given.text);
    Some(Fault::new(kind(said, given), detail))
}

fn kind(said: &Token, given: &Token) -> Kind {
    let is = |class: Class| said.is_of(class) || given.is_of(class);
    if is(Class::Place) {
        Kind::Place
    } else if is(Class::Organisation) {
        Kind::Organisation
    } else if is(Class::Office) || is(Class::Profession) {
        Kind::Title
    } else if said.is_name() || given.is_name() {
        Kind::Name
    } else {
        Kind::Comparison
    }
}
