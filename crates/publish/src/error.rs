//! What can go wrong while publishing, said with the path, the cause and what to try.

use std::io;
use std::path::{Path, PathBuf};

/// Why something could not be published. Nothing half-written is left behind.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or file may not be written.
    #[error("no right to write {path}: {cause}; choose another folder, or give yourself the right to write there")]
    NoRights {
        /// What was to be written.
        path: PathBuf,
        /// As the system says it.
        cause: io::Error,
    },
    /// The disk is full, or a quota is used up.
    #[error("no room left on the disk for {path}: {cause}; free some space and run again")]
    NoRoom {
        /// What was to be written.
        path: PathBuf,
        /// As the system says it.
        cause: io::Error,
    },
    /// Something else stands where a folder or file is needed.
    #[error("{path} is in the way: {why}; move it away and run again")]
    InTheWay {
        /// What stands there.
        path: PathBuf,
        /// What it is, and what it should be.
        why: String,
    },
    /// Reading or writing failed for another reason.
    #[error("cannot {deed} {path}: {cause}; check that the disk is there and in order")]
    Disk {
        /// `read`, `write`, `rename`, …
        deed: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// As the system says it.
        cause: io::Error,
    },
    /// A file of an edition cannot be understood.
    #[error("{path} is not an edition this version can read: {cause}; restore it or move its folder away")]
    NotAnEdition {
        /// The `edition.json`.
        path: PathBuf,
        /// Where it goes wrong.
        cause: serde_json::Error,
    },
    /// The configured address of the site is not one.
    #[error(
        "base_url {value:?} is not an http or https address: {why}; write for example \"https://news.example.org/\""
    )]
    BaseUrl {
        /// As it was written.
        value: String,
        /// What is wrong with it.
        why: String,
    },
    /// The slot's name cannot be a folder's name.
    #[error("slot {slot:?} cannot name a folder; use letters, digits, \"-\" and \"_\" only")]
    SlotName {
        /// As it was written.
        slot: String,
    },
    /// The edition says one thing and the files given with it another.
    #[error("edition {edition} cannot be published: {why}")]
    Inconsistent {
        /// Its id.
        edition: String,
        /// What does not fit.
        why: String,
    },
    /// A file does not say that it was made by AI.
    #[error("{file} does not carry its label as made by AI")]
    Unlabelled {
        /// Its name in the edition's folder.
        file: String,
    },
    /// A file could not be signed with the operator's certificate.
    #[error("content credentials: {why}")]
    Credentials {
        /// In plain words.
        why: String,
    },
    /// The cover could not be drawn.
    #[error("the cover could not be drawn: {why}")]
    Cover {
        /// As the drawing library says it.
        why: String,
    },
    /// An edition could not be written as JSON.
    #[error("the edition cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Error {
    /// Sorts an error of the file system by what a person can do about it.
    pub(crate) fn of_disk(deed: &'static str, path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NoRights { path, cause },
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom { path, cause },
            io::ErrorKind::NotADirectory => {
                Self::InTheWay { path, why: "a part of this path is a file, and a folder is needed there".into() }
            }
            io::ErrorKind::IsADirectory => {
                Self::InTheWay { path, why: "it is a folder, and a file is to be written there".into() }
            }
            io::ErrorKind::AlreadyExists => Self::InTheWay { path, why: "something else already stands there".into() },
            _ => Self::Disk { deed, path, cause },
        }
    }
}
