//! Editions made with models: who plays what, what it costs, and what a replay and a resumed run ask again.

use crate::answer_key::outcome;
use crate::desk::{CHECKER, Desk, MAKER, MODEL, key, secret_of, without_times};
use gateway::{Route, league};
use news::{Author, Edition, Role};
use newsroom::{Order, make_edition};
use std::path::Path;
use testkit::sample;
use testkit::vendors::Simulator;

fn checker(story: &news::edition::PublishedStory, role: Role) -> &Author {
    story.checked_by.iter().find(|author| author.role == role).unwrap()
}

fn hits(simulator: &Simulator) -> usize {
    [MAKER, CHECKER].map(|vendor| simulator.hits(vendor, MODEL)).iter().sum()
}

pub fn why(edition: &Edition, what: &str) -> String {
    edition.degraded.iter().filter(|degraded| degraded.what == what).map(|degraded| degraded.why.clone()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_by_models_holds_the_answer_key() {
    let (desk, _simulator) = Desk::roomy().await.with_models().await;
    let edition = desk.morning().await;
    let mut missed = Vec::new();
    for trap in sample::answer_key().traps {
        if let Err(why) = outcome(&trap, &edition, &desk).await {
            missed.push(format!("{}: {why}\n    {}\n    {}", trap.id, trap.what, trap.urls.join("\n    ")));
        }
    }
    assert!(missed.is_empty(), "{} traps:\n{}", missed.len(), missed.join("\n"));
    let n_by_model = edition.stories.iter().filter(|story| story.written_by.vendor == MAKER).count();
    assert!(n_by_model * 10 >= edition.stories.len() * 9, "{n_by_model} of {}", edition.stories.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn makers_and_checkers_are_of_rival_houses_and_what_they_cost_is_told() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    let edition = desk.morning().await;
    assert_eq!(edition.stories.len(), desk.config.max_stories);
    for story in &edition.stories {
        assert_eq!((story.written_by.vendor.as_str(), story.written_by.floor), (MAKER, false), "{}", story.headline);
        for role in [Role::FactChecker, Role::StandardsEditor] {
            assert_eq!(checker(story, role).vendor, CHECKER, "{}", story.headline);
        }
    }
    let n_calls: u32 =
        edition.credits.iter().filter(|credit| credit.vendor != "zaowan").map(|credit| credit.calls).sum();
    assert_eq!(n_calls as usize, hits(&simulator));
    let places = |vendor| edition.credits.iter().find(|credit| credit.vendor == vendor).unwrap().jurisdiction.clone();
    assert_eq!((places(MAKER).as_str(), places(CHECKER).as_str()), ("cn", "us"));
    let newsroom = desk.newsroom(1).unwrap();
    let rows = newsroom.gateway().ledger().attempts(&edition.id).unwrap();
    let spent = gateway::Spent::of(&rows).total as f64 / 1_000_000.0;
    assert!(spent > 0.0 && (edition.ledger.total_usd - spent).abs() < 1e-9, "{} {spent}", edition.ledger.total_usd);
    let sums = [edition.ledger.by_role.values().sum::<f64>(), edition.ledger.by_vendor.values().sum::<f64>()];
    assert!(sums.iter().all(|sum| (sum - spent).abs() < 1e-9), "{sums:?}");
    assert!(edition.degraded.iter().all(|degraded| degraded.what == "sources"), "{:?}", edition.degraded);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_asks_nobody_and_makes_the_same_edition() {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    let first = desk.morning().await;
    let n_hits = hits(&simulator);
    desk.server = None;
    let replayed = desk.replay("morning").await.unwrap();
    assert_eq!(replayed.edition, first);
    assert_eq!(hits(&simulator), n_hits);
    drop(simulator);
    assert_eq!(desk.replay("morning").await.unwrap().edition, first);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_is_gone_on_with_asks_only_what_is_not_recorded() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    let whole = desk.morning().await;
    let n_hits = hits(&simulator);
    // The same again in another folder, left off in the middle as a kill would.
    let (other, simulator) = Desk::open().await.with_models().await;
    {
        let newsroom = other.newsroom(0).unwrap();
        let order = other.order("morning", false);
        let run = make_edition(&newsroom, &order);
        let half = async {
            while hits(&simulator) < n_hits / 2 {
                tokio::task::yield_now().await;
            }
        };
        tokio::select! {
            _ = run => panic!("it was done before it could be left off"),
            () = half => {}
        }
    }
    let before = hits(&simulator);
    let resumed = other.make("morning", 0, false).await.unwrap().edition;
    let n_again = hits(&simulator) - before;
    // Only what was under way is asked again: every story by itself, and they are no more than this.
    let n_under_way = 24;
    assert!(before + n_again <= n_hits + n_under_way, "{before} and {n_again} for {n_hits}");
    let told = |edition: &Edition| {
        edition.stories.iter().map(|story| (story.headline.clone(), story.sentences.len())).collect::<Vec<_>>()
    };
    assert_eq!(told(&resumed), told(&whole));
    assert_eq!(key("morning").to_string(), resumed.id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_never_exceeded_and_the_edition_says_that_it_was_reached() {
    let (desk, _simulator) = Desk::open().await.with_models().await;
    let limit = (desk.morning().await.ledger.total_usd * 1_000_000.0 * 0.6) as i64;
    let (mut fresh, _simulator) = Desk::open().await.with_models().await;
    fresh.config.models.budgets.per_job = Some(limit);
    let edition = fresh.morning().await;
    let spent = (edition.ledger.total_usd * 1_000_000.0).round() as i64;
    assert!(spent > 0 && spent <= limit, "{spent} of {limit}");
    assert!(why(&edition, "budget").contains("per_edition was reached"), "{:?}", edition.degraded);
    assert_eq!(edition.stories.len(), fresh.config.max_stories);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_vendors_budget_ends_another_goes_on_and_the_edition_says_so() {
    let (mut desk, _simulator) = Desk::open().await.with_models().await;
    desk.config.models.budgets.per_vendor.insert("deepseek".into(), 1_000_000);
    let edition = desk.morning().await;
    let told = why(&edition, "budget");
    assert!(told.contains("per_vendor.deepseek was reached; other models did"), "{told}");
    assert!(edition.ledger.by_vendor["deepseek"] <= 1.0, "{:?}", edition.ledger);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_stand_in_no_file_that_is_kept_or_published() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    simulator.fail(CHECKER, Some("f24"));
    desk.morning().await;
    let mut n_files = 0;
    for folder in [&desk.config.data, &desk.config.out] {
        n_files += look_for_keys(folder);
    }
    assert!(n_files > 10, "{n_files}");
}

fn look_for_keys(folder: &Path) -> usize {
    let mut n_files = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            n_files += look_for_keys(&entry.path());
            continue;
        }
        let bytes = std::fs::read(entry.path()).unwrap();
        for secret in [MAKER, CHECKER].map(secret_of) {
            let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!is_there, "a key stands in {}", entry.path().display());
        }
        n_files += 1;
    }
    n_files
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_kept_cost_nothing_and_are_still_their_models() {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    desk.config.models.cache = Some(std::time::Duration::from_secs(3600));
    let first = desk.morning().await;
    let n_hits = hits(&simulator);
    let again = desk.make("morning", 0, true).await.unwrap().edition;
    assert_eq!(hits(&simulator), n_hits);
    assert_eq!(again.ledger.total_usd, 0.0);
    let writers = |edition: &Edition| edition.stories.iter().map(|story| story.written_by.clone()).collect::<Vec<_>>();
    assert_eq!(writers(&again), writers(&first));
    let reporter = again.credits.iter().find(|credit| credit.role == Role::Reporter).unwrap();
    assert_eq!((reporter.vendor.as_str(), reporter.calls, reporter.jurisdiction.as_str()), (MAKER, 0, "cn"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_may_be_made_on_any_thread() {
    fn sent<T: Send>(task: T) -> T {
        task
    }
    let desk = Desk::open().await;
    let newsroom = desk.newsroom(0).unwrap();
    let order = desk.order("morning", false);
    assert!(sent(make_edition(&newsroom, &order)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_league_knows_how_drafts_fared_and_what_checkers_found() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    simulator.fail(MAKER, Some("liar"));
    let edition = desk.morning().await;
    let newsroom = desk.newsroom(1).unwrap();
    let standings = league::standings(newsroom.gateway().ledger(), league::Work::Real).unwrap();
    let of = |role: &str, vendor: &str| {
        standings.iter().find(|standing| standing.role == role && standing.route.vendor == vendor).unwrap()
    };
    let accepted: usize = edition
        .stories
        .iter()
        .filter(|story| story.written_by.vendor == MAKER)
        .map(|story| story.sentences.len())
        .sum();
    let reporter = of("reporter", MAKER);
    assert!(reporter.sentences as usize >= accepted, "{reporter:?} {accepted}");
    assert!(reporter.findings > 0 && reporter.score() < of("fact_checker", CHECKER).score(), "{standings:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_on_trial_is_asked_beside_the_others_and_publishes_nothing() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    let newsroom = desk.newsroom(0).unwrap();
    let ledger = newsroom.gateway().ledger();
    league::begin_trial(ledger, "reporter", &Route::new(CHECKER, "sim-sloth"), 1).unwrap();
    let edition = make_edition(&newsroom, &desk.order("morning", false)).await.unwrap().edition;
    assert!(simulator.hits(CHECKER, "sim-sloth") > 0);
    assert!(edition.credits.iter().all(|credit| credit.model != "sim-sloth"), "{:?}", edition.credits);
    assert!(edition.stories.iter().all(|story| story.written_by.vendor == MAKER));
    let (shadow, real): (Vec<_>, Vec<_>) =
        ledger.attempts(&edition.id).unwrap().into_iter().partition(|attempt| attempt.shadow);
    assert_eq!(shadow.len(), simulator.hits(CHECKER, "sim-sloth"));
    let real = gateway::Spent::of(&real).total as f64 / 1_000_000.0;
    assert!((edition.ledger.total_usd - real).abs() < 1e-9);
    assert_eq!(league::trials(ledger).unwrap()[0].done, std::slice::from_ref(&edition.id));
    drop(newsroom);
    let n_hits = simulator.hits(CHECKER, "sim-sloth");
    assert_eq!(desk.replay("morning").await.unwrap().edition, edition);
    assert_eq!(simulator.hits(CHECKER, "sim-sloth"), n_hits);
}

#[tokio::test(flavor = "multi_thread")]
async fn models_that_say_nothing_cannot_make_an_edition_late() {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    // A patience that is longer than the deadline: only the run's own clock can end it.
    desk.config.models.pace = 10.0;
    for vendor in [MAKER, CHECKER] {
        simulator.fail(vendor, Some("s06"));
    }
    let newsroom = desk.newsroom(0).unwrap();
    let order = Order { deadline: Desk::short_deadline().await, ..desk.order("morning", false) };
    let began = std::time::Instant::now();
    let edition = make_edition(&newsroom, &order).await.unwrap().edition;
    let tolerance = std::time::Duration::from_secs(2);
    assert!(began.elapsed() < order.deadline + tolerance, "{:?}", began.elapsed());
    assert_eq!(edition.stories.len(), desk.config.max_stories);
    assert!(why(&edition, "time").contains("the time for models was over"), "{:?}", edition.degraded);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editions_by_models_are_the_same() {
    let (first, _one) = Desk::open().await.with_models().await;
    let (second, _other) = Desk::open().await.with_models().await;
    let (first, second) = (first.morning().await, second.morning().await);
    assert_eq!(without_times(&first), without_times(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_minutes_of_a_story_say_who_did_each_step() {
    let (desk, _simulator) = Desk::open().await.with_models().await;
    let edition = desk.morning().await;
    for story in &edition.stories {
        let steps: Vec<&str> = story.minutes.iter().map(|minute| minute.step.as_str()).collect();
        let expected =
            ["triage", "choice", "dossier", "draft", "facts", "facts", "edit", "copy", "ruling", "proof", "rundown"];
        assert_eq!(steps, expected, "{}", story.headline);
        let of = |step: &str| story.minutes.iter().rfind(|minute| minute.step == step).unwrap();
        let vendors = ["draft", "facts", "ruling"].map(|step| of(step).vendor.as_str());
        assert_eq!(vendors, [MAKER, CHECKER, CHECKER]);
    }
    assert!(edition.spiked_stories.iter().all(|story| !story.minutes.is_empty() && !story.headline.is_empty()));
    let ids: Vec<_> = edition.stories.iter().map(|story| &story.id).collect();
    assert!(edition.spiked_stories.iter().all(|story| !ids.contains(&&story.id)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_story_is_told_in_the_second_language_and_a_rival_checks_it_against_the_same_words() {
    let (desk, _simulator) = Desk::open().await.with_models().await;
    let edition = desk.with_translator().morning().await;
    let told: Vec<_> = edition.stories.iter().filter(|story| !story.translations.is_empty()).collect();
    let rows = edition.stories.iter().flat_map(|story| &story.minutes).filter(|minute| minute.step == "translation");
    assert!(!told.is_empty(), "{:#?}", rows.collect::<Vec<_>>());
    for story in told {
        let translation = &story.translations[0];
        assert_ne!(translation.language, story.language);
        let by = (translation.translated_by.vendor.as_str(), translation.translated_by.role);
        assert_eq!(by, (MAKER, Role::Translator));
        let checker = (translation.checked_by[0].vendor.as_str(), translation.checked_by[0].role);
        assert_eq!(checker, (CHECKER, Role::FactChecker));
        let quotes: Vec<_> = story.sentences.iter().flat_map(|sentence| &sentence.citations).collect();
        let mut translated = translation.sentences.iter().flat_map(|sentence| &sentence.citations);
        assert!(translated.all(|citation| quotes.contains(&citation)), "{translation:?}");
        assert!(story.minutes.iter().any(|minute| minute.step == "translation" && minute.what.starts_with("told in")));
    }
    // What the simulated translator does not know stays in its language, and the edition says how much.
    assert!(why(&edition, "translation").contains("could not be told"), "{:?}", edition.degraded);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_a_story_stays_in_its_language_and_nothing_is_less_for_it() {
    let desk = Desk::open().await;
    let edition = desk.morning().await;
    assert!(edition.stories.iter().all(|story| story.translations.is_empty() && !story.minutes.is_empty()));
    assert!(edition.degraded.iter().all(|degraded| degraded.what == "sources"), "{:?}", edition.degraded);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_fails_is_written_again_with_the_finding_and_checked_again() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    simulator.fail(MAKER, Some("liar"));
    let edition = desk.morning().await;
    let minutes = || edition.stories.iter().flat_map(|story| &story.minutes);
    let rewrites: Vec<_> = minutes().filter(|minute| minute.step == "rewrite").collect();
    assert!(!rewrites.is_empty());
    assert!(rewrites.iter().all(|minute| minute.role == Role::Reporter && !minute.why.is_empty()), "{rewrites:#?}");
    let most =
        edition.stories.iter().map(|story| story.minutes.iter().filter(|minute| minute.step == "rewrite").count());
    assert!(most.max() <= Some(2));
    let newsroom = desk.newsroom(1).unwrap();
    let outcomes = newsroom.gateway().ledger().outcomes(&edition.id).unwrap();
    assert!(outcomes.iter().any(|outcome| !outcome.passed && !outcome.note.is_empty()), "{outcomes:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_rival_could_check_is_told_by_rules() {
    let (desk, simulator) = Desk::open().await.with_models().await;
    simulator.fail(CHECKER, Some("dead"));
    let edition = desk.morning().await;
    assert_eq!(edition.stories.len(), desk.config.max_stories);
    for story in &edition.stories {
        assert!(story.written_by.floor && story.translations.is_empty(), "{}", story.headline);
        let again = story.minutes.iter().find(|minute| minute.step == "again").unwrap();
        assert!(again.why.contains("no rival of its writer"), "{again:?}");
    }
}
