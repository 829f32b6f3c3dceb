//! An invented bilingual edition of ordinary size, its sound, and a newsroom to publish it in.

use jiff::{Timestamp, ToSpan};
use news::edition::{
    Audio, Chapter, Credit, Degraded, Labels, LedgerSummary, Missed, Previously, PublishedCitation, PublishedDating,
    PublishedSentence, PublishedSource, PublishedStory, SourceReport, Timing, TranscriptLine,
};
use news::{
    Author, Confidence, Edition, EditionKey, Evidence, EvidenceKind, ItemId, Language, Precision, Role, Score, Spike,
    SpikeReason, StoryId, ThreadId,
};
use publish::{About, Site, Sound, labels};
use std::collections::BTreeMap;
use std::path::Path;

pub const BASE: &str = "https://news.example.org/zaowan/";

pub fn about() -> About {
    About {
        name: "早晚 Zaowan".into(),
        description: "早晚各一期的双语新闻，每句话都有出处。News in Chinese and English, twice a day.".into(),
        base_url: Some(BASE.into()),
        languages: vec![Language::ZH, Language::EN],
        owner_email: Some("editor@news.example.org".into()),
        author: "早晚编辑部".into(),
        producer: String::new(),
        sample: false,
    }
}

pub fn site(out: &Path) -> Site {
    Site::open(out, about()).unwrap()
}

pub fn key(edition: &Edition) -> EditionKey {
    EditionKey { date: edition.date, slot: edition.slot.clone() }
}

/// The morning of 18 March 2026: eight stories, sixty things left out, sound.
pub fn edition() -> Edition {
    at("2026-03-18", "morning", "2026-03-18T07:00:00+08:00")
}

/// The same news on another day or in another slot.
pub fn at(date: &str, slot: &str, published_at: &str) -> Edition {
    let published_at: Timestamp = published_at.parse().unwrap();
    let stories: Vec<PublishedStory> = STORIES.iter().map(|raw| story(raw, published_at)).collect();
    let seconds = transcript(&stories).last().map_or(0.0, |line| line.end_ms as f64 / 1000.0 + 5.0);
    Edition {
        id: format!("{date}-{slot}"),
        date: date.parse().unwrap(),
        slot: slot.into(),
        newsroom: "早晚 Zaowan".into(),
        timezone: "Asia/Shanghai".into(),
        as_of: published_at - 4.minutes(),
        published_at,
        languages: vec![Language::ZH, Language::EN],
        sample: false,
        degraded: vec![Degraded {
            what: "models".into(),
            why: "没有配置模型，文字由规则程序从来源中摘选。Configure a vendor in newsroom.toml to have it written."
                .into(),
        }],
        spiked: spiked(),
        missed: missed(),
        sources: sources(),
        credits: credits(),
        ledger: LedgerSummary { by_vendor: BTreeMap::from([("zaowan".into(), 0.0)]), ..LedgerSummary::default() },
        timings: timings(),
        audio: Some(audio(&stories, seconds)),
        labels: Labels {
            text: [Language::ZH, Language::EN].map(|l| (l.to_string(), labels::text(l).to_owned())).into(),
            spoken: true,
            metadata: labels::metadata(&["bulletin.mp3"]),
            cloned: Vec::new(),
        },
        corrections: Vec::new(),
        corrects: Vec::new(),
        charter: None,
        spiked_stories: Vec::new(),
        stories,
    }
}

pub fn sound(edition: &Edition) -> Sound {
    let lines = transcript(&edition.stories);
    Sound {
        mp3: silence(400),
        vtt: "WEBVTT\n\n00:00.000 --> 00:03.000\n<v 林晚>以下内容由人工智能生成合成。\n".into(),
        srt: "1\n00:00:00,000 --> 00:00:03,000\n以下内容由人工智能生成合成。\n".into(),
        transcript_json: serde_json::to_string(&lines).unwrap(),
        chapters_json: r#"{"version":"1.2.0","chapters":[{"startTime":0,"title":"开场"}]}"#.into(),
        also: Vec::new(),
    }
}

/// Silent MPEG-1 layer III frames, 64 kb/s at 44.1 kHz: the smallest file a player takes.
pub fn silence(n_frames: usize) -> Vec<u8> {
    let mut frame = vec![0u8; 208];
    frame[..4].copy_from_slice(&[0xff, 0xfb, 0x50, 0xc4]);
    frame.repeat(n_frames)
}

