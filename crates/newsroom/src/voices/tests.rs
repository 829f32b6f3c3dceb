//! Who is cast with which keys, and who is passed over and why.

use super::*;
use crate::config::parse;
use crate::models::open_with;
use expect_test::{Expect, expect};
use gateway::Ledger;
use std::path::Path;

/// Who is wanted as which anchor, and who of them cannot be asked, with these keys in the environment.
fn check(text: &str, keys: &[&str], expected: Expect) {
    let text = format!("{text}\n[[source]]\nurl = \"https://a.example/feed\"\n");
    let config = parse(&text, Path::new("newsroom.toml")).unwrap();
    let env = |name: &str| keys.contains(&name).then(|| "sk-0123456789".to_owned());
    let gateway = open_with(&config, Ledger::none(), &env).unwrap();
    let mut told = String::new();
    for anchor in [Anchor::A, Anchor::B] {
        for (rank, language, route) in wanted_of(&config, &gateway, anchor) {
            let language = language.map_or("all".to_owned(), |language| language.to_string());
            told.push_str(&format!("{} {rank:?} {language} {route}\n", anchor.key()));
        }
    }
    expected.assert_eq(&told);
}

#[test]
fn one_key_is_enough_for_a_good_voice() {
    check(
        "",
        &["OPENAI_API_KEY"],
        expect![[r#"
        anchor_a Primary all openai/gpt-4o-mini-tts/marin
        anchor_b Primary all openai/gpt-4o-mini-tts/cedar
    "#]],
    );
    check("", &["DEEPSEEK_API_KEY"], expect![[""]]);
}

#[test]
fn the_backup_is_of_another_house_elsewhere() {
    check(
        "",
        &["OPENAI_API_KEY", "MINIMAX_API_KEY", "VOLCANO_SPEECH_KEY"],
        expect![[r#"
        anchor_a Primary en minimax/speech-2.8-hd/English_Graceful_Lady
        anchor_a Primary zh minimax/speech-2.8-hd/Chinese (Mandarin)_News_Anchor
        anchor_a Backup all openai/gpt-4o-mini-tts/marin
        anchor_b Primary en minimax/speech-2.8-hd/English_Trustworthy_Man
        anchor_b Primary zh minimax/speech-2.8-hd/Chinese (Mandarin)_Male_Announcer
        anchor_b Backup all openai/gpt-4o-mini-tts/cedar
    "#]],
    );
    check(
        "[newsroom]\nlanguages = [\"en\"]",
        &["OPENAI_API_KEY", "MINIMAX_API_KEY", "ELEVENLABS_API_KEY"],
        expect![[r#"
            anchor_a Primary all elevenlabs/eleven_multilingual_v2/EXAVITQu4vr4xnSDxMaL
            anchor_a Backup en minimax/speech-2.8-hd/English_Graceful_Lady
            anchor_a Backup zh minimax/speech-2.8-hd/Chinese (Mandarin)_News_Anchor
            anchor_b Primary all elevenlabs/eleven_multilingual_v2/onwK4e9ZLuTAKqWW03F9
            anchor_b Backup en minimax/speech-2.8-hd/English_Trustworthy_Man
            anchor_b Backup zh minimax/speech-2.8-hd/Chinese (Mandarin)_Male_Announcer
        "#]],
    );
}

#[test]
fn nothing_is_found_where_the_owner_wants_it_private() {
    for private in ["[voices]\nvendors = \"off\"", "[voices]\nvendors = \"local\"", "[models]\nuse = \"off\""] {
        check(private, &["OPENAI_API_KEY", "MINIMAX_API_KEY"], expect![[""]]);
    }
}

#[test]
fn a_written_voice_without_a_key_is_skipped_with_its_reason() {
    let text = "[voices.anchor_a]\nprimary = \"minimax/speech-2.8-hd/x\"\nbackup = \"deepseek/y\"\n[voices.anchor_b]\nprimary = \"floor\"";
    let config =
        parse(&format!("{text}\n[[source]]\nurl = \"https://a.example/feed\"\n"), Path::new("newsroom.toml")).unwrap();
    let env = |name: &str| (name == "DEEPSEEK_API_KEY").then(|| "sk-0123456789".to_owned());
    let gateway = open_with(&config, Ledger::none(), &env).unwrap();
    let skipped = cast(&config, &gateway, &Purpose::default()).skipped;
    let told: Vec<String> = skipped.iter().map(|skipped| format!("{}: {}", skipped.voice, skipped.why)).collect();
    assert_eq!(
        told,
        [
            "minimax/speech-2.8-hd/x: minimax cannot be asked: no key: export MINIMAX_API_KEY, or name a variable with key_env or a file with key_file",
            "deepseek/y: deepseek has no voices here",
        ]
    );
}
