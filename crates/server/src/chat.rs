//! `/v1/chat/completions`: plain and streaming.

use crate::body::Fields;
use crate::door::Door;
use crate::fault::Fault;
use crate::flow::{Beat, Flow};
use crate::reply::{self, Trace};
use crate::visit::Visit;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::{Bytes, BytesMut};
use gateway::{Ask, Schema};
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::sync::Arc;

/// A comment, so that neither the client nor a proxy takes the line for dead.
pub(crate) const COMMENT: &[u8] = b": zaowan\n\n";

/// Frames that are there at once go out at once, up to so many bytes.
const MAX_AT_ONCE: usize = 64 * 1024;

pub(crate) async fn complete(
    State(door): State<Arc<Door>>,
    visit: Visit,
    Fields(mut body): Fields,
) -> Result<Response, Fault> {
    visit.guest.count_request()?;
    if body.get("messages").and_then(Value::as_array).is_none_or(Vec::is_empty) {
        return Err(Fault::wrong("messages", "messages is a list with at least one message"));
    }
    let routes = door.routes_of(&visit.guest, &mut body)?;
    let is_stream = body.get("stream").and_then(Value::as_bool) == Some(true);
    let schema = take_schema(&mut body)?;
    let ask = Ask { schema, purpose: visit.purpose("chat"), ..Ask::of_body(routes, body) };
    if is_stream {
        let flow = Flow::begin(door.gateway.stream(ask, visit.hold), door.patience).await?;
        let trace = flow.trace();
        return Ok(reply::events(Body::from_stream(frames(flow)), &trace));
    }
    let checked = door.gateway.ask(&ask).await;
    match checked.result {
        Ok(answer) => Ok(reply::json(answer.body, &Trace::of(&answer.route, &checked.attempts))),
        Err(error) => Err(Fault::of(&error, &checked.attempts)),
    }
}

/// The schema of the answer, if there is one: the gateway says it to each vendor in the best form that vendor takes.
pub(crate) fn take_schema(body: &mut Map<String, Value>) -> Result<Option<Schema>, Fault> {
    let format = body.get("response_format");
    if format.and_then(|format| format.get("type")).and_then(Value::as_str) != Some("json_schema") {
        return Ok(None);
    }
    let format = body.remove("response_format").unwrap_or_default();
    let written = format.get("json_schema").unwrap_or(&Value::Null);
    schema_of(written).map(Some).ok_or_else(|| {
        Fault::wrong("response_format", "response_format.json_schema has a name and a schema, which is an object")
    })
}

/// A schema as it is written: `name` and `schema`.
pub(crate) fn schema_of(written: &Value) -> Option<Schema> {
    let name = written.get("name").and_then(Value::as_str).unwrap_or("answer").to_owned();
    let schema = written.get("schema").filter(|schema| schema.is_object())?.clone();
    Some(Schema { name, schema })
}

/// The stream as server-sent events; only an answer ends in `[DONE]`.
fn frames(flow: Flow) -> impl futures::Stream<Item = Result<Bytes, Infallible>> {
    futures::stream::unfold(Some(flow), |flow| async {
        let mut flow = flow?;
        Some(match flow.next().await {
            Beat::Frame(json) => {
                let mut events = BytesMut::new();
                push_event(&mut events, &json);
                while events.len() < MAX_AT_ONCE
                    && let Some(json) = flow.next_ready()
                {
                    push_event(&mut events, &json);
                }
                (Ok(events.freeze()), Some(flow))
            }
            Beat::Pause => (Ok(Bytes::from_static(COMMENT)), Some(flow)),
            Beat::Failed(fault) => (Ok(event(fault.to_json().to_string().as_bytes())), None),
            Beat::End => (Ok(Bytes::from_static(b"data: [DONE]\n\n")), None),
        })
    })
}

fn event(json: &[u8]) -> Bytes {
    let mut event = BytesMut::new();
    push_event(&mut event, json);
    event.freeze()
}

fn push_event(events: &mut BytesMut, json: &[u8]) {
    events.reserve(json.len() + 8);
    events.extend_from_slice(b"data: ");
    events.extend_from_slice(json);
    events.extend_from_slice(b"\n\n");
}
