//! Tests of the choice under a reader's wishes, of its variety over regions, and of the score in words.

use super::*;
use crate::Reader;

const CHIPS: &str =
    "The chipmaker TSMC will build a foundry, the company said on Tuesday. Work begins in June, it said.";
const MATCH: &str =
    "The striker scored twice in the football cup on Tuesday. The Premier League club won, its coach said.";

fn reading(profile: &str, max_stories: usize) -> Context {
    Context { reader: Reader::new(profile, &BTreeMap::new()), max_stories, languages: vec![Language::EN], ..context() }
}

fn chips() -> Story {
    story(vec![item("d", "TSMC builds foundry for new chips", CHIPS)])
}

fn football() -> Story {
    story(vec![item("c", "Castleton wins the football cup", MATCH)])
}

/// A quake of one small owner, which stops the press.
fn quake() -> Story {
    let text = "A major earthquake struck the island on Tuesday, the state office said. It killed 300 people, the office said. \
                Waves of nine metres hit the eastern towns. Ships carry water and tents to the coast.";
    story(vec![item("d", "Tsunami after earthquake kills 300 on the island", text)])
}

fn headlines(stories: &[Story], chosen: &Chosen) -> Vec<String> {
    let title = |id: &StoryId| stories.iter().find(|story| story.id == *id).map(|story| story.items[0].title.clone());
    chosen.assignments.iter().filter_map(|assignment| title(&assignment.story)).collect()
}

#[test]
fn the_points_of_the_reasons_add_up_to_the_score() {
    let ctx = reading("more chips, less football", 12);
    let explainer = about("a", "How the council came to approve the bridge plan");
    let stories = [chips(), football(), explainer];
    let chosen = choose(&stories, &ctx);
    assert_eq!(chosen.reasons.len(), 3);
    for ((story, score), (of, reasons)) in chosen.scores.iter().zip(&chosen.reasons) {
        assert_eq!(story, of);
        let sum: f64 = reasons.iter().map(|reason| reason.points).sum();
        assert!((sum - score.total).abs() < 1e-9, "{sum} and {}", score.total);
        let parts = score.corroboration * 0.28 + score.urgency * 0.22 + score.substance * 0.16 + score.trust * 0.14;
        let parts = parts + (score.recency + score.novelty) * 0.10;
        assert!((parts * score.standing * score.beat * score.reader - sum).abs() < 1e-9, "{score:?}");
    }
}

#[test]
fn a_story_says_that_it_moved_up_because_the_reader_asked_for_it() {
    let stories = [chips(), about("a", "Council approves bridge plan")];
    let plain = choose(&stories, &reading("", 12));
    let asked = choose(&stories, &reading("more chips", 12));
    assert_eq!(headlines(&stories, &plain)[0], "Council approves bridge plan");
    assert_eq!(headlines(&stories, &asked)[0], "TSMC builds foundry for new chips");
    let words = |chosen: &Chosen| {
        let (_, reasons) = chosen.reasons.iter().find(|(story, _)| *story == stories[0].id).unwrap();
        reasons.iter().map(|reason| reason.en.clone()).collect::<Vec<_>>()
    };
    assert_eq!(
        words(&asked),
        [
            "not told before",
            "3 hours old",
            "its best source is trusted 2 of 5",
            "2 sentences to tell",
            "one owner reports it",
            "it does not press",
            "up because you asked for more chips"
        ]
    );
    assert_eq!(asked.assignments[0].why.split("; ").nth(2), Some("up because you asked for more chips"));
}

#[test]
fn what_the_reader_does_not_want_is_taken_only_if_there_is_nothing_else() {
    let ctx = reading("no football", 12);
    let stories = [football(), about("a", "Council approves bridge plan")];
    let chosen = choose(&stories, &ctx);
    assert_eq!(headlines(&stories, &chosen), ["Council approves bridge plan"]);
    let detail = &chosen.spiked[0].detail;
    assert!(detail.starts_with("you asked for no football (您不想看足球); score 0."), "{detail}");
    let alone = [football()];
    assert_eq!(headlines(&alone, &choose(&alone, &ctx)).len(), 1, "an edition is not empty for a wish");
}

