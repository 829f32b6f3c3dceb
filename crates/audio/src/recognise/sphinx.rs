//! English by the program pocketsphinx, if it is installed: raw 16 kHz sound in by a file, words out.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::Command;

/// What its models were made for.
const RATE_HZ: u32 = 16_000;
/// Some eighth of real time; a line lasts ten seconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program, by any of its names, if it is on PATH.
pub fn find_pocketsphinx() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let all = ["pocketsphinx_continuous", "pocketsphinx"].into_iter();
    all.flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|program| program.is_file())
}

/// What it hears; `None` if it fails.
pub(super) async fn hear(program: &Path, samples: &[i16], rate_hz: u32) -> Option<String> {
    // Half a second of silence on each side: it needs some to begin and to end.
    let silence = vec![0; RATE_HZ as usize / 2];
    let sound = [silence.clone(), resampled(samples, rate_hz), silence].concat();
    let file = tempfile::Builder::new().suffix(".wav").tempfile().ok()?;
    tokio::fs::write(file.path(), crate::wav::wav(&sound, RATE_HZ)).await.ok()?;
    tokio::time::timeout(PATIENCE, run(program, file.path())).await.ok()?
}

async fn run(program: &Path, file: &Path) -> Option<String> {
    let is_new = program.file_name().is_some_and(|name| name == "pocketsphinx");
    let mut command = Command::new(program);
    if is_new {
        command.arg("single").arg(file)
    } else {
        command.arg("-infile").arg(file)
    };
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true).output().await.ok()?;
    let said = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    if !is_new {
        return Some(said.split_whitespace().collect::<Vec<_>>().join(" "));
    }
    let text = |line: &str| Some(serde_json::from_str::<serde_json::Value>(line).ok()?.get("t")?.as_str()?.to_owned());
    Some(said.lines().filter_map(text).collect::<Vec<_>>().join(" "))
}

/// Downwards by the mean of what falls on a sample, which keeps what lies above from folding back.
fn resampled(samples: &[i16], rate_hz: u32) -> Vec<i16> {
    let step = f64::from(rate_hz) / f64::from(RATE_HZ);
    let mean = |n: usize| {
        let (from, to) = (n as f64 * step, (n + 1) as f64 * step);
        let inside = samples.get(from as usize..(to.ceil() as usize).min(samples.len())).unwrap_or_default();
        (inside.iter().map(|sample| f64::from(*sample)).sum::<f64>() / inside.len().max(1) as f64) as i16
    };
    (0..(samples.len() as f64 / step) as usize).map(mean).collect()
}
