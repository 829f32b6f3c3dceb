//! An edition by models from the command line: what it cost is told, each call is listed, thoughts stay in the ledger.

use crate::program::{Answer, Place};
use testkit::vendors::{Options, Simulator};
use testkit::{Server, sample};
use tokio::runtime::Runtime;

/// A newsroom with the sample wire and two simulated vendors, the first of which thinks aloud.
struct Desk {
    _runtime: Runtime,
    _server: Server,
    _simulator: Simulator,
    place: Place,
}

impl Desk {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let server = runtime.block_on(sample::serve()).unwrap();
        let simulator = runtime.block_on(Simulator::start(Options { seed: 1, pace: 0.1 })).unwrap();
        let place = Place::with_sample(&server);
        let mut text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap();
        text.push_str("[models]\nhedge = false\n");
        for (name, model) in [("deepseek", "reasoner-sim-ok"), ("openai", "sim-ok")] {
            let url = simulator.base_url(name);
            text.push_str(&format!(
                "[[vendor]]\nname = \"{name}\"\nbase_url = \"{url}\"\nkey_env = \"A_KEY\"\nfast = \"{model}\"\nstrong = \"{model}\"\n"
            ));
        }
        place.write("newsroom.toml", &text);
        Self { _runtime: runtime, _server: server, _simulator: simulator, place }
    }

    fn zaowan(&self, arguments: &[&str]) -> Answer {
        let mut command = self.place.command(arguments);
        command.env("A_KEY", "sk-of-this-test");
        Answer::of(command.output().unwrap())
    }
}

#[test]
fn what_models_did_and_cost_is_told_and_what_they_thought_is_published_nowhere() {
    let desk = Desk::new();
    let at = sample::answer_key().as_of.to_string();
    let run = desk.zaowan(&["run", "--slot", "morning", "--at", &at]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("cost  $") && run.err.contains("deepseek $"), "{}", run.err);

    let listed = desk.zaowan(&["--json", "edition", "calls", "--thoughts"]).json();
    let calls = listed.as_array().unwrap();
    let edition = desk.zaowan(&["--json", "edition", "show"]).json();
    let credits = edition["credits"].as_array().unwrap().iter().filter(|credit| credit["vendor"] != "zaowan");
    assert_eq!(credits.map(|credit| credit["calls"].as_u64().unwrap()).sum::<u64>(), calls.len() as u64);
    let thought = calls.iter().find_map(|call| call["thought"].as_str()).unwrap();
    let thought: String = thought.chars().take(40).collect();

    let table = desk.zaowan(&["edition", "calls"]);
    for words in ["reporter", "deepseek/reasoner-sim-ok", "an answer", " calls for $"] {
        assert!(table.out.contains(words), "{words:?} is not in {}", table.out);
    }
    assert!(!table.out.contains(&thought));
    assert!(desk.zaowan(&["edition", "calls", "--thoughts"]).out.contains(&thought));
    let published: Vec<String> = desk.place.files().into_iter().filter(|file| !file.contains(".db")).collect();
    for file in published {
        let bytes = std::fs::read(desk.place.path(&file)).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(&thought), "a thought stands in {file}");
    }
}
