//! Who did what, what it cost, and what was less than it should be: told from the attempts that the steps recorded, so that
//! a replay tells the same.

use crate::play::{Answered, Trouble, Work};
use gateway::{Attempt, Kind, Verdict};
use news::edition::{Credit, Degraded, LedgerSummary, PublishedStory};
use news::{Author, Role};
use std::collections::{BTreeMap, BTreeSet};

/// One row for each role and brain that did something in it, roles in the order of the work.
pub(crate) fn credits(works: &[Work]) -> Vec<Credit> {
    let mut rows: BTreeMap<(Role, String, String), Credit> = BTreeMap::new();
    for work in works {
        let role = work.author.role;
        if let Some(Answered { route, jurisdiction, .. }) = &work.answered {
            // An answer that was kept from an earlier run took no call, and still is that model's.
            let key = (role, route.vendor.clone(), route.model.clone());
            rows.entry(key).or_insert_with(|| row(role, &route.vendor, &work.author.model, jurisdiction));
        }
        for attempt in &work.attempts {
            let key = (role, attempt.vendor.clone(), attempt.model.clone());
            let row =
                rows.entry(key).or_insert_with(|| row(role, &attempt.vendor, &attempt.model, &attempt.jurisdiction));
            row.calls += 1;
            row.retries += u32::from(matches!(attempt.kind, Kind::Retry | Kind::Reask));
            row.failovers += u32::from(attempt.kind == Kind::Failover);
            if !attempt.answered_model.is_empty() {
                row.model.clone_from(&attempt.answered_model);
            }
        }
        if work.author.floor {
            let key = (role, work.author.vendor.clone(), work.author.model.clone());
            let row = rows.entry(key).or_insert_with(|| row(role, &work.author.vendor, &work.author.model, "local"));
            row.calls += 1;
        }
    }
    rows.into_values().collect()
}

/// A row with nothing done yet.
pub(crate) fn row(role: Role, vendor: &str, model: &str, jurisdiction: &str) -> Credit {
    Credit {
        role,
        vendor: vendor.to_owned(),
        model: model.to_owned(),
        jurisdiction: jurisdiction.to_owned(),
        calls: 0,
        retries: 0,
        failovers: 0,
    }
}

/// What the attempts cost, those of models and those of voices.
pub(crate) fn ledger(works: &[Work], voices: &[Attempt]) -> LedgerSummary {
    let dollars = |microusd: i64| microusd as f64 / 1_000_000.0;
    let spent = gateway::Spent::of(attempts(works).chain(voices));
    LedgerSummary {
        total_usd: dollars(spent.total),
        by_role: spent.by_role.into_iter().map(|(role, microusd)| (role, dollars(microusd))).collect(),
        by_vendor: spent.by_vendor.into_iter().map(|(vendor, microusd)| (vendor, dollars(microusd))).collect(),
    }
}

/// What is less than it should be since models failed, were dear, or were not there; nothing if none was wanted.
pub(crate) fn degraded(works: &[Work], stories: &[PublishedStory]) -> Vec<Degraded> {
    // A translation that nobody made is told by itself: no rules stand in for it.
    let is_told = |work: &&Work| work.wanted_model && work.author.role != Role::Translator;
    let wanted: Vec<&Work> = works.iter().filter(is_told).collect();
    let told = |what: &str, why: String| Degraded { what: what.into(), why };
    let models = models(&wanted, stories).map(|why| told("models", why));
    let budget = budget(&wanted).map(|why| told("budget", why));
    let time = time(&wanted).map(|why| told("time", why));
    models.into_iter().chain(budget).chain(time).chain(own_house(&wanted).map(|why| told("rival", why))).collect()
}

fn attempts(works: &[Work]) -> impl Iterator<Item = &Attempt> {
    works.iter().flat_map(|work| &work.attempts)
}

