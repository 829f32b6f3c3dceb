//! The player at the foot of the page: the browser's own without scripts, ours with them.

use super::edition::View;
use super::seconds;
use crate::site::MP3;
use crate::{when, words::Tongue};
use maud::{Markup, html};
use news::edition::{Audio, Chapter};

/// The bar with its chapters.
pub(super) fn bar(view: &View<'_>, audio: &Audio) -> Markup {
    let t = view.tongue;
    html! {
        section.player #player aria-label=(t.say(("播放器", "Player"))) {
            details.chapters {
                summary {
                    (t.say(("章节", "Chapters"))) " " span.current data-chapter {}
                    span.length { (when::length(audio.seconds, t)) }
                }
                ol {
                    @for chapter in &audio.chapters { (self::chapter(chapter)) }
                    li.files {
                        a href="transcript.html" { (t.say(("文字稿", "Transcript"))) } " "
                        a href=(MP3) download { "MP3" } " "
                        @for file in &audio.also {
                            a href=(file.url) download { (ending(&file.url)) } " "
                        }
                        a href="transcript.vtt" { "VTT" } " "
                        a href="transcript.srt" { "SRT" } " " a href="transcript.json" { "JSON" }
                    }
                }
            }
            (sound(MP3, t))
            (controls(audio, t))
        }
    }
}

/// `OPUS`, `M4A`: how people name a format.
fn ending(url: &str) -> String {
    url.rsplit_once('.').map_or(url, |(_, ending)| ending).to_uppercase()
}

/// The browser's own player.
pub(super) fn sound(src: &str, tongue: Tongue) -> Markup {
    html! {
        audio controls preload="metadata" src=(src) {
            a href=(src) { (tongue.say(("下载音频", "Download the sound"))) }
        }
    }
}

fn chapter(chapter: &Chapter) -> Markup {
    let target = chapter.story.as_ref().map_or_else(|| "#content".to_owned(), |story| format!("#{story}"));
    html! {
        li {
            a href=(target) data-chapter-start=(seconds(chapter.start_ms)) data-chapter-end=(seconds(chapter.end_ms)) {
                span.at { (when::position(chapter.start_ms)) } " " span.title { (chapter.title) }
            }
        }
    }
}

fn controls(audio: &Audio, t: Tongue) -> Markup {
    html! {
        div.controls hidden {
            button type="button" data-skip="-15" aria-label=(t.say(("后退 15 秒", "Back 15 seconds"))) { "−15" }
            button.play type="button" data-play
                data-label-play=(t.say(("播放", "Play"))) data-label-pause=(t.say(("暂停", "Pause")))
                aria-label=(t.say(("播放", "Play"))) { span aria-hidden="true" {} }
            button type="button" data-skip="15" aria-label=(t.say(("前进 15 秒", "Forward 15 seconds"))) { "+15" }
            input type="range" min="0" max=(seconds((audio.seconds.max(0.0) * 1000.0) as u64)) step="0.1" value="0"
                data-progress aria-label=(t.say(("进度", "Position")));
            span.time { span data-now { "0:00" } " / " (when::clock(audio.seconds)) }
            button type="button" data-speed data-label=(t.say(("语速", "Speed")))
                aria-label={ (t.say(("语速", "Speed"))) " 1×" } { "1×" }
            button.follow type="button" data-follow aria-pressed="true" title=(t.say(("页面跟随正在播出的句子", "Follow the sentence being spoken"))) {
                (t.say(("跟随", "Follow")))
            }
        }
    }
}
