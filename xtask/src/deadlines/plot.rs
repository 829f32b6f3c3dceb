//! Draws what becomes of an edition as its vendors grow slower: a panel for each number of dead vendors.

use std::fmt::Write as _;

const WIDTH: f64 = 300.0;
const HEIGHT: f64 = 260.0;
const MARGIN: f64 = 46.0;
const LINES: [(&str, &str); 4] = [
    ("stories of 12", "#1f6f8b"),
    ("stories by models of 12", "#7b5ea7"),
    ("sentences checked by a rival", "#588157"),
    ("editions with a voice", "#c8553d"),
];

/// One panel.
pub struct Panel {
    pub title: String,
    pub points: Vec<Point>,
}

/// One latency: a share of 1 for each line.
pub struct Point {
    pub name: String,
    pub shares: [f64; 4],
}

/// The picture as SVG.
pub fn svg(panels: &[Panel]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\" font-family=\"sans-serif\" \
         font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n",
        WIDTH * panels.len() as f64,
        HEIGHT + 90.0
    );
    for (nth, panel) in panels.iter().enumerate() {
        draw(&mut svg, nth as f64 * WIDTH, panel);
    }
    for (nth, (name, colour)) in LINES.iter().enumerate() {
        let (x, y) = (MARGIN + nth as f64 * 215.0, HEIGHT + 66.0);
        let _ = writeln!(
            svg,
            "<rect x=\"{x}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/><text x=\"{}\" y=\"{y}\">{name}</text>",
            y - 11.0,
            x + 18.0
        );
    }
    svg.push_str("</svg>\n");
    svg
}

fn draw(svg: &mut String, left: f64, panel: &Panel) {
    let (right, bottom) = (left + WIDTH - 18.0, HEIGHT);
    let x = |nth: usize| {
        let steps = panel.points.len().saturating_sub(1).max(1) as f64;
        left + MARGIN + nth as f64 / steps * (right - left - MARGIN)
    };
    let y = |share: f64| bottom - share.clamp(0.0, 1.0) * (HEIGHT - MARGIN);
    let _ = writeln!(svg, "<text x=\"{}\" y=\"28\" font-size=\"14\">{}</text>", left + MARGIN, panel.title);
    for percent in [0, 25, 50, 75, 100] {
        let at = y(f64::from(percent) / 100.0);
        let _ = writeln!(
            svg,
            "<line x1=\"{}\" x2=\"{right}\" y1=\"{at}\" y2=\"{at}\" stroke=\"#ddd\"/><text x=\"{}\" y=\"{}\" \
             text-anchor=\"end\">{percent}</text>",
            left + MARGIN,
            left + MARGIN - 6.0,
            at + 4.0
        );
    }
    for (nth, point) in panel.points.iter().enumerate() {
        let (x, y) = (x(nth), bottom + 20.0);
        let _ = writeln!(svg, "<text x=\"{x}\" y=\"{y}\" text-anchor=\"middle\">{}</text>", point.name);
    }
    let middle = (left + MARGIN + right) / 2.0;
    let _ =
        writeln!(svg, "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\">latency of models</text>", bottom + 40.0);
    for (line, (_, colour)) in LINES.iter().enumerate() {
        let points: Vec<(f64, f64)> =
            panel.points.iter().enumerate().map(|(nth, point)| (x(nth), y(point.shares[line]))).collect();
        let path: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        for (x, y) in points {
            let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\" fill=\"{colour}\"/>");
        }
    }
}
