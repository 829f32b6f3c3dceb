//! Whether a sentence can stand alone: what its first words lean on.

use super::openings::{EN_BACK, EN_BACK_PHRASES, EN_DROPPED, ZH_BACK, ZH_DROPPED, ZH_NOT_BACK, ZH_WITHOUT_SUBJECT};
use news::Language;
use news::text::fold;

/// How a sentence begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Start {
    /// It names what it speaks of.
    Clean,
    /// It begins with a connective of so many bytes; without it, it is clean.
    Connective {
        /// Bytes to leave out.
        n_bytes: usize,
    },
    /// It speaks of something said before.
    Dependent,
}

/// 「要加强…」 without a verb of saying is somebody's demand told as a fact: who demands it stands before.
fn wants_a_speaker(sentence: &str) -> bool {
    const DEMANDS: [&str; 27] = [
        "要加强",
        "要坚持",
        "要深入",
        "要更加",
        "要推动",
        "要加快",
        "要及时",
        "要以",
        "要把",
        "要进一步",
        "要全面",
        "要认真",
        "要切实",
        "要紧紧",
        "要大力",
        "要统筹",
        "要秉持",
        "要完善",
        "要强化",
        "要健全",
        "要着力",
        "要充分",
        "要聚焦",
        "要注重",
        "要落实",
        "要围绕",
        "要继续",
    ];
    const SAYING: [&str; 14] =
        ["强调", "指出", "表示", "说", "要求", "称", "提出", "认为", "希望", "呼吁", "建议", "主张", "明确", "部署"];
    DEMANDS.iter().any(|demand| sentence.contains(demand)) && !SAYING.iter().any(|saying| sentence.contains(saying))
}

/// How this sentence begins.
pub(crate) fn of(sentence: &str, language: Language) -> Start {
    let dropped = if language == Language::ZH { ZH_DROPPED } else { EN_DROPPED };
    // The longest first: 「但」 would hide 「但是」.
    let connective = dropped.iter().filter(|head| sentence.starts_with(**head)).map(|head| head.len()).max();
    let Some(n_bytes) = connective else {
        return if points_back(sentence, language) { Start::Dependent } else { Start::Clean };
    };
    let rest = sentence.get(n_bytes..).unwrap_or_default();
    // After a bare "But" only a capital shows that a name follows; after a comma any clause stands by itself.
    let begins_anew = language == Language::ZH
        || sentence.get(..n_bytes).is_some_and(|head| head.ends_with(", "))
        || rest.starts_with(char::is_uppercase);
    if begins_anew && !points_back(rest, language) && !rest.starts_with(['是', '，', '也']) {
        Start::Connective { n_bytes }
    } else {
        Start::Dependent
    }
}

fn points_back(sentence: &str, language: Language) -> bool {
    if language == Language::ZH {
        // 「這」 points back as 「这」 does.
        let head = fold(&sentence.chars().take(12).collect::<String>());
        let starts = |list: &[&str]| list.iter().any(|back| head.starts_with(back));
        return starts(ZH_BACK) && !starts(ZH_NOT_BACK)
            || starts(ZH_WITHOUT_SUBJECT)
            || wants_a_speaker(sentence)
            || points_at_a_place(sentence);
    }
    let lower = sentence.trim_start_matches(['“', '"', '‘', '\'']).to_lowercase();
    let first = lower.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    EN_BACK.contains(&first)
        || EN_BACK_PHRASES.iter().any(|phrase| lower.starts_with(phrase))
        || speaks_through_a_pronoun(&lower)
        || measures_a_pronoun(&lower)
}

/// `Indonesia will take 60,000 tonnes of it`: of what stands elsewhere, unless a clause before can have named it.
fn measures_a_pronoun(lower: &str) -> bool {
    const CLAUSES: [&str; 8] = [", ", "; ", ": ", "–", "—", " and ", " but ", " who "];
    let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '’');
    [" of it", " of them"].iter().any(|measure| {
        let (before, after) = lower.split_once(measure).unwrap_or_default();
        !before.is_empty() && ends(after) && !CLAUSES.iter().any(|clause| before.contains(clause))
    })
}

/// 「来到这里」, 「这家企业」: where that is, or which, stands elsewhere.
fn points_at_a_place(sentence: &str) -> bool {
    const HERE: [&str; 10] =
        ["来到这里", "在这里", "來到這裡", "在這裡", "这家", "這家", "这位", "這位", "这名", "這名"];
    HERE.iter().any(|here| sentence.contains(here))
}

