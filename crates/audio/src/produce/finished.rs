//! The finished file as a whole, as it decodes: a programme that lacks lines of its script is not handed on.

use crate::Error;
use crate::cast::SpokenLine;
use crate::take::{Finished, ProgrammeDefect, check_finished};
use news::edition::TranscriptLine;
use news::{CueKind, Script};

/// What is not as it should be, in plain words. Lines that nobody could speak are told where they were lost.
///
/// Errors: `Invalid` if the label or more than one line in twenty is not in the file as the script has it.
pub(super) fn check(
    finished: &Finished,
    script: &Script,
    lines: &[SpokenLine],
    transcript: &[TranscriptLine],
) -> Result<Vec<String>, Error> {
    let spoken = Script { cues: lines.iter().filter_map(|line| script.cues.get(line.cue).cloned()).collect() };
    let defects = check_finished(finished, &spoken, transcript);
    let is_of_lines = |defect: &&ProgrammeDefect| defect.line().is_some();
    let of_lines: Vec<&ProgrammeDefect> = defects.iter().filter(is_of_lines).collect();
    let label = spoken.cues.iter().find(|cue| cue.kind == CueKind::Label).map(|cue| cue.text.trim());
    let has_no_label = of_lines.iter().any(|defect| label.is_some() && defect.line() == label);
    if has_no_label || of_lines.len() * 20 > spoken.cues.len() {
        let told: Vec<String> = of_lines.iter().take(3).map(ToString::to_string).collect();
        return Err(Error::Invalid(format!("the finished programme is not its script: {}", told.join("; "))));
    }
    Ok(defects.iter().map(|defect| format!("in the finished file: {defect}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cast::Rank;
    use crate::take::Sound;
    use news::{Anchor, Cue, Language};

    fn cue(text: &str, kind: CueKind) -> Cue {
        let (anchor, language) = (Anchor::A, Language::EN);
        Cue { anchor, language, text: text.into(), kind, pause_ms: 300, overlap_ms: 0, marks: Vec::new() }
    }

    /// A programme of a label and twenty-four lines, of a second each; `heard` says how loud each is.
    fn checked(heard: impl Fn(usize) -> f64, keep: impl Fn(usize) -> bool) -> Result<Vec<String>, String> {
        let text = |n: usize| if n == 0 { "Made by AI.".to_owned() } else { format!("Line {n}.") };
        let kind = |n: usize| if n == 0 { CueKind::Label } else { CueKind::Opening };
        let script = Script { cues: (0..25).map(|n| cue(&text(n), kind(n))).collect() };
        let line = |n: usize| SpokenLine {
            cue: n,
            anchor: Anchor::A,
            wanted: "one/a".into(),
            voice: "one/a".into(),
            rank: Rank::Primary,
            missed: Vec::new(),
        };
        let transcribed = |n: usize| TranscriptLine {
            start_ms: n as u64 * 1000,
            end_ms: n as u64 * 1000 + 900,
            speaker: "A".into(),
            language: Language::EN,
            text: text(n),
            story: None,
            sentence: None,
            manner: kind(n).manner(),
            words: Vec::new(),
        };
        let lines: Vec<SpokenLine> = (0..25).map(line).collect();
        let transcript: Vec<TranscriptLine> = (0..25).filter(|n| keep(*n)).map(transcribed).collect();
        let db = (0..2500).map(|moment| heard(moment / 100)).collect();
        let finished = Finished { sound: Sound { db, a_second: 100.0 }, lufs: -16.0, true_peak_db: -2.0 };
        check(&finished, &script, &lines, &transcript).map_err(|error| error.to_string())
    }

    #[test]
    fn a_whole_programme_has_nothing_to_tell() {
        assert_eq!(checked(|_| -20.0, |_| true), Ok(Vec::new()));
    }

    #[test]
    fn one_line_that_is_not_heard_is_told() {
        let told = checked(|n| if n == 7 { -90.0 } else { -20.0 }, |_| true);
        assert_eq!(
            told,
            Ok(vec!["in the finished file: nothing is heard where this line should be: \"Line 7.\"".to_owned()])
        );
    }

    #[test]
    fn without_its_label_or_with_many_lines_missing_it_is_not_handed_on() {
        let refused = |why: &str| Err(format!("the finished programme is not its script: {why}"));
        let unheard = "nothing is heard where this line should be: \"Made by AI.\"";
        assert_eq!(checked(|n| if n == 0 { -90.0 } else { -20.0 }, |_| true), refused(unheard));
        let lacks = "the programme lacks the line \"Line 3.\"; the programme lacks the line \"Line 4.\"";
        assert_eq!(checked(|_| -20.0, |n| n != 3 && n != 4), refused(lacks));
    }
}
