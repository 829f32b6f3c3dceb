//! Runs the built program in a folder of its own, against the sample wire where it needs one.

use serde_json::Value;
use std::path::PathBuf;
use std::process::{Command, Output};
use tempfile::TempDir;
use testkit::Server;

/// A folder with the program in it, so to speak.
pub struct Place {
    pub folder: TempDir,
}

/// What the program answered.
#[derive(Debug)]
pub struct Answer {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    /// A newsroom that reads the sample wire; text only, unless it is told otherwise.
    pub fn with_sample(server: &Server) -> Self {
        let place = Self::new();
        let text = testkit::sample::config().replacen("[newsroom]\n", "[newsroom]\nsound = false\n", 1);
        place.write(
            "newsroom.toml",
            &format!("{text}\n[network]\nreplay = \"{}\"\nhost_delay = \"0s\"\ntimeout = \"1500ms\"\n", server.addr()),
        );
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zaowan"));
        command.args(arguments).current_dir(self.folder.path());
        // A key of whoever runs the tests must never be used by them.
        for variable in gateway::key_variables() {
            command.env_remove(variable);
        }
        command
    }

    pub fn zaowan(&self, arguments: &[&str]) -> Answer {
        Answer::of(self.command(arguments).output().unwrap())
    }

    /// Every file below the folder, for seeing that nothing was left behind.
    pub fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.folder.path().to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap().flatten() {
                if entry.file_type().unwrap().is_dir() {
                    folders.push(entry.path());
                } else {
                    files.push(entry.path().strip_prefix(self.folder.path()).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        files.sort();
        files
    }
}

impl Answer {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A server of the sample wire with a runtime of its own, so that a test may block on the program.
pub fn serve() -> (tokio::runtime::Runtime, Server) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let server = runtime.block_on(testkit::sample::serve()).unwrap();
    (runtime, server)
}

/// The hour the sample wire is made for.
pub const AS_OF: &str = testkit::sample::AS_OF;
