//! The section "Stories".

use super::data::Data;
use super::section::Section;
use anyhow::Result;

/// Measures it.
pub fn measure(_data: &Data) -> Result<Section> {
    let mut section = Section::new("Stories");
    section.note_row("Stories", "not measured yet", "");
    Ok(section)
}
