//! Routes: outages and recovery, rivals, second requests, what is said of a wrong configuration.

use crate::desk::{Desk, PACE, SPARE, ask, client_ask, routes, story, timing};
use gateway::{Ask, Error, Identity, KeySource, RouteState, Settings, Timing, VendorSettings, Verdict};
use std::time::Duration;

/// S15: the primary is down for a minute; twenty requests, one every four seconds, at our pace.
#[tokio::test(flavor = "multi_thread")]
async fn an_outage_is_served_by_the_backup_and_ends_with_a_probe() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", SPARE]);
    let question = ask(&["deepseek/sim-s15", "spare/sim-ok"]);
    desk.simulator.forget();
    let mut every = tokio::time::interval(Duration::from_secs(4).mul_f64(PACE));
    let mut answered_by = Vec::new();
    for _ in 0..20 {
        every.tick().await;
        answered_by.push(gateway.ask(&question).await.result.unwrap().route.vendor);
    }
    let n_spare = answered_by.iter().take_while(|vendor| *vendor == SPARE).count();
    assert!((12..=19).contains(&n_spare), "{answered_by:?}");
    assert!(answered_by[n_spare..].iter().all(|vendor| vendor == "deepseek"), "{answered_by:?}");
    let n_asked_in_vain = desk.simulator.hits("deepseek", "sim-s15") - (20 - n_spare);
    assert!(n_asked_in_vain <= 10, "{n_asked_in_vain} requests into an outage of {n_spare}");
    assert_eq!(gateway.state(&routes(&["deepseek/sim-s15"])[0]), RouteState::Well);
}

