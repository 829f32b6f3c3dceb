//! Draws seconds and memory over the number of items, both axes in powers of ten.

use super::stages::{Size, Stage};
use std::fmt::Write as _;

const WIDTH: f64 = 420.0;
const HEIGHT: f64 = 300.0;
const MARGIN: f64 = 56.0;
const COLOURS: [&str; 5] = ["#1f6f8b", "#c8553d", "#588157", "#7b5ea7", "#b8860b"];

/// The picture as SVG.
pub fn svg(sizes: &[Size]) -> String {
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        WIDTH * 2.0,
        HEIGHT + 110.0
    );
    panel(&mut svg, 0.0, "seconds", sizes, |stage| stage.seconds);
    panel(&mut svg, WIDTH, "peak memory, MiB", sizes, |stage| stage.peak_mib);
    for (i, stage) in sizes.first().map_or(&[][..], |size| &size.stages).iter().enumerate() {
        let (x, y) = (MARGIN + (i % 3) as f64 * 230.0, HEIGHT + 60.0 + (i / 3) as f64 * 22.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{}\"/><text x=\"{}\" y=\"{y}\">{}</text>",
            y - 11.0,
            COLOURS[i % COLOURS.len()],
            x + 18.0,
            stage.name
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn panel(svg: &mut String, left: f64, title: &str, sizes: &[Size], value: fn(&Stage) -> f64) {
    let values = || sizes.iter().flat_map(|size| &size.stages).map(value).filter(|value| *value > 0.0);
    let bottom = values().fold(f64::MAX, f64::min).log10().floor();
    let top = values().fold(f64::MIN_POSITIVE, f64::max).log10().ceil().max(bottom + 1.0);
    let (first, last) = match (sizes.first(), sizes.last()) {
        (Some(first), Some(last)) => ((first.n as f64).log10(), (last.n as f64).log10()),
        _ => return,
    };
    let x = |n: f64| left + MARGIN + (n.log10() - first) / (last - first).max(1.0) * (WIDTH - MARGIN * 1.5);
    let y = |value: f64| HEIGHT - (value.log10() - bottom) / (top - bottom) * (HEIGHT - MARGIN);
    let _ = writeln!(svg, "<text x=\"{}\" y=\"28\" font-size=\"14\">{title}</text>", left + MARGIN);
    for power in bottom as i32..=top as i32 {
        let (at, end) = (y(10f64.powi(power)), left + WIDTH - MARGIN / 2.0);
        let _ = writeln!(
            svg,
            "<line x1=\"{}\" x2=\"{end}\" y1=\"{at}\" y2=\"{at}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{}\" \
             text-anchor=\"end\">{}</text>",
            left + MARGIN,
            left + MARGIN - 6.0,
            at + 4.0,
            10f64.powi(power)
        );
    }
    for size in sizes {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            x(size.n as f64),
            HEIGHT + 20.0,
            size.n
        );
    }
    let n_stages = sizes.first().map_or(0, |size| size.stages.len());
    for i in 0..n_stages {
        let colour = COLOURS[i % COLOURS.len()];
        let points: Vec<(f64, f64)> = sizes
            .iter()
            .filter_map(|size| {
                size.stages.get(i).map(|stage| (x(size.n as f64), y(value(stage).max(10f64.powf(bottom)))))
            })
            .collect();
        let line: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            line.join(" ")
        );
        for (x, y) in points {
            let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
        }
    }
}
