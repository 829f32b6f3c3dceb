//! The phrases of the frame and of the transitions, in Chinese and in English.

use crate::Context;
use jiff::civil::Weekday;
use news::edition::Corrected;
use news::text::is_han;
use news::{CorrectionKind, EditionKey, Language};

/// Where a story stands.
pub(super) struct Place {
    /// Its number within its language, from 0.
    pub in_block: usize,
    /// Whether it ends the programme, in a block of more than two.
    pub is_last: bool,
    pub beat: String,
    /// Whether the story before is of another beat.
    pub new_beat: bool,
}

/// 早上好，今天是2026年3月18日，星期三，欢迎收听《…》。
pub(super) fn greeting(language: Language, ctx: &Context) -> String {
    let name = spoken_name(&ctx.newsroom, language);
    let (hello, date, programme) = (hello(language, ctx), date(language, ctx), programme(language, &ctx.key.slot));
    if language == Language::ZH {
        format!("{hello}，今天是{date}，欢迎收听《{name}》{programme}。")
    } else {
        format!("{hello}. It is {date}, and this is {programme} of {name}.")
    }
}

fn hello(language: Language, ctx: &Context) -> &'static str {
    let hour = ctx.as_of.to_zoned(ctx.timezone.clone()).hour();
    let zh = language == Language::ZH;
    match (ctx.key.slot.as_str(), hour) {
        ("morning", 0..12) | (_, 4..11) => {
            if zh {
                "早上好"
            } else {
                "Good morning"
            }
        }
        ("evening", 16..) | (_, 18..) | (_, 0..4) => {
            if zh {
                "晚上好"
            } else {
                "Good evening"
            }
        }
        (_, 11 | 12) => {
            if zh {
                "中午好"
            } else {
                "Hello"
            }
        }
        _ => {
            if zh {
                "下午好"
            } else {
                "Good afternoon"
            }
        }
    }
}

fn date(language: Language, ctx: &Context) -> String {
    let date = ctx.key.date;
    let weekday = weekday(date.weekday(), language);
    if language == Language::ZH {
        format!("{}年{}月{}日，{weekday}", date.year(), date.month(), date.day())
    } else {
        format!("{weekday}, {} {}, {}", date.day(), month(date.month()), date.year())
    }
}

fn weekday(weekday: Weekday, language: Language) -> &'static str {
    let (zh, en) = match weekday {
        Weekday::Monday => ("星期一", "Monday"),
        Weekday::Tuesday => ("星期二", "Tuesday"),
        Weekday::Wednesday => ("星期三", "Wednesday"),
        Weekday::Thursday => ("星期四", "Thursday"),
        Weekday::Friday => ("星期五", "Friday"),
        Weekday::Saturday => ("星期六", "Saturday"),
        Weekday::Sunday => ("星期日", "Sunday"),
    };
    if language == Language::ZH { zh } else { en }
}

fn month(month: i8) -> &'static str {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    usize::try_from(month - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

fn programme(language: Language, slot: &str) -> &'static str {
    match (slot, language == Language::ZH) {
        ("morning", true) => "早间新闻",
        ("evening", true) => "晚间新闻",
        (_, true) => "新闻节目",
        ("morning", false) => "the morning edition",
        ("evening", false) => "the evening edition",
        (_, false) => "the news",
    }
}

/// The part of a name of two languages that belongs to this one: 「Zaowan · 早晚」 and 「早晚 Zaowan」 are 早晚 in Chinese.
pub(super) fn spoken_name(name: &str, language: Language) -> String {
    let fits = |word: &&str| word.chars().any(is_han) == (language == Language::ZH);
    let words = name.split(|c: char| c.is_whitespace() || matches!(c, '·' | '|' | '/')).filter(|word| !word.is_empty());
    let own: Vec<&str> = words.filter(fits).collect();
    if own.is_empty() { name.to_owned() } else { own.join(" ") }
}

