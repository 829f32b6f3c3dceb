//! What every page has: head, masthead, footer.

use super::assets::NAMES;
use crate::{About, labels, words, words::Tongue};
use maud::{DOCTYPE, Markup, PreEscaped, html};
use news::{Edition, text};

/// What a page may load and do: nothing from anywhere else, no inline script or style, no plug-in, no form.
///
/// It stands in each page; whoever serves the pages may send it as a header too.
pub const POLICY: &str = "default-src 'none'; img-src 'self' data:; media-src 'self'; style-src 'self'; \
                      script-src 'self'; base-uri 'none'; form-action 'none'";

/// A page around its content.
pub(super) struct Page<'a> {
    pub(super) about: &'a About,
    pub(super) tongue: Tongue,
    /// From the page to the output folder: empty, `../` or `../../`.
    pub(super) root: &'static str,
    pub(super) title: String,
    pub(super) description: String,
    /// The slot decides on the colours; the day's if there is none.
    pub(super) slot: &'a str,
    /// The id the metadata label names.
    pub(super) label_id: String,
    pub(super) has_player: bool,
    /// Between the newsroom's name and the content.
    pub(super) dateline: Markup,
    /// A banner at the very top says so.
    pub(super) sample: bool,
}

impl Page<'_> {
    /// The whole document.
    pub(super) fn render(&self, content: &Markup) -> String {
        let scene = if words::is_dark_slot(self.slot) { "evening" } else { "morning" };
        html! {
            (DOCTYPE)
            html lang=(self.tongue.tag()) data-scene=(scene) {
                (self.head())
                body {
                    a.skip href="#content" { (self.tongue.say(("跳到正文", "Skip to the news"))) }
                    @if self.sample { (sample_banner(self.tongue)) }
                    (self.masthead())
                    main #content { (content) }
                    (self.footer())
                }
            }
        }
        .into_string()
    }

    fn head(&self) -> Markup {
        let asset = |name: &str| format!("{}assets/{name}", self.root);
        html! {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="referrer" content="no-referrer";
                meta name="color-scheme" content="light dark";
                meta name="generator" content="Zaowan";
                meta name="ai-generated" content="true";
                meta name="AIGC" content=(labels::aigc(&self.about.producer, &self.label_id));
                meta name="description" content=(self.description);
                title { (self.title) }
                link rel="icon" type="image/svg+xml" href=(asset(&NAMES.icon));
                link rel="stylesheet" href=(asset(&NAMES.css));
                link rel="alternate" type="application/rss+xml" title=(self.about.name) href={ (self.root) "feed.xml" };
                link rel="alternate" type="application/feed+json" title=(self.about.name) href={ (self.root) "feed.json" };
                link rel="alternate" type="application/rss+xml" title={ (self.about.name) " · podcast" }
                    href={ (self.root) "podcast.xml" };
                script src=(asset(&NAMES.theme)) {}
                @if self.has_player { script src=(asset(&NAMES.player)) defer {} }
            }
        }
    }

    fn masthead(&self) -> Markup {
        let t = self.tongue;
        html! {
            header.masthead {
                nav.top aria-label=(t.say(("站内导航", "Site"))) {
                    a href={ (self.root) "index.html" } { (t.say(("首页", "Front page"))) }
                    a href={ (self.root) "archive/index.html" } { (t.say(("往期", "Archive"))) }
                    a href={ (self.root) "podcast.xml" } { (t.say(("播客", "Podcast"))) }
                    button.theme type="button" hidden data-theme-toggle
                        aria-label=(t.say(("切换深浅色", "Light or dark"))) { span aria-hidden="true" { "◐" } }
                }
                h1.name { a href={ (self.root) "index.html" } { (orb()) (name(&self.about.name)) } }
                (self.dateline)
            }
        }
    }

    fn footer(&self) -> Markup {
        let t = self.tongue;
        html! {
            footer.colophon {
                @for language in t.languages() {
                    p lang=(language) { (labels::text(language)) }
                }
                @if !self.about.description.is_empty() { p { (self.about.description) } }
                p.links {
                    a href={ (self.root) "feed.xml" } { "RSS" }
                    a href={ (self.root) "feed.json" } { "JSON Feed" }
                    a href={ (self.root) "podcast.xml" } { (t.say(("播客", "Podcast"))) }
                    a href={ (self.root) "archive/index.html" } { (t.say(("往期", "Archive"))) }
                }
                @if !self.about.author.is_empty() { p { (self.about.author) } }
            }
        }
    }
}

/// The newsroom's name. One of several parts (`Zaowan · 早晚`) is broken between them where the line is short.
fn name(name: &str) -> Markup {
    let parts: Vec<&str> = name.split_inclusive(" · ").map(str::trim).collect();
    html! {
        @if parts.len() > 1 {
            @for part in parts { span.piece { (part) } " " }
        } @else { (name) }
    }
}

/// The sign of the newsroom: a sun by day and a moon by night, coloured by the style sheet.
fn orb() -> Markup {
    PreEscaped(
        concat!(
            r#"<svg class="orb" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true">"#,
            r#"<g class="sun"><circle cx="16" cy="18" r="8"/><path d="M16 3v4M5.4 7.4l2.8 2.8M26.6 7.4l-2.8 2.8M1.5 18h4M26.5 18h4M3 28h26"/></g>"#,
            r#"<path class="moon" d="M21 4.5A12.5 12.5 0 1 0 28.5 22 10.5 10.5 0 0 1 21 4.5z"/></svg>"#
        )
        .to_owned(),
    )
}

fn sample_banner(tongue: Tongue) -> Markup {
    let says = (
        "这一期由示例来源制成，其中的新闻、媒体和人物均为虚构。",
        "Made from the sample wire: the news, outlets and people in it are invented.",
    );
    html! {
        p.sample role="note" { strong { (tongue.pair(("样刊", "Sample"))) } " " (tongue.pair(says)) }
    }
}

/// What is less than it should be: what that means to a reader, and why as a detail.
pub(super) fn degraded_list(edition: &Edition, t: Tongue) -> Markup {
    html! {
        ul {
            @for degraded in &edition.degraded {
                li {
                    b { (words::degraded(&degraded.what, t)) } " "
                    @if let Some(means) = words::degraded_means(&degraded.what, edition.audio.is_some()) { (t.pair(means)) }
                    // The newsroom writes its reasons in English, whatever the reader's language.
                    p.why lang=(text::language_of(&degraded.why)) { (degraded.why) }
                }
            }
        }
    }
}

/// The AI label as it stands at the top of a page.
pub(super) fn ai_label(tongue: Tongue) -> Markup {
    html! {
        aside.ai-label aria-label=(tongue.say(("人工智能标识", "AI disclosure"))) {
            @for language in tongue.languages() {
                p lang=(language) { b { (labels::badge(language)) } " " (labels::text(language)) }
            }
        }
    }
}