struct RawStory {
    headline: &'static str,
    language: Language,
    beat: &'static str,
    hours_ago: i64,
    /// Outlet, owner, address, title.
    sources: &'static [(&'static str, &'static str, &'static str, &'static str)],
    /// The sentence and the numbers of its sources.
    sentences: &'static [(&'static str, &'static [usize])],
    previously: &'static [(&'static str, &'static str)],
}

const STORIES: &[RawStory] = &[
    RawStory {
        headline: "临江大桥提前两个月合龙，两岸通勤将缩短至十五分钟",
        language: Language::ZH,
        beat: "national",
        hours_ago: 3,
        sources: &[
            ("江东日报", "江东报业", "https://jiangdong.example/2026/03/18/bridge.html", "临江大桥主跨今日凌晨合龙"),
            ("南岸观察", "南岸传媒", "https://nanan.example/a/10231", "大桥合龙现场：最后一段钢箱梁精准就位"),
            (
                "Harbour Post",
                "Harbour Media Group",
                "https://harbourpost.example/world/linjiang-bridge",
                "Linjiang Bridge closes its main span early",
            ),
        ],
        sentences: &[
            ("3月18日凌晨4时12分，临江大桥主跨最后一段钢箱梁吊装到位，大桥比原计划提前两个月合龙。", &[0, 1]),
            ("大桥主跨1,088米，全长6.4公里，双向八车道，设计时速100公里。", &[0]),
            ("建设方表示，通车后两岸通勤时间将由五十分钟缩短至约十五分钟。", &[0, 2]),
            ("合龙误差控制在3毫米以内，施工团队在夜间恒温时段完成了最后的测量。", &[1]),
            ("大桥预计今年国庆前通车，通车首年小型客车免收通行费。", &[0, 1]),
        ],
        previously: &[("2026-03-14-evening", "临江大桥进入合龙倒计时"), ("2026-02-27-morning", "临江大桥边跨完成")],
    },
    RawStory {
        headline: "Vessen and Tarhun agree to reopen border crossings after 14 months",
        language: Language::EN,
        beat: "world",
        hours_ago: 6,
        sources: &[
            (
                "Harbour Post",
                "Harbour Media Group",
                "https://harbourpost.example/world/vessen-tarhun",
                "Neighbours to reopen five crossings",
            ),
            (
                "The Meridian",
                "Meridian Trust",
                "https://meridian.example/2026/03/17/crossings",
                "Vessen, Tarhun sign border protocol",
            ),
        ],
        sentences: &[
            (
                "Vessen and Tarhun signed a protocol on Tuesday to reopen five border crossings that have been shut since January 2025.",
                &[0, 1],
            ),
            (
                "The first two, at Orlo and Keth Pass, are to open to lorries on 1 April and to passengers a week later.",
                &[1],
            ),
            (
                "About 2,300 lorries a day used the crossings before they were closed, according to Tarhun's customs service.",
                &[0],
            ),
            ("Both sides left the question of the disputed reservoir to a commission that will meet in May.", &[1]),
        ],
        previously: &[],
    },
    RawStory {
        headline: "开源模型“青鸢”发布新版，称推理成本下降六成",
        language: Language::ZH,
        beat: "ai",
        hours_ago: 9,
        sources: &[("科技前哨", "前哨传媒", "https://qianshao.example/ai/qingyuan-3", "“青鸢3”开源：推理成本降六成")],
        sentences: &[
            ("研究机构青鸢实验室17日发布开源大模型“青鸢3”，权重以宽松许可证开放下载。", &[0]),
            ("实验室称，新版在同等质量下推理成本较上一代下降约60%，上下文长度增至256K。", &[0]),
            ("上述数字由实验室自行公布，尚无第三方复测结果。", &[0]),
        ],
        previously: &[],
    },
    RawStory {
        headline: "Central bank of Norrland holds rate at 3.25 percent, signals cut by summer",
        language: Language::EN,
        beat: "business",
        hours_ago: 11,
        sources: &[
            (
                "Ledger Wire",
                "Ledger Group",
                "https://ledgerwire.example/norrland-rate",
                "Norrland holds at 3.25%, hints at June",
            ),
            (
                "The Meridian",
                "Meridian Trust",
                "https://meridian.example/2026/03/17/norrland",
                "Norrland keeps rates, opens door to cut",
            ),
            (
                "财经晚报",
                "华讯集团",
                "https://huaxun.example/finance/norrland-20260317",
                "诺兰央行按兵不动，暗示夏季降息",
            ),
        ],
        sentences: &[
            (
                "The Central Bank of Norrland kept its policy rate at 3.25% on Tuesday, as all but one of the analysts polled had expected.",
                &[0, 1],
            ),
            (
                "Governor Ilse Brandt said inflation, at 2.1% in February, is “close enough to where we want it to talk about the next step”.",
                &[1],
            ),
            ("Two of the nine members of the board voted for a cut of a quarter point.", &[0]),
        ],
        previously: &[("2026-02-04-evening", "Norrland holds rate for a third meeting")],
    },
    RawStory {
        headline: "沿海三省启动春季台风应急演练，首次接入海底观测网",
        language: Language::ZH,
        beat: "climate",
        hours_ago: 14,
        sources: &[
            ("江东日报", "江东报业", "https://jiangdong.example/2026/03/17/drill.html", "三省联合演练接入海底观测网"),
            ("气象时报", "气象时报社", "https://qixiang.example/news/8841", "海底观测网数据首次用于台风演练"),
        ],
        sentences: &[
            ("沿海三省17日启动为期三天的台风应急联合演练，参与单位超过四百家。", &[0, 1]),
            ("演练首次接入东部海底观测网的实时数据，风暴潮预报更新间隔由一小时缩短至十分钟。", &[1]),
        ],
        previously: &[],
    },
    RawStory {
        headline: "Probe finds water-ice signature in a crater of asteroid Ilmarinen",
        language: Language::EN,
        beat: "science",
        hours_ago: 16,
        sources: &[
            (
                "Orbit Weekly",
                "Orbit Foundation",
                "https://orbit.example/ilmarinen-ice",
                "Ice signature in Ilmarinen's polar crater",
            ),
            (
                "Harbour Post",
                "Harbour Media Group",
                "https://harbourpost.example/science/asteroid-ice",
                "Asteroid probe sees ice",
            ),
        ],
        sentences: &[
            (
                "Instruments aboard the Kestrel probe have found the spectral signature of water ice in a permanently shadowed crater of the asteroid Ilmarinen.",
                &[0, 1],
            ),
            (
                "The team puts the layer at no more than a few centimetres and will look again from a lower orbit in April.",
                &[0],
            ),
        ],
        previously: &[],
    },
    RawStory {
        headline: "城市图书馆联盟开放二十万册古籍影像，公众可免费下载",
        language: Language::ZH,
        beat: "culture",
        hours_ago: 18,
        sources: &[("南岸观察", "南岸传媒", "https://nanan.example/a/10198", "二十万册古籍影像上线")],
        sentences: &[
            ("城市图书馆联盟17日上线古籍影像平台，首批开放二十万册，公众无需注册即可下载。", &[0]),
            ("平台支持按版本、藏书印和刻工检索，全部影像采用公有领域标识。", &[0]),
        ],
        previously: &[],
    },
    RawStory {
        headline: "Rovers beat Albion 3-1 to go top with four games left",
        language: Language::EN,
        beat: "sport",
        hours_ago: 10,
        sources: &[(
            "Harbour Post",
            "Harbour Media Group",
            "https://harbourpost.example/sport/rovers-albion",
            "Rovers 3-1 Albion: top of the table",
        )],
        sentences: &[
            (
                "Rovers came from behind to beat Albion 3-1 on Tuesday night and lead the league by two points with four games left.",
                &[0],
            ),
            ("Marta Quill scored twice in the last 20 minutes.", &[0]),
        ],
        previously: &[],
    },
];

