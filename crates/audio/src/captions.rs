//! The transcript as files: WebVTT, SRT, the podcast namespace's JSON, and its JSON chapters.
//!
//! Long sentences are cut into captions of at most two short lines, at punctuation where there is some; the time of a
//! sentence is shared out by length.

use news::edition::{Chapter, TranscriptLine};
use news::text::is_han;
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

/// The podcast namespace's JSON transcript, one segment a sentence, with story and sentence besides.
pub fn json(lines: &[TranscriptLine]) -> String {
    let segment = |line: &TranscriptLine| {
        serde_json::json!({
            "speaker": line.speaker,
            "startTime": seconds(line.start_ms),
            "endTime": seconds(line.end_ms),
            "body": line.text,
            "language": line.language,
            "story": line.story,
            "sentence": line.sentence,
            "manner": line.manner,
        })
    };
    let segments: Vec<serde_json::Value> = lines.iter().map(segment).collect();
    pretty(&serde_json::json!({ "version": "1.0.0", "segments": segments }))
}

/// JSON chapters of the podcast namespace, version 1.2.0.
pub fn chapters_json(chapters: &[Chapter], title: &str) -> String {
    let entry = |chapter: &Chapter| {
        serde_json::json!({
            "startTime": seconds(chapter.start_ms),
            "endTime": seconds(chapter.end_ms),
            "title": chapter.title,
        })
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
    let total: usize = pieces.iter().map(|piece| width(piece)).sum::<usize>().max(1);
    let length_ms = line.end_ms.saturating_sub(line.start_ms);
    let mut before = 0;
    let caption = |piece: String| {
        let start_ms = line.start_ms + length_ms * before as u64 / total as u64;
        before += width(&piece);
        let end_ms = line.start_ms + length_ms * before as u64 / total as u64;
        Caption { start_ms, end_ms, lines: split(&piece, LINE_WIDTH) }
    };
    pieces.into_iter().map(caption).collect()
}

/// Cuts a text into as few pieces as fit, about equally long, each at the best place near its share.
fn split(text: &str, widest: usize) -> Vec<String> {
    let total = width(text);
    if total <= widest {
        return vec![text.to_owned()];
    }
    let n_pieces = total.div_ceil(widest);
    let cut = best_cut(text, (total / n_pieces).min(widest), widest);
    let (head, tail) = text.split_at(cut);
    let mut pieces = vec![head.trim_end().to_owned()];
    pieces.extend(split(tail.trim_start(), widest));
    pieces
}

/// The byte at which the first piece ends: best after punctuation, else between words, near `share` of the width.
fn best_cut(text: &str, share: usize, widest: usize) -> usize {
    let mut best = (i64::MIN, text.len());
    let mut so_far = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        so_far += char_width(c);
        if so_far > widest {
            // A space at the very end of a piece is trimmed away and needs no room.
            break;
        }
        let Some((next_at, next)) = chars.peek().copied() else { break };
        let distance = share.abs_diff(so_far) as i64;
        let score = quality(c, next) - distance;
        if score > best.0 && at > 0 {
            best = (score, next_at);
        }
    }
    best.1
}

/// How good it is to cut between two characters, in columns of distance it is worth.
fn quality(before: char, after: char) -> i64 {
    let never_first = "，。、；：！？）》」』”’】,.;:!?)";
    let never_last = "（《「『“‘【(";
    if never_first.contains(after) || never_last.contains(before) {
        return -1000;
    }
    match before {
        '。' | '！' | '？' | '；' => 30,
        '，' | '：' => 24,
        '、' => 10,
        ' ' => 8,
        _ if after == ' ' && ",.;:!?".contains(before) => 24,
        _ if after == ' ' => 8,
        _ if is_han(before) && is_han(after) => 0,
        _ if is_han(before) != is_han(after) => 4,
        // Inside a word.
        _ => -500,
    }
}

fn width(text: &str) -> usize {
    text.chars().map(char_width).sum()
}

fn char_width(c: char) -> usize {
    let is_wide = is_han(c) || matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff01}'..='\u{ff60}' | '“' | '”' | '—' | '…');
    if is_wide { 2 } else { 1 }
}

#[cfg(test)]
mod tests {
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
            Chapter { start_ms: 0, end_ms: 21_500, title: "开场".into(), story: None },
            Chapter { start_ms: 21_500, end_ms: 60_000, title: "央行降准".into(), story: Some(StoryId::of("x")) },
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
    fn no_caption_line_is_wider_than_allowed_and_no_word_is_lost() {
        for line in lines() {
            let all: Vec<String> = captions(&line).into_iter().flat_map(|caption| caption.lines).collect();
            assert!(all.iter().all(|text| width(text) <= LINE_WIDTH), "{all:?}");
            assert_eq!(all.concat().replace(' ', ""), line.text.replace(' ', ""));
        }
    }
}
