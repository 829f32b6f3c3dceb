//! Whatever fails wherever, the script is heard whole, and voices change as seldom as they can.

use super::*;
use crate::cast::fakes::{Does, Fake, QUICK};
use crate::cast::{Patience, Rank};
use gateway::voice::VoiceFaultKind;
use news::StoryId;
use std::sync::Arc;

const FAULTS: &[Does] = &[
    Does::Fail(VoiceFaultKind::Transient),
    Does::Fail(VoiceFaultKind::Rate),
    Does::Fail(VoiceFaultKind::Content),
    Does::Fail(VoiceFaultKind::Input),
    Does::FailAfterSound(VoiceFaultKind::Truncated),
    Does::FailAfterSound(VoiceFaultKind::Transient),
    Does::Fail(VoiceFaultKind::Empty),
    Does::Wait(1),
    Does::Wait(40_000),
    Does::Hang,
    Does::HangAfterSound,
    Does::Silent,
    Does::CutShort,
];

fn cue(anchor: Anchor, text: String, kind: CueKind) -> Cue {
    Cue { anchor, language: Language::EN, text, kind, pause_ms: 300, overlap_ms: 0, marks: Vec::new() }
}

/// A label, and so many stories of so many lines, all of one anchor.
fn script(n_stories: usize, n_lines: usize) -> Script {
    let label = cue(Anchor::A, "This is made by AI.".into(), CueKind::Label);
    let body = |story: usize, sentence: usize| {
        let text = format!("Line {sentence} of story {story} says what the harbour did on that day.");
        cue(Anchor::A, text, CueKind::Body { story: StoryId::of(&format!("story {story}")), sentence })
    };
    let bodies = (0..n_stories).flat_map(|story| (0..n_lines).map(move |sentence| body(story, sentence)));
    Script { cues: std::iter::once(label).chain(bodies).collect() }
}

fn cast(primary: &Arc<Fake>, backup: &Arc<Fake>) -> Cast {
    let mut cast = Cast::default();
    cast.add(Anchor::A, primary.in_rank(Rank::Primary));
    cast.add(Anchor::A, backup.in_rank(Rank::Backup));
    cast.add(Anchor::A, Fake::seat("espeak/f3", Rank::Floor, &[]));
    cast
}

fn healthy(route: &str) -> Arc<Fake> {
    Fake::new(route, &[], Does::Speak)
}

/// Who spoke each line, one letter a line: the primary, the backup, the floor; stories with a space between.
async fn check(script: &Script, cast: &Cast, session: &Session) -> String {
    let reading = Booth::new(script, cast, &Spelling::default(), session).read(&|_| {}, &|_| {}).await.unwrap();
    let heard: Vec<&Cue> = reading.takes.iter().map(|line| &line.cue).collect();
    assert_eq!(heard, script.cues.iter().collect::<Vec<_>>(), "every line once, in order");
    let mut told = String::new();
    for line in &reading.lines {
        if line.cue > 0 && begins_story(&script.cues[line.cue - 1], &script.cues[line.cue]) {
            told.push(' ');
        }
        told.push(match line.rank {
            Rank::Primary => 'p',
            Rank::Backup => 'b',
            Rank::Floor => 'f',
        });
    }
    told
}

/// One line at a time, so that faults meet the lines they are meant for.
fn in_turn() -> Session {
    Session::new(Patience { at_once: 1, ..QUICK }, None)
}

fn quick() -> Session {
    Session::new(QUICK, None)
}

#[tokio::test]
async fn one_failed_line_changes_no_other() {
    let twice = [Does::Speak, Does::Speak, Does::Silent, Does::Silent];
    let primary = Fake::new("one/a", &twice, Does::Speak);
    assert_eq!(check(&script(2, 3), &cast(&primary, &healthy("two/b")), &in_turn()).await, "p pbp ppp");
}

