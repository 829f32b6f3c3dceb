//! Who may come in, what it may ask, how often and for how much.

use crate::house::{House, KEY, Reply, client, question};
use gateway::Budgets;
use server::Client;
use std::collections::BTreeMap;

const SHOP: &str = "zw-shop";

#[tokio::test(flavor = "multi_thread")]
async fn without_a_right_key_nothing_is_asked() {
    let house = House::open().await;
    for key in ["zw-wrong", "", &KEY[..KEY.len() - 1]] {
        let reply = Reply::of(house.post("/v1/chat/completions", key, &question("openai/sim-ok"))).await;
        assert_eq!((reply.error().0, reply.error().1.as_str()), (401, "invalid_api_key"), "{key}");
        assert!(!reply.text.contains("zw-wrong") && reply.header("x-request-id").starts_with("req_"));
    }
    assert_eq!(house.simulator.seen().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_asks_the_models_that_it_may() {
    let models = vec!["reporter".to_owned(), "spare/*".to_owned()];
    let house = House::open_with(vec![Client { models, ..client("shop", SHOP) }], Budgets::default()).await;
    let ask = async |model: &str| Reply::of(house.post("/v1/chat/completions", SHOP, &question(model))).await;
    assert_eq!(ask("reporter").await.status, 200);
    assert_eq!(ask("spare/sim-ok").await.status, 200);
    for model in ["deepseek/sim-ok", "spare/sim-ok,openai/sim-ok", "zaowan"] {
        let reply = ask(model).await;
        assert_eq!((reply.error().0, reply.error().1.as_str()), (403, "model_not_allowed"), "{model}");
    }
    assert_eq!(house.rows(9).last().map(|row| row.client.clone()).as_deref(), Some("shop"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_minute_that_is_used_up_says_when_there_is_room_again() {
    let house =
        House::open_with(vec![Client { per_minute: Some(2), ..client("shop", SHOP) }], Budgets::default()).await;
    let ask = async || Reply::of(house.post("/v1/chat/completions", SHOP, &question("openai/sim-ok"))).await;
    assert_eq!((ask().await.status, ask().await.status), (200, 200));
    let reply = ask().await;
    assert_eq!((reply.error().0, reply.error().1.as_str()), (429, "rate_limit_exceeded"));
    assert!(["29", "30"].contains(&reply.header("retry-after")), "{:?}", reply.headers);
    assert_eq!(house.chat(&question("openai/sim-ok")).await.status, 200, "another client has its own minute");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_whose_budget_is_spent_is_over_for_its_client_alone() {
    let budgets = Budgets { per_client: BTreeMap::from([("shop".to_owned(), 1)]), ..Budgets::default() };
    let house = House::open_with(vec![client("shop", SHOP)], budgets).await;
    for is_stream in [false, true] {
        let mut body = question("openai/sim-ok");
        body["stream"] = is_stream.into();
        let reply = Reply::of(house.post("/v1/chat/completions", SHOP, &body)).await;
        assert_eq!((reply.error().0, reply.error().1.as_str()), (402, "budget_exceeded"));
        assert!(reply.error().2.contains("client shop"), "{}", reply.text);
    }
    assert_eq!(house.chat(&question("openai/sim-ok")).await.status, 200);
}
