//! A door with simulated vendors behind it, and a client before it.

use gateway::{Attempt, Budgets, Gateway, KeySource, Ledger, Route, Settings, Timing, VendorSettings};
use serde_json::{Value, json};
use server::{Client, Door, Settings as Standing, Site, Watch};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::{Options, Simulator};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::AbortHandle;

/// Everything about time takes a tenth, of the faults and of the gateway's patience alike.
const PACE: f64 = 0.1;
/// The key that every simulated vendor takes.
const VENDOR_KEY: &str = "sk-zaowan-marked-0123456789";
/// The key of the client that may do everything.
pub const KEY: &str = "zw-everything";
/// What pages of the site may load.
const POLICY: &str = "default-src 'none'; img-src 'self'";
/// What is asked.
pub const QUESTION: &str = "Why does a gateway earn trust?";
/// A picture of one pixel.
pub const PIXEL: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const VENDORS: &[&str] =
    &["deepseek", "openai", "anthropic", "gemini", "minimax", "ollama", "openai-responses", "spare"];

pub struct House {
    pub simulator: Simulator,
    pub gateway: Gateway,
    pub addr: SocketAddr,
    http: reqwest::Client,
    serving: AbortHandle,
    folder: TempDir,
}

impl Drop for House {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

pub fn client(name: &str, key: &str) -> Client {
    Client {
        name: name.into(),
        key_sha256: server::sha256_of(key),
        per_minute: None,
        models: Vec::new(),
        live: false,
        may_watch: false,
    }
}

impl House {
    pub async fn open() -> Self {
        Self::open_with(Vec::new(), Budgets::default()).await
    }

    /// With these clients beside the one that may do everything.
    pub async fn open_with(clients: Vec<Client>, budgets: Budgets) -> Self {
        Self::open_standing(clients, budgets, Standing::default(), Watch::default()).await
    }

    /// The same standing so, and watched.
    pub async fn open_standing(mut clients: Vec<Client>, budgets: Budgets, standing: Standing, watch: Watch) -> Self {
        let simulator = Simulator::start(Options { seed: 7, pace: PACE }).await.unwrap();
        let folder = TempDir::new().unwrap();
        let vendor = |name: &&str| VendorSettings {
            base_url: Some(simulator.base_url(name.strip_suffix("-responses").unwrap_or(name))),
            key: Some(KeySource::Env("VENDOR_KEY".into())),
            jurisdiction: Some("test".into()),
            ..VendorSettings::named(name)
        };
        let settings = Settings {
            vendors: VENDORS.iter().map(vendor).collect(),
            timing: Timing {
                max_wait: Duration::from_millis(1_200),
                connect: Duration::from_secs(10),
                ..Timing::default().scaled(PACE)
            },
            budgets,
            ..Settings::default()
        };
        let ledger = Ledger::open(&folder.path().join("ledger.db")).unwrap();
        let gateway = Gateway::open(settings, ledger, &|_| Some(VENDOR_KEY.to_owned()), Vec::new()).unwrap();
        let reporter: Vec<Route> = vec![Route::new("deepseek", "sim-ok"), Route::new("openai", "sim-ok")];
        let aliases = BTreeMap::from([("reporter".to_owned(), reporter.clone()), ("zaowan".to_owned(), reporter)]);
        clients.push(Client { may_watch: true, ..client("everything", KEY) });
        let door = Door::new(gateway.clone(), clients, aliases)
            .with_settings(standing)
            .with_watch(watch)
            .with_patience(Duration::from_millis(300), Duration::from_millis(100));
        let site = folder.path().join("site");
        std::fs::create_dir(&site).unwrap();
        let listener = server::listen(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
        let addr = listener.local_addr().unwrap();
        let site = Site { folder: site, policy: POLICY.into(), is_public: true };
        let serving = tokio::spawn(server::serve(door, Some(site), listener, std::future::pending())).abort_handle();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { simulator, gateway, addr, http, serving, folder }
    }

    pub fn post(&self, path: &str, key: &str, body: &Value) -> reqwest::RequestBuilder {
        let url = format!("http://{}{path}", self.addr);
        self.http.post(url).bearer_auth(key).header("content-type", "application/json").body(body.to_string())
    }

    pub async fn ask(&self, path: &str, body: &Value) -> Reply {
        Reply::of(self.post(path, KEY, body)).await
    }

    pub async fn chat(&self, body: &Value) -> Reply {
        self.ask("/v1/chat/completions", body).await
    }

    /// A stream that is passed on `live` or `held`.
    pub async fn stream(&self, body: &Value, hold: &str) -> Reply {
        let mut body = body.clone();
        body["stream"] = true.into();
        Reply::of(self.post("/v1/chat/completions", KEY, &body).header("x-zaowan-stream", hold)).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        Reply::of(self.http.get(format!("http://{}{path}", self.addr)).bearer_auth(KEY)).await
    }

    /// What a reader gets, who has no key; a header that the reader sends.
    pub async fn read(&self, path: &str, header: (&str, &str)) -> Reply {
        Reply::of(self.http.get(format!("http://{}{path}", self.addr)).header(header.0, header.1)).await
    }

    /// The coding and the bytes as they come by the line; reqwest would unpack them.
    pub async fn read_bytes(&self, path: &str, header: (&str, &str)) -> (String, Vec<u8>) {
        let mut line = tokio::net::TcpStream::connect(self.addr).await.unwrap();
        let words = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\n{}: {}\r\nconnection: close\r\n\r\n",
            header.0, header.1
        );
        line.write_all(words.as_bytes()).await.unwrap();
        let mut told = Vec::new();
        line.read_to_end(&mut told).await.unwrap();
        let end = told.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(told[..end].to_vec()).unwrap();
        let coding = head.lines().find_map(|line| line.strip_prefix("content-encoding: ")).unwrap_or_default();
        (coding.to_owned(), told[end + 4..].to_vec())
    }

