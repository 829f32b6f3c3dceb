//! What is told of a run afterwards: its story, its trace for a collector, and whether the newsroom is well.

use crate::desk::{CHECKER, Desk, MAKER, key};
use jiff::{SignedDuration, Timestamp};
use newsroom::tale::{self, PartState, Tale};
use newsroom::{health, telemetry};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use testkit::sample;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

fn hour(hours: i64) -> Timestamp {
    sample::answer_key().as_of + SignedDuration::from_hours(hours)
}

fn tale(desk: &Desk) -> Tale {
    tale::of_edition(&desk.config, &key("morning"), None).unwrap().unwrap()
}

/// A collector on loopback: the path and the body of every request.
async fn collector(reply: &'static str) -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut told = Vec::new();
            let body = loop {
                let mut piece = vec![0; 64 * 1024];
                let n_bytes = line.read(&mut piece).await.unwrap();
                told.extend_from_slice(&piece[..n_bytes]);
                if let Some(body) = whole_body(&told) {
                    break body;
                }
            };
            let path = String::from_utf8_lossy(&told).split(' ').nth(1).unwrap().to_owned();
            sender.send((path, serde_json::from_slice(&body).unwrap())).unwrap();
            line.write_all(
                format!("HTTP/1.1 {reply}\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{{}}").as_bytes(),
            )
            .await
            .unwrap();
        }
    });
    (format!("http://{addr}"), receiver)
}

fn whole_body(told: &[u8]) -> Option<Vec<u8>> {
    let end = told.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&told[..end]).to_lowercase();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok())?;
    told.get(end + 4..end + 4 + length).map(<[u8]>::to_vec)
}

fn spans(body: &Value) -> Vec<Value> {
    body["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().clone()
}

fn said(span: &Value, key: &str) -> String {
    let found = span["attributes"].as_array().unwrap().iter().find(|attribute| attribute["key"] == key);
    let value = found.map(|attribute| attribute["value"].as_object().unwrap().values().next().unwrap().clone());
    value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).unwrap_or_default()
}

/// The way from the run to each span, so that a whole trace can be compared: `run > stage > step > attempt`.
fn ways(spans: &[Value]) -> Vec<String> {
    let by_id: BTreeMap<&str, &Value> = spans.iter().map(|span| (span["spanId"].as_str().unwrap(), span)).collect();
    assert_eq!(by_id.len(), spans.len(), "ids are unique");
    let name = |span: &Value| match said(span, "gen_ai.operation.name").as_str() {
        "invoke_workflow" => "run".to_owned(),
        "chat" => format!(
            "{}/{} {} {}",
            said(span, "gen_ai.provider.name"),
            said(span, "gen_ai.request.model"),
            said(span, "zaowan.kind"),
            said(span, "zaowan.verdict")
        ),
        _ if said(span, "zaowan.step").is_empty() => said(span, "zaowan.stage"),
        _ => said(span, "zaowan.step"),
    };
    let way = |span: &Value| {
        let mut way = vec![name(span)];
        let mut at = span;
        while let Some(parent) = at["parentSpanId"].as_str() {
            at = by_id.get(parent).expect("a parent is in the trace");
            way.insert(0, name(at));
        }
        way.join(" > ")
    };
    let mut ways: Vec<String> = spans.iter().map(way).collect();
    ways.sort();
    ways
}

