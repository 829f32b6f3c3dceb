//! The same matter on another day, another matter, and what is new in it.

use super::*;
use crate::fixture::item_at;
use news::{Item, ItemId, Language, StoryId};

fn story(title: &str, text: &str) -> Story {
    let at = "2026-02-11T07:00:00Z".parse().unwrap();
    let url = format!("https://paper.example/{}", ItemId::of(title));
    let item = Item { id: ItemId::of(title), language: Language::EN, ..item_at(at, "paper", &url, title, text) };
    Story {
        id: StoryId::of(title),
        thread: None,
        items: vec![item],
        duplicates: Vec::new(),
        owners: Vec::new(),
        beat: String::new(),
        told: Vec::new(),
    }
}

fn told(headline: &str, sentences: &[&str]) -> Told {
    Told {
        edition: "2026-02-10-morning".into(),
        at: "2026-02-10T07:00:00Z".parse().unwrap(),
        headline: headline.into(),
        sentences: sentences.iter().map(|sentence| (*sentence).to_owned()).collect(),
    }
}

fn thread(headline: &str, sentences: &[&str]) -> Thread {
    Thread { id: ThreadId::of(headline), told: vec![told(headline, sentences)], items: Vec::new() }
}

fn ferry() -> Thread {
    thread(
        "Ferry crews strike in the harbour city",
        &[
            "Ferry crews in the harbour city walked out on Monday over night pay.",
            "The union said 400 workers joined the strike.",
        ],
    )
}

fn match_one(story: Story, threads: &[Thread]) -> Story {
    let mut stories = [story];
    match_threads(&mut stories, threads);
    let [story] = stories;
    story
}

#[test]
fn a_development_belongs_to_its_thread() {
    let threads =
        [ferry(), thread("Central bank keeps its rate", &["The central bank kept its rate at 4.5% on Monday."])];
    let found = match_one(
        story(
            "Ferry strike in harbour city enters second day",
            "Crews of the ferry stayed ashore. The union wants night pay.",
        ),
        &threads,
    );
    assert_eq!((found.thread, found.told), (Some(threads[0].id.clone()), threads[0].told.clone()));
}

#[test]
fn an_event_that_was_told_under_another_matter_is_known() {
    let arrests =
        ["Iran arrested leading reformists close to the president on Sunday.", "Azar Mansouri was taken at home."];
    let told_it = thread("Iran arrests leading reformists close to the president", &arrests);
    let mut laureate =
        thread("Iran sentences Nobel laureate to seven more years", &["A court in Iran sentenced the laureate."]);
    let found = story("Iran arrests leading reformists close to the president", &arrests.join(" "));
    laureate.items.push(found.items[0].id.clone());
    let found = match_one(found, &[laureate.clone(), told_it.clone()]);
    assert_eq!(found.thread, Some(laureate.id));
    assert_eq!(found.told, [told_it.told, laureate.told].concat());
}

#[test]
fn another_matter_begins_a_thread_of_its_own() {
    let found = match_one(
        story("Bakers win the bread prize", "The bakers of the old town won the prize for rye bread."),
        &[ferry()],
    );
    assert_eq!((found.thread, found.told), (Some(ThreadId::of(found.id.as_str())), Vec::new()));
}

#[test]
fn an_item_that_was_used_names_the_thread() {
    let next = story("Entirely other words", "Nothing in common.");
    let mut ferry = ferry();
    ferry.items.push(next.items[0].id.clone());
    assert_eq!(match_one(next, &[ferry.clone()]).thread, Some(ferry.id));
}

#[test]
fn a_thread_told_in_chinese_is_found_by_an_english_story() {
    let threads = [thread("日本北海道发生6.1级地震", &["日本北海道周二发生6.1级地震，23人受伤，铁路停运。"])];
    let found = match_one(
        story(
            "Magnitude 6.1 earthquake hits Hokkaido, Japan",
            "The earthquake injured 23 people and stopped railway services.",
        ),
        &threads,
    );
    assert_eq!(found.thread, Some(threads[0].id.clone()));
    let other = match_one(story("Japan raises interest rates", "The Bank of Japan raised rates to 0.75%."), &threads);
    assert_ne!(other.thread, Some(threads[0].id.clone()));
}

fn check(told: &[Told], sentences: &[&str], expected: &[usize]) {
    assert_eq!(new_facts(told, sentences.iter().copied()), expected);
}

#[test]
fn what_was_told_is_not_new() {
    let told = ferry().told;
    check(
        &told,
        &[
            "Ferry crews in the harbour city walked out on Monday over night pay.",
            "The strike of ferry crews over night pay went on.",
            "The union said 400 workers joined.",
        ],
        &[],
    );
}

#[test]
fn a_new_number_name_or_matter_is_new() {
    let told = ferry().told;
    check(
        &told,
        &[
            "The union said 650 workers joined the strike.",
            "The union said 400 ships were laid up.",
            "The union was joined by crews of Northern Lines.",
            "A mediator proposed fresh terms that both sides will study overnight.",
            "Crews walked out on Tuesday over night pay.",
        ],
        &[0, 1, 2, 3],
    );
}

