//! Sound engineer: mixes, masters, labels. Rundown, takes -> master.
//!
//! The mixing is of the room `audio`; here is what a master must be and whether one is.

use crate::prose::speech::spoken_seconds;
use crate::reply::Rejected;
use crew::{Prompt, Rendered};
use news::Script;
use std::collections::BTreeSet;

/// What is mixed.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What was spoken.
    pub script: &'a Script,
}

/// What was measured of the delivered stereo file.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MasterFacts {
    /// Its length.
    pub seconds: f64,
    /// Integrated loudness, LUFS (ITU-R BS.1770-4).
    pub lufs: f64,
    /// True peak, dBTP.
    pub true_peak_db: f64,
    /// The longest silence inside a story, in seconds.
    pub longest_gap_seconds: f64,
    /// Its chapters.
    pub n_chapters: usize,
    /// Its captions.
    pub n_captions: usize,
}

/// What a master of this script should be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Integrated loudness asked for, LUFS. Source: Apple Podcasts, -16 LKFS, ±1.
    pub lufs: f64,
    /// How far it may be off, LU.
    pub tolerance_lu: f64,
    /// Highest true peak, dBTP. Source: Apple Podcasts, -1 dBFS.
    pub max_true_peak_db: f64,
    /// The longest silence inside a story, in seconds.
    pub max_gap_seconds: f64,
    /// Speech and pauses together should come to about this, without themes, in seconds.
    pub speech_seconds: f64,
    /// One chapter a story at least.
    pub n_stories: usize,
    /// One caption a line.
    pub n_cues: usize,
}

/// A programme this much shorter or longer than its script has lost or repeated something.
const SHORTEST: f64 = 0.5;
const LONGEST: f64 = 2.0;

/// Both themes and the stings together are shorter than this, in seconds.
const MAX_MUSIC_SECONDS: f64 = 45.0;

/// The working note of this role, with the plan as data: for a model that listens to a master.
pub fn prompt(input: &Input<'_>) -> Rendered {
    let plan = floor(input);
    let rows = serde_json::json!({
        "lufs": plan.lufs, "max_true_peak_db": plan.max_true_peak_db, "max_gap_seconds": plan.max_gap_seconds,
        "speech_seconds": plan.speech_seconds.round(), "stories": plan.n_stories, "lines": plan.n_cues,
    });
    Prompt::new(include_str!("../prompts/sound_engineer.md")).rows("plan", [rows]).render()
}

/// Takes a master, or says what is wrong with it.
pub fn check(master: &MasterFacts, input: &Input<'_>) -> Result<(), Rejected> {
    let plan = floor(input);
    let fault =
        sound_fault(master, &plan).or_else(|| length_fault(master, &plan)).or_else(|| parts_fault(master, &plan));
    fault.map_or(Ok(()), |why| Err(Rejected::because(why)))
}

fn sound_fault(master: &MasterFacts, plan: &Plan) -> Option<String> {
    let off = (master.lufs - plan.lufs).abs();
    if !master.lufs.is_finite() || off > plan.tolerance_lu {
        return Some(format!("the loudness is {:.1} LUFS, asked for were {:.1}", master.lufs, plan.lufs));
    }
    if !master.true_peak_db.is_finite() || master.true_peak_db > plan.max_true_peak_db {
        return Some(format!(
            "the true peak is {:.1} dBTP, at most {:.1} is allowed",
            master.true_peak_db, plan.max_true_peak_db
        ));
    }
    (master.longest_gap_seconds > plan.max_gap_seconds)
        .then(|| format!("there is a silence of {:.1} s inside a story", master.longest_gap_seconds))
}

fn length_fault(master: &MasterFacts, plan: &Plan) -> Option<String> {
    let (least, most) = (plan.speech_seconds * SHORTEST, plan.speech_seconds * LONGEST + MAX_MUSIC_SECONDS);
    let fits = (least..=most).contains(&master.seconds);
    (!fits).then(|| format!("the programme is {:.0} s long, {least:.0} to {most:.0} s were expected", master.seconds))
}

fn parts_fault(master: &MasterFacts, plan: &Plan) -> Option<String> {
    if master.n_chapters < plan.n_stories {
        return Some(format!("{} chapters for {} stories", master.n_chapters, plan.n_stories));
    }
    (master.n_captions < plan.n_cues).then(|| format!("{} captions for {} lines", master.n_captions, plan.n_cues))
}

/// What a master of this script should be.
pub fn floor(input: &Input<'_>) -> Plan {
    let cues = &input.script.cues;
    let stories: BTreeSet<_> =
        cues.iter().filter(|cue| cue.kind.sentence().is_some()).filter_map(|cue| cue.kind.story()).collect();
    let seconds =
        cues.iter().map(|cue| spoken_seconds(&cue.text, cue.language) + f64::from(cue.pause_ms) / 1000.0).sum();
    Plan {
        lufs: -16.0,
        tolerance_lu: 1.0,
        max_true_peak_db: -1.0,
        max_gap_seconds: 1.5,
        speech_seconds: seconds,
        n_stories: stories.len(),
        n_cues: cues.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::{Anchor, Cue, CueKind, Language, StoryId};

    fn script() -> Script {
        let story = StoryId::of("a");
        let cue = |kind, text: &str| Cue {
            anchor: Anchor::A,
            language: Language::EN,
            text: text.into(),
            kind,
            pause_ms: 400,
            overlap_ms: 0,
            marks: Vec::new(),
        };
        Script {
            cues: vec![
                cue(CueKind::Opening, "Good morning. This is the morning edition, with one story about the port."),
                cue(
                    CueKind::Body { story, sentence: 0 },
                    "The port of Meridian Bay reopened on Tuesday after nine days of strike.",
                ),
            ],
        }
    }

    const GOOD: MasterFacts = MasterFacts {
        seconds: 22.0,
        lufs: -16.3,
        true_peak_db: -1.4,
        longest_gap_seconds: 0.7,
        n_chapters: 3,
        n_captions: 2,
    };

    #[test]
    fn a_master_to_the_plan_passes() {
        assert_eq!(check(&GOOD, &Input { script: &script() }), Ok(()));
    }

    #[test]
    fn a_faulty_master_is_rejected() {
        for (master, why) in [
            (MasterFacts { lufs: -18.2, ..GOOD }, "loudness"),
            (MasterFacts { lufs: f64::NEG_INFINITY, ..GOOD }, "loudness"),
            (MasterFacts { true_peak_db: -0.4, ..GOOD }, "true peak"),
            (MasterFacts { longest_gap_seconds: 1.9, ..GOOD }, "silence"),
            (MasterFacts { seconds: 3.0, ..GOOD }, "long"),
            (MasterFacts { n_chapters: 0, ..GOOD }, "chapters"),
            (MasterFacts { n_captions: 1, ..GOOD }, "captions"),
        ] {
            let rejected = check(&master, &Input { script: &script() }).unwrap_err();
            assert!(rejected.why.contains(why), "{rejected}");
        }
    }
}
