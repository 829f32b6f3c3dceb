//! The publishing room through its door, [`publish::Site`]: one binary for all its integration tests.

mod cover;
mod files;
mod fixture;
mod look;
mod pages;
mod podcast_rules;
mod rss_rules;
mod site;
mod xml;
