//! How an edition says that it was made by AI: in text, in sound and in metadata.
//!
//! China's labelling measures (in force since 2025-09-01) and GB 45438-2025 ask for a visible or audible mark
//! and a metadata field; Article 50 of the EU's AI Act asks for disclosure, since no person reviews an edition.

use news::Language;
use serde_json::json;

/// The disclosure as it stands on every page and in every feed.
pub fn text(language: Language) -> &'static str {
    if language == Language::ZH {
        "本期内容由人工智能生成合成：程序从所列来源选取、编写并核对文字，由计算机语音播报，发布前未经人工审阅。"
    } else {
        "This bulletin was written and voiced by AI: software chose, wrote and checked the text from the sources \
         listed, a computer voice reads it, and no person reviewed it before publication."
    }
}

/// The disclosure as it is said at the start of the sound.
///
/// GB 45438-2025 §5.3: the words 人工智能 (or AI) and 生成 or 合成 must be in it.
pub fn spoken(language: Language) -> &'static str {
    if language == Language::ZH {
        "以下内容由人工智能生成合成。"
    } else {
        "The following bulletin was generated and voiced by artificial intelligence."
    }
}

/// The disclosure as a badge: the smallest text the standard accepts on a picture.
pub fn badge(language: Language) -> &'static str {
    if language == Language::ZH { "AI生成" } else { "Made by AI" }
}

/// The metadata label of GB 45438-2025, Appendix E, for one file field named `AIGC`.
///
/// The first writer is also the first propagator. Only printable ASCII without quotes and backslashes is
/// allowed in the values, so other characters of the id become `-`.
pub fn aigc_json(edition_id: &str) -> String {
    let id: String =
        edition_id.chars().map(|c| if matches!(c, '!'..='~') && !matches!(c, '"' | '\\') { c } else { '-' }).collect();
    json!({ "AIGC": {
        "Label": "1",
        "ContentProducer": "Zaowan",
        "ProduceID": id,
        "ReservedCode1": "",
        "ContentPropagator": "Zaowan",
        "PropagateID": id,
        "ReservedCode2": "",
    }})
    .to_string()
}

/// The metadata fields that carry the label, as `edition.json` lists them; those of the sound only with sound.
pub fn metadata(has_sound: bool) -> Vec<String> {
    let mut fields = vec![
        "edition.json:labels",
        "index.html:meta[name=ai-generated]",
        "index.html:meta[name=AIGC]",
        "edition.md:front-matter.ai_generated",
        "cover.png:tEXt:AIGC",
        "feed.xml:description",
        "feed.json:_zaowan.ai_generated",
    ];
    if has_sound {
        fields.extend(["bulletin.mp3:TXXX:AIGC", "podcast.xml:podcast:txt[purpose=ai-content]"]);
    }
    fields.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_metadata_label_follows_appendix_e() {
        let written = aigc_json("2026-02-10-早\"\\x");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        expect![[r#"{"AIGC":{"ContentProducer":"Zaowan","ContentPropagator":"Zaowan","Label":"1","ProduceID":"2026-02-10----x","PropagateID":"2026-02-10----x","ReservedCode1":"","ReservedCode2":""}}"#]]
        .assert_eq(&read.to_string());
        assert!(written.is_ascii());
    }

    #[test]
    fn the_spoken_label_holds_the_words_the_standard_asks_for() {
        let label = spoken(Language::ZH);
        assert!(label.contains("人工智能") && (label.contains("生成") || label.contains("合成")), "{label}");
        assert!(text(Language::ZH).contains("人工智能生成合成"));
    }
}
