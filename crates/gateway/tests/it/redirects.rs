//! A vendor that sends us elsewhere: nobody else ever gets its key.

use crate::desk::{Desk, KEY, ask};
use gateway::Verdict;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// A server that writes down what it is sent and answers with this.
async fn server(answer: String) -> (String, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let heard = Arc::new(Mutex::new(String::new()));
    let hearing = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut bytes = vec![0; 64 * 1024];
            let n = stream.read(&mut bytes).await.unwrap_or(0);
            hearing.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..n]));
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    (address, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_redirect_of_a_vendor_is_not_followed_so_its_key_goes_nowhere_else() {
    let (elsewhere, stolen) =
        server("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}".into()).await;
    for status in [301, 302, 303, 307, 308] {
        let answer = format!(
            "HTTP/1.1 {status} X\r\nlocation: http://{elsewhere}/v1/chat/completions\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let (address, heard) = server(answer).await;
        let desk = Desk::open().await;
        let mut settings = desk.settings(&["deepseek"]);
        settings.vendors[0].base_url = Some(format!("http://{address}/v1"));
        let gateway = desk.open_with(settings);
        let checked = gateway.ask(&ask(&["deepseek/sim-ok"])).await;
        assert!(checked.attempts.iter().all(|attempt| attempt.verdict != Verdict::Answer), "{:?}", checked.attempts);
        assert!(heard.lock().unwrap().contains(KEY), "the vendor itself got its key");
        assert_eq!(*stolen.lock().unwrap(), "", "{status}");
    }
}