fn story(raw: &RawStory, published_at: Timestamp) -> PublishedStory {
    let dated_at = published_at - (raw.hours_ago * 60).minutes();
    let sources: Vec<PublishedSource> = raw
        .sources
        .iter()
        .enumerate()
        .map(|(n, (name, owner, url, title))| PublishedSource {
            item: ItemId::of(url),
            name: (*name).into(),
            owner: (*owner).into(),
            url: (*url).into(),
            title: (*title).into(),
            published_at: Some(dated_at - (n as i64 * 25).minutes()),
        })
        .collect();
    let corroboration = raw.sources.len() as u32;
    PublishedStory {
        id: StoryId::of(raw.headline),
        thread: ThreadId::of(raw.headline),
        headline: raw.headline.into(),
        summary: raw.sentences.iter().take(2).map(|(text, _)| *text).collect::<Vec<_>>().join(" "),
        language: raw.language,
        beat: raw.beat.into(),
        dated_at,
        dating: dating(dated_at),
        sentences: raw.sentences.iter().map(|(text, from)| sentence(text, from, &sources)).collect(),
        written_by: Author::floor(Role::Reporter),
        checked_by: vec![Author::floor(Role::FactChecker), Author::floor(Role::StandardsEditor)],
        corroboration,
        score: Score {
            corroboration: f64::from(corroboration) / 4.0,
            urgency: 0.33,
            novelty: 1.0,
            recency: 1.0 - raw.hours_ago as f64 / 26.0,
            trust: 0.8,
            substance: 0.6,
            standing: 1.0,
            beat: 1.0,
            reader: 1.0,
            total: 0.71,
        },
        reasons: Vec::new(),
        spoken_sentences: raw.sentences.len().min(3) as u32,
        previously: raw
            .previously
            .iter()
            .map(|(edition, headline)| Previously { edition: (*edition).into(), headline: (*headline).into() })
            .collect(),
        notes: vec!["dropped a dateline of 江东日报".into()],
        development: None,
        translations: Vec::new(),
        minutes: Vec::new(),
        sources,
    }
}

