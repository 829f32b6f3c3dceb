//! `cargo xtask days`: makes the editions of real days of news, so that they can be read and heard.

mod report;

use anyhow::{Context, Result};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use news::EditionKey;
use newsroom::{Clock, Newsroom, Order, Outcome, progress};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Where the real days are kept, beside the project; it works without them.
const FOLDER: &str = "../shared/data/wire";
/// The newsroom of these editions.
const ZONE: &str = "Asia/Shanghai";
/// Feeds hold the items of so many days.
const LOOKBACK_DAYS: u32 = 2;

/// Makes the morning and the evening edition of each day from `from` to `to` into `target/days`.
///
/// `target/days/report.md` then says what each told, with every pair of stories that might be one told twice.
/// With `--serve RFC3339` it serves the web of that moment instead, for trying the program by hand.
pub fn days(arguments: &[&str]) -> Result<()> {
    let folder = PathBuf::from(argument(arguments, "--folder").unwrap_or(FOLDER));
    let from: Date = argument(arguments, "--from").unwrap_or("2026-02-10").parse()?;
    let to: Date = argument(arguments, "--to").unwrap_or("2026-02-12").parse()?;
    let out = PathBuf::from(argument(arguments, "--out").unwrap_or("target/days"));
    if !folder.is_dir() {
        println!("{} is not here, so there are no real days to make editions of", folder.display());
        return Ok(());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    if let Some(at) = argument(arguments, "--serve") {
        return runtime.block_on(serve(&folder, &out, at.parse()?));
    }
    let mut editions = Vec::new();
    let mut day = from;
    while day <= to {
        for (slot, hour) in [("morning", 7), ("evening", 18)] {
            let outcome = runtime.block_on(edition(&folder, &out, day, slot, hour));
            tell(day, slot, &outcome);
            editions.extend(outcome.map(|(outcome, _)| outcome.edition));
        }
        day = day.checked_add(Span::new().days(1))?;
    }
    let path = out.join("report.md");
    std::fs::write(&path, report::report(&editions)?)?;
    println!("\n{}", path.display());
    Ok(())
}

fn argument<'a>(arguments: &[&'a str], name: &str) -> Option<&'a str> {
    let at = arguments.iter().position(|argument| *argument == name)?;
    arguments.get(at + 1).copied()
}

/// Serves the days as they stood at that moment, until it is interrupted.
async fn serve(folder: &Path, out: &Path, at: Timestamp) -> Result<()> {
    let server = testkit::days::serve(folder, at, LOOKBACK_DAYS).await?;
    let text = testkit::days::config(folder, at, LOOKBACK_DAYS)?;
    std::fs::create_dir_all(out)?;
    let path = out.join("newsroom.toml");
    std::fs::write(&path, format!("{text}\n[network]\nreplay = \"{}\"\nhost_delay = \"0s\"\n", server.addr()))?;
    println!("serving until interrupted; in another terminal:\n  zaowan run --config {} --at {at}", path.display());
    tokio::signal::ctrl_c().await?;
    Ok(())
}

async fn edition(folder: &Path, out: &Path, day: Date, slot: &str, hour: i8) -> Result<(Outcome, Duration)> {
    let began = Instant::now();
    let at: Timestamp = day.at(hour, 0, 0, 0).to_zoned(TimeZone::get(ZONE)?)?.timestamp();
    let server = testkit::days::serve(folder, at, LOOKBACK_DAYS).await?;
    let text = testkit::days::config(folder, at, LOOKBACK_DAYS)?;
    let mut config = newsroom::config::parse(&text, Path::new("days.toml"))?;
    config.out = out.join("site");
    config.data = out.join("data");
    config.network.replay = Some(server.addr());
    config.network.host_delay = Duration::ZERO;
    // The web of a day holds no pages of earlier days; that is no death of theirs.
    config.corrections.days = 0;
    std::fs::create_dir_all(out).with_context(|| format!("cannot make {}", out.display()))?;
    let newsroom = Newsroom::open(config, Clock::starting_at(at), progress::silent())?;
    let key = EditionKey { date: day, slot: slot.to_owned() };
    // Nobody has read it: an edition of an earlier run of this command is made anew.
    let earlier = out.join("site/editions").join(key.to_string());
    if earlier.is_dir() {
        std::fs::remove_dir_all(earlier)?;
    }
    let order = Order { key, again: false, deadline: Duration::from_secs(600) };
    Ok((newsroom::make_edition(&newsroom, &order).await?, began.elapsed()))
}

fn tell(day: Date, slot: &str, outcome: &Result<(Outcome, Duration)>) {
    match outcome {
        Ok((outcome, took)) => {
            let edition = &outcome.edition;
            println!(
                "\n== {day} {slot}: {} stories, {} left out, {:.1} s",
                edition.stories.len(),
                edition.spiked.len(),
                took.as_secs_f64()
            );
            for story in &edition.stories {
                println!("  [{} {} x{}] {}", story.language, story.beat, story.corroboration, story.headline);
            }
            println!("  {}", outcome.page.display());
        }
        Err(error) => println!("\n== {day} {slot}: no edition: {error:#}"),
    }
}
