//! What the sound of an edition is made with, from the configuration: formats, the owner's music, who hears it live.

use crate::config::SoundPlan;
use crate::shift::Shift;
use audio::{Bed, Encoding, Listener, MusicFiles, Piece};
use std::collections::BTreeSet;
use std::path::Path;

/// The formats beside MP3.
pub(crate) fn also_as(plan: &SoundPlan) -> BTreeSet<Encoding> {
    let asked = |encoding: &Encoding| plan.also_as.iter().any(|key| key == encoding.key());
    [Encoding::Opus, Encoding::Aac].into_iter().filter(asked).collect()
}

/// The owner's files.
pub(crate) fn music(plan: &SoundPlan) -> MusicFiles {
    MusicFiles {
        opening: plan.opening.clone(),
        sting: plan.sting.clone(),
        bed: plan.bed.clone(),
        closing: plan.closing.clone(),
        bed_under: match plan.bed_under.as_str() {
            "nothing" => Bed::Nothing,
            "everything" => Bed::Everything,
            _ => Bed::Opening,
        },
    }
}

/// Who hears the edition while it is being made: whoever opens `live/live.m3u8` in the site's folder.
pub(crate) fn live(shift: &Shift<'_>) -> Option<Listener> {
    if !shift.config.sound_plan.live {
        return None;
    }
    let folder = shift.config.out.join("live");
    // What is left of the edition before would be taken for the beginning of this one.
    let _ = std::fs::remove_dir_all(&folder);
    Some(Listener::new(move |piece| put(&folder, &piece)))
}

/// A piece appears whole or not at all. One that cannot be written costs the live programme, never the edition.
fn put(folder: &Path, piece: &Piece) {
    let place = folder.join(&piece.name);
    let new = folder.join(format!(".{}.new", piece.name));
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&new, &piece.bytes))
        .and_then(|()| std::fs::rename(&new, &place));
    if let Err(error) = written {
        tracing::warn!(file = %place.display(), %error, "the live programme could not be written");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_takes_the_place_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let live = folder.path().join("live");
        for bytes in [b"one".to_vec(), b"two".to_vec()] {
            put(&live, &Piece { name: "live.m3u8".into(), bytes });
        }
        let names: Vec<_> = std::fs::read_dir(&live).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["live.m3u8"]);
        assert_eq!(std::fs::read(live.join("live.m3u8")).unwrap(), b"two");
    }
}
