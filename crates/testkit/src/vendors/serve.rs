//! From a request to the script that answers it.

use super::ask::{Ask, text_at};
use super::fault::{self, Fault, Often, Strike};
use super::http::Request;
use super::route::{self, Endpoint, Route, Wire};
use super::script::{Reply, Script};
use super::state::State;
use super::strike::{Line, Stage, refused};
use super::wire::{Counted, Voice};
use super::{Seen, check, compose, embeddings, envelope, headers, models, personas, strike};
use serde_json::Value;
use std::time::Duration;

/// Records the request and says what is answered.
pub(super) fn script(state: &State, request: Request) -> (u64, Script) {
    let route = route::of(&request.path);
    match route.endpoint.clone() {
        Endpoint::Answer(wire) => answer(state, request, &route, wire),
        Endpoint::Embeddings => embed(state, request, &route),
        Endpoint::Models => {
            let wire = models::wire_of(&route.vendor, &request.path);
            let envelope = envelope::of(&route.vendor, wire);
            let refusal = check::key(&request, &route.vendor, wire, envelope);
            let reply = refusal.unwrap_or_else(|| models::list(&route.vendor, &request.path));
            plain(state, request, route, reply)
        }
        Endpoint::Unknown => {
            let reply = if request.path == "/" { hello() } else { nothing_there(&request, &route) };
            plain(state, request, route, reply)
        }
    }
}

fn hello() -> Reply {
    Reply { status: 200, headers: vec![("content-type", "text/plain".to_owned())], body: "sim".to_owned() }
}

fn nothing_there(request: &Request, route: &Route) -> Reply {
    let reply = envelope::bad_request(
        envelope::of(&route.vendor, Wire::Chat),
        &format!("Invalid URL ({} {})", request.method, request.path),
    );
    Reply { status: 404, ..reply }
}

fn plain(state: &State, request: Request, route: Route, reply: Reply) -> (u64, Script) {
    let body = serde_json::from_slice(&request.body).unwrap_or(Value::Null);
    let seen = seen(state, request, route.vendor, String::new(), body, "");
    (state.record(seen, false), reply.whole())
}

fn seen(state: &State, request: Request, vendor: String, model: String, body: Value, fault: &str) -> Seen {
    Seen {
        vendor,
        model,
        path: request.path,
        at: state.now(),
        headers: request.headers,
        body,
        fault: fault.to_owned(),
        hung_up: false,
    }
}

/// What a request meets.
enum Met {
    Health,
    Fault(Fault),
    /// A name that is not in the table.
    Nonsense(String),
}

impl Met {
    fn name(&self) -> &str {
        match self {
            Self::Health => "",
            Self::Fault(fault) => fault.name,
            Self::Nonsense(name) => name,
        }
    }
}

fn met(state: &State, request: &Request, vendor: &str, ask: &Ask) -> Met {
    let model = ask.model.as_str();
    let forced = state.forced(vendor);
    let in_header = request.header("x-sim-fault").filter(|name| *name != "ok");
    let Some(name) = forced.as_deref().or(in_header).or_else(|| fault::name_in(model)) else {
        return Met::Health;
    };
    let Some(fault) = fault::named(name) else {
        return Met::Nonsense(name.to_owned());
    };
    let strikes = match fault.often {
        Often::Always => true,
        Often::Once => state.strikes_first(vendor, model, name),
        Often::Outage => state.since_forgotten() < state.paced(fault::OUTAGE_SECONDS),
        Often::WhenJsonIsWanted => ask.uses_format_switch,
        Often::WhenToolsAreGiven => !ask.tools.is_empty(),
        Often::UntilThoughtsReturn => match ask.returns_thoughts {
            Some(returns) => !returns,
            None => state.strikes_first(vendor, model, name),
        },
    };
    if strikes { Met::Fault(fault) } else { Met::Health }
}

fn answer(state: &State, request: Request, route: &Route, wire: Wire) -> (u64, Script) {
    let ask = Ask::of(&request, route, wire);
    let vendor = route.vendor.as_str();
    let met = if ask.model.contains("unknown") { Met::Health } else { met(state, &request, vendor, &ask) };
    let name = met.name().to_owned();
    let serial = state.next_serial();
    let stage = stage(state, &request, route, wire, &ask, serial);
    let script = match met {
        Met::Nonsense(name) => nonsense(&name),
        Met::Fault(fault) if strikes_before_checks(fault.strike) => struck(state, fault, stage, &request, &ask),
        met => match refused_by_vendor(&request, vendor, wire, &stage, &ask) {
            Some(reply) => reply.whole(),
            None => match met {
                Met::Fault(fault) => struck(state, fault, stage, &request, &ask),
                _ => stage.healthy(),
            },
        },
    };
    let seen = seen(state, request, route.vendor.clone(), ask.model, ask.body, &name);
    (state.record(seen, true), script)
}

