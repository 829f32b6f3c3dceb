//! What is trimmed, what is refused and in which words.

use super::trim::{LEAD_MS, LONGEST_GAP_MS, TAIL_MS};
use super::*;
use news::Language;

const RATE_HZ: usize = 24_000;

fn tone(ms: usize) -> Vec<i16> {
    let sample = |i: usize| (f64::sin(i as f64 * 0.05) * 9000.0 + f64::sin(i as f64 * 0.31) * 2000.0) as i16;
    (0..RATE_HZ * ms / 1000).map(sample).collect()
}

fn quiet(ms: usize) -> Vec<i16> {
    vec![0; RATE_HZ * ms / 1000]
}

fn said(parts: &[Vec<i16>]) -> Said {
    Said { rate_hz: RATE_HZ as u32, samples: parts.concat(), ..Said::default() }
}

fn expected(seconds: f64) -> Expected {
    Expected { seconds, ..Expected::of("六个字的句子。", Language::ZH) }
}

fn refused(parts: &[Vec<i16>], seconds: f64) -> String {
    in_words(&check(&said(parts), &expected(seconds)).unwrap_err())
}

#[test]
fn silence_round_the_voice_is_trimmed() {
    let ms = |ms: usize| ms * RATE_HZ / 1000;
    let take = check(&said(&[quiet(400), tone(1000), quiet(900)]), &expected(1.0)).unwrap();
    assert_eq!(take.voiced.start, ms(LEAD_MS));
    assert!(take.voiced.len().abs_diff(RATE_HZ) <= ms(20), "{:?}", take.voiced);
    assert_eq!(take.samples.len(), take.voiced.end + ms(TAIL_MS));
    assert_eq!((take.samples[0], take.samples[take.samples.len() - 1]), (0, 0));
}

#[test]
fn a_long_silence_inside_is_shortened_and_a_hole_refused() {
    let take = check(&said(&[tone(500), quiet(1400), tone(500), quiet(200)]), &expected(2.0)).unwrap();
    assert!(take.gap_cut);
    let left = RATE_HZ + LONGEST_GAP_MS * RATE_HZ / 1000;
    assert!(take.voiced.len().abs_diff(left) <= RATE_HZ / 25, "{:?} {left}", take.voiced);
    assert_eq!(refused(&[tone(500), quiet(3000), tone(500), quiet(200)], 2.0), "it is silent for 3.0 s at 510 ms");
}

#[test]
fn takes_that_cannot_be_the_line_are_refused() {
    assert_eq!(refused(&[quiet(1000)], 1.0), "it is silent");
    assert_eq!(refused(&[tone(300), quiet(200)], 4.0), "it lasts 0.31 s where 4.00 s were expected");
    assert_eq!(refused(&[tone(9000), quiet(200)], 2.0), "it lasts 9.01 s where 2.00 s were expected");
    assert_eq!(refused(&[tone(1000)], 1.0), "its end is cut off");
    assert_eq!(refused(&[tone(500), vec![i16::MAX; 6], tone(500), quiet(100)], 1.0), "it clips in 1 places");
    let leaning: Vec<i16> = [tone(1000), quiet(200)].concat().iter().map(|sample| sample + 2500).collect();
    assert_eq!(refused(&[leaning], 1.0), "it leans by 7.6 % of full scale to one side");
    assert_eq!(refused(&[tone(500), vec![-22_000], tone(500), quiet(100)], 1.0), "it clicks at 500 ms");
    let wrong = Said { rate_hz: 0, ..said(&[tone(1000)]) };
    assert_eq!(check(&wrong, &expected(1.0)), Err(vec![Defect::WrongRate { declared_hz: 0 }]));
}

#[test]
fn where_the_room_is_gone_sound_was_lost() {
    // A room some 55 dB under full scale, with a tone in it.
    let room =
        |ms: usize| (0..RATE_HZ * ms / 1000).map(|i| (f64::sin(i as f64 * 1.7) * 80.0) as i16).collect::<Vec<_>>();
    let in_room = |ms: usize| tone(ms).iter().zip(room(ms)).map(|(a, b)| a + b).collect::<Vec<_>>();
    assert!(check(&said(&[room(100), in_room(500), room(200), in_room(500), room(200)]), &expected(1.0)).is_ok());
    let lost = [room(100), in_room(500), quiet(120), in_room(580), room(200)];
    assert_eq!(refused(&lost, 1.0), "it is silent for 0.1 s at 620 ms");
    // A voice that is silent between words whatever it says has lost nothing.
    assert!(check(&said(&[quiet(100), in_room(500), quiet(120), in_room(580), quiet(200)]), &expected(1.0)).is_ok());
}

#[test]
fn a_take_is_odd_among_the_others_of_its_voice() {
    let one = |ms: usize, gain: f64| {
        let voice: Vec<i16> = tone(ms).iter().map(|sample| (f64::from(*sample) * gain) as i16).collect();
        check(&said(&[voice, quiet(200)]), &expected(1.2)).unwrap().measured
    };
    let takes = [one(1000, 1.0), one(1050, 1.1), one(980, 0.9), one(1000, 0.4), one(1020, 1.0)];
    let odd: Vec<String> = review(&takes).iter().map(|(n, defect)| format!("{n}: {defect}")).collect();
    assert_eq!(odd, ["3: it is -8.0 dB against the voice's other takes"]);
}

#[test]
fn a_voice_at_full_scale_is_not_cut_flat_by_the_trimming() {
    let loud: Vec<i16> = tone(1000).iter().map(|sample| (f64::from(*sample) * 2.97) as i16).collect();
    let steps: Vec<i16> = (0..loud.len()).map(|i| if i / 2000 % 2 == 0 { loud[i] } else { -loud[i] }).collect();
    let raised = super::trim::without_rumble(&steps, RATE_HZ as u32);
    assert!(steps.iter().any(|sample| sample.unsigned_abs() > 32_000), "the test is loud");
    assert_eq!(raised.iter().filter(|sample| sample.unsigned_abs() > 32_000).count(), 0);
}
