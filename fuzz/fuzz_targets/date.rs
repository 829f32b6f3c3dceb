//! Dates: any text as one date, and several texts, a line each, as the signs of one item.
#![no_main]

use libfuzzer_sys::fuzz_target;
use news::{Evidence, EvidenceKind};

const KINDS: [EvidenceKind; 10] = [
    EvidenceKind::Feed,
    EvidenceKind::Api,
    EvidenceKind::JsonLd,
    EvidenceKind::Meta,
    EvidenceKind::TimeElement,
    EvidenceKind::Text,
    EvidenceKind::Url,
    EvidenceKind::Http,
    EvidenceKind::Update,
    EvidenceKind::Hint,
];

fuzz_target!(|data: &[u8]| {
    let (how, bytes) = fuzz::choice(data);
    let text = String::from_utf8_lossy(bytes);
    let zone = fuzz::zone(how);
    let sign = |(n, line): (usize, &str)| Evidence {
        kind: KINDS[(n + usize::from(how >> 2)) % KINDS.len()],
        raw: line.to_owned(),
        value: wire::dating::parse_date(line, zone.as_ref()).map(|(at, _)| at),
        rejected: None,
    };
    let evidence: Vec<Evidence> = text.lines().enumerate().map(sign).collect();
    let n_signs = evidence.len();
    let as_of = fuzz::as_of();
    let dating = wire::dating::decide(evidence, as_of);
    assert_eq!(dating.evidence.len(), n_signs, "every sign comes back");
    if let Some(at) = dating.value {
        assert!(at.duration_since(as_of).as_hours() <= 15, "{at} lies in the future");
        assert!(dating.evidence.iter().any(|sign| sign.value == Some(at)), "{at} is of no sign");
    }
    wire::dating::is_resurfaced(&dating);
    let day = wire::dating::day_of(&dating);
    assert_eq!(day.is_some(), dating.value.is_some(), "a dated item has a day, an undated none");
});
