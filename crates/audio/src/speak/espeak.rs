//! Runs the espeak-ng program: one process a line, text in on stdin, sound out on stdout.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use tokio::process::Command;

/// The rate of every take, before mixing.
pub(crate) const RATE_HZ: usize = 22_050;

/// Some variants clip at espeak's own 100; levels are set by the mix anyway.
const AMPLITUDE: &str = "60";

/// One line for the program.
#[derive(Debug, Clone)]
pub(crate) struct Request<'a> {
    pub(crate) program: &'a Path,
    pub(crate) voice: &'a str,
    pub(crate) rate: u32,
    pub(crate) pitch: u32,
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
