//! Lines that are well: whole, byte for byte, as they come, in parts, with marks, in each vendor's own spelling.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_whole_byte_for_byte_at_every_house() {
    let studio = Studio::open().await;
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let said = say(&gateway, &route(house.row, house.model, "alloy"), Line::words(TEXT, "zh")).await;
        let said = said.unwrap_or_else(|fault| panic!("{house:?}: {fault}"));
        let expected = sound_of(TEXT, house.rate_hz, 1.0);
        assert!(said.rate_hz == house.rate_hz && said.samples == expected, "{house:?}: {} samples", said.samples.len());
        let rows = rows(&gateway, house.row);
        assert_eq!(rows.len(), 1, "{house:?}");
        let row = &rows[0];
        let used = row.usage.input + row.usage.output + row.usage.characters;
        assert!(row.verdict == gateway::Verdict::Answer && row.first_ms.is_some() && used > 0, "{row:?}");
        assert_eq!((row.voice.as_str(), row.model.as_str(), row.role.as_str()), ("alloy", house.model, "anchor"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_sound_comes_before_the_last_is_made() {
    let options = Options { between: Duration::from_millis(40), pace: PACE, ..Options::default() };
    let studio = Studio::with(options).await;
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let voice = gateway.voice(&route(house.row, house.model, "alloy"), &Purpose::default()).unwrap();
        let mut speech = voice.speak(Line::words(TEXT, "zh")).await.unwrap();
        let mut pieces = Vec::new();
        let began = std::time::Instant::now();
        while let Some(sound) = speech.stream.next().await {
            if let Sound::Samples(samples) = sound.unwrap() {
                pieces.push((began.elapsed(), samples.len()));
            }
        }
        // The simulator sends a piece only when it is its time, so what came early was made early.
        assert!(pieces.len() > 5 && pieces[0].0 < pieces[pieces.len() - 1].0, "{house:?}: {pieces:?}");
        let n: usize = pieces.iter().map(|(_, n)| n).sum();
        assert!(pieces[0].1 < n / 5, "{house:?}: {} of {n} at once", pieces[0].1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_longer_than_the_vendor_takes_is_said_in_parts_and_joined() {
    let studio = Studio::open().await;
    // Dashes are characters, but take no time to say.
    let sentence = format!("港口开了{}。", "—".repeat(60));
    for house in HOUSES {
        let gateway = studio.patient(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let longest = gateway.voice(&voice, &Purpose::default()).unwrap().capabilities().longest;
        let n_sentences = longest / sentence.chars().count() + 3;
        let said = say(&gateway, &voice, Line::words(sentence.repeat(n_sentences), "zh")).await.unwrap();
        let seen: Vec<String> = studio.simulator.seen().into_iter().map(|seen| seen.text).collect();
        let parts = &seen[seen.len() - 2..];
        assert_eq!(parts.concat(), sentence.repeat(n_sentences), "{house:?}");
        let expected: Vec<i16> = parts.iter().flat_map(|part| sound_of(part, house.rate_hz, 1.0)).collect();
        assert!(said.samples == expected, "{house:?}: {} of {}", said.samples.len(), expected.len());
        assert_eq!(rows(&gateway, house.row).len(), 2, "{house:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pieces_are_spelled_as_each_vendor_wants_them_and_the_words_stay_the_same() {
    let studio = Studio::open().await;
    let pieces = vec![
        Piece::Words("早安，".into()),
        Piece::Pause(300),
        Piece::Sounded { written: "重庆".into(), reading: Reading::Pinyin("chong2 qing4".into()) },
        Piece::Emphasis("今天".into()),
        Piece::Laugh,
        Piece::Words("<晴> & \"暖\"。".into()),
        Piece::Sigh,
        Piece::Words("再见。".into()),
    ];
    let line = Line { pieces, language: "zh".into(), pace: 1.1, ..Line::default() };
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let said = say(&gateway, &route(house.row, house.model, "alloy"), line.clone()).await;
        assert!(said.is_ok(), "{house:?}: {said:?}");
        let heard = studio.simulator.seen().pop().unwrap().text;
        // The simulated ElevenLabs takes what stands in sharp brackets for a mark, as the true one does.
        let heard = if house.row == "elevenlabs" { heard.replace(" & ", "<晴> & ") } else { heard };
        assert_eq!(heard.replace(' ', ""), line.plain().replace(' ', ""), "{house:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn marks_lie_where_the_words_are_heard_also_in_the_second_part() {
    let studio = Studio::open().await;
    for house in HOUSES.iter().filter(|house| ["elevenlabs", "elevenlabs-socket", "volcano"].contains(&house.row)) {
        let gateway = studio.patient(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let longest = gateway.voice(&voice, &Purpose::default()).unwrap().capabilities().longest;
        let text = format!("一二三。{}四五六。", "—".repeat(longest - 6));
        let said = say(&gateway, &voice, Line::words(text, "zh")).await.unwrap();
        let spoken = |mark: &&Mark| mark.text.chars().all(char::is_alphanumeric);
        let marks: Vec<(&str, u64)> =
            said.marks.iter().filter(spoken).map(|mark| (mark.text.as_str(), mark.start_ms)).collect();
        let first = sound_of("一二三。", house.rate_hz, 1.0).len() as u64 * 1000 / u64::from(house.rate_hz);
        let texts: Vec<&str> = marks.iter().map(|(text, _)| *text).collect();
        assert_eq!(texts, ["一", "二", "三", "四", "五", "六"], "{house:?}");
        assert!(marks[..3].iter().all(|(_, at)| *at < first), "{house:?}: {marks:?}");
        assert!(marks[3..].iter().all(|(_, at)| *at >= first), "{house:?}: {marks:?} after {first}");
    }
}
