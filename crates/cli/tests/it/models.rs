//! Models: listed, tested, ranked, priced, put on trial, and looked at by the doctor.

use crate::program::{Answer, Place};
use gateway::league::{begin_trial, take_part, trials};
use gateway::{Ask, Gateway, Ledger, Outcome, Route, Settings, VendorSettings};
use testkit::vendors::{Options, Simulator};
use tokio::runtime::Runtime;

/// A simulator with a runtime of its own, and a newsroom that asks it.
struct Desk {
    runtime: Runtime,
    simulator: Simulator,
    place: Place,
}

impl Desk {
    /// DeepSeek and OpenAI at the simulator, with what else is said.
    fn new(more: &str) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let simulator = runtime.block_on(Simulator::start(Options::default())).unwrap();
        let place = Place::new();
        let desk = Self { runtime, simulator, place };
        let text = format!(
            "[[source]]\nurl = \"https://a.example/feed\"\n[models]\npace = 0.05\n{}{}{more}",
            desk.vendor("deepseek", "sim-ok", "KEY_ONE"),
            desk.vendor("openai", "sim-fast", "KEY_TWO"),
        );
        desk.place.write("newsroom.toml", &text);
        desk
    }

    fn vendor(&self, name: &str, model: &str, key_env: &str) -> String {
        let url = self.simulator.base_url(name);
        format!(
            "[[vendor]]\nname = \"{name}\"\nbase_url = \"{url}\"\nkey_env = \"{key_env}\"\nfast = \"{model}\"\nstrong = \"{model}\"\n"
        )
    }

    fn zaowan(&self, arguments: &[&str]) -> Answer {
        let mut command = self.place.command(arguments);
        command.env("KEY_ONE", "sk-of-deepseek").env("KEY_TWO", "sk-of-openai").env("KEY_WRONG", "sk-wrong-key");
        Answer::of(command.output().unwrap())
    }
}

