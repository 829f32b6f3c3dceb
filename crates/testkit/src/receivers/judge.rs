//! What each service checks of a message, as far as its documents say so: address, signature, form, length.

use super::{SECRET, Taken};
use crate::vendors::http::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::Sha256;

/// Why a message is not taken, in the service's words.
#[derive(Debug)]
pub(super) struct Complaint {
    pub status: u16,
    pub body: String,
}

/// Which service an address belongs to.
pub(super) fn kind_of(request: &Request) -> &'static str {
    let path = request.path.as_str();
    let known = [
        ("/webhook/", "webhook"),
        ("/ntfy/", "ntfy"),
        ("/bot", "telegram"),
        ("/open-apis/bot/v2/hook/", "feishu"),
        ("/robot/send", "dingtalk"),
        ("/cgi-bin/webhook/send", "wecom"),
        ("/services/", "slack"),
        ("/push", "bark"),
    ];
    known.iter().find(|(beginning, _)| path.starts_with(beginning)).map_or("unknown", |(_, kind)| kind)
}

/// Takes a message or complains.
pub(super) fn judge(kind: &str, request: &Request) -> Result<Taken, Complaint> {
    if request.method != "POST" {
        return Err(complaint(405, "method not allowed"));
    }
    let body: Value = serde_json::from_slice(&request.body).map_err(|_| complaint(400, "invalid_payload"))?;
    let (key, text) = match kind {
        "webhook" => webhook(request, &body),
        "ntfy" => ntfy(request, &body),
        "telegram" => telegram(request, &body),
        "feishu" => feishu(request, &body),
        "dingtalk" => dingtalk(request, &body),
        "wecom" => wecom(request, &body),
        "slack" => slack(&body),
        "bark" => bark(&body),
        _ => Err(complaint(404, "no such service")),
    }?;
    Ok(Taken { kind: kind.to_owned(), key, text })
}

type Judged = Result<(Option<String>, String), Complaint>;

fn webhook(request: &Request, body: &Value) -> Judged {
    let header = |name: &str| request.header(name).unwrap_or_default();
    let (id, time) = (header("webhook-id"), header("webhook-timestamp"));
    let signed = [id.as_bytes(), b".", time.as_bytes(), b".", &request.body].concat();
    let key = STANDARD.decode(SECRET.trim_start_matches("whsec_")).unwrap_or_default();
    if header("webhook-signature") != format!("v1,{}", hmac(&key, &signed)) {
        return Err(complaint(401, "no matching signature found"));
    }
    if id.is_empty() || header("idempotency-key") != id {
        return Err(complaint(400, "no id"));
    }
    Ok((Some(id.to_owned()), text(&[&body["data"]["title"], &body["data"]["lines"], &body["data"]["url"]])))
}