fn models(wanted: &[&Work], stories: &[PublishedStory]) -> Option<String> {
    let n_failed = count(wanted, |trouble| matches!(trouble, Trouble::Failed(_) | Trouble::NotSupported));
    let stood_in = by_vendor(wanted.iter().filter(|work| work.stood_in).map(|work| &work.author));
    if n_failed == 0 && stood_in.is_empty() {
        return None;
    }
    let mut said: Vec<String> = failures(wanted);
    if said.is_empty() {
        let first = wanted.iter().find_map(|work| match &work.trouble {
            Some(Trouble::Failed(why)) => Some(why.clone()),
            _ => None,
        });
        said.extend(first);
    }
    let of = wanted.len();
    said.extend(stood_in.iter().map(|(vendor, n)| format!("{vendor} stood in for {n} of {of} tasks")));
    if n_failed > 0 {
        said.push(format!("rules did {n_failed} of {of} tasks"));
    }
    let n_told = stories.iter().filter(|story| story.written_by.floor).count();
    if n_told > 0 {
        said.push(format!("rules wrote {}", plural(n_told, "story", "stories")));
    }
    Some(said.join("; "))
}

/// Each vendor with what went wrong there: `deepseek was cut off 3 times, rate limited once`.
fn failures(wanted: &[&Work]) -> Vec<String> {
    let mut by_vendor: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for work in wanted {
        for attempt in &work.attempts {
            let said = match attempt.verdict {
                Verdict::Cancelled => continue,
                Verdict::Answer if work.taken() == Some(attempt) => continue,
                Verdict::Answer => "gave answers that did not pass their check",
                verdict => happened(verdict),
            };
            *by_vendor.entry(&attempt.vendor).or_default().entry(said).or_default() += 1;
        }
    }
    let told = |(vendor, said): (&str, BTreeMap<&str, usize>)| {
        let parts: Vec<String> = said.into_iter().map(|(said, n)| format!("{said} {}", times(n))).collect();
        format!("{vendor} {}", parts.join(", "))
    };
    by_vendor.into_iter().map(told).collect()
}

fn happened(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::CutOff => "was cut off",
        Verdict::Refused => "refused",
        Verdict::NoMoney => "had no money left in its account",
        Verdict::RateLimited => "limited the rate",
        Verdict::Overloaded => "was overloaded",
        Verdict::WrongRequest => "called the request wrong",
        Verdict::WrongKey => "did not take the key",
        Verdict::Empty => "gave nothing",
        Verdict::Looping => "repeated itself",
        Verdict::Broken | Verdict::Answer | Verdict::Cancelled => "failed",
    }
}

fn budget(wanted: &[&Work]) -> Option<String> {
    let by_rules = |work: &&&Work| match &work.trouble {
        Some(Trouble::Budget(which)) => Some(which.clone()),
        _ => None,
    };
    let reached: BTreeSet<String> =
        wanted.iter().filter_map(|work| by_rules(&work).or_else(|| work.spared.clone())).collect();
    if reached.is_empty() {
        return None;
    }
    let n_rules = count(wanted, |trouble| matches!(trouble, Trouble::Budget(_)));
    let n_others = wanted.iter().filter(|work| work.spared.is_some()).count();
    let mut said = format!("{} was reached", reached.into_iter().collect::<Vec<_>>().join(" and "));
    if n_others > 0 {
        said.push_str(&format!("; other models did {n_others} of {} tasks in its place", wanted.len()));
    }
    if n_rules > 0 {
        said.push_str(&format!("; rules did {n_rules} of {} tasks without a call", wanted.len()));
    }
    Some(said)
}

fn time(wanted: &[&Work]) -> Option<String> {
    // What was given up on purpose is told by the ladder.
    let n = wanted.iter().filter(|work| work.trouble == Some(Trouble::Time) && work.hurry.is_none()).count();
    (n > 0).then(|| format!("the time for models was over; rules did {n} of {} tasks", wanted.len()))
}

/// Which house checked its own work: `openai checked its own work as fact-checker 12 times`.
fn own_house(wanted: &[&Work]) -> Option<String> {
    let mut n_by_role: BTreeMap<(&str, Role), usize> = BTreeMap::new();
    for work in wanted.iter().filter(|work| work.by_own_house) {
        *n_by_role.entry((&work.author.vendor, work.author.role)).or_default() += 1;
    }
    let told = |((vendor, role), n): ((&str, Role), usize)| {
        format!("{vendor} checked its own work as {} {}", role.english().to_lowercase(), times(n))
    };
    let parts: Vec<String> = n_by_role.into_iter().map(told).collect();
    (!parts.is_empty()).then(|| format!("{}; no other house answered", parts.join(", ")))
}

