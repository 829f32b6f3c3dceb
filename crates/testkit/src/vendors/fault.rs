//! The table of all faults: their names, what strikes, and how often.

use super::strike::{Flaw, Line, Vice};
use super::trouble::{Envelope, Trouble};

/// What a fault does to an answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Strike {
    /// An HTTP error instead of an answer.
    Refuse(Refusal),
    /// The connection or the body's framing misbehaves.
    Line(Line),
    /// The stream's events do.
    Flaw(Flaw),
    /// The answer itself is at fault.
    Vice(Vice),
}

/// A refusal: in which words, with which status, and when to come back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Refusal {
    pub trouble: Trouble,
    /// This status whatever the vendor's own would be.
    pub status: Option<u16>,
    pub retry: Retry,
    /// This envelope whatever the vendor's own is.
    pub envelope: Option<Envelope>,
    /// The message repeats the header with the caller's key.
    pub echoes_key: bool,
}

/// When a refusal says that one may come back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Retry {
    Unsaid,
    /// In whole seconds, at this pace, one at least.
    Seconds(f64),
    Date(f64),
    Millis(f64),
    /// As it is, at any pace.
    Huge(u64),
    /// Only in the body.
    Body(f64),
}

/// How often a fault strikes a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Often {
    Always,
    Once,
    /// While the outage lasts.
    Outage,
    /// Only requests for JSON.
    WhenJsonIsWanted,
    /// Only requests with tools that can be called.
    WhenToolsAreGiven,
    /// Until the thoughts come back with the assistant's messages; once where there are no such messages.
    UntilThoughtsReturn,
}

/// One row of the table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fault {
    pub name: &'static str,
    pub often: Often,
    pub strike: Strike,
}

/// An outage lasts so long, in seconds.
pub(super) const OUTAGE_SECONDS: f64 = 60.0;

const fn refuse(trouble: Trouble) -> Refusal {
    Refusal { trouble, status: None, retry: Retry::Unsaid, envelope: None, echoes_key: false }
}

const fn status(trouble: Trouble, status: u16) -> Refusal {
    Refusal { status: Some(status), ..refuse(trouble) }
}

const fn retry(retry: Retry) -> Refusal {
    Refusal { retry, ..status(Trouble::RateLimited, 429) }
}

const fn enveloped(envelope: Envelope) -> Refusal {
    Refusal { envelope: Some(envelope), ..status(Trouble::Internal, 500) }
}

const fn row(name: &'static str, often: Often, strike: Strike) -> Fault {
    Fault { name, often, strike }
}

use Often::{Always, Once, Outage, UntilThoughtsReturn, WhenJsonIsWanted, WhenToolsAreGiven};
use Strike as S;
use Trouble as T;

