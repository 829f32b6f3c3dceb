//! Asks a server for a page of any host, as the program does with `replay`.

use reqwest::header::HeaderMap;
use testkit::Server;

/// What came back, undecoded and unfollowed.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("not UTF-8")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

pub async fn get(server: &Server, url: &str) -> Answer {
    get_with(server, url, &[]).await
}

pub async fn get_with(server: &Server, url: &str, headers: &[(&str, &str)]) -> Answer {
    let response = send(server, url, headers).await;
    let status = response.status().as_u16();
    let headers = response.headers().clone();
    Answer { status, headers, body: response.bytes().await.unwrap().to_vec() }
}

/// The answer with its body still on the way.
pub async fn send(server: &Server, url: &str, headers: &[(&str, &str)]) -> reqwest::Response {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (host, path) = url.split_once("://").unwrap().1.split_once('/').unwrap();
    let client =
        reqwest::Client::builder().no_proxy().no_gzip().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let mut request = client.get(format!("http://{}/{path}", server.addr())).header("host", host);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}
