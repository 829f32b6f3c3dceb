//! Ten days of the sample, two editions a day: no repeat without a new fact, every development told as one, and none left out.

use news::edition::PublishedStory;
use news::{Edition, EditionKey};
use newsroom::{Clock, Newsroom, Order, make_edition, progress};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use testkit::ten_days::{N_EDITIONS, Telling, TenDays};

/// The seed of `make test`; another one is named by ZAOWAN_SEED.
const SEED: u64 = 1;

#[tokio::test(flavor = "multi_thread")]
async fn ten_days_hold_no_repeat_and_miss_no_development() {
    let seed = std::env::var("ZAOWAN_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(SEED);
    let faults = faults_of(seed).await;
    assert!(faults.is_empty(), "seed {seed}, {} faults:\n{}", faults.len(), faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "ten seeds: minutes"]
async fn ten_days_of_ten_seeds() {
    let mut all = Vec::new();
    for seed in 100..110 {
        let faults = faults_of(seed).await;
        println!("seed {seed}: {} faults", faults.len());
        all.extend(faults.into_iter().map(|fault| format!("seed {seed}, {fault}")));
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

/// Makes the twenty editions of a seed and compares each with the key.
async fn faults_of(seed: u64) -> Vec<String> {
    let days = TenDays::draw(seed).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Reader { days: &days, told: BTreeMap::new(), faults: Vec::new() };
    for nth in 0..N_EDITIONS {
        match edition(&days, nth, folder.path()).await {
            Ok(edition) => desk.read(nth, &edition),
            Err(error) => desk.faults.push(format!("edition {nth}: {error}")),
        }
    }
    desk.faults
}

async fn edition(days: &TenDays, nth: usize, folder: &Path) -> Result<Edition, newsroom::Error> {
    let server = days.web(nth).serve().await.unwrap();
    let mut config = newsroom::config::parse(&days.config(), Path::new("ten_days.toml")).unwrap();
    config.out = folder.join("site");
    config.data = folder.join("data");
    config.sample = true;
    config.network.replay = Some(server.addr());
    config.network.host_delay = Duration::ZERO;
    let newsroom = Newsroom::open(config, Clock::starting_at(TenDays::as_of(nth)), progress::silent())?;
    let (date, slot) = TenDays::day_and_slot(nth);
    let key = EditionKey { date: date.parse().unwrap(), slot: slot.to_owned() };
    let order = Order { key, again: false, deadline: Duration::from_secs(120) };
    Ok(make_edition(&newsroom, &order).await?.edition)
}

/// Reads one edition after the other, as somebody does who has the key.
struct Reader<'a> {
    days: &'a TenDays,
    /// In which editions a matter was told.
    told: BTreeMap<String, Vec<String>>,
    faults: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self, nth: usize, edition: &Edition) {
        let tellings = self.days.tellings(nth);
        for telling in &tellings {
            if let Err(why) = self.is_told(telling, edition) {
                let what = format!("{} step {}", telling.matter, telling.step);
                self.faults.push(format!("{}: {what}: {why}", edition.id));
            }
        }
        for story in &edition.stories {
            if let Err(why) = self.is_news(story, &tellings) {
                self.faults.push(format!("{}: {why}: {:?}", edition.id, story.headline));
            }
        }
        for telling in tellings {
            self.told.entry(telling.matter).or_default().push(edition.id.clone());
        }
    }

    /// The step is told once, with what is new in it, and as a development if its matter was told before.
    fn is_told(&self, telling: &Telling, edition: &Edition) -> Result<(), String> {
        let told: Vec<&PublishedStory> = edition.stories.iter().filter(|story| tells(story, telling)).collect();
        let [story] = told.as_slice() else {
            return Err(format!("told {} times; {}", told.len(), whereabouts(telling, edition)));
        };
        let says = |text: &str| text.contains(&telling.probe);
        if !story.sentences.iter().any(|sentence| says(&sentence.text)) {
            let said: Vec<&str> = story.sentences.iter().map(|sentence| sentence.text.as_str()).collect();
            return Err(format!("{:?} is not said in {said:?}", telling.probe));
        }
        let before = self.told.get(&telling.matter);
        match (&story.development, before) {
            (None, None) => Ok(()),
            (Some(development), Some(before)) if !before.contains(&development.edition) => {
                Err(format!("goes on from {}, not from one of {before:?}", development.edition))
            }
            (Some(development), Some(_)) if development.new.is_empty() => Err("nothing in it is new".into()),
            (Some(_), Some(_)) => Ok(()),
            (None, Some(before)) => Err(format!("not told as a development of {before:?}")),
            // A warning of today is like that of yesterday; nobody is hurt if it is said to go on from it.
            (Some(_), None) if telling.matter.starts_with("daily") => Ok(()),
            (Some(development), None) => Err(format!("told as a development: {}", development.recall)),
        }
    }

    /// A story tells something of this edition's own hours, and one matter alone.
    fn is_news(&self, story: &PublishedStory, tellings: &[Telling]) -> Result<(), String> {
        if !tellings.iter().any(|telling| tells(story, telling)) {
            return Err("a repeat without a new fact".into());
        }
        let mut matters: Vec<&str> = story
            .sources
            .iter()
            .filter_map(|source| self.days.matter_of(&source.url))
            .map(|(matter, _)| matter)
            .collect();
        matters.sort_unstable();
        matters.dedup();
        if matters.len() > 1 { Err(format!("{matters:?} told as one")) } else { Ok(()) }
    }
}

fn tells(story: &PublishedStory, telling: &Telling) -> bool {
    let cited = story.sentences.iter().flat_map(|sentence| &sentence.citations);
    cited.into_iter().any(|citation| telling.urls.contains(&citation.url))
}

fn whereabouts(telling: &Telling, edition: &Edition) -> String {
    let is_of = |urls: &[String]| urls.iter().any(|url| telling.urls.contains(url));
    match edition.spiked.iter().find(|spike| is_of(&spike.urls)) {
        Some(spike) => format!("spiked as {} ({}): {:?}", spike.reason.key(), spike.detail, spike.headline),
        None => "nowhere".to_owned(),
    }
}
