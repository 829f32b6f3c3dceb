//! Every fault in every dialect, whole and as a stream: something comes that is what the fault's kind says.

use crate::vendors_client::{CHAT, Call, PACE, Reply, post, simulator};
use futures::future::join_all;
use testkit::vendors::fault_names;

/// What a fault must look like from outside, in any dialect.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Looks {
    /// This status. MiniMax tells most refusals with a 200.
    Status(u16),
    /// Any error the vendor chooses, in JSON.
    Refused,
    /// 200, and a connection that is in order.
    InOrder,
    /// Ends without its end.
    Cut,
    /// Not a byte.
    Reset,
}

fn looks(fault: &str) -> Looks {
    match fault {
        "s01" | "s02" | "f16" | "f16-date" | "f16-ms" | "f16-none" | "f16-huge" | "f16-body" => Looks::Status(429),
        "s03" | "f24" => Looks::Status(500),
        "s04" | "s15" | "s16" => Looks::Status(503),
        "s05" | "dead" => Looks::Reset,
        "s08a" | "s08b" | "s14" => Looks::Cut,
        "f15" | "f15b" => Looks::Status(402),
        "f17" | "f17-reasoning" => Looks::Status(400),
        _ if fault.starts_with("f18") => Looks::Status(500),
        _ if fault.starts_with("f21-") => Looks::Status(fault[4..].parse().unwrap()),
        "s12" | "s13" | "f14" | "f02-1002" | "f02-1008" | "f02-1026" | "f02-1027" => Looks::Refused,
        _ => Looks::InOrder,
    }
}

fn holds(looks: Looks, call: &Call, reply: &Reply) -> bool {
    let is_json = serde_json::from_str::<serde_json::Value>(&reply.body).is_ok();
    match looks {
        Looks::Status(status) => reply.status == status && is_json && reply.closed.is_none(),
        Looks::Refused => (reply.status >= 400 || call.vendor == "minimax") && is_json,
        Looks::InOrder => reply.closed.is_none() && !reply.body.is_empty() && reply.status == 200,
        Looks::Cut => reply.status == 200 && reply.closed == Some(Ok(())) && !reply.body.is_empty(),
        Looks::Reset => reply.raw.is_empty() && reply.closed == Some(Err(())),
    }
}

#[tokio::test]
async fn every_fault_is_what_it_says_in_every_dialect() {
    let sim = simulator().await;
    let mut checks = Vec::new();
    for fault in fault_names() {
        for index in 0..CHAT.len() + 4 {
            // Two dialects of one vendor must not share the one time that a fault strikes.
            let call =
                |manner: &str| Call::in_every_dialect(&format!("{manner}{index}-sim-{fault}")).swap_remove(index);
            checks.extend([(fault, call("plain")), (fault, call("stream").streaming())]);
        }
    }
    assert!(checks.len() > 2 * 60 * (CHAT.len() + 4) && PACE < 0.1);
    // In bunches: all at once would open thousands of connections.
    for bunch in checks.chunks(256) {
        let sim = &sim;
        // An outage begins anew, so that it is still on when its turn comes.
        sim.forget();
        let replies = join_all(bunch.iter().map(|(_, call)| async move { post(sim, call).await })).await;
        for ((fault, call), reply) in bunch.iter().zip(replies) {
            // A whole answer to an overloaded vendor is refused, and there is no stream to be overloaded in.
            let is_refused_whole = *fault == "f04" && call.body["stream"] != true && !call.path.contains("stream");
            let expected = if is_refused_whole { Looks::Refused } else { looks(fault) };
            assert!(holds(expected, call, &reply), "{} {fault}: {expected:?}\n{}", call.vendor, reply.raw);
        }
    }
}
