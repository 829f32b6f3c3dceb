//! How long things may take, and how often they may be tried.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The four timeouts, and the pace of retries.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Timing {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the first content of a stream; comments that keep it alive do not count.
    pub first: Duration,
    /// The same for models that send nothing while they think.
    pub first_of_silent_thinkers: Duration,
    /// Between two pieces of content of a stream.
    pub idle: Duration,
    /// The same while a tool's arguments are being written, which some vendors send in one go.
    pub tool_idle: Duration,
    /// Until the whole of a reply that is not streamed.
    pub plain: Duration,
    /// Until the whole of a stream.
    pub whole: Duration,
    /// Before the first retry; doubled each time, with jitter.
    pub backoff: Duration,
    /// The longest wait before a retry, whatever a vendor asks for; what asks for more is left for another route.
    pub max_wait: Duration,
    /// How often one route may be asked in one call.
    pub attempts_a_route: u32,
    /// How long a route rests after it failed so often that nobody should ask it; doubled each time.
    pub rest: Duration,
    /// The longest rest.
    pub max_rest: Duration,
    /// How long an account rests that has no money or whose key was refused.
    pub account_rest: Duration,
    /// A second request is not sent earlier than this after the first, however fast the route usually is.
    pub min_hedge: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            first: Duration::from_secs(10),
            first_of_silent_thinkers: Duration::from_secs(45),
            idle: Duration::from_secs(10),
            tool_idle: Duration::from_secs(180),
            plain: Duration::from_secs(90),
            whole: Duration::from_secs(300),
            backoff: Duration::from_millis(500),
            max_wait: Duration::from_secs(10),
            attempts_a_route: 3,
            rest: Duration::from_secs(5),
            max_rest: Duration::from_secs(20),
            account_rest: Duration::from_secs(600),
            min_hedge: Duration::from_millis(250),
        }
    }
}

impl Timing {
    /// Everything so many times as long: tests run the same rules in less time.
    pub fn scaled(self, by: f64) -> Self {
        let scale = |time: Duration| time.mul_f64(by);
        Self {
            connect: self.connect,
            first: scale(self.first),
            first_of_silent_thinkers: scale(self.first_of_silent_thinkers),
            idle: scale(self.idle),
            tool_idle: scale(self.tool_idle),
            plain: scale(self.plain),
            whole: scale(self.whole),
            backoff: scale(self.backoff),
            max_wait: scale(self.max_wait),
            attempts_a_route: self.attempts_a_route,
            rest: scale(self.rest),
            max_rest: scale(self.max_rest),
            account_rest: scale(self.account_rest),
            min_hedge: scale(self.min_hedge),
        }
    }
}
