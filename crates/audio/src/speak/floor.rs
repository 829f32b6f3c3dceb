//! The floor as a voice like those of vendors: espeak-ng, one process a line, sound as the process gives it.
//!
//! It says no times of words: the program reports them only to those who are linked with it.

use super::espeak::{RATE_HZ, Request, command, find_espeak};
use super::lexicon::Lexicon;
use super::pinyin::Fixed;
use super::utterance::{Part, Utterance, utter_parts};
use super::words;
use crate::{Error, VoiceChoice};
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use gateway::voice::{
    Capabilities, Line, Piece, Reading, Sound, Speech, Voice, VoiceFault, VoiceFaultKind, VoiceRoute, VoiceUsage,
};
use news::Language;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdout};

/// A line takes some 10 ms; a process that is silent for this long hangs.
const PATIENCE: Duration = Duration::from_secs(20);

/// The head of the WAV that `--stdout` writes before the samples.
const HEAD: usize = 44;

/// espeak-ng as a voice.
#[derive(Debug, Clone)]
pub struct Floor {
    route: VoiceRoute,
    choice: VoiceChoice,
    lexicon: Arc<Lexicon>,
    program: Option<PathBuf>,
    patience: Duration,
}

impl Floor {
    /// The voice as it was chosen, with the owner's readings; espeak-ng is looked for on PATH.
    ///
    /// Errors: `Invalid` if there is no such voice.
    pub fn new(choice: VoiceChoice, lexicon: Arc<Lexicon>) -> Result<Self, Error> {
        super::EspeakVoice::parse(&choice.floor)?;
        let route = choice.floor.parse().map_err(Error::Invalid)?;
        Ok(Self { route, choice, lexicon, program: find_espeak(), patience: PATIENCE })
    }

    /// The same with another program in the place of the one on PATH.
    #[must_use]
    pub fn with_program(self, program: PathBuf) -> Self {
        Self { program: Some(program), ..self }
    }

    /// Loads what the first line would have to wait for: the dictionary of Chinese words.
    pub fn warm_up(&self) {
        words::warm_up();
    }

    async fn begin(&self, line: Line) -> Result<Speech, VoiceFault> {
        let missing = || VoiceFault::new(VoiceFaultKind::Input, Error::NoVoice.to_string());
        let program = self.program.clone().ok_or_else(missing)?;
        let utterance = self.utterance(line).await?;
        let request =
            Request { program: &program, voice: &utterance.voice, rate: utterance.rate, pitch: utterance.pitch };
        let mut child = command(&request).spawn().map_err(|error| {
            VoiceFault::new(VoiceFaultKind::Input, format!("{} did not start: {error}", program.display()))
        })?;
        if let Some(mut stdin) = child.stdin.take() {
            // A program that ends early breaks the pipe; its own message says more.
            let _ = stdin.write_all(utterance.ssml.as_bytes()).await;
        }
        let Some(stdout) = child.stdout.take() else {
            return Err(VoiceFault::new(VoiceFaultKind::Transient, "espeak-ng has no output"));
        };
        let mut running = Running { child, stdout, patience: self.patience, odd: None, n_samples: 0, n_loud: 0 };
        running.skip_head().await?;
        let first = running.next().await?;
        let rest = stream::unfold(Some(running), |running| async move {
            let mut running = running?;
            match running.next().await {
                Ok(sound @ Sound::Used(_)) => Some((Ok(sound), None)),
                Ok(sound) => Some((Ok(sound), Some(running))),
                Err(fault) => Some((Err(fault), None)),
            }
        });
        // A line so short that it ends with its first piece has still its usage to say.
        Ok(Speech { rate_hz: RATE_HZ as u32, stream: stream::once(async { Ok(first) }).chain(rest).boxed() })
    }

    async fn utterance(&self, line: Line) -> Result<Utterance, VoiceFault> {
        let input = |why: String| VoiceFault::new(VoiceFaultKind::Input, why);
        let language =
            Language::parse(&line.language).ok_or_else(|| input(format!("no language {:?}", line.language)))?;
        let (choice, lexicon) = (at_pace(&self.choice, line.pace), Arc::clone(&self.lexicon));
        let work = move || utter_parts(&parts(&line), language, &choice, &lexicon);
        let done = tokio::task::spawn_blocking(work).await;
        let utterance = done.map_err(|error| VoiceFault::new(VoiceFaultKind::Transient, error.to_string()))?;
        utterance
            .map_err(|error| input(error.to_string()))?
            .ok_or_else(|| VoiceFault::new(VoiceFaultKind::Empty, "nothing in the line can be said"))
    }
}

impl Voice for Floor {
    fn route(&self) -> &VoiceRoute {
        &self.route
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { longest: 3000, streams: true, marks: false, pauses: true, laughs: false, readings: true }
    }

    fn speak(&self, line: Line) -> BoxFuture<'_, Result<Speech, VoiceFault>> {
        Box::pin(self.begin(line))
    }
}