#[tokio::test]
async fn a_voice_that_fails_twice_gives_the_rest_of_the_story_away_and_comes_back_at_the_next() {
    let refused = Does::Fail(VoiceFaultKind::Content);
    let primary = Fake::new("one/a", &[Does::Speak, Does::Speak, refused, refused], Does::Speak);
    let reading_of = check(&script(2, 5), &cast(&primary, &healthy("two/b")), &in_turn()).await;
    assert_eq!(reading_of, "p pbbbb ppppp");
}

#[tokio::test]
async fn a_take_that_is_there_stays_where_nobody_can_say_the_line_again() {
    let refused = Does::Fail(VoiceFaultKind::Content);
    let primary = Fake::new("one/a", &[Does::Speak, refused, refused], Does::Speak);
    let mut cast = Cast::default();
    cast.add(Anchor::A, primary.in_rank(Rank::Primary));
    let silent = Fake::new("two/b", &[Does::Speak, Does::Speak], Does::Silent);
    cast.add(Anchor::A, silent.in_rank(Rank::Backup));
    assert_eq!(check(&script(1, 4), &cast, &in_turn()).await, "p bbpp");
}

#[tokio::test]
async fn an_outage_costs_few_waits_and_ends_when_the_vendor_is_well_again() {
    let dead = Fake::new("one/a", &[], Does::Hang);
    let told = check(&script(12, 5), &cast(&dead, &healthy("two/b")), &quick()).await;
    assert!(!told.contains('p'), "{told}");
    // The label, the first lines of the first story side by side, then one line at the stories 2, 4 and 8.
    let n_asked = dead.asked.lock().unwrap().len();
    assert_eq!(n_asked, 1 + 4 + 3, "each is one wait");

    let ill_for_a_while = Fake::new("one/a", &[Does::Hang; 5], Does::Speak);
    let told = check(&script(4, 3), &cast(&ill_for_a_while, &healthy("two/b")), &quick()).await;
    assert_eq!(told, "b bbb bbb bbb ppp");
}

#[tokio::test]
async fn neighbours_are_told_within_a_story() {
    let primary = healthy("one/a");
    check(&script(2, 2), &cast(&primary, &healthy("two/b")), &in_turn()).await;
    let mut asked: Vec<(String, String)> =
        primary.asked.lock().unwrap().iter().map(|line| (line.before.clone(), line.after.clone())).collect();
    asked.sort();
    let line = |story: usize, n: usize| format!("Line {n} of story {story} says what the harbour did on that day.");
    let none = String::new;
    let expected =
        [(none(), none()), (none(), line(0, 1)), (none(), line(1, 1)), (line(0, 0), none()), (line(1, 0), none())];
    assert_eq!(asked, expected);
}

#[test]
fn only_the_chinese_label_is_said_slowly() {
    let label = |text: &str, language| Cue { language, ..cue(Anchor::A, text.into(), CueKind::Label) };
    let mut script = script(1, 1);
    script.cues[0] = label("以下内容由人工智能生成合成。", Language::ZH);
    script.cues.push(label("This is made by AI.", Language::EN));
    let paces = |script: &Script| -> Vec<f32> {
        wanted(script, &Cast::default(), &Spelling::default()).iter().flatten().map(|wanted| wanted.line.pace).collect()
    };
    assert_eq!(paces(&script), [LABEL_PACE, 1.0, 1.0]);
}

#[tokio::test]
async fn whatever_fails_wherever_every_line_is_heard_once_in_order() {
    for seed in 1..=12_u64 {
        println!("seed {seed}");
        let mut chance = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut next = |n: usize| {
            chance ^= chance << 13;
            chance ^= chance >> 7;
            chance ^= chance << 17;
            (chance % n as u64) as usize
        };
        // Each of the two fails one line in two or three.
        let mut ill = |n: usize| {
            let does: Vec<Does> =
                (0..120).map(|_| if next(n) == 0 { FAULTS[next(FAULTS.len())] } else { Does::Speak }).collect();
            does
        };
        let (one, two) = (Fake::new("one/a", &ill(2), Does::Speak), Fake::new("two/b", &ill(3), Does::Speak));
        check(&script(6, 4), &cast(&one, &two), &quick()).await;
    }
}