fn nonsense(name: &str) -> Script {
    let body = serde_json::json!({"error": {"message": format!("the simulator knows no fault {name:?}")}});
    Reply { status: 500, ..Reply::json(body.to_string()) }.whole()
}

/// A dead or refusing vendor does not look at keys first.
fn strikes_before_checks(strike: Strike) -> bool {
    matches!(strike, Strike::Refuse(_) | Strike::Line(Line::Reset))
}

fn refused_by_vendor(request: &Request, vendor: &str, wire: Wire, stage: &Stage, ask: &Ask) -> Option<Reply> {
    let refusal = check::version(request, wire, vendor, stage.envelope)
        .or_else(|| check::refused(request, vendor, wire, stage.envelope, ask))?;
    let mut reply = refusal;
    reply.headers.extend(stage.headers.iter().cloned());
    Some(reply)
}

fn stage(state: &State, request: &Request, route: &Route, wire: Wire, ask: &Ask, serial: u64) -> Stage {
    let splits_reasoning = route.vendor == "minimax" && compose::splits_reasoning(ask);
    let token_delay = request.header("x-sim-token-ms").and_then(|millis| millis.parse().ok()).unwrap_or(0);
    Stage {
        voice: Voice {
            vendor: route.vendor.clone(),
            wire,
            serial,
            includes_usage: ask.includes_usage,
            counted: Counted::Truly,
            splits_reasoning,
            repeats_thought: false,
        },
        envelope: envelope::of(&route.vendor, wire),
        answer: compose::answer(&route.vendor, ask),
        streams: ask.stream,
        headers: headers::of(&route.vendor, wire, serial),
        pace: state.options.pace,
        token_delay: Duration::from_millis(token_delay),
    }
}

fn struck(state: &State, fault: Fault, mut stage: Stage, request: &Request, ask: &Ask) -> Script {
    match fault.strike {
        Strike::Refuse(refusal) => refused(refusal, &stage, &credentials(request)).whole(),
        Strike::Line(line) => {
            if let (Line::SilentArguments { .. }, Some(tool)) = (line, ask.tools.first()) {
                stage.answer = compose::calling(ask, tool, &super::schema::fitting(&tool.schema));
            }
            strike::on_line(line, &stage)
        }
        Strike::Flaw(flaw) => strike::in_events(flaw, stage),
        Strike::Vice(vice) if vice.is_persona() => {
            personas::corrupt(vice, &mut stage.answer, ask, state.options.seed);
            stage.healthy()
        }
        Strike::Vice(vice) => {
            let key = check::key_of(request, stage.voice.wire).unwrap_or_default().to_owned();
            strike::corrupt(vice, &mut stage, &key, ask.max_tokens);
            stage.unhurried()
        }
    }
}

/// The header with the caller's key, as an upstream that logs too much would repeat it.
fn credentials(request: &Request) -> String {
    let names = ["authorization", "x-api-key", "x-goog-api-key"];
    let found = names.iter().find_map(|name| Some(format!("{name}: {}", request.header(name)?)));
    found.unwrap_or_default()
}

/// Embeddings meet the faults that concern them: refusals, and a line that is dead or slow.
fn embed(state: &State, request: Request, route: &Route) -> (u64, Script) {
    let wire = embeddings::wire_of(&route.vendor, &request.path);
    let ask = Ask::of(&request, route, wire);
    let met = met(state, &request, &route.vendor, &ask);
    let name = met.name().to_owned();
    let serial = state.next_serial();
    let stage = stage(state, &request, route, wire, &ask, serial);
    let checked = check::key(&request, &route.vendor, wire, stage.envelope);
    let reply = checked.unwrap_or_else(|| {
        let model = if ask.model.is_empty() { text_at(&ask.body, "/model") } else { &ask.model };
        embeddings::reply(&route.vendor, &request.path, model, &ask.body)
    });
    let script = match met {
        Met::Nonsense(name) => nonsense(&name),
        Met::Fault(Fault { strike: Strike::Refuse(refusal), .. }) => {
            refused(refusal, &stage, &credentials(&request)).whole()
        }
        Met::Fault(Fault { strike: Strike::Line(Line::Reset), .. }) => strike::on_line(Line::Reset, &stage),
        Met::Fault(Fault { strike: Strike::Line(Line::Silent { seconds }), .. }) => {
            reply.whole().after(stage.paced(seconds))
        }
        Met::Fault(_) | Met::Health => reply.whole(),
    };
    let seen = seen(state, request, route.vendor.clone(), ask.model, ask.body, &name);
    (state.record(seen, true), script)
}
