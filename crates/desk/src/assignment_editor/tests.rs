//! Tests of the assignment editor.

mod wishes;

use super::*;
use crate::fixture::{self, context, item, marked, story};
use news::{Mark, Told};

const TEXT: &str = "The harbour council approved the plan for a new bridge on Tuesday. Work on the bridge begins in June, the council said.";

fn about(source: &str, title: &str) -> Story {
    story(vec![item(source, title, TEXT)])
}

fn choose(stories: &[Story], ctx: &Context) -> Chosen {
    let items: Vec<_> = stories.iter().flat_map(|story| story.items.clone()).collect();
    floor(stories, &crate::wire_editor::floor(&items, ctx), ctx)
}

fn told(sentence: &str) -> Told {
    Told {
        edition: "2026-03-17-evening".into(),
        at: fixture::hours_ago(12),
        headline: "Before".into(),
        sentences: vec![sentence.into()],
    }
}

fn reason(story: Story, ctx: &Context) -> Option<SpikeReason> {
    choose(&[story], ctx).spiked.first().map(|spike| spike.reason)
}

#[test]
fn more_owners_make_a_story_more_important() {
    let one = about("c", "Council approves bridge plan");
    let two = story(vec![item("c", "Harbour bridge plan passes", TEXT), item("d", "Harbour backs bridge plan", TEXT)]);
    let chosen = choose(&[one, two.clone()], &context());
    assert_eq!(chosen.assignments[0].story, two.id);
    assert_eq!((chosen.scores[0].1.corroboration, chosen.scores[1].1.corroboration), (0.5, 0.0));
}

#[test]
fn outlets_of_one_owner_corroborate_once() {
    let same_owner =
        story(vec![item("a", "Council approves bridge plan", TEXT), item("b", "Bridge plan approved", TEXT)]);
    assert_eq!(choose(&[same_owner], &context()).scores[0].1.corroboration, 0.0);
}

#[test]
fn a_story_whose_items_were_all_spiked_gives_their_reason() {
    let satire = story(vec![marked(Mark::Satire, item("a", "Council bans rain", TEXT))]);
    assert_eq!(reason(satire, &context()), Some(SpikeReason::Unsafe));
}

#[test]
fn a_teaser_alone_is_truncated() {
    let teaser = story(vec![marked(Mark::Teaser, item("a", "Council approves bridge plan", TEXT))]);
    assert_eq!(reason(teaser, &context()), Some(SpikeReason::Truncated));
    let cut = story(vec![item(
        "a",
        "Council approves bridge plan",
        "The harbour council approved the plan for a new bridge and",
    )]);
    assert_eq!(reason(cut, &context()), Some(SpikeReason::Truncated));
    let with_whole = story(vec![
        item("c", "Council approves bridge plan", TEXT),
        marked(Mark::Teaser, item("a", "Bridge plan", "The har…")),
    ]);
    assert_eq!(reason(with_whole, &context()), None);
}

#[test]
fn what_was_told_is_told_again_only_with_a_new_fact() {
    let before = Story { told: vec![told(TEXT)], ..about("a", "Council approves bridge plan") };
    assert_eq!(reason(before.clone(), &context()), Some(SpikeReason::Repeat));
    let mut ctx = context();
    ctx.new_facts.insert(before.id.clone(), true);
    assert_eq!(reason(before, &ctx), None);
    let other = Story {
        told: vec![told("A tram hit a wall in the old town on Sunday evening.")],
        ..about("a", "Council approves bridge plan")
    };
    assert_eq!(reason(other, &context()), None);
}

#[test]
fn a_story_in_no_language_of_the_edition_is_left_out() {
    let mut ctx = context();
    ctx.languages = vec![Language::ZH];
    assert_eq!(reason(about("a", "Council approves bridge plan"), &ctx), Some(SpikeReason::Language));
}

