//! Money, tokens and secrets: what is booked, what is never exceeded, what never shows.

use crate::desk::{Desk, KEY, VENDORS, ask, client_ask, story};
use gateway::{Ask, Budgets, Error, Limits, Price, Spent, Verdict};
use std::collections::BTreeMap;

#[tokio::test(flavor = "multi_thread")]
async fn usage_is_booked_as_the_vendor_reports_it_however_it_does() {
    let desk = Desk::open().await;
    for vendor in VENDORS {
        let gateway = desk.gateway(&[vendor]);
        let mut booked = Vec::new();
        for fault in ["ok", "f19", "f19-twice", "f19-cumulative"] {
            let checked = gateway.ask(&ask(&[&format!("{vendor}/{vendor}-usage-sim-{fault}")])).await;
            let usage = checked.attempts[0].usage;
            assert!(!usage.is_estimate && usage.input > 0 && usage.output > 0, "{vendor} {fault} {usage:?}");
            booked.push((usage.input, usage.output));
        }
        assert!(booked.windows(2).all(|pair| pair[0].1 == pair[1].1), "{vendor}: {booked:?}");
        let checked = gateway.ask(&ask(&[&format!("{vendor}/{vendor}-usage-sim-f19-none")])).await;
        let usage = checked.attempts[0].usage;
        assert!(usage.is_estimate && usage.output > 40, "{vendor}: nobody reported it, so it is counted: {usage:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_is_paid_for_too_and_the_one_who_answered_is_named() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", "openai"]);
    let checked = gateway.ask(&ask(&["deepseek/sim-s08a", "openai/sim-ok"])).await;
    let [cut, whole] = checked.attempts.as_slice() else { panic!("{:?}", checked.attempts) };
    assert_eq!((cut.verdict, whole.verdict), (Verdict::CutOff, Verdict::Answer));
    assert!(cut.usage.is_estimate && cut.usage.output > 20 && cut.cost.microusd > 0, "{cut:?}");
    assert!(!whole.usage.is_estimate && whole.cost.microusd > 0 && whole.answered_model == "sim-ok", "{whole:?}");
    let in_file = Spent::of(&gateway.ledger().attempts("job").unwrap());
    assert_eq!(in_file.total, cut.cost.microusd + whole.cost.microusd);
    assert_eq!(in_file.by_vendor.keys().collect::<Vec<_>>(), ["deepseek", "openai"]);

    let refused = gateway.ask(&ask(&["deepseek/sim-s16", "openai/sim-ok"])).await;
    let free: Vec<i64> =
        refused.attempts.iter().filter(|row| row.vendor == "deepseek").map(|row| row.cost.microusd).collect();
    assert_eq!(free, [0, 0, 0], "what was refused before it began costs nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_is_never_exceeded_and_a_cheaper_route_is_taken_at_its_end() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["deepseek", "vllm"]);
    settings.vendors[1].jurisdiction = Some("local".into());
    let price = |model: &str| Price {
        vendor: "deepseek".into(),
        model: model.into(),
        kind: None,
        currency: "USD".into(),
        input: 100.0,
        cached: None,
        cache_write: None,
        output: 1000.0,
        characters: 0.0,
        context: None,
        max_output: None,
        over: None,
        off_peak: None,
    };
    settings.prices = settings.prices.with_own(vec![price("sim-ok")]);
    settings.budgets = Budgets { per_job: Some(400_000), ..Budgets::default() };
    let gateway = desk.open_with(settings);
    let question = ask(&["deepseek/sim-ok", "vllm/sim-ok"]).cap(200);
    let mut vendors = Vec::new();
    for _ in 0..8 {
        let checked = gateway.ask(&question).await;
        vendors.push(checked.result.unwrap().route.vendor);
    }
    assert_eq!(vendors.first().map(String::as_str), Some("deepseek"));
    assert_eq!(vendors.last().map(String::as_str), Some("vllm"), "{vendors:?}");
    assert!(gateway.ledger().attempts("job").unwrap().iter().map(|row| row.cost.microusd).sum::<i64>() <= 400_000);
    let alone = gateway.ask(&ask(&["deepseek/sim-ok"]).cap(200)).await;
    assert!(
        matches!(alone.result, Err(Error::OverBudget { ref which, .. }) if which == "per_edition"),
        "{:?}",
        alone.result
    );

    // Another process, the same ledger: what was spent is known.
    let path = std::fs::read_dir(desk.folder.path()).unwrap().flatten().map(|entry| entry.path());
    let path = path.into_iter().find(|path| path.extension().is_some_and(|end| end == "db")).unwrap();
    drop(gateway);
    let mut settings = desk.settings(&["deepseek"]);
    settings.prices = settings.prices.with_own(vec![price("sim-ok")]);
    settings.budgets = Budgets { per_job: Some(400_000), ..Budgets::default() };
    let again = gateway::Gateway::open(settings, gateway::Ledger::open(&path).unwrap(), &|_| None, vec![]).unwrap();
    let alone = again.ask(&ask(&["deepseek/sim-ok"]).cap(200)).await;
    assert!(matches!(alone.result, Err(Error::OverBudget { .. })), "{:?}", alone.result);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_at_once_do_not_break_a_budget_either() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["deepseek"]);
    // No table knows the model, so it is booked dear: 200 tokens are 15,000 micro-dollars.
    settings.budgets = Budgets { per_day: Some(60_000), per_vendor: BTreeMap::new(), ..Budgets::default() };
    let gateway = desk.open_with(settings);
    let question = ask(&["deepseek/sim-ok"]).cap(200);
    let answers = futures::future::join_all((0..40).map(|_| gateway.ask(&question))).await;
    let n_answered = answers.iter().filter(|checked| checked.result.is_ok()).count();
    let spent: i64 = answers.iter().flat_map(|checked| &checked.attempts).map(|row| row.cost.microusd).sum();
    assert!(n_answered > 0 && n_answered < 40 && spent <= 60_000, "{n_answered} answers for {spent}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_is_full_by_our_own_limits_is_left_for_another() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["deepseek", "spare"]);
    settings.vendors[0].limits = Limits { requests_per_minute: Some(2), ..Limits::default() };
    let gateway = desk.open_with(settings);
    let question = ask(&["deepseek/sim-ok", "spare/sim-ok"]);
    let mut vendors = Vec::new();
    for _ in 0..3 {
        vendors.push(gateway.ask(&question).await.result.unwrap().route.vendor);
    }
    assert_eq!(vendors, ["deepseek", "deepseek", "spare"]);
    assert_eq!(desk.simulator.hits("deepseek", "sim-ok"), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn our_key_shows_in_no_answer_no_error_and_no_row() {
    let desk = Desk::open().await;
    for vendor in VENDORS {
        let gateway = desk.gateway(&[vendor]);
        let echoed = gateway.ask(&ask(&[&format!("{vendor}/sim-f24")])).await;
        let error = echoed.result.unwrap_err().to_string();
        assert!(!error.contains(KEY), "{vendor}: {error}");
        for question in
            [ask(&[&format!("{vendor}/sim-f24-answer")]), client_ask(&[&format!("{vendor}/sim-f24-answer")])]
        {
            let checked = gateway.ask(&question).await;
            let answer = checked.result.unwrap_or_else(|error| panic!("{vendor}: {error}"));
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(!answer.text.contains(KEY) && !body.contains(KEY), "{vendor}: {}", answer.text);
        }
        drop(gateway);
    }
    for entry in std::fs::read_dir(desk.folder.path()).unwrap().flatten().filter(|entry| entry.file_name() != "good") {
        let bytes = std::fs::read(entry.path()).unwrap();
        let holds = bytes.windows(KEY.len()).any(|window| window == KEY.as_bytes());
        assert!(!holds, "{:?} holds the key", entry.file_name());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn thoughts_are_kept_apart_and_can_be_read_later() {
    let desk = Desk::open().await;
    for (vendor, fault) in
        [("minimax", "f22"), ("deepseek", "f22"), ("vllm", "f22"), ("minimax", "f22b"), ("anthropic", "f22b")]
    {
        let gateway = desk.gateway(&[vendor]);
        let answer = gateway.ask(&ask(&[&format!("{vendor}/sim-{fault}")])).await.result.unwrap();
        assert!(!answer.text.contains("think") && !answer.reasoning.is_empty(), "{vendor} {fault}: {answer:?}");
        let thoughts = gateway.ledger().thoughts("job").unwrap();
        assert_eq!(thoughts, [(answer.attempt, answer.reasoning)], "{vendor} {fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_another_model_is_recorded_and_can_be_rejected() {
    let desk = Desk::open().await;
    for vendor in VENDORS {
        let gateway = desk.gateway(&[vendor, "spare"]);
        let names = [format!("{vendor}/{vendor}-sim-f25"), "spare/sim-ok".to_owned()];
        let question = ask(&[&names[0], &names[1]]);
        let checked = gateway.ask(&question).await;
        let row = &checked.attempts[0];
        assert!(
            row.verdict == Verdict::Answer && row.answered_model != row.model && !row.answered_model.is_empty(),
            "{row:?}"
        );
        let strict = gateway.ask(&Ask { same_model: true, ..question }).await;
        assert_eq!(story(&strict.result, &strict.attempts), format!("spare <- {vendor}:broken spare:answer"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_question_is_answered_from_memory_while_it_may_be() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["deepseek"]);
    settings.cache = Some(std::time::Duration::from_secs(60));
    let gateway = desk.open_with(settings);
    let question = Ask { cached: true, ..ask(&["deepseek/sim-ok"]) };
    let first = gateway.ask(&question).await;
    let second = gateway.ask(&question).await;
    assert_eq!((first.attempts.len(), second.attempts.len(), desk.simulator.hits("deepseek", "sim-ok")), (1, 0, 1));
    assert_eq!(first.result.unwrap().text, second.result.unwrap().text);
}

#[tokio::test(flavor = "multi_thread")]
async fn embeddings_count_against_our_own_limits_like_any_other_request() {
    let desk = Desk::open().await;
    let mut settings = desk.settings(&["openai", "spare"]);
    settings.vendors[0].limits = Limits { requests_per_minute: Some(2), ..Limits::default() };
    let gateway = desk.open_with(settings);
    let body = serde_json::json!({"input": "A port reopened."});
    let question =
        Ask::of_body(crate::desk::routes(&["openai/sim-embed", "spare/sim-embed"]), body.as_object().unwrap().clone());
    let mut vendors = Vec::new();
    for _ in 0..3 {
        let checked = gateway.embed(&question).await;
        assert!(checked.result.is_ok(), "{:?}", checked.result);
        vendors.push(checked.attempts[0].vendor.clone());
    }
    assert_eq!(vendors, ["openai", "openai", "spare"]);
}
