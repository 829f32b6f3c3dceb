//! The `zaowan` program: one file per command. The only room that prints.
//!
//! stdout is data, stderr is for people. Exit codes: 0 published or answered, 1 failed,
//! 2 wrong use or configuration, 3 published but degraded when `--strict` is given.

mod commands;
mod display;
mod fail;
mod say;
mod summary;
mod table;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// A newsroom that runs itself.
#[derive(Parser)]
#[command(name = "zaowan", version, about = "A newsroom that runs itself", propagate_version = true)]
struct Line {
    #[command(subcommand)]
    command: Command,
    /// Answer in JSON on stdout, for programs.
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Write a newsroom.toml with a starter pack of public sources.
    Init(commands::init::Init),
    /// Make an edition from your sources.
    Run(commands::run::Run),
    /// Make an edition from the built-in sample wire: no key, no account, no network.
    Demo(commands::demo::Demo),
    /// Open the door for other programs: an OpenAI-compatible endpoint over your models.
    Serve(commands::serve::Serve),
    /// Add, list, check, import or export sources.
    Source(commands::source::Source),
    /// List, show, explain or replay editions.
    Edition(commands::edition::Edition),
    /// List, test, rank, price or try out models.
    Models(commands::models::Models),
    /// List the voices, or hear one.
    Voices(commands::voices::Voices),
    /// List the channels that tell people, try them, show what is on its way.
    Channels(commands::channels::Channels),
    /// Read the published paper back, and tell you when readers get nothing.
    Watch(commands::watch::Watch),
    /// Say what works here and what does not.
    Doctor(commands::doctor::Doctor),
    /// Search what was published and what came in; back it up, or restore it.
    Archive(commands::archive::Archive),
    /// Check, export or prune the record of every run.
    Journal(commands::journal::Record),
}

fn main() -> ExitCode {
    let line = match Line::try_parse() {
        Ok(line) => line,
        Err(error) => {
            let is_help = !error.use_stderr();
            drop(error.print());
            return ExitCode::from(if is_help { 0 } else { 2 });
        }
    };
    watch_logs();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let result = match runtime {
        Ok(runtime) => runtime.block_on(dispatch(&line)),
        Err(error) => Err(fail::Failure::other("cannot start", &error.to_string(), "free some memory and try again")),
    };
    match result {
        Ok(code) => ExitCode::from(code),
        Err(failure) => {
            failure.print(line.json);
            ExitCode::from(failure.exit)
        }
    }
}

async fn dispatch(line: &Line) -> Result<u8, fail::Failure> {
    let json = line.json;
    match &line.command {
        Command::Init(init) => init.run(json).await,
        Command::Run(run) => run.run(json).await,
        Command::Demo(demo) => demo.run(json).await,
        Command::Serve(serve) => serve.run(json).await,
        Command::Source(source) => source.run(json).await,
        Command::Edition(edition) => edition.run(json).await,
        Command::Models(models) => models.run(json).await,
        Command::Voices(voices) => voices.run(json).await,
        Command::Channels(channels) => channels.run(json).await,
        Command::Watch(watch) => watch.run(json).await,
        Command::Doctor(doctor) => doctor.run(json).await,
        Command::Archive(archive) => archive.run(json),
        Command::Journal(journal) => journal.run(json),
    }
}

/// Logs go to stderr, and only when asked for with ZAOWAN_LOG.
fn watch_logs() {
    if let Ok(filter) = tracing_subscriber::EnvFilter::try_from_env("ZAOWAN_LOG") {
        drop(tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init());
    }
}
