//! A small web on loopback: each (host, path) has a reply; what was asked is written down.

use jiff::Timestamp;
use news::{Item, Problem, Source, SourceId, SourceKind};
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wire::{Options, Poll, Seen, Wire};

/// The time of all polls: six in the morning.
pub const AS_OF: &str = "2026-02-10T06:00:00Z";

/// What the server does when it is asked.
#[derive(Clone)]
pub enum Reply {
    /// Status, headers, body.
    Whole(u16, Vec<(String, String)>, Vec<u8>),
    /// Accepts and says nothing.
    Silence,
    /// Announces a body, sends its first bytes and then nothing more.
    Stalls,
    /// A body that never ends.
    Endless,
    /// So many headers.
    Headers(usize),
}

impl Reply {
    /// 200 with a type and a body.
    pub fn ok(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Whole(200, vec![("content-type".into(), content_type.into())], body.into())
    }

    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("text/html; charset=utf-8", body)
    }

    pub fn feed(body: impl Into<Vec<u8>>) -> Self {
        Self::ok("application/xml", body)
    }

    pub fn status(status: u16) -> Self {
        Self::Whole(status, Vec::new(), b"no".to_vec())
    }

    pub fn redirect(target: &str) -> Self {
        Self::Whole(302, Vec::new(), Vec::new()).with("location", target)
    }

    /// With another header.
    pub fn with(self, name: &str, value: &str) -> Self {
        match self {
            Self::Whole(status, mut headers, body) => {
                headers.push((name.to_owned(), value.to_owned()));
                Self::Whole(status, headers, body)
            }
            other => other,
        }
    }
}

/// The server; it ends with the test's runtime.
pub struct Web {
    pub address: SocketAddr,
    routes: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Web {
    /// `routes`: by full address, such as `https://a.example/feed?x=1`.
    pub async fn of<const N: usize>(routes: [(&str, Reply); N]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let web = Self {
            address: listener.local_addr().unwrap(),
            routes: Arc::new(Mutex::new(routes.into_iter().map(|(url, reply)| (url.to_owned(), reply)).collect())),
            asked: Arc::default(),
        };
        let (routes, asked) = (Arc::clone(&web.routes), Arc::clone(&web.asked));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&routes), Arc::clone(&asked)));
            }
        });
        web
    }

    pub fn set(&self, url: &str, reply: Reply) {
        self.routes.lock().unwrap().insert(url.to_owned(), reply);
    }

    /// The addresses that were asked for since the last call, sorted.
    pub fn asked(&self) -> Vec<String> {
        let mut asked = std::mem::take(&mut *self.asked.lock().unwrap());
        asked.sort();
        asked
    }

    /// A wire whose whole web this is, with short waits.
    pub fn wire(&self) -> Wire {
        Wire::new(self.options()).unwrap()
    }

    pub fn options(&self) -> Options {
        Options { replay: Some(self.address), host_delay: Duration::ZERO, ..Options::default() }
    }

    /// A first poll of this source.
    pub async fn poll(&self, source: &Source) -> Poll {
        self.wire().poll(source, &Seen::default(), as_of()).await
    }
}

async fn answer(
    mut stream: TcpStream,
    routes: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
) -> std::io::Result<()> {
    let head = read_head(&mut stream).await?;
    let header = |name: &str| {
        head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        })
    };
    let path = head.split_whitespace().nth(1).unwrap_or("/");
    let scheme = header("x-forwarded-proto").unwrap_or_else(|| "http".into());
    let url = format!("{scheme}://{}{path}", header("host").unwrap_or_default());
    asked.lock().unwrap().push(url.clone());
    let reply = routes.lock().unwrap().get(&url).cloned().unwrap_or_else(|| Reply::status(404));
    match reply {
        Reply::Silence => wait_for_hangup(&mut stream).await,
        Reply::Stalls => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n<rss>").await?;
            wait_for_hangup(&mut stream).await
        }
        Reply::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await?;
            let chunk = format!("10000\r\n{}\r\n", "<item>x ".repeat(0x2000));
            loop {
                stream.write_all(chunk.as_bytes()).await?;
            }
        }
        Reply::Headers(n) => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await?;
            for n in 0..n {
                stream.write_all(format!("x-{n}: {}\r\n", "a".repeat(100)).as_bytes()).await?;
            }
            stream.write_all(b"content-length: 2\r\n\r\nok").await
        }
        Reply::Whole(status, headers, body) => {
            let etag = headers.iter().find(|(name, _)| name == "etag").map(|(_, value)| value.clone());
            let has_it = etag.is_some() && header("if-none-match") == etag;
            let (status, body) = if has_it { (304, Vec::new()) } else { (status, body) };
            let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            stream.write_all(format!("{head}\r\n").as_bytes()).await?;
            stream.write_all(&body).await?;
            stream.shutdown().await
        }
    }
}

async fn read_head(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(error) => return Err(error),
        }
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

async fn wait_for_hangup(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.read_u8().await.map(|_| ())
}

pub fn as_of() -> Timestamp {
    AS_OF.parse().unwrap()
}

/// A source of this kind at this address.
pub fn source(kind: SourceKind, url: &str) -> Source {
    Source {
        id: SourceId("coast".into()),
        name: "Coast Courier".into(),
        url: url.into(),
        kind,
        beat: "world".into(),
        owner: "Coast".into(),
        trust: 3,
        language: None,
        every_hours: 12,
        timezone: None,
        link_rule: None,
        max_items: 60,
    }
}

/// `date | title | url` of each item.
pub fn heads(items: &[Item]) -> Vec<String> {
    let date = |item: &Item| item.dating.value.map_or("undated".to_owned(), |value| value.to_string());
    items.iter().map(|item| format!("{} | {} | {}", date(item), item.title, item.url)).collect()
}

/// `kind: detail` of each problem.
pub fn told(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(|problem| format!("{:?}: {}", problem.kind, problem.detail)).collect()
}

/// An RSS 2.0 feed of these items, each `<item>` content as given.
pub fn rss(items: &[&str]) -> String {
    let items: String = items.iter().map(|item| format!("<item>{item}</item>")).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Coast Courier</title><link>https://coast.example/</link>{items}</channel></rss>"
    )
}

/// A long whole text about a ferry, as paragraphs.
pub const STORY: [&str; 4] = [
    "The island ferry carried passengers again on Tuesday morning after nine days in which no boat had left the harbour. The first crossing was full, and the harbour master counted four hundred and twelve people on board.",
    "The crews had stopped work over the night rota. Their union and the shipping line agreed late on Monday that nobody will be asked to work more than three nights in a row, and that the rota will be published six weeks ahead.",
    "Shops on the island had run short of fresh milk and of medicine. A cargo boat that was hired by the council brought both on Saturday, but the pharmacist said that two patients had to be flown to the mainland.",
    "The shipping line will run two extra crossings a day until Sunday. It expects the backlog of goods to be cleared by the end of the week, and it will repay every ticket that was bought for the days of the strike.",
];

/// A web page with this headline and date around [`STORY`].
pub fn article(title: &str, published: &str) -> String {
    let paragraphs: String = STORY.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><title>{title} - Coast Courier</title>\
         <meta property=\"og:title\" content=\"{title}\">\
         <meta property=\"article:published_time\" content=\"{published}\"></head>\
         <body><nav><a href=\"/\">Home</a> <a href=\"/sport\">Sport</a></nav>\
         <article><h1>{title}</h1><p class=\"byline\">By Jo Li</p>{paragraphs}</article>\
         <footer>Coast Courier, Harbour Street</footer></body></html>"
    )
}
