//! The archive through its one door: items, threads, editions, search, and what is refused.

mod editions;
mod files;
mod fixture;
mod items;
mod search;
mod threads;
