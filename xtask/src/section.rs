//! What one section of the page holds: rows of the one table, and notes under it.

use crate::bench::{commit, machine};
use std::fmt;

/// What was measured of one kind.
#[derive(Debug, Default)]
pub struct Section {
    pub title: &'static str,
    pub rows: Vec<Row>,
    /// Markdown: how it was measured, tables of its own, caveats.
    pub notes: String,
}

impl Section {
    pub fn new(title: &'static str) -> Self {
        Self { title, ..Self::default() }
    }

    /// Adds a figure that has an aim.
    pub fn row(&mut self, what: impl Into<String>, measured: impl Into<String>, aim: &str, met: bool) {
        self.push(what, measured, aim, Some(met));
    }

    /// Adds a figure without an aim, or one that could not be measured: `measured` then says why.
    pub fn note_row(&mut self, what: impl Into<String>, measured: impl Into<String>, aim: &str) {
        self.push(what, measured, aim, None);
    }

    fn push(&mut self, what: impl Into<String>, measured: impl Into<String>, aim: &str, met: Option<bool>) {
        self.rows.push(Row { what: what.into(), measured: measured.into(), aim: aim.to_owned(), met });
    }
}

/// One row of the page's table.
#[derive(Debug)]
pub struct Row {
    what: String,
    measured: String,
    aim: String,
    met: Option<bool>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let met = match self.met {
            Some(true) => "yes",
            Some(false) => "**no**",
            None => "",
        };
        write!(f, "| {} | {} | {} | {met} |", self.what, self.measured, self.aim)
    }
}

/// A page of measurements: what wrote it, where it was measured, and the one table of all sections with their notes.
pub fn page(title: &str, command: &str, sections: &[Section]) -> String {
    let (machine, commit) = (machine(), commit());
    let head = format!("# {title}\n\nWritten by `make {command}`; figures are of one machine and one commit.\n");
    format!("{head}\n- machine: {machine}\n- commit: {commit}\n\n{}", table(sections))
}

fn table(sections: &[Section]) -> String {
    let mut page = String::from("| what | measured | aim | met |\n|---|---|---|---|\n");
    for row in sections.iter().flat_map(|section| &section.rows) {
        page.push_str(&format!("{row}\n"));
    }
    for section in sections.iter().filter(|section| !section.notes.is_empty()) {
        page.push_str(&format!("\n## {}\n\n{}\n", section.title, section.notes.trim_end()));
    }
    page
}
