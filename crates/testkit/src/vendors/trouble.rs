//! What can be wrong with a request or a vendor, and how each vendor says it: a table.

/// A reason not to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    NoKey,
    WrongKey,
    NoModel,
    RateLimited,
    /// No money, said with the status of a rate limit.
    QuotaGone,
    /// No money, said as such.
    NoMoney,
    /// No money left for what is in flight; later there will be.
    InFlight,
    Internal,
    Unavailable,
    BadGateway,
    Overloaded,
    ContextLength,
    /// The input is not to the filter's taste.
    Policy,
    /// The output is not.
    OutputPolicy,
    /// A 400 that is really the vendor's own upstream failing.
    Upstream400,
    ReasoningMissing,
    FormatUnavailable,
    Timeout,
    TooLarge,
}

/// How a vendor's errors look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Envelope {
    OpenAi,
    DeepSeek,
    DashScope,
    Zhipu,
    Moonshot,
    MiniMax,
    Ark,
    Xai,
    OpenRouter,
    SiliconFlow,
    Vllm,
    Sglang,
    LlamaCpp,
    Ollama,
    Anthropic,
    Gemini,
    /// `{"error": "…"}`, of which only f18-string makes use.
    Text,
    /// `{"error": {"code": 500, …}}`, for f18-numeric.
    Numeric,
}

/// A trouble in a vendor's words, not yet in its envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    pub status: u16,
    pub code: &'static str,
    pub kind: &'static str,
    pub message: String,
}

type Row = (Envelope, Trouble, u16, &'static str, &'static str, &'static str);

/// The trouble in this vendor's words; in OpenAI's where the vendor has none of its own.
pub(super) fn told(envelope: Envelope, trouble: Trouble, model: &str) -> Told {
    let row = |wanted: Envelope| ROWS.iter().find(|row| row.0 == wanted && row.1 == trouble);
    if let Some((_, _, status, code, kind, message)) = row(envelope) {
        return Told { status: *status, code, kind, message: message.replace("{model}", model) };
    }
    let (_, _, status, code, kind, message) = row(Envelope::OpenAi).unwrap_or(&ROWS[0]);
    let code = foreign_code(envelope, *status).unwrap_or(code);
    Told { status: *status, code, kind, message: message.replace("{model}", model) }
}

/// The catch-all code of vendors whose codes are all numbers.
fn foreign_code(envelope: Envelope, status: u16) -> Option<&'static str> {
    match envelope {
        Envelope::Zhipu => Some(if status < 500 { "1210" } else { "1234" }),
        Envelope::MiniMax => Some(if status < 500 { "2013" } else { "1000" }),
        _ => None,
    }
}

use Envelope as E;
use Trouble as T;

const INVALID: &str = "invalid_request_error";
const XAI_INVALID: &str = "Client specified an invalid argument";
const BUSY: &str = "The service is currently overloaded. Please try again later.";

