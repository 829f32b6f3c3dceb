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
    assert_eq!(floor(&proof(&case())), Decision { release: Release::Now, drop: Vec::new(), objection: None });
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
fn a_model_may_take_a_story_out_but_stop_no_edition_and_release_none_that_rules_kill() {
    let good = Case { copies: vec![case().copies[0].clone(); 3], ..case() };
    let by_rules = floor(&proof(&good)).drop.len();
    let kill = check(r#"{"release":"kill","why":"It is not news.","drop":[]}"#, &proof(&good)).unwrap();
    assert_eq!((kill.release, kill.objection.as_deref()), (Release::Now, Some("kill: It is not news.")));
    assert_eq!(kill.drop.len(), by_rules);
    let line = |id: &str| format!(r#"{{"story":"{id}","reason":"unsafe","why":"It names a child."}}"#);
    let answer = |lines: &[String]| format!(r#"{{"release":"hold","why":"No.","drop":[{}]}}"#, lines.join(","));
    let id = good.copies[0].story.to_string();
    let drop = check(&answer(&[line(&id)]), &proof(&good)).unwrap();
    assert!(drop.drop.iter().any(|(story, _)| story.as_str() == id) && drop.objection.is_none());
    assert!(check(&answer(&[line(&id), line(&id)]), &proof(&good)).unwrap_err().why.contains("at most 1"));
    assert!(check(&answer(&[line("sty_x")]), &proof(&good)).unwrap_err().why.contains("no story"));
    let good = case();
    let mut unlabelled = case();
    unlabelled.label_text.clear();
    let now = r#"{"release":"now","why":"Fine.","drop":[]}"#;
    assert_eq!(check(now, &proof(&good)).unwrap().release, Release::Now);
    assert!(matches!(check(now, &proof(&unlabelled)).unwrap().release, Release::Kill { .. }));
}
