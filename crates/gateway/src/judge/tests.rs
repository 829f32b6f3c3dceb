//! Errors by vendor and status, and replies by their ends.

use super::*;
use crate::dialect::Piece;
use crate::table::table;
use crate::verdict::Then;

fn judged(vendor: &str, status: u16, json: serde_json::Value) -> (Verdict, Then) {
    let envelope = find_envelope(&json).unwrap_or_default();
    let failure = error(table().row(vendor).unwrap(), status, &envelope, None);
    (failure.verdict, failure.then)
}

#[test]
fn errors_are_judged_as_each_vendor_means_them() {
    use serde_json::json;
    let code = |code: &str| json!({"error": {"code": code, "message": "x"}});
    let kind = |kind: &str| json!({"error": {"type": kind, "message": "x"}});
    let base = |code: i64| json!({"base_resp": {"status_code": code, "status_msg": "x"}});
    for (vendor, status, json, verdict, then) in [
        ("zhipu", 429, code("1113"), Verdict::NoMoney, Then::Elsewhere),
        ("zai", 429, code("1113"), Verdict::NoMoney, Then::Elsewhere),
        ("zhipu", 429, code("1302"), Verdict::RateLimited, Then::Again),
        ("zhipu", 429, code("1308"), Verdict::RateLimited, Then::Elsewhere),
        ("zhipu", 400, code("1301"), Verdict::Refused, Then::Once),
        ("zhipu", 434, json!({}), Verdict::Overloaded, Then::Again),
        ("minimax", 200, base(1002), Verdict::RateLimited, Then::Again),
        ("minimax", 200, base(1008), Verdict::NoMoney, Then::Elsewhere),
        ("minimax", 200, base(1026), Verdict::Refused, Then::Once),
        ("minimax", 200, base(1027), Verdict::Refused, Then::Once),
        ("minimax", 200, base(2049), Verdict::WrongKey, Then::Elsewhere),
        ("openai", 429, code("insufficient_quota"), Verdict::NoMoney, Then::Elsewhere),
        ("openai", 429, code("rate_limit_exceeded"), Verdict::RateLimited, Then::Again),
        ("openai", 400, code("context_length_exceeded"), Verdict::WrongRequest, Then::Elsewhere),
        ("openai", 400, code("content_policy_violation"), Verdict::Refused, Then::Once),
        ("openai", 401, code("invalid_api_key"), Verdict::WrongKey, Then::Elsewhere),
        ("openai", 500, json!({}), Verdict::Broken, Then::Again),
        ("moonshot", 429, kind("exceeded_current_quota_error"), Verdict::NoMoney, Then::Elsewhere),
        ("moonshot", 429, kind("engine_overloaded_error"), Verdict::RateLimited, Then::Again),
        ("anthropic", 529, kind("overloaded_error"), Verdict::Overloaded, Then::Again),
        ("anthropic", 429, kind("rate_limit_error"), Verdict::RateLimited, Then::Elsewhere),
        ("dashscope", 400, code("Arrearage"), Verdict::NoMoney, Then::Elsewhere),
        ("dashscope", 400, code("DataInspectionFailed"), Verdict::Refused, Then::Once),
        ("ark", 403, code("AccountOverdueError"), Verdict::NoMoney, Then::Elsewhere),
        (
            "xai",
            402,
            json!({"error": "no credits", "code": "billing_insufficient_balance"}),
            Verdict::NoMoney,
            Then::Elsewhere,
        ),
        ("openrouter", 200, json!({"error": {"code": 502, "message": "x"}}), Verdict::Overloaded, Then::Again),
        (
            "openrouter",
            402,
            json!({"error": {"code": 402, "message": "in_flight_budget_exhausted"}}),
            Verdict::RateLimited,
            Then::Again,
        ),
        (
            "openrouter",
            402,
            json!({"error": {"code": 402, "message": "Insufficient credits"}}),
            Verdict::NoMoney,
            Then::Elsewhere,
        ),
        (
            "siliconflow",
            403,
            json!({"code": 30001, "message": "balance", "data": null}),
            Verdict::NoMoney,
            Then::Elsewhere,
        ),
        (
            "gemini",
            429,
            json!({"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "x"}}),
            Verdict::RateLimited,
            Then::Again,
        ),
        (
            "vllm",
            404,
            json!({"error": {"message": "The model does not exist"}}),
            Verdict::WrongRequest,
            Then::Elsewhere,
        ),
        ("vllm", 413, json!({}), Verdict::WrongRequest, Then::Elsewhere),
        ("vllm", 504, json!({}), Verdict::Overloaded, Then::Again),
    ] {
        assert_eq!(judged(vendor, status, json.clone()), (verdict, then), "{vendor} {status} {json}");
    }
}

fn closed(text: &str, finish: Option<&str>, expect: Expect) -> Result<String, Verdict> {
    let quirks = table().row("openai").unwrap();
    let mut sheet = Sheet::default();
    let piece = Piece { text: text.into(), finish: finish.map(str::to_owned), ..Piece::default() };
    sheet.add(piece, quirks).map_err(|failure| failure.verdict)?;
    sheet.close(&expect, "m").map(|finished| finished.text).map_err(|failure| failure.verdict)
}

#[test]
fn an_end_is_judged_by_what_it_says_and_by_what_stands_before_it() {
    let any = Expect::default();
    let json = Expect { json: true, ..any };
    let prose = Expect { whole_sentences: true, ..any };
    let capped = Expect { may_be_capped: true, ..any };
    for (text, finish, expect, verdict) in [
        ("Yes.", Some("stop"), any, Ok("Yes.")),
        ("Yes.", None, any, Err(Verdict::CutOff)),
        ("Yes", Some("length"), any, Err(Verdict::CutOff)),
        ("Yes", Some("length"), capped, Ok("Yes")),
        ("", Some("stop"), any, Err(Verdict::Empty)),
        ("<think>hm</think>", Some("stop"), any, Err(Verdict::Empty)),
        ("<think>hm</think>Yes.", Some("stop"), any, Ok("Yes.")),
        ("no", Some("sensitive"), any, Err(Verdict::Refused)),
        ("Yes.", Some("network_error"), any, Err(Verdict::Broken)),
        ("Yes.", Some("insufficient_system_resource"), any, Err(Verdict::Overloaded)),
        ("Yes.", Some("something_new"), any, Err(Verdict::Broken)),
        ("The port reopened on", Some("stop"), prose, Err(Verdict::CutOff)),
        ("港口周二重新开放。", Some("stop"), prose, Ok("港口周二重新开放。")),
        ("{\"a\": [1, 2", Some("stop"), json, Err(Verdict::CutOff)),
        ("{\"a\": [{\"b\": 1}", Some("stop"), json, Err(Verdict::CutOff)),
        ("{\"a: \"x\"}", Some("stop"), json, Ok("{\"a: \"x\"}")),
        ("{\"a\": 1}\n```", Some("stop"), json, Ok("{\"a\": 1}\n```")),
    ] {
        assert_eq!(closed(text, finish, expect), verdict.map(str::to_owned), "{text:?} {finish:?}");
    }
}
