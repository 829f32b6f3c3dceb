//! Sources that change between two runs: what is published is corrected or withdrawn, once, and the next edition says so.

use crate::desk::{Desk, key};
use news::edition::PublishedStory;
use news::{CorrectionKind, Edition};
use newsroom::corrections::{self, Hand};
use newsroom::pipeline::Standing;
use std::collections::BTreeSet;
use testkit::{Response, Web, sample};

/// The sample's web as it is later, with one page that is otherwise.
async fn later(desk: &mut Desk, url: &str, response: Response) {
    serve(desk, sample::web().unwrap().page_at(url, response)).await;
}

async fn serve(desk: &mut Desk, web: Web) {
    let server = web.serve().await.unwrap();
    desk.config.network.replay = Some(server.addr());
    desk.server = Some(server);
}

async fn recheck(desk: &Desk, hours: i64) -> Vec<news::edition::Corrected> {
    corrections::recheck(&desk.newsroom(hours).unwrap(), None).await.unwrap().corrected
}

fn page(title: &str, text: &str) -> Response {
    let paragraphs: String = text.lines().map(|line| format!("<p>{line}</p>")).collect();
    let head = format!("<title>{title}</title><meta property=\"og:title\" content=\"{title}\">");
    Response::html(format!(
        "<html><head>{head}</head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ))
}

fn owners(story: &PublishedStory) -> usize {
    story.sources.iter().map(|source| &source.owner).collect::<BTreeSet<_>>().len()
}

/// A story that one owner tells from one page.
fn alone(edition: &Edition) -> &PublishedStory {
    let is_alone = |story: &&PublishedStory| owners(story) == 1 && story.sources.len() == 1;
    edition.stories.iter().find(is_alone).unwrap()
}

fn stands(desk: &Desk) -> Edition {
    let path = desk.config.out.join("editions/2026-03-18-morning/edition.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn read(desk: &Desk, file: &str) -> String {
    std::fs::read_to_string(desk.config.out.join(file)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_that_stay_as_they_were_need_no_correction() {
    let desk = Desk::open().await;
    let morning = desk.morning().await;
    assert_eq!(recheck(&desk, 7).await, []);
    assert_eq!(stands(&desk), morning);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_number_is_told_on_the_page_in_the_feeds_and_by_the_next_edition() {
    let mut desk = Desk::roomy().await;
    // Some stories are left for the evening.
    desk.config.max_stories = 20;
    let morning = desk.morning().await;
    let cited = morning.stories.iter().flat_map(|story| story.sentences.iter().map(move |sentence| (story, sentence)));
    // A cited sentence with a number that can be raised by one.
    let mut raised = None;
    for (story, sentence) in cited {
        let citation = &sentence.citations[0];
        if let Some(digits) = counts_people_or_things(&citation.quote) {
            let more = (digits.parse::<u32>().unwrap() + 1).to_string();
            raised = Some((story.clone(), citation.clone(), citation.quote.replacen(digits, &more, 1)));
            break;
        }
    }
    let (story, citation, quote) = raised.unwrap();
    let title = story.sources.iter().find(|source| source.item == citation.item).unwrap().title.clone();
    later(&mut desk, &citation.url, page(&title, &format!("{quote}\nThe council will meet again on Friday, it said.")))
        .await;

    let made = recheck(&desk, 7).await;
    assert_eq!(made.len(), 1, "{made:?}");
    let correction = &made[0].correction;
    assert_eq!(
        (correction.kind, correction.withdrawn, &correction.story),
        (CorrectionKind::Corrected, false, &story.id)
    );
    assert_eq!(correction.before.as_ref(), Some(&citation.quote));
    for file in ["editions/2026-03-18-morning/index.html", "feed.xml", "feed.json", "index.html"] {
        let start: String = correction.text.chars().take(12).collect();
        assert!(read(&desk, file).contains(&start), "{file}");
    }
    // The story's own words are as they were told.
    assert_eq!(stands(&desk).stories, morning.stories);
    let archive = archive::Archive::open(&desk.config.data.join("archive.db")).unwrap();
    let ended = archive.facts(&story.thread).unwrap().into_iter().filter(|fact| fact.valid_to.is_some()).count();
    assert!(ended >= 1);
    drop(archive);

    assert_eq!(recheck(&desk, 14).await, []);
    let twice = stands(&desk);
    assert_eq!(twice.corrections.len(), 1);
    // The web has news for another edition, which says what was wrong.
    desk.config.corrections.days = 0;
    let order = newsroom::Order { key: evening(), again: false, deadline: std::time::Duration::from_secs(120) };
    desk.config.max_stories = 60;
    let newsroom = desk.newsroom(12).unwrap();
    let Ok(outcome) = newsroom::make_edition(&newsroom, &order).await else { panic!("no evening edition") };
    assert_eq!(outcome.edition.corrects, made);
    assert!(read(&desk, "editions/2026-03-18-evening/index.html").contains("往期更正"));
}

/// The digits of `32 passengers`: a number that is no date, no sum and no share.
fn counts_people_or_things(quote: &str) -> Option<&str> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let is_number = |word: &str| (2..=3).contains(&word.len()) && word.chars().all(|c| c.is_ascii_digit());
    let is_thing = |word: &str| {
        let other = ["million", "billion", "percent", "years", "minutes", "hours"];
        word.len() > 4 && word.chars().all(|c| c.is_ascii_lowercase()) && !other.contains(&word)
    };
    let pair = words.windows(2).find(|pair| is_number(pair[0]) && is_thing(pair[1]));
    pair.filter(|pair| quote.matches(pair[0]).count() == 1 && quote.matches(pair[1]).count() == 1).map(|pair| pair[0])
}

fn evening() -> news::EditionKey {
    key("evening")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retraction_takes_the_story_that_rests_on_it() {
    let mut desk = Desk::roomy().await;
    let morning = desk.morning().await;
    let story = alone(&morning).clone();
    let source = &story.sources[0];
    let zh = story.language == news::Language::ZH;
    let (title, text) = if zh {
        ("【撤稿】更新说明", "本文已撤回。")
    } else {
        ("RETRACTED: a note", "This article has been retracted.")
    };
    later(&mut desk, &source.url, page(title, text)).await;
    let made = recheck(&desk, 7).await;
    assert_eq!(made.len(), 1, "{made:?}");
    assert_eq!((made[0].correction.kind, made[0].correction.withdrawn), (CorrectionKind::Retracted, true));
    let page = read(&desk, "editions/2026-03-18-morning/index.html");
    let feed = read(&desk, "feed.xml");
    for sentence in &story.sentences {
        assert!(!page.contains(&sentence.text) && !feed.contains(&sentence.text), "{}", sentence.text);
    }
    assert_eq!(recheck(&desk, 14).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_gone_only_when_it_was_gone_twice_and_an_error_is_nothing() {
    let mut desk = Desk::roomy().await;
    let morning = desk.morning().await;
    let story = alone(&morning).clone();
    let url = story.sources[0].url.clone();
    later(&mut desk, &url, Response::status(503, "busy")).await;
    assert_eq!(recheck(&desk, 7).await, []);
    assert_eq!(recheck(&desk, 14).await, []);
    later(&mut desk, &url, Response::status(410, "gone")).await;
    assert_eq!(recheck(&desk, 21).await, []);
    let made = recheck(&desk, 28).await;
    let said: Vec<_> = made.iter().map(|made| (made.correction.kind, &made.correction.story)).collect();
    assert_eq!(said, [(CorrectionKind::Dead, &story.id)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owners_kill_leaves_a_note_and_is_done_once() {
    let desk = Desk::open().await;
    let morning = desk.morning().await;
    let story = &morning.stories[0];
    let hand = Hand {
        story: story.id.to_string(),
        kind: CorrectionKind::Killed,
        why: "it was a hoax".into(),
        before: None,
        after: None,
    };
    let newsroom = desk.newsroom(1).unwrap();
    assert_eq!(corrections::by_hand(&newsroom, &key("morning"), &hand).unwrap().len(), 1);
    let once = stands(&desk);
    assert_eq!(corrections::by_hand(&newsroom, &key("morning"), &hand).unwrap(), []);
    assert_eq!(stands(&desk), once);
    assert_eq!((once.stories[0].sentences.len(), once.corrections[0].by.as_str()), (0, "owner"));
    let json = read(&desk, "editions/2026-03-18-morning/edition.json");
    assert!(!json.contains(&story.headline) && json.contains("it was a hoax"));
    let nobody = Hand { story: "no such words".into(), ..hand };
    let error = corrections::by_hand(&newsroom, &key("morning"), &nobody).unwrap_err();
    assert!(matches!(error, newsroom::Error::NoStory { .. }), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_corrected_and_never_made_again() {
    let mut desk = Desk::roomy().await;
    desk.config.sample = false;
    let morning = desk.morning().await;
    let again = desk.make("morning", 1, true).await.unwrap();
    assert_eq!((again.standing, &again.edition), (Standing::Corrected(0), &morning));
    let url = alone(&morning).sources[0].url.clone();
    later(&mut desk, &url, page("RETRACTED: a note", "This article has been retracted.")).await;
    let again = desk.make("morning", 2, true).await.unwrap();
    assert_eq!((again.standing, again.edition.corrections.len()), (Standing::Corrected(1), 1));
}
