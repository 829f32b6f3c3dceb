//! Tests of the managing editor.

use super::*;
use crate::fixture::{self, context, port_story, zh_story};
use news::{Dating, SpikeReason};

struct Case {
    copies: Vec<FinalCopy>,
    stories: BTreeMap<StoryId, Story>,
    ctx: Context,
    hours_later: i64,
    label_text: BTreeMap<Language, String>,
    sound: Sound,
}

fn case() -> Case {
    let (port, chinese, ctx) = (port_story(), zh_story(), context());
    Case {
        copies: vec![fixture::copy_of(&chinese, Language::ZH), fixture::copy_of(&port, Language::EN)],
        stories: BTreeMap::from([(port.id.clone(), port), (chinese.id.clone(), chinese)]),
        label_text: ctx.label_spoken.clone(),
        ctx,
        hours_later: 0,
        sound: Sound::Labelled,
    }
}

fn proof(case: &Case) -> Proof<'_> {
    let now = fixture::hours_ago(-case.hours_later);
    Proof {
        copies: &case.copies,
        stories: &case.stories,
        ctx: &case.ctx,
        now,
        label_text: &case.label_text,
        sound: case.sound,
    }
}

fn dropped(case: &Case) -> Vec<SpikeReason> {
    floor(&proof(case)).drop.iter().map(|(_, spike)| spike.reason).collect()
}

#[test]
fn a_sound_edition_goes_out_now() {
    assert_eq!(floor(&proof(&case())), Decision { release: Release::Now, drop: Vec::new() });
}

#[test]
fn age_is_checked_again_at_release() {
    let late = Case { hours_later: 24, ..case() };
    let decision = floor(&proof(&late));
    assert_eq!(dropped(&late), [SpikeReason::Stale, SpikeReason::Stale]);
    assert!(matches!(decision.release, Release::Hold { .. }), "{decision:?}");
}

#[test]
fn an_undated_story_is_taken_out() {
    let mut case = case();
    for story in case.stories.values_mut() {
        if story.items[0].language == Language::ZH {
            story.items[0].dating = Dating::unknown();
        }
    }
    assert_eq!(dropped(&case), [SpikeReason::Undated]);
    assert_eq!(floor(&proof(&case)).release, Release::Now);
}

#[test]
fn an_uncited_sentence_takes_its_story_out() {
    let mut case = case();
    case.copies[1].sentences[0].citations.clear();
    assert_eq!(dropped(&case), [SpikeReason::Unsupported]);
}

#[test]
fn the_same_headline_goes_out_once() {
    let mut case = case();
    case.copies.push(case.copies[1].clone());
    assert_eq!(dropped(&case), [SpikeReason::Duplicate]);
}

#[test]
fn an_edition_without_its_label_is_killed() {
    let mut unlabelled = case();
    unlabelled.label_text.remove(&Language::EN);
    assert!(matches!(floor(&proof(&unlabelled)).release, Release::Kill { .. }));
    let silent_label = Case { sound: Sound::Unlabelled, ..case() };
    assert!(matches!(floor(&proof(&silent_label)).release, Release::Kill { .. }));
    assert_eq!(floor(&proof(&Case { sound: Sound::None, ..case() })).release, Release::Now);
}

#[test]
fn an_empty_edition_is_held() {
    let empty = Case { copies: Vec::new(), ..case() };
    assert!(matches!(floor(&proof(&empty)).release, Release::Hold { .. }));
}

#[test]
fn a_model_may_hold_what_rules_release_but_not_release_what_they_kill() {
    let good = case();
    let hold = r#"{"release":"hold","why":"Two headlines promise too much."}"#;
    assert!(matches!(check(hold, &proof(&good)).unwrap().release, Release::Hold { .. }));
    let mut unlabelled = case();
    unlabelled.label_text.clear();
    let now = r#"{"release":"now","why":"Fine."}"#;
    assert_eq!(check(now, &proof(&good)).unwrap().release, Release::Now);
    assert!(matches!(check(now, &proof(&unlabelled)).unwrap().release, Release::Kill { .. }));
}
