//! Writes the file: a head, the files as they come, and a list of them with their sums at the end.

use super::{Backup, DATA, Fault, Filed, HEAD, Head, LIST};
use crate::Error;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use tar::{Builder, Header};

/// A backup that is being written beside its place.
pub(super) struct Pack {
    file: PathBuf,
    part: PathBuf,
    tar: Builder<BufWriter<File>>,
    list: Vec<Filed>,
}

impl Pack {
    pub(super) fn begin(file: &Path, head: &Head) -> Result<Self, Fault> {
        let part = beside(file, "part");
        // What a killed one left under this name is written over.
        let opened = File::create(&part).map_err(|error| Fault::disk("write", file, error))?;
        let mut pack =
            Self { file: file.to_owned(), part, tar: Builder::new(BufWriter::new(opened)), list: Vec::new() };
        pack.json(HEAD, head)?;
        Ok(pack)
    }

    /// Adds a data file as `copy` makes it.
    pub(super) fn database(&mut self, name: &str, copy: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
        let whole = beside(&self.file, name);
        drop(fs::remove_file(&whole));
        let added = copy(&whole).and_then(|()| {
            let file = File::open(&whole).map_err(|error| Fault::disk("read", &whole, error))?;
            let len = file.metadata().map_err(|error| Fault::disk("read", &whole, error))?.len();
            Ok(self.add(&format!("{DATA}/{name}"), len, file)?)
        });
        drop(fs::remove_file(&whole));
        added
    }

    /// Adds a file as it is. One that has gone meanwhile is left out: what matters is kept under one name.
    pub(super) fn file(&mut self, name: &str, path: &Path) -> Result<(), Fault> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Fault::disk("read", path, error)),
        };
        self.add(name, bytes.len() as u64, bytes.as_slice())
    }

    fn add(&mut self, name: &str, n_bytes: u64, from: impl Read) -> Result<(), Fault> {
        let mut from = Summed { from, sum: Sha256::new() };
        self.append(name, n_bytes, &mut from)?;
        let sha256 = from.sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        self.list.push(Filed { path: name.to_owned(), bytes: n_bytes, sha256 });
        Ok(())
    }

    fn json(&mut self, name: &str, value: &impl Serialize) -> Result<(), Fault> {
        let bytes = serde_json::to_vec(value).unwrap_or_default();
        self.append(name, bytes.len() as u64, bytes.as_slice())
    }

    fn append(&mut self, name: &str, n_bytes: u64, from: impl Read) -> Result<(), Fault> {
        let mut header = Header::new_gnu();
        header.set_size(n_bytes);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, name, from).map_err(|error| Fault::disk("write", &self.file, error))
    }

    /// Adds the list and puts the file in its place.
    pub(super) fn finish(mut self, head: Head) -> Result<Backup, Fault> {
        let list = std::mem::take(&mut self.list);
        self.json(LIST, &list)?;
        let failed = |error| Fault::disk("write", &self.file, error);
        self.tar.finish().map_err(failed)?;
        self.tar.get_mut().flush().map_err(failed)?;
        self.tar.get_ref().get_ref().sync_all().map_err(failed)?;
        fs::rename(&self.part, &self.file).map_err(failed)?;
        let bytes = list.iter().map(|filed| filed.bytes).sum();
        Ok(Backup { head, n_files: list.len(), bytes, aside: Vec::new() })
    }
}

impl Drop for Pack {
    fn drop(&mut self) {
        // After the rename there is nothing here any more.
        drop(fs::remove_file(&self.part));
    }
}

/// `.name.what` in the same folder.
pub(super) fn beside(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!(".{name}.{what}"))
}

/// Sums what is read through it.
pub(super) struct Summed<R> {
    pub(super) from: R,
    pub(super) sum: Sha256,
}

impl<R: Read> Read for Summed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.from.read(buffer)?;
        self.sum.update(&buffer[..n]);
        Ok(n)
    }
}
