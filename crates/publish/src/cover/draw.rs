//! The scenes of the cover as SVG: a sun over the horizon, a moon in the sky, or both.

use super::letters::{Align, Letters, Style};
use crate::{Error, words, words::Tongue};
use news::{EditionKey, Language};
use std::fmt::Write;

/// What time of day the cover shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scene {
    Morning,
    Evening,
}

struct Colours {
    sky: &'static str,
    body: &'static str,
    halo: &'static str,
    ground: &'static str,
    ink: &'static str,
    on_ground: &'static str,
}

const MORNING: Colours = Colours {
    sky: "#f6ead7",
    body: "#d9482b",
    halo: "#f3d9b8",
    ground: "#2b2723",
    ink: "#231f1b",
    on_ground: "#f6ead7",
};

const EVENING: Colours = Colours {
    sky: "#1d2645",
    body: "#f2d9a0",
    halo: "#27335a",
    ground: "#10162b",
    ink: "#f4efe3",
    on_ground: "#d9dcea",
};

impl Scene {
    fn colours(self) -> &'static Colours {
        match self {
            Self::Morning => &MORNING,
            Self::Evening => &EVENING,
        }
    }
}

/// The cover of one edition.
pub(super) fn edition(name: &str, key: &EditionKey, scene: Scene, sample: bool) -> Result<String, Error> {
    let letters = Letters::load()?;
    let colours = scene.colours();
    let (zh, en) = (Tongue::of(&[Language::ZH]), Tongue::of(&[Language::EN]));
    let date = key.date.strftime("%Y.%m.%d").to_string();
    let slot = words::slot(&key.slot, en).to_uppercase();
    let big = match words::slot(&key.slot, zh).chars().next() {
        Some(c @ ('早' | '晚' | '午' | '夜')) => c.to_string(),
        _ => "报".to_owned(),
    };
    let mut svg = begin(colours);
    sky(&mut svg, scene);
    ground(&mut svg, colours);
    svg += &title(letters, name, colours, sample);
    svg += &letters.text(&big, 90.0, 905.0, style(620.0, 0.0, colours.ink, Align::Left));
    svg += &letters.text(&date, 110.0, 1215.0, style(150.0, 4.0, colours.on_ground, Align::Left));
    svg += &fitted(letters, &slot, 110.0, 1315.0, 900.0, style(64.0, 14.0, colours.on_ground, Align::Left));
    Ok(finish(svg, letters, colours, 1318.0, sample))
}

/// The cover of the podcast as a whole.
pub(super) fn channel(name: &str, sample: bool) -> Result<String, Error> {
    let letters = Letters::load()?;
    let mut svg = begin(&MORNING);
    let _ = write!(
        svg,
        r#"<rect x="700" width="700" height="1400" fill="{}"/><circle cx="350" cy="330" r="190" fill="{}"/>{}"#,
        EVENING.sky,
        MORNING.body,
        moon(1050.0, 330.0, 190.0, &EVENING, EVENING.sky)
    );
    svg += &letters.text("早", 350.0, 960.0, style(420.0, 0.0, MORNING.ink, Align::Middle));
    svg += &letters.text("晚", 1050.0, 960.0, style(420.0, 0.0, EVENING.ink, Align::Middle));
    ground(&mut svg, &MORNING);
    if letters.can_draw(name) {
        svg += &fitted(letters, name, 110.0, 1262.0, 880.0, style(120.0, 2.0, MORNING.on_ground, Align::Left));
    }
    Ok(finish(svg, letters, &MORNING, 1262.0, sample))
}

fn style(size: f64, spacing: f64, colour: &str, align: Align) -> Style<'_> {
    Style { size, spacing, colour, align }
}

fn begin(colours: &Colours) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="1400" height="1400" viewBox="0 0 1400 1400"><rect width="1400" height="1400" fill="{}"/>"#,
        colours.sky
    )
}

fn ground(svg: &mut String, colours: &Colours) {
    let _ = write!(svg, r#"<rect y="1040" width="1400" height="360" fill="{}"/>"#, colours.ground);
}

fn sky(svg: &mut String, scene: Scene) {
    let colours = scene.colours();
    match scene {
        Scene::Morning => {
            for (r, opacity) in [(560, 0.45), (450, 0.7)] {
                let _ =
                    write!(svg, r#"<circle cx="1000" cy="860" r="{r}" fill="{}" opacity="{opacity}"/>"#, colours.halo);
            }
            let _ = write!(svg, r#"<circle cx="1000" cy="860" r="330" fill="{}"/>"#, colours.body);
        }
        Scene::Evening => {
            for r in [430, 330] {
                let _ = write!(svg, r#"<circle cx="1010" cy="590" r="{r}" fill="{}" opacity="0.55"/>"#, colours.halo);
            }
            *svg += &moon(1010.0, 590.0, 245.0, colours, "#232e53");
            for (x, y, r) in [
                (180, 330, 6),
                (460, 300, 4),
                (690, 350, 5),
                (1240, 300, 4),
                (1290, 930, 5),
                (830, 960, 4),
                (1090, 985, 3),
            ] {
                let _ = write!(svg, r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{}"/>"#, colours.body);
            }
        }
    }
}

/// A crescent: one disc over another in the colour of the sky around it.
fn moon(x: f64, y: f64, r: f64, colours: &Colours, shade: &str) -> String {
    let (x2, y2, r2) = (x + r * 0.42, y - r * 0.16, r * 0.86);
    format!(
        r#"<circle cx="{x}" cy="{y}" r="{r}" fill="{}"/><circle cx="{x2:.1}" cy="{y2:.1}" r="{r2:.1}" fill="{shade}"/>"#,
        colours.body
    )
}

fn title(letters: &Letters, name: &str, colours: &Colours, sample: bool) -> String {
    let rule = format!(r#"<rect x="110" y="222" width="1180" height="5" fill="{}"/>"#, colours.ink);
    if !letters.can_draw(name) {
        return rule;
    }
    // The ribbon of a sample covers what is further to the right at this height.
    let room = if sample { 690.0 } else { 1180.0 };
    fitted(letters, name, 110.0, 180.0, room, style(104.0, 3.0, colours.ink, Align::Left)) + &rule
}

/// The text, made smaller where it would be wider than `room`.
fn fitted(letters: &Letters, text: &str, x: f64, y: f64, room: f64, mut style: Style<'_>) -> String {
    let width = letters.width(text, style.size, style.spacing);
    if width > room {
        style.size *= room / width;
        style.spacing *= room / width;
    }
    letters.text(text, x, y, style)
}

/// The AI label with its baseline at `y`, the ribbon of a sample, and the end of the document.
fn finish(mut svg: String, letters: &Letters, colours: &Colours, y: f64, sample: bool) -> String {
    // GB 45438-2025 asks for letters of at least 5 % of the shorter side: 70 pixels.
    svg += &letters.text("AI生成", 1290.0, y, style(72.0, 2.0, colours.on_ground, Align::Right));
    if sample {
        // A ribbon across the upper right corner; 430 from it the ribbon is 860 long, and the text fits.
        svg += r##"<g transform="translate(1400 0) rotate(45)"><rect x="-700" y="366" width="1400" height="112" fill="#8c1d40"/>"##;
        svg += &letters.text("样刊 SAMPLE", 0.0, 448.0, style(74.0, 5.0, "#ffffff", Align::Middle));
        svg += "</g>";
    }
    svg += "</svg>";
    svg
}