pub(super) fn sample(language: Language) -> String {
    if language == Language::ZH {
        "请注意，这是一期样刊，其中的新闻和媒体都是虚构的。".into()
    } else {
        "Please note that this is a sample: its news and its outlets are invented.".into()
    }
}

pub(super) fn count(language: Language, n: usize) -> String {
    if language == Language::ZH {
        let measure = if n == 2 { "两条".to_owned() } else { format!("{n}条") };
        return format!("本次节目共有{measure}新闻。");
    }
    match n {
        1 => "There is one story in this edition.".into(),
        n => format!("There are {n} stories in this edition."),
    }
}

/// Said before the headlines of the opening.
pub(super) fn headlines(language: Language) -> String {
    if language == Language::ZH { "先来听内容提要。".into() } else { "The headlines.".into() }
}

/// Said in the language that ends, before another begins.
pub(super) fn switch(from: Language, to: Language) -> String {
    if from == Language::ZH {
        let name = if to == Language::EN { "英文" } else { "其他语言的" };
        return format!("以下是{name}新闻。");
    }
    if to == Language::ZH {
        "The news in Chinese follows.".into()
    } else {
        "The news in another language follows.".into()
    }
}

/// Said in the language that begins.
pub(super) fn begin(language: Language) -> String {
    if language == Language::ZH { "下面请听中文新闻。".into() } else { "And now the news in English.".into() }
}

/// Names the one outlet that reports a story, before its lede.
pub(super) fn witness(outlet: &str, language: Language) -> String {
    if language == Language::ZH { format!("据{outlet}报道：") } else { format!("{outlet} reports:") }
}

/// 我是小早。
pub(super) fn introduction(name: &str, is_second: bool, language: Language) -> String {
    match (language == Language::ZH, is_second) {
        (true, _) => format!("我是{name}。"),
        (false, false) => format!("I\u{2019}m {name}."),
        (false, true) => format!("And I\u{2019}m {name}."),
    }
}

/// Leads over to a story; `witness` is the one outlet that reports it.
pub(super) fn transition(place: &Place, language: Language, witness: Option<&str>) -> String {
    if language == Language::ZH {
        let lead = zh_lead(place);
        return witness.map_or_else(|| format!("{lead}。"), |outlet| format!("{lead}。据{outlet}报道："));
    }
    let lead = en_lead(place);
    witness.map_or_else(|| format!("{lead}."), |outlet| format!("{lead}, from {outlet}."))
}

fn zh_lead(place: &Place) -> String {
    const NEXT: [&str; 5] = ["再来看下一条", "接下来的消息", "继续关注下一条", "下一条新闻", "再来关注"];
    if place.in_block == 0 {
        return "首先来看头条新闻".into();
    }
    if place.is_last {
        return "最后一条消息".into();
    }
    let beat = match place.beat.as_str() {
        "business" => "财经",
        "technology" => "科技",
        "science" => "科学",
        "health" => "健康",
        "climate" => "气候与环境",
        "sport" | "sports" => "体育",
        "culture" => "文化",
        "world" => "国际",
        "politics" => "时政",
        _ => return varied(&NEXT, place),
    };
    if place.new_beat {
        format!("{}{beat}方面的消息", varied(&["来看", "再看", "接下来是", "下面关注"], place))
    } else {
        varied(&NEXT, place)
    }
}

fn en_lead(place: &Place) -> String {
    const NEXT: [&str; 5] = ["Next", "In other news", "Also in this edition", "Turning to another story", "Elsewhere"];
    if place.in_block == 0 {
        return "Our first story".into();
    }
    if place.is_last {
        return "And finally".into();
    }
    let beat = match place.beat.as_str() {
        "business" => "business",
        "technology" => "technology",
        "science" => "science",
        "health" => "health",
        "climate" => "climate",
        "sport" | "sports" => "sport",
        "culture" => "culture",
        "world" => "world",
        "politics" => "political",
        _ => return varied(&NEXT, place),
    };
    if place.new_beat {
        format!("{} {beat} news", varied(&["In", "Now to", "Turning to"], place))
    } else {
        varied(&NEXT, place)
    }
}

