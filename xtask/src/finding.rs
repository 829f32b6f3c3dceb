//! Something a check found: what, where, and what to do about it.

use std::fmt;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether the check fails for it; else it is a word of advice.
    pub is_error: bool,
    /// The file or the room.
    pub at: String,
    /// What is wrong.
    pub what: String,
    /// What to do about it.
    pub todo: String,
}

impl Finding {
    /// Something that must be mended.
    pub fn error(at: impl Into<String>, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { is_error: true, at: at.into(), what: what.into(), todo: todo.into() }
    }

    /// Something to think about.
    pub fn advice(at: impl Into<String>, what: impl Into<String>, todo: impl Into<String>) -> Self {
        Self { is_error: false, at: at.into(), what: what.into(), todo: todo.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let weight = if self.is_error { "error" } else { "advice" };
        write!(f, "{weight}: {}: {}\n  to do: {}", self.at, self.what, self.todo)
    }
}
