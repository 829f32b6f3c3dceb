//! Tests of the producer.

use super::*;
use crate::fixture::{self, context, item, story};
use news::{Language, Ruling};

const ZH_TEXT: &str = "海湾港17日恢复作业，为期九天的罢工结束。\n工会与运营方商定，为3200名码头工人加薪4.5%。\n港务局说，港外有40艘船等待进港。";
const EN_TEXT: &str = "The port of Meridian Bay reopened on Tuesday after a strike of nine days.\nForty ships wait outside the harbour, the authority said.";

struct Desk {
    cleared: Vec<ClearedStory>,
    stories: BTreeMap<StoryId, Story>,
}

/// One story for each (language, beat, score).
fn desk(rows: &[(Language, &str, u32)]) -> Desk {
    let mut desk = Desk { cleared: Vec::new(), stories: BTreeMap::new() };
    for (index, (language, beat, score)) in rows.iter().enumerate() {
        let (source, title, text) = if *language == Language::ZH {
            ("z", format!("海湾港第{index}号码头恢复作业"), ZH_TEXT)
        } else {
            ("a", format!("Port of Meridian Bay reopens pier {index}"), EN_TEXT)
        };
        let text = format!(
            "{text}\n{}",
            if *language == Language::ZH {
                format!("这是第{index}号码头本周第二次恢复作业。")
            } else {
                format!("Pier {index} is open too, the authority said on Tuesday.")
            }
        );
        let story = Story { beat: (*beat).into(), ..story(vec![item(source, &title, &text)]) };
        let copy = fixture::copy_of(&story, *language);
        desk.cleared.push(ClearedStory::new(copy, Ruling::Clear, *score).unwrap());
        desk.stories.insert(story.id.clone(), story);
    }
    desk
}

/// The places of the slots in the given rows.
fn order(rundown: &Rundown, desk: &Desk) -> Vec<usize> {
    let place = |slot: &Slot| desk.cleared.iter().position(|story| story.copy().story == slot.story).unwrap();
    rundown.slots.iter().map(place).collect()
}

#[test]
fn languages_stand_in_blocks_and_the_important_come_first() {
    let desk =
        desk(&[(Language::EN, "a", 900), (Language::ZH, "b", 300), (Language::EN, "c", 500), (Language::ZH, "d", 700)]);
    let rundown = floor(&desk.cleared, &desk.stories, &context());
    assert_eq!(order(&rundown, &desk), [3, 1, 0, 2]);
    assert_eq!(rundown.left_over, []);
}

#[test]
fn neighbours_are_of_different_beats_where_it_can_be_had() {
    let rows = [
        (Language::EN, "world", 900),
        (Language::EN, "world", 800),
        (Language::EN, "business", 700),
        (Language::EN, "world", 600),
    ];
    let desk = desk(&rows);
    assert_eq!(order(&floor(&desk.cleared, &desk.stories, &context()), &desk), [0, 2, 1, 3]);
}

#[test]
fn hard_news_comes_before_sport_and_a_lesser_story_overtakes_nothing() {
    let rows = [
        (Language::EN, "sport", 900),
        (Language::EN, "world", 800),
        (Language::EN, "world", 700),
        (Language::EN, "business", 200),
    ];
    let desk = desk(&rows);
    assert_eq!(order(&floor(&desk.cleared, &desk.stories, &context()), &desk), [1, 2, 3, 0]);
}

#[test]
fn a_rundown_fits_its_time_and_names_what_is_left() {
    let desk =
        desk(&[(Language::EN, "a", 900), (Language::EN, "b", 500), (Language::EN, "c", 300), (Language::EN, "d", 200)]);
    let ctx = Context { length_seconds: 70, ..context() };
    let rundown = floor(&desk.cleared, &desk.stories, &ctx);
    let total: u32 = rundown.slots.iter().map(|slot| slot.seconds).sum();
    assert!(total <= 70 - 34, "{total}");
    assert!(!rundown.slots.is_empty() && !rundown.left_over.is_empty());
    assert_eq!(rundown.slots.len() + rundown.left_over.len(), 4);
}

#[test]
fn with_time_enough_every_sentence_is_told() {
    let desk = desk(&[(Language::ZH, "a", 900)]);
    let rundown = floor(&desk.cleared, &desk.stories, &context());
    assert_eq!(rundown.slots[0].n_sentences, desk.cleared[0].copy().sentences.len());
}

#[test]
fn a_models_rundown_must_fit_and_know_its_stories() {
    let desk = desk(&[(Language::EN, "a", 900), (Language::ZH, "b", 500), (Language::EN, "c", 300)]);
    let ctx = context();
    let input = Input { cleared: &desk.cleared, stories: &desk.stories, ctx: &ctx };
    let line =
        |index: usize, n: usize| format!(r#"{{"story":"{}","n_sentences":{n}}}"#, desk.cleared[index].copy().story);
    let answer = |lines: &[String]| format!(r#"{{"slots":[{}]}}"#, lines.join(","));
    let rundown = check(&answer(&[line(1, 2), line(0, 1), line(2, 1)]), &input).unwrap();
    assert_eq!((order(&rundown, &desk), rundown.left_over.len()), (vec![1, 0, 2], 0));
    for (lines, why) in [
        (vec![line(0, 1), line(0, 1)], "two slots"),
        (vec![line(0, 99)], "sentences"),
        (vec![line(0, 1), line(1, 1), line(2, 1)], "do not stand together"),
        (vec![], "empty"),
        (vec![line(1, 2), line(0, 1)], "was left out"),
    ] {
        let rejected = check(&answer(&lines), &input).unwrap_err();
        assert!(rejected.why.contains(why), "{rejected}");
    }
    let short = Context { length_seconds: 45, ..context() };
    let rejected = check(&answer(&[line(0, 3)]), &Input { ctx: &short, ..input }).unwrap_err();
    assert!(rejected.why.contains("seconds"), "{rejected}");
}
