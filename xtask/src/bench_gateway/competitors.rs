//! The gateways ours is measured beside: installed once into a cache folder, and started as lean as they allow.

use super::answer;
use super::contestant::{Contestant, Door, wait_until_it_answers};
use super::process::{self, Process};
use anyhow::{Context, Result, ensure};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub const LITELLM: &str = "LiteLLM";
pub const PORTKEY: &str = "Portkey";
const LITELLM_PACKAGE: &str = "litellm[proxy]==1.108.0";
const PORTKEY_PACKAGE: &str = "@portkey-ai/gateway@1.15.2";
/// The HTTP server its own lock file names. With the newest that its manifest allows, it answers every stream with
/// 500 (its issue 1389), and a side by side of errors says nothing.
const PORTKEY_SERVER_PACKAGE: &str = "@hono/node-server@1.13.5";
/// LiteLLM does not start without a master key; the upstream does not look at it.
const KEY: &str = "sk-bench-0123456789abcdef0123456789abcdef";

/// LiteLLM's proxy: one worker, one model, no database, its own price table.
pub fn start_litellm(upstream: u16, folder: &Path) -> Result<Contestant> {
    let program = install_litellm()?;
    let port = process::free_port()?;
    let config = folder.join("litellm.yaml");
    std::fs::write(&config, litellm_config(upstream))?;
    let mut command = process::gateway(&program);
    command.arg("--config").arg(&config).args(["--host", "127.0.0.1", "--num_workers", "1"]);
    command.args(["--port", &port.to_string()]);
    // Without these it asks the network for prices when it starts, and for a newer version of itself.
    command.env("LITELLM_LOCAL_MODEL_COST_MAP", "True").env("LITELLM_TELEMETRY", "False").env_remove("DATABASE_URL");
    command.env("LITELLM_MASTER_KEY", KEY).current_dir(folder);
    let mut process = Process::start(command, &folder.join("litellm.log"))?;
    let door = Door::new(port, answer::MODEL, &[("authorization", &format!("Bearer {KEY}"))]);
    wait_until_it_answers(&mut process, &door, Duration::from_secs(120))?;
    let version = format!("{LITELLM_PACKAGE}, one worker, a master key, no database");
    Ok(contestant(LITELLM, version, true, door, process))
}

/// Portkey's gateway, told by headers where to send a request.
pub fn start_portkey(upstream: u16, folder: &Path) -> Result<Contestant> {
    let script = install_portkey()?;
    let port = process::free_port()?;
    let mut command = process::gateway(Path::new("node"));
    command.arg(script).arg(format!("--port={port}")).arg("--headless").env("NODE_ENV", "production");
    command.current_dir(folder);
    let mut process = Process::start(command, &folder.join("portkey.log"))?;
    let door = Door::new(
        port,
        answer::MODEL,
        &[
            ("authorization", &format!("Bearer {KEY}")),
            ("x-portkey-provider", "openai"),
            ("x-portkey-custom-host", &format!("http://127.0.0.1:{upstream}/v1")),
        ],
    );
    wait_until_it_answers(&mut process, &door, Duration::from_secs(30))?;
    let version = format!("{PORTKEY_PACKAGE} with {PORTKEY_SERVER_PACKAGE}, one process");
    Ok(contestant(PORTKEY, version, false, door, process))
}

fn contestant(name: &'static str, version: String, is_slow: bool, door: Door, process: Process) -> Contestant {
    let streams = vec![(name, door.clone())];
    Contestant { name, version, is_slow, plain: door, streams, process: Some(process) }
}

fn litellm_config(upstream: u16) -> String {
    let model = answer::MODEL;
    format!(
        r"model_list:
  - model_name: {model}
    litellm_params:
      model: openai/{model}
      api_base: http://127.0.0.1:{upstream}/v1
      api_key: {KEY}
litellm_settings:
  telemetry: false
"
    )
}

/// Returns the program, after installing it where it is missing.
fn install_litellm() -> Result<PathBuf> {
    let folder = cache_folder()?.join("litellm-1.108.0");
    let program = folder.join("bin/litellm");
    if !program.exists() {
        println!("installing {LITELLM_PACKAGE} …");
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        run(Command::new(folder.join("bin/pip")).args(["install", "--quiet", LITELLM_PACKAGE]))?;
    }
    Ok(program)
}

/// Returns the script of its server, after installing it where it is missing.
fn install_portkey() -> Result<PathBuf> {
    let folder = cache_folder()?.join("portkey-1.15.2");
    let script = folder.join("node_modules/@portkey-ai/gateway/build/start-server.js");
    if !script.exists() {
        println!("installing {PORTKEY_PACKAGE} …");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("package.json"), portkey_manifest())?;
        let install = ["install", "--no-audit", "--no-fund", "--loglevel=error"];
        run(Command::new("npm").current_dir(&folder).args(install))?;
    }
    Ok(script)
}

/// Pins the server inside Portkey, which no argument of npm can.
fn portkey_manifest() -> String {
    let pin =
        |package: &str| package.rsplit_once('@').map(|(name, version)| (name.to_owned(), version.into())).into_iter();
    let of = |package: &str| serde_json::Value::Object(pin(package).collect());
    serde_json::json!({
        "private": true, "dependencies": of(PORTKEY_PACKAGE), "overrides": of(PORTKEY_SERVER_PACKAGE),
    })
    .to_string()
}

/// Outside the clone, as the packages weigh 800 MB and outlive a clean build.
fn cache_folder() -> Result<PathBuf> {
    let caches = match std::env::var_os("XDG_CACHE_HOME").filter(|folder| !folder.is_empty()) {
        Some(folder) => PathBuf::from(folder),
        None => {
            PathBuf::from(std::env::var_os("HOME").context("neither XDG_CACHE_HOME nor HOME is set")?).join(".cache")
        }
    };
    let folder = caches.join("zaowan-bench");
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn run(command: &mut Command) -> Result<()> {
    let program = command.get_program().display().to_string();
    let output = command.output().with_context(|| format!("cannot start {program}"))?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "{program} failed: {}", said.lines().last().unwrap_or_default());
    Ok(())
}
