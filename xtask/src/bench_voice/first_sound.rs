//! The section "First sound": how long the real program's door takes from a request to the first sound one could hear.

use crate::section::Section;
use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use testkit::vendors::voices::{KEY, Options, Simulator};
use tokio::net::TcpStream;

/// Requests of each kind.
const N: usize = 1_000;
/// The vendor's first byte of sound comes after this.
const VENDOR_MS: u64 = 150;
/// Opens nothing but this measurement.
const CLIENT: &str = "bench-0123456789abcdef0123456789abcdef";
/// A sample that can be heard: -50 dB under full scale.
const HEARD: u16 = 104;

/// Measures it: one request after another over one connection, with the cache of lines off.
pub fn measure() -> Result<Section> {
    let mut section = Section::new("First sound");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let program = std::path::absolute(target.join("release/zaowan"))?;
    if audio::find_espeak().is_none() || !program.exists() {
        section.note_row("first sound at the door", "not measured: espeak-ng or the release build is missing", "");
        return Ok(section);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(all(&program, &mut section))?;
    section.notes = format!(
        "{N} requests to `/v1/audio/speech` of `zaowan serve` in release over loopback, one after another over one \
         connection, each another sentence, in zh and en in turn, as raw samples; from the request to the first sample \
         above -50 dB of full scale. No label before it and no cache. The vendor is simulated: a healthy OpenAI whose first \
         byte of sound comes {VENDOR_MS} ms after the request. \"The very first\" is the first request after the start of \
         the program. The machine was not idle."
    );
    Ok(section)
}

async fn all(program: &Path, section: &mut Section) -> Result<()> {
    let first = Duration::from_millis(VENDOR_MS);
    let simulator = Simulator::start(Options { first, ..Options::default() }).await?;
    for (what, voice, aim_ms) in [("of the floor", "espeak/f2", 100.0), ("of a vendor", "up/tts-1/alloy", 300.0)] {
        let door = Door::open(program, &simulator.base_url("openai"))?;
        let times = door.ask(voice).await.with_context(|| format!("first sound {what}"))?;
        let mut sorted = times.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |share: usize| sorted[(sorted.len() - 1) * share / 100];
        section.row(
            format!("first sound at the door {what}, {N} requests"),
            format!("{:.0} ms in the middle, {:.0} ms at p99; the very first {:.0} ms", at(50), at(99), times[0]),
            &format!("p99 < {aim_ms:.0} ms"),
            at(99) < aim_ms,
        );
    }
    Ok(())
}

/// The program, serving; it ends with this.
struct Door {
    process: Child,
    addr: String,
    _folder: tempfile::TempDir,
}

impl Drop for Door {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

impl Door {
    fn open(program: &Path, vendor_url: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let config = format!(
            "[newsroom]\nname = \"bench\"\n\n[[source]]\nurl = \"http://127.0.0.1:9/feed\"\n\n[models]\ncache = \"off\"\n\n\
             [[vendor]]\nname = \"up\"\napi = \"openai\"\nbase_url = \"{vendor_url}\"\nkey_env = \"BENCH_VENDOR_KEY\"\n\n\
             [[client]]\nname = \"bench\"\nkey_env = \"BENCH_CLIENT_KEY\"\n"
        );
        std::fs::write(folder.path().join("newsroom.toml"), config)?;
        let mut process = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0"])
            .current_dir(folder.path())
            .env("BENCH_VENDOR_KEY", KEY)
            .env("BENCH_CLIENT_KEY", CLIENT)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut said = BufReader::new(process.stderr.take().context("no output")?);
        let mut line = String::new();
        said.read_line(&mut line)?;
        let addr = line.split("http://").nth(1).and_then(|rest| rest.split(['/', ' ', '\n']).next());
        let addr = addr.with_context(|| format!("it does not say where it listens: {line:?}"))?.to_owned();
        // What else it says is read, so that it never waits for a reader.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        Ok(Self { process, addr, _folder: folder })
    }

    /// Milliseconds to the first sound of each request, in order.
    async fn ask(&self, voice: &str) -> Result<Vec<f64>> {
        let stream = TcpStream::connect(&self.addr).await?;
        stream.set_nodelay(true)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut times = Vec::with_capacity(N);
        for n in 0..N {
            times.push(first_sound(&mut sender, voice, &sentence(n)).await?);
        }
        Ok(times)
    }
}

fn sentence(n: usize) -> String {
    if n.is_multiple_of(2) {
        return format!("港口周二恢复作业，第{n}批货物已经运出。");
    }
    format!("The port reopened on Tuesday, and shipment {n} has left.")
}

async fn first_sound(sender: &mut SendRequest<Full<bytes::Bytes>>, voice: &str, text: &str) -> Result<f64> {
    let body = json!({"model": "", "voice": voice, "input": text, "response_format": "pcm"}).to_string();
    let request = Request::post("/v1/audio/speech")
        .header("host", "127.0.0.1")
        .header("authorization", format!("Bearer {CLIENT}"))
        .header("content-type", "application/json")
        .body(Full::from(body))?;
    sender.ready().await?;
    let began = Instant::now();
    let response = sender.send_request(request).await?;
    let status = response.status();
    let mut body = response.into_body();
    let (mut sound, mut first) = (Vec::new(), None);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        let n_seen = sound.len() / 2 * 2;
        sound.extend_from_slice(&data);
        let is_heard = |pair: &[u8; 2]| i16::from_le_bytes(*pair).unsigned_abs() > HEARD;
        if first.is_none() && sound[n_seen..].as_chunks::<2>().0.iter().any(is_heard) {
            first = Some(began.elapsed());
        }
    }
    ensure!(status == StatusCode::OK, "{status}: {}", String::from_utf8_lossy(&sound[..sound.len().min(300)]));
    ensure!(sound.len() > 24_000, "only {} bytes of sound for {text:?}", sound.len());
    Ok(first.context("nothing is heard")?.as_secs_f64() * 1000.0)
}
