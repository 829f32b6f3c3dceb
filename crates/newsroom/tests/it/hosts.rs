//! Hosts who speak with each other: what is heard is what the edition has, whoever writes the script.

use crate::desk::{CHECKER, Desk, MAKER};
use news::{Edition, Format};
use serde_json::Value;

async fn heard(format: Format, persona: Option<&str>) -> (Edition, Vec<Value>) {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    desk.config.sound = true;
    desk.config.format = format;
    for vendor in [MAKER, CHECKER] {
        simulator.fail(vendor, persona);
    }
    let edition = desk.morning().await;
    let file = desk.config.out.join("editions").join(&edition.id).join("transcript.json");
    let transcript: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    (edition, transcript["segments"].as_array().unwrap().clone())
}

/// Each spoken sentence once and in order, and nothing with a number between them.
fn check(edition: &Edition, segments: &[Value], case: &str) {
    let said: Vec<(String, u64)> = segments
        .iter()
        .filter_map(|line| Some((line["story"].as_str()?.to_owned(), line["sentence"].as_u64()?)))
        .collect();
    let wanted: Vec<(String, u64)> = edition
        .stories
        .iter()
        .flat_map(|story| (0..u64::from(story.spoken_sentences)).map(|n| (story.id.to_string(), n)))
        .collect();
    assert_eq!(said, wanted, "{case}");
    for line in segments {
        let text = line["body"].as_str().unwrap();
        let story = edition.stories.iter().find(|story| Some(story.id.as_str()) == line["story"].as_str());
        let sentence = line["sentence"].as_u64().map(|n| story.unwrap().sentences[n as usize].text.clone());
        match line["manner"].as_str().unwrap() {
            "talk" => assert!(!text.contains(|c: char| c.is_numeric()), "{case}: {text}"),
            "read" => assert!(sentence.is_none_or(|sentence| sentence == text), "{case}: {text}"),
            _ => {}
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_good_model_makes_a_conversation_of_the_checked_sentences() {
    let (edition, segments) = heard(Format::Conversation, None).await;
    check(&edition, &segments, "a good model");
    assert_eq!(edition.audio.as_ref().map(|audio| audio.format), Some(Format::Conversation));
    let n_talk = segments.iter().filter(|line| line["manner"] == "talk").count();
    assert!(n_talk > 2, "{n_talk}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_liar_is_not_heard() {
    let (edition, segments) = heard(Format::Conversation, Some("liar")).await;
    check(&edition, &segments, "liar");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "six editions with sound take their time"]
async fn no_persona_is_heard_in_any_format() {
    for format in [Format::Debate, Format::Brief] {
        for persona in ["liar", "sloth", "gullible"] {
            let (edition, segments) = heard(format, Some(persona)).await;
            check(&edition, &segments, &format!("{persona} in a {}", format.key()));
            let seconds = edition.audio.as_ref().map_or(0.0, |audio| audio.seconds);
            assert!(format != Format::Brief || seconds < 120.0, "{persona}: {seconds} s");
        }
    }
}
