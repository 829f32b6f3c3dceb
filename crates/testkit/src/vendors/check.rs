//! What each vendor refuses before it answers: keys, models, parameters.

use super::ask::{Ask, Shape, text_at};
use super::envelope::{bad_request, refusal};
use super::http::Request;
use super::route::Wire;
use super::script::Reply;
use super::trouble::{Envelope, Trouble};
use serde_json::Value;

/// The refusal, if the request is not one that this vendor takes.
pub(super) fn refused(request: &Request, vendor: &str, wire: Wire, envelope: Envelope, ask: &Ask) -> Option<Reply> {
    key(request, vendor, wire, envelope).or_else(|| {
        if !ask.body.is_object() {
            return Some(bad_request(envelope, "We could not parse the JSON body of your request."));
        }
        if ask.model.is_empty() {
            return Some(bad_request(envelope, "you must provide a model parameter"));
        }
        if ask.model.contains("unknown") {
            return Some(refusal(envelope, Trouble::NoModel, &ask.model));
        }
        complaint(vendor, wire, ask).map(|message| bad_request(envelope, &message))
    })
}

/// The refusal, if the key is missing or wrong. Servers at home ask for none.
pub(super) fn key(request: &Request, vendor: &str, wire: Wire, envelope: Envelope) -> Option<Reply> {
    let is_at_home = matches!(vendor, "vllm" | "sglang" | "llamacpp" | "ollama");
    match key_of(request, wire) {
        None if is_at_home => None,
        None => Some(refusal(envelope, Trouble::NoKey, "")),
        Some(key) => key.contains("wrong").then(|| refusal(envelope, Trouble::WrongKey, "")),
    }
}

/// The caller's key, from the header in which this dialect carries it.
pub(super) fn key_of(request: &Request, wire: Wire) -> Option<&str> {
    let bearer = request.header("authorization").and_then(|value| value.strip_prefix("Bearer "));
    let own = match wire {
        Wire::Messages => request.header("x-api-key").or(bearer),
        Wire::Gemini => request.header("x-goog-api-key").or_else(|| query_value(&request.query, "key")),
        _ => bearer,
    };
    own.map(str::trim).filter(|key| !key.is_empty())
}

fn query_value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn complaint(vendor: &str, wire: Wire, ask: &Ask) -> Option<String> {
    match wire {
        Wire::Messages => messages(ask),
        Wire::Chat => chat(vendor, ask),
        _ => None,
    }
    .or_else(|| no_messages(wire, ask))
}

fn no_messages(wire: Wire, ask: &Ask) -> Option<String> {
    let list = match wire {
        Wire::Chat | Wire::Messages | Wire::Ollama => "messages",
        Wire::Responses => "input",
        Wire::Gemini => "contents",
    };
    let is_empty = match ask.body.get(list) {
        Some(Value::Array(list)) => list.is_empty(),
        Some(Value::String(_)) => false,
        _ => true,
    };
    is_empty.then(|| format!("Missing required parameter: '{list}'."))
}

fn messages(ask: &Ask) -> Option<String> {
    if ask.max_tokens.is_none() {
        return Some("max_tokens: Field required".into());
    }
    let refuses_prefill = ask.has_prefill && ask.model.contains("noprefill");
    refuses_prefill.then(|| {
        "This model does not support assistant message prefill. The conversation must end with a user message.".into()
    })
}

fn chat(vendor: &str, ask: &Ask) -> Option<String> {
    let format = text_at(&ask.body, "/response_format/type");
    match vendor {
        "deepseek" if format == "json_schema" => Some("This response_format type is unavailable now".into()),
        "deepseek" if format == "json_object" && !names_json(ask) => {
            Some("Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.".into())
        }
        "dashscope" if format == "json_object" && !names_json(ask) => Some(
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.".into(),
        ),
        "dashscope" if ask.thinks() == Some(true) && !ask.stream => {
            Some("parameter.enable_thinking must be set to false for non-streaming calls".into())
        }
        "moonshot" if ask.body.get("tool_choice").and_then(Value::as_str) == Some("required") => {
            Some("Invalid request: tool_choice 'required' is not supported".into())
        }
        "openai" if wants_completion_tokens(&ask.model) && ask.body.get("max_tokens").is_some() => Some(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
                .into(),
        ),
        _ if ask.has_prefill && ask.model.contains("noprefill") => {
            Some("This model does not support assistant message prefill.".into())
        }
        _ => None,
    }
}

fn names_json(ask: &Ask) -> bool {
    let holds = |text: &str| text.to_lowercase().contains("json");
    holds(&ask.system) || ask.user.iter().any(|text| holds(text))
}

fn wants_completion_tokens(model: &str) -> bool {
    ["gpt-5", "gpt-6", "o3", "o4"].iter().any(|family| model.starts_with(family))
}

/// Anthropic's version header, which its clients must send.
pub(super) fn version(request: &Request, wire: Wire, vendor: &str, envelope: Envelope) -> Option<Reply> {
    let is_missing = wire == Wire::Messages && vendor == "anthropic" && request.header("anthropic-version").is_none();
    is_missing.then(|| bad_request(envelope, "anthropic-version: header is required"))
}

/// Whether MiniMax, which documents no response format, is asked for one and will overlook it.
pub(super) fn overlooks_format(vendor: &str, ask: &Ask) -> bool {
    vendor == "minimax" && matches!(ask.shape, Shape::Object | Shape::Schema(_))
}
