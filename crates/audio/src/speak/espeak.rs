//! Runs the espeak-ng program: one process a line, text in on stdin, sound out on stdout.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

/// The rate of every take, before mixing.
pub(crate) const RATE_HZ: usize = 22_050;

/// A line takes some 10 ms; a process that needs this long hangs.
const TIMEOUT: Duration = Duration::from_secs(20);

/// Some variants clip at espeak's own 100; levels are set by the mix anyway.
const AMPLITUDE: &str = "60";

/// One line for the program.
#[derive(Debug, Clone)]
pub(crate) struct Request<'a> {
    pub(crate) program: &'a Path,
    pub(crate) voice: &'a str,
    pub(crate) rate: u32,
    pub(crate) pitch: u32,
    pub(crate) ssml: &'a str,
}

/// Where espeak-ng is, if it is on PATH.
pub fn find_espeak() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).map(|folder| folder.join("espeak-ng")).find(|program| is_program(program))
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|meta| meta.is_file() && meta.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file() || path.with_extension("exe").is_file()
}

/// Speaks one line.
///
/// Returns mono PCM at [`RATE_HZ`]. Errors are in plain words, for the caller to try again.
pub(crate) async fn speak(request: &Request<'_>) -> Result<Vec<i16>, String> {
    match tokio::time::timeout(TIMEOUT, run(request)).await {
        Ok(result) => result,
        Err(_) => Err(format!("espeak-ng did not answer within {} s", TIMEOUT.as_secs())),
    }
}

/// The program as it is run: text in on stdin, a WAV out on stdout.
pub(crate) fn command(request: &Request<'_>) -> Command {
    let mut command = Command::new(request.program);
    command
        .args(["-v", request.voice, "-s", &request.rate.to_string(), "-p", &request.pitch.to_string()])
        .args(["-a", AMPLITUDE, "-b", "1", "-m", "--stdin", "--stdout"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn run(request: &Request<'_>) -> Result<Vec<i16>, String> {
    let mut child =
        command(request).spawn().map_err(|error| format!("{} did not start: {error}", request.program.display()))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early breaks the pipe; its own message says more.
        let _ = stdin.write_all(request.ssml.as_bytes()).await;
    }
    let output = child.wait_with_output().await.map_err(|error| error.to_string())?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("espeak-ng ended with {}: {}", output.status, said.trim()));
    }
    samples_of_wav(&output.stdout)
}

/// The samples of a WAV whose length field is not to be trusted: `--stdout` writes 0x7ffff000 there.
fn samples_of_wav(wav: &[u8]) -> Result<Vec<i16>, String> {
    if wav.is_empty() {
        return Ok(Vec::new());
    }
    let rate = wav.get(24..28).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
    if rate != Some(RATE_HZ as u32) {
        return Err(format!("espeak-ng gave sound at {rate:?} Hz instead of {RATE_HZ}"));
    }
    let data = wav.windows(4).position(|name| name == b"data").map(|at| at + 8);
    let bytes = data.and_then(|at| wav.get(at..)).ok_or("espeak-ng gave a WAV without sound")?;
    Ok(bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_program_that_fails_says_why() {
        let request =
            Request { program: Path::new("/nonexistent/espeak-ng"), voice: "en-us", rate: 165, pitch: 50, ssml: "Hi." };
        let why = speak(&request).await.unwrap_err();
        assert!(why.contains("/nonexistent/espeak-ng did not start"), "{why}");
    }

    #[test]
    fn the_length_in_the_header_is_not_believed() {
        let mut wav =
            b"RIFF\x24\xf0\xff\x7fWAVEfmt \x10\0\0\0\x01\0\x01\0\x22\x56\0\0\x44\xac\0\0\x02\0\x10\0data".to_vec();
        wav.extend(0x7fff_f000_u32.to_le_bytes());
        wav.extend([1, 0, 255, 255, 9]);
        assert_eq!(samples_of_wav(&wav), Ok(vec![1, -1]));
    }
}
