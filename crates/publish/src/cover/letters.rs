//! The built-in letters of the cover: outlines of Noto Serif CJK SC Bold (SIL Open Font License 1.1, see assets/OFL.txt).
//!
//! `assets/glyphs.json` was made once with fontTools (SVGPathPen, whole units); a character that is missing there
//! is simply not drawn, so a name in another script gives a cover without its name.

use crate::Error;
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

static OUTLINES: &str = include_str!("../../assets/glyphs.json");

/// A set of outlines, y upwards from the baseline.
#[derive(Deserialize)]
pub(super) struct Letters {
    units_per_em: f64,
    glyphs: HashMap<char, Glyph>,
}

#[derive(Deserialize)]
struct Glyph {
    advance: f64,
    path: String,
}

/// Which point of the text stands at the given x.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Middle,
    Right,
}

impl Letters {
    /// The built-in outlines, read once.
    pub(super) fn load() -> Result<&'static Self, Error> {
        static LETTERS: LazyLock<Result<Letters, serde_json::Error>> = LazyLock::new(|| serde_json::from_str(OUTLINES));
        LETTERS.as_ref().map_err(|error| Error::Cover { why: format!("its letters: {error}") })
    }

    /// Whether every character of the text can be drawn.
    pub(super) fn can_draw(&self, text: &str) -> bool {
        text.chars().all(|c| self.glyphs.contains_key(&c))
    }

    /// The text's width at this size, with so much extra space between letters.
    pub(super) fn width(&self, text: &str, size: f64, spacing: f64) -> f64 {
        let advances =
            text.chars().filter_map(|c| self.glyphs.get(&c)).map(|glyph| self.scale(size) * glyph.advance + spacing);
        (advances.sum::<f64>() - spacing).max(0.0)
    }

    /// The text as SVG paths in this colour, with its baseline at `y`. Characters without an outline are left out.
    pub(super) fn text(&self, text: &str, x: f64, y: f64, style: Style<'_>) -> String {
        let width = self.width(text, style.size, style.spacing);
        let mut x = match style.align {
            Align::Left => x,
            Align::Middle => x - width / 2.0,
            Align::Right => x - width,
        };
        let scale = self.scale(style.size);
        let mut svg = String::new();
        for glyph in text.chars().filter_map(|c| self.glyphs.get(&c)) {
            if !glyph.path.is_empty() {
                let _ = write!(
                    svg,
                    r#"<path fill="{}" transform="translate({x:.1} {y:.1}) scale({scale:.5} -{scale:.5})" d="{}"/>"#,
                    style.colour, glyph.path
                );
            }
            x += scale * glyph.advance + style.spacing;
        }
        svg
    }

    fn scale(&self, size: f64) -> f64 {
        size / self.units_per_em
    }
}

/// How a line of text looks.
#[derive(Clone, Copy)]
pub(super) struct Style<'a> {
    pub(super) size: f64,
    pub(super) spacing: f64,
    pub(super) colour: &'a str,
    pub(super) align: Align,
}
