//! Copies, excerpts, and texts that only look alike.

use super::*;
use crate::fixture::item_at;
use jiff::Timestamp;
use news::Language;

fn item(name: &str, minute: i64, title: &str, text: &str) -> Item {
    let at = Timestamp::from_second(1_770_700_000 + minute * 60).unwrap();
    Item { language: Language::EN, ..item_at(at, "paper", &format!("https://paper.example/{name}"), title, text) }
}

/// So many different sentences, told apart by `about`.
fn story(about: &str, n: usize) -> String {
    const DEEDS: [&str; 12] = [
        "opened the old gate",
        "counted every boat twice",
        "sent letters to the islands",
        "painted the northern wall",
        "mended nets until noon",
        "called the harbour master",
        "sang on the long stairs",
        "weighed the morning catch",
        "lit lamps along the pier",
        "closed the narrow bridge",
        "wrote names into the book",
        "carried water up the hill",
    ];
    (0..n)
        .map(|i| {
            format!(
                "The {about} {} while visitor group {} watched from {}. ",
                DEEDS[i % 12],
                i * 7 + 3,
                ["deck", "shore", "tower"][i % 3]
            )
        })
        .collect()
}

fn check(items: &[Item], expected: &[(&str, &str)]) {
    let id = |name: &str| ItemId::of(&format!("https://paper.example/{name}"));
    let mut expected: Vec<(ItemId, ItemId)> = expected.iter().map(|(item, of)| (id(item), id(of))).collect();
    expected.sort();
    let mut found: Vec<(ItemId, ItemId)> =
        near_duplicates(items).into_iter().map(|duplicate| (duplicate.item, duplicate.of)).collect();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn of_two_copies_the_earlier_is_kept() {
    let text = story("fishermen", 12);
    let with_notice =
        format!("{text}\nThis notice was added by the second paper, which likes to add notices to what it prints.");
    check(&[item("late", 9, "Boats", &with_notice), item("early", 1, "Boats", &text)], &[("late", "early")]);
}

#[test]
fn an_excerpt_gives_way_to_the_whole_even_if_it_came_first() {
    let whole = story("fishermen", 20);
    let excerpt: String = whole.chars().take(whole.len() / 3).collect();
    check(&[item("excerpt", 1, "Boats", &excerpt), item("whole", 9, "Boats", &whole)], &[("excerpt", "whole")]);
}

#[test]
fn a_copy_with_words_left_out_is_found() {
    let whole = story("fishermen", 30);
    let holes: String =
        whole.split(' ').enumerate().filter(|(i, _)| i % 10 != 4).map(|(_, word)| format!("{word} ")).collect();
    check(&[item("a", 1, "Boats", &whole), item("b", 2, "Boats at sea", &holes)], &[("b", "a")]);
}

#[test]
fn no_item_is_a_duplicate_of_a_dropped_one() {
    let a = story("fishermen", 24);
    let b = format!("{}{}", &a[a.len() / 2..], story("bakers", 8));
    let items = [item("a", 1, "One", &a), item("b", 2, "Two", &b), item("c", 3, "Three", &b)];
    let found = near_duplicates(&items);
    for duplicate in &found {
        assert!(!found.iter().any(|other| other.item == duplicate.of), "{found:?}");
    }
    assert!(!found.is_empty());
}

#[test]
fn other_texts_are_no_copies() {
    check(
        &[
            item("a", 1, "Boats", &story("fishermen", 12)),
            item("b", 2, "Bread", &"Bakers rose early and baked for the feast. ".repeat(4)),
        ],
        &[],
    );
    check(&[item("a", 1, "Boats sail", ""), item("b", 2, "Boats sail", "")], &[]);
}

#[test]
fn one_form_with_other_numbers_is_another_report() {
    let quake = |magnitude: &str, depth: &str, place: &str| {
        format!(
            "An earthquake of magnitude {magnitude} struck {place} at a depth of {depth} kilometres on Tuesday, the survey said. No damage was reported and no warning was given after the earthquake."
        )
    };
    check(
        &[
            item("a", 1, "Quake of 5.1", &quake("5.1", "40", "the northern sea")),
            item("b", 2, "Quake of 4.3", &quake("4.3", "12", "the old coast")),
        ],
        &[],
    );
}

#[test]
fn one_address_is_one_item() {
    let mut twin = item("twin", 5, "Other words entirely", "Nothing alike here.");
    twin.canonical_url = "https://paper.example/a".into();
    check(&[item("a", 1, "Boats", &story("fishermen", 12)), twin], &[("twin", "a")]);
}

#[test]
fn chinese_copies_are_found_in_either_script() {
    let simplified = "港城与外岛之间的渡轮在停航九天之后于周二清晨恢复航行，港务局表示秩序良好，船员感谢市民的理解，公司与工会就工资达成一致。";
    let traditional = "港城與外島之間的渡輪在停航九天之後於週二清晨恢復航行，港務局表示秩序良好，船員感謝市民的理解，公司與工會就工資達成一致。";
    check(&[item("a", 1, "渡轮复航", simplified), item("b", 2, "渡輪復航", traditional)], &[("b", "a")]);
}

/// Edits of real articles, as the development data hold them: recall by kind of edit. Needs `ZAOWAN_DATA`.
#[test]
#[ignore = "needs the development data"]
fn edits_of_real_articles() {
    let Ok(root) = std::env::var("ZAOWAN_DATA") else {
        eprintln!("not measured: ZAOWAN_DATA is not set");
        return;
    };
    let mut texts: Vec<(String, String)> = Vec::new();
    for collection in ["en-world-briefing", "zh-cctv-xwlb"] {
        let days = std::fs::read_dir(format!("{root}/wire/{collection}")).into_iter().flatten().flatten();
        for file in days.filter_map(|day| std::fs::read_dir(day.path()).ok()).flatten().flatten() {
            let rows: Vec<serde_json::Value> =
                serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
            for row in rows {
                let text = row["text"].as_str().unwrap_or("").to_owned();
                if text.chars().count() > 700 {
                    texts.push((row["title"].as_str().unwrap_or("").to_owned(), text));
                }
            }
        }
    }
    let without = |text: &str, one_of: usize| -> String {
        let is_chinese = news::text::han_share(text) > 0.3;
        let parts: Vec<String> = if is_chinese {
            text.chars().map(String::from).collect()
        } else {
            text.split(' ').map(|word| format!("{word} ")).collect()
        };
        parts.into_iter().enumerate().filter(|(i, _)| (i * 7919) % one_of != 3).map(|(_, part)| part).collect()
    };
    let first =
        |text: &str, percent: usize| -> String { text.chars().take(text.chars().count() * percent / 100).collect() };
    type Edit<'a> = (&'a str, Box<dyn Fn(&str) -> String + 'a>);
    let edits: Vec<Edit> = vec![
        (
            "boilerplate added",
            Box::new(|text: &str| {
                format!("{text}\n{}", "This notice stands under every piece of this paper and says nothing. ".repeat(4))
            }),
        ),
        ("5 % of the words cut", Box::new(|text: &str| without(text, 20))),
        ("15 % of the words cut", Box::new(|text: &str| without(text, 7))),
        ("first 60 % only", Box::new(|text: &str| first(text, 60))),
        ("first 15 % only", Box::new(|text: &str| first(text, 15))),
    ];
    for (name, edit) in edits {
        let mut items = Vec::new();
        for (i, (title, text)) in texts.iter().enumerate() {
            items.push(item(&format!("original-{i}"), 1, title, text));
            items.push(item(&format!("edit-{i}"), 5, title, &edit(text)));
        }
        let found: HashSet<ItemId> = near_duplicates(&items).into_iter().map(|duplicate| duplicate.item).collect();
        let n = items.iter().skip(1).step_by(2).filter(|item| found.contains(&item.id)).count();
        let n_originals = items.iter().step_by(2).filter(|item| found.contains(&item.id)).count();
        eprintln!("{name}: {n} of {} found ({n_originals} originals are duplicates of others)", texts.len());
    }
}
