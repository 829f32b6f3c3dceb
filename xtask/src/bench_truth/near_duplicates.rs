//! The section "Near-duplicates".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Near-duplicates");
    section.note_row("Near-duplicates", "not measured yet", "");
    Ok(section)
}
