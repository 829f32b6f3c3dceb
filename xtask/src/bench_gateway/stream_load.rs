//! Many streams at once through one door, each of numbered frames, and whether every one of them came whole.
//!
//! A process of its own; prints what it heard as JSON.

use super::answer;
use super::connection::Connection;
use super::contestant::Door;
use anyhow::{Context, Result, ensure};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::task::LocalSet;

#[derive(Serialize, Deserialize)]
pub struct StreamLoad {
    /// Its model sends numbered frames, one a second.
    pub door: Door,
    pub n_streams: usize,
    pub n_frames: usize,
    pub opened_per_second: usize,
}

#[derive(Default, Serialize, Deserialize)]
pub struct StreamsHeard {
    /// Every frame in order, an end, and nothing after it.
    pub n_whole: usize,
    pub n_failed: usize,
    pub first_error: Option<String>,
    /// The most streams that were asked for and not yet ended.
    pub n_at_once: usize,
    /// From the request to the first frame.
    pub first_frame_us: Vec<u32>,
    /// The longest wait between two frames, of each stream.
    pub longest_wait_us: Vec<u32>,
}

/// How many streams are open, and how many were at most.
#[derive(Default)]
struct Open {
    now: Cell<usize>,
    most: Cell<usize>,
}

/// When the frames of one stream came.
struct Pulse {
    first_frame: Duration,
    longest_wait: Duration,
}

pub fn run(load: &StreamLoad) -> Result<StreamsHeard> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, async {
        let open = Rc::new(Open::default());
        let expected: Rc<str> =
            (0..load.n_frames).map(|n| answer::numbered_word(n, load.n_frames)).collect::<String>().into();
        let began = tokio::time::Instant::now();
        let mut streams = Vec::with_capacity(load.n_streams);
        for n in 0..load.n_streams {
            tokio::time::sleep_until(began + Duration::from_secs(1) * n as u32 / load.opened_per_second as u32).await;
            let stream = listen(Connection::new(&load.door, true), Rc::clone(&open), Rc::clone(&expected));
            streams.push(tokio::task::spawn_local(stream));
        }
        let mut heard = StreamsHeard::default();
        for stream in streams {
            heard.add(stream.await?);
        }
        heard.n_at_once = open.most.get();
        Ok(heard)
    })
}

async fn listen(mut connection: Connection, open: Rc<Open>, expected: Rc<str>) -> Result<Pulse> {
    open.now.set(open.now.get() + 1);
    open.most.set(open.most.get().max(open.now.get()));
    let asked_at = Instant::now();
    let result = match connection.send().await {
        Ok(response) => read(response.into_body(), asked_at, &expected).await,
        Err(error) => Err(error),
    };
    open.now.set(open.now.get() - 1);
    result
}

/// Reads events to the end of the body; anything but exactly the expected answer is an error.
async fn read(mut body: Incoming, asked_at: Instant, expected: &str) -> Result<Pulse> {
    let mut pulse = Pulse { first_frame: Duration::ZERO, longest_wait: Duration::ZERO };
    let mut last_at = None;
    let (mut unread, mut text, mut is_done) = (Vec::new(), String::new(), false);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.with_context(|| format!("cut after {text:?}"))?.into_data() else { continue };
        unread.extend_from_slice(&data);
        let n_before = text.len();
        while let Some(end) = unread.iter().position(|byte| *byte == b'\n') {
            let line: Vec<u8> = unread.drain(..=end).collect();
            is_done |= read_line(&line, &mut text)?;
        }
        if text.len() > n_before {
            let now = Instant::now();
            match last_at.replace(now) {
                None => pulse.first_frame = now - asked_at,
                Some(last_at) => pulse.longest_wait = pulse.longest_wait.max(now - last_at),
            }
        }
    }
    ensure!(is_done, "ended without [DONE] after {text:?}");
    ensure!(text == expected, "frames lost, doubled or out of order: {text:?}");
    Ok(pulse)
}

/// Adds the content of one line to the text; true when it is the mark of the end.
fn read_line(line: &[u8], text: &mut String) -> Result<bool> {
    let Some(data) = line.trim_ascii().strip_prefix(b"data:") else { return Ok(false) };
    if data.trim_ascii() == b"[DONE]" {
        return Ok(true);
    }
    let frame: serde_json::Value = serde_json::from_slice(data)?;
    ensure!(frame.get("error").is_none(), "an error in the stream: {frame}");
    text.push_str(frame["choices"][0]["delta"]["content"].as_str().unwrap_or_default());
    Ok(false)
}

impl StreamsHeard {
    fn add(&mut self, stream: Result<Pulse>) {
        match stream {
            Ok(pulse) => {
                self.n_whole += 1;
                self.first_frame_us.push(micros(pulse.first_frame));
                self.longest_wait_us.push(micros(pulse.longest_wait));
            }
            Err(error) => {
                self.n_failed += 1;
                self.first_error.get_or_insert_with(|| format!("{error:#}"));
            }
        }
    }
}

fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}
