//! Words in quotation marks: nobody is made to say what they did not.

use crate::lexicon::Mark;
use crate::matter::Matter;
use crate::{Fault, Kind};
use news::text::fold;

/// Fault: a quotation that no span holds.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let source = bare(&matter.claim.spans.iter().map(|span| span.text).collect::<Vec<_>>().join("\n"));
    let strange = quotations(matter.claim.text).into_iter().find(|quoted| {
        // What was left out of a quotation, or explained in it, is no word of it.
        let mut pieces = quoted.split(['…', '[', ']']).flat_map(|piece| piece.split("...")).map(bare);
        !(pieces.all(|words| source.contains(&words)) || matter.is_across && may_be_translated(matter, quoted))
    });
    strange.map(|quoted| Fault::new(Kind::Quote, format!("nobody says {quoted:?} in the cited spans")))
}

fn bare(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Across languages a quotation is known by its words, and only if somebody speaks in the spans.
fn may_be_translated(matter: &Matter<'_>, quoted: &str) -> bool {
    let is_short = quoted.chars().count() <= 12;
    let speaks = matter.given.tokens.iter().any(|token| token.is_quoted || token.has(Mark::Says));
    let places = (0..matter.said.tokens.len()).filter(|at| matter.said.tokens[*at].is_quoted);
    let content: Vec<usize> = places.filter(|at| matter.said.tokens[*at].is_content()).collect();
    let n_found = content.iter().filter(|at| matter.is_paired(**at)).count();
    is_short || speaks && n_found * 5 >= content.len() * 2
}

fn quotations(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (open, close) in [('“', '”'), ('「', '」'), ('『', '』'), ('"', '"'), ('《', '》')] {
        let mut rest = text;
        while let Some((quoted, after)) = rest.split_once(open).and_then(|(_, after)| after.split_once(close)) {
            found.push(quoted);
            rest = after;
        }
    }
    found
}
