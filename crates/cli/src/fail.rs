//! Errors as a person meets them: what happened, why, what to try. Codes have a page under docs/errors.

use crate::say;
use newsroom::{backup, config};
use serde::Serialize;
use std::io::ErrorKind;
use std::path::Path;

/// What went wrong, for a person and for a program.
#[derive(Debug, Serialize)]
pub struct Failure {
    /// The page under docs/errors, if there is one.
    pub code: Option<&'static str>,
    /// What happened, with the value.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to try.
    #[serde(rename = "try")]
    pub remedy: String,
    /// 1 failed, 2 wrong use or configuration.
    #[serde(skip)]
    pub exit: u8,
}

impl Failure {
    /// Something that failed in use (exit 1).
    pub fn other(what: &str, why: &str, remedy: &str) -> Self {
        Self { code: None, what: what.into(), why: why.into(), remedy: remedy.into(), exit: 1 }
    }

    /// Wrong use (exit 2).
    pub fn usage(what: &str, why: &str, remedy: &str) -> Self {
        Self { exit: 2, ..Self::other(what, why, remedy) }
    }

    fn coded(code: &'static str, exit: u8, what: String, why: &str, remedy: &str) -> Self {
        Self { code: Some(code), what, why: why.into(), remedy: remedy.into(), exit }
    }

    /// Says it on stderr, or as JSON on stdout.
    pub fn print(&self, json: bool) {
        if json {
            say::json(&serde_json::json!({ "error": self }));
            return;
        }
        let code = self.code.map(|code| format!("[{code}]")).unwrap_or_default();
        say::err(&format!("error{code}: {}", self.what));
        if !self.why.is_empty() {
            say::err(&format!("  why: {}", self.why));
        }
        if !self.remedy.is_empty() {
            say::err(&format!("  try: {}", self.remedy));
        }
    }
}

impl From<config::Error> for Failure {
    fn from(error: config::Error) -> Self {
        let what = error.to_string();
        match error {
            config::Error::Charter(_) => Self::coded(
                "Z012",
                2,
                what,
                "the house rules say what may be published, so nothing is made while they cannot be read",
                "correct charter.toml; `zaowan init` lays a sample beside a new newsroom.toml",
            ),
            config::Error::Missing(_) => Self::coded(
                "Z002",
                2,
                what,
                "every command needs a newsroom.toml",
                "run `zaowan init` here, or name the file with --config",
            ),
            config::Error::Unreadable { .. } => {
                Self::coded("Z002", 2, what, "the file is there but may not be read", "look at its rights with `ls -l`")
            }
            config::Error::Syntax { .. } => {
                Self::coded("Z002", 2, what, "the file must be TOML", "mend the line it names")
            }
            config::Error::UnknownKey { .. } => {
                Self::coded("Z001", 2, what, "a key that nobody reads is most often a slip", "correct or remove it")
            }
            config::Error::Value { ref key, .. } if key == "source.url" => {
                Self::coded("Z003", 2, what, "a source needs a place it can be read from", "correct the address")
            }
            config::Error::Value { .. } => Self::coded("Z001", 2, what, "", "correct the value"),
        }
    }
}

impl From<newsroom::Error> for Failure {
    fn from(error: newsroom::Error) -> Self {
        let what = error.to_string();
        match error {
            newsroom::Error::Config(error) => error.into(),
            newsroom::Error::NoSource { .. } => Self::coded(
                "Z007",
                1,
                what,
                "nothing was published; an edition that stands is untouched",
                "check the network, then `zaowan source check`; `zaowan demo` works without one",
            ),
            newsroom::Error::NothingToPublish { .. } => Self::coded(
                "Z007",
                1,
                what,
                "nothing was published; an edition that stands is untouched",
                "`zaowan source check` shows each source; add sources, or wait for news",
            ),
            newsroom::Error::Stopped(_) => Self::other(
                &what,
                "the last check before publication failed",
                "run again; if it stays, report it with the edition's journal",
            ),
            newsroom::Error::NoEdition(_) => {
                Self::usage(&what, "only what was published can be corrected", "`zaowan edition list` shows them all")
            }
            newsroom::Error::NoStory { ref fit, .. } => {
                let fit = format!("name one by its id:\n    {}", fit.join("\n    "));
                Self::usage(&what, "a correction is of one story", &fit)
            }
            newsroom::Error::Data { ref path, ref source } if source.kind() == ErrorKind::StorageFull => {
                full(what, path)
            }
            newsroom::Error::Data { .. } => Self::coded(
                "Z004",
                1,
                what,
                "the archive and the journal need a folder that can be written",
                "correct newsroom.data, or the folder's rights",
            ),
            newsroom::Error::Journal(journal::Error::File(error)) | newsroom::Error::Archive(error) => match error {
                archive::Error::Locked { .. } => busy(what),
                archive::Error::Newer { .. } => newer(what),
                archive::Error::Full { ref path } => full(what, path),
                _ => data_folder(what),
            },
            newsroom::Error::Journal(error) => match error {
                journal::Error::Busy { .. } => busy(what),
                journal::Error::NotRecorded { .. } | journal::Error::UnknownRun { .. } => Self::coded(
                    "Z011",
                    1,
                    what,
                    "a replay runs from the record alone",
                    "`zaowan edition list` shows the editions made here",
                ),
                journal::Error::OtherType { .. }
                | journal::Error::NameTwice { .. }
                | journal::Error::Changed { .. } => Self::other(
                    &what,
                    "the record of the run does not fit this program; it changed in mid-run, or the record was changed",
                    "run it again: it begins anew",
                ),
                _ => data_folder(what),
            },
            newsroom::Error::Gateway(gateway::Error::Ledger(error)) => newsroom::Error::Archive(error).into(),
            newsroom::Error::Gateway(_) => {
                Self::other(&what, "models are asked through the gateway", "`zaowan doctor` looks at every vendor")
            }
            newsroom::Error::Wire(_) => Self::other(&what, "", ""),
            newsroom::Error::Publish(error) => publish_failure(what, &error),
            newsroom::Error::Backup(fault) => backup_failure(what, &fault),
        }
    }
}

