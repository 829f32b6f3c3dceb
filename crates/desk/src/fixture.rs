//! Small invented sources, items and stories for the tests of this room.

use crate::{Context, Host};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use news::text::language_of;
use news::*;
use std::collections::BTreeMap;

pub(crate) const AS_OF: &str = "2026-03-18T06:30:00+08:00";

pub(crate) const LEAD: &str = "MERIDIAN BAY (Coast Wire) - The port of Meridian Bay reopened on Tuesday after a nine-day strike, \
the port authority said.\nUnions and operators agreed on a pay rise of 4.5 per cent for 3,200 dockers.\n\
Forty ships were waiting outside the harbour, the authority's director, Ann Marr, told reporters.\n\
“We will work around the clock,” she said.\nRead more about the port in our newsletter.";

pub(crate) const ZH_LEAD: &str = "海湾市3月17日电（记者 王五）海湾港17日恢复作业，为期九天的罢工结束。\n\
工会与运营方商定，为3200名码头工人加薪4.5%。\n港务局说，港外有40艘船等待进港。\n责任编辑：李四";

pub(crate) fn at() -> Timestamp {
    AS_OF.parse().unwrap()
}

pub(crate) fn hours_ago(hours: i64) -> Timestamp {
    at() - jiff::SignedDuration::from_hours(hours)
}

pub(crate) fn dated(hours: i64) -> Dating {
    Dating {
        value: Some(hours_ago(hours)),
        precision: Precision::Minute,
        confidence: Confidence::High,
        evidence: Vec::new(),
    }
}

/// An item of the source `source`, three hours old.
pub(crate) fn item(source: &str, title: &str, text: &str) -> Item {
    let url = format!("https://{source}.example/{}", ItemId::of(title).as_str());
    Item {
        id: ItemId::of(&url),
        source: SourceId(source.into()),
        url: url.clone(),
        canonical_url: url,
        title: title.into(),
        text: text.into(),
        language: language_of(&format!("{title} {text}")),
        author: None,
        dating: dated(3),
        fetched_at: at(),
        marks: Vec::new(),
        comments: Vec::new(),
        image: None,
    }
}

pub(crate) fn marked(mark: Mark, item: Item) -> Item {
    Item { marks: vec![mark], ..item }
}

pub(crate) fn source(id: &str, name: &str, owner: &str, trust: u8) -> Source {
    Source {
        id: SourceId(id.into()),
        name: name.into(),
        url: format!("https://{id}.example/feed"),
        kind: SourceKind::Feed,
        beat: "general".into(),
        owner: owner.into(),
        trust,
        language: None,
        every_hours: 6,
        timezone: None,
        link_rule: None,
        max_items: 50,
    }
}

/// Sources a, b (one owner), c, d (others) in English and z, y in Chinese.
pub(crate) fn context() -> Context {
    let sources = [
        source("a", "Coast Courier", "Coast Group", 4),
        source("b", "Bay Gazette", "Coast Group", 3),
        source("c", "Harbour Post", "Harbour Media", 3),
        source("d", "Island Times", "Island Press", 2),
        source("z", "海湾日报", "海湾报业", 4),
        source("y", "岛屿新闻网", "岛屿传媒", 3),
    ];
    Context {
        as_of: at(),
        languages: vec![Language::ZH, Language::EN],
        sources: sources.into_iter().map(|source| (source.id.clone(), source)).collect(),
        max_stories: 12,
        length_seconds: 360,
        anchors: 2,
        format: Format::Bulletin,
        hosts: BTreeMap::from([
            (Anchor::A, Host { name: "Zao · 小早".into(), character: String::new() }),
            (Anchor::B, Host { name: "Wan · 小晚".into(), character: String::new() }),
        ]),
        newsroom: "Zaowan · 早晚".into(),
        timezone: TimeZone::get("Asia/Shanghai").unwrap(),
        key: EditionKey::parse("2026-03-18-morning").unwrap(),
        sample: false,
        label_spoken: BTreeMap::from([
            (Language::ZH, "本节目由人工智能生成。".to_owned()),
            (Language::EN, "This programme is made by AI.".to_owned()),
        ]),
        new_facts: BTreeMap::new(),
        prompts: BTreeMap::new(),
        house: crate::House::default(),
        reader: crate::Reader::default(),
        max_per_owner: 2,
    }
}

pub(crate) fn story(items: Vec<Item>) -> Story {
    let ctx = context();
    let mut owners: Vec<String> = items.iter().map(|item| ctx.owner(item)).collect();
    owners.sort();
    owners.dedup();
    Story {
        id: StoryId::of(items.first().map_or("", |item| item.id.as_str())),
        thread: None,
        items,
        duplicates: Vec::new(),
        owners,
        beat: "business".into(),
        told: Vec::new(),
    }
}

pub(crate) fn port_story() -> Story {
    story(vec![
        item("a", "Meridian Bay port reopens after nine-day strike - Coast Courier", LEAD),
        item(
            "c",
            "Port strike ends in Meridian Bay",
            "The port of Meridian Bay reopened after a strike that cost exporters 90 million dollars, the trade chamber said on Tuesday.",
        ),
    ])
}

pub(crate) fn zh_story() -> Story {
    story(vec![item("z", "海湾港恢复作业 九天罢工结束_海湾日报", ZH_LEAD)])
}

pub(crate) fn score() -> Score {
    Score {
        corroboration: 0.5,
        urgency: 0.33,
        novelty: 1.0,
        recency: 0.8,
        trust: 0.75,
        substance: 0.5,
        standing: 1.0,
        beat: 1.0,
        reader: 1.0,
        total: 0.55,
    }
}

pub(crate) fn assignment(story: &Story, language: Language) -> Assignment {
    Assignment { story: story.id.clone(), language, max_sentences: 6, score: score(), why: "the test wants it".into() }
}

pub(crate) fn model() -> Author {
    Author { role: Role::Reporter, vendor: "vendor".into(), model: "model".into(), floor: false }
}

/// The whole chain of floors up to the final copy.
pub(crate) fn copy_of(story: &Story, language: Language) -> FinalCopy {
    try_copy_of(story, language, &context()).unwrap()
}

pub(crate) fn try_copy_of(story: &Story, language: Language, ctx: &Context) -> Result<FinalCopy, Spike> {
    let assignment = assignment(story, language);
    let dossier = crate::researcher::floor(&assignment, story, ctx);
    let draft = crate::reporter::floor(&assignment, story, &dossier, ctx)?;
    let checked = crate::fact_checker::floor(&draft, story, ctx);
    let edited = crate::desk_editor::floor(draft, &checked, &assignment)?;
    crate::copy_editor::floor(edited, story)
}
