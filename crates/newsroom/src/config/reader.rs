//! What the reader asks for: a profile that is short, and weights whose names mean something.

use super::Error;
use super::check::Check;
use super::nearest;
use super::written::Written;
use desk::assignment_editor::beat_names;
use news::Source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A profile is a few sentences. What is longer is not a wish any more, and every prompt would carry it.
const MAX_CHARS: usize = 1_000;
/// What a beat or a topic counts at most.
const MOST: f64 = 5.0;

/// What the reader asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ReaderPlan {
    /// In plain words.
    pub profile: String,
    /// What a topic or a beat counts.
    pub beats: BTreeMap<String, f64>,
}

impl ReaderPlan {
    /// What rules make of the profile and the weights, a line each; empty if nothing is asked for or understood.
    pub fn understood(&self) -> Vec<String> {
        desk::Reader::new(&self.profile, &self.beats).understood()
    }
}

pub(super) fn understand(written: &Written, sources: &[Source], check: &Check<'_>) -> Result<ReaderPlan, Error> {
    let reader = &written.reader;
    let n_chars = reader.profile.chars().count();
    if n_chars > MAX_CHARS {
        let why = format!("a profile has at most {MAX_CHARS} characters");
        return Err(check.value("reader.profile", &format!("{n_chars} characters"), &why));
    }
    for (name, times) in &reader.beats {
        if !(0.0..=MOST).contains(times) {
            let why = "a weight is 0 (left out) to 5; 1 is ordinary";
            return Err(check.value(&format!("reader.beats.{name}"), &times.to_string(), why));
        }
        let is_known = beat_names().contains(&name.as_str()) || sources.iter().any(|source| source.beat == *name);
        if !is_known {
            let near = nearest(name, beat_names()).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            let why = format!("is neither a topic nor a beat{near}");
            return Err(check.value("reader.beats", name, &why));
        }
    }
    Ok(ReaderPlan { profile: reader.profile.clone(), beats: reader.beats.clone() })
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use expect_test::{Expect, expect};
    use std::path::Path;

    fn check(reader: &str, expected: Expect) {
        let text = format!("[reader]\n{reader}\n[[source]]\nurl = \"https://a.example/feed\"\nbeat = \"china\"\n");
        let shown = match parse(&text, Path::new("newsroom.toml")) {
            Ok(config) => format!("{:?}", config.reader),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_profile_and_weights_are_read() {
        check(
            "profile = \"多看芯片\"\nbeats = { chips = 2.0, sport = 0, \"足球\" = 0.5, china = 1.5 }",
            expect![[
                r#"ReaderPlan { profile: "多看芯片", beats: {"china": 1.5, "chips": 2.0, "sport": 0.0, "足球": 0.5} }"#
            ]],
        );
    }

    #[test]
    fn what_means_nothing_is_refused_with_what_would_do() {
        check(
            "beats = { footbal = 2 }",
            expect!["newsroom.toml: reader.beats = footbal: is neither a topic nor a beat; did you mean `football`?"],
        );
        check(
            "beats = { chips = 9 }",
            expect!["newsroom.toml: reader.beats.chips = 9: a weight is 0 (left out) to 5; 1 is ordinary"],
        );
        check(
            "profil = \"more chips\"",
            expect!["newsroom.toml: line 2: unknown key `profil` in [reader]; did you mean `profile`?"],
        );
    }
}
