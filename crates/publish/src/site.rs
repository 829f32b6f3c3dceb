//! The folder readers are served from: editions are released into it, and everything else is made from them.

use crate::files::{self, NewFolder};
use crate::labels::carriers;
use crate::{About, Error, clean, cover, feeds, markdown, page, shelf::Shelf, size, spoken::Spoken};
use news::edition::AudioFile;
use news::{Edition, EditionKey};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use url::Url;

/// The bulletin's sound file beside an edition's page.
pub(crate) const MP3: &str = "bulletin.mp3";

/// An output folder with what is known about its newsroom.
#[derive(Debug, Clone)]
pub struct Site {
    out: PathBuf,
    about: About,
    feed_base: Url,
    #[cfg(feature = "c2pa")]
    signer: Option<std::sync::Arc<crate::provenance::Signer>>,
}

/// The sound of an edition with what goes with it, ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sound {
    /// The tagged file.
    pub mp3: Vec<u8>,
    /// WebVTT.
    pub vtt: String,
    /// SubRip.
    pub srt: String,
    /// The lines with their times: an array of `TranscriptLine`, or the podcast namespace's `segments`.
    pub transcript_json: String,
    /// The podcast namespace's chapters.
    pub chapters_json: String,
    /// The same sound in other formats.
    pub also: Vec<AlsoSound>,
}

/// The sound of an edition in another format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlsoSound {
    /// `bulletin.opus`.
    pub name: String,
    /// `audio/ogg; codecs=opus`.
    pub media_type: String,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// What to do where an edition of the same date and slot already stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Leave it as it is.
    Once,
    /// Replace it, unless the new one is smaller.
    Again,
}

/// What became of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Released {
    /// It is out.
    Published {
        /// Its `index.html`.
        page: PathBuf,
    },
    /// One of the same date and slot was out already and was not touched.
    Unchanged {
        /// Its `index.html`.
        page: PathBuf,
    },
    /// The one that stands is larger and was kept.
    KeptLarger {
        /// Its `index.html`.
        page: PathBuf,
        /// In which way the new one is smaller.
        why: String,
    },
}

impl Released {
    /// The page a reader opens, whichever edition it is.
    pub fn page(&self) -> &Path {
        match self {
            Self::Published { page } | Self::Unchanged { page } | Self::KeptLarger { page, .. } => page,
        }
    }
}

impl Site {
    /// Opens an output folder, making it if it is not there.
    ///
    /// Checks at once that it can be written, so that a run does not find out at its end.
    /// Errors: `NoRights`, `NoRoom`, `InTheWay`, `BaseUrl`.
    pub fn open(out: &Path, about: About) -> Result<Self, Error> {
        let feed_base = about.feed_base()?;
        let editions = out.join("editions");
        files::make_folder(out)?;
        files::check_writable(out)?;
        files::make_folder(&editions)?;
        files::check_writable(&editions)?;
        files::recover(&editions);
        sweep(out, &editions);
        Ok(Self {
            out: out.to_owned(),
            about,
            feed_base,
            #[cfg(feature = "c2pa")]
            signer: None,
        })
    }

    /// The same site, whose covers are signed.
    #[cfg(feature = "c2pa")]
    #[must_use]
    pub fn signing(self, signer: Option<std::sync::Arc<crate::provenance::Signer>>) -> Self {
        Self { signer, ..self }
    }

    #[cfg(feature = "c2pa")]
    fn cover(&self, key: &EditionKey, sample: bool) -> Result<Vec<u8>, Error> {
        let cover = cover::cover_png(&self.about.name, &self.about.producer, key, sample)?;
        match &self.signer {
            Some(signer) => signer.sign("image/png", &key.to_string(), crate::provenance::Made::ByMachines, &cover),
            None => Ok(cover),
        }
    }

    #[cfg(not(feature = "c2pa"))]
    fn cover(&self, key: &EditionKey, sample: bool) -> Result<Vec<u8>, Error> {
        cover::cover_png(&self.about.name, &self.about.producer, key, sample)
    }

    /// What the owner should know about how this site is set up, in plain words.
    pub fn notices(&self) -> Vec<String> {
        let no_address = "podcast apps and feed readers need the address of this site: set base_url under [publish] \
                          to where the output folder is served, for example \"https://news.example.org/\"";
        let no_owner = "podcast directories write to the owner of a podcast before they list it: set email under \
                        [newsroom]";
        if self.about.base_url.as_deref().is_none_or(|base| base.trim().is_empty()) {
            // Who has no address yet is not near a directory.
            return vec![no_address.to_owned()];
        }
        if self.about.owner_email.is_none() { vec![no_owner.to_owned()] } else { Vec::new() }
    }

