//! Faults of the line, byte for byte: resets, cuts, silences, odd packets.

use crate::vendors_client::{Call, PACE, Reply, json_of, lines, post, simulator, sse_events};
use serde_json::{Value, json};
use std::time::Duration;
use testkit::vendors::{CANONICAL, CANONICAL_WIDE, Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

async fn stream(sim: &Simulator, fault: &str) -> Reply {
    post(sim, &Call::chat("openai", &format!("sim-{fault}")).streaming()).await
}

fn text_of(reply: &Reply) -> String {
    sse_events(reply).iter().filter_map(|event| event["choices"][0]["delta"]["content"].as_str()).collect()
}

fn n_tokens(reply: &Reply) -> usize {
    sse_events(reply)
        .iter()
        .filter(|e| e["choices"][0]["delta"]["content"].as_str().is_some_and(|t| !t.is_empty()))
        .count()
}

#[tokio::test]
async fn a_dead_vendor_resets() {
    let sim = simulator().await;
    for fault in ["dead", "s05"] {
        let reply = stream(&sim, fault).await;
        assert_eq!((reply.raw.as_str(), reply.closed), ("", Some(Err(()))), "{fault}");
    }
    sim.fail("xai", Some("dead"));
    assert_eq!(post(&sim, &Call::chat("xai", "grok")).await.closed, Some(Err(())));
}

#[tokio::test]
async fn a_dirty_cut_leaves_a_chunked_body_open() {
    let sim = simulator().await;
    for fault in ["s08a", "s14"] {
        let reply = stream(&sim, fault).await;
        assert!(reply.head.contains("transfer-encoding: chunked") && !reply.raw.ends_with("0\r\n\r\n"), "{fault}");
        assert_eq!((n_tokens(&reply), reply.closed), (40, Some(Ok(()))), "{fault}");
    }
    let whole = post(&sim, &Call::chat("openai", "sim-s08a")).await;
    assert!(
        whole.closed.is_some() && serde_json::from_str::<Value>(&whole.body).is_err() && whole.body.starts_with('{')
    );
}

#[tokio::test]
async fn a_clean_cut_says_nothing_of_its_length() {
    let sim = simulator().await;
    let reply = stream(&sim, "s08b").await;
    assert!(!reply.head.contains("content-length") && !reply.head.contains("transfer-encoding"), "{}", reply.head);
    assert!(reply.head.contains("connection: close"));
    assert_eq!((n_tokens(&reply), reply.closed), (40, Some(Ok(()))));
    for call in
        [Call::messages("sim-s08b"), Call::gemini("sim-s08b"), Call::ollama("sim-s08b"), Call::responses("sim-s08b")]
    {
        let reply = post(&sim, &call.clone().streaming()).await;
        assert!(reply.body.contains("until ") && !reply.body.contains("Friday"), "{}: {}", call.vendor, reply.body);
        assert!(reply.closed == Some(Ok(())) && !reply.head.contains("chunked"), "{}", call.vendor);
    }
}

/// The answer, and how long it took at least.
async fn timed(sim: &Simulator, call: Call, seconds: f64) -> Reply {
    let begun = Instant::now();
    let reply = post(sim, &call).await;
    let took = begun.elapsed();
    assert!(took >= Duration::from_secs_f64(seconds * PACE), "{}: {took:?}", call.body["model"]);
    reply
}

#[tokio::test]
async fn silences_last_as_long_as_they_say_and_then_all_comes() {
    let sim = simulator().await;
    let call = |fault: &str| Call::chat("openai", &format!("sim-{fault}"));
    for (fault, seconds) in [("s06", 120.0), ("s07", 20.0), ("s09", 30.0), ("s09k", 30.0), ("slow", 5.0)] {
        let streamed = timed(&sim, call(fault).streaming(), seconds).await;
        assert_eq!(text_of(&streamed), CANONICAL, "{fault}");
        // Within a whole answer nothing can stall but its beginning, or two thirds of it.
        let whole = timed(&sim, call(fault), seconds).await;
        assert_eq!(json_of(&whole)["choices"][0]["message"]["content"], CANONICAL, "{fault}");
    }
    let slow = timed(&sim, call("slow-tokens").streaming(), 60.0).await;
    assert_eq!(text_of(&slow), CANONICAL);
}

#[tokio::test]
async fn a_kept_alive_stall_shows_only_signs_of_life() {
    let sim = simulator().await;
    let reply = stream(&sim, "s09k").await;
    assert_eq!(reply.body.matches(": keep-alive\n\n").count(), 30);
    let before = reply.body.split(": keep-alive").next().unwrap();
    assert_eq!(before.matches("\"content\":").count(), 21, "the empty one at the start, and twenty tokens");
    let pings = post(&sim, &Call::messages("sim-s09k").streaming()).await;
    assert_eq!(pings.body.matches("event: ping").count(), 31);
    let blanks = post(&sim, &Call::ollama("sim-s09k").streaming()).await;
    assert_eq!(blanks.body.lines().filter(|line| line.is_empty()).count(), 30);
    assert_eq!(lines(&blanks).len(), 61);
}

#[tokio::test]
async fn arguments_of_a_tool_come_late_but_whole() {
    let sim = simulator().await;
    let tools =
        json!([{"name": "tell", "input_schema": {"type": "object", "properties": {"text": {"type": "string"}}}}]);
    let reply = post(&sim, &Call::messages("sim-f23").with("/tools", tools).streaming()).await;
    let (before, after) = reply.body.split_once("input_json_delta").unwrap();
    assert_eq!(before.matches("event: ping").count(), 168);
    assert!(before.contains("\"tool_use\"") && after.contains("message_stop"));
    let arguments: String =
        sse_events(&reply).iter().filter_map(|event| event["delta"]["partial_json"].as_str()).collect();
    assert_eq!(arguments, r#"{"text":"The harbour reopened on Tuesday."}"#);
}

#[tokio::test]
async fn without_tools_there_are_no_arguments_to_be_silent_in() {
    // At true pace: the silence would be seen.
    let sim = Simulator::start(Options { seed: 1, pace: 1.0 }).await.unwrap();
    for call in Call::in_every_dialect("sim-f23") {
        let whole = post(&sim, &call).await;
        let streamed = post(&sim, &call.clone().streaming()).await;
        assert_eq!((whole.status, streamed.status), (200, 200), "{}", call.vendor);
        assert!(!streamed.body.contains("keep-alive") && streamed.body.contains("week."), "{}", call.vendor);
    }
    assert!(sim.seen().iter().all(|seen| seen.fault.is_empty()));
}

#[tokio::test]
async fn events_are_broken_or_lack_their_end() {
    let sim = simulator().await;
    let broken = stream(&sim, "s10").await;
    assert!(broken.body.contains("{\"content\":\"bro\n\n") && broken.body.ends_with("data: [DONE]\n\n"));
    assert_eq!(n_tokens(&broken), 59);
    let unended = stream(&sim, "s11").await;
    assert!(!unended.body.contains("[DONE]") && unended.body.contains("\"finish_reason\":\"stop\""));
    assert!(unended.raw.ends_with("\r\n0\r\n\r\n"));
    let unstopped = post(&sim, &Call::messages("sim-s11").streaming()).await;
    assert!(!unstopped.body.contains("message_stop") && unstopped.body.contains("end_turn"));
    assert!(!post(&sim, &Call::gemini("sim-s11").streaming()).await.body.ends_with('\n'));
}

#[tokio::test]
async fn pages_and_pieces_come_instead_of_json() {
    let sim = simulator().await;
    let page = stream(&sim, "f12").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let cut = post(&sim, &Call::chat("openai", "sim-f12b")).await;
    assert_eq!(cut.header("content-length"), Some(cut.body.len().to_string().as_str()));
    assert!(serde_json::from_str::<Value>(&cut.body).is_err() && cut.closed.is_none());
    let cut_event = stream(&sim, "f12b").await;
    assert!(cut_event.body.starts_with("data: {") && sse_events(&cut_event).is_empty());
    let late = post(&sim, &Call::chat("deepseek", "sim-f13")).await;
    assert!(late.body.starts_with("\n\n\n\n\n{"));
    assert_eq!(json_of(&late)["choices"][0]["message"]["content"], CANONICAL);
}

#[tokio::test]
async fn odd_packets_hold_the_same_answer() {
    let sim = simulator().await;
    let odd = stream(&sim, "f20").await;
    assert!(odd.body.starts_with("data:{") && odd.body.contains("\r\n\r\ndata:{"));
    assert_eq!(text_of(&odd), CANONICAL_WIDE);
    let whole = post(&sim, &Call::chat("openai", "sim-f20")).await;
    assert_eq!(json_of(&whole)["choices"][0]["message"]["content"], CANONICAL_WIDE);
    assert_eq!(text_of(&stream(&sim, "f20-bytes").await), CANONICAL_WIDE);
}

#[tokio::test]
async fn a_character_is_split_over_two_packets() {
    let sim = simulator().await;
    let call = Call::chat("openai", "sim-f20").streaming();
    let mut socket = TcpStream::connect(sim.addr()).await.unwrap();
    socket.write_all(&call.bytes(&sim.base_url("openai"))).await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"0\r\n\r\n") {
        socket.read_buf(&mut bytes).await.unwrap();
    }
    let first = "港".as_bytes();
    let split = [&first[..1], b"\r\n"].concat();
    assert!(bytes.windows(3).any(|window| window == split), "a chunk ends after one byte of three");
}

#[tokio::test]
async fn who_leaves_first_is_noted() {
    let sim = Simulator::start(Options { seed: 1, pace: 1.0 }).await.unwrap();
    let call = Call::chat("openai", "sim-s06");
    let mut socket = TcpStream::connect(sim.addr()).await.unwrap();
    socket.write_all(&call.bytes(&sim.base_url("openai"))).await.unwrap();
    while sim.hits("openai", "sim-s06") == 0 {
        tokio::task::yield_now().await;
    }
    drop(socket);
    while !sim.seen()[0].hung_up {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_caller_may_slow_down_a_healthy_stream() {
    let sim = simulator().await;
    let begun = Instant::now();
    let reply = post(&sim, &Call::chat("openai", "sim-ok").streaming().with_header("x-sim-token-ms", "2")).await;
    assert_eq!(text_of(&reply), CANONICAL);
    assert!(begun.elapsed() >= Duration::from_millis(120));
}
