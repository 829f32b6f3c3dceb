//! The words of the reader's pages in Chinese and English.

use maud::{Markup, html};
use news::{EvidenceKind, Language, Role, SpikeReason};

/// One text in Chinese and in English.
pub(crate) type Word = (&'static str, &'static str);

/// In which of the two languages of the interface an edition speaks to its reader, and which comes second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tongue {
    first_is_zh: bool,
    bilingual: bool,
}

impl Tongue {
    /// Of an edition in these languages; another language than zh is addressed in English.
    pub(crate) fn of(languages: &[Language]) -> Self {
        let first_is_zh = languages.first().is_none_or(|language| *language == Language::ZH);
        let other = if first_is_zh { Language::EN } else { Language::ZH };
        Self { first_is_zh, bilingual: languages.contains(&other) }
    }

    /// Whether the first language is Chinese.
    pub(crate) fn is_zh(self) -> bool {
        self.first_is_zh
    }

    /// The language tag of the interface.
    pub(crate) fn tag(self) -> &'static str {
        if self.first_is_zh { "zh-CN" } else { "en" }
    }

    /// The word in the first language.
    pub(crate) fn say(self, word: Word) -> &'static str {
        if self.first_is_zh { word.0 } else { word.1 }
    }

    /// The word in the first language, and the second one small behind it where the edition is bilingual.
    pub(crate) fn pair(self, word: Word) -> Markup {
        html! {
            (self.say(word))
            @if let Some(second) = self.second() {
                " " span.second lang=(second.tag()) { (second.say(word)) }
            }
        }
    }

    /// The other language, where the edition is bilingual.
    pub(crate) fn second(self) -> Option<Self> {
        self.bilingual.then_some(Self { first_is_zh: !self.first_is_zh, bilingual: self.bilingual })
    }

    /// The tongue of something told in this language: its own where the edition speaks that language too.
    pub(crate) fn telling(self, language: Language) -> Self {
        if self.languages().contains(&language) { Self::of(&[language]) } else { self }
    }

    /// The languages labels are written in.
    pub(crate) fn languages(self) -> Vec<Language> {
        let of = |zh: bool| if zh { Language::ZH } else { Language::EN };
        let mut languages = vec![of(self.first_is_zh)];
        languages.extend(self.second().map(|second| of(second.first_is_zh)));
        languages
    }
}

/// `早间`, `Morning`; a slot of another name is called by it.
pub(crate) fn slot(slot: &str, tongue: Tongue) -> String {
    match slot {
        "morning" => tongue.say(("早间", "Morning")).to_owned(),
        "noon" | "midday" => tongue.say(("午间", "Midday")).to_owned(),
        "afternoon" => tongue.say(("下午", "Afternoon")).to_owned(),
        "evening" => tongue.say(("晚间", "Evening")).to_owned(),
        "night" => tongue.say(("夜间", "Night")).to_owned(),
        other => other.to_owned(),
    }
}

/// Whether a slot's pages and cover show the moon rather than the sun.
pub(crate) fn is_dark_slot(slot: &str) -> bool {
    matches!(slot, "evening" | "night")
}

/// `国际`, `World`; a beat of another name is called by it.
pub(crate) fn beat(beat: &str, tongue: Tongue) -> String {
    let word = match beat {
        "world" | "international" => ("国际", "World"),
        "china" | "national" | "domestic" => ("国内", "National"),
        "politics" => ("时政", "Politics"),
        "business" | "economy" | "finance" => ("财经", "Business"),
        "technology" | "tech" => ("科技", "Technology"),
        "ai" => ("人工智能", "AI"),
        "science" => ("科学", "Science"),
        "space" => ("航天", "Space"),
        "security" => ("安全", "Security"),
        "energy" => ("能源", "Energy"),
        "transport" => ("交通", "Transport"),
        "weather" => ("天气", "Weather"),
        "education" => ("教育", "Education"),
        "law" | "justice" | "crime" => ("法治", "Law"),
        "opinion" | "comment" => ("评论", "Opinion"),
        "media" => ("传媒", "Media"),
        "entertainment" | "music" | "film" => ("文娱", "Entertainment"),
        "games" | "gaming" => ("游戏", "Games"),
        "lifestyle" | "food" | "travel" | "fashion" => ("生活", "Life"),
        "europe" => ("欧洲", "Europe"),
        "asia" => ("亚洲", "Asia"),
        "africa" => ("非洲", "Africa"),
        "americas" => ("美洲", "Americas"),
        "middle-east" | "middle_east" => ("中东", "Middle East"),
        "health" => ("健康", "Health"),
        "climate" | "environment" => ("气候与环境", "Climate"),
        "disaster" | "disasters" => ("灾害", "Disaster"),
        "culture" | "arts" => ("文化", "Culture"),
        "sport" | "sports" => ("体育", "Sport"),
        "society" => ("社会", "Society"),
        "local" => ("本地", "Local"),
        "general" | "news" | "top" => ("要闻", "News"),
        other => return other.to_owned(),
    };
    tongue.say(word).to_owned()
}

