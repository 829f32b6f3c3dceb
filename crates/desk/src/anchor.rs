//! Anchor: speaks. Script -> takes.
//!
//! The voice itself is of the room `audio`; here is what it is asked for and whether a take is what was asked.

use crate::prose::speech::spoken_seconds;
use crate::reply::Rejected;
use crew::{Prompt, Rendered};
use news::{Cue, CueKind};

/// One line to be spoken.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The line.
    pub cue: &'a Cue,
}

/// What was measured of a take.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TakeFacts {
    /// Its length.
    pub seconds: f64,
    /// Its greatest sample, in dBFS; minus infinity for silence.
    pub peak_db: f64,
    /// The longest silence inside it, in seconds.
    pub longest_silence_seconds: f64,
    /// Samples at full scale.
    pub n_clipped: usize,
    /// How loud its last 50 ms are, in dBFS: speech that is still loud there was cut off.
    pub tail_db: f64,
}

/// What a line should come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// Its length as spoken at a newsreader's pace, in seconds.
    pub seconds: f64,
    /// The shortest length that can hold all of it.
    pub min_seconds: f64,
    /// The longest length that is not a stall.
    pub max_seconds: f64,
}

/// Voices differ in pace by less than this factor; a take outside has skipped or repeated something.
const FASTEST: f64 = 0.4;
const SLOWEST: f64 = 2.5;

/// Below this peak a take is silent, in dBFS.
const SILENCE_DB: f64 = -45.0;

/// A longer silence inside one line is heard as a fault, in seconds.
const LONGEST_SILENCE_SECONDS: f64 = 1.5;

/// A take whose end is louder than this was cut off, in dBFS.
const TAIL_DB: f64 = -20.0;

/// The style note for voices that take one, with the line as data.
pub fn prompt(input: &Input<'_>) -> Rendered {
    Prompt::new(include_str!("../prompts/anchor.md"))
        .rows("line", [serde_json::json!({"language": input.cue.language, "kind": kind(&input.cue.kind), "text": input.cue.text})])
        .render()
}

fn kind(kind: &CueKind) -> &'static str {
    match kind {
        CueKind::Label => "label",
        CueKind::Opening => "opening",
        CueKind::Transition { .. } => "transition",
        CueKind::Headline { .. } => "headline",
        CueKind::Body { .. } => "body",
        CueKind::Witness { .. } => "witness",
        CueKind::Retold { .. } => "retold",
        CueKind::Talk { .. } => "talk",
        CueKind::Recall { .. } => "recall",
        CueKind::Correction => "correction",
        CueKind::Closing => "closing",
    }
}

/// Takes a voice's take, or says what is wrong with it.
pub fn check(take: &TakeFacts, input: &Input<'_>) -> Result<(), Rejected> {
    let expected = floor(input);
    if !take.seconds.is_finite() || take.seconds <= 0.0 || take.peak_db < SILENCE_DB {
        return Err(Rejected::because(format!(
            "the take is silent: {:.2} s, peak {:.1} dBFS",
            take.seconds, take.peak_db
        )));
    }
    if take.seconds < expected.min_seconds {
        return Err(Rejected::because(format!(
            "the take is {:.1} s long, {:.1} s at least were expected",
            take.seconds, expected.min_seconds
        )));
    }
    if take.seconds > expected.max_seconds {
        return Err(Rejected::because(format!(
            "the take is {:.1} s long, {:.1} s at most were expected",
            take.seconds, expected.max_seconds
        )));
    }
    if take.n_clipped > 0 {
        return Err(Rejected::because(format!("{} samples of the take are clipped", take.n_clipped)));
    }
    if take.longest_silence_seconds > LONGEST_SILENCE_SECONDS {
        return Err(Rejected::because(format!(
            "the take is silent for {:.1} s in its middle",
            take.longest_silence_seconds
        )));
    }
    if take.tail_db > TAIL_DB {
        return Err(Rejected::because(format!("the take ends at {:.0} dBFS: it was cut off", take.tail_db)));
    }
    Ok(())
}

/// How long a line should take to say.
pub fn floor(input: &Input<'_>) -> Expected {
    let seconds = spoken_seconds(&input.cue.text, input.cue.language);
    // A short line's estimate is rough: a third of a second either way.
    Expected { seconds, min_seconds: (seconds * FASTEST - 0.3).max(0.1), max_seconds: seconds * SLOWEST + 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Anchor, Language};

    fn line(text: &str) -> Cue {
        let (anchor, language, kind) = (Anchor::A, Language::ZH, CueKind::Opening);
        Cue { anchor, language, text: text.into(), kind, pause_ms: 0, overlap_ms: 0, marks: Vec::new() }
    }

    const GOOD: TakeFacts =
        TakeFacts { seconds: 3.0, peak_db: -6.0, longest_silence_seconds: 0.3, n_clipped: 0, tail_db: -60.0 };

    #[test]
    fn a_take_of_the_expected_length_passes() {
        let cue = line("港口周二恢复作业，夜班周三恢复。");
        assert_eq!(check(&GOOD, &Input { cue: &cue }), Ok(()));
    }

    #[test]
    fn a_faulty_take_is_rejected() {
        let cue = line("港口周二恢复作业，夜班周三恢复。");
        for (take, why) in [
            (TakeFacts { peak_db: -70.0, ..GOOD }, "silent"),
            (TakeFacts { seconds: f64::NAN, ..GOOD }, "silent"),
            (TakeFacts { seconds: 0.4, ..GOOD }, "at least"),
            (TakeFacts { seconds: 30.0, ..GOOD }, "at most"),
            (TakeFacts { n_clipped: 3, ..GOOD }, "clipped"),
            (TakeFacts { longest_silence_seconds: 2.0, ..GOOD }, "middle"),
            (TakeFacts { tail_db: -8.0, ..GOOD }, "cut off"),
        ] {
            let rejected = check(&take, &Input { cue: &cue }).unwrap_err();
            assert!(rejected.why.contains(why), "{rejected}");
        }
    }
}