#[test]
fn the_list_says_who_answers_and_who_plays_what() {
    let desk = Desk::new("[roster.reporter]\nprimary = \"deepseek/sim-lost\"\nbackup = \"openai/sim-fast\"\n");
    let answer = desk.zaowan(&["--json", "models", "list"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let list = answer.json();
    let vendor = &list["vendors"][0];
    assert_eq!(
        (&vendor["name"], &vendor["usable"], &vendor["key_from"]),
        (&"deepseek".into(), &true.into(), &"KEY_ONE".into())
    );
    assert_eq!(vendor["said"]["state"], "answers");
    assert_eq!(vendor["said"]["missing"][0]["route"], "deepseek/sim-lost");
    assert_eq!(list["roles"]["fact_checker"], serde_json::json!(["openai/sim-fast", "deepseek/sim-ok"]));
    assert!(!answer.out.contains("sk-of"), "a key is shown");
    let table = desk.zaowan(&["models", "list"]);
    for words in ["deepseek answers and has 3 models", "deepseek has no model sim-lost; it has", "reporter"] {
        assert!(table.out.contains(words), "{words:?} is not in {}", table.out);
    }
    assert!(!desk.place.path("zaowan-data").exists(), "looking leaves nothing behind");
}

#[test]
fn a_list_without_asking_asks_nobody() {
    let desk = Desk::new("");
    let answer = desk.zaowan(&["models", "list", "--offline"]);
    assert!(answer.code == 0 && answer.out.contains("can be asked"), "{answer:?}");
    assert_eq!(desk.simulator.seen().len(), 0);
}

#[test]
fn a_test_asks_each_model_and_fails_if_one_does() {
    let desk = Desk::new("");
    let answer = desk.zaowan(&["--json", "models", "test"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    let rows = answer.json();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row["answers"] == true && row["output_tokens"].as_u64() > Some(0)), "{rows:?}");
    let answer = desk.zaowan(&["models", "test", "deepseek/sim-unknown", "openai/sim-fast", "nobody/x"]);
    assert_eq!(answer.code, 1, "{answer:?}");
    for words in ["the request was called wrong", "an answer", "there is no vendor \"nobody\""] {
        assert!(answer.out.contains(words), "{words:?} is not in {}", answer.out);
    }
    let spent = desk.zaowan(&["--json", "models", "prices"]).json();
    assert!(spent["spent_today"]["per_day"].as_i64() > Some(0), "what a test costs is booked: {spent}");
}

#[test]
fn an_empty_league_says_so() {
    let desk = Desk::new("");
    assert_eq!(desk.zaowan(&["--json", "models", "rank"]).json(), serde_json::json!([]));
    let answer = desk.zaowan(&["models", "rank"]);
    assert_eq!((answer.code, answer.out.as_str()), (0, ""));
    assert!(answer.err.contains("no model has worked"), "{}", answer.err);
}

#[test]
fn prices_are_known_before_an_edition_is_made() {
    let desk = Desk::new(
        "[budget]\nper_edition = 0.5\nper_vendor = { openai = 1 }\n\
         [[price]]\nvendor = \"deepseek\"\nmodel = \"sim-*\"\ninput = 1\noutput = 2\n",
    );
    let prices = desk.zaowan(&["--json", "models", "prices"]).json();
    assert_eq!(prices["models"][0]["price"]["output"], 2.0);
    assert_eq!(prices["models"][1]["price"], serde_json::Value::Null);
    assert_eq!(prices["editions"][0]["basis"], "bound");
    assert!(prices["editions"][0]["microusd"].as_i64() > Some(0));
    let table = desk.zaowan(&["models", "prices", "--edition"]);
    for words in ["not known: booked as the dearest", "per_edition", "$0.50", "at most", "fact_checker"] {
        assert!(table.out.contains(words), "{words:?} is not in {}", table.out);
    }
}

#[test]
fn a_trial_is_begun_once_and_reported() {
    let desk = Desk::new("");
    let begin = ["models", "trial", "reporter", "openai/sim-ok", "--editions", "2"];
    assert_eq!(desk.zaowan(&begin).code, 0);
    let again = desk.zaowan(&begin);
    assert!(again.code == 2 && again.err.contains("on trial as reporter already"), "{again:?}");
    let report = desk.zaowan(&["--json", "models", "trial"]).json();
    assert_eq!((&report[0]["trial"]["route"], &report[0]["trial"]["editions"]), (&"openai/sim-ok".into(), &2.into()));
    let words = desk.zaowan(&["models", "trial"]);
    assert_eq!(words.out.trim(), "openai/sim-ok as reporter: 0 of 2 editions; it begins with the next one");
    for (wrong, said) in [("anchor", "no model plays"), ("reportr", "no model plays")] {
        let answer = desk.zaowan(&["models", "trial", wrong, "openai/sim-ok"]);
        assert!(answer.code == 2 && answer.err.contains(said), "{answer:?}");
    }
    let stranger = desk.zaowan(&["models", "trial", "reporter", "nobody/x"]);
    assert!(stranger.code == 2 && stranger.err.contains("there is no vendor"), "{stranger:?}");
}

#[test]
fn a_league_and_a_trial_compare_what_was_done_in_the_same_editions() {
    let desk = Desk::new("");
    std::fs::create_dir_all(desk.place.path("zaowan-data")).unwrap();
    let ledger = Ledger::open(&desk.place.path("zaowan-data/ledger.db")).unwrap();
    let (incumbent, challenger) = (Route::new("openai", "sim-fast"), Route::new("openai", "sim-ok"));
    begin_trial(&ledger, "reporter", &challenger, 1).unwrap();
    take_part(&ledger, trials(&ledger).unwrap()[0].id, "2026-03-18-morning").unwrap();
    let openai =
        VendorSettings { base_url: Some(desk.simulator.base_url("openai")), ..VendorSettings::named("openai") };
    let settings = Settings { vendors: vec![openai], ..Settings::default() };
    let gateway = Gateway::open(settings, ledger, &|_| Some("sk-of-openai".into()), Vec::new()).unwrap();
    let work = |route: &Route, job: &str, passed: bool, shadow: bool, note: &str| {
        let mut ask = Ask::new(vec![route.clone()], "You write.", "Write.");
        (ask.purpose.job, ask.purpose.role, ask.purpose.shadow) = (job.into(), "reporter".into(), shadow);
        let attempt = desk.runtime.block_on(gateway.ask(&ask)).result.unwrap().attempt;
        let note = note.to_owned();
        gateway.ledger().note(Outcome { attempt, passed, is_first: true, sentences: 3, findings: 1, note });
    };
    work(&incumbent, "2026-03-18-morning", false, false, "no quote");
    work(&incumbent, "2026-03-17-morning", true, false, "");
    work(&challenger, "2026-03-18-morning", true, true, "another lede: The harbour reopened");
    gateway.ledger().flush();

    let rank = desk.zaowan(&["--json", "models", "rank"]).json();
    assert_eq!(rank.as_array().unwrap().len(), 1, "work on trial is not in the league: {rank}");
    assert_eq!((&rank[0]["answers"], &rank[0]["passed_first"]), (&2.into(), &1.into()));
    let report = desk.zaowan(&["--json", "models", "trial"]).json();
    let report = &report[0];
    assert_eq!((&report["on_trial"]["passed_first"], &report["on_trial"]["checked"]), (&1.into(), &1.into()));
    let of_same_edition = &report["incumbents"][0];
    assert_eq!((&of_same_edition["passed_first"], &of_same_edition["checked"]), (&0.into(), &1.into()));
    let words = desk.zaowan(&["models", "trial"]);
    for said in ["openai/sim-ok as reporter: 1 of 1 editions", "1 of 1", "0 of 1", "another lede: The harbour reopened"]
    {
        assert!(words.out.contains(said), "{said:?} is not in {}", words.out);
    }
    assert!(desk.zaowan(&["models", "rank"]).out.contains("openai/sim-fast"));
    let forecast = desk.zaowan(&["--json", "models", "prices"]).json();
    assert_eq!(forecast["editions"][0]["basis"], "past_editions", "{forecast}");
    assert_eq!(forecast["editions"][1]["basis"], "bound");
}

#[test]
fn the_doctor_says_in_words_what_is_wrong_with_each_vendor() {
    let desk = Desk::new("");
    let zhipu = desk.simulator.base_url("zhipu");
    let more = format!(
        "[[vendor]]\nname = \"zhipu\"\nbase_url = \"{zhipu}\"\nkey_env = \"KEY_WRONG\"\n\
         [[vendor]]\nname = \"lost\"\nbase_url = \"http://no-such-host.invalid/v1\"\nfast = \"x\"\n\
         [[vendor]]\nname = \"xai\"\n\
         [roster.translator]\nprimary = \"deepseek/deepseek-unknown-9\"\nbackup = \"openai/sim-fast\"\n"
    );
    let text = std::fs::read_to_string(desk.place.path("newsroom.toml")).unwrap();
    desk.place.write("newsroom.toml", &format!("{text}{more}"));
    let answer = desk.zaowan(&["--json", "doctor"]);
    let findings = answer.json()["findings"].as_array().unwrap().clone();
    let said = |words: &str| {
        let found = findings.iter().find(|finding| finding["detail"].as_str().unwrap().contains(words));
        found.map(|finding| finding["state"].as_str().unwrap().to_owned())
    };
    for (state, words) in [
        ("ok", "deepseek answers and has 3 models"),
        ("WARN", "zhipu: the key in KEY_WRONG was not taken"),
        ("WARN", "lost: its name does not resolve (http://no-such-host.invalid/v1)"),
        ("WARN", "xai cannot be asked: no key: export XAI_API_KEY"),
        ("WARN", "deepseek has no model deepseek-unknown-9; it has sim-"),
    ] {
        assert_eq!(said(words).as_deref(), Some(state), "{words:?} in {findings:#?}");
    }
    let fails: Vec<_> =
        findings.iter().filter(|finding| finding["state"] == "FAIL" && finding["what"] != "voice").collect();
    assert!(fails.is_empty(), "an edition comes out without models too: {fails:?}");
}

#[test]
fn the_doctor_says_that_models_are_off_or_that_there_are_none() {
    let place = Place::new();
    place.write("newsroom.toml", "[[source]]\nurl = \"https://a.example/feed\"\n[models]\nuse = \"off\"\n");
    assert!(place.zaowan(&["doctor"]).out.contains("off (models.use)"));
    place.write("newsroom.toml", "[[source]]\nurl = \"https://a.example/feed\"\n");
    assert!(place.zaowan(&["doctor"]).out.contains("no model is connected"));
}

#[test]
fn init_says_whose_keys_it_found_and_suggests_what_is_understood() {
    let place = Place::new();
    let output = place.command(&["init"]).env("MOONSHOT_API_KEY", "sk-of-moonshot").output().unwrap();
    let answer = Answer::of(output);
    assert!(answer.err.contains("Models: moonshot (MOONSHOT_API_KEY)"), "{}", answer.err);
    assert!(!answer.err.contains("sk-of-moonshot"));
    let text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap();
    let is_code =
        |line: &str| line.starts_with('[') || line.split_once(" = ").is_some_and(|(key, _)| !key.contains(' '));
    let uncommented = text.lines().map(|line| line.strip_prefix("# ").filter(|code| is_code(code)).unwrap_or(line));
    place.write("newsroom.toml", &uncommented.collect::<Vec<_>>().join("\n"));
    let list = place.zaowan(&["--json", "models", "list", "--offline"]);
    assert_eq!(list.code, 0, "{list:?}");
    assert!(list.json()["vendors"].as_array().unwrap().len() >= 2);
}
