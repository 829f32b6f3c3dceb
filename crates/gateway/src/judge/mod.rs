//! Judges raw replies: what an error is, what an end means, whether what came is an answer.

mod envelope;
mod retry_after;
mod sheet;

pub(crate) use envelope::{Envelope, find as find_envelope};
pub(crate) use retry_after::in_headers;
pub(crate) use sheet::{Expect, Finished, Sheet, canonical as canonical_finish, ends_answer};

use crate::table::{Quirks, Rule, table};
use crate::verdict::{Failure, Verdict};
use std::time::Duration;

/// Judges an error by the rules: the vendor's own before the others.
///
/// `status`: of HTTP, 200 for an error that came in the place of an answer.
pub(crate) fn error(quirks: &Quirks, status: u16, envelope: &Envelope, retry_after: Option<Duration>) -> Failure {
    let retry_after = retry_after.or(envelope.retry_after);
    // An error within a 200 often bears the status it should have had as its code.
    let meant = match envelope.code.as_deref().and_then(|code| code.parse::<u16>().ok()) {
        Some(code @ 400..=599) if status == 200 => code,
        _ => status,
    };
    let rule = own_rules(quirks).chain(common_rules()).find(|rule| fits(rule, meant, envelope, retry_after));
    let verdict = rule.map_or(Verdict::Broken, |rule| rule.verdict);
    let mut failure = Failure::new(verdict, describe(meant, envelope));
    failure.status = Some(status);
    failure.code = envelope.code.clone().or_else(|| envelope.kind.clone());
    failure.retry_after = retry_after;
    if let Some(then) = rule.and_then(|rule| rule.then) {
        failure.then = then;
    }
    failure.mend = rule.and_then(|rule| rule.mend);
    failure
}

fn own_rules(quirks: &Quirks) -> impl Iterator<Item = &'static Rule> {
    let family = quirks.family().to_owned();
    table().rules.iter().filter(move |rule| rule.vendor.as_deref() == Some(family.as_str()))
}

fn common_rules() -> impl Iterator<Item = &'static Rule> {
    table().rules.iter().filter(|rule| rule.vendor.is_none())
}

fn fits(rule: &Rule, status: u16, envelope: &Envelope, wait: Option<Duration>) -> bool {
    let codes = [envelope.code.as_deref(), envelope.kind.as_deref()];
    let has_status = rule.status.is_empty() || rule.status.contains(&status);
    let has_code = rule.code.is_empty() || rule.code.iter().any(|code| codes.contains(&Some(code.as_str())));
    let says =
        |text: &String| envelope.message.contains(text) || codes.iter().flatten().any(|code| code.contains(text));
    let has_wait = !rule.without_wait || wait.is_none();
    has_status && has_code && has_wait && (rule.contains.is_empty() || rule.contains.iter().any(says))
}

fn describe(status: u16, envelope: &Envelope) -> String {
    let code =
        envelope.code.as_deref().or(envelope.kind.as_deref()).map(|code| format!(" ({code})")).unwrap_or_default();
    let message: String = envelope.message.chars().take(300).collect();
    let said = if message.is_empty() { String::new() } else { format!(": {}", message.trim()) };
    format!("HTTP {status}{code}{said}")
}

#[cfg(test)]
mod tests;
