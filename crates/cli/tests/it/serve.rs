//! The door as an operator opens it: a key at the first start, a word where it listens, a quiet end.

use crate::program::Place;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Stdio};

const CONFIG: &str = "[newsroom]\nname = \"Door\"\n\n[[source]]\nurl = \"http://127.0.0.1:9/feed\"\n";

struct Opened {
    process: Child,
    said: Vec<String>,
    err: BufReader<ChildStderr>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        // It has ended already if all went well.
        let _ = self.process.kill();
    }
}

impl Opened {
    /// Reads what is said until a line that begins so.
    fn open(place: &Place, until: &str) -> Self {
        let mut command = place.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut process =
            command.env("SHOP_KEY", "zw-of-the-shop").stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let err = BufReader::new(process.stderr.take().unwrap());
        let mut opened = Self { process, said: Vec::new(), err };
        while opened.said.last().is_none_or(|line| !line.trim_start().starts_with(until)) {
            let mut line = String::new();
            assert_ne!(opened.err.read_line(&mut line).unwrap(), 0, "{:?}", opened.said);
            opened.said.push(line.trim_end().to_owned());
        }
        opened
    }

    fn get(&self, path: &str, key: &str) -> String {
        let addr = self.said[0].split("http://").nth(1).unwrap().split('/').next().unwrap();
        let mut line = TcpStream::connect(addr).unwrap();
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\nconnection: close\r\n\r\n"
        );
        line.write_all(head.as_bytes()).unwrap();
        let mut told = String::new();
        line.read_to_string(&mut told).unwrap();
        told
    }

    fn end(mut self) -> (Option<i32>, String) {
        let killed = std::process::Command::new("kill").arg(self.process.id().to_string()).status().unwrap();
        assert!(killed.success());
        let mut rest = String::new();
        self.err.read_to_string(&mut rest).unwrap();
        (self.process.wait().unwrap().code(), rest)
    }
}

#[test]
fn a_door_without_clients_makes_a_key_once_and_keeps_only_its_hash() {
    let place = Place::new();
    place.write("newsroom.toml", CONFIG);
    let door = Opened::open(&place, "curl");
    let key = door.said.iter().find(|line| line.trim_start().starts_with("zw-")).unwrap().trim().to_owned();
    assert!(door.get("/healthz", "").starts_with("HTTP/1.1 200"));
    assert!(door.get("/v1/models", &key).starts_with("HTTP/1.1 200"));
    assert!(door.get("/v1/models", "zw-other").starts_with("HTTP/1.1 401"));
    let (code, rest) = door.end();
    assert_eq!((code, rest.contains("the door is closed")), (Some(0), true), "{rest}");
    let kept = std::fs::read_dir(place.folder.path()).unwrap().flatten().map(|entry| entry.path());
    let kept = kept.map(|path| path.join("door.json")).find(|path| path.exists()).unwrap();
    assert!(!std::fs::read_to_string(&kept).unwrap().contains(&key));

    let again = Opened::open(&place, "no vendor can be asked yet");
    assert!(again.said.iter().all(|line| !line.contains("zw-")), "{:?}", again.said);
    assert!(again.get("/v1/models", &key).starts_with("HTTP/1.1 200"), "the key still opens it");
}

#[test]
fn written_clients_come_in_with_their_keys() {
    let place = Place::new();
    place.write("newsroom.toml", &format!("{CONFIG}\n[[client]]\nname = \"shop\"\nkey_env = \"SHOP_KEY\"\n"));
    let door = Opened::open(&place, "no vendor can be asked yet");
    assert!(door.get("/v1/models", "zw-of-the-shop").starts_with("HTTP/1.1 200"));
    assert!(!place.files().iter().any(|file| file.ends_with("door.json")));
    place.write("newsroom.toml", &format!("{CONFIG}\n[[client]]\nname = \"shop\"\nkey_env = \"NOT_SET\"\n"));
    let refused = place.zaowan(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!((refused.code, refused.err.contains("NOT_SET")), (2, true), "{}", refused.err);
}
