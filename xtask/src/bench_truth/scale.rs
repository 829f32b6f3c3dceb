//! The section "Scale".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Scale");
    section.note_row("Scale", "not measured yet", "");
    Ok(section)
}
