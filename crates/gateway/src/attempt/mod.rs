//! One attempt: one request to one vendor, from the first byte out to the verdict.
//!
//! Knows no other route: what to do after a failure is for `dispatch` to say.

mod booking;
mod exchange;
mod open;

pub(crate) use booking::{Booking, Reserved, Rows};
pub(crate) use exchange::{Exchange, Frame};
pub(crate) use open::{
    IDEMPOTENCY_KEY, Opened, Sent, content_type, innermost, open, read_whole, refused, request_id, silent, unsent,
};
