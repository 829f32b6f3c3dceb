//! The outbox against simulated receivers: every kind and every fault, told once or told as not told.

use crate::desk::Desk;
use jiff::{SignedDuration, Timestamp};
use journal::{Journal, Letter, LetterState};
use news::Language;
use newsroom::config::{self, ChannelPlan};
use newsroom::outbox::{self, key_of};
use newsroom::{Clock, Config};
use publish::channels::{Event, Message};
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use testkit::receivers::{Fault, KINDS, Receivers, SECRET};

/// A configuration with one channel of each of these kinds, all of them at the simulated receivers.
pub fn with_channels(receivers: &Receivers, kinds: &[&str]) -> String {
    let mut text = String::new();
    for kind in kinds {
        let more = match *kind {
            "telegram" => "to = [\"-1001234567890\"]\n",
            "email" => "from = \"Paper <paper@example.org>\"\nto = [\"reader@example.org\"]\n",
            _ => "",
        };
        let secret = if matches!(*kind, "wecom" | "slack") { "" } else { "secret_env = \"ZAOWAN_TEST_SECRET\"\n" };
        let url = receivers.url(kind);
        text += &format!(
            "[[channel]]\nname = \"my-{kind}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = [\"127.0.0.1\"]\n{secret}{more}"
        );
    }
    text
}

/// The channels of such a configuration, patient: the machine may be busy.
pub fn plans(receivers: &Receivers, kinds: &[&str]) -> Vec<ChannelPlan> {
    let text = format!("[[source]]\nurl = \"https://a.example/feed\"\n{}", with_channels(receivers, kinds));
    let mut plans = config::parse(&text, Path::new("newsroom.toml")).unwrap().channels;
    for plan in &mut plans {
        plan.patience = Duration::from_secs(20);
        plan.set_secret(SECRET);
    }
    plans
}

/// Long enough for a connection on a busy machine; whoever never answers is waited for so long.
const IMPATIENT: Duration = Duration::from_millis(1_500);

struct Post {
    receivers: Receivers,
    folder: TempDir,
    config: Config,
    now: Timestamp,
}

impl Post {
    async fn open(kinds: &[&str]) -> Self {
        let receivers = Receivers::start().await.unwrap();
        let folder = TempDir::new().unwrap();
        let mut config = config::parse("[[source]]\nurl = \"https://a.example/feed\"\n", Path::new("x.toml")).unwrap();
        config.data = folder.path().to_owned();
        config.channels = plans(&receivers, kinds);
        Self { receivers, folder, config, now: "2026-02-10T07:00:00Z".parse().unwrap() }
    }

    fn journal(&self) -> Journal {
        Journal::open(&self.folder.path().join("journal.db")).unwrap()
    }

    fn write(&self, kind: &str, event: Event) {
        let channel = format!("my-{kind}");
        self.journal().post(&[letter(&channel, event, self.now)]).unwrap();
    }

    /// Carries what is due.
    async fn carry(&self) -> Vec<outbox::Carried> {
        outbox::deliver(&self.journal(), &self.config, &Clock::starting_at(self.now)).await.unwrap()
    }

    /// Carries until nothing waits, the clock set to each next try.
    async fn carry_to_the_end(&mut self) {
        loop {
            self.carry().await;
            match self.journal().next_letter_at().unwrap() {
                Some(next) => self.now = self.now.max(next) + SignedDuration::from_secs(1),
                None => return,
            }
        }
    }

    fn be_patient(&mut self, patience: Duration) {
        self.config.channels.iter_mut().for_each(|plan| plan.patience = patience);
    }

    fn state(&self, kind: &str) -> LetterState {
        let channel = format!("my-{kind}");
        self.journal().letters(100).unwrap().into_iter().find(|row| row.channel == channel).unwrap().state
    }
}