fn ntfy(request: &Request, body: &Value) -> Judged {
    if request.header("authorization") != Some(&format!("Bearer {SECRET}")) {
        return Err(complaint(401, r#"{"code":40101,"http":401,"error":"unauthorized"}"#));
    }
    if request.path != "/ntfy/" || body["topic"] != "zaowan-topic" {
        return Err(complaint(400, r#"{"code":40009,"http":400,"error":"invalid request: topic invalid"}"#));
    }
    if length(&body["message"]) > 4_096 {
        return Err(complaint(400, r#"{"code":40014,"http":400,"error":"invalid request: attachments not allowed"}"#));
    }
    Ok((string(&body["sequence_id"]), text(&[&body["title"], &body["message"]])))
}

fn telegram(request: &Request, body: &Value) -> Judged {
    if request.path != format!("/bot{SECRET}/sendMessage") {
        return Err(complaint(401, r#"{"ok":false,"error_code":401,"description":"Unauthorized"}"#));
    }
    let refuse = |why: &str| {
        let body = serde_json::json!({"ok": false, "error_code": 400, "description": format!("Bad Request: {why}")});
        complaint(400, &body.to_string())
    };
    if body["chat_id"] != "-1001234567890" {
        return Err(refuse("chat not found"));
    }
    let message = body["text"].as_str().unwrap_or_default();
    match message.encode_utf16().count() {
        0 => Err(refuse("message text is empty")),
        4_097.. => Err(refuse("message is too long")),
        _ => Ok((None, message.to_owned())),
    }
}

fn feishu(request: &Request, body: &Value) -> Judged {
    if request.body.len() > 20 << 10 {
        return Err(complaint(200, r#"{"code":9499,"data":{},"msg":"request body too large"}"#));
    }
    let key = format!("{}\n{SECRET}", body["timestamp"].as_str().unwrap_or_default());
    if body["sign"] != hmac(key.as_bytes(), b"") {
        let words =
            r#"{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour from current time"}"#;
        return Err(complaint(200, words));
    }
    let post = &body["content"]["post"]["zh_cn"];
    let pieces =
        post["content"].as_array().into_iter().flatten().flat_map(|line| line.as_array().into_iter().flatten());
    let words: Vec<&str> = pieces.filter_map(|piece| piece["text"].as_str()).collect();
    if body["msg_type"] != "post" || words.is_empty() {
        return Err(complaint(200, r#"{"code":9499,"data":{},"msg":"Bad Request"}"#));
    }
    Ok((None, format!("{}\n{}", post["title"].as_str().unwrap_or_default(), words.join("\n"))))
}

fn dingtalk(request: &Request, body: &Value) -> Judged {
    let query = |name: &str| {
        let mut pairs = url::form_urlencoded::parse(request.query.as_bytes());
        pairs.find(|(known, _)| known == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    if query("access_token").is_empty() {
        return Err(complaint(200, r#"{"errcode":300001,"errmsg":"token is not exist"}"#));
    }
    let signed = format!("{}\n{SECRET}", query("timestamp"));
    if query("sign") != hmac(SECRET.as_bytes(), signed.as_bytes()) {
        return Err(complaint(200, r#"{"errcode":310000,"errmsg":"sign not match"}"#));
    }
    if request.body.len() > 20_000 {
        return Err(complaint(200, r#"{"errcode":460101,"errmsg":"message too long, exceed 20000 bytes"}"#));
    }
    match body["text"]["content"].as_str().filter(|_| body["msgtype"] == "text") {
        Some(content) if !content.is_empty() => Ok((None, content.to_owned())),
        _ => Err(complaint(200, r#"{"errcode":400105,"errmsg":"unsupported msgtype"}"#)),
    }
}

fn wecom(request: &Request, body: &Value) -> Judged {
    if !request.query.starts_with("key=") {
        return Err(complaint(200, r#"{"errcode":93000,"errmsg":"invalid webhook url"}"#));
    }
    match body["text"]["content"].as_str().filter(|_| body["msgtype"] == "text") {
        Some(content) if content.len() > 2_048 => {
            Err(complaint(200, r#"{"errcode":40058,"errmsg":"text.content exceed max length 2048"}"#))
        }
        Some(content) if !content.is_empty() => Ok((None, content.to_owned())),
        _ => Err(complaint(200, r#"{"errcode":44004,"errmsg":"empty content"}"#)),
    }
}

fn slack(body: &Value) -> Judged {
    match body["text"].as_str() {
        Some(words) if words.contains("<!") => Err(complaint(400, "action_prohibited")),
        Some(words) if !words.is_empty() => Ok((None, words.to_owned())),
        _ => Err(complaint(400, "no_text")),
    }
}

fn bark(body: &Value) -> Judged {
    if body["device_key"] != SECRET {
        let words =
            r#"{"code":400,"message":"failed to get device token: failed to get [x] device token from database"}"#;
        return Err(complaint(400, words));
    }
    // Apple's payload holds the same fields under an envelope of some two hundred bytes.
    if body.to_string().len() > 4_096 - 200 {
        return Err(complaint(500, r#"{"code":500,"message":"push failed: APNs: payload too large"}"#));
    }
    Ok((string(&body["id"]), text(&[&body["title"], &body["body"], &body["url"]])))
}

fn hmac(key: &[u8], text: &[u8]) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { return String::new() };
    mac.update(text);
    STANDARD.encode(mac.finalize().into_bytes())
}

fn complaint(status: u16, body: &str) -> Complaint {
    Complaint { status, body: body.to_owned() }
}

fn string(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

fn length(value: &Value) -> usize {
    value.as_str().map_or(0, str::len)
}

/// Strings and lists of them, one a line.
fn text(values: &[&Value]) -> String {
    let words = values.iter().flat_map(|value| match value {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect::<Vec<_>>(),
        value => value.as_str().into_iter().collect(),
    });
    words.collect::<Vec<_>>().join("\n")
}
