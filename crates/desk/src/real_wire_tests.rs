//! Runs the floors over a day of real news, where one is at hand: to be read, not to be compared.
//!
//! `ZAOWAN_WIRE_DAY=<folder of outlet files> cargo test -p desk real_wire -- --ignored --nocapture`

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
    let language = if han_share(&row.title) > 0.3 { Language::ZH } else { language_of(&format!("{} {text}", row.title)) };
    let dating = Dating { value: Some(row.published), ..fixture::dated(1) };
    let id = ItemId::of(&row.url);
    let source = SourceId(row.outlet);
    Item { id, source, url: row.url, text, language, dating, fetched_at: at, ..fixture::item("a", &row.title, "") }
}

fn read(folder: &str) -> Vec<Row> {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "json")).collect();
    paths.sort();
    paths.iter().flat_map(|path| serde_json::from_str::<Vec<Row>>(&std::fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// An edition at 23:00 of the day in Shanghai.
fn context(rows: &[Row]) -> Context {
    let last = rows.iter().map(|row| row.published).max().unwrap();
    let mut ctx = fixture::context();
    let date = last.to_zoned(ctx.timezone.clone()).date();
    ctx.as_of = last;
    ctx.key = EditionKey { date, slot: "evening".into() };
    for row in rows {
        let id = SourceId(row.outlet.clone());
        ctx.sources.insert(id, Source { beat: "general".into(), every_hours: 24, ..fixture::source(&row.outlet, &row.outlet, &row.outlet, 4) });
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
