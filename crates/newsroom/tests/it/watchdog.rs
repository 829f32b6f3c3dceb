//! The watch over a paper that is served with flaws, and over a timetable that nobody keeps.

use crate::desk::Desk;
use crate::outbox::plans;
use jiff::{SignedDuration, Timestamp};
use news::Edition;
use news::edition::Audio;
use newsroom::config::{self, EditionPlan};
use newsroom::watchdog::{self, Expect, Seen, Watch};
use newsroom::{Clock, Config};
use publish::{About, Mode, Site, Sound};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use testkit::paper::{Flaw, Paper, silent_mp3};
use testkit::receivers::{Fault, Receivers};

/// Made once: what is watched is the paper around it.
static SAMPLE: tokio::sync::OnceCell<Edition> = tokio::sync::OnceCell::const_new();

struct Place {
    folder: TempDir,
    paper: Paper,
    receivers: Receivers,
    config: Config,
    watch: Watch,
    sample: Edition,
}

impl Place {
    /// A newsroom with two editions a day whose site is served, and an operator who reads Telegram and Slack.
    async fn open() -> Self {
        let folder = TempDir::new().unwrap();
        let (site, receivers) = (folder.path().join("site"), Receivers::start().await.unwrap());
        std::fs::create_dir_all(&site).unwrap();
        let paper = Paper::serve(&site).await.unwrap();
        let text = format!(
            "[newsroom]\nname = \"Paper\"\ntimezone = \"UTC\"\n[[source]]\nurl = \"https://a.example/feed\"\n\
             [publish]\nbase_url = \"{}\"\n[watch]\nping_url = \"{}ping/abc\"\nallow_private = [\"127.0.0.1\"]\n",
            paper.base(),
            paper.base(),
        );
        let mut config = config::parse(&text, Path::new("newsroom.toml")).unwrap();
        config.out = site;
        config.data = folder.path().join("data");
        config.channels = plans(&receivers, &["telegram", "slack"]);
        config.channels.iter_mut().for_each(|plan| plan.language = Some(news::Language::EN));
        let plan = |slot: &str, hour| EditionPlan {
            slot: slot.into(),
            at: jiff::civil::time(hour, 0, 0, 0),
            deadline: Duration::from_secs(600),
            format: None,
        };
        config.editions = vec![plan("morning", 7), plan("evening", 18)];
        let watch = Watch { patience: Duration::from_secs(20), pause: Duration::ZERO, ..Watch::default() };
        let sample = SAMPLE.get_or_init(|| async { Desk::open().await.morning().await }).await.clone();
        Self { folder, paper, receivers, config, watch, sample }
    }

    /// Publishes an edition with so many seconds of sound.
    fn publish(&self, id: &str, published_at: &str, seconds: f64) {
        let about = About {
            name: "Paper".into(),
            description: "x".into(),
            base_url: self.config.base_url.clone(),
            languages: self.config.languages.clone(),
            owner_email: None,
            author: "x".into(),
            producer: String::new(),
            sample: false,
        };
        let key = news::EditionKey::parse(id).unwrap();
        let audio = Audio {
            url: "bulletin.mp3".into(),
            bytes: 0,
            seconds,
            lufs: -16.0,
            true_peak_db: -1.5,
            voice_by_anchor: BTreeMap::new(),
            voices: Vec::new(),
            changes: Vec::new(),
            chapters: Vec::new(),
            format: news::Format::Bulletin,
            also: Vec::new(),
        };
        let edition = Edition {
            id: id.into(),
            date: key.date,
            slot: key.slot,
            timezone: "UTC".into(),
            published_at: at(published_at),
            audio: Some(audio),
            ..self.sample.clone()
        };
        let sound = Sound {
            mp3: silent_mp3(3_000),
            vtt: "WEBVTT\n".into(),
            srt: String::new(),
            transcript_json: "{}".into(),
            also: Vec::new(),
            chapters_json: "{}".into(),
        };
        Site::open(&self.config.out, about).unwrap().release(&edition, Some(&sound), Mode::Again).unwrap();
    }

    async fn look(&self, now: &str) -> Seen {
        watchdog::once(&self.config, &self.watch, &Clock::starting_at(at(now))).await
    }

    /// The names of what is wrong.
    async fn wrong(&self, now: &str) -> Vec<String> {
        self.look(now).await.report.troubles.iter().map(watchdog::Trouble::name).collect()
    }