fn by_vendor<'a>(authors: impl Iterator<Item = &'a Author>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    authors.for_each(|author| *counts.entry(author.vendor.clone()).or_default() += 1);
    counts
}

fn count(wanted: &[&Work], is_it: impl Fn(&Trouble) -> bool) -> usize {
    wanted.iter().filter(|work| work.trouble.as_ref().is_some_and(&is_it)).count()
}

pub(crate) fn times(n: usize) -> String {
    match n {
        1 => "once".into(),
        2 => "twice".into(),
        n => format!("{n} times"),
    }
}

fn plural(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;
    use gateway::{Cost, Route, Usage};

    fn attempt(id: i64, vendor: &str, kind: Kind, verdict: Verdict) -> Attempt {
        Attempt {
            id,
            at: jiff::Timestamp::UNIX_EPOCH,
            job: "2026-02-10-morning".into(),
            role: Role::Reporter.key().into(),
            step: "report/a/draft".into(),
            client: String::new(),
            vendor: vendor.into(),
            model: "small".into(),
            answered_model: if verdict == Verdict::Answer { "small-0210".into() } else { String::new() },
            jurisdiction: "eu".into(),
            kind,
            shadow: false,
            verdict,
            detail: String::new(),
            status: None,
            usage: Usage::default(),
            cost: Cost { microusd: 40, ..Cost::default() },
            took_ms: 1,
            first_ms: None,
            request_id: String::new(),
            voice: String::new(),
        }
    }

    fn by(vendor: &str, attempts: Vec<Attempt>, stood_in: bool) -> Work {
        let answered = Answered {
            route: Route::new(vendor, "small"),
            jurisdiction: "eu".into(),
            attempt: attempts.last().map_or(0, |attempt| attempt.id),
        };
        let author = Author { role: Role::Reporter, vendor: vendor.into(), model: "small-0210".into(), floor: false };
        Work { author, answered: Some(answered), attempts, wanted_model: true, stood_in, ..Work::floor(Role::Reporter) }
    }

    /// Three drafts: one of the second vendor after two failures of the first, one at the second try, one by rules.
    fn works() -> Vec<Work> {
        let failed = vec![
            attempt(1, "one", Kind::First, Verdict::CutOff),
            attempt(2, "one", Kind::Retry, Verdict::CutOff),
            attempt(3, "two", Kind::Failover, Verdict::Answer),
        ];
        let asked_again =
            vec![attempt(4, "one", Kind::First, Verdict::Answer), attempt(5, "one", Kind::Reask, Verdict::Answer)];
        vec![
            by("two", failed, true),
            by("one", asked_again, false),
            Work::instead(Role::Reporter, Trouble::Budget("per_edition".into())),
        ]
    }

    #[test]
    fn each_brain_has_a_row_with_what_it_took() {
        let told: Vec<String> = credits(&works())
            .iter()
            .map(|row| format!("{}/{} {} {} {}", row.vendor, row.model, row.calls, row.retries, row.failovers))
            .collect();
        assert_eq!(told, ["one/small-0210 4 2 0", "two/small-0210 1 0 1", "zaowan/floor 1 0 0"]);
        assert_eq!(ledger(&works(), &[]).by_vendor, BTreeMap::from([("one".into(), 0.00016), ("two".into(), 0.00004)]));
    }

    #[test]
    fn what_failed_is_told_vendor_by_vendor() {
        let own_house = Work { by_own_house: true, ..by("two", Vec::new(), false) };
        let told: Vec<String> = degraded(&[works(), vec![own_house]].concat(), &[])
            .into_iter()
            .map(|degraded| format!("{}: {}\n", degraded.what, degraded.why))
            .collect();
        expect![[r#"
            models: one gave answers that did not pass their check once, was cut off twice; two stood in for 1 of 4 tasks
            budget: per_edition was reached; rules did 1 of 4 tasks without a call
            rival: two checked its own work as reporter once; no other house answered
        "#]]
        .assert_eq(&told.concat());
        assert_eq!(degraded(&[Work::floor(Role::Reporter)], &[]), []);
    }
}
