//! The `zaowan` program as a person and as another program meet it.

mod killed;
mod program;
mod sample;
mod sources;
mod wrong_use;