fn busy(what: String) -> Failure {
    Failure::coded(
        "Z009",
        1,
        what,
        "two runs in one data folder would tell the same news twice",
        "wait for the other one, or stop it",
    )
}

fn newer(what: String) -> Failure {
    Failure::coded("Z008", 1, what, "an older program could damage newer data", "install the newer zaowan again")
}

fn full(what: String, path: &Path) -> Failure {
    let why = "nothing was half-written; what was finished is kept and not paid for again";
    let why = free_at(path).map_or_else(|| why.to_owned(), |free| format!("{free}; {why}"));
    let remedy =
        "free some space (`zaowan journal prune` takes old records away) and run it again: it goes on where it was";
    Failure::coded("Z005", 1, what, &why, remedy)
}

/// How much is free where a file is or was to be, in words.
#[cfg(unix)]
fn free_at(path: &Path) -> Option<String> {
    let folder = path.ancestors().find(|folder| folder.is_dir())?;
    let about = rustix::fs::statvfs(folder).ok()?;
    let free = crate::summary::megabytes(about.f_bavail.saturating_mul(about.f_frsize));
    Some(format!("{free} are free in {}", folder.display()))
}

#[cfg(not(unix))]
fn free_at(_: &Path) -> Option<String> {
    None
}

fn data_folder(what: String) -> Failure {
    Failure::coded(
        "Z004",
        1,
        what,
        "the archive and the journal need a folder that can be written",
        "correct newsroom.data, or the folder's rights",
    )
}

fn publish_failure(what: String, error: &publish::Error) -> Failure {
    if let publish::Error::NoRoom { path, .. } = error {
        return full(what, path);
    }
    Failure::coded(
        "Z004",
        1,
        what,
        "nothing was half-written; what stood before still stands",
        "correct publish.out, or the folder's rights",
    )
}

fn backup_failure(what: String, fault: &backup::Fault) -> Failure {
    match fault {
        backup::Fault::Full(path) => full(what, path),
        backup::Fault::Newer { .. } => newer(what),
        backup::Fault::InTheWay(_) => Failure::usage(
            &what,
            "a newsroom is there already, and a restore takes its place",
            "add --replace: what stands is moved aside and kept; or name another folder in newsroom.toml",
        ),
        backup::Fault::NotWhole { .. } => {
            Failure::other(&what, "nothing was restored; what stands is untouched", "take another backup")
        }
        backup::Fault::Disk { .. } => Failure::other(
            &what,
            "what stands is untouched, or moved aside and kept",
            "look at the rights of the folder with `ls -l`; a folder that is a mount of its own cannot be replaced, so              name a folder below it",
        ),
    }
}

impl From<archive::Error> for Failure {
    fn from(error: archive::Error) -> Self {
        newsroom::Error::from(error).into()
    }
}

impl From<journal::Error> for Failure {
    fn from(error: journal::Error) -> Self {
        newsroom::Error::from(error).into()
    }
}

impl From<publish::Error> for Failure {
    fn from(error: publish::Error) -> Self {
        newsroom::Error::from(error).into()
    }
}

impl From<gateway::Error> for Failure {
    fn from(error: gateway::Error) -> Self {
        newsroom::Error::from(error).into()
    }
}

impl From<wire::Error> for Failure {
    fn from(error: wire::Error) -> Self {
        newsroom::Error::from(error).into()
    }
}

impl From<audio::Error> for Failure {
    fn from(error: audio::Error) -> Self {
        let what = error.to_string();
        match error {
            audio::Error::NoVoice => Self::coded(
                "Z006",
                1,
                what,
                "the offline voice is the espeak-ng program",
                "sudo apt-get install espeak-ng   (macOS: brew install espeak-ng)",
            ),
            _ => Self::other(&what, "", ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// What can happen to a data file, with the code it has in the archive as in the journal.
    fn table() -> [(archive::Error, &'static str); 4] {
        let path = PathBuf::from("a.db");
        let (noun, why) = ("archive", String::new());
        [
            (archive::Error::NotOurs { noun, path: path.clone(), why }, "Z004"),
            (archive::Error::Full { path: path.clone() }, "Z005"),
            (archive::Error::Newer { said: "newer".into(), path: path.clone(), found: 3, known: 1 }, "Z008"),
            (archive::Error::Locked { noun, path }, "Z009"),
        ]
    }

    #[test]
    fn a_data_file_fails_with_one_code_wherever_it_lies() {
        for (error, code) in table() {
            assert_eq!(Failure::from(error).code, Some(code));
        }
        for (error, code) in table() {
            assert_eq!(Failure::from(journal::Error::File(error)).code, Some(code));
        }
    }

    #[test]
    fn what_only_the_journal_says_keeps_its_code() {
        let busy = journal::Error::Busy { path: "a.lock".into(), owner: "run".into(), since: "now".into() };
        assert_eq!(Failure::from(busy).code, Some("Z009"));
        assert_eq!(Failure::from(journal::Error::UnknownRun { key: "a".into() }).code, Some("Z011"));
    }
}
