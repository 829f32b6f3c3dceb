//! Fills a length of time with what is worth most: at most one choice of each story.

/// One way to tell a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub n_sentences: usize,
    pub seconds: u32,
    pub value: u64,
}

/// How many sentences of each story are told, `None` if none. If not even one story fits, the shortest choice
/// of the worthiest story is told all the same: an edition is never empty for want of seconds.
pub(super) fn fill(stories: &[Vec<Choice>], seconds: u32) -> Vec<Option<usize>> {
    let n_seconds = seconds as usize;
    // best[s] is the greatest value within s seconds; took[i][s] is the choice of story i in it.
    let mut best = vec![0u64; n_seconds + 1];
    let mut took: Vec<Vec<Option<usize>>> = Vec::with_capacity(stories.len());
    for choices in stories {
        let (next, row) = with_story(&best, choices);
        best = next;
        took.push(row);
    }
    let picked = walk_back(stories, &took, n_seconds);
    if picked.iter().any(Option::is_some) { picked } else { one_at_least(stories) }
}

fn with_story(best: &[u64], choices: &[Choice]) -> (Vec<u64>, Vec<Option<usize>>) {
    let mut next = best.to_vec();
    let mut row = vec![None; best.len()];
    for s in 0..best.len() {
        for (index, choice) in choices.iter().enumerate() {
            let Some(before) = s.checked_sub(choice.seconds as usize) else {
                continue;
            };
            let value = best[before] + choice.value;
            if value > next[s] {
                next[s] = value;
                row[s] = Some(index);
            }
        }
    }
    (next, row)
}

fn walk_back(stories: &[Vec<Choice>], took: &[Vec<Option<usize>>], n_seconds: usize) -> Vec<Option<usize>> {
    let mut left = n_seconds;
    let mut picked = vec![None; stories.len()];
    for i in (0..stories.len()).rev() {
        let choice = took[i][left].and_then(|index| stories[i].get(index));
        if let Some(choice) = choice {
            picked[i] = Some(choice.n_sentences);
            left -= choice.seconds as usize;
        }
    }
    picked
}

fn one_at_least(stories: &[Vec<Choice>]) -> Vec<Option<usize>> {
    let worth = |choices: &[Choice]| choices.iter().map(|choice| choice.value).max();
    let best = (0..stories.len())
        .filter(|i| !stories[*i].is_empty())
        .max_by_key(|i| (worth(&stories[*i]), std::cmp::Reverse(*i)));
    (0..stories.len()).map(|i| (Some(i) == best).then_some(1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(n_sentences: usize, seconds: u32, value: u64) -> Choice {
        Choice { n_sentences, seconds, value }
    }

    #[test]
    fn the_worthiest_set_within_the_time_is_taken() {
        let stories = vec![
            vec![choice(1, 10, 60), choice(2, 20, 80)],
            vec![choice(1, 10, 50), choice(2, 20, 90)],
            vec![choice(1, 25, 70)],
        ];
        assert_eq!(fill(&stories, 30), [Some(1), Some(2), None]);
        assert_eq!(fill(&stories, 45), [Some(1), Some(1), Some(1)]);
        assert_eq!(fill(&stories, 1000), [Some(2), Some(2), Some(1)]);
    }

    #[test]
    fn one_story_is_told_even_without_time() {
        let stories = vec![vec![choice(1, 10, 60)], vec![choice(1, 10, 90), choice(2, 20, 95)]];
        assert_eq!(fill(&stories, 5), [None, Some(1)]);
        assert_eq!(fill(&[], 5), Vec::<Option<usize>>::new());
    }
}
