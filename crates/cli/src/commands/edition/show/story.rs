//! The story of a run in a terminal of a hundred columns: who worked when, what it took, and what went wrong.

use super::super::super::models::dollars;
use crate::table::{fit, table};
use jiff::{SignedDuration, Timestamp};
use newsroom::tale::{By, Part, PartState, RoleTale, Tale};

/// The widest line.
const COLUMNS: usize = 100;
/// The width of the bars.
const BAR: usize = 20;
/// Of what went wrong so many lines are shown; `edition calls` lists all.
const MOST: usize = 12;

/// All of it.
pub fn text(tale: &Tale) -> String {
    let mut blocks = vec![head(tale), timeline(tale)];
    let troubles = troubles(tale);
    if !troubles.is_empty() {
        let n_more = troubles.len().saturating_sub(MOST);
        let mut shown: Vec<String> =
            troubles.into_iter().take(MOST).map(|line| format!("  {}", fit(&line, COLUMNS - 2))).collect();
        if n_more > 0 {
            shown.push(format!("  and {n_more} more; `zaowan edition calls` lists every attempt"));
        }
        blocks.push(format!("what went wrong\n{}", shown.join("\n")));
    }
    if !tale.degraded.is_empty() {
        let lines: Vec<String> = tale
            .degraded
            .iter()
            .map(|step| format!("  {}", fit(&format!("{}: {}", step.what, step.why), COLUMNS - 2)))
            .collect();
        blocks.push(format!("less than it should be\n{}", lines.join("\n")));
    }
    blocks.join("\n\n")
}

fn head(tale: &Tale) -> String {
    let outcome = tale.outcome.as_deref().unwrap_or("not finished");
    let n_calls = tale.attempts().count();
    let cost: i64 = tale.attempts().map(|attempt| attempt.cost.microusd).sum();
    let mut head = fit(&format!("run {} of {}: {outcome}", tale.attempt, tale.id), COLUMNS);
    head.push_str(&format!(
        "\nfrom {} to {}, {}; {n_calls} calls, {}",
        clock(tale.begun_at),
        clock(tale.ended_at()),
        span(tale.ended_at().duration_since(tale.begun_at)),
        dollars(cost)
    ));
    for at in &tale.resumed_at {
        let n = tale.parts.iter().filter(|part| part.interrupted > 0).count();
        head.push_str(&format!("\nkilled, and gone on with at {}; steps done twice: {n}", clock(*at)));
    }
    head
}

/// The time of day in UTC, as the journal has it.
fn clock(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M:%SZ").to_string()
}

fn span(time: SignedDuration) -> String {
    let ms = time.as_millis().max(0);
    if ms < 60_000 {
        format!("{:.1} s", ms as f64 / 1000.0)
    } else {
        format!("{}:{:02} min", ms / 60_000, ms / 1000 % 60)
    }
}

/// Who worked when; under each role everybody who did a part of its work.
fn timeline(tale: &Tale) -> String {
    let heading = ["who", "from", "took", "", "parts", "calls", "over", "cost"];
    let mut rows = vec![heading.map(str::to_owned).to_vec()];
    let mut notes = vec![None];
    for stage in &tale.stages {
        let took = stage.ended_at.duration_since(stage.began_at);
        let from = stage.began_at.duration_since(tale.begun_at);
        rows.push(vec![stage.stage.into(), span(from), span(took), bar(tale, stage.began_at, stage.ended_at, '─')]);
        notes.push(None);
        let of_stage = |role: &&RoleTale| {
            tale.parts.iter().find(|part| part.role == Some(role.role)).is_some_and(|part| part.stage == stage.stage)
        };
        for role in tale.roles.iter().filter(of_stage) {
            rows.push(of_role(tale, role));
            notes.push((!role.by.is_empty()).then(|| fit(&format!("    {}", by(&role.by)), COLUMNS)));
        }
    }
    let table = table(&rows);
    let lines = table.lines().zip(notes).flat_map(|(line, note)| std::iter::once(line.to_owned()).chain(note));
    lines.collect::<Vec<_>>().join("\n")
}

fn of_role(tale: &Tale, role: &RoleTale) -> Vec<String> {
    let count = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let parts =
        if role.open > 0 { format!("{}/{}", role.parts - role.open, role.parts) } else { role.parts.to_string() };
    vec![
        format!("  {}", role.role.english()),
        span(role.began_at.duration_since(tale.begun_at)),
        span(role.ended_at.duration_since(role.began_at)),
        bar(tale, role.began_at, role.ended_at, '█'),
        parts,
        count(role.calls),
        count(role.failovers),
        if role.cost_microusd == 0 { String::new() } else { dollars(role.cost_microusd) },
    ]
}

/// `deepseek/deepseek-v4-flash 12, rules 1`.
fn by(all: &[(By, u32)]) -> String {
    let name = |by: &By| if by.floor { "rules".to_owned() } else { format!("{}/{}", by.vendor, by.model) };
    all.iter().map(|(by, n)| format!("{} {n}", name(by))).collect::<Vec<_>>().join(", ")
}

/// Where in the run something was at work.
fn bar(tale: &Tale, from: Timestamp, to: Timestamp, ink: char) -> String {
    let whole = tale.ended_at().duration_since(tale.begun_at).as_secs_f64().max(0.001);
    let cell =
        |at: Timestamp| (at.duration_since(tale.begun_at).as_secs_f64() / whole * BAR as f64).clamp(0.0, BAR as f64);
    let first = (cell(from).floor() as usize).min(BAR - 1);
    let last = (cell(to).ceil() as usize).clamp(first + 1, BAR);
    let inked = |n: usize| if (first..last).contains(&n) { ink } else { '·' };
    (0..BAR).map(inked).collect()
}

/// Steps that failed, that another did, that were done twice.
fn troubles(tale: &Tale) -> Vec<String> {
    tale.parts.iter().filter_map(|part| trouble(tale, part)).collect()
}

fn trouble(tale: &Tale, part: &Part) -> Option<String> {
    let at = span(part.began_at.duration_since(tale.begun_at));
    let failed: Vec<String> = part
        .attempts
        .iter()
        .filter(|attempt| !attempt.shadow && !matches!(attempt.verdict.key(), "answer" | "cancelled"))
        .map(|attempt| format!("{} {}", attempt.vendor, attempt.verdict.words()))
        .collect();
    let mut said = failed;
    match (&part.by, &part.trouble) {
        (_, Some(trouble)) => said.push(trouble.clone()),
        (Some(by), None) if part.stood_in => said.push(format!("{} stood in", by.vendor)),
        _ => {}
    }
    if part.interrupted > 0 {
        said.push("killed in it, done again".to_owned());
    }
    if part.state != PartState::Done {
        said.push("not done".to_owned());
    }
    (!said.is_empty()).then(|| format!("{at:>8}  {}: {}", part.step, said.join(", ")))
}
