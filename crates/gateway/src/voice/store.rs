//! Lines that were said before: kept as files, by everything that their sound depends on, within a bounded size.

use super::speech::{Mark, Said, VoiceUsage};
use super::tongue::{Outgoing, Speaker};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What a kept file begins with; another version is another sound.
const MAGIC: &[u8; 4] = b"ZWV1";
const ENDING: &str = "zwv";
const UNFINISHED: &str = "part";
/// Of the sum of a file, so much stands at its end.
const N_SUM: usize = 16;

/// Where lines are kept, and how much of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoiceCache {
    /// The folder; it is made when it is needed.
    pub folder: PathBuf,
    /// All files together; the ones that were not asked for longest go first.
    pub max_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Head {
    rate_hz: u32,
    n_samples: usize,
    marks: Vec<(String, u64, u64)>,
    words: Option<u64>,
    milliseconds: Option<u64>,
}

/// By what a line is known again: the voice, and the requests that say it, word for word.
pub(super) fn key(speaker: &Speaker, requests: &[Outgoing]) -> String {
    let mut sum = Sha256::new();
    let mut add = |part: &str| {
        sum.update((part.len() as u64).to_be_bytes());
        sum.update(part);
    };
    add(&speaker.route.to_string());
    add(&speaker.vendor.base_url);
    for request in requests {
        add(&request.body);
        add(&request.rate_hz.to_string());
    }
    sum.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// About three hours of sound.
const ENOUGH: u64 = 512 << 20;

impl VoiceCache {
    /// In this folder, with room for a week of bulletins.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self { folder, max_bytes: ENOUGH }
    }

    /// Removes the half files of a process that died. Whoever is writing one now only keeps its line the next time.
    pub fn clear_unfinished(&self) {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten().flatten().map(|entry| entry.path());
        for path in files.filter(|path| path.extension().is_some_and(|ending| ending == UNFINISHED)) {
            // One that cannot be removed goes when room is needed.
            let _ = std::fs::remove_file(path);
        }
    }

    fn path(&self, key: &str) -> PathBuf {
        self.folder.join(format!("{key}.{ENDING}"))
    }

    /// The line of this key; nothing if it is not kept, or not whole.
    pub(super) fn find(&self, key: &str) -> Option<Said> {
        let path = self.path(key);
        let said = read(&std::fs::read(&path).ok()?)?;
        // It was asked for, so others go before it. A file that cannot be touched only goes sooner.
        let touched = std::fs::File::options().append(true).open(&path);
        let _ = touched.and_then(|file| file.set_modified(now()));
        Some(said)
    }

    /// Keeps a line; what cannot be kept is only said again.
    pub(super) fn keep(&self, key: &str, said: &Said) {
        if let Err(error) = self.write(key, said) {
            tracing::warn!(%error, "a spoken line is not kept");
        }
    }

    fn write(&self, key: &str, said: &Said) -> std::io::Result<()> {
        let bytes = written(said)?;
        if bytes.len() as u64 > self.max_bytes {
            return Ok(());
        }
        std::fs::create_dir_all(&self.folder)?;
        self.make_room(bytes.len() as u64)?;
        let path = self.path(key);
        // Two may write the same at once; each has its own name until it is whole.
        let partial =
            path.with_extension(format!("{}-{:?}.{UNFINISHED}", std::process::id(), std::thread::current().id()));
        std::fs::write(&partial, bytes)?;
        std::fs::rename(&partial, &path)
    }

    /// Lets the oldest files go until so much more fits.
    fn make_room(&self, n_bytes: u64) -> std::io::Result<()> {
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.folder)?.flatten() {
            let path = entry.path();
            if is_kept(&path)
                && let Ok(about) = entry.metadata()
            {
                files.push((about.modified().ok(), about.len(), path));
            }
        }
        let mut total: u64 = files.iter().map(|(_, len, _)| len).sum();
        files.sort();
        for (_, len, path) in files {
            if total + n_bytes <= self.max_bytes {
                break;
            }
            // Another may have let it go already.
            let _ = std::fs::remove_file(path);
            total -= len;
        }
        Ok(())
    }
}

fn is_kept(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == ENDING || ending == UNFINISHED)
}

#[expect(clippy::disallowed_methods, reason = "a file bears the real time of its use")]
fn now() -> std::time::SystemTime {
    std::time::SystemTime::now()
}

fn written(said: &Said) -> std::io::Result<Vec<u8>> {
    let head = Head {
        rate_hz: said.rate_hz,
        n_samples: said.samples.len(),
        marks: said.marks.iter().map(|mark| (mark.text.clone(), mark.start_ms, mark.end_ms)).collect(),
        words: said.usage.words,
        milliseconds: said.usage.milliseconds,
    };
    let head = serde_json::to_vec(&head)?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend((head.len() as u32).to_le_bytes());
    bytes.extend(head);
    bytes.extend(said.samples.iter().flat_map(|sample| sample.to_le_bytes()));
    let sum = Sha256::digest(&bytes);
    bytes.extend(&sum[..N_SUM]);
    Ok(bytes)
}

fn read(bytes: &[u8]) -> Option<Said> {
    let (content, sum) = bytes.split_at_checked(bytes.len().checked_sub(N_SUM)?)?;
    if Sha256::digest(content).get(..N_SUM) != Some(sum) {
        return None;
    }
    let rest = content.strip_prefix(MAGIC)?;
    let (length, rest) = rest.split_at_checked(4)?;
    let (head, samples) = rest.split_at_checked(u32::from_le_bytes(length.try_into().ok()?) as usize)?;
    let head: Head = serde_json::from_slice(head).ok()?;
    let samples: Vec<i16> = samples.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    let mark = |(text, start_ms, end_ms)| Mark { text, start_ms, end_ms };
    (samples.len() == head.n_samples).then(|| Said {
        rate_hz: head.rate_hz,
        samples,
        marks: head.marks.into_iter().map(mark).collect(),
        // What it once cost was booked then.
        usage: VoiceUsage { words: head.words, milliseconds: head.milliseconds, ..VoiceUsage::default() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(n: usize) -> Said {
        let marks = vec![Mark { text: "早".into(), start_ms: 1, end_ms: 2 }];
        Said { rate_hz: 24_000, samples: (0..n as i16).collect(), marks, usage: VoiceUsage::default() }
    }

    #[test]
    fn what_is_kept_is_whole_or_not_there_and_the_folder_stays_small() {
        let folder = tempfile::tempdir().unwrap();
        let cache = VoiceCache { max_bytes: 5_000, ..VoiceCache::in_folder(folder.path().join("voices")) };
        assert_eq!(cache.find("a"), None);
        cache.keep("a", &said(1_000));
        cache.keep("b", &said(1_000));
        assert_eq!((cache.find("a"), cache.find("b")), (Some(said(1_000)), Some(said(1_000))));
        let old = std::time::SystemTime::UNIX_EPOCH;
        std::fs::File::options().append(true).open(cache.path("b")).unwrap().set_modified(old).unwrap();
        cache.keep("c", &said(1_000));
        assert_eq!((cache.find("a").is_some(), cache.find("b"), cache.find("c").is_some()), (true, None, true));
        cache.keep("huge", &said(20_000));
        assert_eq!(cache.find("huge"), None);
        let mut bytes = std::fs::read(cache.path("a")).unwrap();
        bytes[100] ^= 1;
        std::fs::write(cache.path("a"), bytes).unwrap();
        assert_eq!(cache.find("a"), None, "one bit is enough");
    }
}
