//! Writes files and folders so that a reader sees them whole or not at all.
//!
//! A file is written beside its place, synced and renamed into it. A folder is filled beside its place and
//! renamed as a whole; the one it replaces is moved aside first and moved back if the last rename fails.

use crate::Error;
use std::collections::hash_map::RandomState;
use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// What a run left that died is cleared away; where nobody can say whether it died, once it is surely not at work.
const LEFTOVER_AGE: Duration = Duration::from_secs(60 * 60);

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// Tells this process from an earlier one of the same number: in a container every one is process 1.
static MARK: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());

/// Makes a folder and those above it.
pub(crate) fn make_folder(path: &Path) -> Result<(), Error> {
    if path.exists() && !path.is_dir() {
        return Err(Error::InTheWay {
            path: path.to_owned(),
            why: "it is a file, and a folder is needed there".into(),
        });
    }
    fs::create_dir_all(path).map_err(|cause| Error::of_disk("make the folder", path, cause))
}

/// Finds out early whether files can be written in a folder, so that no work is done in vain.
pub(crate) fn check_writable(folder: &Path) -> Result<(), Error> {
    let probe = beside(&folder.join("probe"), "new");
    let written = create(&probe).and_then(|mut file| file.write_all(b"probe"));
    let _ = fs::remove_file(&probe);
    written.map_err(|cause| Error::of_disk("write in", folder, cause))
}

/// Writes a file whole. A file that already holds these bytes is left alone, with its time.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    if path.is_dir() {
        return Err(Error::InTheWay {
            path: path.to_owned(),
            why: "it is a folder, and a file is to be written there".into(),
        });
    }
    let new = beside(path, "new");
    let written = write_synced(&new, bytes).and_then(|()| fs::rename(&new, path));
    if let Err(cause) = written {
        let _ = fs::remove_file(&new);
        return Err(Error::of_disk("write", path, cause));
    }
    sync_folder(path.parent());
    Ok(())
}

/// A folder that is being filled beside its place; without [`NewFolder::put_in_place`] it vanishes.
pub(crate) struct NewFolder {
    place: PathBuf,
    new: PathBuf,
}

impl NewFolder {
    /// Begins a folder that shall stand at `place`.
    pub(crate) fn begin(place: &Path) -> Result<Self, Error> {
        let new = beside(place, "new");
        fs::create_dir(&new).map_err(|cause| Error::of_disk("make the folder", &new, cause))?;
        clear_leftovers(place, &new);
        Ok(Self { place: place.to_owned(), new })
    }

    /// Writes one file into it.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        // The error names where the file would have stood: the new folder is gone when it is read.
        write_synced(&self.new.join(name), bytes)
            .map_err(|cause| Error::of_disk("write", &self.place.join(name), cause))
    }

    /// Makes it stand at its place, instead of what stood there before.
    pub(crate) fn put_in_place(self) -> Result<(), Error> {
        sync_folder(Some(&self.new));
        let failed = |cause| Error::of_disk("put in place", &self.place, cause);
        if !self.place.exists() {
            fs::rename(&self.new, &self.place).map_err(failed)?;
            sync_folder(self.place.parent());
            return Ok(());
        }
        let old = beside(&self.place, "old");
        fs::rename(&self.place, &old).map_err(failed)?;
        if let Err(cause) = fs::rename(&self.new, &self.place) {
            let _ = fs::rename(&old, &self.place);
            return Err(failed(cause));
        }
        sync_folder(self.place.parent());
        let _ = fs::remove_dir_all(&old);
        Ok(())
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        // After a successful rename there is nothing here any more.
        let _ = fs::remove_dir_all(&self.new);
    }
}

/// Moves back folders that were moved aside by a run which died before it could put the new one in place.
pub(crate) fn recover(parent: &Path) {
    for path in hidden(parent) {
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let Some((place, _)) = name.trim_start_matches('.').split_once(".old.") else { continue };
        let place = parent.join(place);
        if !place.exists() && fs::rename(&path, &place).is_ok() {
            tracing::warn!(folder = %place.display(), "moved back after a run that died");
        }
    }
}

/// Removes the half files that a process left in these folders which died in the middle of writing them.
pub(crate) fn sweep<'a>(folders: impl IntoIterator<Item = &'a Path>) {
    for path in folders.into_iter().flat_map(hidden) {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !maker_of(&name).is_some_and(is_gone) {
            continue;
        }
        let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        match removed {
            Ok(()) => tracing::warn!(file = %path.display(), "cleared away after a run that died"),
            Err(error) => tracing::warn!(file = %path.display(), %error, "a half file cannot be cleared away"),
        }
    }
}

/// Who made a file beside its place: `7-9f…` of `.index.html.new.7-9f….3`; nobody if it is no such file.
fn maker_of(name: &str) -> Option<&str> {
    let mut parts = name.rsplitn(4, '.');
    let (n, maker, what) = (parts.next()?, parts.next()?, parts.next()?);
    let is_ours = matches!(what, "new" | "old") && n.bytes().all(|digit| digit.is_ascii_digit());
    is_ours.then_some(maker)
}

/// Whether a maker is surely not at work any more.
fn is_gone(maker: &str) -> bool {
    let Some((process, mark)) = maker.split_once('-') else { return false };
    if process == std::process::id().to_string() {
        return mark != format!("{:x}", *MARK);
    }
    let processes = Path::new("/proc");
    processes.join("self").exists() && !processes.join(process).exists()
}

fn hidden(parent: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.')))
        .collect()
}

/// Removes what earlier runs for the same place left, judged by the time of the folder just made.
fn clear_leftovers(place: &Path, new: &Path) {
    let (Some(parent), Some(name)) = (place.parent(), place.file_name()) else { return };
    let name = name.to_string_lossy();
    let time_of = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).ok();
    let Some(now) = time_of(new) else { return };
    for path in hidden(parent) {
        let file_name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let ours = file_name.starts_with(&format!(".{name}.new.")) || file_name.starts_with(&format!(".{name}.old."));
        let age = time_of(&path).and_then(|then| now.duration_since(then).ok());
        if ours && path != new && age.is_some_and(|age| age > LEFTOVER_AGE) {
            let _ = fs::remove_dir_all(&path);
        }
    }
}

/// `.<name>.<what>.<maker>.<n>` in the same folder: on the same file system, hidden, and nobody else's.
fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let n = COUNTER.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!(".{name}.{what}.{}-{:x}.{n}", std::process::id(), *MARK))
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes a rename last through a power cut, where the system lets a folder be opened at all.
fn sync_folder(folder: Option<&Path>) {
    if let Some(file) = folder.and_then(|folder| File::open(folder).ok()) {
        let _ = file.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn what_a_dead_process_left_is_cleared_away_and_what_a_living_one_writes_stays() {
        let folder = tempfile::tempdir().unwrap();
        let own = std::process::id();
        let at_work = [format!(".a.html.new.{own}-{:x}.1", *MARK), ".a.html.new.1-1.1".to_owned()];
        let other = [".hidden".to_owned(), ".a.new.b.c".to_owned(), "a.html".to_owned(), ".a.html.new.12.0".to_owned()];
        // No process has so large a number.
        let left = [format!(".a.html.new.{own}-1.0"), ".2026-03-18-morning.new.4194999-1.0".to_owned()];
        for name in at_work.iter().chain(&other).chain(&left) {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        sweep([folder.path()]);
        let mut names: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        let mut stay = [&at_work[..], &other[..]].concat();
        stay.sort();
        assert_eq!(names, stay);
    }
}