/// The same place always takes the same phrase, neighbours take different ones.
fn varied(phrases: &[&str], place: &Place) -> String {
    phrases.get(place.in_block % phrases.len().max(1)).copied().unwrap_or_default().to_owned()
}

pub(super) fn farewell(language: Language, ctx: &Context) -> Vec<String> {
    let end = if language == Language::ZH {
        "以上就是本次节目的全部内容。"
    } else {
        "That is all for this edition."
    };
    vec![end.to_owned(), thanks(language, ctx)]
}

pub(super) fn thanks(language: Language, ctx: &Context) -> String {
    let name = spoken_name(&ctx.newsroom, language);
    if language == Language::ZH {
        format!("感谢收听《{name}》，我们下次节目再会。")
    } else {
        format!("Thank you for listening to {name}. Goodbye.")
    }
}

/// One sentence that sets an earlier edition right: `A correction to yesterday's morning edition: …`.
pub(crate) fn correction(corrected: &Corrected, language: Language, ctx: &Context) -> String {
    let zh = language == Language::ZH;
    let of = edition_said(&corrected.edition, language, ctx);
    let headline = corrected.headline.trim_end_matches(['.', '。']);
    let correction = &corrected.correction;
    let what = if correction.withdrawn {
        if zh { "该报道已撤回".to_owned() } else { "we have withdrawn this story".to_owned() }
    } else {
        // What is said in the other language cannot be read out in this one.
        let text = Some(&correction.text).filter(|_| corrected.language == language);
        let plain = if zh { "详情见本期页面" } else { "see the page of this edition" };
        text.map_or_else(|| plain.to_owned(), |text| text.trim_end_matches(['.', '。']).to_owned())
    };
    // A killed story is not named again.
    let named = correction.kind != CorrectionKind::Killed && corrected.language == language;
    match (zh, named) {
        (true, true) => format!("更正：{of}节目播报的《{headline}》，{what}。"),
        (true, false) => format!("更正：{of}节目播报的一条新闻，{what}。"),
        (false, true) => format!("A correction to {of}, \u{201c}{headline}\u{201d}: {what}."),
        (false, false) => format!("A correction to a story of {of}: {what}."),
    }
}

fn edition_said(id: &str, language: Language, ctx: &Context) -> String {
    let zh = language == Language::ZH;
    let Some(key) = EditionKey::parse(id) else {
        return if zh { "往期".to_owned() } else { "an earlier edition".to_owned() };
    };
    let day = key.date;
    let year = if day.year() == ctx.key.date.year() { String::new() } else { format!("{}年", day.year()) };
    match (zh, key.slot.as_str()) {
        (true, "morning") => format!("{year}{}月{}日早间", day.month(), day.day()),
        (true, "evening") => format!("{year}{}月{}日晚间", day.month(), day.day()),
        (true, _) => format!("{year}{}月{}日", day.month(), day.day()),
        (false, slot @ ("morning" | "evening")) => {
            format!("{}\u{2019}s {slot} edition", weekday_and_day(day, language))
        }
        (false, _) => format!("{}\u{2019}s edition", weekday_and_day(day, language)),
    }
}

fn weekday_and_day(day: jiff::civil::Date, language: Language) -> String {
    format!("{}, {} {}", weekday(day.weekday(), language), day.day(), month(day.month()))
}

/// A headline as it is said: with a stop.
pub(super) fn as_sentence(headline: &str, language: Language) -> String {
    if headline.ends_with(['.', '!', '?', '。', '！', '？']) {
        return headline.to_owned();
    }
    let stop = if language == Language::ZH { '。' } else { '.' };
    format!("{headline}{stop}")
}
