//! Channels and the watch as processes of their own: told once, and told when the process that should tell is dead.

use crate::program::{AS_OF, Place, serve};
use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use testkit::receivers::{Receivers, SECRET};
use tokio::runtime::Runtime;

/// A newsroom on the sample wire with a channel of each of these kinds.
fn with_channels(server: &testkit::Server, receivers: &Receivers, kinds: &[&str], more: &str) -> Place {
    let place = Place::with_sample(server);
    let mut text = std::fs::read_to_string(place.path("newsroom.toml")).unwrap() + more;
    for kind in kinds {
        let to = if *kind == "telegram" { "to = [\"-1001234567890\"]\n" } else { "" };
        let url = receivers.url(kind);
        text += &format!(
            "\n[[channel]]\nname = \"my-{kind}\"\nkind = \"{kind}\"\nurl = \"{url}\"\nallow_private = [\"127.0.0.1\"]\n\
             secret_env = \"ZAOWAN_TEST_SECRET\"\nlanguage = \"en\"\n{to}"
        );
    }
    place.write("newsroom.toml", &text);
    place
}

fn command(place: &Place, arguments: &[&str]) -> Command {
    let mut command = place.command(arguments);
    command.env("ZAOWAN_TEST_SECRET", SECRET).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn answer(place: &Place, arguments: &[&str]) -> (Option<i32>, serde_json::Value) {
    let output = place.command(arguments).env("ZAOWAN_TEST_SECRET", SECRET).output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap_or_default())
}

/// A process that ends with its test.
struct Running(Child);

impl Running {
    fn start(place: &Place, arguments: &[&str]) -> Self {
        Self(command(place, arguments).spawn().unwrap())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits for what another process does, a minute at most.
fn wait_for<T>(mut seen: impl FnMut() -> Option<T>) -> T {
    for _ in 0..600 {
        if let Some(seen) = seen() {
            return seen;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("a minute went by");
}

fn receivers(runtime: &Runtime) -> Receivers {
    runtime.block_on(Receivers::start()).unwrap()
}

#[test]
fn an_edition_is_told_once_however_often_it_is_asked_for() {
    let (runtime, server) = serve();
    let receivers = receivers(&runtime);
    let place = with_channels(&server, &receivers, &["webhook", "telegram"], "");
    for _ in 0..2 {
        let ended = command(&place, &["run", "--at", AS_OF, "--slot", "morning"]).status().unwrap();
        assert_eq!(ended.code(), Some(0));
    }
    assert_eq!((receivers.asked("webhook"), receivers.shown("webhook").len()), (1, 1));
    assert_eq!((receivers.asked("telegram"), receivers.shown("telegram").len()), (1, 1));
    let (_, letters) = answer(&place, &["channels", "outbox", "--json"]);
    let states: Vec<&str> = letters.as_array().unwrap().iter().map(|row| row["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["delivered", "delivered"]);
    let (code, tests) = answer(&place, &["channels", "test", "my-telegram", "--json"]);
    assert_eq!((code, tests[0]["delivered"].as_bool()), (Some(0), Some(true)), "{tests}");
    for file in place.files() {
        let bytes = std::fs::read(place.path(&file)).unwrap();
        let is_kept = bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes());
        assert!(!is_kept, "{file} holds the secret");
        let token = b"0123456789abcdef-hook";
        let is_config = file == "newsroom.toml";
        assert!(is_config || !bytes.windows(token.len()).any(|window| window == token), "{file} holds the address");
    }
}

#[test]
fn a_server_that_is_killed_is_told_by_the_watch_outside_and_its_return_too() {
    let (runtime, server) = serve();
    let receivers = receivers(&runtime);
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let address = format!("127.0.0.1:{port}");
    let more = format!("\n[watch]\nurl = \"http://{address}/feed.xml\"\nallow_private = [\"127.0.0.1\"]\n");
    let place = with_channels(&server, &receivers, &["telegram"], &more);
    assert!(command(&place, &["run", "--at", AS_OF, "--slot", "morning"]).status().unwrap().success());
    let told = |event: &str| receivers.shown("telegram").into_iter().filter(|text| text.contains(event)).count();

    let open = || Running::start(&place, &["serve", "--listen", &address, "--no-editions"]);
    let once = || answer(&place, &["watch", "--once", "--max-age", "90000h", "--json"]);
    let mut serving = open();
    let seen = wait_for(|| Some(once()).filter(|(code, _)| *code == Some(0)));
    assert_eq!((seen.1["troubles"].as_array().unwrap().len(), told(": over ·")), (0, told(": alarm ·")), "{seen:?}");
    let before = told(": alarm ·");

    let _watching = Running::start(&place, &["watch", "--every", "1s", "--max-age", "90000h"]);
    serving.0.kill().unwrap();
    serving.0.wait().unwrap();
    wait_for(|| (told(": alarm · readers cannot get the feed") > before).then_some(()));
    serving = open();
    wait_for(|| (told(": over ·") > before).then_some(()));
    assert_eq!((told(": alarm ·"), told(": over ·")), (before + 1, before + 1));
    drop(serving);
}

#[test]
fn an_edition_that_nobody_makes_is_told_and_the_exit_code_says_so() {
    let (runtime, server) = serve();
    let receivers = receivers(&runtime);
    let place = with_channels(&server, &receivers, &["telegram"], "");
    assert!(command(&place, &["run", "--at", AS_OF, "--slot", "morning"]).status().unwrap().success());
    // The site is read in its folder; the process that makes editions was never there for the evening.
    let evening = "2026-03-18T18:30:00+08:00";
    let (code, seen) = answer(&place, &["watch", "--once", "--at", evening, "--json"]);
    let troubles: Vec<&str> =
        seen["troubles"].as_array().unwrap().iter().map(|t| t["what"].as_str().unwrap()).collect();
    assert_eq!((code, troubles), (Some(1), vec!["late"]), "{seen}");
    let told: Vec<String> = receivers.shown("telegram");
    assert!(told.last().unwrap().contains("an edition is not out 2026-03-18-evening"), "{told:?}");
    answer(&place, &["watch", "--once", "--at", evening, "--json"]);
    assert_eq!(receivers.shown("telegram").len(), told.len(), "not told again within the hour");
}