fn sentence(text: &str, from: &[usize], sources: &[PublishedSource]) -> PublishedSentence {
    let cite = |source: &PublishedSource| PublishedCitation {
        item: source.item.clone(),
        url: source.url.clone(),
        quote: text.to_owned(),
        bytes: None,
    };
    PublishedSentence { text: text.into(), citations: from.iter().map(|n| cite(&sources[*n])).collect() }
}

fn dating(value: Timestamp) -> PublishedDating {
    let evidence = |kind, raw: &str, rejected: Option<&str>| Evidence {
        kind,
        raw: raw.into(),
        value: Some(value),
        rejected: rejected.map(str::to_owned),
    };
    PublishedDating {
        value,
        precision: Precision::Minute,
        confidence: Confidence::High,
        evidence: vec![
            evidence(EvidenceKind::Feed, "Wed, 18 Mar 2026 04:30:00 +0800", None),
            evidence(EvidenceKind::JsonLd, "2026-03-18T04:30:00+08:00", None),
            evidence(EvidenceKind::Http, "Wed, 18 Mar 2026 06:01:12 GMT", Some("later than the feed and the page")),
        ],
    }
}

fn spiked() -> Vec<Spike> {
    let reasons = [
        (SpikeReason::LowRank, "分数 0.41，低于入选线 0.52", 45),
        (SpikeReason::Stale, "published 61 hours before the edition, its window is 26 hours", 6),
        (SpikeReason::Duplicate, "same text as 江东日报", 4),
        (SpikeReason::Undated, "the only date is in the future: 2026-03-21", 2),
        (SpikeReason::Injection, "text addressed to language models: “ignore all previous…”", 1),
        (SpikeReason::Truncated, "ends in mid-sentence behind a login wall", 1),
        (SpikeReason::SingleSource, "one owner only, urgency 3", 1),
    ];
    let of = |(reason, detail, n): (SpikeReason, &str, usize)| -> Vec<Spike> {
        let spike = |i: usize| Spike {
            headline: if i.is_multiple_of(2) {
                format!("被放下的消息第 {i} 条：地方简讯")
            } else {
                format!("A shorter item no. {i} from the wire")
            },
            urls: vec![format!("https://www.wire.example/{}/{i}", reason.key())],
            reason,
            detail: detail.to_owned(),
        };
        (1..=n).map(spike).collect()
    };
    reasons.into_iter().flat_map(of).collect()
}

fn sources() -> Vec<SourceReport> {
    let report = |name: &str, owner: &str, items, used, problem: &str| SourceReport {
        name: name.into(),
        owner: owner.into(),
        url: "https://source.example/feed.xml".into(),
        items,
        used,
        problems: if problem.is_empty() { Vec::new() } else { vec![problem.to_owned()] },
    };
    vec![
        report("江东日报", "江东报业", 31, 2, ""),
        report("Harbour Post", "Harbour Media Group", 44, 4, ""),
        report("The Meridian", "Meridian Trust", 18, 2, ""),
        report("慢城网", "慢城传媒", 0, 0, "没有在 10 秒内答完 (timeout)"),
    ]
}

