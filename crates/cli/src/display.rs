//! The live display of the fourteen roles while a run goes on; plain lines when stderr is not a terminal.

use crate::say;
use crate::table::fit;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use news::Role;
use newsroom::progress::{Event, Sink};
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Which display: live rows, plain lines, or none.
pub fn sink(quiet: bool) -> Sink {
    if quiet {
        return newsroom::progress::silent();
    }
    if std::io::stderr().is_terminal() { live() } else { plain() }
}

fn plain() -> Sink {
    let began = Instant::now();
    Arc::new(move |event| {
        let line = match event {
            Event::Stage { stage } => format!("{stage} …"),
            Event::Gathering { source, done, of } => format!("  {done}/{of} {source}"),
            Event::Working { .. } => return,
            Event::Done { role, outcome } => format!("  {}: {outcome}", role.english()),
            Event::Note { text } => format!("  note: {text}"),
        };
        say::err(&format!("{:>6.1}s {line}", began.elapsed().as_secs_f64()));
    })
}

/// The rows of the display; each bar removes itself from the screen with the last sink.
struct Rows {
    screen: MultiProgress,
    head: ProgressBar,
    roles: BTreeMap<Role, ProgressBar>,
    began: Instant,
}

fn live() -> Sink {
    let rows = Rows::new();
    let rows = Arc::new(Mutex::new(rows));
    Arc::new(move |event| {
        if let Ok(rows) = rows.lock() {
            rows.show(event);
        }
    })
}

impl Rows {
    fn new() -> Self {
        let screen = MultiProgress::with_draw_target(ProgressDrawTarget::stderr_with_hz(12));
        let head = screen.add(ProgressBar::new(0));
        head.set_style(style("{spinner} {msg} {elapsed_precise:.dim}"));
        head.enable_steady_tick(Duration::from_millis(120));
        let mut roles = BTreeMap::new();
        for role in Role::ALL {
            let bar = screen.add(ProgressBar::new(1));
            bar.set_style(style("  {prefix:.dim} {msg:.dim}"));
            bar.set_prefix(format!("· {:<18}", role.english()));
            bar.set_message("waits");
            roles.insert(role, bar);
        }
        Self { screen, head, roles, began: Instant::now() }
    }

    fn show(&self, event: Event) {
        match event {
            Event::Stage { stage } => self.head.set_message(format!("{stage:<8}")),
            Event::Gathering { source, done, of } => {
                self.head.set_message(format!("gather   {done}/{of} sources · {}", fit(&source, 30)))
            }
            Event::Working { role, on, done, of } => self.working(role, &on, done, of),
            Event::Done { role, outcome } => self.done(role, &outcome),
            Event::Note { text } => drop(self.screen.println(text)),
        }
    }

    fn working(&self, role: Role, on: &str, done: usize, of: usize) {
        let Some(bar) = self.roles.get(&role) else { return };
        bar.set_style(style("  {prefix:.cyan} {wide_msg}"));
        bar.set_prefix(format!("▸ {:<18}", role.english()));
        let count =
            if of > 1 { format!("{}/{of}{} ", (done + 1).min(of), self.left(bar, done, of)) } else { String::new() };
        bar.set_message(format!("{count}{}", fit(on, 48)));
    }

    /// Time left in this role's work, once some of it is done.
    fn left(&self, bar: &ProgressBar, done: usize, of: usize) -> String {
        if done == 0 {
            bar.reset_elapsed();
            return String::new();
        }
        let left = bar.elapsed().as_secs_f64() / done as f64 * (of - done.min(of)) as f64;
        if left >= 1.0 { format!(" ({left:.0} s left)") } else { String::new() }
    }

    fn done(&self, role: Role, outcome: &str) {
        let Some(bar) = self.roles.get(&role) else { return };
        bar.set_style(style("  {prefix:.green} {wide_msg}"));
        bar.set_prefix(format!("✓ {:<18}", role.english()));
        bar.set_message(outcome.to_owned());
        bar.tick();
        if role == Role::ManagingEditor {
            self.head.set_style(style("✓ {msg}"));
            self.head.finish_with_message(format!("{:.1} s", self.began.elapsed().as_secs_f64()));
            self.roles.values().for_each(ProgressBar::abandon);
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
