//! Reads HTTP/1.1 requests off a socket: as much of it as clients of models send.

use std::collections::BTreeMap;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// A request is refused beyond this: pictures come in as base64, novels do not.
const MAX_REQUEST_BYTES: usize = 64 << 20;

/// Room for one reading: most requests fit, and ten thousand idle connections must fit too.
const READ_BYTES: usize = 4_096;

/// One request with its whole body.
#[derive(Debug, Clone, Default)]
pub(crate) struct Request {
    pub method: String,
    /// Without the query.
    pub path: String,
    pub query: String,
    /// By name in lower case.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// A socket with what was read of it beyond the last request.
#[derive(Debug)]
pub(crate) struct Connection {
    pub stream: TcpStream,
    pub buffer: Vec<u8>,
}

impl Connection {
    pub fn new(stream: TcpStream) -> Self {
        // Without it a token waits for the acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        Self { stream, buffer: Vec::new() }
    }

    /// The next request; `None` when the client is gone or what it sent is not HTTP.
    pub async fn request(&mut self) -> Option<Request> {
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n") {
                break at;
            }
            self.read_more().await?;
        };
        let rest = self.buffer.split_off(end + 4);
        let head = std::mem::replace(&mut self.buffer, rest);
        let mut request = parse_head(std::str::from_utf8(head.get(..end)?).ok()?)?;
        request.body = if request.header("transfer-encoding").is_some_and(|coding| coding.contains("chunked")) {
            self.chunked_body().await?
        } else {
            let n_bytes = request.header("content-length").map_or(Some(0), |n| n.parse().ok())?;
            self.take(n_bytes).await?
        };
        Some(request)
    }

    async fn chunked_body(&mut self) -> Option<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let line = self.line().await?;
            let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
            if size == 0 {
                while !self.line().await?.is_empty() {}
                return Some(body);
            }
            body.extend(self.take(size).await?);
            self.line().await?;
        }
    }

    async fn line(&mut self) -> Option<String> {
        let end = loop {
            if let Some(at) = find(&self.buffer, b"\r\n") {
                break at;
            }
            self.read_more().await?;
        };
        let line = self.take(end + 2).await?;
        Some(String::from_utf8_lossy(line.get(..end)?).into_owned())
    }

    async fn take(&mut self, n_bytes: usize) -> Option<Vec<u8>> {
        if n_bytes > MAX_REQUEST_BYTES {
            return None;
        }
        while self.buffer.len() < n_bytes {
            self.read_more().await?;
        }
        let rest = self.buffer.split_off(n_bytes);
        Some(std::mem::replace(&mut self.buffer, rest))
    }

    async fn read_more(&mut self) -> Option<()> {
        if self.buffer.len() > MAX_REQUEST_BYTES {
            return None;
        }
        self.buffer.reserve(READ_BYTES);
        match self.stream.read_buf(&mut self.buffer).await {
            Ok(0) | Err(_) => None,
            Ok(_) => Some(()),
        }
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

fn parse_head(head: &str) -> Option<Request> {
    let mut lines = head.split("\r\n");
    let mut first = lines.next()?.split(' ');
    let (method, target) = (first.next()?.to_owned(), first.next()?);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Some(Request { method, path: path.to_owned(), query: query.to_owned(), headers, body: Vec::new() })
}