/// The name of a reason for leaving something out.
pub(crate) fn reason(reason: SpikeReason) -> Word {
    match reason {
        SpikeReason::Stale => ("已过时", "Stale"),
        SpikeReason::Undated => ("日期不可信", "Undated"),
        SpikeReason::Duplicate => ("重复稿件", "Duplicate"),
        SpikeReason::Repeat => ("已报道过", "Told before"),
        SpikeReason::Unsupported => ("来源不支持", "Unsupported"),
        SpikeReason::Truncated => ("内容不全", "Cut off"),
        SpikeReason::Injection => ("含操纵指令", "Orders to models"),
        SpikeReason::Unsafe => ("不宜播报", "Not a report, or harmful"),
        SpikeReason::LowRank => ("重要性不足", "Ranked lower"),
        SpikeReason::SingleSource => ("仅一家来源", "One owner only"),
        SpikeReason::FetchFailed => ("抓取失败", "Could not be fetched"),
        SpikeReason::Language => ("语言不符", "Other language"),
    }
}

/// What that reason means.
pub(crate) fn reason_means(reason: SpikeReason) -> Word {
    match reason {
        SpikeReason::Stale => ("超出时效，或讲的是旧事。", "Older than its window, or about something old."),
        SpikeReason::Undated => {
            ("没有可信的发布日期；日期不明不等于现在。", "No date that could be believed; unknown is not now.")
        }
        SpikeReason::Duplicate => ("与另一篇文字相同。", "The same text as another item."),
        SpikeReason::Repeat => ("往期讲过，没有新事实。", "Told in an earlier edition, and nothing new."),
        SpikeReason::Unsupported => ("所列来源没有这样说。", "Its sources do not say so."),
        SpikeReason::Truncated => ("只拿到半截文字。", "Only a part of its text could be had."),
        SpikeReason::Injection => ("文字在向模型下命令。", "Its text gives orders to language models."),
        SpikeReason::Unsafe => ("讽刺、广告或可能造成伤害的内容。", "Satire, advertising, or text that could harm."),
        SpikeReason::LowRank => ("本期篇幅有限，其他新闻更重要。", "Others mattered more in the room there was."),
        SpikeReason::SingleSource => ("说法惊人而只有一家所有者在报道。", "Too striking to rest on one owner's word."),
        SpikeReason::FetchFailed => ("来源没有给出内容。", "The source did not give its text."),
        SpikeReason::Language => ("本期不使用这种语言。", "In a language this edition does not tell."),
    }
}

/// The role's name.
pub(crate) fn role(role: Role) -> Word {
    (role.chinese(), role.english())
}

/// Where a vendor is: `本机`, `this machine`; a place of another name is called by it.
pub(crate) fn jurisdiction(place: &str, tongue: Tongue) -> String {
    let word = match place {
        "local" => ("本机", "this machine"),
        "cn" => ("中国", "China"),
        "us" => ("美国", "United States"),
        "eu" => ("欧盟", "European Union"),
        other => return other.to_owned(),
    };
    tongue.say(word).to_owned()
}

/// `主播 A`, `Anchor A`: the name of an anchor where the transcript has none.
pub(crate) fn anchor(key: &str, tongue: Tongue) -> String {
    match key.strip_prefix("anchor_") {
        Some(letter) => format!("{} {}", tongue.say(("主播", "Anchor")), letter.to_uppercase()),
        None => key.to_owned(),
    }
}

/// The name of what is degraded.
pub(crate) fn degraded(what: &str, tongue: Tongue) -> String {
    let word = match what {
        "voice" => ("语音", "Voice"),
        "models" => ("模型", "Models"),
        "budget" => ("预算", "Budget"),
        "rival" => ("互查", "Cross-checking"),
        "objection" => ("异议", "Objection"),
        "sources" => ("来源", "Sources"),
        "length" => ("篇幅", "Length"),
        "revisions" => ("修改", "Revisions"),
        "routes" => ("模型", "Faster models"),
        "stories" => ("条数", "Stories"),
        "writer" => ("撰稿", "Writer"),
        "floor_voice" => ("播报声音", "Plain voice"),
        "time" => ("时间", "Time"),
        other => return other.to_owned(),
    };
    tongue.say(word).to_owned()
}

