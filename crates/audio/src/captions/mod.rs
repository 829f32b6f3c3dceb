//! The transcript as files: WebVTT, SRT, the podcast namespace's JSON, and its JSON chapters.
//!
//! Long sentences are cut into captions of at most two short lines, at punctuation where there is some; each begins when
//! its first word is heard where the voice says so, else the time of the sentence is shared out by length.

mod cut;
mod times;

use cut::split;
use news::edition::{Chapter, TranscriptLine, Word};
use std::fmt::Write;

/// The widest line: 32 Han characters, or 64 others (the podcast namespace allows 65).
const LINE_WIDTH: usize = 64;
/// The widest caption: two lines.
const CAPTION_WIDTH: usize = 2 * LINE_WIDTH;

/// WebVTT with a voice span for each speaker.
pub fn vtt(lines: &[TranscriptLine]) -> String {
    let mut file = String::from("WEBVTT\n");
    for line in lines {
        for caption in captions(line) {
            let times = format!("{} --> {}", clock(caption.start_ms, '.'), clock(caption.end_ms, '.'));
            let text: Vec<String> = caption.lines.iter().map(|line| escape(line)).collect();
            let _ =
                write!(file, "\n{times}\n<v {}>{}\n", escape(&line.speaker.replace(['<', '>'], "")), text.join("\n"));
        }
    }
    file
}

/// SubRip.
pub fn srt(lines: &[TranscriptLine]) -> String {
    let mut file = String::new();
    let mut speaker = "";
    for (n, (line, caption)) in
        lines.iter().flat_map(|line| captions(line).into_iter().map(move |c| (line, c))).enumerate()
    {
        let times = format!("{} --> {}", clock(caption.start_ms, ','), clock(caption.end_ms, ','));
        // The speaker is named where another begins.
        let name = if line.speaker == speaker { String::new() } else { format!("{}: ", line.speaker) };
        speaker = &line.speaker;
        let _ = write!(file, "{}\n{times}\n{name}{}\n\n", n + 1, caption.lines.join("\n"));
    }
    file
}

/// The podcast namespace's JSON transcript, one segment a sentence, with story, sentence and the words' times besides.
pub fn json(lines: &[TranscriptLine]) -> String {
    let word = |word: &Word| {
        let (start, end) = (seconds(word.start_ms), seconds(word.end_ms));
        serde_json::json!({ "word": word.text, "startTime": start, "endTime": end })
    };
    let segment = |line: &TranscriptLine| {
        let mut segment = serde_json::json!({
            "speaker": line.speaker,
            "startTime": seconds(line.start_ms),
            "endTime": seconds(line.end_ms),
            "body": line.text,
            "language": line.language,
            "story": line.story,
            "sentence": line.sentence,
            "manner": line.manner,
        });
        if !line.words.is_empty() {
            segment["words"] = line.words.iter().map(word).collect();
        }
        segment
    };
    let segments: Vec<serde_json::Value> = lines.iter().map(segment).collect();
    pretty(&serde_json::json!({ "version": "1.0.0", "segments": segments }))
}

/// JSON chapters of the podcast namespace, version 1.2.0.
pub fn chapters_json(chapters: &[Chapter], title: &str) -> String {
    let entry = |chapter: &Chapter| {
        let mut entry = serde_json::json!({
            "startTime": seconds(chapter.start_ms),
            "endTime": seconds(chapter.end_ms),
            "title": chapter.title,
        });
        if let Some(img) = &chapter.img {
            entry["img"] = img.as_str().into();
        }
        entry
    };
    let entries: Vec<serde_json::Value> = chapters.iter().map(entry).collect();
    pretty(&serde_json::json!({ "version": "1.2.0", "title": title, "chapters": entries }))
}

/// A text on one line, with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn pretty(value: &serde_json::Value) -> String {
    // A `Value` always prints; the alternate form of its Display is the pretty one.
    format!("{value:#}\n")
}

fn seconds(ms: u64) -> f64 {
    ms as f64 / 1000.0
}

