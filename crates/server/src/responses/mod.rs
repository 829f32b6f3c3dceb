//! `/v1/responses`: turned into a chat for the gateway, and the answer back into a Response, plain or as its events.
//!
//! Nothing is stored: whoever goes on with a conversation sends it whole. `asked` reads a request, `given` makes the
//! Response, `tale` tells it event by event.

mod asked;
mod chunk;
mod given;
mod item;
mod tale;
mod tools;

use crate::body::Fields;
use crate::chat::COMMENT;
use crate::door::{Door, unix_seconds};
use crate::fault::Fault;
use crate::flow::{Beat, Flow};
use crate::reply::{self, Trace};
use crate::visit::Visit;
use asked::Asked;
use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use gateway::Ask;
use given::Frame;
use serde_json::json;
use std::convert::Infallible;
use std::sync::Arc;
use tale::Tale;

pub(crate) async fn respond(
    State(door): State<Arc<Door>>,
    visit: Visit,
    Fields(mut body): Fields,
) -> Result<Response, Fault> {
    visit.guest.count_request()?;
    let name = body.get("model").cloned().unwrap_or_default();
    let routes = door.routes_of(&visit.guest, &mut body)?;
    let Asked { mut chat, schema, is_stream, frame } = asked::read(body)?;
    if is_stream {
        chat.insert("stream_options".into(), json!({"include_usage": true}));
    }
    let frame = Frame { model: name, id: format!("resp_{}", door.next_id()), created_at: unix_seconds(), ..frame };
    let ask = Ask { schema, purpose: visit.purpose("responses"), ..Ask::of_body(routes, chat) };
    if is_stream {
        let flow = Flow::begin(door.gateway.stream(ask, visit.hold), door.patience).await?;
        let trace = flow.trace();
        return Ok(reply::events(Body::from_stream(events(flow, Tale::new(frame))), &trace));
    }
    let checked = door.gateway.ask(&ask).await;
    match checked.result {
        Ok(answer) => {
            let trace = Trace::of(&answer.route, &checked.attempts);
            Ok(reply::json(frame.whole(&answer).to_string(), &trace))
        }
        Err(error) => Err(Fault::of(&error, &checked.attempts)),
    }
}

/// The stream as the events of a Response.
fn events(flow: Flow, tale: Tale) -> impl futures::Stream<Item = Result<Bytes, Infallible>> {
    futures::stream::unfold(Some((flow, tale)), |state| async {
        let (mut flow, mut tale) = state?;
        Some(match flow.next().await {
            Beat::Frame(json) => (Ok(tale.goes_on(&json)), Some((flow, tale))),
            Beat::Pause => {
                let begun = tale.begins();
                let comment = if begun.is_empty() { Bytes::from_static(COMMENT) } else { begun };
                (Ok(comment), Some((flow, tale)))
            }
            Beat::Failed(fault) => (Ok(tale.fails(&fault)), None),
            Beat::End => (Ok(tale.ends()), None),
        })
    })
}