    /// The edition that stands under this key.
    ///
    /// Errors: `NotAnEdition` if its `edition.json` cannot be understood.
    pub fn existing(&self, key: &EditionKey) -> Result<Option<Edition>, Error> {
        let path = self.folder(key)?.join("edition.json");
        let json = match fs::read(&path) {
            Ok(json) => json,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::of_disk("read", &path, cause)),
        };
        serde_json::from_slice(&json).map(Some).map_err(|cause| Error::NotAnEdition { path, cause })
    }

    /// Publishes an edition: its folder appears whole, then index, archive and feeds follow.
    ///
    /// `sound` must be given exactly if `edition.audio` is. The number of bytes in `edition.audio` is set to that
    /// of the file. Errors leave no half-written file; if only the index could not be written, running again heals it.
    pub fn release(&self, edition: &Edition, sound: Option<&Sound>, mode: Mode) -> Result<Released, Error> {
        let key = EditionKey { date: edition.date, slot: edition.slot.clone() };
        let cleaned = clean::edition(edition)?;
        let edition: &Edition = &cleaned;
        let folder = self.folder(&key)?;
        let page = folder.join("index.html");
        if folder.join("edition.json").exists() {
            if let Some(kept) = self.kept(&folder, &key, edition, sound, mode)? {
                self.rebuild()?;
                return Ok(kept);
            }
        } else if folder.exists() {
            let why = "it is not an edition's folder: no edition.json is in it".to_owned();
            return Err(Error::InTheWay { path: folder, why });
        }
        self.write_folder(&folder, &key, edition, sound)?;
        self.rebuild()?;
        Ok(Released::Published { page })
    }

    /// Writes the corrections of a published edition to its page, its files and the feeds; its sound stays.
    ///
    /// `edition` with its corrections; what readers may no longer have of it is left out here, see
    /// [`public_edition`](crate::public_edition). Doing it again changes nothing.
    pub fn correct(&self, edition: &Edition) -> Result<(), Error> {
        let key = EditionKey { date: edition.date, slot: edition.slot.clone() };
        let folder = self.folder(&key)?;
        let cleaned = clean::edition(edition)?;
        let edition = crate::public_edition(&cleaned);
        let transcript = fs::read_to_string(folder.join("transcript.json")).unwrap_or_default();
        let spoken = if transcript.is_empty() { Spoken::default() } else { Spoken::read(&transcript) };
        if !transcript.is_empty() {
            let page = page::transcript(&self.about, &edition, &spoken, &transcript);
            files::write_whole(&folder.join("transcript.html"), page.as_bytes())?;
        }
        files::write_whole(&folder.join("edition.md"), markdown::edition(&self.about, &edition).as_bytes())?;
        files::write_whole(&folder.join("index.html"), page::edition(&self.about, &edition, &spoken).as_bytes())?;
        // The record comes last: a run that dies before it finds the work undone and does it again.
        files::write_whole(&folder.join("edition.json"), &json_of(&edition)?)?;
        self.rebuild()
    }

    /// Makes index, archive, feeds and assets again from the editions on disk; files that need no change keep theirs.
    ///
    /// An edition that cannot be read is left out and logged.
    pub fn rebuild(&self) -> Result<(), Error> {
        page::write_assets(&self.out)?;
        let shelf = Shelf::read(&self.out.join("editions"))?;
        let cover =
            cover::write_channel(&self.out.join("assets"), &self.about.name, &self.about.producer, self.about.sample)?;
        files::make_folder(&self.out.join("archive"))?;
        files::write_whole(&self.out.join("archive/index.html"), page::archive(&self.about, &shelf).as_bytes())?;
        for (name, text) in feeds::all(&self.about, &self.feed_base, &cover, &shelf)? {
            files::write_whole(&self.out.join(name), text.as_bytes())?;
        }
        // The front page comes last: what it links to is there already.
        files::write_whole(&self.out.join("index.html"), page::front(&self.about, &shelf).as_bytes())
    }

    /// What is answered where the edition that stands is kept; `None` if it is to be replaced.
    fn kept(
        &self,
        folder: &Path,
        key: &EditionKey,
        edition: &Edition,
        sound: Option<&Sound>,
        mode: Mode,
    ) -> Result<Option<Released>, Error> {
        let page = folder.join("index.html");
        if mode == Mode::Once {
            return Ok(Some(Released::Unchanged { page }));
        }
        let Some(old) = self.existing(key)? else { return Ok(None) };
        // A run that died after its release and goes on does not publish the same thing twice.
        let same_sound = sound.is_none_or(|sound| fs::read(folder.join(MP3)).is_ok_and(|old| old == sound.mp3));
        if same_sound && with_real_bytes(edition, sound)? == old {
            return Ok(Some(Released::Unchanged { page }));
        }
        Ok(size::smaller(edition, &old).map(|why| Released::KeptLarger { page, why }))
    }

    fn write_folder(
        &self,
        folder: &Path,
        key: &EditionKey,
        edition: &Edition,
        sound: Option<&Sound>,
    ) -> Result<(), Error> {
        let edition = with_real_bytes(edition, sound)?;
        let spoken = sound.map(|sound| Spoken::read(&clean::json(&sound.transcript_json))).unwrap_or_default();
        // Pages link to the assets, so these come first.
        page::write_assets(&self.out)?;
        let new = NewFolder::begin(folder)?;
        if let Some(sound) = sound {
            new.write(MP3, &sound.mp3)?;
            new.write("transcript.vtt", clean::text(&sound.vtt).as_bytes())?;
            new.write("transcript.srt", clean::text(&sound.srt).as_bytes())?;
            new.write("transcript.json", clean::json(&sound.transcript_json).as_bytes())?;
            new.write("chapters.json", clean::json(&sound.chapters_json).as_bytes())?;
            for also in &sound.also {
                new.write(&also.name, &also.bytes)?;
            }
        }
        let label = carriers::label(&self.about.producer, &edition.id);
        let labelled = |name: &str, bytes: &[u8]| {
            carriers::check(name, bytes, &label)?;
            new.write(name, bytes)
        };
        labelled("cover.png", &self.cover(key, edition.sample)?)?;
        labelled("edition.md", markdown::edition(&self.about, &edition).as_bytes())?;
        if let Some(sound) = sound {
            let page = page::transcript(&self.about, &edition, &spoken, &clean::json(&sound.transcript_json));
            labelled("transcript.html", page.as_bytes())?;
        }
        labelled("index.html", page::edition(&self.about, &edition, &spoken).as_bytes())?;
        labelled("edition.json", &json_of(&edition)?)?;
        new.put_in_place()
    }

    fn folder(&self, key: &EditionKey) -> Result<PathBuf, Error> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        if key.slot.is_empty() || key.slot.len() > 100 || !key.slot.chars().all(fits) {
            return Err(Error::SlotName { slot: key.slot.clone() });
        }
        Ok(self.out.join("editions").join(key.to_string()))
    }
}

