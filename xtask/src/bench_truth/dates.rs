//! The section "Dates".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Dates");
    section.note_row("Dates", "not measured yet", "");
    Ok(section)
}
