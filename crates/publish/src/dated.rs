//! How the date of a story is explained to a reader: where it was found, and whether the signs agree.

use crate::words::{Tongue, Word};
use news::{Confidence, EvidenceKind};

/// `时间见于订阅源、网址和正文，相互印证`, `dated by its feed, address and text, which agree`; empty without evidence.
pub(crate) fn found_in(kinds: &[EvidenceKind], sure: Confidence, tongue: Tongue) -> String {
    let mut places: Vec<&str> = Vec::new();
    for place in kinds.iter().map(|kind| tongue.say(place(*kind))) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let Some((last, others)) = places.split_last() else { return String::new() };
    let list = match others {
        [] => (*last).to_owned(),
        others => format!("{}{}{last}", others.join(tongue.say(("、", ", "))), tongue.say(("和", " and "))),
    };
    // Two signs in one place are named once, and one place cannot agree with itself.
    let end = if others.is_empty() && sure == Confidence::High { ("", "") } else { confidence(sure) };
    format!("{}{list}{}", tongue.say(("时间见于", "dated by its ")), tongue.say(end))
}

/// How sure a date is, as the end of [`found_in`].
fn confidence(confidence: Confidence) -> Word {
    match confidence {
        Confidence::None | Confidence::Low => ("，尚存疑", ", in doubt"),
        Confidence::Medium => ("", ""),
        Confidence::High => ("，相互印证", ", which agree"),
    }
}

/// Where a date was found, for a reader who knows nothing of web pages.
fn place(kind: EvidenceKind) -> Word {
    match kind {
        EvidenceKind::Feed => ("订阅源", "feed"),
        EvidenceKind::JsonLd | EvidenceKind::Meta | EvidenceKind::TimeElement => ("网页", "page"),
        EvidenceKind::Url => ("网址", "address"),
        EvidenceKind::Text => ("正文", "text"),
        EvidenceKind::Http => ("服务器", "server"),
        EvidenceKind::File => ("文件", "file"),
        EvidenceKind::Api => ("接口", "API"),
        EvidenceKind::Update => ("更新时间", "last change"),
        EvidenceKind::Hint => ("页面其他内容", "surroundings"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use news::Language;

    #[test]
    fn the_evidence_of_a_date_reads_as_a_sentence() {
        use EvidenceKind::{Feed, JsonLd, Meta, Text, Url};
        let (zh, en) = (Tongue::of(&[Language::ZH]), Tongue::of(&[Language::EN]));
        let high = Confidence::High;
        assert_eq!(found_in(&[Feed, Url, Text], high, zh), "时间见于订阅源、网址和正文，相互印证");
        assert_eq!(found_in(&[Feed, Meta, JsonLd], high, en), "dated by its feed and page, which agree");
        assert_eq!(found_in(&[Meta, JsonLd], high, zh), "时间见于网页");
        assert_eq!(found_in(&[Url], Confidence::Low, en), "dated by its address, in doubt");
        assert_eq!(found_in(&[], high, zh), "");
    }
}