/// The same from the journal and the ledger, read another way.
fn expected(desk: &Desk) -> Vec<String> {
    let journal = journal::Journal::open(&desk.config.data.join("journal.db")).unwrap();
    let ledger = gateway::Ledger::open(&desk.config.data.join("ledger.db")).unwrap();
    let mut ways = vec!["run".to_owned()];
    let mut stages = BTreeSet::new();
    for step in journal.steps(&key("morning").to_string()).unwrap() {
        let first = step.name.split('/').next().unwrap();
        let stage = if ["translate", "proof", "deadline"].contains(&first) { "produce" } else { first };
        stages.insert(stage.to_owned());
        ways.push(format!("run > {stage} > {}", step.name));
        for row in ledger.attempts(&key("morning").to_string()).unwrap().iter().filter(|row| row.step == step.name) {
            let asked = format!("{}/{} {} {}", row.vendor, row.model, row.kind.key(), row.verdict.key());
            ways.push(format!("run > {stage} > {} > {asked}", step.name));
        }
    }
    ways.extend(stages.into_iter().map(|stage| format!("run > {stage}")));
    ways.sort();
    ways
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collector_is_told_the_whole_run_once_and_nothing_of_what_was_written() {
    let (mut desk, simulator) = Desk::open().await.with_models().await;
    // Every answer of the checker is cut off: its work falls to the other house.
    simulator.fail(CHECKER, Some("s08a"));
    let edition = desk.morning().await;
    let (address, mut told) = collector("200 OK").await;
    desk.config.telemetry.otlp = Some(address);
    let came = telemetry::tell(&desk.config, hour(1)).await.unwrap();
    assert_eq!((came.runs, came.fault), (1, None));
    let (path, body) = told.recv().await.unwrap();
    assert_eq!(path, "/v1/traces");
    let spans = spans(&body);
    assert_eq!(ways(&spans), expected(&desk));
    for span in &spans {
        let nanos = |key: &str| span[key].as_str().unwrap().parse::<i128>().unwrap();
        assert!(nanos("startTimeUnixNano") <= nanos("endTimeUnixNano"), "{span}");
        assert_eq!((span["traceId"].as_str().unwrap().len(), span["spanId"].as_str().unwrap().len()), (32, 16));
        let failed = span["status"]["code"] == 2;
        let verdict = said(span, "zaowan.verdict");
        assert_eq!(failed, !["", "answer", "cancelled"].contains(&verdict.as_str()), "{span}");
    }
    let failovers = spans.iter().filter(|span| said(span, "zaowan.kind") == "failover").count();
    let credited: u32 = edition.credits.iter().map(|credit| credit.failovers).sum();
    assert!(credited > 0 && failovers == credited as usize, "{failovers} {credited}");
    let run = spans.iter().find(|span| span["parentSpanId"].is_null()).unwrap();
    let usd = said(run, "zaowan.cost_microusd").parse::<f64>().unwrap() / 1e6;
    assert!((usd - edition.ledger.total_usd).abs() < 1e-9, "{usd} {}", edition.ledger.total_usd);
    let text = body.to_string();
    for story in &edition.stories {
        assert!(!text.contains(&story.headline) && !text.contains(&story.sentences[0].text), "{}", story.headline);
    }
    assert!(!text.contains("sk-marked"), "no key is told");
    let again = telemetry::tell(&desk.config, hour(1)).await.unwrap();
    assert_eq!((again.runs, again.fault), (0, None), "it was told");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_the_collector_did_not_take_is_told_again() {
    let mut desk = Desk::open().await;
    desk.morning().await;
    assert_eq!(
        telemetry::tell(&desk.config, hour(1)).await.unwrap(),
        telemetry::Told::default(),
        "nobody asked for it"
    );
    let (broken, _told) = collector("503 Unavailable").await;
    desk.config.telemetry.otlp = Some(broken);
    let refused = telemetry::tell(&desk.config, hour(1)).await.unwrap();
    assert!(refused.runs == 0 && refused.fault.unwrap().contains("503"));
    let (address, mut told) = collector("200 OK").await;
    desk.config.telemetry.otlp = Some(address);
    assert_eq!(telemetry::tell(&desk.config, hour(1)).await.unwrap().runs, 1);
    assert_eq!(ways(&spans(&told.recv().await.unwrap().1)), expected(&desk));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_story_of_a_run_says_who_did_what() {
    let (desk, _simulator) = Desk::open().await.with_models().await;
    let edition = desk.morning().await;
    let tale = tale(&desk);
    assert_eq!((tale.outcome.as_deref(), tale.attempt, tale.resumed_at.len()), (Some("published"), 1, 0));
    assert!(tale.parts.iter().all(|part| part.state == PartState::Done && part.tries == 1));
    let stages: Vec<&str> = tale.stages.iter().map(|stage| stage.stage).collect();
    assert_eq!(stages, tale::STAGES);
    for role in &tale.roles {
        let name = role.role.key();
        let usd = edition.ledger.by_role.get(name).copied().unwrap_or_default();
        assert!((role.cost_microusd as f64 / 1e6 - usd).abs() < 1e-9, "{name}");
        assert!(tale.begun_at <= role.began_at && role.ended_at <= tale.finished_at.unwrap(), "{name}");
    }
    let reporter = tale.roles.iter().find(|role| role.role == news::Role::Reporter).unwrap();
    assert_eq!((reporter.by[0].0.vendor.as_str(), reporter.by[0].0.floor), (MAKER, false));
    assert!(reporter.parts as usize >= edition.stories.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_red_until_the_last_edition_that_was_due_is_out() {
    let desk = Desk::open().await;
    let plan = desk.config.editions.iter().find(|plan| plan.slot == "morning").unwrap().clone();
    let mut config = desk.config.clone();
    config.editions = vec![plan];
    let due = newsroom::timetable::due_of(&config.editions, &config.zone(), &key("morning")).unwrap().due;
    std::fs::create_dir_all(&config.data).unwrap();
    let told = |now: Timestamp| -> Vec<(bool, String)> {
        health::checks(&config, now).into_iter().map(|check| (check.is_well, check.said)).collect()
    };
    let red = (false, format!("2026-03-18-morning was due at {due} and is not out"));
    let writable = (true, "the data folder can be written".to_owned());
    assert_eq!(told(due), [writable.clone(), red]);
    let edition = desk.morning().await;
    assert_eq!(told(due), [writable, (true, "2026-03-18-morning is out".to_owned())]);
    assert!(!told(due + SignedDuration::from_hours(24))[1].0, "the next day it is red again");

    let figures = health::figures(&config, due).unwrap();
    let newest = figures.newest.unwrap();
    let n_sentences: usize = edition.stories.iter().map(|story| story.sentences.len()).sum();
    assert_eq!((newest.n_stories, newest.n_sentences, newest.n_checked), (edition.stories.len(), n_sentences, 0));
    assert_eq!((figures.runs[0], figures.n_late), (("published", 1), 0));
    assert_eq!((figures.letters.len(), figures.letters[0]), (6, ("waiting", 0)));
    std::fs::write(config.data.join("a-file"), "").unwrap();
    let full = newsroom::Config { data: config.data.join("a-file"), ..config.clone() };
    assert!(!health::checks(&full, due)[0].is_well);
}
