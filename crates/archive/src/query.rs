//! What somebody typed, as a question the index understands. Nothing that can be typed breaks it.

use news::text;

/// More words than this make no question better.
const MAX_PARTS: usize = 32;
/// A longer phrase is cut: what begins alike for so long is the same text.
const MAX_TERMS_IN_PHRASE: usize = 64;

/// The parts of a question; each is a phrase the index understands.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Query {
    parts: Vec<String>,
    /// The terms that are looked for in a text to show the place.
    pub(crate) terms: Vec<String>,
}

impl Query {
    pub(crate) fn parse(typed: &str) -> Self {
        let folded = text::fold(typed);
        let mut query = Self { parts: Vec::new(), terms: Vec::new() };
        for word in folded.split_whitespace() {
            for run in runs(word) {
                query.add(&run);
            }
        }
        query.parts.truncate(MAX_PARTS);
        query
    }

    /// The question whether all parts stand in a text; `None` if there is nothing to ask for.
    pub(crate) fn all(&self) -> Option<String> {
        (!self.parts.is_empty()).then(|| self.parts.join(" AND "))
    }

    /// The question whether any part stands in a text; `None` if that is the same question.
    pub(crate) fn any(&self) -> Option<String> {
        (self.parts.len() > 1).then(|| self.parts.join(" OR "))
    }

    fn add(&mut self, run: &str) {
        let mut chars = run.chars();
        if let (Some(only), None) = (chars.next(), chars.next())
            && text::is_han(only)
        {
            // Terms are pairs of Han characters: one alone is the beginning of a pair, see `index`.
            self.parts.push(format!("\"{only}\" *"));
            self.terms.push(only.to_string());
            return;
        }
        let mut terms = text::terms(run);
        terms.truncate(MAX_TERMS_IN_PHRASE);
        if !terms.is_empty() {
            // Terms hold letters, digits, full stops and commas only, so nothing ends the quotation early.
            self.parts.push(format!("\"{}\"", terms.join(" ")));
            self.terms.append(&mut terms);
        }
    }
}

/// A word cut where Han characters begin or end.
fn runs(word: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut was_han = None;
    for c in word.chars() {
        let is_han = text::is_han(c);
        match runs.last_mut().filter(|_| was_han == Some(is_han)) {
            Some(run) => run.push(c),
            None => runs.push(c.to_string()),
        }
        was_han = Some(is_han);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(typed: &str, parts: &[&str]) {
        assert_eq!(Query::parse(typed).parts, parts, "{typed}");
    }

    #[test]
    fn what_is_typed_becomes_phrases_of_terms() {
        check("port strikes", &["\"port\"", "\"strike\""]);
        check("渡轮停航", &["\"渡轮 轮停 停航\""]);
        check("臺灣 GPT-5发布", &["\"台湾\"", "\"gpt 5\"", "\"发布\""]);
        check("税", &["\"税\" *"]);
    }

    #[test]
    fn operators_and_quotes_ask_for_nothing() {
        check("\"NEAR(a, b)\" AND", &["\"near\"", "\"b\""]);
        check("\" ' * ( ) : ^ - + {", &[]);
        check("the of and", &[]);
        assert_eq!(Query::parse("").all(), None);
        assert_eq!(Query::parse("port").any(), None);
    }
}
