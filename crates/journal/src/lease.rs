//! One writer at a time per data folder.

use crate::Error;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The right to write to a data folder; it ends when this value is dropped or the process ends.
#[derive(Debug)]
pub struct Lease {
    file: File,
    path: PathBuf,
}

/// Who holds the lease; written into the locked file for the message another process shows.
#[derive(Serialize, Deserialize)]
struct Holder {
    owner: String,
    pid: u32,
    since: String,
}

impl Lease {
    /// Takes the lease, or says who has it.
    ///
    /// The operating system's lock decides, not what stands in the file: a killed process leaves no lease behind.
    pub fn take(path: PathBuf, owner: &str, now: Timestamp) -> Result<Self, Error> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|error| Error::of_file(&path, &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(path)),
            Err(TryLockError::Error(error)) => return Err(Error::of_file(&path, &error)),
        }
        let holder = Holder { owner: owner.to_owned(), pid: std::process::id(), since: now.to_string() };
        sign(&file, &holder).map_err(|error| Error::of_file(&path, &error))?;
        Ok(Self { file, path })
    }

    /// The lock's file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Unlocked by name: a program that is being started at this moment still shares the open file for an instant,
        // and with it the lock.
        if let Err(error) = self.file.set_len(0).and_then(|()| self.file.unlock()) {
            tracing::debug!(%error, "the lease could not be given back before its file is closed");
        }
    }
}

fn sign(mut file: &File, holder: &Holder) -> std::io::Result<()> {
    file.set_len(0)?;
    file.write_all(&serde_json::to_vec(holder)?)?;
    file.flush()
}

fn busy(path: PathBuf) -> Error {
    let mut text = String::new();
    let read = File::open(&path).and_then(|mut file| file.read_to_string(&mut text));
    match read.ok().and_then(|_| serde_json::from_str::<Holder>(&text).ok()) {
        Some(Holder { owner, pid, since }) => Error::Busy { path, owner: format!("{owner} (process {pid})"), since },
        // The holder has locked but not yet signed.
        None => Error::Busy { path, owner: "another process".into(), since: "a moment ago".into() },
    }
}
