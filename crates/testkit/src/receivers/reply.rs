//! How each service answers: success, refusal and haste, each in its own words.

use super::judge::Complaint;

/// The answer to a message that was judged.
pub(super) fn of(kind: &str, complaint: Option<Complaint>) -> Vec<u8> {
    if let Some(Complaint { status, body }) = complaint {
        return http(status, &[], &body);
    }
    let body = match kind {
        "ntfy" => {
            r#"{"id":"xE73Iyuabi","time":1770706800,"expires":1770750000,"event":"message","topic":"zaowan-topic"}"#
        }
        "telegram" => r#"{"ok":true,"result":{"message_id":7,"date":1770706800,"chat":{"id":-100,"type":"channel"}}}"#,
        "feishu" => r#"{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}"#,
        "dingtalk" | "wecom" => r#"{"errcode":0,"errmsg":"ok"}"#,
        "slack" => "ok",
        "bark" => r#"{"code":200,"message":"success","timestamp":1770706800}"#,
        _ => "",
    };
    // An empty answer would have no middle to be cut off in.
    http(if kind == "webhook" { 202 } else { 200 }, &[], if body.is_empty() { "taken" } else { body })
}

/// A refusal for good: the robot was removed, the token is no longer one.
pub(super) fn refused(kind: &str) -> Vec<u8> {
    let (status, body) = match kind {
        "ntfy" => (
            403,
            r#"{"code":40301,"http":403,"error":"forbidden","link":"https://ntfy.sh/docs/publish/#authentication"}"#,
        ),
        "telegram" => {
            (403, r#"{"ok":false,"error_code":403,"description":"Forbidden: bot was kicked from the channel chat"}"#)
        }
        "feishu" => (200, r#"{"code":19001,"data":{},"msg":"param invalid: incoming webhook access token invalid"}"#),
        "dingtalk" => (200, r#"{"errcode":300001,"errmsg":"token is not exist"}"#),
        "wecom" => (200, r#"{"errcode":93000,"errmsg":"invalid webhook url, hint: [1770706800] from ip: 127.0.0.1"}"#),
        "slack" => (404, "no_service"),
        "bark" => (
            400,
            r#"{"code":400,"message":"failed to get device token: failed to get [key] device token from database","timestamp":1770706800}"#,
        ),
        _ => (410, "gone"),
    };
    http(status, &[], body)
}

/// Too many messages, with a time to wait where the service names one.
pub(super) fn haste(kind: &str) -> Vec<u8> {
    match kind {
        "telegram" => http(
            429,
            &[("Retry-After", "35")],
            r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 35","parameters":{"retry_after":35}}"#,
        ),
        "ntfy" => http(429, &[], r#"{"code":42908,"http":429,"error":"limit reached: daily message quota reached"}"#),
        "feishu" => http(
            200,
            &[],
            r#"{"code":11232,"data":{},"msg":"frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"}"#,
        ),
        "dingtalk" => http(200, &[], r#"{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}"#),
        "wecom" => http(
            200,
            &[],
            r#"{"errcode":45009,"errmsg":"api freq out of limit, hint: [1770706800] from ip: 127.0.0.1"}"#,
        ),
        "slack" => http(429, &[("Retry-After", "30")], "rate_limited"),
        "bark" => {
            http(429, &[("Retry-After", "30")], r#"{"code":429,"message":"too many requests","timestamp":1770706800}"#)
        }
        _ => http(429, &[("Retry-After", "40")], "slow down"),
    }
}

/// A page of whatever stands before the service.
pub(super) fn page(status: u16, title: &str) -> Vec<u8> {
    http(status, &[], &format!("<html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"))
}

pub(super) fn http(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let more: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\n{more}content-length: {}\r\n\r\n{body}", body.len()).into_bytes()
}
