//! Load on one door: at a fixed rate, or as fast as so many connections get their answers.
//!
//! At a fixed rate a request's time runs from the moment it was due, also when no connection was free then, so a
//! gateway that falls behind cannot hide it. A process of its own; prints what it heard as JSON.

use super::connection::Connection;
use super::contestant::Door;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, mpsc};

/// A request that takes longer has failed.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections at a fixed rate: at 20 requests a second each is still used before a server gives it up as idle.
const N_CONNECTIONS_OPEN: usize = 32;

#[derive(Clone, Copy, PartialEq, Serialize, Deserialize)]
pub enum Pace {
    /// Requests are due at this rate, answered or not.
    PerSecond(u32),
    /// Each connection asks again as soon as it has its answer.
    Connections(usize),
}

#[derive(Serialize, Deserialize)]
pub struct Load {
    pub door: Door,
    pub is_stream: bool,
    pub pace: Pace,
    /// Not counted.
    pub warm_up: Duration,
    pub measured: Duration,
}

/// What was heard in the measured time.
#[derive(Default, Serialize, Deserialize)]
pub struct Heard {
    /// From the moment a request was due to its answer's end, in microseconds.
    pub total_us: Vec<u32>,
    pub first_token_us: Vec<u32>,
    pub n_errors: usize,
    pub first_error: Option<String>,
}

/// The measured time, and when to give up.
#[derive(Clone, Copy)]
struct Window {
    from: Instant,
    until: Instant,
}

/// Where a worker learns when its next request is due.
#[derive(Clone)]
enum Due {
    Now,
    Told(Arc<Mutex<mpsc::UnboundedReceiver<Instant>>>),
}

pub fn run(load: &Load) -> Result<Heard> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let began = Instant::now();
        let window = Window { from: began + load.warm_up, until: began + load.warm_up + load.measured };
        let (n_connections, due) = match load.pace {
            Pace::PerSecond(rate) => (N_CONNECTIONS_OPEN, Due::Told(clockwork(rate, began, window.until))),
            Pace::Connections(n) => (n, Due::Now),
        };
        let worker = || tokio::spawn(work(Connection::new(&load.door, load.is_stream), due.clone(), window));
        let workers: Vec<_> = (0..n_connections).map(|_| worker()).collect();
        let mut heard = Heard::default();
        for worker in workers {
            heard.add(worker.await?);
        }
        Ok(heard)
    })
}

/// Tells each moment a request is due. A thread, because the runtime's own timer counts in whole milliseconds.
fn clockwork(rate: u32, began: Instant, until: Instant) -> Arc<Mutex<mpsc::UnboundedReceiver<Instant>>> {
    let (tell, told) = mpsc::unbounded_channel();
    std::thread::spawn(move || {
        for n in 0.. {
            let due_at = began + Duration::from_secs_f64(f64::from(n) / f64::from(rate));
            std::thread::sleep(due_at.saturating_duration_since(Instant::now()));
            if due_at >= until || tell.send(due_at).is_err() {
                return;
            }
        }
    });
    Arc::new(Mutex::new(told))
}

async fn work(mut connection: Connection, due: Due, window: Window) -> Heard {
    let mut heard = Heard::default();
    while let Some(due_at) = next(&due, window).await {
        let result = match tokio::time::timeout(patience_left(due_at), connection.ask()).await {
            Ok(result) => result,
            Err(_) => Err(anyhow::anyhow!("no answer within {} s", PATIENCE.as_secs())),
        };
        let has_failed = result.is_err();
        // As fast as possible, an answer counts when it ends within the time; at a rate, when it was due within it.
        let counted_at = if matches!(due, Due::Now) { Instant::now() } else { due_at };
        if window.from <= counted_at && counted_at < window.until {
            match result {
                Ok(arrival) => {
                    heard.total_us.push(micros(arrival.ended_at - due_at));
                    heard.first_token_us.push(micros(arrival.first_token_at - due_at));
                }
                Err(error) => heard.add_error(&error),
            }
        }
        if has_failed {
            connection.forget();
            // A door that refuses at once would otherwise be asked without a pause.
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
    heard
}

async fn next(due: &Due, window: Window) -> Option<Instant> {
    match due {
        Due::Now => Some(Instant::now()).filter(|now| *now < window.until),
        Due::Told(told) => told.lock().await.recv().await,
    }
}

/// A request that waited for a free connection has that much less time.
fn patience_left(due_at: Instant) -> Duration {
    (due_at + PATIENCE).saturating_duration_since(Instant::now())
}

fn micros(duration: Duration) -> u32 {
    u32::try_from(duration.as_micros()).unwrap_or(u32::MAX)
}

impl Heard {
    fn add(&mut self, other: Heard) {
        self.total_us.extend(other.total_us);
        self.first_token_us.extend(other.first_token_us);
        self.n_errors += other.n_errors;
        self.first_error = self.first_error.take().or(other.first_error);
    }

    fn add_error(&mut self, error: &anyhow::Error) {
        self.n_errors += 1;
        self.first_error.get_or_insert_with(|| format!("{error:#}"));
    }
}
