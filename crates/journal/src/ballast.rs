//! Room that is kept free for what is under way when the disk fills up.
//!
//! What a step did may have cost money, and its result must not be lost for want of a few kilobytes. So whoever writes
//! to a data folder holds a file of a few megabytes there. When the disk is full it is let go: what is under way is
//! recorded in its place, and no further step is begun.

use crate::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// The results of two dozen steps side by side, with all that SQLite writes beside them.
const BYTES: usize = 4 << 20;

#[derive(Debug)]
pub(crate) struct Ballast {
    path: PathBuf,
    is_gone: AtomicBool,
}

impl Ballast {
    pub(crate) fn of_journal(journal: &Path) -> Self {
        Self { path: journal.with_extension("ballast"), is_gone: AtomicBool::new(false) }
    }

    /// Lays it down, if it is not there. Errors: `Full` if there is no room even for it, so that nothing is begun.
    pub(crate) fn lay(&self) -> Result<(), Error> {
        self.is_gone.store(false, Ordering::Release);
        if fs::metadata(&self.path).is_ok_and(|about| about.len() == BYTES as u64) {
            return Ok(());
        }
        let written = File::create(&self.path).and_then(|mut file| {
            file.write_all(&noise())?;
            file.sync_all()
        });
        written.map_err(|error| {
            // Half of it would only make the disk fuller.
            drop(fs::remove_file(&self.path));
            Error::of_file(&self.path, &error)
        })
    }

    /// Lets it go. False if it was never laid down.
    pub(crate) fn let_go(&self) -> bool {
        let is_removed = fs::remove_file(&self.path).is_ok();
        if is_removed {
            tracing::warn!(ballast = %self.path.display(), "the disk is full: what is under way is recorded, nothing more begun");
            self.is_gone.store(true, Ordering::Release);
        }
        self.is_gone.load(Ordering::Acquire)
    }

    /// Errors: `Full` once it was let go.
    pub(crate) fn refuse_if_gone(&self) -> Result<(), Error> {
        if self.is_gone.load(Ordering::Acquire) {
            return Err(Error::File(sqlite::Error::Full { path: self.path.with_extension("db") }));
        }
        Ok(())
    }
}

/// Bytes that no file system makes smaller: room that is only promised is none.
fn noise() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut bytes = Vec::with_capacity(BYTES);
    while bytes.len() < BYTES {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes
}
