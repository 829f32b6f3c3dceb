//! The section "Gates".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Gates");
    section.note_row("Gates", "not measured yet", "");
    Ok(section)
}