#[tokio::test(flavor = "multi_thread")]
async fn while_a_route_is_probed_nobody_else_asks_it() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", SPARE]);
    let question = ask(&["deepseek/sim-s04", "spare/sim-ok"]);
    assert!(gateway.ask(&question).await.result.is_ok());
    assert_eq!(desk.simulator.hits("deepseek", "sim-s04"), 3);
    // It rests now; the rest is over after this.
    tokio::time::sleep(timing().rest + Duration::from_millis(20)).await;
    let together = futures::future::join_all((0..10).map(|_| gateway.ask(&question))).await;
    assert!(together.iter().all(|checked| checked.result.as_ref().is_ok_and(|answer| answer.route.vendor == SPARE)));
    assert_eq!(desk.simulator.hits("deepseek", "sim-s04"), 4, "one probe for ten requests");
    tokio::time::sleep(timing().rest * 2 + Duration::from_millis(20)).await;
    let alone = gateway.ask(&ask(&["deepseek/sim-s04"])).await;
    let said = alone.result.unwrap_err().to_string();
    assert!(said.contains("503") && alone.attempts.len() == 1, "a failed probe tells what the vendor said: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rival_is_asked_before_the_house_that_made_it() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", "openrouter", "openai"]);
    let maker: Identity = gateway.identity(&routes(&["deepseek/sim-ok"])[0]);
    let names = ["openrouter/deepseek/deepseek-v4-flash-sim-ok", "deepseek/sim-ok", "openai/sim-ok"];
    let question = Ask { avoid: maker, ..ask(&names) };
    assert_eq!(gateway.ask(&question).await.result.unwrap().route.vendor, "openai");
    desk.simulator.fail("openai", Some("dead"));
    let answer = gateway.ask(&question).await.result.unwrap();
    assert_eq!(answer.route.vendor, "openrouter", "while nobody else answers, the same house may");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_route_gets_company_and_the_loser_is_booked() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["deepseek", SPARE]);
    settings.timing = Timing { min_hedge: Duration::from_millis(20), ..timing() };
    let gateway = desk.open_with(settings);
    let question = client_ask(&["deepseek/sim-ok", "spare/sim-ok"]);
    for _ in 0..20 {
        assert_eq!(gateway.ask(&question).await.result.unwrap().route.vendor, "deepseek");
    }
    desk.simulator.fail("deepseek", Some("slow-tokens"));
    let checked = gateway.ask(&question).await;
    assert_eq!(story(&checked.result, &checked.attempts), "spare <- spare:answer deepseek:cancelled");
    let loser = &checked.attempts[1];
    assert!(loser.usage.is_estimate && loser.usage.input > 0 && loser.cost.microusd > 0, "{loser:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_after_the_deadline() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", SPARE]);
    let began = std::time::Instant::now();
    let deadline = Some(began + Duration::from_millis(300));
    let question = Ask { deadline, ..ask(&["deepseek/sim-s06", "spare/sim-s06"]) };
    let checked = gateway.ask(&question).await;
    assert!(matches!(checked.result, Err(Error::Exhausted { .. })), "{:?}", checked.result);
    assert!(began.elapsed() < Duration::from_millis(2500), "{:?}", began.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_configuration_is_said_in_words() {
    let desk = Desk::open().await;
    let wrong = VendorSettings { key: Some(desk.key("bad", "sk-wrong-0123456789")), ..desk.vendor("openai") };
    let nowhere = VendorSettings {
        base_url: Some("http://no-such-host.invalid/v1".into()),
        key: Some(KeySource::None),
        ..VendorSettings::named("nowhere")
    };
    let keyless = VendorSettings { key: Some(KeySource::Env("NOT_SET".into())), ..desk.vendor("xai") };
    let vendors = vec![wrong, nowhere, keyless, desk.vendor("deepseek")];
    let gateway = desk.open_with(Settings { vendors, timing: timing(), ..Settings::default() });
    let names = ["openai/sim-ok", "nowhere/m", "xai/m", "zzz/m", "deepseek/sim-unknown"];
    let Err(Error::Exhausted { tried }) = gateway.ask(&ask(&names)).await.result else { panic!("somebody answered") };
    let said: Vec<(String, Verdict)> =
        tried.iter().map(|(route, failure)| (route.to_string(), failure.verdict)).collect();
    let expected = [
        ("xai/m", Verdict::WrongKey),
        ("zzz/m", Verdict::WrongKey),
        ("openai/sim-ok", Verdict::WrongKey),
        ("nowhere/m", Verdict::Broken),
        ("deepseek/sim-unknown", Verdict::WrongRequest),
    ];
    assert_eq!(said, expected.map(|(route, verdict)| (route.to_owned(), verdict)));
    let details: Vec<&str> = tried.iter().map(|(_, failure)| failure.detail.as_str()).collect();
    assert!(details[0].contains("NOT_SET") && details[1].contains("no vendor \"zzz\""), "{details:?}");
    assert!(details[3].contains("does not resolve") && details[4].contains("Model Not Exist"), "{details:?}");
    // A key that was refused is not tried again at once, whatever the model.
    let again = gateway.ask(&ask(&["openai/other-sim-ok"])).await;
    assert_eq!(again.attempts.len(), 0, "{:?}", again.attempts);
}

#[tokio::test(flavor = "multi_thread")]
async fn alone_a_vendor_is_given_a_second_chance() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek"]);
    let checked = gateway.ask(&ask(&["deepseek/sim-s08a"])).await;
    assert_eq!(story(&checked.result, &checked.attempts), "nobody <- deepseek:cut_off deepseek:cut_off");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_of_the_request_is_told_to_a_client_and_asked_elsewhere_by_a_role() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", SPARE, "openai"]);
    let names = ["deepseek/sim-s13", "spare/sim-s13", "openai/sim-ok"];
    let client = gateway.ask(&client_ask(&names)).await;
    assert_eq!(story(&client.result, &client.attempts), "nobody <- deepseek:refused");
    assert!(client.result.unwrap_err().is_of_request());
    let role = gateway.ask(&ask(&names)).await;
    assert_eq!(
        story(&role.result, &role.attempts),
        "nobody <- deepseek:refused spare:refused",
        "one other, and no more"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn models_are_listed_and_servers_nearby_are_found() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", "anthropic", "gemini", "ollama"]);
    for listed in gateway.list_models().await {
        assert!(listed.problem.is_none() && listed.models.iter().any(|model| model.contains("sim-ok")), "{listed:?}");
    }
    let places = [
        ("ollama".to_owned(), desk.simulator.base_url("ollama")),
        ("vllm".to_owned(), "http://127.0.0.1:9/v1".to_owned()),
    ];
    let nearby = gateway::discover::nearby(&places).await;
    assert_eq!(nearby.iter().map(|found| found.vendor.as_str()).collect::<Vec<_>>(), ["ollama"]);
    assert!(nearby[0].as_toml().contains("[[vendor]]"));
}
