//! Has speech written down by an OpenAI-compatible endpoint: a WAV goes, words come back, with times where it has them.
//!
//! One request, one deadline, no retry: a recogniser is a second opinion, and its failure decides nothing.

use crate::Secret;
use crate::inner::client;
use serde_json::Value;
use std::time::Duration;

/// Nothing larger is read of a reply.
const LARGEST_REPLY: usize = 4 << 20;
/// Divides the parts of the form; no WAV and no model's name holds it.
const BOUNDARY: &str = "zaowan-3f9c1d7a5b8e4026";

/// Where speech is written down.
#[derive(Debug, Clone)]
pub struct Transcriber {
    /// The address before `/audio/transcriptions`.
    pub base_url: String,
    /// Its name for the model.
    pub model: String,
    /// If one is needed.
    pub key: Option<Secret>,
    /// To connect, send and read all.
    pub deadline: Duration,
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Heard {
    /// All of it.
    pub text: String,
    /// In order; empty where the endpoint gives none.
    pub words: Vec<HeardWord>,
}

/// A word that was heard.
#[derive(Debug, Clone, PartialEq)]
pub struct HeardWord {
    /// As it is written by the recogniser.
    pub text: String,
    /// From the beginning, in milliseconds.
    pub start_ms: u64,
    /// Its end.
    pub end_ms: u64,
}

/// Why nothing was written down.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TranscribeError {
    /// It could not be reached, or said nothing in time.
    #[error("the recogniser cannot be reached: {0}")]
    Unreachable(String),
    /// It answered that it will not.
    #[error("the recogniser refused with status {status}: {detail}")]
    Refused {
        /// HTTP's.
        status: u16,
        /// The beginning of what it said.
        detail: String,
    },
    /// What it answered is no transcript.
    #[error("the recogniser's reply is no transcript: {0}")]
    Garbled(String),
}

impl Transcriber {
    /// Has a WAV file written down. `language`: two letters.
    pub async fn transcribe(&self, wav: &[u8], language: &str) -> Result<Heard, TranscribeError> {
        tokio::time::timeout(self.deadline, self.exchange(wav, language))
            .await
            .map_err(|_| TranscribeError::Unreachable(format!("nothing within {:?}", self.deadline)))?
    }

    async fn exchange(&self, wav: &[u8], language: &str) -> Result<Heard, TranscribeError> {
        let unreachable = |error: reqwest::Error| TranscribeError::Unreachable(error.without_url().to_string());
        let client = client(self.deadline).map_err(|error| TranscribeError::Unreachable(error.to_string()))?;
        let mut request = client
            .post(format!("{}/audio/transcriptions", self.base_url.trim_end_matches('/')))
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(form(wav, &self.model, language));
        if let Some(key) = &self.key {
            request = request.bearer_auth(key.expose());
        }
        let mut response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&piece);
            if body.len() > LARGEST_REPLY {
                return Err(TranscribeError::Garbled(format!("it is larger than {LARGEST_REPLY} bytes")));
            }
        }
        if !status.is_success() {
            let detail: String = String::from_utf8_lossy(&body).chars().take(200).collect();
            let detail = self.key.as_ref().map_or(detail.clone(), |key| detail.replace(key.expose(), "[key]"));
            return Err(TranscribeError::Refused { status: status.as_u16(), detail });
        }
        read(&body)
    }
}

fn form(wav: &[u8], model: &str, language: &str) -> Vec<u8> {
    let fields = [
        ("model", model),
        ("language", language),
        ("response_format", "verbose_json"),
        ("timestamp_granularities[]", "word"),
        ("temperature", "0"),
    ];
    let mut body = Vec::with_capacity(wav.len() + 1024);
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = "content-disposition: form-data; name=\"file\"; filename=\"take.wav\"\r\ncontent-type: audio/wav";
    body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
    body.extend_from_slice(wav);
    body.extend_from_slice(format!("\r\n--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// A failure may come with status 200: then there is an `error` and no `text`.
fn read(body: &[u8]) -> Result<Heard, TranscribeError> {
    let excerpt = || String::from_utf8_lossy(body).chars().take(200).collect::<String>();
    let json: Value = serde_json::from_slice(body).map_err(|_| TranscribeError::Garbled(excerpt()))?;
    let text = json.get("text").and_then(Value::as_str).ok_or_else(|| TranscribeError::Garbled(excerpt()))?;
    let listed = json.get("words").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let word = |word: &Value| {
        let ms = |name: &str| word.get(name)?.as_f64().map(|seconds| (seconds.max(0.0) * 1000.0) as u64);
        Some(HeardWord { text: word.get("word")?.as_str()?.to_owned(), start_ms: ms("start")?, end_ms: ms("end")? })
    };
    Ok(Heard { text: text.to_owned(), words: listed.iter().filter_map(word).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    /// One reply to one request; gives back what was asked.
    async fn endpoint(reply: &'static str) -> (Transcriber, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
        let asked = async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let (mut asked, mut piece) = (Vec::new(), [0; 4096]);
            while !String::from_utf8_lossy(&asked).contains(&format!("--{BOUNDARY}--")) {
                let n = socket.read(&mut piece).await.unwrap();
                asked.extend_from_slice(&piece[..n]);
            }
            socket.write_all(reply.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&asked).into_owned()
        };
        let key = Some(Secret::new("sk-not-a-key-0123456789"));
        let deadline = Duration::from_secs(20);
        (Transcriber { base_url, model: "whisper-1".into(), key, deadline }, tokio::task::spawn(asked))
    }

    #[tokio::test]
    async fn a_wav_goes_and_words_with_times_come_back() {
        let reply = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
            {\"text\":\"Good morning.\",\"words\":[{\"word\":\"Good\",\"start\":0.1,\"end\":0.4},\
            {\"word\":\"morning\",\"start\":0.4,\"end\":0.9}]}";
        let (transcriber, asked) = endpoint(reply).await;
        let heard = transcriber.transcribe(b"RIFFxxxx", "en").await.unwrap();
        let word = |text: &str, start_ms, end_ms| HeardWord { text: text.into(), start_ms, end_ms };
        let words = vec![word("Good", 100, 400), word("morning", 400, 900)];
        assert_eq!(heard, Heard { text: "Good morning.".into(), words });
        let asked = asked.await.unwrap();
        for part in ["POST /v1/audio/transcriptions", "Bearer sk-not", "name=\"model\"\r\n\r\nwhisper-1", "RIFFxxxx"] {
            assert!(asked.contains(part), "{part}: {asked}");
        }
    }

    #[tokio::test]
    async fn a_refusal_says_why_and_never_the_key() {
        let reply = "HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\nno such key: sk-not-a-key-0123456789";
        let (transcriber, _asked) = endpoint(reply).await;
        let why = transcriber.transcribe(b"RIFF", "en").await.unwrap_err();
        assert_eq!(why, TranscribeError::Refused { status: 401, detail: "no such key: [key]".into() });
    }

    #[tokio::test]
    async fn an_error_with_status_200_and_half_a_reply_are_no_transcript() {
        for body in ["{\"error\":{\"message\":\"overloaded\"}}", "{\"text\":\"Good mor"] {
            assert_eq!(read(body.as_bytes()), Err(TranscribeError::Garbled(body.into())));
        }
    }
}