#[test]
fn no_wish_pushes_out_what_stops_the_press() {
    let mut stories = vec![quake()];
    let owners = ["a", "c", "d", "b"];
    stories.extend((0..8).map(|n| {
        let text =
            format!("{CHIPS} The wafer line {n} costs {n} billion dollars. Semiconductor prices rose by {n} per cent.");
        story(vec![item(owners[n % 4], &format!("TSMC opens chip foundry number {n}"), &text)])
    }));
    for profile in ["more chips", "only chips", "only chips, no disasters, no earthquakes", "只要芯片，不要地震"]
    {
        let ctx = reading(profile, 3);
        let items: Vec<_> = stories.iter().flat_map(|story| story.items.clone()).collect();
        let triage = crate::wire_editor::floor(&items, &ctx);
        assert_eq!(triage[0].urgency, 3, "the quake stops the press");
        let chosen = floor(&stories, &triage, &ctx);
        assert!(headlines(&stories, &chosen).contains(&stories[0].items[0].title), "{profile}: {chosen:?}");
        // A model that followed the wish alone is corrected.
        let line = |story: &Story| {
            format!(r#"{{"story":"{}","language":"en","max_sentences":4,"why":"The reader asked for it."}}"#, story.id)
        };
        let lines: Vec<String> = stories[1..4].iter().map(line).collect();
        let answer = format!(r#"{{"assignments":[{}]}}"#, lines.join(","));
        let chosen = check(&answer, &Input { stories: &stories, triage: &triage, ctx: &ctx }).unwrap();
        assert_eq!(chosen.assignments.len(), 3);
        assert!(headlines(&stories, &chosen).contains(&stories[0].items[0].title), "{profile}");
    }
}

#[test]
fn a_wish_lets_nothing_in_that_may_not_be_chosen() {
    let satire = story(vec![marked(Mark::Satire, item("d", "TSMC builds foundry out of chips", CHIPS))]);
    let told = Story { told: vec![told(CHIPS)], ..chips() };
    let stories = [satire, told, about("a", "Council approves bridge plan")];
    let chosen = choose(&stories, &reading("only chips", 12));
    assert_eq!(headlines(&stories, &chosen), ["Council approves bridge plan"]);
}

#[test]
fn one_region_takes_half_of_the_edition_while_there_are_others() {
    let of = |source: &str, place: &str, n: usize| {
        let text = format!(
            "The council of {place} approved plan {n} on Tuesday. Work on it begins in June, the council said. It costs {n} million dollars in all."
        );
        story(vec![item(source, &format!("{place} council approves plan {n}"), &text)])
    };
    let mut ctx = reading("", 4);
    ctx.max_per_owner = 9;
    let mut stories: Vec<Story> = (0..4).map(|n| of("a", "Berlin", n)).collect();
    stories.extend([of("d", "Nairobi", 5), of("d", "Toronto", 6)]);
    let chosen = headlines(&stories, &choose(&stories, &ctx));
    let of_berlin = chosen.iter().filter(|title| title.starts_with("Berlin")).count();
    assert_eq!((chosen.len(), of_berlin), (4, 2), "{chosen:?}");
    assert_eq!(choose(&stories[..4], &ctx).assignments.len(), 4, "with no others it fills the edition");
}

#[test]
fn an_owner_leads_as_many_as_the_newsroom_says() {
    let mut stories: Vec<Story> = ["Council approves bridge plan", "Bridge plan passes", "Harbour backs a bridge"]
        .iter()
        .map(|title| about("a", title))
        .collect();
    stories.extend([about("c", "New bridge for the harbour"), about("d", "Bridge work begins in June")]);
    let ctx = Context { max_per_owner: 1, max_stories: 3, languages: vec![Language::EN], ..context() };
    let chosen = choose(&stories, &ctx);
    let of_a = chosen.assignments.iter().filter(|a| stories[..3].iter().any(|story| story.id == a.story)).count();
    assert_eq!((chosen.assignments.len(), of_a), (3, 1));
    let left = &chosen.spiked[0].detail;
    assert!(left.starts_with("Coast Group leads 1 stories already: score 0."), "{left}");
}
