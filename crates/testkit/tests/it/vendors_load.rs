//! It bears load: many streams at once, and many requests on each connection.

use crate::vendors_client::{Call, post, read, simulator};
use futures::future::join_all;
use testkit::vendors::CANONICAL;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// As many as the file descriptors of a careful machine allow, with both ends in one process.
const N_STREAMS: usize = 200;
const N_EACH: usize = 5;

#[tokio::test]
async fn many_streams_at_once_are_whole_and_keep_their_connections() {
    let sim = simulator().await;
    let call = Call::chat("openai", "sim-ok").streaming().with_header("x-sim-token-ms", "1");
    let bytes = call.bytes(&sim.base_url("openai"));
    let (sim, bytes) = (&sim, &bytes);
    let streams = (0..N_STREAMS).map(|_| async move {
        let mut stream = TcpStream::connect(sim.addr()).await.unwrap();
        for _ in 0..N_EACH {
            stream.write_all(bytes).await.unwrap();
            let reply = read(&mut stream).await;
            assert!(reply.closed.is_none() && reply.raw.ends_with("data: [DONE]\n\n\r\n0\r\n\r\n"));
        }
    });
    join_all(streams).await;
    assert_eq!(sim.hits("openai", "sim-ok"), N_STREAMS * N_EACH);
    assert!(post(sim, &Call::chat("vllm", "sim-ok")).await.body.contains(CANONICAL));
}