/// Envelope, trouble, status, code, type, message. Source: the vendors' error pages as of 2026-11.
#[rustfmt::skip]
const ROWS: &[Row] = &[
    (E::OpenAi, T::NoKey, 401, "", INVALID, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth."),
    (E::OpenAi, T::WrongKey, 401, "invalid_api_key", INVALID, "Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys."),
    (E::OpenAi, T::NoModel, 404, "model_not_found", INVALID, "The model `{model}` does not exist or you do not have access to it."),
    (E::OpenAi, T::RateLimited, 429, "rate_limit_exceeded", "requests", "Rate limit reached for {model} on requests per min (RPM): Limit 500, Used 500, Requested 1."),
    (E::OpenAi, T::QuotaGone, 429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
    (E::OpenAi, T::NoMoney, 429, "credit_balance_exhausted", "insufficient_quota", "Your credit balance is exhausted, please add credits."),
    (E::OpenAi, T::InFlight, 402, "in_flight_budget_exhausted", "insufficient_quota", "The budget for requests in flight is exhausted. Please try again later."),
    (E::OpenAi, T::Internal, 500, "", "server_error", "The server had an error while processing your request. Sorry about that!"),
    (E::OpenAi, T::Unavailable, 503, "server_is_overloaded", "service_unavailable_error", "The server is currently overloaded with other requests. Sorry about that!"),
    (E::OpenAi, T::BadGateway, 502, "bad_gateway", "server_error", "Upstream connection error."),
    (E::OpenAi, T::Overloaded, 503, "slow_down", "service_unavailable_error", "Slow down: your request rate rises too fast."),
    (E::OpenAi, T::ContextLength, 400, "context_length_exceeded", INVALID, "This model's maximum context length is 131072 tokens. However, your messages resulted in 140213 tokens. Please reduce the length of the messages."),
    (E::OpenAi, T::Policy, 400, "content_policy_violation", INVALID, "Your request was rejected as a result of our safety system."),
    (E::OpenAi, T::OutputPolicy, 400, "content_filter", INVALID, "The response was filtered as a result of our content management policy."),
    (E::OpenAi, T::Upstream400, 400, "", INVALID, "Upstream request failed: connection to the model backend was lost, please try again."),
    (E::OpenAi, T::ReasoningMissing, 400, "invalid_request_error", INVALID, "The `reasoning_content` in the thinking mode must be passed back to the API."),
    (E::OpenAi, T::FormatUnavailable, 400, "invalid_request_error", INVALID, "This response_format type is unavailable now"),
    (E::OpenAi, T::Timeout, 504, "timeout", "server_error", "The request timed out."),
    (E::OpenAi, T::TooLarge, 413, "request_too_large", INVALID, "The request is larger than allowed."),

    (E::DeepSeek, T::NoKey, 401, INVALID, "authentication_error", "Authentication Fails (auth header format should be Bearer sk-...)"),
    (E::DeepSeek, T::WrongKey, 401, INVALID, "authentication_error", "Authentication Fails, Your api key: ****rong is invalid"),
    (E::DeepSeek, T::NoModel, 400, INVALID, INVALID, "Model Not Exist"),
    (E::DeepSeek, T::RateLimited, 429, "rate_limit_exceeded", "rate_limit_error", "Rate limit reached. Please pace your requests reasonably."),
    (E::DeepSeek, T::NoMoney, 402, INVALID, "unknown_error", "Insufficient Balance"),
    (E::DeepSeek, T::QuotaGone, 402, INVALID, "unknown_error", "Insufficient Balance"),
    (E::DeepSeek, T::Unavailable, 503, "service_unavailable_error", "service_unavailable_error", "Service is too busy. We advise users to temporarily switch to alternative LLM API service providers."),
    (E::DeepSeek, T::ContextLength, 400, INVALID, INVALID, "This model's maximum context length is 131072 tokens. However, you requested 140213 tokens (132021 in the messages, 8192 in the completion). Please reduce the length of the messages or completion."),
    (E::DeepSeek, T::Policy, 400, INVALID, INVALID, "Content Exists Risk"),
    (E::DeepSeek, T::OutputPolicy, 400, INVALID, INVALID, "Content Exists Risk"),

    (E::DashScope, T::NoKey, 401, "invalid_api_key", INVALID, "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."),
    (E::DashScope, T::WrongKey, 401, "InvalidApiKey", INVALID, "Invalid API-key provided."),
    (E::DashScope, T::NoModel, 404, "ModelNotFound", INVALID, "The model `{model}` does not exist or you do not have access to it."),
    (E::DashScope, T::RateLimited, 429, "Throttling.RateQuota", "Throttling", "Requests rate limit exceeded, please try again later."),
    (E::DashScope, T::QuotaGone, 429, "insufficient_quota", "insufficient_quota", "You exceeded your current quota, please check your plan and billing details."),
    (E::DashScope, T::NoMoney, 400, "Arrearage", "Arrearage", "Access denied, please make sure your account is in good standing."),
    (E::DashScope, T::Internal, 500, "InternalError", "InternalError", "An internal error has occured, please try again later or contact service support."),
    (E::DashScope, T::Unavailable, 503, "ServiceUnavailable", "ServiceUnavailable", BUSY),
    (E::DashScope, T::ContextLength, 400, "InvalidParameter", INVALID, "Range of input length should be [1, 129024]"),
    (E::DashScope, T::Policy, 400, "DataInspectionFailed", "data_inspection_failed", "Input data may contain inappropriate content."),
    (E::DashScope, T::OutputPolicy, 400, "DataInspectionFailed", "data_inspection_failed", "Output data may contain inappropriate content."),

    (E::Zhipu, T::NoKey, 401, "1001", "", "Header中未收到Authentication参数，无法进行身份验证"),
    (E::Zhipu, T::WrongKey, 401, "1000", "", "身份验证失败"),
    (E::Zhipu, T::NoModel, 400, "1211", "", "模型不存在，请检查模型代码。"),
    (E::Zhipu, T::RateLimited, 429, "1302", "", "您当前使用该API的并发数过高，请降低并发，或联系客服增加限额。"),
    (E::Zhipu, T::QuotaGone, 429, "1113", "", "您的账户已欠费，请充值后重试。"),
    (E::Zhipu, T::NoMoney, 429, "1113", "", "您的账户已欠费，请充值后重试。"),
    (E::Zhipu, T::Internal, 500, "1234", "", "网络错误，错误id：202603170900001234，请联系客服。"),
    (E::Zhipu, T::Unavailable, 503, "1312", "", "该模型当前访问量过大，请您稍后再试。"),
    (E::Zhipu, T::Overloaded, 429, "1305", "", "该模型当前访问量过大，请您稍后再试。"),
    (E::Zhipu, T::ContextLength, 400, "1261", "", "Prompt 超长"),
    (E::Zhipu, T::Policy, 400, "1301", "", "系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语，感谢您的配合。"),
    (E::Zhipu, T::OutputPolicy, 400, "1301", "", "系统检测到输入或生成内容可能包含不安全或敏感内容，请您避免输入易产生敏感内容的提示语，感谢您的配合。"),
    (E::Zhipu, T::Upstream400, 400, "1234", "", "网络错误，错误id：202603170900001235，请稍后重试。"),
    (E::Zhipu, T::FormatUnavailable, 400, "1210", "", "API 调用参数有误：response_format 不可用。"),

    (E::Moonshot, T::NoKey, 401, "", "invalid_authentication_error", "Invalid Authentication"),
    (E::Moonshot, T::WrongKey, 401, "", "invalid_authentication_error", "Invalid Authentication"),
    (E::Moonshot, T::NoModel, 404, "", "resource_not_found_error", "Not found the model {model} or Permission denied"),
    (E::Moonshot, T::RateLimited, 429, "", "rate_limit_reached_error", "Your account reached max request: 3, please try again after 1 seconds"),
    (E::Moonshot, T::QuotaGone, 429, "", "exceeded_current_quota_error", "Your account is suspended, please check your plan and billing details"),
    (E::Moonshot, T::NoMoney, 429, "", "exceeded_current_quota_error", "Your account is suspended, please check your plan and billing details"),
    (E::Moonshot, T::Overloaded, 429, "", "engine_overloaded_error", "The engine is currently overloaded, please try again later"),
    (E::Moonshot, T::Unavailable, 503, "", "engine_overloaded_error", "The engine is currently overloaded, please try again later"),
    (E::Moonshot, T::Internal, 500, "", "server_error", "Unexpected server error"),
    (E::Moonshot, T::ContextLength, 400, "", INVALID, "Invalid request: Your request exceeded model token limit: 131072"),
    (E::Moonshot, T::Policy, 400, "", "content_filter", "The request was rejected because it was considered high risk"),
    (E::Moonshot, T::OutputPolicy, 400, "", "content_filter", "The request was rejected because it was considered high risk"),

    (E::MiniMax, T::NoKey, 200, "1004", "", "login fail: Please carry the API secret key in the 'Authorization' field of the request header"),
    (E::MiniMax, T::WrongKey, 200, "2049", "", "invalid api key"),
    (E::MiniMax, T::NoModel, 200, "2013", "", "invalid params, unknown model '{model}'"),
    (E::MiniMax, T::RateLimited, 200, "1002", "", "rate limit exceeded(RPM)"),
    (E::MiniMax, T::QuotaGone, 200, "1008", "", "insufficient balance"),
    (E::MiniMax, T::NoMoney, 200, "1008", "", "insufficient balance"),
    (E::MiniMax, T::Internal, 200, "1000", "", "unknown error"),
    (E::MiniMax, T::Unavailable, 200, "1000", "", "unknown error"),
    (E::MiniMax, T::BadGateway, 200, "1000", "", "unknown error"),
    (E::MiniMax, T::Overloaded, 200, "2045", "", "rate growth limit"),
    (E::MiniMax, T::ContextLength, 200, "1039", "", "tokens limit exceeded"),
    (E::MiniMax, T::Policy, 200, "1026", "", "input new_sensitive"),
    (E::MiniMax, T::OutputPolicy, 200, "1027", "", "output new_sensitive"),
    (E::MiniMax, T::Upstream400, 200, "1033", "", "system error"),
    (E::MiniMax, T::ReasoningMissing, 200, "2013", "", "invalid params, reasoning_content is missing"),
    (E::MiniMax, T::FormatUnavailable, 200, "2013", "", "invalid params, response_format is not supported"),
    (E::MiniMax, T::Timeout, 200, "1001", "", "request timeout"),

    (E::Ark, T::NoKey, 401, "AuthenticationError", "Unauthorized", "The API key or AK/SK in the request is missing or invalid."),
    (E::Ark, T::WrongKey, 401, "AuthenticationError", "Unauthorized", "The API key doesn't exist."),
    (E::Ark, T::NoModel, 404, "InvalidEndpointOrModel.NotFound", "NotFound", "The model or endpoint {model} does not exist or you do not have access to it."),
    (E::Ark, T::RateLimited, 429, "RateLimitExceeded.EndpointRPMExceeded", "TooManyRequests", "The requests per minute (RPM) limit of the associated endpoint for your account has been exceeded. Please try again later."),
    (E::Ark, T::QuotaGone, 429, "QuotaExceeded", "TooManyRequests", "Your account has exhausted its free trial quota for the model. Please activate billing in the console."),
    (E::Ark, T::NoMoney, 403, "AccountOverdueError", "Forbidden", "The request failed because your account has an overdue balance."),
    (E::Ark, T::Internal, 500, "InternalServiceError", "InternalServerError", "The service encountered an unexpected internal error."),
    (E::Ark, T::Unavailable, 503, "ServerOverloaded", "TooManyRequests", "The service is currently unable to handle additional requests due to server overload. Please retry later."),
    (E::Ark, T::ContextLength, 400, "InvalidParameter", "BadRequest", "Total tokens of the input exceed the model's context length: 131072."),
    (E::Ark, T::Policy, 400, "InputTextRiskDetection", "BadRequest", "The request failed because the input text may contain sensitive information."),
    (E::Ark, T::OutputPolicy, 400, "OutputTextRiskDetection", "BadRequest", "The request failed because the output text may contain sensitive information."),

    (E::Xai, T::NoKey, 401, "Unauthenticated", "", "No API key provided. You can obtain an API key from https://console.x.ai."),
    (E::Xai, T::WrongKey, 400, XAI_INVALID, "", "Incorrect API key provided: wr***ng. You can obtain an API key from https://console.x.ai."),
    (E::Xai, T::NoModel, 404, "Some requested entity was not found", "", "The model {model} does not exist or your team does not have access to it."),
    (E::Xai, T::RateLimited, 429, "Some resource has been exhausted", "", "Too many requests for team sim and model {model}. Your team's rate limit is: Requests per Minute: 480."),
    (E::Xai, T::QuotaGone, 429, "Some resource has been exhausted", "", "Your team has either used all available credits or reached its monthly spending limit."),
    (E::Xai, T::NoMoney, 402, "billing_insufficient_balance", "", "Your team has no credits left. Please add credits at https://console.x.ai."),
    (E::Xai, T::Internal, 500, "Internal error", "", "Internal error"),
    (E::Xai, T::Unavailable, 503, "The service is currently unavailable", "", "The model is at capacity and currently cannot serve this request. Please try again later."),
    (E::Xai, T::ContextLength, 400, XAI_INVALID, "", "This model's maximum prompt length is 131072 but the request contains 140213 tokens."),
    (E::Xai, T::Policy, 403, "The caller does not have permission to execute the specified operation", "", "Content violates usage guidelines."),
    (E::Xai, T::FormatUnavailable, 400, XAI_INVALID, "", "This response_format type is unavailable now"),

    (E::OpenRouter, T::NoKey, 401, "401", "", "No auth credentials found"),
    (E::OpenRouter, T::WrongKey, 401, "401", "", "User not found."),
    (E::OpenRouter, T::NoModel, 400, "400", "", "{model} is not a valid model ID"),
    (E::OpenRouter, T::RateLimited, 429, "429", "", "Rate limit exceeded: requests-per-min."),
    (E::OpenRouter, T::QuotaGone, 402, "402", "", "Insufficient credits. Add more using https://openrouter.ai/settings/credits"),
    (E::OpenRouter, T::NoMoney, 402, "402", "", "Insufficient credits. Add more using https://openrouter.ai/settings/credits"),
    (E::OpenRouter, T::InFlight, 402, "402", "in_flight_budget_exhausted", "Your balance is reserved by requests in flight. Retry when they have finished."),
    (E::OpenRouter, T::Internal, 500, "500", "", "Internal Server Error"),
    (E::OpenRouter, T::Unavailable, 503, "503", "", "No instances available for this model right now."),
    (E::OpenRouter, T::BadGateway, 502, "502", "", "Provider returned error"),
    (E::OpenRouter, T::ContextLength, 400, "400", "", "This endpoint's maximum context length is 131072 tokens. However, you requested about 140213 tokens."),
    (E::OpenRouter, T::Policy, 403, "403", "", "The chosen model requires moderation and your input was flagged."),
    (E::OpenRouter, T::Upstream400, 400, "400", "", "Provider returned error"),
    (E::OpenRouter, T::Timeout, 408, "408", "", "Request timed out"),

    (E::SiliconFlow, T::NoKey, 401, "", "text", "Invalid token"),
    (E::SiliconFlow, T::WrongKey, 401, "", "text", "Api key is invalid"),
    (E::SiliconFlow, T::NoModel, 400, "20012", "", "Model does not exist. Please check it carefully."),
    (E::SiliconFlow, T::RateLimited, 429, "50501", "", "Request was rejected due to rate limiting. Details:RPM limit reached."),
    (E::SiliconFlow, T::QuotaGone, 403, "30001", "", "Sorry, your account balance is insufficient"),
    (E::SiliconFlow, T::NoMoney, 403, "30001", "", "Sorry, your account balance is insufficient"),
    (E::SiliconFlow, T::Internal, 500, "50507", "", "Unknown error, please try again later."),
    (E::SiliconFlow, T::Unavailable, 503, "50505", "", "Model service overloaded. Please try again later."),
    (E::SiliconFlow, T::ContextLength, 400, "20015", "", "length of prompt_tokens (140213) must be less than max_seq_len (131072)."),
    (E::SiliconFlow, T::FormatUnavailable, 400, "20024", "", "Json mode is not supported for this model."),

    (E::Vllm, T::WrongKey, 401, "", "text", "Unauthorized"),
    (E::Vllm, T::NoModel, 404, "404", "NotFoundError", "The model `{model}` does not exist."),
    (E::Vllm, T::ContextLength, 400, "400", "BadRequestError", "This model's maximum context length is 8192 tokens. However, you requested 9120 tokens (8120 in the messages, 1000 in the completion)."),
    (E::Vllm, T::Internal, 500, "500", "InternalServerError", "EngineCore encountered an issue. See stack trace for the root cause."),
    (E::Sglang, T::WrongKey, 401, "", "text", "Unauthorized"),
    (E::Sglang, T::NoModel, 404, "404", "NotFoundError", "The model `{model}` does not exist."),
    (E::Sglang, T::ContextLength, 400, "400", "BadRequestError", "The input (9120 tokens) is longer than the model's context length (8192 tokens)."),
    (E::LlamaCpp, T::WrongKey, 401, "401", "authentication_error", "Invalid API Key"),
    (E::LlamaCpp, T::NoModel, 404, "404", "not_found_error", "model '{model}' not found"),
    (E::LlamaCpp, T::ContextLength, 400, "400", "exceed_context_size_error", "the request exceeds the available context size, try increasing it"),
    (E::LlamaCpp, T::Unavailable, 503, "503", "unavailable_error", "Loading model"),
    (E::Ollama, T::WrongKey, 401, "", "", "unauthorized"),
    (E::Ollama, T::NoModel, 404, "", "", "model '{model}' not found"),
    (E::Ollama, T::RateLimited, 429, "", "", "you have reached your hourly usage limit, please wait or upgrade to continue"),
    (E::Ollama, T::QuotaGone, 402, "", "", "you have reached your weekly usage limit, please upgrade to continue"),
    (E::Ollama, T::NoMoney, 402, "", "", "you have reached your weekly usage limit, please upgrade to continue"),
    (E::Ollama, T::Internal, 500, "", "", "llama runner process has terminated: exit status 2"),
    (E::Ollama, T::Unavailable, 503, "", "", "server busy, please try again. maximum pending requests exceeded"),
    (E::Ollama, T::ContextLength, 400, "", "", "input length exceeds maximum context length"),

    (E::Anthropic, T::NoKey, 401, "", "authentication_error", "x-api-key header is required"),
    (E::Anthropic, T::WrongKey, 401, "", "authentication_error", "invalid x-api-key"),
    (E::Anthropic, T::NoModel, 404, "", "not_found_error", "model: {model}"),
    (E::Anthropic, T::RateLimited, 429, "", "rate_limit_error", "This request would exceed the rate limit for your organization of 50 requests per minute."),
    (E::Anthropic, T::QuotaGone, 429, "", "rate_limit_error", "enforced_spend_limit_reached: your organization has reached its spend limit for this month."),
    (E::Anthropic, T::NoMoney, 400, "", INVALID, "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."),
    (E::Anthropic, T::InFlight, 402, "", "billing_error", "in_flight_budget_exhausted: the budget for requests in flight is exhausted."),
    (E::Anthropic, T::Internal, 500, "", "api_error", "Internal server error"),
    (E::Anthropic, T::Unavailable, 503, "", "api_error", "Service unavailable"),
    (E::Anthropic, T::BadGateway, 502, "", "api_error", "Bad gateway"),
    (E::Anthropic, T::Overloaded, 529, "", "overloaded_error", "Overloaded"),
    (E::Anthropic, T::ContextLength, 400, "", INVALID, "prompt is too long: 213462 tokens > 200000 maximum"),
    (E::Anthropic, T::Policy, 400, "", INVALID, "Input blocked by content filtering policy"),
    (E::Anthropic, T::OutputPolicy, 400, "", INVALID, "Output blocked by content filtering policy"),
    (E::Anthropic, T::ReasoningMissing, 400, "", INVALID, "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`."),
    (E::Anthropic, T::FormatUnavailable, 400, "", INVALID, "output_config.format: this output format is unavailable now"),
    (E::Anthropic, T::Timeout, 504, "", "timeout_error", "Request timed out"),
    (E::Anthropic, T::TooLarge, 413, "", "request_too_large", "Request exceeds the maximum size"),

    (E::Gemini, T::NoKey, 403, "PERMISSION_DENIED", "", "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API."),
    (E::Gemini, T::WrongKey, 400, "INVALID_ARGUMENT", "API_KEY_INVALID", "API key not valid. Please pass a valid API key."),
    (E::Gemini, T::NoModel, 404, "NOT_FOUND", "", "models/{model} is not found for API version v1beta, or is not supported for generateContent."),
    (E::Gemini, T::RateLimited, 429, "RESOURCE_EXHAUSTED", "", "You exceeded your current quota: GenerateRequestsPerMinutePerProjectPerModel."),
    (E::Gemini, T::QuotaGone, 429, "RESOURCE_EXHAUSTED", "", "You exceeded your current quota, please check your plan and billing details."),
    (E::Gemini, T::NoMoney, 402, "FAILED_PRECONDITION", "", "Your prepayment credits are depleted. Please go to AI Studio to manage your billing."),
    (E::Gemini, T::InFlight, 402, "RESOURCE_EXHAUSTED", "", "in_flight_budget_exhausted"),
    (E::Gemini, T::Internal, 500, "INTERNAL", "", "An internal error has occurred. Please retry."),
    (E::Gemini, T::Unavailable, 503, "UNAVAILABLE", "", "The model is overloaded. Please try again later."),
    (E::Gemini, T::BadGateway, 502, "UNAVAILABLE", "", "Bad gateway"),
    (E::Gemini, T::Overloaded, 503, "UNAVAILABLE", "", "The model is overloaded. Please try again later."),
    (E::Gemini, T::ContextLength, 400, "INVALID_ARGUMENT", "", "The input token count (1240213) exceeds the maximum number of tokens allowed (1048576)."),
    (E::Gemini, T::Policy, 400, "INVALID_ARGUMENT", "", "The request was blocked by the safety filters."),
    (E::Gemini, T::OutputPolicy, 400, "INVALID_ARGUMENT", "", "The response was blocked by the safety filters."),
    (E::Gemini, T::Upstream400, 400, "FAILED_PRECONDITION", "", "The upstream backend failed, please try again."),
    (E::Gemini, T::ReasoningMissing, 400, "INVALID_ARGUMENT", "", "Function call is missing a thought_signature in functionCall parts."),
    (E::Gemini, T::FormatUnavailable, 400, "INVALID_ARGUMENT", "", "JSON mode is not enabled for models/{model}"),
    (E::Gemini, T::Timeout, 504, "DEADLINE_EXCEEDED", "", "The request timed out. Please try again."),
    (E::Gemini, T::TooLarge, 413, "INVALID_ARGUMENT", "", "Request payload size exceeds the limit: 20971520 bytes."),
];
