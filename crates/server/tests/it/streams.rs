//! Streams: held and live, whole and broken, one and many, and clients that leave.

use crate::house::{House, KEY, question};
use gateway::Verdict;
use serde_json::{Value, json};
use std::time::Duration;
use testkit::vendors::CANONICAL;

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_ends_in_done_held_or_live() {
    let house = House::open().await;
    for vendor in ["openai", "deepseek", "anthropic", "gemini", "ollama", "openai-responses"] {
        for hold in ["held", "live"] {
            let reply = house.stream(&question(&format!("{vendor}/sim-ok")), hold).await;
            assert!(reply.status == 200 && reply.header("content-type").starts_with("text/event-stream"), "{reply:?}");
            assert_eq!(reply.streamed(), (CANONICAL.to_owned(), "[DONE]".to_owned()), "{vendor} {hold}");
            assert_eq!(reply.header("x-zaowan-route"), format!("{vendor}/sim-ok"));
            assert_eq!(reply.header("x-zaowan-attempts"), "1");
            // Others say it in frames that bear content or the end.
            let told = vendor == "openai" && reply.text.contains("\"usage\":{");
            assert!(!told, "{vendor} {hold}: nobody asked for it");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn usage_comes_last_to_those_who_ask_for_it() {
    let house = House::open().await;
    for (vendor, hold) in [("openai", "held"), ("openai", "live"), ("anthropic", "live")] {
        let mut body = question(&format!("{vendor}/sim-ok"));
        body["stream_options"] = json!({"include_usage": true});
        let events = house.stream(&body, hold).await.events();
        let chunk: Value = serde_json::from_str(&events[events.len() - 2]).unwrap();
        assert!(chunk["usage"]["completion_tokens"].as_u64() >= Some(60), "{vendor} {hold}: {chunk}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn before_its_first_content_a_broken_stream_is_begun_elsewhere_or_is_an_http_error() {
    let house = House::open().await;
    for hold in ["held", "live"] {
        let reply = house.stream(&question("spare/sim-f12,openai/sim-ok"), hold).await;
        assert_eq!(reply.streamed(), (CANONICAL.to_owned(), "[DONE]".to_owned()), "{hold}");
        assert_eq!(
            (reply.header("x-zaowan-route"), reply.header("x-zaowan-attempts")),
            ("openai/sim-ok", "2"),
            "{hold}"
        );
        let reply = house.stream(&question("openai/sim-s12"), hold).await;
        assert_eq!(
            (reply.error().0, reply.error().1.as_str()),
            (400, "context_length_exceeded"),
            "{hold}: {}",
            reply.text
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_stream_that_is_cut_goes_on_elsewhere_or_says_that_it_cannot() {
    let house = House::open().await;
    let reply = house.stream(&question("spare/sim-s08a,openai/sim-ok"), "live").await;
    assert_eq!(reply.streamed(), (CANONICAL.to_owned(), "[DONE]".to_owned()), "not a word twice, none lost");
    let reply = house.stream(&question("spare/sim-s08b"), "live").await;
    let (text, last) = reply.streamed();
    assert!(reply.status == 200 && CANONICAL.starts_with(&text) && text.len() > 100, "{text}");
    let error: Value = serde_json::from_str(&last).unwrap();
    assert_eq!(error["error"]["code"], "no_model_answered", "{last}");
    assert!(error["error"]["message"].as_str().unwrap().contains("cut off"), "{last}");
    assert!(!reply.text.contains("[DONE]") && !reply.is_broken);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_held_stream_that_is_cut_gives_nothing_but_the_error() {
    let house = House::open().await;
    let reply = house.stream(&question("spare/sim-s08a"), "held").await;
    // Its vendor is slow enough that comments came first, or quick enough for a status.
    let (text, last) = reply.streamed();
    assert_eq!(text, "");
    assert!(reply.text.contains("no_model_answered") && !reply.text.contains("[DONE]"), "{} {last}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_long_is_kept_waiting_with_comments() {
    let house = House::open().await;
    for hold in ["held", "live"] {
        let reply = house.stream(&question("spare/sim-slow"), hold).await;
        assert_eq!(reply.status, 200);
        assert!(reply.text.starts_with(": zaowan\n\n"), "{hold}: {}", reply.text);
        assert_eq!(reply.streamed(), (CANONICAL.to_owned(), "[DONE]".to_owned()), "{hold}");
        assert_eq!(reply.header("x-zaowan-route"), "", "it was not known yet");
    }
    let reply = house.stream(&question("spare/sim-s06"), "held").await;
    assert!(reply.status == 200 && reply.streamed().1.contains("no_model_answered"), "{}", reply.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn tool_calls_stream_with_whole_arguments() {
    let house = House::open().await;
    for vendor in ["openai", "anthropic", "gemini"] {
        for hold in ["held", "live"] {
            let mut body = question(&format!("{vendor}/sim-ok"));
            body["messages"][0]["content"] = "Please use the tool.".into();
            body["tools"] = json!([{"type": "function", "function": {"name": "weather",
                "parameters": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}}}}]);
            let events = house.stream(&body, hold).await.events();
            let chunks: Vec<Value> = events.iter().filter_map(|event| serde_json::from_str(event).ok()).collect();
            let arguments: String = chunks
                .iter()
                .filter_map(|chunk| chunk["choices"][0]["delta"]["tool_calls"][0]["function"]["arguments"].as_str())
                .collect();
            let arguments: Value =
                serde_json::from_str(&arguments).unwrap_or_else(|error| panic!("{vendor} {hold}: {error} {events:?}"));
            assert!(arguments["city"].is_string(), "{vendor} {hold}");
            let ends = |event: &String| event.contains("\"finish_reason\":\"tool_calls\"");
            assert!(events.iter().any(ends) && events.last().unwrap() == "[DONE]", "{vendor} {hold}: {events:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_leaves_ends_the_attempt_and_that_is_booked() {
    let house = House::open().await;
    for (path, hold) in [("/v1/chat/completions", "live"), ("/v1/chat/completions", "held"), ("/v1/responses", "live")]
    {
        let mut body = question("spare/sim-slow-tokens");
        body["input"] = "Why?".into();
        body["stream"] = true.into();
        let request = house.post(path, KEY, &body).header("x-zaowan-stream", hold).timeout(Duration::from_millis(600));
        let left = async { request.send().await?.bytes().await };
        assert!(left.await.is_err(), "{path} {hold}: it is slower than that");
        let mut rows = Vec::new();
        for _ in 0..50 {
            tokio::time::sleep(Duration::from_millis(20)).await;
            rows = house.rows(1);
            if !rows.is_empty() {
                break;
            }
        }
        assert_eq!(rows.first().map(|row| row.verdict), Some(Verdict::Cancelled), "{path} {hold}");
        assert_eq!(
            house.gateway.ledger().latest(99).unwrap().iter().filter(|row| row.verdict != Verdict::Cancelled).count(),
            0
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plain_request_whose_client_leaves_is_called_off_too() {
    let house = House::open().await;
    let request =
        house.post("/v1/chat/completions", KEY, &question("spare/sim-s06")).timeout(Duration::from_millis(200));
    assert!(request.send().await.is_err());
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        if let [row] = house.rows(9).as_slice() {
            assert_eq!(row.verdict, Verdict::Cancelled);
            return;
        }
    }
    panic!("nothing was booked");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_streams_at_once_lose_no_frame() {
    let house = House::open().await;
    let body = question("openai/sim-ok");
    let replies = (0..200).map(|nth| house.stream(&body, if nth % 2 == 0 { "live" } else { "held" }));
    for reply in futures::future::join_all(replies).await {
        assert_eq!(reply.streamed(), (CANONICAL.to_owned(), "[DONE]".to_owned()));
    }
    assert_eq!(house.rows(999).len(), 200);
}
