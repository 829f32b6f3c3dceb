//! What is written about models, and what it means.

use super::*;
use expect_test::{Expect, expect};
use gateway::{Api, KeySource};
use news::Role;

const SOURCE: &str = "[[source]]\nurl = \"https://a.example/feed\"\n";

fn models(text: &str) -> Models {
    parse(&format!("{SOURCE}{text}"), Path::new("newsroom.toml")).unwrap().models
}

fn refused(text: &str, expected: Expect) {
    let error = parse(&format!("{SOURCE}{text}"), Path::new("newsroom.toml")).unwrap_err();
    expected.assert_eq(&error.to_string());
}

#[test]
fn without_a_word_models_are_used_if_there_are_any() {
    let models = models("");
    assert!(!models.is_off && models.vendors.is_empty() && models.seats.is_empty() && models.hedge);
    assert_eq!((models.cache, models.pace), (Some(std::time::Duration::from_secs(43_200)), 1.0));
}

#[test]
fn a_run_that_was_recorded_before_there_were_models_has_none() {
    assert!(Models::default().is_off);
}

#[test]
fn everything_that_can_be_written_is_understood() {
    let models = models(
        r#"
        [models]
        use = "off"
        cache = "off"
        hedge = false
        [[vendor]]
        name = "mine"
        like = "deepseek"
        api = "openai"
        base_url = "https://models.example/v1"
        key_env = "MY_KEY"
        jurisdiction = "EU"
        requests_per_minute = 60
        at_once = 4
        fast = "small"
        [roster.reporter]
        primary = "mine/large"
        backup = ["openai/a", "openrouter/b/c"]
        [roster.copy_editor]
        primary = "best"
        backup = "openai/a"
        [roster.producer]
        primary = "floor"
        [budget]
        per_edition = 0.5
        per_day = 2
        per_vendor = { mine = 1.0 }
        [[price]]
        vendor = "mine"
        model = "large"
        input = 1
        output = 2.5
        off_peak = { from = "16:30", to = "00:30", zone = "UTC", input = 0.5, output = 1 }
        [[client]]
        name = "shop"
        key_file = "shop.key"
        per_day = 0.1
        stream = "live"
        "#,
    );
    assert!(models.is_off && models.cache.is_none() && !models.hedge);
    let vendor = &models.vendors[0];
    assert_eq!(
        (vendor.api, vendor.key.clone(), vendor.jurisdiction.as_deref(), vendor.limits.requests_per_minute),
        (Some(Api::Chat), Some(KeySource::Env("MY_KEY".into())), Some("eu"), Some(60))
    );
    let routes = |names: &[&str]| names.iter().map(|name| name.parse().unwrap()).collect::<Vec<gateway::Route>>();
    let who = |role| models.seats[&role].who.clone();
    assert_eq!(who(Role::Reporter), Who::Named(routes(&["mine/large", "openai/a", "openrouter/b/c"])));
    assert_eq!(who(Role::CopyEditor), Who::Best(routes(&["openai/a"])));
    assert_eq!(who(Role::Producer), Who::Floor);
    let budgets = &models.budgets;
    assert_eq!(
        (budgets.per_job, budgets.per_day, budgets.per_vendor["mine"]),
        (Some(500_000), Some(2_000_000), 1_000_000)
    );
    assert_eq!(budgets.per_client["shop"], 100_000);
    assert_eq!((models.prices[0].currency.as_str(), models.prices[0].input), ("USD", 1.0));
    let client = &models.clients[0];
    assert_eq!((client.live, client.key.clone()), (true, KeySource::File("shop.key".into())));
}

#[test]
fn an_owners_prompt_is_read_when_the_configuration_is() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.md"), "Write short.\n").unwrap();
    let text = format!("{SOURCE}[roster.reporter]\nprompt = \"mine.md\"\n");
    let seat = parse(&text, &folder.path().join("newsroom.toml")).unwrap().models.seats[&Role::Reporter].clone();
    assert_eq!(seat, Seat { who: Who::GivenOut, prompt: Some("Write short.".into()) });
    refused(
        "[roster.reporter]\nprompt = \"not-there.md\"\n",
        expect![
            "newsroom.toml: roster.reporter.prompt = not-there.md: cannot be read: No such file or directory (os error 2)"
        ],
    );
}

