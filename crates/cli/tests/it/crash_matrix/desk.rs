//! A newsroom with the sample wire and two simulated vendors, and what it makes when nobody disturbs it.

use crate::program::{AS_OF, Place};
use journal::{Journal, LetterRow, StepRow, StepState};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};
use testkit::Server;
use testkit::receivers::{Receivers, SECRET};
use testkit::vendors::{Options, Seen, Simulator};
use tokio::runtime::Runtime;

pub const KEY: &str = "2026-03-18-morning";

/// What may differ between two runs of one edition: when it came out and how long it took.
const VOLATILE: [&str; 2] = ["timings", "published_at"];
/// And what of it was asked twice, or answered from what is kept: more calls at the most, never fewer.
const COUNTED: [&str; 3] = ["calls", "retries", "failovers"];

pub struct Desk {
    runtime: Runtime,
    pub wire: Server,
    pub simulator: Simulator,
    newsroom: &'static str,
}

/// The edition that nobody disturbed.
pub struct Undisturbed {
    pub edition: Value,
    /// Every file of the site and of the data folder.
    pub files: BTreeSet<String>,
    /// The names of its steps, as they were first started.
    pub steps: Vec<String>,
    /// And of its letters, which are no steps but are killed at like them.
    pub letters: Vec<String>,
    pub took: Duration,
}

impl Desk {
    /// `newsroom`: more lines of `[newsroom]`.
    pub fn open(newsroom: &'static str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let wire = runtime.block_on(testkit::sample::serve()).unwrap();
        let simulator = runtime.block_on(Simulator::start(Options { seed: 1, pace: 0.1 })).unwrap();
        Self { runtime, wire, simulator, newsroom }
    }

    /// Services that are told of the edition: one knows a message that comes twice, the other shows it twice.
    pub fn receivers(&self) -> Receivers {
        self.runtime.block_on(Receivers::start()).unwrap()
    }

    /// A folder with its configuration: models of two vendors in every role.
    pub fn place(&self) -> Place {
        let place = Place::new();
        let head = format!("[newsroom]\n{}", self.newsroom);
        let mut text = testkit::sample::config().replacen("[newsroom]\n", &head, 1);
        let addr = self.wire.addr();
        text.push_str(&format!("\n[network]\nreplay = \"{addr}\"\nhost_delay = \"0s\"\ntimeout = \"4s\"\n"));
        // Who is asked a second time for being slow depends on the machine's load.
        text.push_str("[models]\nhedge = false\n");
        for name in ["deepseek", "openai"] {
            let url = self.simulator.base_url(name);
            text.push_str(&format!(
                "[[vendor]]\nname = \"{name}\"\nbase_url = \"{url}\"\nkey_env = \"A_KEY\"\nfast = \"sim-ok\"\nstrong = \"sim-ok\"\n"
            ));
        }
        place.write("newsroom.toml", &text);
        place
    }

    /// One that tells these services of its editions.
    pub fn place_that_tells(&self, receivers: &Receivers) -> Place {
        let place = self.place();
        let mut text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap();
        for (kind, to) in [("webhook", ""), ("telegram", "to = [\"-1001234567890\"]\n")] {
            let url = receivers.url(kind);
            text.push_str(&format!(
                "[[channel]]\nname = \"my-{kind}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = [\"127.0.0.1\"]\n\
                 secret_env = \"A_SECRET\"\n{to}"
            ));
        }
        place.write("newsroom.toml", &text);
        place
    }

    /// Makes the edition, or dies at the fault.
    pub fn run(&self, place: &Place, fault: Option<&str>) -> Output {
        // Time passes while no process runs, too: one that is killed a hundred times would be late and make it smaller.
        let mut command = place.command(&["run", "--at", AS_OF, "--slot", "morning", "--deadline", "10h"]);
        command.env("A_KEY", "sk-of-this-test").env("A_SECRET", SECRET).stdin(Stdio::null());
        if let Some(fault) = fault {
            command.args(["--fault", fault]);
        }
        command.output().unwrap()
    }

    pub fn undisturbed(&self) -> Undisturbed {
        let receivers = self.receivers();
        let place = self.place_that_tells(&receivers);
        let began = Instant::now();
        let output = self.run(&place, None);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let took = began.elapsed();
        let seen = self.simulator.seen();
        let vendors: BTreeSet<&str> = seen.iter().map(|seen| seen.vendor.as_str()).collect();
        assert_eq!(vendors.len(), 2, "each of two vendors plays a part: {vendors:?}");
        let steps = steps(&place).into_iter().map(|step| step.name).collect();
        let letters = letters(&place).iter().map(name_of).collect();
        Undisturbed { edition: edition(&place), files: files(&place), steps, letters, took }
    }
}

/// The edition without what is of its hour alone.
pub fn edition(place: &Place) -> Value {
    let path = place.path("site/editions").join(KEY).join("edition.json");
    let mut edition: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    let fields = edition.as_object_mut().unwrap();
    for field in VOLATILE {
        fields.remove(field);
    }
    // What a call costs is counted beside this: a call that was in flight at the kill is paid for twice.
    fields.remove("ledger");
    for credit in fields["credits"].as_array_mut().unwrap() {
        for field in COUNTED {
            credit.as_object_mut().unwrap().remove(field);
        }
    }
    edition
}

/// Every file, but those that SQLite removes when it closes its database in good order.
pub fn files(place: &Place) -> BTreeSet<String> {
    place.files().into_iter().filter(|file| !file.ends_with("-wal") && !file.ends_with("-shm")).collect()
}

pub fn steps(place: &Place) -> Vec<StepRow> {
    let Ok(journal) = Journal::open(&place.path("zaowan-data/journal.db")) else { return Vec::new() };
    journal.steps(KEY).unwrap_or_default()
}

/// The steps that are recorded and the letters that are settled.
pub fn done(place: &Place) -> BTreeSet<String> {
    let steps = steps(place).into_iter().filter(|step| step.state == StepState::Done).map(|step| step.name);
    steps.chain(letters(place).iter().filter(|letter| letter.state.is_settled()).map(name_of)).collect()
}

pub fn letters(place: &Place) -> Vec<LetterRow> {
    let Ok(journal) = Journal::open(&place.path("zaowan-data/journal.db")) else { return Vec::new() };
    journal.letters(100).unwrap_or_default()
}

/// A letter's name as a step that a run may be killed at.
pub fn name_of(letter: &LetterRow) -> String {
    format!("letter/{}", letter.key)
}

/// The idempotency key of a step in the first attempt of the edition.
pub fn key_of(step: &str) -> String {
    let parts = serde_json::json!([KEY, 1, step]).to_string();
    Sha256::digest(parts.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The step whose key stands in a request.
pub fn step_of<'a>(seen: &Seen, steps: &'a BTreeMap<String, String>) -> Option<&'a str> {
    let key = seen.headers.get("idempotency-key")?;
    steps.get(key.split('-').next()?).map(String::as_str)
}
