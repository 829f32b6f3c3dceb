//! Which place of the spans each word of a sentence stands for: one for each, close to those of its neighbours.

use crate::matter::Matter;
use std::collections::{BTreeMap, BTreeSet};

/// For each word of the sentence its place in the spans, if it has one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Alignment {
    pub places: Vec<Option<usize>>,
    /// For each clause of the sentence the clauses of the spans that tell it, the first one the most.
    homes: BTreeMap<usize, Vec<usize>>,
}

impl Alignment {
    pub fn of(matter: &Matter<'_>) -> Self {
        let mut alignment = Self { places: vec![None; matter.said.tokens.len()], homes: BTreeMap::new() };
        let whole = matter.scores(&(0..matter.said.tokens.len()).collect::<Vec<_>>());
        for clause in matter.clauses() {
            alignment.place(matter, &clause, &whole);
        }
        alignment
    }

    fn place(&mut self, matter: &Matter<'_>, clause: &[usize], whole: &[f64]) {
        let given = &matter.given.tokens;
        // A clause of few words belongs where the rest of its sentence stands.
        let own = matter.scores(clause);
        let scores: Vec<f64> = own.iter().zip(whole).map(|(own, whole)| own + whole * 0.2).collect();
        let Some(home) = crate::matter::best(&scores) else { return };
        let mut of_clauses = vec![0.0; matter.given.n_clauses];
        for at in clause {
            let seen: BTreeSet<usize> = matter.pairs[*at].iter().map(|place| given[*place].clause).collect();
            for clause in seen {
                of_clauses[clause] += matter.weight(*at) + 0.05;
            }
        }
        let mut order: Vec<usize> = (0..of_clauses.len()).filter(|clause| of_clauses[*clause] > 0.0).collect();
        let in_home = |clause: usize| given.iter().any(|token| token.clause == clause && token.sentence == home);
        let key = |clause: &usize| of_clauses[*clause] + if in_home(*clause) { 0.6 } else { 0.0 };
        order.sort_by(|a, b| key(b).total_cmp(&key(a)));
        let best = order.first().copied();
        let mut told: BTreeMap<usize, f64> = BTreeMap::new();
        for at in clause.iter().copied() {
            let key = |place: &&usize| (Some(given[**place].clause) != best, given[**place].sentence != home, **place);
            let place = matter.pairs[at].iter().min_by_key(key).copied();
            self.places[at] = place;
            if let Some(place) = place {
                *told.entry(given[place].clause).or_default() += matter.weight(at);
            }
        }
        let mut homes: Vec<(usize, f64)> =
            told.into_iter().filter(|(clause, weight)| *weight >= 2.0 || Some(*clause) == best).collect();
        homes.sort_by(|a, b| b.1.total_cmp(&a.1));
        let name = matter.said.tokens[clause[0]].clause;
        self.homes.insert(name, homes.into_iter().map(|(clause, _)| clause).collect());
    }

    /// The clauses of the spans that tell this clause.
    pub fn homes(&self, clause: usize) -> &[usize] {
        self.homes.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// All clauses of the spans that tell the sentence.
    pub fn all_homes(&self) -> BTreeSet<usize> {
        self.homes.values().flatten().copied().collect()
    }

    /// The words of the sentence that stand for this place.
    pub fn words_of(&self, place: usize) -> impl Iterator<Item = usize> + '_ {
        self.places.iter().enumerate().filter(move |(_, found)| **found == Some(place)).map(|(at, _)| at)
    }
}
