//! Sources: added, listed, checked, carried over by OPML.

use crate::program::{AS_OF, Place, serve};

#[test]
fn the_starter_pack_has_sources_of_many_owners_in_both_languages() {
    let place = Place::new();
    assert_eq!(place.zaowan(&["init"]).code, 0);
    let again = place.zaowan(&["init"]);
    assert_eq!(again.code, 2, "a configuration is never overwritten");
    assert_eq!(place.zaowan(&["init", "--if-missing"]).code, 0);
    let sources = place.zaowan(&["--json", "source", "list"]).json();
    let sources = sources.as_array().unwrap();
    let owners: std::collections::BTreeSet<&str> =
        sources.iter().map(|source| source["owner"].as_str().unwrap()).collect();
    assert!(sources.len() >= 12 && owners.len() >= 12, "{} sources of {} owners", sources.len(), owners.len());
    for language in ["zh", "en"] {
        assert!(sources.iter().filter(|source| source["language"] == language).count() >= 6, "{language}");
    }
}

#[test]
fn a_source_is_added_without_losing_a_comment() {
    let place = Place::new();
    place.write("newsroom.toml", "# my paper\n[[source]]\nurl = \"https://a.example/feed\"\n");
    assert_eq!(
        place.zaowan(&["source", "add", "https://b.example/rss", "--name", "B \"quoted\"", "--beat", "science"]).code,
        0
    );
    let text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap();
    assert!(text.starts_with("# my paper\n"), "{text}");
    let sources = place.zaowan(&["--json", "source", "list"]).json();
    assert_eq!(sources[1]["name"], "B \"quoted\"");
    assert_eq!(sources[1]["beat"], "science");
    let before = text;
    let refused = place.zaowan(&["source", "add", "not an address"]);
    assert_eq!(refused.code, 2);
    assert_eq!(std::fs::read_to_string(place.path("newsroom.toml")).unwrap(), before);
}

#[test]
fn opml_goes_out_and_comes_in_again() {
    let place = Place::new();
    place.zaowan(&["init"]);
    assert_eq!(place.zaowan(&["source", "export", "all.opml"]).code, 0);
    let again = place.zaowan(&["source", "import", "all.opml"]);
    assert!(again.err.contains("added 0 of"), "{}", again.err);
    let other = Place::new();
    other.write("newsroom.toml", "[[source]]\nurl = \"https://a.example/feed\"\n");
    std::fs::copy(place.path("all.opml"), other.path("all.opml")).unwrap();
    assert_eq!(other.zaowan(&["source", "import", "all.opml"]).code, 0);
    let n = |place: &Place| place.zaowan(&["--json", "source", "list"]).json().as_array().unwrap().len();
    assert_eq!(n(&other), n(&place) + 1);
}

#[test]
fn a_check_says_green_or_red_and_why_in_plain_words() {
    let (_runtime, server) = serve();
    let place = Place::with_sample(&server);
    let checked = place.zaowan(&["--json", "source", "check", "--at", AS_OF]);
    assert_eq!(checked.code, 0, "{}", checked.err);
    let rows = checked.json();
    let row = |id: &str| rows.as_array().unwrap().iter().find(|row| row["id"] == id).unwrap().clone();
    assert!(row("orbit-wire")["n_items"].as_u64().unwrap() >= 5);
    for broken in ["silent-press", "gatekeeper", "round-and-round", "parcel-bomb"] {
        assert_eq!(row(broken)["green"], false, "{broken}");
        assert!(row(broken)["error"].as_str().is_some_and(|error| error.len() > 20), "{}", row(broken));
    }
    let table = place.zaowan(&["source", "check", "--at", AS_OF, "silent-press", "orbit-wire"]);
    assert!(table.out.contains("RED") && table.out.lines().count() == 3, "{}", table.out);
}
