//! What can be counted of a sentence beside its spans: how far apart its words stand there, which marks it lost.

use crate::Kind;
use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::model::Signal;
use crate::reading::Reading;

/// Of a sentence that follows one of the spans so closely, what was exchanged is counted.
const FOLLOWS: f64 = 0.6;

/// All traits of a sentence that are above zero.
pub(crate) fn of(matter: &Matter<'_>) -> Vec<Signal> {
    let found = counted(matter).into_iter().filter(|(_, _, _, strength)| *strength > 0.0);
    let signal = |(name, kind, detail, strength): Trait| Signal {
        name: name.to_owned(),
        strength,
        kind,
        detail: detail.to_owned(),
        is_rule: false,
    };
    found.map(signal).collect()
}

/// Its name, what fault it would be, in plain words, and how much of it there is.
type Trait = (&'static str, Kind, &'static str, f64);

fn counted(matter: &Matter<'_>) -> [Trait; 8] {
    let (name_away, number_away) = away(matter);
    let (_, possible_lost) = marks(matter, &[Mark::Possible]);
    let (future_added, _) = marks(matter, &[Mark::Future]);
    [
        ("sentence apart", Kind::Merged, "its words stand far apart in the cited spans", sentence_apart(matter)),
        ("name away", Kind::Merged, "a name stands beside what the cited spans tell elsewhere", name_away),
        ("number away", Kind::Counted, "a number stands beside what the cited spans tell elsewhere", number_away),
        ("speaker away", Kind::Attribution, "who speaks is not beside what is said in the spans", speaker_away(matter)),
        ("possible lost", Kind::Certainty, "it is surer than the cited spans", possible_lost),
        ("future added", Kind::Certainty, "the cited spans do not say that it will be so", future_added),
        ("strange names", Kind::Name, "it names what the cited spans do not name", strange_names(matter)),
        ("exchanged", Kind::Addition, "it follows the cited spans but for a word", exchanged(matter)),
    ]
}

/// Which share of its paired words the sentence of the spans that says most of them does not say.
fn sentence_apart(matter: &Matter<'_>) -> f64 {
    let says: Vec<usize> = (0..matter.said.tokens.len()).filter(|at| matter.weight(*at) > 0.0).collect();
    let best = matter.scores(&says).into_iter().fold(0.0, f64::max);
    let paired: f64 = says.iter().filter(|at| matter.is_paired(**at)).map(|at| matter.weight(*at)).sum();
    1.0 - best / paired.max(1.0)
}

fn strange_names(matter: &Matter<'_>) -> f64 {
    let tokens = &matter.said.tokens;
    let is_strange_name = |at: &usize| matter.weight(*at) > 0.0 && tokens[*at].is_name() && is_strange(matter, *at);
    (0..tokens.len()).filter(is_strange_name).count().min(3) as f64
}

fn is_strange(matter: &Matter<'_>, at: usize) -> bool {
    let token = &matter.said.tokens[at];
    if matter.is_paired(at) || token.number.is_some() || token.is_dated() {
        return false;
    }
    if token.is_han {
        let n = token.text.chars().count();
        let n_found = token.text.chars().filter(|c| matter.given.folded.contains(*c)).count();
        return !(n_found == n || n >= 3 && n_found * 3 >= n * 2);
    }
    !token.has(Mark::Light)
}

/// How many more words of a mark here than in the clauses that tell it there, and how many fewer.
fn marks(matter: &Matter<'_>, marks: &[Mark]) -> (f64, f64) {
    let clauses = matter.aligned.all_homes();
    let count = |reading: &Reading, within: &dyn Fn(usize) -> bool| {
        let mut n = 0;
        let mut before = false;
        for token in reading.tokens.iter().filter(|token| within(token.clause)) {
            let is_marked = token.has_any(marks);
            n += usize::from(is_marked && !before);
            before = is_marked;
        }
        n as f64
    };
    let said = count(&matter.said, &|_| true);
    let given = count(&matter.given, &|clause| clauses.contains(&clause));
    ((said - given).clamp(0.0, 2.0), (given - said).clamp(0.0, 2.0))
}

/// The least share of the other words that stand in a sentence with a name, and with a number.
fn away(matter: &Matter<'_>) -> (f64, f64) {
    let (said, given) = (&matter.said.tokens, &matter.given.tokens);
    let (mut of_names, mut of_numbers): (f64, f64) = (0.0, 0.0);
    for at in (0..said.len()).filter(|at| matter.is_paired(*at)) {
        let is_number = said[at].number.is_some();
        if !is_number && !said[at].is_name() {
            continue;
        }
        let others: Vec<usize> = (0..said.len())
            .filter(|other| said[*other].clause == said[at].clause && *other != at && matter.is_paired(*other))
            .filter(|other| matter.weight(*other) > 0.0 && !(said[*other].is_name() && said[at].is_name()))
            .collect();
        let total: f64 = others.iter().map(|other| matter.weight(*other)).sum();
        let in_sentence = |sentence: usize| -> f64 {
            let here = others
                .iter()
                .filter(|other| matter.pairs[**other].iter().any(|place| given[*place].sentence == sentence));
            here.map(|other| matter.weight(*other)).sum()
        };
        let best = matter.pairs[at].iter().map(|place| in_sentence(given[*place].sentence)).fold(0.0, f64::max);
        if total > 0.0 {
            let apart = 1.0 - best / total;
            if is_number { of_numbers = of_numbers.max(apart) } else { of_names = of_names.max(apart) }
        }
    }
    (of_names, of_numbers)
}

/// Who speaks here stands in no sentence that tells what is said.
fn speaker_away(matter: &Matter<'_>) -> f64 {
    let said = &matter.said.tokens;
    let speakers: Vec<usize> = (0..matter.said.n_sentences)
        .flat_map(|sentence| crate::rules::speakers(&matter.said, sentence))
        .filter(|at| matter.is_paired(*at))
        .collect();
    if speakers.is_empty() {
        return 0.0;
    }
    let rest: Vec<usize> = (0..said.len()).filter(|at| !speakers.contains(at)).collect();
    let Some(home) = matter.best_sentence(&rest) else { return 0.0 };
    let is_there = |at: &usize| matter.pairs[*at].iter().any(|place| matter.given.tokens[*place].sentence == home);
    let away = speakers.iter().filter(|at| !is_there(at)).count();
    away as f64 / speakers.len() as f64
}

/// How many words stand in the place of others, where the rest follows a sentence of the spans.
fn exchanged(matter: &Matter<'_>) -> f64 {
    let n = matter.said.tokens.len();
    let mut best = (0.0, 0.0);
    for sentence in 0..matter.given.n_sentences {
        let places: Vec<usize> = matter.given.sentence(sentence).collect();
        let line = crate::rules::line(matter, &places);
        let share = line.len() as f64 / n.max(1) as f64;
        if share > best.0 {
            let is_gap = |pair: &&[(usize, usize)]| {
                let (ours, theirs) = (pair[1].0 - pair[0].0 - 1, pair[1].1 - pair[0].1 - 1);
                (1..=2).contains(&ours) && (1..=3).contains(&theirs)
            };
            best = (share, (line.windows(2).filter(is_gap).count() as f64).min(3.0));
        }
    }
    if best.0 >= FOLLOWS { best.1 } else { 0.0 }
}
