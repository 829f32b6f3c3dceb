//! How an edition says that it was made by AI: in text, in sound and in metadata.
//!
//! China's labelling measures (in force since 2025-09-01) and GB 45438-2025 ask for a visible or audible mark
//! and a metadata field; Article 50 of the EU's AI Act asks for disclosure, since no person reviews an edition.

pub(crate) mod carriers;

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
/// `producer` is the name or code of who answers for the service; empty: this program's. The first writer is also the
/// first propagator. Only printable ASCII without quotes and backslashes is allowed in the values, so other characters
/// become `-`.
pub fn aigc(producer: &str, edition_id: &str) -> String {
    let allowed = |c: char| if matches!(c, '!'..='~') && !matches!(c, '"' | '\\') { c } else { '-' };
    let id: String = edition_id.chars().map(allowed).collect();
    let producer: String = if producer.is_empty() { "Zaowan".into() } else { producer.chars().map(allowed).collect() };
    json!({ "AIGC": {
        "Label": "1",
        "ContentProducer": producer,
        "ProduceID": id,
        "ReservedCode1": "",
        "ContentPropagator": producer,
        "PropagateID": id,
        "ReservedCode2": "",
    }})
    .to_string()
}

/// What the law asks of an operator who turns a part of the labelling off; for the configuration's warnings.
pub const WITHOUT_SPOKEN: &str = "the sound no longer says at its start that it is made by AI: GB 45438-2025 (5.3) then \
     asks for the rhythm mark, Apple for another prominent disclosure in the sound, and Article 50(4) of the EU's AI Act \
     for a disclosure at the first exposure unless a person reviews each edition and answers for it";

/// The same of the metadata.
pub const WITHOUT_METADATA: &str = "files no longer carry the AIGC field: China's labelling measures (article 5, in force \
     since 2025-09-01) oblige the operator to add the implicit label before publishing there, and Article 50(2) of the \
     EU's AI Act asks for a machine-readable mark";

/// The metadata fields that carry the label, as `edition.json` lists them: those of every edition, then those of the
/// sound files it has.
pub fn metadata(sound_files: &[&str]) -> Vec<String> {
    let mut fields = vec![
        "edition.json:labels",
        "index.html:meta[name=ai-generated]",
        "index.html:meta[name=AIGC]",
        "edition.md:front-matter.ai_generated",
        "cover.png:tEXt:AIGC",
        "feed.xml:description",
        "feed.json:_zaowan.ai_generated",
    ];
    if !sound_files.is_empty() {
        fields.push("podcast.xml:podcast:txt[purpose=ai-content]");
    }
    let field = |file: &&str| match file.rsplit_once('.').map(|(_, end)| end) {
        Some("mp3") => format!("{file}:TXXX:AIGC"),
        Some("m4a") => format!("{file}:mdta:AIGC"),
        _ => format!("{file}:comment:AIGC"),
    };
    fields.into_iter().map(str::to_owned).chain(sound_files.iter().map(field)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    #[test]
    fn the_metadata_label_follows_appendix_e() {
        let written = aigc("", "2026-02-10-早\"\\x");
        let read: serde_json::Value = serde_json::from_str(&written).unwrap();
        expect![[r#"{"AIGC":{"ContentProducer":"Zaowan","ContentPropagator":"Zaowan","Label":"1","ProduceID":"2026-02-10----x","PropagateID":"2026-02-10----x","ReservedCode1":"","ReservedCode2":""}}"#]]
        .assert_eq(&read.to_string());
        assert!(written.is_ascii());
        let named: serde_json::Value = serde_json::from_str(&aigc("00191早", "a")).unwrap();
        assert_eq!(named["AIGC"]["ContentProducer"], "00191-");
    }

    #[test]
    fn each_sound_file_names_the_field_of_its_kind() {
        let fields = metadata(&["bulletin.mp3", "bulletin.opus", "bulletin.m4a"]);
        assert_eq!(
            fields[7..],
            [
                "podcast.xml:podcast:txt[purpose=ai-content]",
                "bulletin.mp3:TXXX:AIGC",
                "bulletin.opus:comment:AIGC",
                "bulletin.m4a:mdta:AIGC"
            ]
        );
        assert_eq!(metadata(&[]).len(), 7);
    }

    #[test]
    fn the_spoken_label_holds_the_words_the_standard_asks_for() {
        let label = spoken(Language::ZH);
        assert!(label.contains("人工智能") && (label.contains("生成") || label.contains("合成")), "{label}");
        assert!(text(Language::ZH).contains("人工智能生成合成"));
    }
}