/// The choice at another pace.
pub(crate) fn at_pace(choice: &VoiceChoice, pace: f32) -> VoiceChoice {
    let faster = |rate: u32| if pace > 0.0 { (rate as f32 * pace).round() as u32 } else { rate };
    VoiceChoice { rate_zh: faster(choice.rate_zh), rate_words: faster(choice.rate_words), ..choice.clone() }
}

/// The line as espeak-ng's speller takes it; laughs and sighs are left out.
pub(crate) fn parts(line: &Line) -> Vec<Part> {
    let mut parts = Vec::new();
    let (mut text, mut fixed) = (String::new(), Vec::new());
    for piece in &line.pieces {
        match piece {
            Piece::Words(words) | Piece::Emphasis(words) => text.push_str(words),
            Piece::Sounded { reading: Reading::Alias(words), .. } => text.push_str(words),
            Piece::Sounded { written, reading: Reading::Pinyin(pinyin) } => {
                let syllables: Vec<String> = pinyin.split_whitespace().map(String::from).collect();
                let start = text.chars().count();
                text.push_str(written);
                if syllables.len() == written.chars().count() {
                    fixed.push(Fixed { range: start..start + syllables.len(), syllables });
                }
            }
            Piece::Pause(ms) => {
                parts.push(Part::Text { text: std::mem::take(&mut text), fixed: std::mem::take(&mut fixed) });
                parts.push(Part::Pause(*ms));
            }
            Piece::Laugh | Piece::Sigh => {}
        }
    }
    parts.push(Part::Text { text, fixed });
    parts
}

/// A process that speaks.
struct Running {
    child: Child,
    stdout: ChildStdout,
    patience: Duration,
    /// The first byte of a sample whose second has not come yet.
    odd: Option<u8>,
    n_samples: u64,
    n_loud: u64,
}

impl Running {
    async fn skip_head(&mut self) -> Result<(), VoiceFault> {
        let mut head = [0; HEAD];
        let mut n_read = 0;
        while n_read < HEAD {
            let n = self.read(&mut head[n_read..]).await?;
            if n == 0 {
                return Err(self.ended_badly().await);
            }
            n_read += n;
        }
        Ok(())
    }

    /// What comes next: samples, and at the end what was used.
    async fn next(&mut self) -> Result<Sound, VoiceFault> {
        let mut buffer = vec![0; 8192];
        loop {
            let n = self.read(&mut buffer).await?;
            if n == 0 {
                return self.end().await;
            }
            let samples = self.samples(&buffer[..n]);
            if !samples.is_empty() {
                return Ok(Sound::Samples(samples));
            }
        }
    }

    async fn read(&mut self, buffer: &mut [u8]) -> Result<usize, VoiceFault> {
        match tokio::time::timeout(self.patience, self.stdout.read(buffer)).await {
            Ok(Ok(n)) => Ok(n),
            Ok(Err(error)) => Err(VoiceFault::new(VoiceFaultKind::Transient, error.to_string())),
            Err(_) => Err(VoiceFault::new(VoiceFaultKind::Transient, "espeak-ng hangs")),
        }
    }

    fn samples(&mut self, bytes: &[u8]) -> Vec<i16> {
        let mut all: Vec<u8> = self.odd.take().into_iter().collect();
        all.extend_from_slice(bytes);
        if all.len() % 2 == 1 {
            self.odd = all.pop();
        }
        let samples: Vec<i16> = all.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
        self.n_samples += samples.len() as u64;
        self.n_loud += samples.iter().filter(|sample| sample.unsigned_abs() > 100).count() as u64;
        samples
    }

    async fn end(&mut self) -> Result<Sound, VoiceFault> {
        let status = self.child.wait().await;
        if !status.is_ok_and(|status| status.success()) {
            return Err(self.ended_badly().await);
        }
        if self.n_loud == 0 {
            return Err(VoiceFault::new(VoiceFaultKind::Empty, "espeak-ng gave silence"));
        }
        let milliseconds = Some(self.n_samples * 1000 / RATE_HZ as u64);
        Ok(Sound::Used(VoiceUsage { milliseconds, ..VoiceUsage::default() }))
    }

    async fn ended_badly(&mut self) -> VoiceFault {
        let mut said = String::new();
        if let Some(mut stderr) = self.child.stderr.take() {
            let _ = tokio::time::timeout(self.patience, stderr.read_to_string(&mut said)).await;
        }
        let kind = match (self.n_samples, said.contains("does not exist")) {
            (0, true) => VoiceFaultKind::Input,
            (0, false) => VoiceFaultKind::Empty,
            _ => VoiceFaultKind::Truncated,
        };
        VoiceFault::new(kind, format!("espeak-ng ended early: {}", said.trim()))
    }
}

#[cfg(test)]
#[cfg(unix)]
#[path = "floor_tests.rs"]
mod tests;
