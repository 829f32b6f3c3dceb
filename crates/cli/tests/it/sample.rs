//! What a newcomer does first.

use crate::program::{AS_OF, Place, serve};

#[test]
fn the_demo_is_marked_as_a_sample_everywhere() {
    let place = Place::new();
    // Without a voice on the path the text edition still ships and says how to get sound.
    let mut command = place.command(&["--json", "demo"]);
    let answer = crate::program::Answer::of(command.env("PATH", "").output().unwrap());
    assert_eq!(answer.code, 0, "{}", answer.err);
    let json = answer.json();
    let edition = &json["edition"];
    assert_eq!(edition["sample"], true);
    assert_eq!(edition["audio"], serde_json::Value::Null);
    let voice = edition["degraded"].as_array().unwrap().iter().find(|row| row["what"] == "voice").unwrap();
    assert!(voice["why"].as_str().unwrap().contains("apt-get install espeak-ng"));
    let folder = place.path("site-sample/editions/2026-03-18-morning");
    for (file, mark) in [("index.html", "样刊"), ("edition.md", "样刊"), ("edition.json", "\"sample\": true")] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap();
        assert!(text.contains(mark), "{file} does not say {mark}");
    }
    for feed in ["feed.xml", "feed.json", "podcast.xml", "index.html"] {
        let text = std::fs::read_to_string(place.path("site-sample").join(feed)).unwrap();
        assert!(text.contains("样刊") || text.to_lowercase().contains("sample"), "{feed} does not say it is a sample");
    }
}

#[test]
fn an_edition_can_be_listed_shown_explained_searched_and_replayed() {
    let (_runtime, server) = serve();
    let place = Place::with_sample(&server);
    let made = place.zaowan(&["--json", "run", "--at", AS_OF, "--slot", "morning"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let made = made.json();
    let headline = made["edition"]["stories"][0]["headline"].as_str().unwrap();

    let listed = place.zaowan(&["--json", "edition", "list"]).json();
    assert_eq!(listed[0]["id"], "2026-03-18-morning");
    let mut shown = place.zaowan(&["--json", "edition", "show"]).json();
    let run = shown.as_object_mut().unwrap().remove("run").unwrap();
    assert_eq!(shown, made["edition"], "the run stands beside the edition's own fields");
    assert_eq!((&run["outcome"], &run["attempt"]), (&"published".into(), &1.into()));
    let told = place.zaowan(&["edition", "show"]).out;
    let story = told.split("run 1 of 2026-03-18-morning: published").nth(1).unwrap();
    for line in ["who ", "gather ", "  Reporter ", "    rules ", "release "] {
        assert!(story.lines().any(|told| told.starts_with(line)), "{line}: {story}");
    }
    let widest = story.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest}: {story}");
    let why = place.zaowan(&["edition", "why", headline]);
    assert_eq!(why.code, 0);
    assert!(why.out.contains("score") && why.out.contains("http"), "{}", why.out);
    assert_eq!(place.zaowan(&["edition", "why", "no such words anywhere"]).code, 1);
    let found = place.zaowan(&["--json", "archive", "search", headline]).json();
    assert!(found.as_array().unwrap().iter().any(|hit| hit["title"] == headline), "{found}");

    drop(server);
    let replayed = place.zaowan(&["edition", "replay", "2026-03-18-morning"]);
    assert_eq!(replayed.code, 0, "{}", replayed.err);
    assert!(replayed.err.contains("the same edition"), "{}", replayed.err);
    let unknown = place.zaowan(&["edition", "replay", "2026-03-19-morning"]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.err.contains("Z011"), "{}", unknown.err);
}

#[test]
fn where_no_source_answers_the_sample_is_made_instead_and_says_so() {
    let place = Place::new();
    // Port 9 of loopback: nobody listens, and it is allowed, so that the refusal is the network's.
    place.write("newsroom.toml", "[newsroom]\nsound = false\n[network]\nallow_private = [\"127.0.0.1\"]\n[[source]]\nname = \"Nobody\"\nurl = \"http://127.0.0.1:9/feed\"\n");
    let alone = place.zaowan(&["run"]);
    assert_eq!(alone.code, 1, "{alone:?}");
    assert!(alone.err.contains("error[Z007]") && alone.err.contains("zaowan demo"), "{}", alone.err);
    assert!(!place.files().iter().any(|file| file.contains("editions/")), "{:?}", place.files());
    let mut command = place.command(&["run", "--or-sample"]);
    let instead = crate::program::Answer::of(command.env("PATH", "").output().unwrap());
    assert_eq!(instead.code, 0, "{}", instead.err);
    assert!(instead.err.contains("SAMPLE") && instead.err.contains("样刊"), "{}", instead.err);
    assert!(place.path("site-sample/index.html").exists());
}

#[test]
fn strict_tells_a_degraded_edition_by_its_exit_code() {
    let (_runtime, server) = serve();
    let place = Place::with_sample(&server);
    // Some of the sample's sources never answer.
    let answer = place.zaowan(&["run", "--at", AS_OF, "--slot", "morning", "--strict"]);
    assert_eq!(answer.code, 3, "{}", answer.err);
    assert!(answer.err.contains("degraded: sources"), "{}", answer.err);
}
