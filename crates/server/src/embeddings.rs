//! `/v1/embeddings`: numbers or base64, as the client asks, whatever the vendor gives.

use crate::body::Fields;
use crate::door::Door;
use crate::fault::Fault;
use crate::floats;
use crate::reply::{self, Trace};
use crate::visit::Visit;
use axum::extract::State;
use axum::response::Response;
use gateway::{Ask, Route, Verdict};
use serde_json::Value;
use std::sync::Arc;

pub(crate) async fn embed(
    State(door): State<Arc<Door>>,
    visit: Visit,
    Fields(mut body): Fields,
) -> Result<Response, Fault> {
    visit.guest.count_request()?;
    if body.get("input").is_none_or(Value::is_null) {
        return Err(Fault::wrong("input", "input is a text or a list of texts"));
    }
    let routes = door.routes_of(&visit.guest, &mut body)?;
    let wants_base64 = body.get("encoding_format").and_then(Value::as_str) == Some("base64");
    let ask = Ask { purpose: visit.purpose("embeddings"), ..Ask::of_body(routes, body) };
    let checked = door.gateway.embed(&ask).await;
    let mut json = checked.result.map_err(|error| Fault::of(&error, &checked.attempts))?;
    for row in json.get_mut("data").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(embedding) = row.get_mut("embedding") else { continue };
        match embedding {
            Value::Array(_) if wants_base64 => *embedding = floats::to_base64(embedding).into(),
            Value::String(_) if !wants_base64 => {
                if let Some(numbers) = floats::to_numbers(embedding) {
                    *embedding = numbers;
                }
            }
            _ => {}
        }
    }
    let answered = checked.attempts.iter().rfind(|attempt| attempt.verdict == Verdict::Answer);
    let trace = answered.map(|attempt| Trace::of(&Route::new(&attempt.vendor, &attempt.model), &checked.attempts));
    Ok(reply::json(json.to_string(), &trace.unwrap_or_default()))
}
