//! Asks models of any vendor, and believes no answer before it is judged.
//!
//! Every reply, stream frame and stream end is judged on its raw bytes into a [`Verdict`]; only an answer is handed
//! on. What fails is asked again, elsewhere, or said to have failed; every attempt has a row in the ledger.
//! Knows no news and prints nothing; it alone knows vendors' JSON and holds their keys. Start with [`Gateway`],
//! then read `verdict`, `attempt`, `dispatch`. What differs between vendors is data: `data/vendors.toml`.

mod answer;
mod ask;
mod attempt;
mod breaker;
mod budget;
mod cache;
mod dialect;
pub mod discover;
mod dispatch;
mod embed;
mod error;
mod gateway;
mod inner;
mod judge;
pub mod league;
mod ledger;
mod limiter;
mod loops;
mod pace;
mod prices;
pub mod recorded;
mod reply;
mod route;
mod secret;
mod settings;
mod sse;
mod stream;
mod structured;
mod table;
mod timing;
mod tokens;
mod transcribe;
mod vendor;
mod verdict;
pub mod voice;

pub use answer::{Answer, ToolCall, Usage};
pub use ask::{Ask, OnRefusal, Purpose, Schema};
pub use budget::Budgets;
pub use dispatch::Checked;
pub use error::Error;
pub use gateway::{Gateway, Listed, RouteState};
pub use ledger::{Attempt, Kind, Ledger, Outcome, Spent, Tally};
pub use prices::{Cost, OffPeak, Over, Price, Prices};
pub use route::{Identity, Route, are_rivals};
pub use secret::Secret;
pub use settings::{KeySource, Limits, Settings, VendorSettings, VoiceSettings};
pub use stream::{Chunk, Hold, Stream};
pub use table::{Api, SpeechApi, key_variables, vendor_names};
pub use timing::Timing;
pub use transcribe::{Heard, HeardWord, TranscribeError, Transcriber};
pub use vendor::{Unusable, Vendor};
pub use verdict::{Failure, Verdict};