    /// Lays a file into the published site.
    pub fn publish(&self, path: &str, content: &str) {
        let path = self.folder.path().join("site").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }

    /// The latest rows of the ledger, the oldest first.
    pub fn rows(&self, n: usize) -> Vec<Attempt> {
        let mut rows = self.gateway.ledger().latest(n).unwrap();
        rows.reverse();
        rows
    }

    /// The body of the last request that a vendor saw.
    pub fn last_body(&self) -> Value {
        self.simulator.seen().last().unwrap().body.clone()
    }
}

/// A reply that was read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub text: String,
    /// Whether the connection broke before the end.
    pub is_broken: bool,
}

impl Reply {
    pub async fn of(request: reqwest::RequestBuilder) -> Self {
        let mut response = request.send().await.unwrap();
        let header = |(name, value): (&reqwest::header::HeaderName, &reqwest::header::HeaderValue)| {
            (name.to_string(), value.to_str().unwrap_or_default().to_owned())
        };
        let headers = response.headers().iter().map(header).collect();
        let status = response.status().as_u16();
        let (mut bytes, mut is_broken) = (Vec::new(), false);
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(_) => {
                    is_broken = true;
                    break;
                }
            }
        }
        Self { status, headers, text: String::from_utf8(bytes).unwrap(), is_broken }
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    /// Status, code and message of an error.
    pub fn error(&self) -> (u16, String, String) {
        let error = &self.json()["error"];
        let text = |field: &str| error[field].as_str().unwrap_or_default().to_owned();
        (self.status, text("code"), text("message"))
    }

    /// The data of every event.
    pub fn events(&self) -> Vec<String> {
        self.text
            .split("\n\n")
            .filter_map(|event| event.lines().find_map(|line| line.strip_prefix("data: ")))
            .map(str::to_owned)
            .collect()
    }

    /// The text of a chat's stream and its last event.
    pub fn streamed(&self) -> (String, String) {
        let events = self.events();
        let text = |event: &String| {
            let chunk: Value = serde_json::from_str(event).ok()?;
            chunk["choices"][0]["delta"]["content"].as_str().map(str::to_owned)
        };
        (events.iter().filter_map(text).collect(), events.last().cloned().unwrap_or_default())
    }
}

pub fn question(model: &str) -> Value {
    json!({"model": model, "messages": [{"role": "user", "content": QUESTION}]})
}
