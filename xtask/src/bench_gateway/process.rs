//! A started program on its core, with the processes it starts: paused, weighed and ended together.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;

/// The gateway measured has this core to itself.
const GATEWAY_CORE: usize = 1;
/// The upstream, the load and the measurement share this one.
const LOAD_CORE: usize = 0;

pub struct Process {
    child: Child,
    log: PathBuf,
}

/// Whether programs can be kept on their cores here.
static CAN_PIN: LazyLock<bool> = LazyLock::new(|| {
    let has_two = std::thread::available_parallelism().is_ok_and(|n| n.get() > GATEWAY_CORE);
    has_two && Command::new("taskset").arg("--version").stdout(Stdio::null()).status().is_ok()
});

/// Keeps this program itself off the gateway's core; false where programs cannot be kept on cores.
pub fn settle() -> bool {
    if *CAN_PIN {
        let own = std::process::id().to_string();
        let mut taskset = Command::new("taskset");
        taskset.args(["--cpu-list", "--pid", &LOAD_CORE.to_string(), &own]).stdout(Stdio::null());
        taskset.status().ok();
    }
    *CAN_PIN
}

/// This program with the words of a part of the measurement, on the core of the load.
pub fn own(words: &[&str]) -> Result<Command> {
    // A build during the run replaces the file of this program, but not what runs.
    let running = PathBuf::from(format!("/proc/{}/exe", std::process::id()));
    let program = if running.exists() { running } else { std::env::current_exe()? };
    let mut command = pinned(&program, LOAD_CORE);
    command.arg("bench-gateway").args(words);
    Ok(command)
}

/// A gateway's program, on the core of the gateways.
pub fn gateway(program: &Path) -> Command {
    pinned(program, GATEWAY_CORE)
}

fn pinned(program: &Path, core: usize) -> Command {
    if !*CAN_PIN {
        return Command::new(program);
    }
    let mut command = Command::new("taskset");
    command.arg("--cpu-list").arg(core.to_string()).arg(program);
    command
}

/// A port nobody listens on now.
pub fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

impl Process {
    /// What it says goes into the log. Its standard input is a pipe that closes when this program ends.
    pub fn start(mut command: Command, log: &Path) -> Result<Self> {
        let file = std::fs::File::create(log)?;
        command.stdin(Stdio::piped()).stdout(file.try_clone()?).stderr(file);
        let child = command.spawn().with_context(|| format!("cannot start {}", command.get_program().display()))?;
        Ok(Self { child, log: log.to_owned() })
    }

    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// The end of its log.
    pub fn last_words(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let end = log.len().saturating_sub(400);
        String::from_utf8_lossy(&log[end..]).trim().replace('\n', " / ")
    }

    /// Stops its clock, so that its idle work does not disturb the one being measured.
    pub fn pause(&self) {
        signal("-STOP", &tree(self.child.id()));
    }

    pub fn resume(&self) {
        signal("-CONT", &tree(self.child.id()));
    }

    /// Resident memory of all its processes now, in MiB.
    pub fn resident_mib(&self) -> f64 {
        tree(self.child.id()).into_iter().map(|pid| kib(pid, "VmRSS:")).sum::<f64>() / 1024.0
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        signal("-KILL", &tree(self.child.id()));
        self.child.wait().ok();
    }
}

fn signal(name: &str, pids: &[u32]) {
    let pids = pids.iter().map(u32::to_string);
    // A process that has just ended cannot be told anything.
    Command::new("kill").arg(name).args(pids).stderr(Stdio::null()).status().ok();
}

/// A process and all that descend from it.
fn tree(root: u32) -> Vec<u32> {
    let parents = parents();
    let mut tree = vec![root];
    let mut at = 0;
    while at < tree.len() {
        let children = parents.iter().filter(|(_, parent)| *parent == tree[at]).map(|(pid, _)| *pid);
        let children: Vec<u32> = children.collect();
        tree.extend(children);
        at += 1;
    }
    tree
}

/// Each process with its parent.
fn parents() -> Vec<(u32, u32)> {
    let Ok(folder) = std::fs::read_dir("/proc") else { return Vec::new() };
    let pids = folder.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    pids.filter_map(|pid| Some((pid, parent_of(pid)?))).collect()
}

fn parent_of(pid: u32) -> Option<u32> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The program's name stands in brackets and may itself hold spaces and brackets.
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// A figure of the process's status file, in KiB.
fn kib(pid: u32, name: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse().ok()).unwrap_or(0.0)
}