fn clock(ms: u64, point: char) -> String {
    format!("{:02}:{:02}:{:02}{point}{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// What stands on the screen at one time.
struct Caption {
    start_ms: u64,
    end_ms: u64,
    lines: Vec<String>,
}

fn captions(line: &TranscriptLine) -> Vec<Caption> {
    let text = one_line(&line.text);
    let pieces = split(&text, CAPTION_WIDTH);
    let turns = times::turns(line, &text, &pieces);
    let caption = |(piece, turn): (&String, &[u64])| Caption {
        start_ms: turn[0],
        end_ms: turn[1],
        lines: split(piece, LINE_WIDTH),
    };
    pieces.iter().zip(turns.windows(2)).map(caption).collect()
}

#[cfg(test)]
mod tests {
    use super::cut::width;
    use super::*;
    use expect_test::{Expect, expect};
    use news::{Language, StoryId};

    fn lines() -> Vec<TranscriptLine> {
        let line = |start_ms, end_ms, speaker: &str, language, text: &str, sentence| TranscriptLine {
            start_ms,
            end_ms,
            speaker: speaker.into(),
            language,
            text: text.into(),
            story: Some(StoryId::of("x")),
            sentence,
            manner: Default::default(),
            words: Vec::new(),
        };
        vec![
            line(4550, 9000, "晓文", Language::ZH, "早上好，本节目由人工智能生成合成。", None),
            line(
                9300,
                24_300,
                "晓文",
                Language::ZH,
                "中国人民银行周二宣布，自二月十五日起下调金融机构存款准备金率零点五个百分点，预计释放长期流动性约一万亿元，以支持实体经济，并引导市场利率平稳下行。",
                Some(0),
            ),
            line(
                3_724_600,
                3_731_000,
                "Ada <A>",
                Language::EN,
                "The Senate & the House agreed late on Tuesday on a bill that keeps the government open until March, officials said, after two weeks of talks.",
                Some(1),
            ),
        ]
    }

    fn check(file: &str, expected: Expect) {
        expected.assert_eq(file);
    }

    #[test]
    fn webvtt() {
        check(
            &vtt(&lines()),
            expect![[r#"
            WEBVTT

            00:00:04.550 --> 00:00:09.000
            <v 晓文>早上好，本节目由人工智能生成合成。

            00:00:09.300 --> 00:00:17.108
            <v 晓文>中国人民银行周二宣布，
            自二月十五日起下调金融机构存款准备金率零点五个百分点，

            00:00:17.108 --> 00:00:24.300
            <v 晓文>预计释放长期流动性约一万亿元，
            以支持实体经济，并引导市场利率平稳下行。

            01:02:04.600 --> 01:02:07.800
            <v Ada A>The Senate &amp; the House agreed late
            on Tuesday on a bill that keeps the

            01:02:07.800 --> 01:02:11.000
            <v Ada A>government open until March,
            officials said, after two weeks of talks.
        "#]],
        );
    }

    #[test]
    fn subrip() {
        check(
            &srt(&lines()),
            expect![[r#"
            1
            00:00:04,550 --> 00:00:09,000
            晓文: 早上好，本节目由人工智能生成合成。

            2
            00:00:09,300 --> 00:00:17,108
            中国人民银行周二宣布，
            自二月十五日起下调金融机构存款准备金率零点五个百分点，

            3
            00:00:17,108 --> 00:00:24,300
            预计释放长期流动性约一万亿元，
            以支持实体经济，并引导市场利率平稳下行。

            4
            01:02:04,600 --> 01:02:07,800
            Ada <A>: The Senate & the House agreed late
            on Tuesday on a bill that keeps the

            5
            01:02:07,800 --> 01:02:11,000
            government open until March,
            officials said, after two weeks of talks.

        "#]],
        );
    }

    #[test]
    fn json_transcript() {
        check(
            &json(&lines()[..1]),
            expect![[r#"
            {
              "segments": [
                {
                  "body": "早上好，本节目由人工智能生成合成。",
                  "endTime": 9.0,
                  "language": "zh",
                  "manner": "read",
                  "sentence": null,
                  "speaker": "晓文",
                  "startTime": 4.55,
                  "story": "sty_h8k5b0jcc3wneqvx"
                }
              ],
              "version": "1.0.0"
            }
        "#]],
        );
    }

    #[test]
    fn json_chapters() {
        let chapters = [
            Chapter { start_ms: 0, end_ms: 21_500, title: "开场".into(), story: None, img: None },
            Chapter {
                start_ms: 21_500,
                end_ms: 60_000,
                title: "央行降准".into(),
                story: Some(StoryId::of("x")),
                img: Some("one.png".into()),
            },
        ];
        check(
            &chapters_json(&chapters, "早晚"),
            expect![[r#"
            {
              "chapters": [
                {
                  "endTime": 21.5,
                  "startTime": 0.0,
                  "title": "开场"
                },
                {
                  "endTime": 60.0,
                  "img": "one.png",
                  "startTime": 21.5,
                  "title": "央行降准"
                }
              ],
              "title": "早晚",
              "version": "1.2.0"
            }
        "#]],
        );
    }

    #[test]
    fn a_caption_begins_when_its_first_word_is_heard() {
        let mut line = lines().swap_remove(1);
        let word = |text: &str, start_ms, end_ms| Word { text: text.into(), start_ms, end_ms };
        // The voice says 零点五 where the line has it too, and one word that does not stand in it.
        line.words = vec![
            word("中国", 9_300, 9_700),
            word("百分之", 15_000, 15_200),
            word("零点五", 15_300, 15_900),
            word("百分点", 16_100, 16_600),
            word("预计", 17_900, 18_200),
            word("释放", 18_200, 18_500),
        ];
        let times: Vec<(u64, u64)> = captions(&line).iter().map(|caption| (caption.start_ms, caption.end_ms)).collect();
        assert_eq!(times, [(9_300, 17_900), (17_900, 24_300)]);
        check(
            &json(&[TranscriptLine { words: line.words[..1].to_vec(), ..lines().swap_remove(0) }]),
            expect![[r#"
                {
                  "segments": [
                    {
                      "body": "早上好，本节目由人工智能生成合成。",
                      "endTime": 9.0,
                      "language": "zh",
                      "manner": "read",
                      "sentence": null,
                      "speaker": "晓文",
                      "startTime": 4.55,
                      "story": "sty_h8k5b0jcc3wneqvx",
                      "words": [
                        {
                          "endTime": 9.7,
                          "startTime": 9.3,
                          "word": "中国"
                        }
                      ]
                    }
                  ],
                  "version": "1.0.0"
                }
            "#]],
        );
    }

    #[test]
    fn no_caption_line_is_wider_than_allowed_and_no_word_is_lost() {
        for line in lines() {
            let all: Vec<String> = captions(&line).into_iter().flat_map(|caption| caption.lines).collect();
            assert!(all.iter().all(|text| width(text) <= LINE_WIDTH), "{all:?}");
            assert_eq!(all.concat().replace(' ', ""), line.text.replace(' ', ""));
        }
    }
}
