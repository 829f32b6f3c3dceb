//! Batches written for these tests: one event in other words, alike events, two languages.

use super::*;
use crate::fixture::item_at;
use jiff::Timestamp;
use news::{Dating, ItemId, Language, Mark, SourceKind};

/// An item of `source`, `hours` after the morning of the test's day.
pub(crate) fn item(source: &str, hours: i64, title: &str, text: &str) -> Item {
    let at = Timestamp::from_second(1_770_703_200 + hours * 3600).unwrap();
    let url = format!("https://{source}.example/{}", ItemId::of(title));
    item_at(at, source, &url, title, text)
}

fn source(id: &str, owner: &str, beat: &str, trust: u8) -> (SourceId, Source) {
    let source = Source {
        id: SourceId(id.into()),
        name: id.into(),
        url: format!("https://{id}.example/feed"),
        kind: SourceKind::Feed,
        beat: beat.into(),
        owner: owner.into(),
        trust,
        language: None,
        every_hours: 1,
        timezone: None,
        link_rule: None,
        max_items: 60,
    };
    (source.id.clone(), source)
}

/// The titles of each story, sorted.
pub(super) fn titles(items: Vec<Item>) -> Vec<Vec<String>> {
    let mut groups: Vec<Vec<String>> = cluster(items, &BTreeMap::new())
        .into_iter()
        .map(|story| {
            let mut titles: Vec<String> = story.items.into_iter().map(|item| item.title).collect();
            titles.sort();
            titles
        })
        .collect();
    groups.sort();
    groups
}

fn check_together(items: Vec<Item>) {
    let groups = titles(items);
    assert_eq!(groups.len(), 1, "{groups:#?}");
}

pub(super) fn check_apart(items: Vec<Item>) {
    let n = items.len();
    let groups = titles(items);
    assert_eq!(groups.len(), n, "{groups:#?}");
}

#[test]
fn one_event_in_other_words_is_one_story() {
    check_together(vec![
        item(
            "a",
            0,
            "Ferry crews strike in harbour city over night pay",
            "Ferry crews in the harbour city walked out at dawn, leaving the islands without boats.",
        ),
        item(
            "b",
            2,
            "Islands cut off as harbour city ferry crews walk out",
            "No ferry left the harbour city after crews began a strike over pay for night shifts.",
        ),
        item(
            "c",
            5,
            "Harbour city ferry strike strands islanders",
            "The strike of ferry crews left islanders stranded while talks on night pay began.",
        ),
    ]);
}

#[test]
fn one_event_in_two_languages_is_one_story() {
    check_together(vec![
        item(
            "a",
            0,
            "Magnitude 6.1 earthquake strikes Hokkaido in Japan",
            "An earthquake of magnitude 6.1 hit Hokkaido in Japan, injuring 23 people and halting trains.",
        ),
        item("z", 1, "日本北海道发生6.1级地震", "日本北海道今晨发生6.1级地震，造成23人受伤，列车停运。"),
    ]);
}

#[test]
fn traditional_and_simplified_reports_are_one_story() {
    check_together(vec![
        item("t", 0, "港城渡輪船員因夜班工資罷工", "港城渡輪船員今晨罷工，外島交通中斷，工會要求提高夜班工資。"),
        item(
            "s",
            1,
            "港城渡轮船员罢工 要求提高夜班工资",
            "港城渡轮船员今晨开始罢工，外岛交通中断。工会要求提高夜班工资。",
        ),
    ]);
}

