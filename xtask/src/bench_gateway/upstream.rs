//! The vendor all gateways ask: it answers at once, and always the same.
//!
//! It holds no state; the model's name says how it answers. It ends when the process that started it ends.

use super::answer;
use anyhow::Result;
use bytes::Bytes;
use futures::stream;
use http_body_util::{BodyExt, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::body::{Frame, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::Instant;

type Body = UnsyncBoxBody<Bytes, Infallible>;

/// What is sent, made once.
struct Answers {
    whole: Bytes,
    frames: Vec<Bytes>,
}

pub fn serve(port: u16) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let answers = Arc::new(Answers { whole: answer::whole(), frames: answer::frames() });
        tokio::select! {
            result = accept(listener, answers) => result,
            () = parent_ends() => Ok(()),
        }
    })
}

/// Standard input is a pipe that closes with the process that holds its other end.
async fn parent_ends() {
    let (tell, told) = oneshot::channel();
    std::thread::spawn(move || {
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).ok();
        tell.send(()).ok();
    });
    told.await.ok();
}

async fn accept(listener: TcpListener, answers: Arc<Answers>) -> Result<()> {
    loop {
        let (stream, _) = listener.accept().await?;
        tokio::spawn(serve_connection(stream, Arc::clone(&answers)));
    }
}

async fn serve_connection(stream: TcpStream, answers: Arc<Answers>) {
    stream.set_nodelay(true).ok();
    let service = service_fn(move |request| {
        let answers = Arc::clone(&answers);
        async move { Ok::<_, Infallible>(answer_to(request, &answers).await) }
    });
    // A gateway that closes a connection early is its own affair: the load sees what came of it.
    http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await.ok();
}

async fn answer_to(request: Request<Incoming>, answers: &Answers) -> Response<Body> {
    let is_chat = request.method() == Method::POST && request.uri().path().ends_with("/chat/completions");
    if !is_chat {
        return models(request.uri().path());
    }
    let Ok(body) = request.into_body().collect().await else { return status(StatusCode::BAD_REQUEST) };
    let body = body.to_bytes();
    // Parsing the request as JSON would only take time from the core that also makes the load.
    if !answer::contains(&body, b"\"stream\":true") && !answer::contains(&body, b"\"stream\": true") {
        return response("application/json", Full::new(answers.whole.clone()).boxed_unsync());
    }
    match n_paced(&body) {
        Some(n_frames) => response("text/event-stream", paced(n_frames)),
        None => response("text/event-stream", at_once(answers.frames.clone())),
    }
}

/// How many frames the model's name asks for, one a second.
fn n_paced(body: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let digits = text.split_once(answer::PACED)?.1;
    digits.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

fn at_once(frames: Vec<Bytes>) -> Body {
    BodyExt::boxed_unsync(StreamBody::new(stream::iter(frames.into_iter().map(|frame| Ok(Frame::data(frame))))))
}

fn paced(n_frames: usize) -> Body {
    let model = format!("{}{n_frames}", answer::PACED);
    let began = Instant::now();
    let frames = stream::unfold(0, move |n| {
        let model = model.clone();
        async move {
            if n == n_frames {
                let ending = answer::ending(&model, n_frames).concat();
                return Some((Ok(Frame::data(Bytes::from(ending))), n + 1));
            }
            if n > n_frames {
                return None;
            }
            tokio::time::sleep_until(began + Duration::from_secs(n as u64)).await;
            let frame = answer::content_frame(&model, n, &answer::numbered_word(n, n_frames));
            Some((Ok(Frame::data(frame)), n + 1))
        }
    });
    BodyExt::boxed_unsync(StreamBody::new(frames))
}

fn models(path: &str) -> Response<Body> {
    if !path.ends_with("/models") {
        return status(StatusCode::NOT_FOUND);
    }
    let models = format!(r#"{{"object":"list","data":[{{"id":"{}","object":"model"}}]}}"#, answer::MODEL);
    response("application/json", Full::new(Bytes::from(models)).boxed_unsync())
}

fn response(content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(content_type));
    response
}

fn status(status: StatusCode) -> Response<Body> {
    let mut response = response("text/plain", Full::default().boxed_unsync());
    *response.status_mut() = status;
    response
}
