//! The pages: what a reader finds, without scripts and from disk, and a snapshot of a small edition.

use crate::fixture;
use crate::rss_rules::read;
use news::{Edition, Spike, SpikeReason};
use publish::{Mode, Site};

fn publish(edition: &Edition) -> tempfile::TempDir {
    let out = tempfile::tempdir().unwrap();
    let sound = edition.audio.as_ref().map(|_| fixture::sound(edition));
    fixture::site(out.path()).release(edition, sound.as_ref(), Mode::Once).unwrap();
    out
}

fn page(edition: &Edition) -> String {
    let out = publish(edition);
    read(out.path(), &format!("editions/{}-{}/index.html", edition.date, edition.slot))
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    html.split(&format!(" {attribute}=\"")).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// One story with two sentences and two sources, one thing left out.
fn small() -> Edition {
    let mut edition = fixture::edition();
    edition.stories.truncate(1);
    edition.stories[0].sentences.truncate(2);
    edition.stories[0].spoken_sentences = 1;
    edition.spiked.truncate(1);
    edition.sources.truncate(1);
    edition.credits.truncate(1);
    edition
}

/// Names that change with every edit of the style are replaced, so that a snapshot shows what a reader gets.
fn without_hashes(text: &str) -> String {
    let mut out = text.to_owned();
    for name in ["site", "theme", "player", "icon", "cover"] {
        while let Some(at) = out.find(&format!("assets/{name}-")) {
            let dash = at + "assets/".len() + name.len();
            out.replace_range(dash..dash + 11, "");
        }
    }
    out
}

#[test]
fn a_small_edition_in_full() {
    let out = publish(&small());
    let folder = "editions/2026-03-18-morning";
    // One tag a line, so that a change of the page can be read.
    let html = without_hashes(&read(out.path(), &format!("{folder}/index.html"))).replace("><", ">\n<");
    insta::assert_snapshot!("page", html);
    insta::assert_snapshot!("markdown", read(out.path(), &format!("{folder}/edition.md")));
    let without_version = |text: String| text.replace(&format!("Zaowan {}", env!("CARGO_PKG_VERSION")), "Zaowan");
    insta::assert_snapshot!("feed", without_version(without_hashes(&read(out.path(), "feed.xml"))));
    insta::assert_snapshot!("podcast", without_version(without_hashes(&read(out.path(), "podcast.xml"))));
    insta::assert_snapshot!("json_feed", without_hashes(&read(out.path(), "feed.json")));
}

#[test]
fn pages_load_nothing_from_elsewhere_and_run_nothing_inline() {
    let out = publish(&fixture::edition());
    for name in ["index.html", "archive/index.html", "editions/2026-03-18-morning/index.html"] {
        let html = read(out.path(), name);
        assert!(html.contains("default-src 'none'"), "{name} has a policy");
        for src in values(&html, "src") {
            assert!(!src.contains("://"), "{name} loads {src}");
        }
        for rest in html.split("<link ").skip(1) {
            let tag = rest.split('>').next().unwrap();
            assert!(!values(&format!(" {tag}"), "href")[0].contains("://"), "{name} links {tag}");
        }
        for inline in ["<style", " style=", " onclick=", " onload=", "<iframe", "<object", "<form"] {
            assert!(!html.contains(inline), "{name} has {inline}");
        }
        for script in html.split("<script").skip(1) {
            assert!(script.starts_with(" src=") && script.contains("></script>"), "{name}: {script:.60}");
        }
    }
}

#[test]
fn every_link_inside_the_site_leads_to_a_file_and_every_fragment_to_an_id() {
    let out = publish(&fixture::edition());
    for name in ["index.html", "archive/index.html", "editions/2026-03-18-morning/index.html"] {
        let path = out.path().join(name);
        let html = read(out.path(), name);
        for link in values(&html, "href").into_iter().chain(values(&html, "src")) {
            // The fixture's earlier editions were never published.
            if link.contains("://") || link.contains("2026-03-14") || link.contains("2026-02") {
                continue;
            }
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(target.is_file(), "{name}: {link}");
            if !fragment.is_empty() {
                let there = std::fs::read_to_string(&target).unwrap();
                assert!(there.contains(&format!(" id=\"{fragment}\"")), "{name}: {link}");
            }
        }
    }
}

#[test]
fn ids_are_unique() {
    let html = page(&fixture::edition());
    let ids = values(&html, "id");
    let unique: std::collections::BTreeSet<_> = ids.iter().collect();
    assert!(ids.len() > 20 && unique.len() == ids.len(), "{ids:?}");
}

#[test]
fn outside_links_tell_the_other_site_nothing() {
    let html = page(&fixture::edition());
    let mut n = 0;
    for tag in html.split("<a ").skip(1).map(|rest| rest.split('>').next().unwrap()) {
        if tag.contains("https://") {
            assert!(tag.contains("rel=\"noopener nofollow noreferrer\""), "{tag}");
            n += 1;
        }
    }
    assert!(n > 30, "{n} links");
}

#[test]
fn every_sentence_opens_its_sources_without_scripts() {
    let edition = fixture::edition();
    let html = page(&edition);
    let n_sentences: usize = edition.stories.iter().map(|story| story.sentences.len()).sum();
    let sentences: Vec<&str> = html
        .split("<details class=\"sentence\"")
        .skip(1)
        .map(|rest| rest.split("</details>").next().unwrap())
        .collect();
    assert_eq!(sentences.len(), n_sentences);
    for sentence in sentences {
        assert!(
            sentence.contains("<summary>") && sentence.contains("<blockquote") && sentence.contains("href=\"https://"),
            "{sentence}"
        );
    }
}

#[test]
fn spoken_sentences_carry_their_times_and_silent_ones_none() {
    let html = page(&small());
    let starts = values(&html, "data-start");
    assert_eq!(starts, ["9.000", "14.500"], "headline and the one spoken sentence");
    assert_eq!(values(&html, "data-end"), ["14.000", "19.500"]);
}

#[test]
fn a_transcript_in_the_namespaces_own_form_gives_times_too() {
    let out = tempfile::tempdir().unwrap();
    let edition = small();
    let story = edition.stories[0].id.to_string();
    let transcript = serde_json::json!({ "version": "1.0.0", "segments": [
        { "speaker": "林晚", "startTime": 9.0, "endTime": 14.25, "body": "…", "story": story },
        { "speaker": "林晚", "startTime": 14.5, "endTime": 20.0, "body": "…", "story": story, "sentence": 0 },
    ]});
    let sound = publish::Sound { transcript_json: transcript.to_string(), ..fixture::sound(&edition) };
    fixture::site(out.path()).release(&edition, Some(&sound), Mode::Once).unwrap();
    let html = read(out.path(), "editions/2026-03-18-morning/index.html");
    assert_eq!(values(&html, "data-end"), ["14.250", "20.000"]);
}

#[test]
fn the_transcript_page_sets_words_between_the_hosts_apart() {
    let out = tempfile::tempdir().unwrap();
    let mut edition = small();
    let story = edition.stories[0].id.to_string();
    let line = |speaker: &str, start: f64, body: &str, manner: &str| {
        serde_json::json!({ "speaker": speaker, "startTime": start, "endTime": start + 2.0, "body": body, "language": "zh",
            "story": story, "manner": manner })
    };
    let lines = [line("小早", 9.0, "先来看头条。", "read"), line("小晚", 11.5, "具体情况呢？", "talk")];
    let transcript = serde_json::json!({ "version": "1.0.0", "segments": lines });
    let sound = publish::Sound { transcript_json: transcript.to_string(), ..fixture::sound(&edition) };
    edition.audio.as_mut().unwrap().format = news::Format::Conversation;
    fixture::site(out.path()).release(&edition, Some(&sound), Mode::Once).unwrap();
    let html = read(out.path(), "editions/2026-03-18-morning/transcript.html");
    assert!(html.contains("两位主播的对谈"));
    assert!(html.contains(r#"<span class="line" lang="zh" data-start="9.000" data-end="11.000">先来看头条。</span>"#));
    assert!(
        html.contains(r#"<span class="line talk" lang="zh" data-start="11.500" data-end="13.500">具体情况呢？</span>"#)
    );
    let index = read(out.path(), "editions/2026-03-18-morning/index.html");
    assert_eq!(values(&index, "data-end")[0], "11.000", "talk is no part of a headline's time");
}

#[test]
fn the_disclosure_stands_above_the_news_and_in_the_metadata() {
    let html = page(&fixture::edition());
    let label = html.find("本期内容由人工智能生成合成").unwrap();
    assert!(label < html.find("<article").unwrap());
    assert!(html.contains("<meta name=\"ai-generated\" content=\"true\">"));
    assert!(html.contains("name=\"AIGC\""));
}

#[test]
fn a_sample_says_so_on_every_page() {
    let out = tempfile::tempdir().unwrap();
    let about = publish::About { sample: true, ..fixture::about() };
    let mut edition = fixture::edition();
    edition.sample = true;
    Site::open(out.path(), about).unwrap().release(&edition, Some(&fixture::sound(&edition)), Mode::Once).unwrap();
    for name in ["index.html", "archive/index.html", "editions/2026-03-18-morning/index.html"] {
        assert!(read(out.path(), name).contains("class=\"sample\""), "{name}");
    }
}

#[test]
fn what_was_left_out_is_counted_by_reason_and_long_lists_are_cut() {
    let mut edition = fixture::edition();
    let spike = |n: usize| Spike {
        headline: format!("旧闻 {n}"),
        urls: vec!["https://old.example/".into()],
        reason: SpikeReason::Stale,
        detail: "太旧".into(),
    };
    edition.spiked = (0..230).map(spike).collect();
    let html = page(&edition);
    let listed = html.matches("旧闻 ").count();
    assert_eq!(listed, 40);
    assert!(html.contains("还有 190 条，见 edition.json"));
    assert!(html.contains("<span class=\"count\">230</span>"));
}

#[test]
fn a_degraded_edition_says_what_that_means_in_both_languages_and_why_as_it_was_written() {
    let mut edition = fixture::edition();
    let why = "7 of 26 sources could not be read: Slow Drip";
    edition.degraded = vec![
        news::edition::Degraded { what: "sources".into(), why: why.into() },
        news::edition::Degraded { what: "paper".into(), why: "纸用完了".into() },
    ];
    let out = publish(&edition);
    for name in ["index.html", "editions/2026-03-18-morning/index.html"] {
        let html = read(out.path(), name);
        let notice = html.split("<aside class=\"notice\"").nth(1).unwrap().split("</aside>").next().unwrap();
        assert!(notice.contains("有些来源没有读到，可能漏掉它们的消息。"), "{notice}");
        assert!(notice.contains("<span class=\"second\" lang=\"en\">Some sources could not be read"), "{notice}");
        assert!(notice.contains(&format!("<p class=\"why\" lang=\"en\">{why}</p>")), "{notice}");
        assert!(notice.contains("<b>paper</b> <p class=\"why\" lang=\"zh\">纸用完了</p>"), "{notice}");
    }
}

#[test]
fn a_story_told_in_english_is_labelled_in_english_on_a_bilingual_page() {
    let edition = fixture::edition();
    let html = page(&edition);
    let article = |language| {
        let story = edition.stories.iter().find(|story| story.language == language).unwrap();
        html.split(&format!("id=\"{}\"", story.id)).nth(1).unwrap().split("</article>").next().unwrap()
    };
    let english = article(news::Language::EN);
    assert!(english.starts_with(" lang=\"en\"") && english.contains("independent owners"), "{english}");
    assert!(english.contains("<h3>Sources</h3>") && english.contains("dated by its"), "{english}");
    let chinese = article(news::Language::ZH);
    assert!(chinese.contains("家独立来源") && chinese.contains("<h3>来源</h3>") && chinese.contains("时间见于"));
}

#[test]
fn a_long_list_of_sources_is_folded_and_keeps_its_numbers() {
    let mut edition = small();
    let source = edition.stories[0].sources[0].clone();
    let of = |n: usize| vec![source.clone(); n];
    edition.stories[0].sources = of(7);
    assert!(!page(&edition).contains("另有"), "one line more is not worth a fold");
    edition.stories[0].sources = of(12);
    let html = page(&edition);
    assert!(html.contains("<summary>另有 6 篇</summary><ol start=\"7\">"));
    let sources = html.split("<section class=\"sources\">").nth(1).unwrap().split("</section>").next().unwrap();
    assert_eq!(sources.matches("<li>").count(), 12);
}

#[test]
fn headings_never_skip_a_level() {
    let out = publish(&fixture::edition());
    for name in ["index.html", "archive/index.html", "editions/2026-03-18-morning/index.html"] {
        let html = read(out.path(), name);
        let level = |rest: &str| rest.chars().next().and_then(|c| c.to_digit(10));
        let levels: Vec<u32> = html.split("<h").skip(1).filter_map(level).collect();
        assert_eq!((levels.first(), levels.iter().filter(|level| **level == 1).count()), (Some(&1), 1), "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

#[test]
fn every_control_has_a_name() {
    let html = page(&fixture::edition());
    let mut n = 0;
    for button in html.split("<button ").skip(1) {
        let (tag, text) = button.split("</button>").next().unwrap().split_once('>').unwrap();
        assert!(tag.contains("aria-label=\"") || text.chars().any(char::is_alphabetic), "{button:.120}");
        n += 1;
    }
    for input in html.split("<input ").skip(1) {
        assert!(input.split('>').next().unwrap().contains("aria-label=\""));
    }
    assert!(n > 10, "{n} buttons");
}

#[test]
fn an_english_edition_is_in_english_throughout() {
    let mut edition = fixture::edition();
    edition.languages = vec![news::Language::EN];
    edition.stories.retain(|story| story.language == news::Language::EN);
    edition.degraded.clear();
    let html = page(&edition);
    assert!(html.contains("<html lang=\"en\""));
    assert!(html.contains("Wednesday 18 March 2026 · Morning") && html.contains("2 independent owners"));
    let main = html.split("<div class=\"stories\">").next().unwrap();
    let chinese: String = main.chars().filter(|c| news::text::is_han(*c)).collect();
    // The newsroom's own name, description and author are its own words.
    let own: String = fixture::about().name.repeat(20) + &fixture::about().description + &fixture::about().author;
    assert!(chinese.chars().all(|c| own.contains(c)), "{chinese}");
}

#[test]
fn an_edition_without_sound_has_no_player_and_one_without_stories_says_so() {
    let mut edition = fixture::edition();
    edition.audio = None;
    edition.stories.clear();
    let html = page(&edition);
    assert!(!html.contains("<audio") && !html.contains("player-"));
    assert!(html.contains("这一期没有可以采用的新闻"));
}