#[test]
fn new_facts_are_found_in_chinese_and_across_languages() {
    let zh = [told("港城渡轮罢工", &["港城渡轮船员周一因夜班工资罢工。", "工会称有400名工人参加罢工。"])];
    check(
        &zh,
        &["渡轮船员因夜班工资罢工。", "工会称有650名工人参加罢工。", "调解人提出了双方都将研究的新方案。"],
        &[1, 2],
    );
    check(
        &zh,
        &["The union said 400 workers were on strike at the ferry.", "The union said 900 workers were on strike."],
        &[1],
    );
}

#[test]
fn if_nothing_was_told_everything_is_new() {
    check(&[], &["The ferry sailed again.", "渡轮复航了，乘客很多。"], &[0, 1]);
}

#[test]
fn a_matter_that_has_gone_on_is_known_by_the_names_of_its_headlines() {
    let ferry = thread(
        "Ferry with 206 people aboard sinks off Port Maren",
        &[
            "A ferry with 206 people aboard sank off Port Maren before dawn, and at least 12 of them were killed.",
            "The vessel, the Lady Ansel, had left the island of Corrow at night.",
            "Fishing boats took survivors from the water and brought them to the harbour of Port Maren.",
        ],
    );
    let arrest = || {
        story(
            "Captain of sunken Port Maren ferry is arrested",
            "Police in Port Maren arrested the captain of the sunken ferry Lady Ansel on suspicion of manslaughter.\n\
             His lawyer said that the captain would answer all questions before a judge.",
        )
    };
    let found = match_one(arrest(), std::slice::from_ref(&ferry));
    assert_eq!(found.thread, Some(ferry.id.clone()));
    let bells = story(
        "Museum in Port Maren returns three bronze bells to Lethra",
        "The museum of Port Maren returned three bronze bells to the town of Lethra, a century after sailors took them.",
    );
    assert_eq!(match_one(bells, &[ferry]).told, []);
}

#[test]
fn the_warning_of_another_day_is_another_matter() {
    let text = "The weather office issued a rain warning for the Harrow coast and expects rain by the evening.";
    let sunday = thread("Rain warning for the Harrow coast on Sunday: 82 millimetres expected", &[text]);
    let monday = story("Rain warning for the Harrow coast on Monday: 28 millimetres expected", text);
    assert_eq!(match_one(monday, std::slice::from_ref(&sunday)).told, []);
    let again = story("Rain warning for the Harrow coast on Sunday: 82 millimetres expected", text);
    assert_eq!(match_one(again, std::slice::from_ref(&sunday)).thread, Some(sunday.id));
}

#[test]
fn a_headline_that_says_the_same_in_other_words_is_told_and_one_with_news_is_not() {
    let told = [told(
        "US military boards another oil tanker in Indian Ocean",
        &[
            "U.S. forces boarded a sanctioned tanker in the Indian Ocean after tracking it from the Caribbean.",
            "Several tankers fled the Venezuelan coast after the raid on Venezuela, which President Trump ordered.",
        ],
    )];
    let is_told = |headline: &str| is_told_headline(&told, headline);
    assert!(is_told("US forces board tanker in Indian Ocean that fled Trump raid on Venezuela"));
    assert!(!is_told("US forces board 12 more tankers in Indian Ocean"));
    assert!(!is_told("Tanker boarded in Indian Ocean sinks off Madagascar with crew missing"));
    assert!(!is_told("油轮在印度洋被美军登临检查"));
}

#[test]
fn what_happens_alike_in_another_country_is_another_matter() {
    let vote = |country: &str, leader: &str| {
        format!(
            "{leader}'s party won the general election in {country} by a landslide, and the prime minister promised reforms.\n\
             Voters in {country} gave the party two thirds of the seats in parliament, election officials said."
        )
    };
    let japan = thread("Prime minister's party wins Japan election by a landslide", &[&vote("Japan", "Takaichi")]);
    let bangladesh = story("Party wins Bangladesh election by a landslide", &vote("Bangladesh", "Rahman"));
    assert_eq!(match_one(bangladesh, std::slice::from_ref(&japan)).told, []);
    // A town and its country are one place, and the matter may go on elsewhere.
    let tokyo = story("Tokyo: prime minister's party by a landslide", &vote("Japan", "Takaichi"));
    assert_eq!(match_one(tokyo, std::slice::from_ref(&japan)).thread, Some(japan.id.clone()));
    let abroad = story("South Korea greets prime minister's party after landslide", &vote("Japan", "Takaichi"));
    assert_eq!(match_one(abroad, std::slice::from_ref(&japan)).thread, Some(japan.id));
}

#[test]
fn the_warning_of_the_same_weekday_a_week_later_is_another_matter() {
    let text = "The weather office issued a rain warning for the Harrow coast and expects rain by the evening.";
    let mut sunday = thread("Rain warning for the Harrow coast on Sunday: 82 millimetres expected", &[text]);
    sunday.told[0].at = "2026-02-04T18:00:00Z".parse().unwrap();
    let again = || story("Rain warning for the Harrow coast on Sunday: 28 millimetres expected", text);
    assert_eq!(match_one(again(), std::slice::from_ref(&sunday)).told, []);
    sunday.told[0].at = "2026-02-08T18:00:00Z".parse().unwrap();
    assert_eq!(match_one(again(), std::slice::from_ref(&sunday)).thread, Some(sunday.id));
}
