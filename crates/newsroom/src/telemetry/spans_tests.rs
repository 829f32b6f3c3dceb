//! A small run with a failover and a kill, span by span, as a collector gets it.

use super::spans::traces;
use crate::tale::{By, Part, PartState, StageTale, Tale};
use expect_test::expect;
use gateway::{Attempt, Cost, Kind, Usage, Verdict};
use jiff::Timestamp;
use news::Role;
use serde_json::{Value, json};

fn at(text: &str) -> Timestamp {
    format!("2026-02-10T06:{text}Z").parse().unwrap()
}

fn attempt(id: i64, vendor: &str, kind: Kind, verdict: Verdict) -> Attempt {
    Attempt {
        id,
        at: at(&format!("50:0{id}")),
        job: "2026-02-10-morning".into(),
        role: "reporter".into(),
        step: "report/sty_1/draft".into(),
        client: String::new(),
        vendor: vendor.into(),
        model: "small".into(),
        answered_model: if verdict == Verdict::Answer { "small-0210".into() } else { String::new() },
        jurisdiction: "eu".into(),
        kind,
        shadow: false,
        verdict,
        detail: "the vendor repeats the question".into(),
        status: Some(200),
        usage: Usage { input: 900, output: 120, ..Usage::default() },
        cost: Cost { microusd: 40, ..Cost::default() },
        took_ms: 800,
        first_ms: None,
        request_id: String::new(),
        voice: String::new(),
    }
}

fn tale() -> Tale {
    let draft = Part {
        step: "report/sty_1/draft".into(),
        stage: "report",
        role: Some(Role::Reporter),
        began_at: at("50:00"),
        ended_at: Some(at("50:09")),
        state: PartState::Done,
        tries: 2,
        interrupted: 1,
        by: Some(By { vendor: "two".into(), model: "small-0210".into(), floor: false }),
        trouble: None,
        stood_in: true,
        attempts: vec![
            attempt(1, "one", Kind::First, Verdict::CutOff),
            attempt(2, "two", Kind::Failover, Verdict::Answer),
        ],
        value: json!({"headline": "secret"}),
    };
    Tale {
        id: "2026-02-10-morning".into(),
        attempt: 1,
        begun_at: at("50:00"),
        finished_at: Some(at("51:00")),
        outcome: Some("published".into()),
        resumed_at: vec![at("50:05")],
        stages: vec![StageTale { stage: "report", began_at: at("50:00"), ended_at: at("50:09") }],
        roles: Vec::new(),
        degraded: vec![news::edition::Degraded { what: "voice".into(), why: "no voice".into() }],
        parts: vec![draft],
    }
}

