//! Streams for clients: held or live, cut, stalled and begun again elsewhere.

use crate::desk::{Desk, SPARE, VENDORS, client_ask};
use futures::stream::{StreamExt, iter};
use gateway::{Error, Gateway, Hold, Verdict};
use serde_json::Value;
use testkit::vendors::CANONICAL;

/// What a client has at the end: the text of all frames, and the error if there was one.
async fn read(gateway: &Gateway, names: &[&str], hold: Hold) -> (String, Option<Error>, Vec<(String, Verdict)>) {
    let mut stream = gateway.stream(client_ask(names), hold);
    let (mut text, mut error) = (String::new(), None);
    while let Some(item) = stream.next().await {
        match item {
            Ok(chunk) => {
                let json: Value = serde_json::from_slice(&chunk.0).unwrap();
                assert_eq!(json["object"], "chat.completion.chunk");
                text.push_str(json["choices"][0]["delta"]["content"].as_str().unwrap_or_default());
            }
            Err(failed) => error = Some(failed),
        }
    }
    let rows = stream.attempts().into_iter().map(|row| (row.vendor, row.verdict)).collect();
    (text, error, rows)
}

async fn whole_in_spite_of(faults: &[&str], hold: Hold) {
    let desk = Desk::open().await;
    let name = |vendor: &str, fault: &str| format!("{vendor}-{fault}");
    let gateways: Vec<(&str, Gateway)> = VENDORS
        .iter()
        .map(|vendor| (*vendor, desk.gateway_of_cases(vendor, faults.iter().map(|fault| name(vendor, fault)))))
        .collect();
    let cases =
        faults.iter().flat_map(|fault| gateways.iter().map(move |(vendor, gateway)| (*fault, *vendor, gateway)));
    iter(cases.collect::<Vec<_>>())
        .for_each_concurrent(60, |(fault, vendor, gateway)| async move {
            let name = name(vendor, fault);
            let route = format!("{name}/{name}-sim-{fault}");
            let (text, error, rows) = read(gateway, &[&route, "spare/sim-ok"], hold).await;
            let is_whole = text.starts_with(CANONICAL.trim()) && error.is_none();
            assert!(is_whole, "{vendor} {fault} {hold:?} {rows:?} {error:?} {text}");
        })
        .await;
}

/// What a stream may meet before its end and still be whole in the end.
const FAULTS: [&str; 19] = [
    "ok",
    "s04",
    "s05",
    "s07",
    "s08a",
    "s08b",
    "s09",
    "s09k",
    "s10",
    "s11",
    "s14",
    "f01",
    "f03",
    "f03b",
    "f05",
    "f09",
    "f12",
    "f20",
    "f20-bytes",
];

#[tokio::test(flavor = "multi_thread")]
async fn a_held_stream_is_whole_whatever_happens_to_the_first_route() {
    whole_in_spite_of(&FAULTS, Hold::Whole).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_stream_goes_on_where_the_client_stands_if_the_next_says_the_same() {
    whole_in_spite_of(&FAULTS, Hold::FirstContent).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_stream_that_nobody_can_go_on_with_ends_in_an_error_and_no_false_end() {
    let desk = Desk::open().await;
    for vendor in VENDORS {
        let gateway = desk.gateway(&[vendor]);
        let (text, error, rows) = read(&gateway, &[&format!("{vendor}/{vendor}-sim-s08a")], Hold::FirstContent).await;
        assert!(
            !text.is_empty() && text.len() < CANONICAL.len() && CANONICAL.starts_with(text.trim_end()),
            "{vendor}: {text:?}"
        );
        assert!(matches!(error, Some(Error::Exhausted { .. })), "{vendor}: {error:?}");
        assert!(rows.iter().all(|(_, verdict)| *verdict == Verdict::CutOff), "{vendor}: {rows:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_stream_gives_nothing_of_an_answer_that_was_none() {
    let desk = Desk::open().await;
    for fault in ["s08a", "s09", "f03", "f05", "f06", "f10"] {
        let gateway = desk.gateway(&["deepseek"]);
        let (text, error, _) = read(&gateway, &[&format!("deepseek/held-sim-{fault}")], Hold::Whole).await;
        assert_eq!((text.as_str(), error.is_some()), ("", true), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stream_that_the_client_leaves_is_called_off_and_booked() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek"]);
    let mut stream = gateway.stream(client_ask(&["deepseek/sim-slow-tokens"]), Hold::FirstContent);
    assert!(stream.next().await.is_some_and(|item| item.is_ok()));
    drop(stream);
    let rows = gateway.ledger().latest(5).unwrap();
    assert_eq!(rows.iter().map(|row| row.verdict).collect::<Vec<_>>(), [Verdict::Cancelled]);
    assert!(rows[0].usage.is_estimate && rows[0].usage.input > 0, "{:?}", rows[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tool_whose_arguments_take_long_is_waited_for() {
    let desk = Desk::open().await;
    let vendors = ["deepseek", "openai", "anthropic", "moonshot", "vllm"];
    futures::future::join_all(vendors.map(|vendor| waits_for_arguments(&desk, vendor))).await;
}

async fn waits_for_arguments(desk: &Desk, vendor: &str) {
    let gateway = desk.gateway(&[vendor, SPARE]);
    let mut ask = client_ask(&[&format!("{vendor}/{vendor}-sim-f23"), "spare/sim-ok"]);
    let parameters =
        serde_json::json!({"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]});
    let tool = serde_json::json!([{"type": "function", "function": {"name": "weather", "parameters": parameters}}]);
    ask.body.insert("tools".into(), tool);
    ask.body.insert("messages".into(), serde_json::json!([{"role": "user", "content": "use the tool"}]));
    ask.streamed = true;
    let checked = gateway.ask(&ask).await;
    let answer = checked.result.unwrap_or_else(|error| panic!("{vendor}: {error}"));
    assert_eq!(
        (answer.route.vendor.as_str(), answer.finish.as_str()),
        (vendor, "tool_calls"),
        "{:?}",
        checked.attempts
    );
    let arguments: Value = serde_json::from_str(&answer.tool_calls[0].arguments).unwrap();
    assert!(arguments["city"].is_string(), "{vendor}: {arguments}");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_who_says_it_in_other_words_cannot_go_on_and_is_not_blamed_for_it() {
    let desk = Desk::open().await;
    let gateway = desk.gateway(&["deepseek", SPARE]);
    for _ in 0..2 {
        let (text, error, rows) = read(&gateway, &["deepseek/sim-s08a", "spare/sim-liar"], Hold::FirstContent).await;
        assert!(!text.is_empty() && error.is_some(), "{text}");
        assert_eq!(rows.last(), Some(&(SPARE.to_owned(), Verdict::Cancelled)), "{rows:?}");
    }
    assert_eq!(desk.simulator.hits(SPARE, "sim-liar"), 2, "asked once for each broken stream");
    let (_, error, _) = read(&gateway, &["spare/sim-liar"], Hold::Whole).await;
    assert!(error.is_none(), "it never failed, so it does not rest: {error:?}");
}
