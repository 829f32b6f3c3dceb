//! Configurations and house rules: any text. What is refused is refused in words.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Err(error) = newsroom::config::parse(text, Path::new("newsroom.toml")) {
        assert!(!error.to_string().is_empty());
    }
    let _ = newsroom::charter::parse(text, Path::new("charter.toml"));
});
