//! `cargo xtask load`: two thousand readers at `zaowan serve` while it makes an edition; writes docs/load.md.
//!
//! The readers run in this process, the paper in another, on one machine; a time is counted from when the reader meant to
//! ask, so a server that stalls is not measured by the readers it kept from asking.

mod paper;
mod reader;

use crate::bench::{commit, machine};
use anyhow::{Result, ensure};
use paper::Paper;
use reader::{Asked, Kind, Reply};
use std::path::Path;
use std::time::{Duration, Instant};

const PAGE: &str = "docs/load.md";
/// So many readers keep a connection each.
const READERS: usize = 2_000;
/// Each asks once in so long on average: a page, then a feed, then a stretch of the bulletin.
const PAUSE: Duration = Duration::from_secs(2);
/// They come one after the other for so long before anything is measured.
const ARRIVAL: Duration = Duration::from_secs(4);
/// Then it is measured for so long; the edition is made in the middle of it.
const MEASURED: Duration = Duration::from_secs(40);
const AIM: Duration = Duration::from_millis(50);

/// What was measured.
struct Measured {
    replies: Vec<Reply>,
    /// When the edition was begun and out, from the beginning of the measurement.
    making: (Duration, Duration),
    /// By how much it was out before it was due; negative if after.
    early: f64,
    alone: Duration,
}

/// Measures and writes the page. `--print` only prints.
pub fn load(words: &[&str]) -> Result<()> {
    let program = crate::bench::program();
    ensure!(program.exists(), "{} is not built; run `make load`", program.display());
    rlimit::increase_nofile_limit(u64::MAX)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    let measured = runtime.block_on(measure(&program))?;
    let page = page(&measured);
    if words != ["--print"] {
        std::fs::write(PAGE, &page)?;
    }
    println!("{page}");
    Ok(())
}

async fn measure(program: &Path) -> Result<Measured> {
    let folder = tempfile::tempdir()?;
    let wire = testkit::sample::serve().await?;
    let alone = paper::edition_alone(program, folder.path(), &wire).await?;
    let mut paper = Paper::open(program, folder.path(), &wire).await?;
    let began = Instant::now() + ARRIVAL;
    let until = began + MEASURED;
    let readers: Vec<_> = (0..READERS)
        .map(|nth| {
            let come = began - ARRIVAL + ARRIVAL.mul_f64(nth as f64 / READERS as f64);
            tokio::spawn(reader::read(
                nth as u64,
                paper.addr,
                Asked { come, until, pause: PAUSE, paths: paper.paths.clone() },
            ))
        })
        .collect();
    let making = paper.edition_is_out(until).await?;
    let mut replies = Vec::new();
    for reader in readers {
        replies.extend(reader.await?);
    }
    replies.retain(|reply| reply.meant_at >= began);
    let since = |at: Instant| at.saturating_duration_since(began);
    Ok(Measured { replies, making: (since(making.0), since(making.1)), early: paper.early()?, alone })
}

/// The time that so many of a hundred replies stayed under.
fn percentile(times: &mut [Duration], percent: f64) -> Duration {
    times.sort_unstable();
    let nth = ((times.len() as f64 * percent / 100.0).ceil() as usize).saturating_sub(1);
    times.get(nth).copied().unwrap_or_default()
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn page(measured: &Measured) -> String {
    let (began, ended) = measured.making;
    let is_while_made = |reply: &&Reply, since: Instant| {
        let at = reply.meant_at.saturating_duration_since(since);
        (began..=ended).contains(&at)
    };
    let since = measured.replies.iter().map(|reply| reply.meant_at).min().unwrap_or_else(Instant::now);
    let faults: Vec<&str> = measured.replies.iter().filter_map(|reply| reply.fault.as_deref()).collect();
    let mut rows = String::new();
    for kind in [Kind::Page, Kind::Feed, Kind::Sound] {
        for (when, only_made) in [("all the time", false), ("while the edition was made", true)] {
            let of_kind = measured.replies.iter().filter(|reply| reply.kind == kind && reply.fault.is_none());
            let mut times: Vec<Duration> =
                of_kind.filter(|reply| !only_made || is_while_made(reply, since)).map(|reply| reply.took).collect();
            let n = times.len();
            let p = |times: &mut Vec<Duration>, percent| percentile(times, percent);
            let (p50, p99, p999, worst) =
                (p(&mut times, 50.0), p(&mut times, 99.0), p(&mut times, 99.9), p(&mut times, 100.0));
            let met = match kind {
                Kind::Page => {
                    if p99 < AIM {
                        "yes"
                    } else {
                        "**no**"
                    }
                }
                Kind::Feed | Kind::Sound => "",
            };
            rows.push_str(&format!(
                "| {} | {when} | {n} | {} | {} | {} | {} | {met} |\n",
                kind.words(),
                ms(p50),
                ms(p99),
                ms(p999),
                ms(worst)
            ));
        }
    }
    let per_second = measured.replies.len() as f64 / MEASURED.as_secs_f64();
    let met = |is_met: bool| if is_met { "yes" } else { "**no**" };
    let mut text = format!(
        "# Load on `zaowan serve`\n\nWritten by `make load`; figures are of one machine and one commit.\n\n- machine: {}\n- commit: {}\n\n",
        machine(),
        commit()
    );
    text.push_str(&format!(
        "{READERS} readers, each with a connection of its own, on the same two cores as the paper and its edition. Each asks every\n\
         {} s on average ({per_second:.0} requests a second in all): a page (packed), the feed, or 64 KiB of the bulletin. After\n\
         {} s of arriving it is measured for {} s; in the middle the program makes the sample edition with sound, as it would at\n\
         its time. A time runs from when the reader meant to ask to the last byte.\n\n",
        PAUSE.as_secs(), ARRIVAL.as_secs(), MEASURED.as_secs()
    ));
    text.push_str("| what | measured | aim | met |\n|---|---|---|---|\n");
    text.push_str(&format!(
        "| errors | {} of {} | 0 | {} |\n",
        faults.len(),
        measured.replies.len(),
        met(faults.is_empty())
    ));
    text.push_str(&format!(
        "| the edition, before it was due | {:.1} s | not late | {} |\n",
        measured.early,
        met(measured.early >= 0.0)
    ));
    text.push_str(&format!(
        "| making it, with readers and without | {:.1} s and {:.1} s | | |\n\n",
        (ended.saturating_sub(began)).as_secs_f64(),
        measured.alone.as_secs_f64()
    ));
    text.push_str(
        "| what | when | requests | p50 | p99 | p99.9 | worst | p99 under 50 ms |\n|---|---|---|---|---|---|---|---|\n",
    );
    text.push_str(&rows);
    let mut said: Vec<&str> = faults;
    said.sort_unstable();
    said.dedup();
    for fault in said.iter().take(10) {
        text.push_str(&format!("\n- error: {fault}"));
    }
    text
}