/// The two Chinese reports are told from two sides and share few words; each matches the English ones.
fn ports() -> Vec<Item> {
    vec![
        item(
            "a",
            0,
            "Chile's ports turn to chalk after cyberattack on 14 terminals",
            "Clerks at 14 ports in northern Chile wrote lists by hand on Tuesday after a cyberattack locked the computers that place containers. Some 2,700 containers were waiting and the attackers demanded $6.2 million.",
        ),
        item(
            "b",
            1,
            "Chile refuses to pay hackers after attack on 14 ports",
            "Chile will not pay the $6.2m demanded by the hackers who locked the computers of 14 ports in the north, the minister said on Tuesday, as 2,700 containers waited.",
        ),
        item(
            "y",
            2,
            "智利14个港口遭黑客攻击：入口是一台没人记得的旧打印机",
            "智利北部14个港口遭黑客攻击，集装箱系统从周一深夜起停摆，2700个集装箱滞留。攻击者索要620万美元，政府不打算付款。据内部通报，入侵者从一台把单据转成邮件的打印机进来，它上一次更新还是四年前。",
        ),
        item(
            "z",
            4,
            "屏幕熄灭之后：智利14个码头靠粉笔撑过一天",
            "智利北部14个码头电脑停摆后，理货员用粉笔给箱子编号，由专人在堆场之间跑腿送单，大门始终没有关上。黑客攻击让2700个集装箱滞留，索要620万美元，目前没有迹象表明货单外泄。班长说年轻工人这一天学会了打算盘。",
        ),
    ]
}

#[test]
fn two_reports_of_one_language_told_differently_meet_by_the_foreign_one() {
    let chinese: Vec<Item> = ports().into_iter().filter(|item| item.language == Language::ZH).collect();
    check_apart(chinese);
    check_together(ports());
}

#[test]
fn two_earthquakes_are_two_stories() {
    check_apart(vec![
        item(
            "a",
            0,
            "Magnitude 6.1 earthquake strikes Hokkaido in Japan",
            "An earthquake of magnitude 6.1 struck Hokkaido in Japan on Tuesday, the survey said.",
        ),
        item(
            "b",
            1,
            "Magnitude 5.4 earthquake strikes western Turkey",
            "An earthquake of magnitude 5.4 struck western Turkey on Tuesday, the survey said.",
        ),
        item("z", 1, "智利北部发生7.2级地震", "智利北部周二发生7.2级地震，震源深度40公里。"),
    ]);
}

#[test]
fn two_reports_of_one_company_are_two_stories() {
    check_apart(vec![
        item(
            "a",
            0,
            "Acme recalls 40,000 pumps after fires",
            "Acme said it would recall 40,000 pumps after reports of three fires in homes.",
        ),
        item(
            "b",
            3,
            "Acme names Jane Roe as chief executive",
            "Acme named Jane Roe to lead the company from April, succeeding its founder.",
        ),
    ]);
}

#[test]
fn one_decision_by_two_central_banks_is_two_stories() {
    check_apart(vec![
        item(
            "a",
            0,
            "Bank of England holds interest rate at 4.5%",
            "The Bank of England kept its interest rate at 4.5% on Thursday, as expected.",
        ),
        item(
            "b",
            2,
            "Bank of Japan raises interest rate to 0.75%",
            "The Bank of Japan raised its interest rate to 0.75% on Thursday, as expected.",
        ),
        item("z", 2, "欧洲央行维持利率2%不变", "欧洲央行周四宣布维持利率2%不变，符合预期。"),
    ]);
}

#[test]
fn alike_reports_days_apart_are_two_stories() {
    check_apart(vec![
        item(
            "a",
            0,
            "Ferry crews strike in harbour city over night pay",
            "Ferry crews in the harbour city walked out at dawn over night pay.",
        ),
        item(
            "a",
            60,
            "Ferry crews in harbour city strike again over pay",
            "Ferry crews in the harbour city walked out at dawn once more over pay.",
        ),
    ]);
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let items = vec![
        item("a", 0, "Ferry crews strike in harbour city", "Ferry crews walked out over night pay."),
        item("b", 0, "Harbour city ferry crews on strike", "Crews of the ferry walked out over pay at night."),
        item("c", 3, "Bakers win the bread prize", "The bakers won the prize for rye."),
        item("d", 4, "Old town bakers take bread prize", "The prize for rye bread went to bakers of the old town."),
    ];
    let mut backwards = items.clone();
    backwards.reverse();
    assert_eq!(cluster(items, &BTreeMap::new()), cluster(backwards, &BTreeMap::new()));
}

