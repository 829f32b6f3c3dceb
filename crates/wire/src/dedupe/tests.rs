//! Copies, excerpts, and texts that only look alike.

use super::*;
use crate::fixture::item_at;
use jiff::Timestamp;
use news::Language;
use std::collections::HashSet;

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

#[test]
fn the_agencys_own_page_is_kept_before_an_earlier_copy() {
    let text = format!("HARBOUR CITY (AP) — {}", story("fishermen", 12));
    let of_agency =
        item_at(Timestamp::from_second(1_770_703_600).unwrap(), "ap", "https://apnews.com/a", "Boats", &text);
    let copy = item("copy", 1, "Boats at sea", &text);
    let own = item("own", 9, "Boats sail", &text.replace("(AP)", ""));
    let found = near_duplicates(&[copy.clone(), own.clone(), of_agency.clone()]);
    let kept: HashSet<&ItemId> = found.iter().map(|duplicate| &duplicate.of).collect();
    assert_eq!(kept, HashSet::from([&of_agency.id]));
    let how = &found.iter().find(|duplicate| duplicate.item == copy.id).unwrap().how;
    assert!(how.ends_with(", and it credits AP"), "{how}");
    check(&[copy, own], &[("copy", "own")]);
}

#[test]
fn pages_of_one_site_that_share_its_furniture_are_two() {
    let furniture = story("menu", 30);
    let page = |name, title, about| item(name, 1, title, &format!("{furniture}{}", story(about, 8)));
    check(&[page("a", "Rome withdraws its bid", "mayor"), page("b", "Votes are counted in Moscow", "deputies")], &[]);
}

#[test]
fn two_issues_of_one_letter_are_two() {
    let letter = |name, day: &str, about| {
        item(
            name,
            1,
            &format!("Harbour letter, February {day}, 2026"),
            &format!("{}{}", story("club", 20), story(about, 12)),
        )
    };
    check(&[letter("a", "9", "bakers"), letter("b", "16", "sailors")], &[]);
}

#[test]
fn a_text_that_arrives_within_days_meets_its_copy_whatever_their_dates_say() {
    let old = item("old", -60 * 24 * 400, "Boats", &story("fishermen", 12));
    let late = |days: i64, name| {
        let again = item(name, 0, "Boats again", &story("fishermen", 12));
        Item { fetched_at: old.fetched_at + jiff::SignedDuration::from_hours(24 * days), ..again }
    };
    check(&[old.clone(), late(3, "soon")], &[("soon", "old")]);
    check(&[old.clone(), late(30, "much-later")], &[]);
}

#[test]
fn a_text_that_a_hundred_papers_print_is_one() {
    let text = story("fishermen", 12);
    let copy = |i: i64| item(&format!("copy-{i}"), i, "Boats", &format!("{text} Paper {i}."));
    let items: Vec<Item> = (0..100).map(copy).collect();
    let of: HashSet<ItemId> = near_duplicates(&items).into_iter().map(|duplicate| duplicate.of).collect();
    assert_eq!((near_duplicates(&items).len(), of), (99, HashSet::from([items[0].id.clone()])));
}

#[test]
fn two_flashes_of_one_event_are_two() {
    let flash =
        "挪威央行周二宣布将基准利率下调25个基点至3.75%，为九个月来首次降息，克朗应声走低，行长表示年内可能再降一次。";
    let report = "挪威央行将基准利率下调25个基点至3.75%，这是九个月来首次降息。声明说，通胀已经接近目标，就业保持稳定。\
                  克朗兑欧元下跌百分之一。行长在记者会上表示，年内可能再降一次，但要看工资谈判的结果。分析人士此前大多\
                  预计利率不变。房主的月供将从五月起减少，工会对此表示欢迎。";
    check(&[item("a", 1, "挪威央行降息25个基点", report), item("b", 2, "挪威降息至3.75%", flash)], &[]);
}
