//! `cargo xtask bench-gateway`: our gateway beside two others and beside no gateway, in one run on one machine.
//!
//! Start at `rounds`: what is measured, and in which order. Gateways stand alone on one core; the upstream (`upstream`)
//! and the load (`load`, `stream_load`) are processes of this same program on another.

mod answer;
mod competitors;
mod connection;
mod contestant;
mod load;
mod ours;
mod page;
mod process;
mod rounds;
mod stream_load;
mod streams;
mod upstream;

use anyhow::{Context, Result};
use std::process::Command;

/// Measures and writes the page; the words `upstream` and `load` are for the processes it starts itself.
pub fn bench_gateway(words: &[&str]) -> Result<()> {
    match words {
        ["upstream", port] => upstream::serve(port.parse()?),
        ["load", load] => print_json(&load::run(&serde_json::from_str(load)?)?),
        ["stream-load", load] => print_json(&stream_load::run(&serde_json::from_str(load)?)?),
        // A debug build would measure itself.
        _ if cfg!(debug_assertions) => again_in_release(words),
        [] => page::write(&rounds::run()?),
        ["streams", n, rest @ ..] => streams::run(n.parse().context("how many streams?")?, rest),
        _ => anyhow::bail!("usage: cargo xtask bench-gateway [streams N [live|held|portkey|direct]]"),
    }
}

fn print_json(value: &impl serde::Serialize) -> Result<()> {
    println!("{}", serde_json::to_string(value)?);
    Ok(())
}

fn again_in_release(words: &[&str]) -> Result<()> {
    let run = ["run", "--release", "--quiet", "--package", "xtask", "--", "bench-gateway"];
    let status = Command::new("cargo").args(run).args(words).status()?;
    anyhow::ensure!(status.success(), "the release build of the measurement failed");
    Ok(())
}