/// Three outlets of two owners, one of them with a copy of the other's text.
#[test]
fn owners_are_counted_once_and_copies_corroborate_nothing() {
    let text = "Ferry crews in the harbour city walked out at dawn on Tuesday, leaving the islands without boats. The union said four hundred workers had joined the strike over pay for night shifts. Talks with the company begin on Wednesday, the port authority said in a short statement.";
    let sources: BTreeMap<SourceId, Source> = [
        source("a", "North Press", "world", 4),
        source("b", "North Press", "business", 2),
        source("c", "Agency", "world", 3),
        source("d", "Copier", "world", 5),
    ]
    .into_iter()
    .collect();
    let stories = cluster(
        vec![
            item("a", 0, "Ferry crews strike in harbour city", text),
            item(
                "b",
                1,
                "Harbour city ferry crews strike over night pay",
                "Crews of the ferry in the harbour city struck over night pay. The company lost a day.",
            ),
            item(
                "c",
                2,
                "Ferry strike in harbour city",
                "A strike of ferry crews began in the harbour city over night pay, halting boats.",
            ),
            item("d", 3, "Ferry crews on strike in harbour city", text),
        ],
        &sources,
    );
    assert_eq!(stories.len(), 1, "{stories:#?}");
    assert_eq!(stories[0].owners, ["Agency", "North Press"]);
    assert_eq!(stories[0].beat, "world");
    assert_eq!(stories[0].duplicates.len(), 1);
    assert_eq!(stories[0].items.len(), 3);
}

/// The title of the item that leads.
fn lead_of(items: Vec<Item>) -> String {
    let stories = cluster(items, &BTreeMap::new());
    assert_eq!(stories.len(), 1, "{stories:#?}");
    stories[0].items[0].title.clone()
}

fn pair() -> (Item, Item) {
    (
        item(
            "a",
            0,
            "Ferry crews strike in harbour city",
            "Ferry crews in the harbour city walked out at dawn over night pay, and the islands had no boats all day. The union thanked the crews.",
        ),
        item(
            "b",
            1,
            "Harbour city ferry crews on strike",
            "Crews of the ferry in the harbour city are on strike over night pay.",
        ),
    )
}

#[test]
fn the_fullest_text_leads() {
    let (full, short) = pair();
    assert_eq!(lead_of(vec![short, full]), "Ferry crews strike in harbour city");
}

#[test]
fn an_undated_item_never_leads() {
    let (mut full, short) = pair();
    full.dating = Dating::unknown();
    assert_eq!(lead_of(vec![full, short]), "Harbour city ferry crews on strike");
}

#[test]
fn what_is_not_a_whole_report_never_leads() {
    for mark in [Mark::Teaser, Mark::TitleOnly, Mark::OffSite, Mark::LookBack, Mark::Opinion, Mark::Satire, Mark::Live]
    {
        let (mut full, short) = pair();
        full.marks.push(mark);
        assert_eq!(lead_of(vec![full, short]), "Harbour city ferry crews on strike", "{mark:?}");
    }
}

#[test]
fn a_story_is_named_after_its_oldest_item() {
    let (full, short) = pair();
    let oldest = full.id.clone();
    let stories = cluster(vec![short, full], &BTreeMap::new());
    assert_eq!(stories[0].id, news::StoryId::of(oldest.as_str()));
}

#[test]
fn nothing_comes_of_nothing() {
    assert_eq!(cluster(Vec::new(), &BTreeMap::new()), []);
    let empty = item("a", 0, "", "");
    assert_eq!(cluster(vec![empty.clone(), empty], &BTreeMap::new()).len(), 1);
    assert_eq!(item("a", 0, "渡轮", "").language, Language::ZH);
}
