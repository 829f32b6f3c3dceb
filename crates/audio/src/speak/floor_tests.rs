//! What the floor does with a line, and with a program that fails.

use super::*;
use std::os::unix::fs::PermissionsExt;

fn floor_with(script: &str) -> (tempfile::TempDir, Floor) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("espeak-ng");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let floor = Floor::new(VoiceChoice::new("espeak/f3"), Arc::default()).unwrap();
    (folder, Floor { patience: Duration::from_millis(200), ..floor }.with_program(path))
}

async fn fault(script: &str) -> VoiceFaultKind {
    let (_folder, floor) = floor_with(script);
    match floor.speak(Line::words("hello", "en")).await {
        Ok(speech) => speech.whole().await.unwrap_err().kind,
        Err(fault) => fault.kind,
    }
}

#[tokio::test]
async fn every_way_to_fail_has_its_kind() {
    assert_eq!(fault("cat >/dev/null; exit 0").await, VoiceFaultKind::Empty);
    assert_eq!(fault("cat >/dev/null; head -c 9000 /dev/zero").await, VoiceFaultKind::Empty);
    assert_eq!(fault("cat >/dev/null; head -c 9000 /dev/zero; exit 1").await, VoiceFaultKind::Truncated);
    assert_eq!(fault("cat >/dev/null; exec sleep 60").await, VoiceFaultKind::Transient);
    let unknown = "cat >/dev/null; echo 'Error: The specified espeak-ng voice does not exist.' >&2; exit 1";
    assert_eq!(fault(unknown).await, VoiceFaultKind::Input);
    let floor = Floor::new(VoiceChoice::new("espeak/f3"), Arc::default()).unwrap();
    let missing = floor.with_program("/nonexistent/espeak-ng".into());
    let fault = missing.speak(Line::words("hello", "en")).await.unwrap_err();
    assert_eq!(fault.kind, VoiceFaultKind::Input);
    assert_eq!(missing.speak(Line::words("…", "en")).await.unwrap_err().kind, VoiceFaultKind::Empty);
    assert!(Floor::new(VoiceChoice::new("espeak/nobody"), Arc::default()).is_err());
}

#[tokio::test]
async fn samples_come_whole_whatever_the_pieces() {
    // A head of 44 bytes, then three bytes and five.
    let script = "cat >/dev/null; printf '%044d' 0; printf '\\1\\2\\3'; sleep 0.05; printf '\\4\\5\\6\\7\\010'";
    let (_folder, floor) = floor_with(script);
    let said = floor.speak(Line::words("hello", "en")).await.unwrap().whole().await.unwrap();
    assert_eq!(said.samples, [0x0201, 0x0403, 0x0605, 0x0807]);
    assert_eq!(said.rate_hz, 22_050);
}

#[test]
fn a_line_is_spelled_with_what_is_known_of_it() {
    let line = Line {
        pieces: vec![
            Piece::Words("去".into()),
            Piece::Sounded { written: "重庆".into(), reading: Reading::Pinyin("chong2 qing4".into()) },
            Piece::Pause(300),
            Piece::Laugh,
            Piece::Sounded { written: "Zaowan".into(), reading: Reading::Alias("zow wan".into()) },
        ],
        ..Line::default()
    };
    let fixed = vec![Fixed { range: 1..3, syllables: vec!["chong2".into(), "qing4".into()] }];
    assert_eq!(
        parts(&line),
        [
            Part::Text { text: "去重庆".into(), fixed },
            Part::Pause(300),
            Part::Text { text: "zow wan".into(), fixed: Vec::new() },
        ]
    );
    assert_eq!(at_pace(&VoiceChoice::new("espeak/f3"), 1.1).rate_zh, 220);
}
