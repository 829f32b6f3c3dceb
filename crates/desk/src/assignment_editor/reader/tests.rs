//! Tests of what is read out of a profile, and of what follows for a story.

use super::*;
use crate::fixture::item;
use expect_test::{Expect, expect};

fn understood(profile: &str, expected: Expect) {
    expected.assert_eq(&Reader::new(profile, &BTreeMap::new()).understood().join("\n"));
}

fn judge(profile: &str, weights: &[(&str, f64)], (title, text, beat, urgency): (&str, &str, &str, u8)) -> Judged {
    let weights = weights.iter().map(|(name, times)| ((*name).to_owned(), *times)).collect();
    let lead = item("a", title, text);
    Reader::new(profile, &weights).judge(&Seen::of(&lead, std::slice::from_ref(&lead), beat, urgency))
}

/// The factor, and what is said in English.
fn said(judged: &Judged) -> (f64, Vec<&str>) {
    let words = judged.said.iter().chain(&judged.unwanted).map(|said| said.en.as_str());
    ((judged.factor * 100.0).round() / 100.0, words.collect())
}

const CHIPS: (&str, &str, &str, u8) =
    ("TSMC to build a second foundry in Dresden", "The chipmaker said work begins in June.", "business", 0);
const MATCH: (&str, &str, &str, u8) =
    ("Castleton win the football cup", "The striker scored twice at the Premier League ground.", "sport", 0);
const WHEAT: (&str, &str, &str, u8) =
    ("Wheat prices jump after frost", "Flour mills in Henan expect a small harvest.", "business", 0);
const COUNCIL: (&str, &str, &str, u8) = ("Council approves bridge plan", "Work begins in June.", "politics", 0);

#[test]
fn wishes_and_what_readers_say_of_themselves_are_understood() {
    understood(
        "more chips, less football; I run a bakery chain in Chengdu",
        expect![[r#"
            more: chips (芯片)
            less: football (足球)
            about you: baking (烘焙)
            about you: Chengdu (成都)"#]],
    );
    understood(
        "多看芯片和人工智能，少来点足球，不要明星八卦。我在成都开了五家面包店",
        expect![[r#"
            more: chips (芯片)
            more: artificial intelligence (人工智能)
            less: football (足球)
            no: celebrities (明星)
            about you: baking (烘焙)
            about you: Chengdu (成都)"#]],
    );
    understood(
        "Please give me a bit more space and health news but no celebrity gossip. I'm a nurse living in Manchester.",
        expect![[r#"
            more: space (航天)
            more: health (健康)
            no: celebrities (明星)
            about you: health (健康)
            about you: Manchester (曼彻斯特)"#]],
    );
    understood(
        "只要汽车、能源",
        expect![[r#"
            only: cars (汽车)
            only: energy (能源)"#]],
    );
    understood("", expect![""]);
}

#[test]
fn a_wish_may_stand_behind_its_subject_in_chinese() {
    understood(
        "芯片多一点，足球少一点；我对房地产不感兴趣，对航天很感兴趣",
        expect![[r#"
            more: chips (芯片)
            less: football (足球)
            no: housing (房地产)
            more: space (航天)"#]],
    );
}

#[test]
fn what_no_table_knows_is_taken_in_the_readers_own_words() {
    understood(
        "more beekeeping news, no horoscopes, less about the lottery",
        expect![[r#"
            more: beekeeping
            no: horoscopes
            less: lottery"#]],
    );
    understood("多看关于养蜂的新闻", expect!["more: 养蜂"]);
    let bees = ("Beekeeping returns to city roofs", "Hives stand on forty roofs.", "society", 0);
    assert_eq!(said(&judge("more beekeeping", &[], bees)), (1.49, vec!["up because you asked for more beekeeping"]));
}

#[test]
fn a_story_moves_up_and_down_with_the_words_for_it() {
    let profile = "more chips, less football; I run a bakery chain in Chengdu";
    let judge = |story| judge(profile, &[], story);
    assert_eq!(said(&judge(CHIPS)), (1.7, vec!["up because you asked for more chips"]));
    assert_eq!(said(&judge(MATCH)), (0.5, vec!["down because you asked for less football"]));
    assert_eq!(said(&judge(WHEAT)), (1.4, vec!["up because of what you say of yourself: baking"]));
    assert_eq!(said(&judge(COUNCIL)), (1.0, vec![]));
    assert_eq!(judge(CHIPS).said[0].zh, "因为您想多看芯片，排名提前");
}

#[test]
fn one_word_deep_in_a_text_is_chance() {
    let aside = ("Council approves bridge plan", "The mayor put sugar into his tea and signed.", "politics", 0);
    assert_eq!(judge("I run a bakery", &[], aside).factor, 1.0);
}

#[test]
fn what_is_not_wanted_says_so_and_more_outweighs_no() {
    assert_eq!(said(&judge("no sport", &[], MATCH)).1, ["you asked for no sport"]);
    let both = judge("no sport, more football", &[], MATCH);
    assert_eq!((both.unwanted.clone(), said(&both).0), (None, 1.7));
    assert_eq!(said(&judge("only chips", &[], COUNCIL)).1, ["you asked for nothing but chips"]);
    assert_eq!(judge("only chips", &[], CHIPS).unwanted, None);
}

#[test]
fn what_stops_the_press_is_never_moved_down() {
    let quake = ("Earthquake shakes the football stadium", "The striker fled.", "sport", 3);
    for profile in ["no sport", "less football", "only chips", "不要体育"] {
        let judged = judge(profile, &[("sport", 0.0)], quake);
        assert_eq!((judged.factor, judged.unwanted), (1.0, None), "{profile}");
    }
}

#[test]
fn weights_count_by_topic_and_by_beat() {
    let weights = [("chips", 2.0), ("sport", 0.0), ("politics", 1.5)];
    assert_eq!(said(&judge("", &weights, CHIPS)), (2.0, vec!["chips counts 2 times by your weights"]));
    assert_eq!(said(&judge("", &weights, COUNCIL)).0, 1.5);
    let sport = judge("", &weights, MATCH);
    assert_eq!(sport.unwanted.map(|said| said.en).as_deref(), Some("sport counts nothing by your weights"));
}
