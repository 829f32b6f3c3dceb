//! All checks one after the other; none is passed over because an earlier one failed.

use crate::{arch, report, schema, tidy};
use std::path::Path;
use std::process::{Command, ExitCode};

/// Runs format, lints, arch, tidy and schema, and cargo-deny where it is installed.
pub fn run(root: &Path) -> anyhow::Result<ExitCode> {
    let mut is_in_order = cargo(root, &["fmt", "--all", "--", "--check"], "cargo fmt --all");
    is_in_order &= cargo(
        root,
        &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"],
        "mend what clippy names; `#[expect(lint, reason = \"…\")]` where it is wrong",
    );
    let reports = [
        report("arch", &arch::check(root)?),
        report("tidy", &tidy::check(root)?),
        report("schema", &schema::check(root)?),
    ];
    is_in_order &= reports.iter().all(|code| *code == ExitCode::SUCCESS);
    is_in_order &= deny(root);
    Ok(if is_in_order { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Licences, bans and sources of what the house is built of. Advisories need the network: `cargo deny check` asks for them.
fn deny(root: &Path) -> bool {
    let is_there = Command::new("cargo-deny").arg("--version").output().is_ok_and(|said| said.status.success());
    if !is_there {
        println!("deny: not checked, cargo-deny is not installed (cargo install cargo-deny)");
        return true;
    }
    let words = ["deny", "--log-level", "error", "check", "bans", "licenses", "sources"];
    cargo(root, &words, "see deny.toml for what the house may be built of")
}

fn cargo(root: &Path, words: &[&str], todo: &str) -> bool {
    let program = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let name = words.first().copied().unwrap_or_default();
    match Command::new(program).args(words).current_dir(root).status() {
        Ok(status) if status.success() => {
            println!("{name}: in order");
            true
        }
        Ok(_) => {
            eprintln!("error: cargo {}\n  to do: {todo}", words.join(" "));
            false
        }
        Err(error) => {
            eprintln!("error: cargo {name} does not start: {error}\n  to do: install rustup's toolchain with {name}");
            false
        }
    }
}
