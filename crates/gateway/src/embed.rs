//! Embeddings, over the OpenAI wire: judged for being there, whole, finite and of one length.

use crate::ask::Ask;
use crate::attempt::{Booking, IDEMPOTENCY_KEY, Reserved, Rows};
use crate::dispatch::{Checked, plan};
use crate::error::Error;
use crate::inner::Inner;
use crate::ledger::{Attempt, Kind};
use crate::table::Api;
use crate::verdict::{Failure, Verdict};
use crate::{Usage, dialect, judge, tokens};
use serde_json::{Value, json};
use std::sync::{Arc, PoisonError};
use std::time::Instant;

/// Asks one route after the other, each once.
pub(crate) async fn embed(inner: &Arc<Inner>, ask: &Ask) -> Checked<Value> {
    let rows = Rows::default();
    let result = run(inner, ask, &rows).await;
    let attempts = std::mem::take(&mut *rows.lock().unwrap_or_else(PoisonError::into_inner));
    Checked { result, attempts, over_budget: None }
}

async fn run(inner: &Arc<Inner>, ask: &Ask, rows: &Rows) -> Result<Value, Error> {
    let (candidates, mut tried) = plan(inner, ask);
    for (nth, candidate) in candidates.iter().enumerate() {
        let (vendor, route) = (&candidate.vendor, &candidate.route);
        if let Err(failure) = inner.gate(route) {
            tried.push((route.clone(), failure));
            continue;
        }
        let mut body = ask.body.clone();
        body.insert("model".into(), route.model.as_str().into());
        let text = Value::Object(body.clone()).to_string();
        let n_input = tokens::estimate(&text);
        if let Err(wait) = inner.reserve_tokens(&vendor.name, n_input) {
            inner.called_off(route);
            let failure = Failure::new(Verdict::RateLimited, format!("our own limit for {} is used up", vendor.name));
            tried.push((route.clone(), Failure { retry_after: Some(wait), ..failure }));
            continue;
        }
        let hold = match inner.reserve_money(
            &ask.purpose,
            &vendor.name,
            inner.bound(vendor, route, tokens::at_most(text.len()), 0),
        ) {
            Ok(hold) => hold,
            Err(error) => {
                inner.settle(route, crate::budget::Hold::default(), 0, n_input, 0);
                inner.called_off(route);
                tried.push((route.clone(), Failure::new(Verdict::NoMoney, error.to_string())));
                continue;
            }
        };
        let kind = if nth == 0 { Kind::First } else { Kind::Failover };
        let row = Attempt { kind, ..Attempt::about(&ask.purpose) };
        let booking = Booking::new(
            inner,
            vendor,
            route,
            row,
            rows,
            Reserved { hold, n_tokens: n_input, n_input, n_characters: 0 },
        );
        let key = ask.purpose.request_key(&[&vendor.base_url, &text]);
        match once(inner, &booking, text, &key).await {
            Ok(json) => {
                let usage = json.get("usage").map(|usage| Usage {
                    input: usage.get("prompt_tokens").and_then(Value::as_u64).unwrap_or(n_input),
                    ..Usage::default()
                });
                let model = json.get("model").and_then(Value::as_str).unwrap_or(&route.model).to_owned();
                let took = booking.began.elapsed();
                booking.answered(usage, &model);
                inner.well(route, false, took);
                return Ok(json);
            }
            Err(failure) => {
                inner.failed(route, &failure);
                booking.failed(&failure);
                tried.push((route.clone(), failure));
            }
        }
    }
    if tried.is_empty() {
        Err(Error::NoRoute("no embedding model is configured".into()))
    } else {
        Err(Error::Exhausted { tried })
    }
}

async fn once(inner: &Inner, booking: &Booking, text: String, key: &str) -> Result<Value, Failure> {
    let quirks = &booking.vendor.quirks;
    // Ollama answers the OpenAI wire beside its own.
    let path = match quirks.api {
        Api::Ollama => "/v1/embeddings",
        Api::Anthropic | Api::Gemini => {
            return Err(Failure::new(Verdict::WrongRequest, "this protocol has no embeddings here"));
        }
        Api::Chat | Api::Responses => "/embeddings",
    };
    let url = format!("{}{path}", booking.vendor.base_url);
    let until = Instant::now() + inner.settings.timing.plain;
    let mut request = inner.client.post(url).header("content-type", "application/json").body(text);
    for (name, value) in dialect::headers(&booking.vendor) {
        request = request.header(name, value);
    }
    if !key.is_empty() {
        request = request.header(IDEMPOTENCY_KEY, key);
    }
    let exchange = async {
        let response = request.send().await?;
        let status = response.status();
        Ok::<_, reqwest::Error>((status, response.bytes().await?))
    };
    let (status, body) = tokio::time::timeout_at(until.into(), exchange)
        .await
        .map_err(|_| Failure::new(Verdict::Broken, "no reply in time"))?
        .map_err(|error| Failure::new(Verdict::Broken, error.without_url().to_string()))?;
    let json: Value = serde_json::from_slice(&body).unwrap_or_else(|_| json!({"error": {"message": "no JSON"}}));
    if let Some(envelope) = judge::find_envelope(&json) {
        return Err(judge::error(quirks, status.as_u16(), &envelope, None));
    }
    let n_wanted = 1.max(json.get("data").and_then(Value::as_array).map_or(0, Vec::len));
    whole(&json, n_wanted)?;
    Ok(json)
}

/// Every vector is there, of one length, and of numbers; base64 is believed by its length.
fn whole(json: &Value, n_wanted: usize) -> Result<(), Failure> {
    let rows = json.get("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let length = |row: &Value| match row.get("embedding") {
        Some(Value::Array(numbers)) if numbers.iter().all(|number| number.as_f64().is_some_and(f64::is_finite)) => {
            numbers.len()
        }
        Some(Value::String(base64)) => base64.len(),
        _ => 0,
    };
    let lengths: std::collections::BTreeSet<usize> = rows.iter().map(length).collect();
    if rows.len() < n_wanted || lengths.contains(&0) || lengths.len() != 1 {
        return Err(Failure::new(Verdict::Broken, format!("{} vectors of lengths {lengths:?}", rows.len())));
    }
    Ok(())
}