#[test]
fn a_report_comes_before_an_explainer_and_before_sport() {
    let report = about("a", "Council approves bridge plan");
    let explainer = about("c", "How the council came to approve the bridge plan");
    let sport = Story { beat: "sport".into(), ..about("a", "Rowers win the harbour bridge race") };
    let chosen = choose(&[explainer.clone(), sport.clone(), report.clone()], &context());
    let order: Vec<&StoryId> = chosen.scores.iter().map(|(story, _)| story).collect();
    assert_eq!(order[0], &report.id);
}

#[test]
fn a_story_without_a_sentence_to_open_it_takes_no_place() {
    let quotes = story(vec![item(
        "a",
        "Mayor speaks of the bridge plan",
        "“It is the best day of my life in this town,” said Ann Marr.",
    )]);
    assert_eq!(reason(quotes, &context()), Some(SpikeReason::Truncated));
    let unnamed = story(vec![item("a", "Plan", TEXT)]);
    assert_eq!(reason(unnamed, &context()), Some(SpikeReason::Unsupported));
}

#[test]
fn an_owner_leads_at_most_two_stories_while_there_are_others() {
    let mut ctx = context();
    ctx.max_stories = 4;
    ctx.languages = vec![Language::EN];
    let titles = [
        "Council approves bridge plan",
        "Bridge plan passes in the harbour",
        "Harbour council backs a bridge",
        "Work on bridge begins in June",
    ];
    let mut stories: Vec<Story> = titles.iter().map(|title| about("a", title)).collect();
    stories.push(about("c", "New bridge for the harbour"));
    stories.push(about("d", "Bridge work begins in June"));
    let chosen = choose(&stories, &ctx);
    let of_a = chosen
        .assignments
        .iter()
        .filter(|assignment| stories[..4].iter().any(|story| story.id == assignment.story))
        .count();
    assert_eq!((chosen.assignments.len(), of_a), (4, 2));
    let few = choose(&stories[..4], &ctx);
    assert_eq!(few.assignments.len(), 4, "with no others, the owner's stories fill the edition");
}

#[test]
fn languages_are_balanced() {
    let mut ctx = context();
    ctx.max_stories = 4;
    let mut stories: Vec<Story> = ["a", "c", "d", "b"]
        .iter()
        .map(|source| about(source, &format!("Council {source} approves its bridge plan")))
        .collect();
    stories.extend(
        ["z", "y"]
            .iter()
            .map(|source| story(vec![item(source, &format!("{source}港恢复作业 罢工结束"), fixture::ZH_LEAD)])),
    );
    let chosen = choose(&stories, &ctx);
    let chinese = chosen.assignments.iter().filter(|assignment| assignment.language == Language::ZH).count();
    assert_eq!((chosen.assignments.len(), chinese), (4, 2));
}

#[test]
fn what_found_no_room_is_told_with_its_score() {
    let mut ctx = context();
    ctx.max_stories = 1;
    let chosen = choose(&[about("a", "Council approves bridge plan"), about("d", "Bridge work begins in June")], &ctx);
    assert_eq!(chosen.spiked.len(), 1);
    assert_eq!(chosen.spiked[0].reason, SpikeReason::LowRank);
    assert!(chosen.spiked[0].detail.contains("corroboration 0.00"), "{}", chosen.spiked[0].detail);
}

#[test]
fn a_model_chooses_only_what_may_be_chosen() {
    let ctx = context();
    let stories = [
        about("a", "Council approves bridge plan"),
        story(vec![marked(Mark::Satire, item("c", "Council bans rain", TEXT))]),
    ];
    let items: Vec<_> = stories.iter().flat_map(|story| story.items.clone()).collect();
    let triage = crate::wire_editor::floor(&items, &ctx);
    let input = Input { stories: &stories, triage: &triage, ctx: &ctx };
    let answer = |story: &Story, language: &str| {
        format!(
            r#"{{"assignments":[{{"story":"{}","language":"{language}","max_sentences":4,"why":"It matters."}}]}}"#,
            story.id
        )
    };
    let chosen = check(&answer(&stories[0], "en"), &input).unwrap();
    assert_eq!((chosen.assignments.len(), chosen.spiked.len()), (1, 1));
    assert!(check(&answer(&stories[1], "en"), &input).unwrap_err().why.contains("cannot be chosen"));
    assert!(check(&answer(&stories[0], "zh"), &input).unwrap_err().why.contains("no whole item in zh"));
}