/// `“…,” he said`: who he is stands elsewhere, unless the sentence names him before.
fn speaks_through_a_pronoun(lower: &str) -> bool {
    const SPOKEN: [&str; 12] = [
        "” he said",
        "” she said",
        "” they said",
        "” he added",
        "” she added",
        "” he wrote",
        "” she wrote",
        "\" he said",
        "\" she said",
        "\" he added",
        "\" she added",
        "” he told",
    ];
    SPOKEN.iter().any(|spoken| lower.contains(spoken))
}

/// Whether it begins with a quotation or is one: it says what someone said, not what happened.
pub(crate) fn is_quote_led(sentence: &str) -> bool {
    let starts_quoted = sentence.starts_with(['“', '"', '「', '‘', '\'']);
    let outside = super::junk::outside_quotes(sentence).chars().filter(|c| c.is_alphanumeric()).count();
    let all = sentence.chars().filter(|c| c.is_alphanumeric()).count().max(1);
    starts_quoted && outside * 100 / all < 60 || outside * 100 / all < 25
}

/// Whether it is nothing but quotation: who speaks is not in it.
pub(crate) fn is_bare_quote(sentence: &str) -> bool {
    let outside = super::junk::outside_quotes(sentence).chars().filter(|c| c.is_alphanumeric()).count();
    outside <= 3
}

/// Whether it begins as a tease or a command does: it points at a report instead of being one.
pub(crate) fn is_tease(sentence: &str, language: Language) -> bool {
    const HEADS: [&str; 20] = [
        "why", "how", "what", "where", "who", "whether", "imagine", "forget", "meet", "here", "inside", "plus", "read",
        "watch", "see", "find", "discover", "explore", "visit", "if",
    ];
    if language == Language::ZH {
        return ["为什么", "为何", "如何", "怎么", "想象一下", "一起", "快来", "让我们"]
            .iter()
            .any(|head| sentence.starts_with(head));
    }
    let first = sentence.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    HEADS.contains(&first.as_str())
}

/// Whether it tells of another time than the news: background, however well it is written.
pub(crate) fn is_of_another_time(sentence: &str, language: Language, year: i16) -> bool {
    if language == Language::ZH {
        let n: String = sentence.chars().take_while(char::is_ascii_digit).collect();
        let begins_with_year = sentence.get(n.len()..).is_some_and(|rest| rest.starts_with('年')) && n.len() == 4;
        return begins_with_year && n.parse::<i16>().is_ok_and(|then| then + 1 < year);
    }
    const THEN: [&str; 15] = [
        " recently ",
        "late last year",
        "last year when",
        "earlier this year",
        "in recent years",
        "for years",
        "for decades",
        "a year ago",
        "years ago",
        "decades ago",
        "last month when",
        "over the years",
        "back in ",
        "last summer",
        "months ago",
    ];
    let lower = sentence.to_lowercase();
    let year_first = lower.strip_prefix("in ").and_then(|rest| rest.get(..4)).and_then(|n| n.parse::<i16>().ok());
    THEN.iter().any(|then| lower.contains(then)) || year_first.is_some_and(|then| then < year)
}

/// Whether it opens a list that it does not close: 「……一是……。」 without the second.
pub(crate) fn is_open_list(sentence: &str) -> bool {
    [("一是", "二是"), ("其一", "其二")].iter().any(|(one, two)| sentence.contains(one) && !sentence.contains(two))
}

/// Whether it is a long list of names: nobody follows it by ear.
pub(crate) fn is_roll_call(sentence: &str) -> bool {
    sentence.matches('、').count() >= 8 || sentence.matches(", ").count() >= 10
}

/// Whether the sentence itself says whose word it is.
pub(crate) fn names_its_speaker(sentence: &str, language: Language) -> bool {
    if language == Language::ZH {
        return ["说", "表示", "称", "指出", "介绍", "据", "认为", "透露", "說", "稱"]
            .iter()
            .any(|word| sentence.contains(word));
    }
    let lower = sentence.to_lowercase();
    let words = ["said", "says", "told", "according", "announced", "reported", "wrote", "confirmed", "reports"];
    lower.split(|c: char| !c.is_alphabetic()).any(|word| words.contains(&word))
}

/// Whether it asks.
pub(crate) fn is_question(sentence: &str) -> bool {
    sentence.trim_end_matches(['”', '"', '’', '」']).ends_with(['?', '？'])
}

