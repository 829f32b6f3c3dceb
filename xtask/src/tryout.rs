//! `cargo xtask tryout`: serves the sample wire and simulated vendors, and writes a newsroom.toml that uses both.
//!
//! For trying the program by hand as its owner would, without a network, an account or a cent.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use testkit::vendors::{Options, Simulator};

/// What simulated vendors take for a key.
const KEY: &str = "sk-simulated-0123456789";

/// Vendors and the models they play their part with: `sim-ok`, or a fault by its name.
const VENDORS: [&str; 3] = ["deepseek", "openai", "anthropic"];

/// Serves until it is interrupted. `words`: `[FOLDER] [VENDOR=FAULT …]`.
pub fn tryout(words: &[&str]) -> Result<()> {
    let folder = words.first().map_or_else(|| PathBuf::from("target/tryout"), PathBuf::from);
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let wire = testkit::sample::serve().await?;
        let vendors = Simulator::start(Options::default()).await?;
        for word in words.iter().skip(1) {
            let (vendor, fault) = word.split_once('=').context("say VENDOR=FAULT, such as deepseek=s08a")?;
            vendors.fail(vendor, Some(fault));
        }
        let key = folder.join("key");
        write_private(&key, KEY)?;
        std::fs::write(folder.join("newsroom.toml"), config(&wire.addr().to_string(), &vendors))?;
        println!("wrote {}; now, in that folder:", folder.join("newsroom.toml").display());
        println!("  zaowan run --at {} --slot morning", testkit::sample::AS_OF);
        println!("It serves until you press Ctrl-C.");
        tokio::signal::ctrl_c().await?;
        Ok(())
    })
}

fn config(wire: &str, vendors: &Simulator) -> String {
    let mut text = testkit::sample::config().to_owned();
    text.push_str(&format!("\n[network]\nreplay = \"{wire}\"\nhost_delay = \"0s\"\ntimeout = \"1500ms\"\n"));
    for vendor in VENDORS {
        let base_url = vendors.base_url(vendor);
        // A server on this machine counts as one's own; these play vendors far away.
        text.push_str(&format!(
            "\n[[vendor]]\nname = \"{vendor}\"\nbase_url = \"{base_url}\"\nkey_file = \"key\"\njurisdiction = \"{}\"\nfast = \"sim-ok\"\nstrong = \"sim-ok\"\n",
            if vendor == "deepseek" { "cn" } else { "us" }
        ));
    }
    text
}

/// Writes a key so that nobody else can read it, as the gateway asks for.
#[cfg(unix)]
pub fn write_private(path: &Path, key: &str) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, key)?;
    Ok(std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?)
}

#[cfg(not(unix))]
pub fn write_private(path: &Path, key: &str) -> Result<()> {
    Ok(std::fs::write(path, key)?)
}