/// What that means for the reader; `None` for what this program does not know.
pub(crate) fn degraded_means(what: &str, has_sound: bool) -> Option<Word> {
    Some(match (what, has_sound) {
        ("voice", false) => ("这一期没有声音，只有文字。", "This edition has no sound: it is text only."),
        ("voice", true) => ("有几句没有播出，文字都在页面上。", "Some lines are not heard; their text is on the page."),
        ("models", _) => {
            ("部分工作没有由原定的模型完成。", "Some of the work was not done by the models meant for it.")
        }
        ("budget", _) => {
            ("预算用完，部分工作改由规则程序完成。", "The budget was spent, and rules did some of the work of models.")
        }
        ("rival", _) => {
            ("有些内容由同一家的模型撰写和核查。", "Some work was checked by models of the house that wrote it.")
        }
        ("objection", _) => {
            ("有模型反对出刊，规则程序认为合格。", "A model objected; rules found the edition in order.")
        }
        ("sources", _) => {
            ("有些来源没有读到，可能漏掉它们的消息。", "Some sources could not be read, so their news may be missing.")
        }
        ("revisions", _) => ("为了按时出刊，稿件少改了几遍。", "To be out on time, stories were revised less often."),
        ("routes", _) => ("为了按时出刊，改用更快的模型。", "To be out on time, faster models were asked."),
        ("stories", _) => ("为了按时出刊，少讲了几条。", "To be out on time, fewer stories are told."),
        ("writer", _) => {
            ("为了按时出刊，部分稿件由规则程序撰写。", "To be out on time, rules wrote some of the stories.")
        }
        ("floor_voice", _) => {
            ("为了按时出刊，由本机的声音播报。", "To be out on time, the voice of this machine speaks.")
        }
        ("length", _) => ("篇幅比计划的短。", "It is shorter than planned."),
        ("time", _) => ("为了按时出刊，有些步骤从简。", "To be out on time, some steps were cut short."),
        _ => return None,
    })
}

/// The name of a stage of the work.
pub(crate) fn stage(stage: &str, tongue: Tongue) -> String {
    let word = match stage {
        "gather" => ("采集", "Gather"),
        "assign" => ("选题", "Assign"),
        "report" => ("采写", "Report"),
        "check" => ("核查", "Check"),
        "produce" => ("制作", "Produce"),
        "release" => ("发布", "Release"),
        "sound" => ("其中声音", "Sound, in it"),
        other => return other.to_owned(),
    };
    tongue.say(word).to_owned()
}

/// Where a date was found, exactly.
pub(crate) fn evidence(kind: EvidenceKind) -> Word {
    match kind {
        EvidenceKind::Feed => ("订阅源", "feed"),
        EvidenceKind::JsonLd => ("网页 JSON-LD", "page JSON-LD"),
        EvidenceKind::Meta => ("网页 meta", "page meta"),
        EvidenceKind::TimeElement => ("网页时间元素", "page time element"),
        EvidenceKind::Url => ("网址", "address"),
        EvidenceKind::Text => ("正文", "text"),
        EvidenceKind::Http => ("HTTP 头", "HTTP header"),
        EvidenceKind::File => ("文件", "file"),
        EvidenceKind::Api => ("接口", "API"),
        EvidenceKind::Update => ("更新时间", "last change"),
        EvidenceKind::Hint => ("页面其他内容", "what the page carries"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bilingual_edition_shows_its_second_language_small() {
        let zh = Tongue::of(&[Language::ZH]);
        let both = Tongue::of(&[Language::EN, Language::ZH]);
        assert_eq!(zh.pair(("来源", "Sources")).into_string(), "来源");
        assert_eq!(
            both.pair(("来源", "Sources")).into_string(),
            r#"Sources <span class="second" lang="zh-CN">来源</span>"#
        );
    }

    #[test]
    fn every_beat_the_wire_editor_may_name_has_a_word_in_both_languages() {
        let beats = "world politics business technology science health climate disaster sport culture society general";
        for name in beats.split(' ') {
            let (zh, en) = (beat(name, Tongue::of(&[Language::ZH])), beat(name, Tongue::of(&[Language::EN])));
            assert!(zh != name && en != name, "{name}: {zh}, {en}");
        }
    }

    #[test]
    fn a_story_is_labelled_in_its_own_language_where_the_edition_speaks_it() {
        let both = Tongue::of(&[Language::ZH, Language::EN]);
        assert_eq!(both.telling(Language::EN), Tongue::of(&[Language::EN]));
        let zh = Tongue::of(&[Language::ZH]);
        assert_eq!(zh.telling(Language::EN), zh, "a reader of Chinese alone keeps the Chinese labels");
    }

    #[test]
    fn an_edition_in_another_language_is_addressed_in_english() {
        let german = Tongue::of(&[Language::parse("de").unwrap()]);
        assert_eq!((german.tag(), german.second()), ("en", None));
    }
}
