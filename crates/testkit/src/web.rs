//! A web made of answers: which host answers what at which path.

use crate::Server;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

/// One answer of the invented web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The HTTP status.
    pub status: u16,
    /// Names and values, in the order they are sent.
    pub headers: Vec<(String, String)>,
    /// The bytes as they go over the wire, compressed or not as the headers say.
    pub body: Bytes,
    /// Whether the body comes a byte now and then and never ends.
    pub drip: bool,
}

impl Response {
    /// 200 with this content type and body.
    pub fn ok(content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status: 200, headers, body: body.into(), drip: false }
    }

    /// 200 with a page in UTF-8.
    pub fn html(page: impl Into<Bytes>) -> Self {
        Self::ok("text/html; charset=utf-8", page)
    }

    /// A status with a short plain body.
    pub fn status(status: u16, body: &'static str) -> Self {
        Self { status, ..Self::ok("text/plain; charset=utf-8", body) }
    }

    /// 302 to this address.
    pub fn redirect(to: &str) -> Self {
        Self::status(302, "").with_header("location", to)
    }

    /// The same with one header more.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with an ETag of its body and this Last-Modified, so that the server answers 304 to who has it.
    pub fn with_validators(self, last_modified: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        self.body.hash(&mut hasher);
        let etag = format!("\"{:016x}\"", hasher.finish());
        self.with_header("etag", &etag).with_header("last-modified", last_modified)
    }

    /// The same, but slow beyond patience.
    pub fn dripping(self) -> Self {
        Self { drip: true, ..self }
    }

    /// The value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Hosts with their pages; [`Web::serve`] puts them on one loopback port.
///
/// Other tests build their own small web with it; the sample wire and the real days are built on it too.
#[derive(Default)]
pub struct Web {
    routes: BTreeMap<String, Route>,
}

impl Web {
    /// A web without a page; every request is answered with 404.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer. `path` begins with `/` and holds the query, if any.
    pub fn page(mut self, host: &str, path: &str, response: Response) -> Self {
        self.routes.insert(key(host, path), Route::ready(response));
        self
    }

    /// Adds an answer that is made when it is first asked for.
    pub fn page_made_by(mut self, host: &str, path: &str, make: fn() -> Response) -> Self {
        self.routes.insert(key(host, path), Route { made: OnceLock::new(), make: Some(make) });
        self
    }

    /// Adds an answer at a full address such as `https://a.example/b?c`; nothing if it is not one.
    pub fn page_at(self, url: &str, response: Response) -> Self {
        match split(url) {
            Some((host, path)) => self.page(&host, &path, response),
            None => self,
        }
    }

    /// Every page that this host has so far answers this instead.
    pub fn host_down(mut self, host: &str, response: &Response) -> Self {
        let own = key(host, "");
        for (_, route) in self.routes.iter_mut().filter(|(key, _)| key.starts_with(&own)) {
            *route = Route::ready(response.clone());
        }
        self
    }

    /// Whether something is served at this full address.
    pub fn has(&self, url: &str) -> bool {
        split(url).is_some_and(|(host, path)| self.routes.contains_key(&key(&host, &path)))
    }

    /// How many pages there are.
    pub fn n_pages(&self) -> usize {
        self.routes.len()
    }

    /// Serves it on a free port of 127.0.0.1 until the server is dropped.
    pub async fn serve(self) -> std::io::Result<Server> {
        Server::start(self).await
    }

    /// What this host answers at this path.
    pub(crate) fn answer(&self, host: &str, path: &str) -> Option<&Response> {
        self.routes.get(&key(host, path)).map(Route::response)
    }
}

struct Route {
    made: OnceLock<Response>,
    make: Option<fn() -> Response>,
}

impl Route {
    fn ready(response: Response) -> Self {
        Self { made: OnceLock::from(response), make: None }
    }

    fn response(&self) -> &Response {
        self.made.get_or_init(|| self.make.map_or_else(|| Response::status(404, "not here"), |make| make()))
    }
}

/// `host path`, the form in which [`Server::hits`] names a page too.
pub(crate) fn key(host: &str, path: &str) -> String {
    format!("{} {path}", host.to_ascii_lowercase())
}

/// Host and path of an address as a client sends them: punycode, percent-encoded, without the fragment.
pub(crate) fn split(url: &str) -> Option<(String, String)> {
    let url = url::Url::parse(url).ok()?;
    let host = match (url.host_str()?, url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    Some((host, path))
}
