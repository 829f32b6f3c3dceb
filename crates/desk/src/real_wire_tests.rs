//! Runs the floors over a day of real news, where one is at hand: to be read, not to be compared.
//!
//! `ZAOWAN_WIRE_DAY=<folders of outlet files, with commas between> cargo test -p desk real_wire -- --ignored --nocapture`

use crate::{Context, fixture};
use jiff::Timestamp;
use news::text::{han_share, language_of};
use news::*;

#[derive(serde::Deserialize)]
struct Row {
    title: String,
    url: String,
    published: Timestamp,
    text: Option<String>,
    outlet: String,
}

fn item(row: Row, at: Timestamp) -> Item {
    let text = row.text.unwrap_or_default();
    let language =
        if han_share(&row.title) > 0.3 { Language::ZH } else { language_of(&format!("{} {text}", row.title)) };
    let dating = Dating { value: Some(row.published), ..fixture::dated(1) };
    let id = ItemId::of(&row.url);
    let source = SourceId(row.outlet);
    Item { id, source, url: row.url, text, language, dating, fetched_at: at, ..fixture::item("a", &row.title, "") }
}

fn read(folders: &str) -> Vec<Row> {
    let mut paths = Vec::new();
    for folder in folders.split(',') {
        paths.extend(std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let rows = |path| serde_json::from_str::<Vec<Row>>(&std::fs::read_to_string(path).unwrap()).unwrap();
    paths.iter().flat_map(rows).collect()
}

/// An evening edition as of the newest item.
fn context(rows: &[Row]) -> Context {
    let last = rows.iter().map(|row| row.published).max().unwrap();
    let mut ctx = fixture::context();
    let date = last.to_zoned(ctx.timezone.clone()).date();
    ctx.as_of = last;
    ctx.key = EditionKey { date, slot: "evening".into() };
    for row in rows {
        let id = SourceId(row.outlet.clone());
        ctx.sources.insert(
            id,
            Source {
                beat: "general".into(),
                every_hours: 24,
                ..fixture::source(&row.outlet, &row.outlet, &row.outlet, 4)
            },
        );
    }
    ctx
}

#[test]
#[ignore = "needs a folder of real news, named by ZAOWAN_WIRE_DAY"]
fn a_day_of_real_news_is_told() {
    let Ok(folder) = std::env::var("ZAOWAN_WIRE_DAY") else {
        println!("ZAOWAN_WIRE_DAY is not set: nothing was run");
        return;
    };
    let rows = read(&folder);
    let ctx = context(&rows);
    let items: Vec<Item> = rows.into_iter().map(|row| item(row, ctx.as_of)).collect();
    let triage = crate::wire_editor::floor(&items, &ctx);
    let mut n_told = 0;
    for (item, triage) in items.into_iter().zip(triage) {
        let story = fixture::story(vec![item]);
        let language = story.items[0].language;
        println!("\n== [{} {} u{}] {}", ctx.outlet(&story.items[0]), triage.beat, triage.urgency, story.items[0].title);
        let chosen = crate::assignment_editor::floor(std::slice::from_ref(&story), std::slice::from_ref(&triage), &ctx);
        if let Some(spike) = chosen.spiked.first() {
            println!("   SPIKE {:?}: {}", spike.reason, spike.detail);
            continue;
        }
        match fixture::try_copy_of(&story, language, &ctx) {
            Err(spike) => println!("   SPIKE {:?}: {}", spike.reason, spike.detail),
            Ok(copy) => {
                n_told += 1;
                println!("   H: {}", copy.headline.text);
                copy.sentences.iter().for_each(|sentence| println!("   - {}", sentence.text));
                copy.notes.iter().for_each(|note| println!("   note: {note}"));
                println!("   {:?}", crate::standards_editor::floor(&copy, &story, &ctx));
            }
        }
    }
    println!("\n{n_told} told");
}

#[test]
#[ignore = "needs a folder of real news, named by ZAOWAN_WIRE_DAY"]
fn a_day_of_real_news_makes_a_bulletin() {
    let Ok(folders) = std::env::var("ZAOWAN_WIRE_DAY") else {
        println!("ZAOWAN_WIRE_DAY is not set: nothing was run");
        return;
    };
    let rows = read(&folders);
    let ctx = context(&rows);
    let items: Vec<Item> = rows.into_iter().map(|row| item(row, ctx.as_of)).collect();
    let triage = crate::wire_editor::floor(&items, &ctx);
    let stories: Vec<Story> = items.into_iter().map(|item| fixture::story(vec![item])).collect();
    let chosen = crate::assignment_editor::floor(&stories, &triage, &ctx);
    let mut cleared = Vec::new();
    for assignment in &chosen.assignments {
        let story = stories.iter().find(|story| story.id == assignment.story).unwrap();
        println!("{} {:?} {}", assignment.why, assignment.score, story.items[0].title);
        let dossier = crate::researcher::floor(assignment, story, &ctx);
        let written = crate::reporter::floor(assignment, story, &dossier, &ctx)
            .and_then(|draft| {
                let check = crate::fact_checker::floor(&draft, story, &ctx);
                crate::desk_editor::floor(draft, &check, assignment)
            })
            .and_then(|edited| crate::copy_editor::floor(edited, story));
        match written {
            Err(spike) => println!("   SPIKE {:?}: {}", spike.reason, spike.detail),
            Ok(copy) => {
                let ruling = crate::standards_editor::floor(&copy, story, &ctx);
                let milli = crate::assignment_editor::score_milli(&assignment.score);
                cleared.extend(ClearedStory::new(copy, ruling, milli));
            }
        }
    }
    let stories = stories.into_iter().map(|story| (story.id.clone(), story)).collect();
    let copies = cleared.iter().map(|story| (story.copy().story.clone(), story.copy().clone())).collect();
    let rundown = crate::producer::floor(&cleared, &stories, &ctx);
    for cue in crate::scriptwriter::floor(&rundown, &copies, &stories, &ctx).cues {
        println!("{:?} {}", cue.anchor, cue.text);
    }
}