#[test]
fn wrong_words_about_vendors_are_named_with_what_would_do() {
    refused(
        "[models]\nuse = \"on\"\n",
        expect!["newsroom.toml: models.use = on: models are used `auto` or they are `off`"],
    );
    refused(
        "[models]\ncache = \"long\"\n",
        expect!["newsroom.toml: models.cache = long: is not a duration; write one such as 12h, or off"],
    );
    refused("[models]\npace = 0\n", expect!["newsroom.toml: models.pace = 0: is for tests, and between 0.001 and 10"]);
    refused(
        "[[vendor]]\nname = \"deepsek\"\n",
        expect![
            "newsroom.toml: vendor.name = deepsek: one of your own needs a base_url, and there is no vendor of this name; did you mean `deepseek`?"
        ],
    );
    refused(
        "[[vendor]]\nname = \"a/b\"\nbase_url = \"https://a.example\"\n",
        expect![[r#"newsroom.toml: vendor.name = "a/b": a name is letters, digits, dashes, dots and underscores"#]],
    );
    refused(
        "[[vendor]]\nname = \"mine\"\nlike = \"opnai\"\n",
        expect!["newsroom.toml: vendor.like = opnai: there is no vendor of this name; did you mean `openai`?"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\napi = \"grpc\"\n",
        expect!["newsroom.toml: vendor.api = grpc: write chat (or openai), responses, anthropic, gemini or ollama"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nbase_url = \"ftp://a.example\"\n",
        expect![
            "newsroom.toml: vendor.base_url = ftp://a.example: is not an http(s) address; write one such as https://…/v1"
        ],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nbase_url = \"https://u:secret@a.example\"\n",
        expect!["newsroom.toml: vendor.base_url = …: an address holds no key; name a variable with key_env instead"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nkey_env = \"sk-proj-0123\"\n",
        expect![
            "newsroom.toml: vendor = openai: key_env holds the name of an environment variable, such as MY_API_KEY, and never a key"
        ],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nkey_env = \"A\"\nkey_file = \"b\"\n",
        expect!["newsroom.toml: vendor = openai: has both a key_env and a key_file; write one of them"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nat_once = 0\n",
        expect!["newsroom.toml: vendor = openai: a limit of 0 lets nothing through; leave the vendor out instead"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\n[[vendor]]\nname = \"openai\"\n",
        expect!["newsroom.toml: vendor.name = openai: two vendors have this name; give one another, with like"],
    );
    refused(
        "[[vendor]]\nname = \"openai\"\nkey = \"sk\"\n",
        expect!["newsroom.toml: line 5: unknown key `key` in [[vendor]]"],
    );
}

#[test]
fn wrong_words_about_roles_money_and_clients_are_named_with_what_would_do() {
    refused(
        "[roster.reportr]\nprimary = \"floor\"\n",
        expect!["newsroom.toml: roster = reportr: there is no such role; did you mean `reporter`?"],
    );
    refused(
        "[roster.anchor]\nprimary = \"openai/a\"\n",
        expect!["newsroom.toml: roster = anchor: no model plays this role; voices stand in [voices.anchor_a]"],
    );
    refused(
        "[roster.reporter]\nprimary = \"deepseek\"\n",
        expect![[
            r#"newsroom.toml: roster.reporter.primary = deepseek: "deepseek" names no model; write vendor/model, such as deepseek/deepseek-v4-flash"#
        ]],
    );
    refused(
        "[roster.reporter]\nbackup = \"openai/a\"\n",
        expect!["newsroom.toml: roster.reporter = backup: a backup stands behind a primary; write one"],
    );
    refused(
        "[roster.reporter]\nprimary = \"floor\"\nbackup = \"openai/a\"\n",
        expect![
            "newsroom.toml: roster.reporter.primary = floor: the floor needs no backup: it never fails; remove one of them"
        ],
    );
    refused(
        "[budget]\nper_day = -1.0\n",
        expect!["newsroom.toml: budget.per_day = -1: is not an amount of US dollars; write one such as 0.50"],
    );
    refused(
        "[budget]\nper_vendor = { opnai = 1.0 }\n",
        expect!["newsroom.toml: budget.per_vendor = opnai: there is no vendor of this name; did you mean `openai`?"],
    );
    refused(
        "[[price]]\nvendor = \"a\"\nmodel = \"b\"\ncurrency = \"XYZ\"\ninput = 1.0\noutput = 1.0\n",
        expect!["newsroom.toml: price.currency = XYZ: its worth in US dollars is not known; write USD or CNY"],
    );
    refused(
        "[[price]]\nvendor = \"a\"\nmodel = \"b\"\ninput = -1.0\noutput = 1.0\n",
        expect!["newsroom.toml: price of a/b = -1: is not a price of a million tokens"],
    );
    refused(
        "[[client]]\nname = \"shop\"\n",
        expect!["newsroom.toml: client = shop: has no key; name a variable with key_env or a file with key_file"],
    );
    refused(
        "[[client]]\nname = \"shop\"\nkey_env = \"K\"\nstream = \"slow\"\n",
        expect!["newsroom.toml: client.stream = slow: a stream is `held` or passed on `live`"],
    );
}

#[test]
fn patience_is_written_in_words_of_time() {
    let head = "[[source]]\nurl = \"https://a.example/feed\"\n[models]\n";
    let config = parse(&format!("{head}first = \"30s\"\nwhole = \"10m\"\n"), Path::new("n.toml")).unwrap();
    let timing = config.models.timing;
    assert_eq!((timing.first.as_secs(), timing.idle.as_secs(), timing.whole.as_secs()), (30, 10, 600));
    let error = parse(&format!("{head}idle = \"soon\"\n"), Path::new("n.toml")).unwrap_err();
    assert!(error.to_string().contains("models.idle = soon"), "{error}");
}