fn credits() -> Vec<Credit> {
    let credit = |role: &Role| Credit {
        role: *role,
        vendor: "zaowan".into(),
        model: if *role == Role::Anchor { "espeak-ng".into() } else { "floor".into() },
        jurisdiction: "local".into(),
        calls: 8,
        retries: 0,
        failovers: 0,
    };
    Role::ALL.iter().map(credit).collect()
}

fn timings() -> Vec<Timing> {
    [("gather", 2140), ("assign", 85), ("report", 310), ("check", 122), ("produce", 3890), ("release", 95)]
        .into_iter()
        .map(|(stage, ms)| Timing { stage: stage.into(), ms })
        .collect()
}

fn audio(stories: &[PublishedStory], seconds: f64) -> Audio {
    let lines = transcript(stories);
    let mut chapters = vec![Chapter { start_ms: 0, end_ms: 9_000, title: "开场".into(), story: None, img: None }];
    for story in stories {
        let of_story = || lines.iter().filter(|line| line.story.as_ref() == Some(&story.id));
        let (Some(first), Some(last)) = (of_story().next(), of_story().next_back()) else { continue };
        let title = story.headline.clone();
        let story = Some(story.id.clone());
        chapters.push(Chapter { start_ms: first.start_ms, end_ms: last.end_ms, title, story, img: None });
    }
    Audio {
        url: "bulletin.mp3".into(),
        bytes: 0,
        seconds,
        lufs: -16.2,
        true_peak_db: -1.6,
        voices: Vec::new(),
        changes: Vec::new(),
        voice_by_anchor: BTreeMap::from([
            ("anchor_a".into(), "espeak/f3".into()),
            ("anchor_b".into(), "espeak/m3".into()),
        ]),
        chapters,
        format: news::Format::Bulletin,
        also: Vec::new(),
    }
}

/// Every spoken line: five seconds each, half a second between them, after a label of nine seconds.
pub fn transcript(stories: &[PublishedStory]) -> Vec<TranscriptLine> {
    let mut lines = vec![line(0, "林晚", Language::ZH, labels::spoken(Language::ZH), None, None)];
    let mut start_ms = 9_000;
    for (n, story) in stories.iter().enumerate() {
        let speaker = if n % 2 == 0 { "林晚" } else { "Alex" };
        lines.push(line(start_ms, speaker, story.language, &story.headline, Some(&story.id), None));
        for (i, sentence) in story.sentences.iter().take(story.spoken_sentences as usize).enumerate() {
            start_ms += 5_500;
            lines.push(line(start_ms, speaker, story.language, &sentence.text, Some(&story.id), Some(i as u32)));
        }
        start_ms += 6_500;
    }
    lines
}

fn line(
    start_ms: u64,
    speaker: &str,
    language: Language,
    text: &str,
    story: Option<&StoryId>,
    sentence: Option<u32>,
) -> TranscriptLine {
    TranscriptLine {
        start_ms,
        end_ms: start_ms + 5_000,
        speaker: speaker.into(),
        language,
        text: text.into(),
        story: story.cloned(),
        sentence,
        manner: news::Manner::Read,
        words: Vec::new(),
    }
}

/// A correction of a story, by the corrections desk, an hour after publication.
pub fn correction(
    edition: &Edition,
    nth: usize,
    kind: news::CorrectionKind,
    withdrawn: bool,
    text: &str,
) -> news::Correction {
    news::Correction {
        at: edition.published_at + 60.minutes(),
        story: edition.stories[nth].id.clone(),
        text: text.into(),
        kind,
        withdrawn,
        before: None,
        after: None,
        why: "a number changed".into(),
        url: None,
        by: "corrections desk".into(),
    }
}

fn missed() -> Vec<Missed> {
    vec![Missed {
        headline: "Island parliament passes law against plastic bags".into(),
        owners: vec!["Coast Group".into(), "Harbour Media".into(), "Island Press".into()],
        urls: vec!["https://coast.example/bags".into(), "https://harbour.example/bags".into()],
        why: SpikeReason::LowRank,
        detail: "others were more important: score 0.41, the last one chosen had 0.44; the last story of the edition has 0.52".into(),
    }]
}
