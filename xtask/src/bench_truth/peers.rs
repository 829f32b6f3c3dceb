//! The Python programs beside which ours are measured: installed once by scripts/peers.sh, run over the same files.

use anyhow::{Context, Result};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a Python program with these arguments and returns what it printed.
///
/// Errors: where there is no Python, no registry, or the program fails; the message says which.
pub fn python(program: &str, arguments: &[&Path]) -> Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scripts/peers.sh");
    let interpreter = Command::new("sh").arg(script).stderr(Stdio::null()).output().context("sh cannot be run")?;
    anyhow::ensure!(interpreter.status.success(), "Python's peers cannot be installed (scripts/peers.sh)");
    let interpreter = String::from_utf8(interpreter.stdout)?;
    let output = Command::new(interpreter.trim())
        .arg("-c")
        .arg(program)
        .args(arguments)
        .stderr(Stdio::null())
        .output()
        .context("Python cannot be run")?;
    anyhow::ensure!(output.status.success(), "the Python program failed");
    Ok(String::from_utf8(output.stdout)?)
}