/// Clears away what runs left that died: beside the pages, beside the editions and in them.
fn sweep(out: &Path, editions: &Path) {
    let folders_in = |path: &Path| {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).filter(|path| path.is_dir()).collect::<Vec<_>>()
    };
    let all = [vec![out.to_owned()], folders_in(out), folders_in(editions)].concat();
    files::sweep(all.iter().map(PathBuf::as_path));
}

fn json_of(edition: &Edition) -> Result<Vec<u8>, Error> {
    let mut json = serde_json::to_vec_pretty(edition)?;
    json.push(b'\n');
    Ok(json)
}

/// The edition with the true size of its sound file, which only the one who writes it knows for sure.
fn with_real_bytes(edition: &Edition, sound: Option<&Sound>) -> Result<Edition, Error> {
    let mut edition = edition.clone();
    let inconsistent = |why: &str| Error::Inconsistent { edition: edition.id.clone(), why: why.to_owned() };
    match (&edition.audio, sound) {
        (Some(_), None) => return Err(inconsistent("it speaks of sound, but no sound was given")),
        (None, Some(_)) => return Err(inconsistent("sound was given, but it does not speak of it")),
        (None, None) | (Some(_), Some(_)) => {}
    }
    if let (Some(audio), Some(sound)) = (edition.audio.as_mut(), sound) {
        audio.url = MP3.to_owned();
        audio.bytes = sound.mp3.len() as u64;
        let file = |also: &AlsoSound| AudioFile {
            url: also.name.clone(),
            bytes: also.bytes.len() as u64,
            media_type: also.media_type.clone(),
        };
        audio.also = sound.also.iter().map(file).collect();
    }
    Ok(edition)
}