/// A span on a line each: what it is, when, under whom, and what it says.
fn lines(body: &Value) -> String {
    let spans = body["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap();
    let mut lines = String::new();
    for span in spans {
        let id = |key: &str| span[key].as_str().unwrap_or("-").to_owned();
        lines.push_str(&format!("{} {} under {}\n", span["name"], id("spanId"), id("parentSpanId")));
        lines.push_str(&format!(
            "  kind {} from {} to {}\n",
            span["kind"],
            id("startTimeUnixNano"),
            id("endTimeUnixNano")
        ));
        for attribute in span["attributes"].as_array().unwrap() {
            lines.push_str(&format!("  {} = {}\n", attribute["key"].as_str().unwrap(), attribute["value"]));
        }
        for key in ["status", "events"].into_iter().filter(|key| !span[*key].is_null()) {
            lines.push_str(&format!("  {key}: {}\n", span[key]));
        }
    }
    lines
}

#[test]
fn a_run_is_told_span_by_span() {
    let told = traces(&tale(), "Paper", false);
    expect![[r#"
        "invoke_workflow edition" b9b608c4bd90fee0 under -
          kind 1 from 1770706200000000000 to 1770706260000000000
          gen_ai.operation.name = {"stringValue":"invoke_workflow"}
          gen_ai.workflow.name = {"stringValue":"edition"}
          zaowan.edition = {"stringValue":"2026-02-10-morning"}
          zaowan.attempt = {"intValue":"1"}
          zaowan.outcome = {"stringValue":"published"}
          zaowan.cost_microusd = {"intValue":"80"}
          events: [{"name":"resumed","timeUnixNano":"1770706205000000000"},{"attributes":[{"key":"zaowan.degraded.what","value":{"stringValue":"voice"}},{"key":"zaowan.degraded.why","value":{"stringValue":"no voice"}}],"name":"degraded","timeUnixNano":"1770706260000000000"}]
        "report" f3c611e29b544ed2 under b9b608c4bd90fee0
          kind 1 from 1770706200000000000 to 1770706209000000000
          zaowan.stage = {"stringValue":"report"}
        "invoke_agent reporter" 9b7c595ec82f9b78 under f3c611e29b544ed2
          kind 1 from 1770706200000000000 to 1770706209000000000
          zaowan.step = {"stringValue":"report/sty_1/draft"}
          zaowan.tries = {"intValue":"2"}
          zaowan.interrupted = {"intValue":"1"}
          zaowan.stood_in = {"boolValue":true}
          gen_ai.operation.name = {"stringValue":"invoke_agent"}
          gen_ai.agent.name = {"stringValue":"reporter"}
          gen_ai.provider.name = {"stringValue":"two"}
          gen_ai.request.model = {"stringValue":"small-0210"}
          zaowan.floor = {"boolValue":false}
        "chat small" ec85a3e0af3ee4e2 under 9b7c595ec82f9b78
          kind 3 from 1770706201000000000 to 1770706201800000000
          gen_ai.operation.name = {"stringValue":"chat"}
          gen_ai.provider.name = {"stringValue":"one"}
          gen_ai.request.model = {"stringValue":"small"}
          gen_ai.usage.input_tokens = {"intValue":"900"}
          gen_ai.usage.output_tokens = {"intValue":"120"}
          gen_ai.usage.cache_read.input_tokens = {"intValue":"0"}
          gen_ai.usage.cache_creation.input_tokens = {"intValue":"0"}
          zaowan.kind = {"stringValue":"first"}
          zaowan.verdict = {"stringValue":"cut_off"}
          zaowan.cost_microusd = {"intValue":"40"}
          zaowan.shadow = {"boolValue":false}
          http.response.status_code = {"intValue":"200"}
          error.type = {"stringValue":"cut_off"}
          status: {"code":2,"message":"cut off"}
        "chat small" eb09b83b869169af under 9b7c595ec82f9b78
          kind 3 from 1770706202000000000 to 1770706202800000000
          gen_ai.operation.name = {"stringValue":"chat"}
          gen_ai.provider.name = {"stringValue":"two"}
          gen_ai.request.model = {"stringValue":"small"}
          gen_ai.usage.input_tokens = {"intValue":"900"}
          gen_ai.usage.output_tokens = {"intValue":"120"}
          gen_ai.usage.cache_read.input_tokens = {"intValue":"0"}
          gen_ai.usage.cache_creation.input_tokens = {"intValue":"0"}
          zaowan.kind = {"stringValue":"failover"}
          zaowan.verdict = {"stringValue":"answer"}
          zaowan.cost_microusd = {"intValue":"40"}
          zaowan.shadow = {"boolValue":false}
          gen_ai.response.model = {"stringValue":"small-0210"}
          http.response.status_code = {"intValue":"200"}
    "#]].assert_eq(&lines(&told));
    expect![[r#"{"attributes":[{"key":"service.name","value":{"stringValue":"zaowan"}},{"key":"service.version","value":{"stringValue":"0.1.0"}},{"key":"zaowan.newsroom","value":{"stringValue":"Paper"}}]}"#]].assert_eq(&told["resourceSpans"][0]["resource"].to_string());
}

#[test]
fn contents_are_told_only_to_who_asks_for_them() {
    let contents = |with| traces(&tale(), "Paper", with).to_string().contains("secret");
    assert_eq!((contents(false), contents(true)), (false, true));
    assert!(
        !traces(&tale(), "Paper", true).to_string().contains("repeats the question"),
        "a vendor's words are not told"
    );
}
