//! Takes of real espeak-ng, whole and injured as vendors injure them: a fast version of `bench-voice takes`.

use audio::take::{self, Expected, Reference, Said, Take, Usual};
use audio::{VoiceChoice, find_espeak, say};
use news::Language;
use std::path::Path;
use std::sync::Arc;
use testkit::sound::{Injury, Random, Spoken, as_another, injure};

const LINES: [(Language, &str); 10] = [
    (Language::ZH, "中国人民银行行长周二宣布，自2月15日起下调存款准备金率0.5个百分点。"),
    (Language::ZH, "重庆市长期推动制造业升级，去年新能源汽车产量增长两成。"),
    (Language::ZH, "台风预计明天上午登陆福建沿海，气象部门提醒渔船尽快回港避风。"),
    (Language::ZH, "两国代表团在日内瓦举行会谈，双方同意下个月继续磋商。"),
    (Language::ZH, "国家统计局公布的数据显示，一月份居民消费价格同比上涨。"),
    (
        Language::EN,
        "The Senate and the House agreed late on Tuesday on a bill that keeps the government open until March.",
    ),
    (Language::EN, "Police in the northern city said that two people were rescued from the flooded tunnel overnight."),
    (Language::EN, "The central bank left its main rate unchanged and warned that growth would be slower this year."),
    (Language::EN, "Scientists in Geneva reported a new measurement of the mass of the smallest known particle."),
    (Language::EN, "Ferry traffic between the islands resumed on Monday after a strike that lasted for nine days."),
];

async fn clean(espeak: &Path, language: Language, text: &str, usual: &Usual) -> (Said, Expected, Take) {
    let wav = say(text, language, &VoiceChoice::new("espeak/f2")).await.unwrap();
    let samples: Vec<i16> = wav[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    let (rate_hz, samples) = as_another(&samples, 22_050, &mut Random::new(7));
    let reference = Arc::new(Reference::of(espeak, text, language).await.unwrap());
    let said = Said { rate_hz, samples, ..Said::default() };
    let expected = Expected::of(text, language).by(usual).beside(reference);
    let take = take::check(&said, &expected);
    let take = take.unwrap_or_else(|defects| panic!("{text}: {}", take::in_words(&defects)));
    (said, expected, take)
}

#[tokio::test]
async fn what_vendors_do_to_a_take_is_found_and_a_whole_take_is_not_refused() {
    let Some(espeak) = find_espeak() else {
        println!("skipped: espeak-ng is not installed");
        return;
    };
    let mut usual = Usual::default();
    for (language, text) in LINES {
        let (_, _, take) = clean(&espeak, language, text, &Usual::default()).await;
        usual.learn(&take.measured);
    }
    let mut random = Random::new(20_260_210);
    let mut missed = Vec::new();
    for (language, text) in LINES {
        let (_, expected, take) = clean(&espeak, language, text, &usual).await;
        let sample = |ms: u64| (ms * u64::from(take.rate_hz) / 1000) as usize;
        let words: Vec<_> = take.words.iter().map(|word| sample(word.start_ms)..sample(word.end_ms)).collect();
        // The longest word: shorter ones are the bench's.
        let word = (0..words.len()).max_by_key(|n| words[*n].len()).unwrap();
        let spoken = Spoken { rate_hz: take.rate_hz, samples: &take.samples, words: &words };
        for injury in Injury::ALL {
            let samples = injure(spoken, injury, word, &mut random);
            let said = Said { rate_hz: take.rate_hz, samples, ..Said::default() };
            if take::check(&said, &expected).is_ok() {
                missed.push(format!("{}: {text}", injury.name()));
            }
        }
    }
    assert_eq!(missed, [""; 0]);
}

#[tokio::test]
async fn words_are_timed_without_a_vendors_marks() {
    let Some(espeak) = find_espeak() else {
        println!("skipped: espeak-ng is not installed");
        return;
    };
    let (_, _, take) = clean(&espeak, LINES[1].0, LINES[1].1, &Usual::default()).await;
    let names: String = take.words.iter().map(|word| word.text.as_str()).collect();
    assert_eq!(names, "重庆市长期推动制造业升级去年新能源汽车产量增长两成");
    assert!(take.words.windows(2).all(|pair| pair[0].end_ms <= pair[1].start_ms), "{:?}", take.words);
    assert!(take.words.iter().all(|word| word.confidence > 0.3), "{:?}", take.words);
}
