//! A gateway with simulated vendors behind it.

use gateway::{
    Answer, Ask, Attempt, Error, Gateway, KeySource, Ledger, Purpose, Route, Settings, Timing, VendorSettings,
};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tempfile::TempDir;
use testkit::vendors::{Options, Simulator};

/// Everything about time takes a tenth, of the faults and of our patience alike.
pub const PACE: f64 = 0.1;

/// Every dialect that is simulated, by the name of its vendor.
pub const VENDORS: &[&str] = &[
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
    "openai-responses",
    "anthropic",
    "gemini",
    "ollama",
];

/// A vendor of its own that is always there to stand in.
pub const SPARE: &str = "spare";

pub struct Desk {
    pub simulator: Simulator,
    pub folder: TempDir,
    n_opened: AtomicUsize,
}

impl Desk {
    pub async fn open() -> Self {
        let simulator = Simulator::start(Options { seed: 7, pace: PACE }).await.unwrap();
        let desk = Self { simulator, folder: TempDir::new().unwrap(), n_opened: AtomicUsize::new(0) };
        desk.key("good", KEY);
        desk
    }

    /// A key in a file that only we may read.
    pub fn key(&self, name: &str, key: &str) -> KeySource {
        use std::os::unix::fs::PermissionsExt;
        let path = self.folder.path().join(name);
        std::fs::write(&path, key).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        KeySource::File(path)
    }

    pub fn vendor(&self, name: &str) -> VendorSettings {
        let at = name.strip_suffix("-responses").unwrap_or(name);
        VendorSettings {
            base_url: Some(self.simulator.base_url(at)),
            key: Some(KeySource::File(self.folder.path().join("good"))),
            jurisdiction: Some("test".into()),
            ..VendorSettings::named(name)
        }
    }

    pub fn settings(&self, vendors: &[&str]) -> Settings {
        Settings {
            vendors: vendors.iter().map(|name| self.vendor(name)).collect(),
            timing: timing(),
            ..Settings::default()
        }
    }

    pub fn gateway(&self, vendors: &[&str]) -> Gateway {
        self.open_with(self.settings(vendors))
    }

    /// One gateway with a vendor of its own for each case: to open one takes longer than most cases do.
    pub fn gateway_of_cases(&self, vendor: &str, names: impl Iterator<Item = String>) -> Gateway {
        let mut settings = self.settings(&[SPARE]);
        settings.vendors.extend(names.map(|name| VendorSettings {
            name,
            like: Some(vendor.to_owned()),
            ..self.vendor(vendor)
        }));
        self.open_with(settings)
    }

    pub fn open_with(&self, settings: Settings) -> Gateway {
        let name = format!("ledger-{}.db", self.n_opened.fetch_add(1, Ordering::Relaxed));
        let ledger = Ledger::open(&self.folder.path().join(name)).unwrap();
        Gateway::open(settings, ledger, &|_| None, Vec::new()).unwrap()
    }
}

/// The key that every simulated vendor takes.
pub const KEY: &str = "sk-zaowan-marked-0123456789";

/// The shipped patience at the pace of the faults; a whole second that a header asks for can be waited for.
pub fn timing() -> Timing {
    Timing {
        max_wait: Duration::from_millis(1_200),
        connect: Duration::from_secs(10),
        ..Timing::default().scaled(PACE)
    }
}

pub fn routes(names: &[&str]) -> Vec<Route> {
    names.iter().map(|name| name.parse().unwrap()).collect()
}

/// A question such as a role asks: streamed, structured or not, of no client.
pub fn ask(names: &[&str]) -> Ask {
    let purpose = Purpose { job: "job".into(), role: "reporter".into(), step: "step".into(), ..Purpose::default() };
    Ask { purpose, ..Ask::new(routes(names), "You explain.", "Why does a gateway earn trust?") }
}

/// A question such as a client sends: plain, passed on as it is.
pub fn client_ask(names: &[&str]) -> Ask {
    let body = serde_json::json!({"messages": [{"role": "user", "content": "Why does a gateway earn trust?"}]});
    let purpose = Purpose { client: "shop".into(), ..Purpose::default() };
    Ask { purpose, ..Ask::of_body(routes(names), body.as_object().unwrap().clone()) }
}

/// What came of a call, in one line: who answered or that nobody did, and each attempt's verdict.
pub fn story(result: &Result<Answer, Error>, attempts: &[Attempt]) -> String {
    let who = match result {
        Ok(answer) => answer.route.vendor.clone(),
        Err(Error::Exhausted { .. }) => "nobody".into(),
        Err(error) => error.to_string(),
    };
    let tries: Vec<String> = attempts.iter().map(|row| format!("{}:{}", row.vendor, row.verdict.key())).collect();
    format!("{who} <- {}", tries.join(" "))
}