fn letter(channel: &str, event: Event, now: Timestamp) -> Letter {
    let message = Message {
        event,
        about: "2026-02-10-morning".into(),
        newsroom: "早晚".into(),
        language: Language::ZH,
        title: "早晚 · 2月10日 早间".into(),
        lines: vec!["1. 港口工人宣布罢工三天".into(), "2. The port <reopens> & ships wait".into()],
        link: Some("https://news.example.org/editions/2026-02-10-morning/index.html".into()),
        audio: None,
        at: now,
    };
    Letter {
        key: key_of("早晚", "2026-02-10-morning", channel),
        channel: channel.into(),
        about: message.about.clone(),
        body: serde_json::to_string(&message).unwrap(),
        made_at: now,
        expires_at: now + SignedDuration::from_hours(12),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_delivers_title_lines_and_link() {
    let mut post = Post::open(&KINDS).await;
    for kind in KINDS {
        post.write(kind, Event::Edition);
    }
    post.carry_to_the_end().await;
    for kind in KINDS {
        let shown = post.receivers.shown(kind);
        assert_eq!((shown.len(), post.receivers.asked(kind)), (1, 1), "{kind}: {shown:?}");
        for part in ["港口工人宣布罢工三天", "https://news.example.org/editions/2026-02-10-morning/index.html"]
        {
            assert!(shown[0].contains(part), "{kind}: {}", shown[0]);
        }
        let reopens =
            if kind == "slack" { "The port &lt;reopens&gt; &amp; ships" } else { "The port <reopens> & ships" };
        assert!(shown[0].contains(reopens), "{kind}: {}", shown[0]);
        assert_eq!(post.state(kind), LetterState::Delivered, "{kind}");
    }
}

/// What must come of an edition's message where the first two requests meet the fault: shown how often, and how the
/// letter stands. Whoever knows repeats is asked until it says yes; whoever does not is not asked twice in doubt.
fn expected(kind: &str, fault: Fault) -> (usize, LetterState) {
    let knows_repeats = matches!(kind, "webhook" | "email" | "ntfy" | "bark");
    match fault {
        Fault::Refused => (0, LetterState::Refused),
        // What answers in HTML with 200 is not the service. The webhook's own answer may be anything.
        Fault::Portal if kind == "webhook" => (0, LetterState::Delivered),
        Fault::Portal if kind == "email" => (1, LetterState::Delivered),
        Fault::Portal => (0, LetterState::Refused),
        Fault::Haste | Fault::Broken | Fault::BadGateway => (1, LetterState::Delivered),
        Fault::Mute | Fault::CutOff | Fault::HungUp if knows_repeats => (1, LetterState::Delivered),
        Fault::Mute | Fault::CutOff | Fault::HungUp => (1, LetterState::Unsure),
        // Before its greeting a mail server has been handed nothing.
        Fault::Deaf | Fault::Dropped if knows_repeats => (1, LetterState::Delivered),
        Fault::Deaf | Fault::Dropped => (0, LetterState::Unsure),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_and_every_fault_tells_once_or_says_that_it_did_not() {
    let mut wrong = Vec::new();
    for fault in Fault::ALL {
        let mut post = Post::open(&KINDS).await;
        for kind in KINDS {
            post.receivers.fail(kind, fault, 2);
            post.write(kind, Event::Edition);
        }
        // Nobody hears of a lost message by the channels that are tried here.
        post.config.channels.iter_mut().for_each(|plan| plan.alarms = false);
        if matches!(fault, Fault::Deaf | Fault::Mute) {
            post.be_patient(IMPATIENT);
            post.carry().await;
            post.now += SignedDuration::from_mins(1);
            post.carry().await;
            post.be_patient(Duration::from_secs(20));
        }
        post.carry_to_the_end().await;
        for kind in KINDS {
            let found = (post.receivers.shown(kind).len(), post.state(kind));
            if found != expected(kind, fault) {
                let why =
                    post.journal().letters(100).unwrap().into_iter().find(|row| row.channel == format!("my-{kind}"));
                wrong.push(format!("{kind} {fault:?}: {found:?}, {}", why.unwrap().why));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_carrier_that_is_killed_in_mid_sending_is_followed_by_one_with_the_same_key() {
    let mut post = Post::open(&["webhook", "slack"]).await;
    for kind in ["webhook", "slack"] {
        post.write(kind, Event::Edition);
        // Sent and taken, and then the process was gone.
        post.journal().take_letter(&letter(&format!("my-{kind}"), Event::Edition, post.now).key).unwrap();
    }
    post.carry_to_the_end().await;
    assert_eq!(post.receivers.taken("webhook")[0].key, Some(letter("my-webhook", Event::Edition, post.now).key));
    assert_eq!((post.state("webhook"), post.state("slack")), (LetterState::Delivered, LetterState::Unsure));
    assert_eq!(post.receivers.asked("slack"), 0, "a reader is not told twice in doubt");
    // That Slack may have missed it is told by the other channel.
    let told = post.receivers.shown("webhook");
    assert!(told[1].contains("my-slack"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_sent_again_in_doubt() {
    let mut post = Post::open(&["slack"]).await;
    post.receivers.fail("slack", Fault::HungUp, 1);
    post.write("slack", Event::Alarm);
    post.carry_to_the_end().await;
    assert_eq!((post.receivers.shown("slack").len(), post.state("slack")), (2, LetterState::Delivered));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_that_stays_dead_is_given_up_with_a_note_and_told_by_another_once() {
    let mut post = Post::open(&["slack", "telegram"]).await;
    post.receivers.fail("slack", Fault::BadGateway, usize::MAX);
    post.write("slack", Event::Edition);
    post.carry_to_the_end().await;
    let row = post.journal().letters(10).unwrap().into_iter().find(|row| row.channel == "my-slack").unwrap();
    assert_eq!(row.state, LetterState::Expired);
    assert!(row.why.starts_with("not delivered in time; last: answered with status 502"), "{}", row.why);
    assert!((10..30).contains(&row.tries), "{} tries in twelve hours", row.tries);
    let told = post.receivers.shown("telegram");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("my-slack"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_asks_for_rest_gets_it() {
    let post = Post::open(&["telegram", "slack", "dingtalk"]).await;
    for kind in ["telegram", "slack", "dingtalk"] {
        post.receivers.fail(kind, Fault::Haste, 1);
        post.write(kind, Event::Edition);
    }
    let carried = post.carry().await;
    let mut rests: Vec<(String, i64)> = carried
        .iter()
        .map(|done| (done.channel.clone(), done.next_at.unwrap().duration_since(post.now).as_secs()))
        .collect();
    rests.sort();
    assert_eq!(rests, [("my-dingtalk".into(), 600), ("my-slack".into(), 30), ("my-telegram".into(), 35)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_secret_shows_in_what_is_kept_of_a_failure() {
    let mut post = Post::open(&KINDS).await;
    for plan in &mut post.config.channels {
        plan.allow_private.clear();
    }
    for kind in KINDS {
        post.write(kind, Event::Edition);
    }
    post.carry_to_the_end().await;
    for row in post.journal().letters(100).unwrap() {
        assert_eq!(row.state, LetterState::Refused, "{}: {}", row.channel, row.why);
        assert!(row.why.contains("private"), "{}", row.why);
        assert!(!row.why.contains("0123456789abcdef") && !row.why.contains(SECRET), "{}", row.why);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_message_is_cut_so_that_every_vendor_takes_it() {
    let mut post = Post::open(&KINDS).await;
    for kind in KINDS {
        let channel = format!("my-{kind}");
        let mut letter = letter(&channel, Event::Edition, post.now);
        let mut message: Message = serde_json::from_str(&letter.body).unwrap();
        message.lines =
            (1..400).map(|n| format!("{n}. 港口工人宣布罢工三天，轮渡全部停航。Ships wait outside.")).collect();
        letter.body = serde_json::to_string(&message).unwrap();
        post.journal().post(&[letter]).unwrap();
    }
    post.carry_to_the_end().await;
    for kind in KINDS {
        let shown = post.receivers.shown(kind);
        assert_eq!(post.state(kind), LetterState::Delivered, "{kind}");
        assert!(shown[0].trim_end().ends_with("/index.html"), "{kind}: …{}", &shown[0][shown[0].len() - 80..]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edition_is_told_once_and_a_dead_channel_does_not_hold_it_up() {
    let receivers = Receivers::start().await.unwrap();
    let mut desk = Desk::open().await;
    desk.config.channels = plans(&receivers, &["webhook", "telegram", "feishu"]);
    receivers.fail("telegram", Fault::Deaf, usize::MAX);
    for plan in &mut desk.config.channels {
        plan.alarms = false;
        if plan.name == "my-telegram" {
            plan.patience = IMPATIENT;
        }
    }
    let newsroom = desk.newsroom(0).unwrap();
    let outcome = newsroom::make_edition(&newsroom, &desk.order("morning", false)).await.unwrap();
    assert_eq!(receivers.asked("webhook"), 0, "told after the release, not in it");
    newsroom.deliver(Duration::ZERO).await.unwrap();
    drop(newsroom);
    for _ in 0..2 {
        let newsroom = desk.newsroom(1).unwrap();
        newsroom::make_edition(&newsroom, &desk.order("morning", false)).await.unwrap();
        newsroom.deliver(Duration::ZERO).await.unwrap();
    }
    for kind in ["webhook", "feishu"] {
        let shown = receivers.shown(kind);
        assert_eq!((shown.len(), receivers.asked(kind)), (1, 1), "{kind}: {shown:?}");
        let lead = &outcome.edition.stories[0];
        let translated = lead.translations.iter().find(|told| told.language == Language::ZH);
        let headline = translated.map_or(&lead.headline, |told| &told.headline);
        assert!(shown[0].contains(headline.as_str()), "{kind}: {}", shown[0]);
    }
}
