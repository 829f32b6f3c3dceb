//! A text is heard whole whoever fails, by voices that fail as they are told.

use super::*;
use crate::cast::fakes::{Does, Fake, QUICK};
use gateway::voice::VoiceFaultKind;

fn seats(primary: &[Does], backup: &[Does]) -> Vec<Seat> {
    vec![
        Fake::seat("one/a", Rank::Primary, primary),
        Fake::seat("two/b", Rank::Backup, backup),
        Fake::seat("espeak/f3", Rank::Floor, &[]),
    ]
}

/// Seconds that are heard, or why nothing is any more.
async fn check(text: &str, seats: Vec<Seat>) -> Result<f64, String> {
    let asked = Talk { text: text.into(), seats, patience: QUICK, ..Talk::default() };
    let mut samples = talk(asked).map_err(|error| error.to_string())?;
    let mut n = 0;
    while let Some(some) = samples.next().await {
        n += some.map_err(|error| error.to_string())?.len();
    }
    Ok(n as f64 / f64::from(RATE_HZ))
}

const TEXT: &str = "The harbour opened on Tuesday. The ships left at noon. The crews were tired.";

#[tokio::test]
async fn a_text_is_heard_whole_whoever_fails() {
    let well = check(TEXT, seats(&[], &[])).await.unwrap();
    for does in [Does::Fail(VoiceFaultKind::Transient), Does::Fail(VoiceFaultKind::Key), Does::Hang, Does::Silent] {
        let ill = check(TEXT, seats(&[Does::Speak, does, does], &[])).await.unwrap();
        assert!((ill - well).abs() < 0.3, "{does:?}: {ill} s instead of {well} s");
    }
    let dead = check(TEXT, seats(&[Does::Fail(VoiceFaultKind::Key); 9], &[Does::Hang; 9])).await.unwrap();
    assert!((dead - well).abs() < 0.3, "{dead} s instead of {well} s");
}

#[tokio::test]
async fn a_first_sentence_that_breaks_off_is_said_again_whole() {
    let well = check(TEXT, seats(&[], &[])).await.unwrap();
    let broken = check(TEXT, seats(&[Does::FailAfterSound(VoiceFaultKind::Truncated)], &[])).await.unwrap();
    assert!(broken > well + 0.3, "{broken} s after {well} s");
}

#[tokio::test]
async fn the_label_is_heard_first() {
    let label = Arc::new(vec![7; 2400]);
    let asked = Talk { text: TEXT.into(), seats: seats(&[], &[]), label: Arc::clone(&label), ..Talk::default() };
    let first = talk(asked).unwrap().next().await.unwrap().unwrap();
    assert_eq!(first, *label);
}

#[tokio::test]
async fn a_text_without_words_is_refused_and_nobody_is_heard_where_nobody_can_speak() {
    assert_eq!(check("… 🎉", seats(&[], &[])).await, Err("there is nothing to say in the text".into()));
    let alone = vec![Fake::seat("one/a", Rank::Primary, &[Does::Fail(VoiceFaultKind::Key); 3])];
    let error = check("Hello there.", alone).await.unwrap_err();
    assert!(error.contains("the key was not taken"), "{error}");
}