#[rustfmt::skip]
const TABLE: &[Fault] = &[
    row("s01", Once, S::Refuse(retry(Retry::Seconds(2.0)))),
    row("s02", Always, S::Refuse(retry(Retry::Unsaid))),
    row("s03", Once, S::Refuse(status(T::Internal, 500))),
    row("s04", Always, S::Refuse(status(T::Unavailable, 503))),
    row("s05", Always, S::Line(Line::Reset)),
    row("s06", Always, S::Line(Line::Silent { seconds: 120.0 })),
    row("s07", Always, S::Line(Line::SlowFirstToken { seconds: 20.0 })),
    row("s08a", Always, S::Line(Line::DirtyCut)),
    row("s08b", Always, S::Line(Line::CleanCut)),
    row("s09", Always, S::Line(Line::Stall { seconds: 30.0 })),
    row("s09k", Always, S::Line(Line::StallKeptAlive { seconds: 30.0 })),
    row("s10", Always, S::Flaw(Flaw::Malformed)),
    row("s11", Always, S::Flaw(Flaw::NoDone)),
    row("s12", Always, S::Refuse(refuse(T::ContextLength))),
    row("s13", Always, S::Refuse(refuse(T::Policy))),
    row("s14", Always, S::Line(Line::DirtyCut)),
    row("s15", Outage, S::Refuse(status(T::Unavailable, 503))),
    row("s16", Always, S::Refuse(status(T::Unavailable, 503))),

    row("f01", Always, S::Refuse(status(T::BadGateway, 200))),
    row("f02-1002", Always, S::Refuse(refuse(T::RateLimited))),
    row("f02-1008", Always, S::Refuse(refuse(T::NoMoney))),
    row("f02-1026", Always, S::Refuse(refuse(T::Policy))),
    row("f02-1027", Always, S::Refuse(refuse(T::OutputPolicy))),
    row("f03", Always, S::Flaw(Flaw::ErrorThenEnd)),
    row("f03b", Always, S::Flaw(Flaw::ErrorThenMore)),
    row("f04", Always, S::Flaw(Flaw::OverloadedAtOnce)),
    row("f05", Always, S::Vice(Vice::Failed)),
    row("f06", Always, S::Vice(Vice::Filtered)),
    row("f07", Always, S::Vice(Vice::TooLong)),
    row("f07r", Always, S::Vice(Vice::OnlyThoughts)),
    row("f08", Always, S::Vice(Vice::Unfinished)),
    row("f09", Always, S::Vice(Vice::Empty)),
    row("f10", Always, S::Vice(Vice::Loop)),
    row("f11", Always, S::Vice(Vice::BrokenJson)),
    row("f11-fence", Always, S::Vice(Vice::FencedJson)),
    row("f11-prose", Always, S::Vice(Vice::TrailingProse)),
    row("f11-quote", Always, S::Vice(Vice::MissingQuote)),
    row("f11-double", Always, S::Vice(Vice::DoubleEncoded)),
    row("f11-hopeless", Always, S::Vice(Vice::NoJson)),
    row("f12", Always, S::Line(Line::Html)),
    row("f12b", Always, S::Line(Line::CutJson)),
    row("f13", Always, S::Line(Line::BlankLines)),
    row("f14", Always, S::Refuse(refuse(T::QuotaGone))),
    row("f15", Once, S::Refuse(Refusal { retry: Retry::Seconds(1.0), ..status(T::InFlight, 402) })),
    row("f15b", Always, S::Refuse(status(T::NoMoney, 402))),
    row("f16", Once, S::Refuse(retry(Retry::Seconds(1.0)))),
    row("f16-date", Once, S::Refuse(retry(Retry::Date(2.0)))),
    row("f16-ms", Once, S::Refuse(retry(Retry::Millis(400.0)))),
    row("f16-none", Once, S::Refuse(retry(Retry::Unsaid))),
    row("f16-huge", Always, S::Refuse(retry(Retry::Huge(86_400)))),
    row("f16-body", Once, S::Refuse(retry(Retry::Body(0.4)))),
    row("f17", Once, S::Refuse(status(T::Upstream400, 400))),
    row("f17-reasoning", UntilThoughtsReturn, S::Refuse(status(T::ReasoningMissing, 400))),
    row("f17-format", WhenJsonIsWanted, S::Refuse(status(T::FormatUnavailable, 400))),
    row("f18", Always, S::Refuse(status(T::Internal, 500))),
    row("f18-flat", Always, S::Refuse(enveloped(Envelope::Xai))),
    row("f18-string", Always, S::Refuse(enveloped(Envelope::Text))),
    row("f18-numeric", Always, S::Refuse(enveloped(Envelope::Numeric))),
    row("f18-siliconflow", Always, S::Refuse(enveloped(Envelope::SiliconFlow))),
    row("f19", Always, S::Flaw(Flaw::UsageInChoices)),
    row("f19-twice", Always, S::Flaw(Flaw::UsageTwice)),
    row("f19-cumulative", Always, S::Flaw(Flaw::UsageCumulative)),
    row("f19-none", Always, S::Flaw(Flaw::UsageNone)),
    row("f20", Always, S::Flaw(Flaw::OddPackets)),
    row("f20-bytes", Always, S::Flaw(Flaw::SingleBytes)),
    row("f21-529", Always, S::Refuse(status(T::Overloaded, 529))),
    row("f21-434", Always, S::Refuse(status(T::Policy, 434))),
    row("f21-435", Always, S::Refuse(status(T::TooLarge, 435))),
    row("f21-408", Always, S::Refuse(status(T::Timeout, 408))),
    row("f21-413", Always, S::Refuse(status(T::TooLarge, 413))),
    row("f21-504", Always, S::Refuse(status(T::Timeout, 504))),
    row("f22", Always, S::Vice(Vice::ThinksAloud)),
    row("f22b", Always, S::Vice(Vice::ThinksBeside)),
    row("f23", WhenToolsAreGiven, S::Line(Line::SilentArguments { seconds: 167.0 })),
    row("f24", Always, S::Refuse(Refusal { echoes_key: true, ..status(T::Internal, 500) })),
    row("f24-answer", Always, S::Vice(Vice::TellsKey)),
    row("f25", Always, S::Vice(Vice::OtherModel)),

    row("dead", Always, S::Line(Line::Reset)),
    row("slow", Always, S::Line(Line::Silent { seconds: 5.0 })),
    row("slow-tokens", Always, S::Line(Line::SlowTokens { seconds: 1.0 })),
    row("gullible", Always, S::Vice(Vice::Gullible)),
    row("paraphraser", Always, S::Vice(Vice::Paraphraser)),
    row("misquoter", Always, S::Vice(Vice::Misquoter)),
    row("liar", Always, S::Vice(Vice::Liar)),
    row("sloth", Always, S::Vice(Vice::Sloth)),
    row("puppet", Always, S::Vice(Vice::Puppet)),
];

/// The names of all faults, in the order of the catalogue.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.iter().map(|fault| fault.name)
}

/// The fault of this name.
pub(super) fn named(name: &str) -> Option<Fault> {
    TABLE.iter().find(|fault| fault.name == name).copied()
}

/// The name that a model's name ends in: what follows its last `sim-`; `None` in health.
pub(super) fn name_in(model: &str) -> Option<&str> {
    let (_, name) = model.rsplit_once("sim-")?;
    // `sim-fast` and `sim-embed` are in the lists of models, as healthy as `sim-ok`; a size such as
    // `sim-ok-noprefill` or Ollama's tag `sim-ok:latest` is no part of the name.
    let name = name.split(':').next().unwrap_or(name);
    let name = name.split("-noprefill").next().unwrap_or(name);
    (!matches!(name, "ok" | "fast" | "embed" | "noprefill" | "")).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_one_row() {
        let names: Vec<&str> = names().collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }

    #[test]
    fn the_fault_stands_at_the_end_of_the_model_name() {
        for (model, name) in [
            ("sim-ok", None),
            ("anything/sim-s08a", Some("s08a")),
            ("sim-sim-f11-fence", Some("f11-fence")),
            ("sim-ok:latest", None),
            ("sim-s04-noprefill", Some("s04")),
            ("sim-noprefill", None),
            ("claude", None),
            ("sim-nonsense", Some("nonsense")),
        ] {
            assert_eq!(name_in(model), name, "{model}");
        }
    }
}
