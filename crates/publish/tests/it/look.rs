//! Writes a site to a folder, for looking at it in a browser. Not a test: it runs only when asked for.

use crate::fixture::{self, BASE};
use crate::rss_rules::{check_rss, read};
use publish::{Mode, Sound};
use std::path::PathBuf;

/// `LOOK=/some/folder cargo test -p publish --test it -- --ignored look`
#[test]
#[ignore = "writes a site for looking at: set LOOK to a folder"]
fn look() {
    let Some(out) = std::env::var_os("LOOK").map(PathBuf::from) else {
        println!("LOOK is not set, so no site is written");
        return;
    };
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

/// `FROM=/a/site LOOK=/some/folder cargo test -p publish --test it -- --ignored again`: the editions of a site that
/// stands, written anew as this version writes them.
#[test]
#[ignore = "writes a site anew for looking at: set FROM to a site and LOOK to a folder"]
fn again() {
    let (Some(from), Some(out)) = (std::env::var_os("FROM"), std::env::var_os("LOOK")) else {
        println!("FROM and LOOK are not set, so no site is written anew");
        return;
    };
    let (from, out) = (PathBuf::from(from), PathBuf::from(out));
    for folder in std::fs::read_dir(from.join("editions")).unwrap() {
        let folder = folder.unwrap().path();
        let text = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
        let edition: news::Edition = serde_json::from_str(&text("edition.json")).unwrap();
        let about = publish::About {
            name: edition.newsroom.clone(),
            languages: edition.languages.clone(),
            sample: edition.sample,
            ..fixture::about()
        };
        let sound = edition.audio.as_ref().map(|_| Sound {
            mp3: std::fs::read(folder.join("bulletin.mp3")).unwrap(),
            vtt: text("transcript.vtt"),
            srt: text("transcript.srt"),
            transcript_json: text("transcript.json"),
            chapters_json: text("chapters.json"),
            also: Vec::new(),
        });
        let site = publish::Site::open(&out, about).unwrap();
        println!("{:?}", site.release(&edition, sound.as_ref(), Mode::Again).unwrap());
    }
    // What real news holds breaks rules that invented news never meets.
    for feed in ["feed.xml", "podcast.xml"] {
        check_rss(&read(&out, feed), &format!("{BASE}{feed}"));
    }
}
