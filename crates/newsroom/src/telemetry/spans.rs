//! A run as spans: the run, its stages, each role's part, each attempt to ask somebody.
//!
//! Source: OpenTelemetry's protocol 1.x in JSON (ids in hexadecimal, whole numbers of 64 bits as strings) and the GenAI
//! semantic conventions (`invoke_workflow`, `invoke_agent`, `chat`). Ids follow from the run's name, so that telling a
//! run twice tells it once. No prompt is ever told: nobody keeps any.

use crate::tale::{Part, PartState, Tale};
use gateway::{Attempt, Verdict};
use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Kinds of spans, as the protocol numbers them.
const INTERNAL: u8 = 1;
const CLIENT: u8 = 3;
/// A status of the protocol.
const ERROR: u8 = 2;
/// The longest text of contents.
const MAX_CONTENTS: usize = 8_000;

/// The request body for `/v1/traces`.
pub(super) fn traces(tale: &Tale, newsroom: &str, with_contents: bool) -> Value {
    let trace = Trace { tale, id: hex(&format!("{}/{}", tale.id, tale.attempt), 16), with_contents };
    let mut spans = vec![trace.run()];
    spans.extend(tale.stages.iter().map(|stage| trace.stage(stage.stage, stage.began_at, stage.ended_at)));
    for part in &tale.parts {
        spans.push(trace.part(part));
        spans.extend(part.attempts.iter().map(|attempt| trace.attempt(part, attempt)));
    }
    let resource = attributes(vec![
        ("service.name", "zaowan".into()),
        ("service.version", env!("CARGO_PKG_VERSION").into()),
        ("zaowan.newsroom", newsroom.into()),
    ]);
    json!({"resourceSpans": [{
        "resource": {"attributes": resource},
        "scopeSpans": [{"scope": {"name": "zaowan.newsroom", "version": env!("CARGO_PKG_VERSION")}, "spans": spans}],
    }]})
}

struct Trace<'a> {
    tale: &'a Tale,
    id: String,
    with_contents: bool,
}

/// What a span says.
struct Span {
    /// Unique in its trace; the id follows from it.
    path: String,
    parent: Option<String>,
    name: String,
    kind: u8,
    began_at: Timestamp,
    ended_at: Timestamp,
    attributes: Vec<(&'static str, Value)>,
    fault: Option<String>,
    events: Vec<Value>,
}

impl Trace<'_> {
    fn run(&self) -> Value {
        let tale = self.tale;
        let is_published = tale.outcome.as_deref() == Some(crate::shift::PUBLISHED);
        let resumed = tale.resumed_at.iter().map(|at| json!({"timeUnixNano": nanos(*at), "name": "resumed"}));
        let degraded = tale.degraded.iter().map(|degraded| {
            let said = attributes(vec![
                ("zaowan.degraded.what", degraded.what.as_str().into()),
                ("zaowan.degraded.why", degraded.why.as_str().into()),
            ]);
            json!({"timeUnixNano": nanos(tale.ended_at()), "name": "degraded", "attributes": said})
        });
        self.span(Span {
            path: String::new(),
            parent: None,
            name: "invoke_workflow edition".into(),
            kind: INTERNAL,
            began_at: tale.begun_at,
            ended_at: tale.ended_at(),
            attributes: vec![
                ("gen_ai.operation.name", "invoke_workflow".into()),
                ("gen_ai.workflow.name", "edition".into()),
                ("zaowan.edition", tale.id.as_str().into()),
                ("zaowan.attempt", tale.attempt.into()),
                ("zaowan.outcome", tale.outcome.as_deref().unwrap_or("unfinished").into()),
                ("zaowan.cost_microusd", tale.attempts().map(|attempt| attempt.cost.microusd).sum::<i64>().into()),
            ],
            fault: (!is_published).then(|| tale.outcome.clone().unwrap_or_else(|| "unfinished".into())),
            events: resumed.chain(degraded).collect(),
        })
    }

    fn stage(&self, stage: &str, began_at: Timestamp, ended_at: Timestamp) -> Value {
        self.span(Span {
            path: stage.to_owned(),
            parent: Some(String::new()),
            name: stage.to_owned(),
            kind: INTERNAL,
            began_at,
            ended_at,
            attributes: vec![("zaowan.stage", stage.into())],
            fault: None,
            events: Vec::new(),
        })
    }