/// Whether it counts days from the day it was written: "today" is false tomorrow.
///
/// A date in brackets right behind the word (「今天（2月10日）」) makes it true on every day.
pub(crate) fn counts_from_its_day(sentence: &str, language: Language) -> bool {
    if language == Language::ZH {
        const DAYS: [&str; 12] =
            ["今天", "今日", "昨天", "昨日", "昨晚", "今晚", "明天", "明日", "今早", "今晨", "后天", "前天"];
        return DAYS.iter().any(|day| {
            sentence.match_indices(day).any(|(at, _)| {
                let rest = sentence.get(at + day.len()..).unwrap_or_default();
                !rest.starts_with(['（', '('])
            })
        });
    }
    let lower = super::junk::outside_quotes(sentence).to_lowercase();
    let day = lower
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word, "today" | "yesterday" | "tomorrow" | "tonight"));
    day || lower.contains("this morning")
        || lower.contains("this evening")
        || lower.contains("this afternoon")
        || lower.contains("last night")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_connective_leaves_a_clean_sentence() {
        assert_eq!(of("However, the union refused.", Language::EN), Start::Connective { n_bytes: 9 });
        assert_eq!(of("But Democrats refused the offer.", Language::EN), Start::Connective { n_bytes: 4 });
        assert_eq!(of("此外，港口还恢复了夜班。", Language::ZH), Start::Connective { n_bytes: 9 });
    }

    #[test]
    fn a_measure_of_a_pronoun_leans_on_what_named_it() {
        for (sentence, start) in [
            ("Indonesia will now take 60,000 tonnes of it a year without duty.", Start::Dependent),
            ("Police found 40 of them.", Start::Dependent),
            ("Police arrested 12 people, two of them minors.", Start::Clean),
            ("The fire destroyed 12 homes and damaged 30 of them.", Start::Clean),
            ("The coast of Italy was closed.", Start::Clean),
        ] {
            assert_eq!(of(sentence, Language::EN), start, "{sentence}");
        }
    }

    #[test]
    fn a_sentence_that_points_back_is_dependent() {
        for sentence in
            ["He said so on Tuesday.", "But he refused.", "That was the ninth day.", "“We will see,” he said."]
        {
            assert_eq!(of(sentence, Language::EN), Start::Dependent, "{sentence}");
        }
        for sentence in [
            "他表示，谈判将继续。",
            "该公司周二发布财报。",
            "但是谈判没有结果。",
            "对此，工会表示反对。",
            "不过，他没有说明原因。",
        ] {
            assert_eq!(of(sentence, Language::ZH), Start::Dependent, "{sentence}");
        }
    }

    #[test]
    fn a_sentence_that_names_its_subject_is_clean() {
        for sentence in ["The port reopened.", "Hers Corp said so.", "Thisbe Ltd grew.", "Italy voted on Sunday."] {
            assert_eq!(of(sentence, Language::EN), Start::Clean, "{sentence}");
        }
        for sentence in ["其他国家也宣布了类似措施。", "即将开工的工厂位于海湾市。", "港口周二恢复作业。"]
        {
            assert_eq!(of(sentence, Language::ZH), Start::Clean, "{sentence}");
        }
    }

    #[test]
    fn traditional_characters_point_back_too() {
        for sentence in [
            "這些結果難以理解。",
            "面對這些結果，工會表示反對。",
            "市长来到这里，走进食堂。",
            "借助政策东风，这家企业扩大了产能。",
            "规定港口应当加强管理。",
        ] {
            assert_eq!(of(sentence, Language::ZH), Start::Dependent, "{sentence}");
        }
    }

    #[test]
    fn background_is_known_by_its_time() {
        assert!(is_of_another_time("The union faced a backlash late last year when it struck.", Language::EN, 2026));
        assert!(is_of_another_time("In 2012, the port closed.", Language::EN, 2026));
        assert!(!is_of_another_time("The port reopened on Tuesday.", Language::EN, 2026));
        assert!(is_of_another_time("2021年，港口提出了总体安排。", Language::ZH, 2026));
        assert!(!is_of_another_time("2025年，港口吞吐量首次突破3万吨。", Language::ZH, 2026));
    }

    #[test]
    fn today_is_bound_to_its_day_unless_a_date_stands_by() {
        assert!(counts_from_its_day("The bank cut its rate today.", Language::EN));
        assert!(!counts_from_its_day("“Today is a good day,” the mayor said on Tuesday.", Language::EN));
        assert!(counts_from_its_day("全国铁路今天预计发送旅客1395万人次。", Language::ZH));
        assert!(!counts_from_its_day("今天（2月10日）是小年。", Language::ZH));
    }
}