#[test]
fn a_press_release_alone_is_no_story() {
    let release = || marked(Mark::PressRelease, item("a", "Bridge company opens its new bridge", TEXT));
    assert_eq!(reason(story(vec![release()]), &context()), Some(SpikeReason::LowRank));
    let with_report = story(vec![release(), item("c", "New bridge opens after council approves plan", TEXT)]);
    assert_eq!(reason(with_report, &context()), None);
}

#[test]
fn a_feature_gives_way_to_a_report_however_many_tell_it() {
    let feature = story(vec![
        item("a", "The 11 best bridges of the harbour", TEXT),
        item("c", "Stars react to the new bridge", TEXT),
        item("d", "Harbour bridge: photo of the day", TEXT),
    ]);
    let report = about("d", "Council approves bridge plan");
    let ctx = Context { max_stories: 1, ..context() };
    let chosen = choose(&[feature, report.clone()], &ctx);
    assert_eq!(chosen.assignments[0].story, report.id);
}

#[test]
fn one_line_of_one_owner_ranks_below_a_story_with_substance() {
    let line = about("a", "Council approves bridge plan");
    let line = story(vec![Item { text: TEXT.split(". ").next().unwrap().to_owned() + ".", ..line.items[0].clone() }]);
    let more =
        format!("{TEXT}\nThe bridge costs 90 million dollars. Two firms share the work. Ferries run until 2030.");
    let full = story(vec![item("c", "Harbour council approves plan for a bridge", &more)]);
    let ctx = Context { max_stories: 1, ..context() };
    assert_eq!(choose(&[line, full.clone()], &ctx).assignments[0].story, full.id);
}

#[test]
fn an_item_of_another_matter_bears_no_witness() {
    let mixed = story(vec![
        item("a", "Council approves bridge plan", TEXT),
        item("c", "Orchestra plays until dawn", "The island orchestra played until dawn. Nobody went home early."),
    ]);
    assert_eq!(choose(&[mixed], &context()).scores[0].1.corroboration, 0.0);
}

#[test]
fn the_same_name_in_another_matter_bears_no_witness() {
    let ferry = item(
        "a",
        "Minister Okonda refuses questions on ferry safety",
        "Minister Okonda refused to answer questions on ferry safety. Members asked her nine times.",
    );
    let other = item(
        "c",
        "Singers leave agency over letters to Okonda",
        "Three singers left the agency on Monday. They named letters to Okonda as the reason.",
    );
    let same = item(
        "d",
        "Okonda silent on ferries before members",
        "The minister, Okonda, refused to answer members who asked about the safety of ferries.",
    );
    let mixed = story(vec![ferry.clone(), other, same]);
    let triage = crate::wire_editor::floor(&mixed.items, &context());
    let owners = witnesses(&mixed, &ferry, &triage, &context());
    assert_eq!(owners.into_iter().collect::<Vec<_>>(), ["Coast Group", "Island Press"]);
}

#[test]
fn the_beat_is_that_of_an_outlet_that_covers_everything() {
    let mut ctx = context();
    ctx.sources.values_mut().filter(|source| source.id.0 != "a").for_each(|source| source.beat = "culture".into());
    let affair = story(vec![
        item("c", "Council approves bridge plan", TEXT),
        item("d", "Council approves plan", TEXT),
        item("a", "Bridge plan approved", TEXT),
    ]);
    let triage = crate::wire_editor::floor(&affair.items, &ctx);
    assert_eq!(beat_of(&affair, &triage, &ctx), "general");
    let film = story(vec![item("c", "Council approves bridge plan", TEXT)]);
    assert_eq!(beat_of(&film, &crate::wire_editor::floor(&film.items, &ctx), &ctx), "culture");
}