    fn part(&self, part: &Part) -> Value {
        let mut attributes: Vec<(&'static str, Value)> = vec![
            ("zaowan.step", part.step.as_str().into()),
            ("zaowan.tries", part.tries.into()),
            ("zaowan.interrupted", part.interrupted.into()),
            ("zaowan.stood_in", part.stood_in.into()),
        ];
        let mut name = part.step.clone();
        if let Some(role) = part.role {
            name = format!("invoke_agent {}", role.key());
            attributes.push(("gen_ai.operation.name", "invoke_agent".into()));
            attributes.push(("gen_ai.agent.name", role.key().into()));
        }
        if let Some(by) = &part.by {
            attributes.push(("gen_ai.provider.name", by.vendor.as_str().into()));
            attributes.push(("gen_ai.request.model", by.model.as_str().into()));
            attributes.push(("zaowan.floor", by.floor.into()));
        }
        if let Some(trouble) = &part.trouble {
            attributes.push(("zaowan.trouble", trouble.as_str().into()));
        }
        if self.with_contents && !part.value.is_null() {
            let contents: String = part.value.to_string().chars().take(MAX_CONTENTS).collect();
            attributes.push(("gen_ai.output.messages", contents.into()));
        }
        let is_done = part.state == PartState::Done;
        self.span(Span {
            path: part_path(part),
            parent: Some(part.stage.to_owned()),
            name,
            kind: INTERNAL,
            began_at: part.began_at,
            ended_at: part.ended_at.unwrap_or(part.began_at),
            attributes,
            fault: (!is_done).then(|| part.trouble.clone().unwrap_or_else(|| "not done".into())),
            events: Vec::new(),
        })
    }

    fn attempt(&self, part: &Part, attempt: &Attempt) -> Value {
        let is_voice = !attempt.voice.is_empty();
        let usage = &attempt.usage;
        let mut attributes: Vec<(&'static str, Value)> = vec![
            ("gen_ai.operation.name", if is_voice { "generate_content" } else { "chat" }.into()),
            ("gen_ai.provider.name", attempt.vendor.as_str().into()),
            ("gen_ai.request.model", attempt.model.as_str().into()),
            ("gen_ai.usage.input_tokens", usage.input.into()),
            ("gen_ai.usage.output_tokens", usage.output.into()),
            ("gen_ai.usage.cache_read.input_tokens", usage.cached.into()),
            ("gen_ai.usage.cache_creation.input_tokens", usage.cache_write.into()),
            ("zaowan.kind", attempt.kind.key().into()),
            ("zaowan.verdict", attempt.verdict.key().into()),
            ("zaowan.cost_microusd", attempt.cost.microusd.into()),
            ("zaowan.shadow", attempt.shadow.into()),
        ];
        if is_voice {
            attributes.push(("gen_ai.output.type", "speech".into()));
            attributes.push(("zaowan.voice", attempt.voice.as_str().into()));
        }
        if !attempt.answered_model.is_empty() {
            attributes.push(("gen_ai.response.model", attempt.answered_model.as_str().into()));
        }
        if let Some(ms) = attempt.first_ms {
            attributes.push(("zaowan.first_ms", ms.into()));
        }
        if let Some(status) = attempt.status {
            attributes.push(("http.response.status_code", status.into()));
        }
        let is_fault = !matches!(attempt.verdict, Verdict::Answer | Verdict::Cancelled);
        if is_fault {
            attributes.push(("error.type", attempt.verdict.key().into()));
        }
        let took = std::time::Duration::from_millis(attempt.took_ms);
        self.span(Span {
            path: format!("{}#{}", part_path(part), attempt.id),
            parent: Some(part_path(part)),
            name: format!("{} {}", if is_voice { "generate_content" } else { "chat" }, attempt.model),
            kind: CLIENT,
            began_at: attempt.at,
            ended_at: attempt.at.checked_add(took).unwrap_or(attempt.at),
            attributes,
            // The vendor's own words may repeat what was asked, so the verdict alone is told.
            fault: is_fault.then(|| attempt.verdict.words().to_owned()),
            events: Vec::new(),
        })
    }

    fn span(&self, span: Span) -> Value {
        let id = |path: &str| hex(&format!("{}:{path}", self.id), 8);
        let mut told = json!({
            "traceId": self.id,
            "spanId": id(&span.path),
            "name": span.name,
            "kind": span.kind,
            "startTimeUnixNano": nanos(span.began_at),
            "endTimeUnixNano": nanos(span.ended_at.max(span.began_at)),
            "attributes": attributes(span.attributes),
        });
        if let Some(parent) = span.parent {
            told["parentSpanId"] = id(&parent).into();
        }
        if let Some(fault) = span.fault {
            told["status"] = json!({"code": ERROR, "message": fault});
        }
        if !span.events.is_empty() {
            told["events"] = span.events.into();
        }
        told
    }
}

/// A step could bear the name of a stage.
fn part_path(part: &Part) -> String {
    format!("{}:{}", part.stage, part.step)
}

fn attributes(pairs: Vec<(&'static str, Value)>) -> Vec<Value> {
    let value = |value: Value| match value {
        Value::Bool(is) => json!({"boolValue": is}),
        Value::Number(number) if number.is_f64() => json!({"doubleValue": number}),
        Value::Number(number) => json!({"intValue": number.to_string()}),
        Value::String(text) => json!({"stringValue": text}),
        other => json!({"stringValue": other.to_string()}),
    };
    pairs.into_iter().map(|(key, said)| json!({"key": key, "value": value(said)})).collect()
}

fn nanos(at: Timestamp) -> String {
    at.as_nanosecond().to_string()
}

/// So many bytes of a hash, in hexadecimal.
fn hex(text: &str, n_bytes: usize) -> String {
    Sha256::digest(text.as_bytes()).iter().take(n_bytes).map(|byte| format!("{byte:02x}")).collect()
}
