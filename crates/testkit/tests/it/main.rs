//! What testkit promises to those who test with it.

mod client;
mod days;
mod sample;
mod texts;
mod web;
