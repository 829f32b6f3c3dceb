//! Our own gateway, started as an operator would start it: with its verdicts and its ledger.

use super::answer;
use super::contestant::{Contestant, Door, wait_until_it_answers};
use super::process::{self, Process};
use anyhow::{Result, ensure};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub const NAME: &str = "zaowan";
/// How the two ways of streaming are asked for.
const STREAM_HEADER: &str = "x-zaowan-stream";
const VENDOR_KEY: &str = "ZAOWAN_BENCH_KEY";
const CLIENT_KEY: &str = "ZAOWAN_BENCH_CLIENT_KEY";
/// Long enough for any rule about keys; it opens nothing but this measurement.
const KEY: &str = "bench-0123456789abcdef0123456789abcdef";

/// Starts it in `folder`; it answers when this returns.
pub fn start(upstream: u16, folder: &Path) -> Result<Contestant> {
    let program = program();
    ensure!(program.exists(), "its release build is missing");
    let port = process::free_port()?;
    let config = folder.join("newsroom.toml");
    std::fs::write(&config, config_text(upstream))?;
    let mut command = process::gateway(&program);
    command.arg("serve").arg("--config").arg(&config).arg("--listen").arg(format!("127.0.0.1:{port}"));
    command.current_dir(folder).env(VENDOR_KEY, KEY).env(CLIENT_KEY, KEY);
    let mut process = Process::start(command, &folder.join("zaowan.log"))?;
    let model = format!("up/{}", answer::MODEL);
    let door = Door::new(port, &model, &[("authorization", &format!("Bearer {KEY}"))]);
    wait_until_it_answers(&mut process, &door, Duration::from_secs(20))?;
    Ok(Contestant {
        name: NAME,
        version: "release build of this commit; verdicts and ledger on".into(),
        is_slow: false,
        streams: vec![
            ("zaowan, live", door.with(STREAM_HEADER, "live")),
            ("zaowan, held", door.with(STREAM_HEADER, "held")),
        ],
        plain: door,
        process: Some(process),
    })
}

fn program() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    // It is started in another folder.
    std::path::absolute(target.join("release/zaowan")).unwrap_or_default()
}

/// Nothing is set that a newsroom would not have, but the cache: it would answer all but the first request.
fn config_text(upstream: u16) -> String {
    format!(
        r#"[newsroom]
name = "bench"

[[source]]
url = "http://127.0.0.1:9/feed"

[models]
cache = "off"

[[vendor]]
name = "up"
api = "openai"
base_url = "http://127.0.0.1:{upstream}/v1"
key_env = "{VENDOR_KEY}"

[[client]]
name = "bench"
key_env = "{CLIENT_KEY}"
stream = "live"
"#
    )
}
