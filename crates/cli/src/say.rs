//! Writes to stdout (data) and stderr (people); a closed pipe is not an error.

use std::io::Write;

/// A line of data.
pub fn out(text: &str) {
    drop(writeln!(std::io::stdout().lock(), "{text}"));
}

/// A line for people.
pub fn err(text: &str) {
    drop(writeln!(std::io::stderr().lock(), "{text}"));
}

/// A value for programs, as one indented JSON document.
pub fn json(value: &impl serde::Serialize) {
    match serde_json::to_string_pretty(value) {
        Ok(text) => out(&text),
        Err(error) => err(&format!("cannot write JSON: {error}")),
    }
}
