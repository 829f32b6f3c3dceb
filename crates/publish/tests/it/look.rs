//! Writes a site to a folder, for looking at it in a browser. Not a test: it runs only when asked for.

use crate::fixture;
use publish::{Mode, Sound};
use std::path::PathBuf;

/// `LOOK=/some/folder cargo test -p publish --test it -- --ignored look`
#[test]
#[ignore = "writes a site for looking at: set LOOK to a folder"]
fn look() {
    let out = std::env::var_os("LOOK").map_or_else(|| std::env::temp_dir().join("zaowan-look"), PathBuf::from);
    let site = fixture::site(&out);
    let days = [
        ("2026-03-16", "morning"),
        ("2026-03-16", "evening"),
        ("2026-03-17", "evening"),
        ("2026-02-27", "morning"),
        ("2026-03-18", "morning"),
    ];
    for (date, slot) in days {
        let hour = if slot == "morning" { "07" } else { "19" };
        let mut edition = fixture::at(date, slot, &format!("{date}T{hour}:00:00+08:00"));
        edition.sample = date == "2026-02-27";
        // A sound as long as the transcript says, so that the player can be tried.
        let seconds = edition.audio.as_ref().unwrap().seconds;
        let mp3 = fixture::silence((seconds * 44_100.0 / 1152.0) as usize);
        let sound = Sound { mp3, ..fixture::sound(&edition) };
        println!("{:?}", site.release(&edition, Some(&sound), Mode::Again).unwrap());
    }
}
