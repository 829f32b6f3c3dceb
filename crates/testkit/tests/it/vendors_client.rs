//! Asks a simulator over a bare socket, so that broken framing is seen as it is.

use serde_json::{Value, json};
use std::fmt::Write as _;
use testkit::vendors::{Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The pace of all tests: a stall of thirty seconds takes three tenths of one.
pub const PACE: f64 = 0.01;

/// Every vendor whose dialect is OpenAI's chat, and one of no particular accent.
pub const CHAT: [&str; 14] = [
    "deepseek",
    "dashscope",
    "zhipu",
    "moonshot",
    "minimax",
    "ark",
    "openai",
    "xai",
    "openrouter",
    "siliconflow",
    "vllm",
    "sglang",
    "llamacpp",
    "somebody",
];

pub async fn simulator() -> Simulator {
    Simulator::start(Options { seed: 1, pace: PACE }).await.unwrap()
}

/// A request about to be sent.
#[derive(Debug, Clone)]
pub struct Call {
    pub vendor: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: Value,
}

pub const KEY: &str = "sk-test-0123456789";

impl Call {
    pub fn new(vendor: &str, path: &str, body: Value) -> Self {
        let headers = vec![("authorization".to_owned(), format!("Bearer {KEY}"))];
        Self { vendor: vendor.into(), path: path.into(), headers, body }
    }

    pub fn chat(vendor: &str, model: &str) -> Self {
        let messages =
            json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What happened?"}]);
        Self::new(vendor, "/chat/completions", json!({"model": model, "messages": messages}))
    }

    pub fn responses(model: &str) -> Self {
        Self::new("openai", "/responses", json!({"model": model, "input": "What happened?"}))
    }

    pub fn messages(model: &str) -> Self {
        let messages = json!([{"role": "user", "content": "What happened?"}]);
        let body = json!({"model": model, "max_tokens": 1024, "messages": messages});
        let mut call = Self::new("anthropic", "/messages", body).with_header("x-api-key", KEY);
        call.headers.retain(|(name, _)| name != "authorization");
        call.with_header("anthropic-version", "2023-06-01")
    }

    pub fn gemini(model: &str) -> Self {
        let body = json!({"contents": [{"role": "user", "parts": [{"text": "What happened?"}]}]});
        let mut call = Self::new("gemini", &format!("/models/{model}:generateContent"), body);
        call.headers = vec![("x-goog-api-key".into(), KEY.into())];
        call
    }

    pub fn ollama(model: &str) -> Self {
        let body =
            json!({"model": model, "stream": false, "messages": [{"role": "user", "content": "What happened?"}]});
        Self::new("ollama", "/api/chat", body)
    }

    /// One call in each dialect.
    pub fn in_every_dialect(model: &str) -> Vec<Self> {
        let mut calls: Vec<Self> = CHAT.into_iter().map(|vendor| Self::chat(vendor, model)).collect();
        calls.extend([Self::responses(model), Self::messages(model), Self::gemini(model), Self::ollama(model)]);
        calls
    }

    pub fn streaming(mut self) -> Self {
        self.path = self.path.replace(":generateContent", ":streamGenerateContent?alt=sse");
        if !self.path.contains("streamGenerateContent") {
            self.body["stream"] = json!(true);
        }
        self
    }

    pub fn with(mut self, pointer: &str, value: Value) -> Self {
        self.body[pointer.trim_start_matches('/')] = value;
        self
    }

    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn bytes(&self, base: &str) -> Vec<u8> {
        let path = base.splitn(4, '/').nth(3).unwrap();
        let body = self.body.to_string();
        let mut head = format!("POST /{path}{} HTTP/1.1\r\nhost: sim\r\ncontent-type: application/json\r\n", self.path);
        for (name, value) in &self.headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "content-length: {}\r\n\r\n{body}", body.len());
        head.into_bytes()
    }
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    /// Everything, as text.
    pub raw: String,
    pub status: u16,
    pub head: String,
    /// Unchunked as far as it goes.
    pub body: String,
    /// The connection ended by itself, in order (`Ok`) or by a reset.
    pub closed: Option<Result<(), ()>>,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")))
    }
}

pub async fn post(sim: &Simulator, call: &Call) -> Reply {
    let mut stream = TcpStream::connect(sim.addr()).await.unwrap();
    stream.write_all(&call.bytes(&sim.base_url(&call.vendor))).await.unwrap();
    read(&mut stream).await
}

pub async fn get(sim: &Simulator, vendor: &str, path: &str) -> Reply {
    let mut stream = TcpStream::connect(sim.addr()).await.unwrap();
    let base = sim.base_url(vendor);
    let path = format!("/{}{path}", base.splitn(4, '/').nth(3).unwrap());
    let keys = format!("authorization: Bearer {KEY}\r\nx-api-key: {KEY}\r\nx-goog-api-key: {KEY}\r\n");
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: sim\r\n{keys}\r\n").as_bytes()).await.unwrap();
    read(&mut stream).await
}

/// Reads one answer: to the end its framing names, or to the end of the connection.
pub async fn read(stream: &mut TcpStream) -> Reply {
    let mut bytes = Vec::new();
    let mut closed = None;
    while !is_whole(&bytes) {
        let mut piece = [0; 8192];
        match stream.read(&mut piece).await {
            Ok(0) => closed = Some(Ok(())),
            Ok(n) => bytes.extend_from_slice(&piece[..n]),
            Err(_) => closed = Some(Err(())),
        }
        if closed.is_some() {
            break;
        }
    }
    let raw = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = split(&bytes).unwrap_or_default();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = if head.contains("transfer-encoding: chunked") { unchunked(body) } else { body.to_vec() };
    Reply { raw, status, head, body: String::from_utf8_lossy(&body).into_owned(), closed }
}

fn split(bytes: &[u8]) -> Option<(String, &[u8])> {
    let at = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
    Some((String::from_utf8_lossy(&bytes[..at]).replace('\r', ""), &bytes[at + 4..]))
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some((head, body)) = split(bytes) else {
        return false;
    };
    match head.lines().find_map(|line| line.strip_prefix("content-length: ")) {
        Some(length) => body.len() >= length.parse().unwrap(),
        None => head.contains("transfer-encoding: chunked") && body.ends_with(b"\r\n0\r\n\r\n"),
    }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = usize::from_str_radix(std::str::from_utf8(&rest[..at]).unwrap(), 16).unwrap();
        let chunk = rest.get(at + 2..at + 2 + size).unwrap_or_default();
        if size == 0 {
            break;
        }
        body.extend_from_slice(chunk);
        rest = rest.get(at + 2 + size + 2..).unwrap_or_default();
    }
    body
}

pub fn json_of(reply: &Reply) -> Value {
    serde_json::from_str(&reply.body).unwrap_or_else(|error| panic!("{error}: {}", reply.raw))
}

/// The events of a stream as JSON; what is not JSON, such as `[DONE]`, is left out.
pub fn sse_events(reply: &Reply) -> Vec<Value> {
    let body = reply.body.replace('\r', "");
    let data = body.lines().filter_map(|line| line.strip_prefix("data:"));
    data.filter_map(|data| serde_json::from_str(data.trim()).ok()).collect()
}

/// The lines of a stream as JSON.
pub fn lines(reply: &Reply) -> Vec<Value> {
    reply.body.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}
