//! `/v1/audio/speech` by the voices of this machine; skipped with a word where espeak-ng is missing.

use crate::house::House;
use serde_json::{Value, json};

async fn speech(house: &House, body: &Value) -> (u16, String, Vec<u8>) {
    let response = house.post("/v1/audio/speech", crate::house::KEY, body).send().await.unwrap();
    let status = response.status().as_u16();
    let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    (status, kind.unwrap_or_default(), response.bytes().await.unwrap().to_vec())
}

#[tokio::test]
async fn a_text_is_heard_in_every_form_that_is_asked_for() {
    if audio::find_espeak().is_none() {
        println!("skipped: espeak-ng is not installed");
        return;
    }
    let house = House::open().await;
    let asked = |format: &str| json!({"model": "espeak", "voice": "f3", "input": "Good morning. 早上好。", "response_format": format});
    let (status, kind, pcm) = speech(&house, &asked("pcm")).await;
    assert_eq!((status, kind.as_str()), (200, "audio/pcm"));
    assert!(pcm.len() > 24_000 * 2, "{} bytes", pcm.len());
    let (status, kind, wav) = speech(&house, &asked("wav")).await;
    assert_eq!((status, kind.as_str(), &wav[..4]), (200, "audio/wav", &b"RIFF"[..]));
    assert_eq!(wav[44..], pcm);
    let (status, kind, mp3) = speech(&house, &asked("mp3")).await;
    assert_eq!((status, kind.as_str(), mp3[0]), (200, "audio/mpeg", 0xff));
    let mut events = asked("pcm");
    events["stream_format"] = "sse".into();
    let (status, kind, text) = speech(&house, &events).await;
    let text = String::from_utf8(text).unwrap();
    assert_eq!((status, kind.as_str()), (200, "text/event-stream; charset=utf-8"));
    assert!(text.contains("speech.audio.delta") && text.trim_end().ends_with('}'), "{text}");
    assert!(text.lines().rfind(|line| !line.is_empty()).unwrap().contains("speech.audio.done"));
}

#[tokio::test]
async fn what_is_wrong_is_told_as_the_vendor_does() {
    let house = House::open().await;
    for (body, status, words) in [
        (json!({"model": "espeak", "voice": "f3"}), 400, "input is the text to say"),
        (json!({"model": "espeak", "voice": "f3", "input": "x", "response_format": "opus"}), 400, "no form of sound"),
        (json!({"model": "espeak", "voice": "f3", "input": "x", "speed": 9}), 400, "speed is a number"),
        (json!({"model": "tts-1", "voice": "", "input": "x"}), 404, "there is no voice"),
        (json!({"model": "nobody/m", "voice": "x", "input": "x"}), 404, "there is no vendor"),
    ] {
        let (got, _, text) = speech(&house, &body).await;
        let text = String::from_utf8(text).unwrap();
        assert!(got == status && text.contains(words), "{got} {text}");
    }
    let response = house.post("/v1/audio/speech", "zw-nobody", &json!({"input": "x"})).send().await.unwrap();
    assert_eq!(response.status().as_u16(), 401);
}
