//! The section "Articles".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Articles");
    section.note_row("Articles", "not measured yet", "");
    Ok(section)
}
