//! Search: what finds what, in which order, and that nothing that can be typed breaks it.

use crate::fixture::{edition, item, open, story};
use archive::Archive;
use expect_test::expect;

fn filled() -> (tempfile::TempDir, Archive) {
    let (folder, archive) = open();
    archive
        .remember_items(&[
            item("a", "1", 6, "Ferries stay in port", "A storm keeps the ferries in port. Trains run as planned."),
            item("b", "2", 7, "渡轮停航", "受台风影响，渡轮周二停航。铁路照常运行。"),
            item("c", "3", 8, "國會通過減稅", "國會週二通過減稅。反對黨投了反對票。"),
            item("d", "4", 9, "OpenAI releases a model", "The lab released GPT-5 on Tuesday. It costs $1,200 a month."),
        ])
        .unwrap();
    let told = story("port", "Ferries sail again", &["Ferries sail again from Wednesday.", "The storm has passed."]);
    archive.remember_edition(&edition("2026-02-10-evening", "2026-02-10T18:00:00Z", vec![told])).unwrap();
    (folder, archive)
}

fn titles(archive: &Archive, query: &str) -> Vec<String> {
    archive.search(query, 10).unwrap().into_iter().map(|hit| hit.title).collect()
}

#[test]
fn a_hit_says_what_it_is_and_shows_the_match() {
    let (_folder, archive) = filled();
    expect![[r#"
        [
          {
            "kind": "story",
            "id": "sty_rsgsygjv7mj3k4ct",
            "title": "Ferries sail again",
            "url": "editions/2026-02-10-evening/index.html#sty_rsgsygjv7mj3k4ct",
            "edition": "2026-02-10-evening",
            "at": "2026-02-10T18:00:00Z",
            "snippet": "The storm has passed."
          },
          {
            "kind": "item",
            "id": "itm_pwsd8zvnjf1smj7z",
            "title": "Ferries stay in port",
            "url": "https://a.example/1",
            "edition": null,
            "at": "2026-02-10T06:00:00Z",
            "snippet": "A storm keeps the ferries in port."
          }
        ]"#]]
    .assert_eq(&serde_json::to_string_pretty(&archive.search("storms", 10).unwrap()).unwrap());
}

#[test]
fn words_are_found_in_both_languages_and_both_scripts() {
    let (_folder, archive) = filled();
    for (query, found) in [
        ("ferry port", "Ferries stay in port"),
        ("FERRIES train", "Ferries stay in port"),
        ("渡轮停航", "渡轮停航"),
        ("渡輪", "渡轮停航"),
        ("减税", "國會通過減稅"),
        ("反对票", "國會通過減稅"),
        ("gpt-5", "OpenAI releases a model"),
        ("1200", "OpenAI releases a model"),
        ("$1,200", "OpenAI releases a model"),
        ("openai，发布", "OpenAI releases a model"),
    ] {
        assert_eq!(titles(&archive, query), [found], "{query}");
    }
}

#[test]
fn one_han_character_is_found_wherever_it_stands() {
    let (_folder, archive) = filled();
    for query in ["渡", "航", "行", "受", "税", "稅", "票"] {
        assert_eq!(titles(&archive, query).len(), 1, "{query}");
    }
    assert!(titles(&archive, "雪").is_empty());
}

#[test]
fn han_characters_must_stand_together() {
    let (_folder, archive) = filled();
    assert!(titles(&archive, "渡周").is_empty());
    assert!(titles(&archive, "轮停周").is_empty());
}

#[test]
fn what_holds_all_words_comes_alone_and_else_what_holds_any() {
    let (_folder, archive) = filled();
    assert_eq!(titles(&archive, "storm trains"), ["Ferries stay in port"]);
    assert_eq!(titles(&archive, "trains volcano"), ["Ferries stay in port"]);
    assert!(titles(&archive, "volcano").is_empty());
}

#[test]
fn of_equal_hits_the_newest_comes_first() {
    let (_folder, archive) = open();
    let hours = [7, 9, 8];
    let items = hours.map(|hour| item("a", &hour.to_string(), hour, &format!("Rain at {hour}"), "It rains."));
    archive.remember_items(&items).unwrap();
    assert_eq!(titles(&archive, "rain"), ["Rain at 9", "Rain at 8", "Rain at 7"]);
    assert_eq!(archive.search("rain", 2).unwrap().len(), 2);
    assert!(archive.search("rain", 0).unwrap().is_empty());
}

#[test]
fn a_word_in_the_headline_outweighs_one_in_the_text() {
    let (_folder, archive) = open();
    let filler: Vec<_> =
        (0..20).map(|nth| item("z", &nth.to_string(), 5, &format!("Other news {nth}"), "Nothing of note.")).collect();
    archive.remember_items(&filler).unwrap();
    archive
        .remember_items(&[
            item("a", "1", 6, "Volcano wakes", "Ash fell on three towns on Tuesday."),
            item("a", "2", 9, "Flights late", "Ash of a volcano fell on three towns."),
        ])
        .unwrap();
    assert_eq!(titles(&archive, "volcano"), ["Volcano wakes", "Flights late"]);
}

#[test]
fn nothing_that_is_typed_breaks_the_search() {
    let (_folder, archive) = filled();
    let long = "渡轮停航".repeat(5_000);
    let many = "ferry AND NOT ( OR ".repeat(2_000);
    for typed in [
        "",
        " ",
        "\"",
        "'",
        "\"\"\"",
        "*",
        "^",
        "a*",
        "title:ferry",
        "-ferry",
        "ferry AND",
        "NOT ferry",
        "NEAR(ferry port, 2)",
        "(ferry",
        "ferry)",
        "{title body}: x",
        "ferry + port",
        "a\0b",
        "'; DROP TABLE item; --",
        "🚢",
        "１２００",
        &long,
        &many,
    ] {
        archive.search(typed, 10).unwrap();
    }
    assert_eq!(titles(&archive, "\"ferries stay\""), ["Ferries stay in port"]);
    assert_eq!(titles(&archive, "title:ferries trains"), ["Ferries stay in port"]);
}

#[test]
fn an_item_with_a_new_text_is_found_by_that_alone() {
    let (_folder, archive) = open();
    archive.remember_items(&[item("a", "1", 6, "Port", "Ferries wait.")]).unwrap();
    archive.remember_items(&[item("a", "1", 7, "Port", "Ships of all kinds may sail again.")]).unwrap();
    assert!(titles(&archive, "ferries").is_empty());
    assert_eq!(titles(&archive, "ships"), ["Port"]);
}
