//! Writes figures as OpenMetrics text.
//!
//! Source: OpenMetrics 1.0.0, the text format. All figures here are read from the ledger, the journal and the newest
//! edition when somebody asks, so a library's registry of live counters would hold nothing; see decision 0023.

use std::fmt::Write;

/// What the reply is.
pub const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It only grows.
    Counter,
    /// It is as it is now.
    Gauge,
    /// What it says stands in its labels.
    Info,
}

/// Figures of one name, told apart by their labels.
#[derive(Debug, Clone, PartialEq)]
pub struct Family {
    name: &'static str,
    kind: Kind,
    help: &'static str,
    samples: Vec<(Vec<(String, String)>, f64)>,
}

impl Family {
    /// `name`: without the `_total` or `_info` of its samples.
    pub fn new(name: &'static str, kind: Kind, help: &'static str) -> Self {
        Self { name, kind, help, samples: Vec::new() }
    }

    /// Adds a figure; one with the same labels must not be there yet.
    pub fn add(&mut self, labels: &[(&str, &str)], value: f64) {
        let labels = labels.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        self.samples.push((labels, value));
    }

    /// The same with one figure.
    pub fn with(mut self, labels: &[(&str, &str)], value: f64) -> Self {
        self.add(labels, value);
        self
    }
}

/// The whole text, with its end. Families without a figure are left out.
pub fn text(families: &[Family]) -> String {
    let mut text = String::new();
    for family in families.iter().filter(|family| !family.samples.is_empty()) {
        // Writing to a string cannot fail.
        let _ = write_family(&mut text, family);
    }
    text + "# EOF\n"
}

fn write_family(text: &mut String, family: &Family) -> std::fmt::Result {
    let (kind, suffix) = match family.kind {
        Kind::Counter => ("counter", "_total"),
        Kind::Gauge => ("gauge", ""),
        Kind::Info => ("info", "_info"),
    };
    writeln!(text, "# TYPE {} {kind}", family.name)?;
    writeln!(text, "# HELP {} {}", family.name, escaped(family.help))?;
    for (labels, value) in &family.samples {
        write!(text, "{}{suffix}", family.name)?;
        if !labels.is_empty() {
            let pairs: Vec<String> =
                labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
            write!(text, "{{{}}}", pairs.join(","))?;
        }
        writeln!(text, " {}", number(*value))?;
    }
    Ok(())
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"")
}

fn number(value: f64) -> String {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "+Inf".into() } else { "-Inf".into() }
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_as_the_format_says() {
        let families = [
            Family::new("zaowan_build", Kind::Info, "what runs here").with(&[("version", "0.1.0")], 1.0),
            Family::new("zaowan_ready", Kind::Gauge, "1 if it is").with(&[], 1.0),
            Family::new("zaowan_nothing", Kind::Gauge, "left out"),
            Family::new("zaowan_attempts", Kind::Counter, "a \"quoted\" word,\nand a \\")
                .with(&[("model", "a\"b\\c\nd"), ("verdict", "answer")], 12.0)
                .with(&[("model", "b"), ("verdict", "answer")], 0.0625),
        ];
        let expected = "# TYPE zaowan_build info\n\
                        # HELP zaowan_build what runs here\n\
                        zaowan_build_info{version=\"0.1.0\"} 1\n\
                        # TYPE zaowan_ready gauge\n\
                        # HELP zaowan_ready 1 if it is\n\
                        zaowan_ready 1\n\
                        # TYPE zaowan_attempts counter\n\
                        # HELP zaowan_attempts a \\\"quoted\\\" word,\\nand a \\\\\n\
                        zaowan_attempts_total{model=\"a\\\"b\\\\c\\nd\",verdict=\"answer\"} 12\n\
                        zaowan_attempts_total{model=\"b\",verdict=\"answer\"} 0.0625\n\
                        # EOF\n";
        assert_eq!(text(&families), expected);
        assert_eq!([f64::NAN, f64::INFINITY, f64::NEG_INFINITY].map(number), ["NaN", "+Inf", "-Inf"]);
    }
}
