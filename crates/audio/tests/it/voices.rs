//! The floor's voices as they are heard.

use audio::{Floor, VoiceChoice, find_espeak, line, say, voices};
use gateway::voice::{Line, Piece, Reading, Voice};
use news::Language;
use std::sync::Arc;

const RATE_HZ: f64 = 22_050.0;

/// Voices whose spectra are nearer than this, root of the mean square over bands, are not told apart; of two that were
/// taken off the list it was 0.3 dB.
const APART_DB: f64 = 1.5;

/// The level of a sound in bands from 100 Hz to 7 kHz, in dB against its own mean.
fn spectrum(samples: &[i16]) -> Vec<f64> {
    const N_FRAME: usize = 1024;
    let band = |n: i32| 100.0 * 1.18_f64.powi(n);
    let power = |hz: f64| {
        let turn = 2.0 * (std::f64::consts::TAU * hz / RATE_HZ).cos();
        let of_frame = |frame: &[i16]| {
            let (mut one, mut two) = (0.0, 0.0);
            for sample in frame {
                (one, two) = (f64::from(*sample) + turn * one - two, one);
            }
            one * one + two * two - turn * one * two
        };
        let sum: f64 = samples.chunks_exact(N_FRAME).map(of_frame).sum();
        10.0 * (sum + 1.0).log10()
    };
    let levels: Vec<f64> = (0..26).map(|n| power(band(n))).collect();
    let mean = levels.iter().sum::<f64>() / levels.len() as f64;
    levels.iter().map(|level| level - mean).collect()
}

fn distance(a: &[f64], b: &[f64]) -> f64 {
    (a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>() / a.len() as f64).sqrt()
}

async fn samples(id: &str, text: &str, language: Language) -> Vec<i16> {
    let wav = say(text, language, &VoiceChoice::new(id)).await.unwrap();
    wav[44..].chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect()
}

#[tokio::test]
async fn every_voice_speaks_both_languages_and_sounds_like_no_other() {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let mut heard = Vec::new();
    for voice in voices() {
        let zh = samples(&voice.id, "中央银行维持利率不变。", Language::ZH).await;
        let en = samples(&voice.id, "The central bank left interest rates unchanged.", Language::EN).await;
        heard.push((voice.id, [spectrum(&zh), spectrum(&en)]));
    }
    assert!(heard.len() >= 30, "{} voices", heard.len());
    let mut alike = Vec::new();
    for (n, (a, of_a)) in heard.iter().enumerate() {
        for (b, of_b) in &heard[n + 1..] {
            let furthest = distance(&of_a[0], &of_b[0]).max(distance(&of_a[1], &of_b[1]));
            if furthest < APART_DB {
                alike.push(format!("{a} and {b}: {furthest:.2} dB"));
            }
        }
    }
    assert_eq!(alike, [""; 0]);
}

#[tokio::test]
async fn the_floor_says_a_line_as_vendors_do() {
    if find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let floor = Floor::new(VoiceChoice::new("espeak/f3"), Arc::default()).unwrap();
    assert_eq!(floor.route().to_string(), "espeak/f3");
    let whole = |line: Line| async { floor.speak(line).await.unwrap().whole().await.unwrap() };
    let mixed = line("重庆的DeepSeek发布了V3模型。", Language::ZH, &audio::Lexicon::default());
    let said = whole(mixed.clone()).await;
    assert!(said.samples.len() > 2 * RATE_HZ as usize, "{} samples", said.samples.len());
    assert_eq!(said.usage.milliseconds, Some(said.samples.len() as u64 * 1000 / 22_050));

    let mut paused = mixed.clone();
    paused.pieces.push(Piece::Pause(800));
    paused.pieces.push(Piece::Words("好".into()));
    assert!(whole(paused).await.samples.len() > said.samples.len() + RATE_HZ as usize * 8 / 10);

    let reading = |pinyin: &str| Piece::Sounded { written: "行".into(), reading: Reading::Pinyin(pinyin.into()) };
    let sounded = |pinyin: &str| Line { pieces: vec![reading(pinyin)], ..Line::words("", "zh") };
    assert_ne!(whole(sounded("hang2")).await.samples, whole(sounded("xing2")).await.samples);

    let faster = Line { pace: 1.3, ..mixed };
    assert!(whole(faster).await.samples.len() < said.samples.len());
}