    /// First lines of what the operator reads on Telegram.
    fn told(&self) -> Vec<String> {
        self.receivers.shown("telegram").iter().map(|text| text.lines().next().unwrap().to_owned()).collect()
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_in_order_is_told_to_nobody_and_the_waiting_service_is_called_once() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    for now in ["2026-02-10T07:00:30Z", "2026-02-10T07:11:00Z", "2026-02-10T17:00:00Z"] {
        let seen = place.look(now).await;
        assert_eq!((seen.report.troubles, seen.told, seen.notes), (vec![], vec![], vec![]), "{now}");
    }
    assert_eq!(place.paper.calls().iter().filter(|path| *path == "/ping/abc").count(), 1);
    assert_eq!(place.told(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_that_is_not_out_is_told_once_and_again_each_hour_and_its_coming_once() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    assert_eq!(place.wrong("2026-02-10T18:09:00Z").await, Vec::<String>::new(), "within the grace");
    for minute in 10..60 {
        let now = format!("2026-02-10T18:{minute}:00Z");
        assert_eq!(place.wrong(&now).await, ["late-2026-02-10-evening"], "{now}");
    }
    let alarm = "Paper: alarm · an edition is not out 2026-02-10-evening";
    assert_eq!(place.told(), [alarm]);
    place.look("2026-02-10T19:10:00Z").await;
    place.look("2026-02-10T19:30:00Z").await;
    assert_eq!(place.told(), [alarm, alarm]);
    place.publish("2026-02-10-evening", "2026-02-10T19:35:00Z", 3.0);
    for now in ["2026-02-10T19:36:00Z", "2026-02-10T19:37:00Z"] {
        place.look(now).await;
    }
    let told = place.told();
    assert_eq!(told[2..].iter().filter(|line| line.contains("over · an edition is not out")).count(), 1, "{told:?}");
    assert_eq!(place.receivers.shown("slack").len(), told.len(), "both channels hear the same");
    // That it came late is said once, in its own message.
    assert_eq!(told[2..].iter().filter(|line| line.contains("an edition came late")).count(), 1, "{told:?}");
    assert_eq!(told.len(), 4, "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_flaw_of_the_paper_is_found_by_its_name() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    let flaws = [
        ("feed.xml", Flaw::Status(500), "no_feed"),
        ("feed.xml", Flaw::Half, "bad_feed"),
        ("feed.xml", Flaw::CutOff, "no_feed"),
        ("feed.xml", Flaw::Noise, "bad_feed"),
        ("morning/index.html", Flaw::Status(404), "page"),
        ("morning/index.html", Flaw::Half, "page"),
        ("edition.json", Flaw::Half, "page"),
        ("podcast.xml", Flaw::Status(403), "no_feed"),
        ("podcast.xml", Flaw::Half, "bad_feed"),
        ("bulletin.mp3", Flaw::Status(404), "sound"),
        ("bulletin.mp3", Flaw::Half, "sound"),
        ("bulletin.mp3", Flaw::CutOff, "sound"),
        ("bulletin.mp3", Flaw::NoRanges, "sound"),
        ("bulletin.mp3", Flaw::Noise, "sound"),
    ];
    let mut found = Vec::new();
    for (n, (file, flaw, _)) in flaws.iter().enumerate() {
        place.paper.flaw(file, Some(*flaw));
        // Hours apart, so that the sound is heard anew each time.
        let now = at("2026-02-10T07:30:00Z") + SignedDuration::from_mins(n as i64 * 40);
        let mut place_watch = place.watch.clone();
        place_watch.expect = Expect::MaxAge(SignedDuration::from_hours(48));
        drop(std::fs::remove_file(place.config.data.join("watch.json")));
        let seen = watchdog::once(&place.config, &place_watch, &Clock::starting_at(now)).await;
        place.paper.flaw(file, None);
        found.push(seen.report.troubles.iter().map(watchdog::Trouble::name).collect::<Vec<_>>().join(" "));
    }
    let expected: Vec<String> = flaws.iter().map(|(_, _, name)| (*name).to_owned()).collect();
    assert_eq!(found, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn sound_of_another_length_than_the_feed_says_is_found() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 8.0);
    let seen = place.look("2026-02-10T07:01:00Z").await;
    let details: Vec<&str> = seen.report.troubles.iter().map(|trouble| trouble.detail.as_str()).collect();
    assert_eq!(details, ["the sound plays 3.0 s, the feed says 8 s"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_goes_back_to_older_news_is_found() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    let other = TempDir::new().unwrap();
    copy(&place.config.out, other.path());
    place.publish("2026-02-10-evening", "2026-02-10T17:58:00Z", 3.0);
    assert_eq!(place.wrong("2026-02-10T18:00:00Z").await, Vec::<String>::new());
    place.paper.turn_to(other.path());
    assert_eq!(place.wrong("2026-02-10T18:05:00Z").await, ["went_back"]);
    assert_eq!(place.wrong("2026-02-10T18:15:00Z").await, ["went_back", "late-2026-02-10-evening"]);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_of_today_or_of_the_last_hours_is_expected_where_that_is_asked_for() {
    let mut place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    place.watch.expect = Expect::By(jiff::civil::time(7, 15, 0, 0));
    assert_eq!(place.wrong("2026-02-10T07:15:00Z").await, Vec::<String>::new());
    assert_eq!(place.wrong("2026-02-11T07:13:00Z").await, Vec::<String>::new());
    assert_eq!(place.wrong("2026-02-11T07:15:00Z").await, ["late-2026-02-11"]);
    place.watch.expect = Expect::MaxAge(SignedDuration::from_hours(13));
    assert_eq!(place.wrong("2026-02-10T19:57:00Z").await, Vec::<String>::new());
    assert_eq!(place.wrong("2026-02-10T19:59:00Z").await, ["late"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_nobody_serves_is_read_in_its_folder() {
    let mut place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    place.config.base_url = None;
    assert_eq!(place.wrong("2026-02-10T07:11:00Z").await, Vec::<String>::new());
    let mp3 = place.config.out.join("editions/2026-02-10-morning/bulletin.mp3");
    std::fs::write(&mp3, silent_mp3(1_000)).unwrap();
    assert_eq!(place.wrong("2026-02-10T14:11:00Z").await, ["sound"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_could_not_be_told_is_told_later_and_nobody_else_twice() {
    let place = Place::open().await;
    place.receivers.fail("telegram", Fault::BadGateway, 2);
    for minute in 10..30 {
        place.look(&format!("2026-02-10T07:{minute}:00Z")).await;
    }
    let alarm = "Paper: alarm · readers cannot get the feed";
    assert_eq!((place.told(), place.receivers.asked("telegram")), (vec![alarm.to_owned()], 3));
    assert_eq!((place.receivers.shown("slack").len(), place.receivers.asked("slack")), (1, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_data_folder_that_cannot_be_written_does_not_silence_the_watch() {
    let mut place = Place::open().await;
    let file = place.folder.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    place.config.data = file.join("data");
    let seen = place.look("2026-02-10T07:30:00Z").await;
    assert_eq!(seen.told.len(), 2);
    assert_eq!(place.told().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_watches_of_one_folder_tell_once() {
    let place = Place::open().await;
    let _other = journal_lease(&place);
    let seen = place.look("2026-02-10T07:30:00Z").await;
    assert_eq!((seen.report.troubles.len(), seen.told.len(), place.told().len()), (1, 0, 0));
    assert_eq!(seen.notes.len(), 1, "{:?}", seen.notes);
}

fn journal_lease(place: &Place) -> journal::Lease {
    std::fs::create_dir_all(&place.config.data).unwrap();
    journal::Lease::take(place.config.data.join("watch.lock"), "another", at("2026-02-10T07:00:00Z")).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_asks_is_told_what_stands_and_what_is_due() {
    let place = Place::open().await;
    place.publish("2026-02-10-morning", "2026-02-10T06:58:00Z", 3.0);
    let standing = |now: &str| watchdog::standing(&place.config, at(now));
    let key = |slot: &str, due: &str| Some((format!("2026-02-10-{slot}"), at(due)));
    let noon = watchdog::Standing {
        last: key("morning", "2026-02-10T06:58:00Z"),
        due: key("morning", "2026-02-10T07:00:00Z"),
        is_late: false,
        next: key("evening", "2026-02-10T18:00:00Z"),
    };
    assert_eq!(standing("2026-02-10T12:00:00Z"), noon);
    assert!(!standing("2026-02-10T18:09:00Z").is_late);
    assert!(standing("2026-02-10T18:10:00Z").is_late);
}
