//! The fault catalogue, S01 to S16 and F01 to F25, in every dialect: who answers, and what each attempt was found to be.
//!
//! `catalogue.txt` is the table; `UPDATE_EXPECT=1` writes it anew, and then it wants to be read.

use crate::desk::{Desk, VENDORS, ask, client_ask, story};
use expect_test::expect_file;
use futures::stream::{StreamExt, iter};
use gateway::Gateway;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use testkit::vendors::CANONICAL;

/// How an answer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Manner {
    /// Whole, as a client does.
    Plain,
    /// As a stream that is collected, as a role does.
    Streamed,
}

/// Faults of answers with a shape, of tools and of people who lie have tests of their own.
fn is_of_plain_answers(fault: &str) -> bool {
    let is_of_shapes = fault.starts_with("f11") || fault.starts_with("f17-") || fault.starts_with("f24-");
    let is_of_others =
        matches!(fault, "f08" | "f23" | "s15" | "gullible" | "liar" | "puppet" | "sloth" | "paraphraser" | "misquoter");
    !is_of_shapes && !is_of_others
}

/// A vendor of its own for each case, so that what one fault does to an account is no other's.
fn name_of(vendor: &str, fault: &str, manner: Manner) -> String {
    format!("{vendor}-{fault}-{manner:?}").to_lowercase()
}

async fn tell(desk: &Desk, gateway: &Gateway, vendor: &str, fault: &str, manner: Manner) -> String {
    let name = name_of(vendor, fault, manner);
    let model = format!("{name}-sim-{fault}");
    let primary = format!("{name}/{model}");
    let names = [primary.as_str(), "spare/sim-ok"];
    let mut question = match manner {
        Manner::Plain => client_ask(&names),
        Manner::Streamed => ask(&names),
    };
    question.purpose.job = name.clone();
    let checked = gateway.ask(&question).await;
    if let Ok(answer) = &checked.result {
        assert!(answer.text.starts_with(CANONICAL.trim()), "{name}: {}", answer.text);
    }
    // Every attempt has its row, and the rows in the file are those that were told.
    let in_file = gateway.ledger().attempts(&name).unwrap();
    assert_eq!(in_file.len(), checked.attempts.len(), "{name}");
    let n_to_vendor = checked.attempts.iter().filter(|row| row.vendor == name).count();
    let at = vendor.strip_suffix("-responses").unwrap_or(vendor);
    let hits = desk.simulator.hits(at, &model);
    // A connection may be reset before the request has been read; every request that was read has its row.
    let is_reset = matches!(fault, "s05" | "dead");
    assert!(hits == n_to_vendor || is_reset && hits < n_to_vendor, "{name}: {hits} asked, {n_to_vendor} rows");
    let told = story(&checked.result, &checked.attempts);
    told.replace(&format!("{name}:"), "").replace("spare:answer", "spare answers").replace(&name, "it")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_has_its_verdict_in_every_dialect() {
    let desk = Desk::open().await;
    let faults: Vec<&str> = testkit::vendors::fault_names().filter(|fault| is_of_plain_answers(fault)).collect();
    let gateways: Vec<Gateway> = VENDORS
        .iter()
        .map(|vendor| {
            let names = faults
                .iter()
                .flat_map(|fault| [Manner::Plain, Manner::Streamed].map(|manner| name_of(vendor, fault, manner)));
            desk.gateway_of_cases(vendor, names)
        })
        .collect();
    let mut cases = Vec::new();
    for (nth, fault) in faults.iter().enumerate() {
        for manner in [Manner::Plain, Manner::Streamed] {
            cases
                .extend(VENDORS.iter().zip(&gateways).map(|(vendor, gateway)| (nth, *fault, manner, *vendor, gateway)));
        }
    }
    let desk = &desk;
    let told: Vec<_> = iter(cases)
        .map(|(nth, fault, manner, vendor, gateway)| async move {
            ((nth, fault, manner), vendor, tell(desk, gateway, vendor, fault, manner).await)
        })
        .buffer_unordered(100)
        .collect()
        .await;
    let mut table: BTreeMap<_, BTreeMap<String, Vec<&str>>> = BTreeMap::new();
    for (key, vendor, told) in told {
        table.entry(key).or_default().entry(told).or_default().push(vendor);
    }
    let mut page = String::new();
    for ((_, fault, manner), outcomes) in table {
        for (told, mut vendors) in outcomes {
            vendors.sort_by_key(|vendor| VENDORS.iter().position(|known| known == vendor));
            let who = if vendors.len() == VENDORS.len() { "all".into() } else { vendors.join(" ") };
            writeln!(page, "{fault:15} {:8} {told}   [{who}]", format!("{manner:?}").to_lowercase()).unwrap();
        }
    }
    expect_file!["catalogue.txt"].assert_eq(&page);
}
