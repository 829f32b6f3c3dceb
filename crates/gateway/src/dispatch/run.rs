//! The whole of a call: routes, retries, the check, and what is said when nobody answered.

use super::Checked;
use super::hedge::{Raced, Turn};
use super::plan::{Candidate, plan};
use super::prepare::Way;
use crate::answer::Answer;
use crate::ask::{Ask, OnRefusal};
use crate::attempt::Rows;
use crate::error::Error;
use crate::inner::Inner;
use crate::ledger::{Entry, Kind, Outcome};
use crate::route::Route;
use crate::table::Form;
use crate::verdict::{Failure, Then, Verdict};
use crate::{cache, reply, structured};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Asks until an answer passes the check, or nobody is left.
pub(crate) async fn run<T: Send>(
    inner: &Arc<Inner>,
    ask: &Ask,
    check: &(dyn Fn(&Answer) -> Result<T, String> + Sync),
) -> Checked<(T, Answer)> {
    let rows = Rows::default();
    let over_budget = Mutex::new(None);
    let result = match cache::find(inner, ask).and_then(|answer| Some((check(&answer).ok()?, answer))) {
        Some(found) => Ok(found),
        None => Call { inner, ask, rows: &rows, check, keeps_frames: false, over_budget: &over_budget }.run().await,
    };
    if let Ok((_, answer)) = &result {
        cache::keep(inner, ask, answer);
    }
    let attempts = std::mem::take(&mut *rows.lock().unwrap_or_else(PoisonError::into_inner));
    Checked { result, attempts, over_budget: over_budget.into_inner().unwrap_or_else(PoisonError::into_inner) }
}

/// The same for a stream that is held until it is known to be an answer: its frames are kept.
pub(crate) async fn run_held(inner: &Arc<Inner>, ask: &Ask, rows: &Rows) -> Result<Answer, Error> {
    let check = |_: &Answer| Ok(());
    let over_budget = Mutex::new(None);
    Call { inner, ask, rows, check: &check, keeps_frames: true, over_budget: &over_budget }
        .run()
        .await
        .map(|((), answer)| answer)
}

struct Call<'a, T> {
    inner: &'a Arc<Inner>,
    ask: &'a Ask,
    rows: &'a Rows,
    check: &'a (dyn Fn(&Answer) -> Result<T, String> + Sync),
    keeps_frames: bool,
    over_budget: &'a Mutex<Option<String>>,
}

/// Why a route gave nothing.
enum Lost {
    Failed(Failure),
    OverBudget(Error),
}

impl<T: Send> Call<'_, T> {
    async fn run(&self) -> Result<(T, Answer), Error> {
        let (candidates, mut tried) = plan(self.inner, self.ask);
        self.inner.state().purse.earn();
        let mut over_budget = None;
        let mut n_refusals = 0;
        for (nth, candidate) in candidates.iter().enumerate() {
            let second = candidates.get(nth + 1);
            let kind = if nth == 0 { Kind::First } else { Kind::Failover };
            match self.try_route(candidate, second, kind).await {
                Ok(answered) => return Ok(answered),
                Err(Lost::OverBudget(error)) => {
                    if let Error::OverBudget { which, .. } = &error {
                        *self.over_budget.lock().unwrap_or_else(PoisonError::into_inner) = Some(which.clone());
                    }
                    over_budget = Some(error);
                }
                Err(Lost::Failed(failure)) => {
                    let then = after_failure(&failure, self.ask.on_refusal);
                    n_refusals += u32::from(failure.verdict == Verdict::Refused);
                    tried.push((candidate.route.clone(), failure));
                    if then == Then::Nowhere || n_refusals >= 2 {
                        break;
                    }
                }
            }
        }
        match over_budget {
            Some(error) if tried.is_empty() => Err(error),
            _ if tried.is_empty() => Err(Error::NoRoute("no model is configured for this".into())),
            _ => Err(Error::Exhausted { tried }),
        }
    }

    /// Asks one route until it answers or is given up.
    async fn try_route(
        &self,
        candidate: &Candidate,
        second: Option<&Candidate>,
        kind: Kind,
    ) -> Result<(T, Answer), Lost> {
        let mut way = Way::first(self.inner, self.ask, &candidate.vendor, &candidate.route);
        let mut kind = kind;
        let mut n_failures = 0;
        let turn = Turn { inner: self.inner, ask: self.ask, rows: self.rows, keeps_frames: self.keeps_frames };
        loop {
            // A correction is for the one who made the fault.
            let beside = second.filter(|_| way.correction.is_none());
            let failure = match turn.race(candidate, &way, kind, beside).await {
                Raced::OverBudget(error) => return Err(Lost::OverBudget(error)),
                Raced::Answered(answer, is_second) => match self.accept(*answer, &way, candidate, is_second) {
                    Ok(accepted) => return Ok(accepted),
                    Err(rejected) if way.correction.is_some() || rejected.is_second => {
                        return Err(Lost::Failed(*rejected.failure));
                    }
                    Err(rejected) => {
                        way.correction = Some((rejected.text, rejected.why));
                        kind = Kind::Reask;
                        continue;
                    }
                },
                Raced::Failed(failure) => failure,
            };
            if let Some(mend) = failure.mend
                && way.mend(mend, self.ask, &candidate.vendor)
            {
                self.inner.state().forms.insert(candidate.route.clone(), way.form);
                kind = Kind::Retry;
                continue;
            }
            n_failures += 1;
            match wait_before_retry(self.inner, self.ask, &candidate.route, &failure, n_failures, second.is_none()) {
                Some(wait) => tokio::time::sleep(wait).await,
                None => return Err(Lost::Failed(failure)),
            }
            kind = Kind::Retry;
        }
    }

    /// Takes an answer that is one in shape and in substance.
    fn accept(
        &self,
        mut answer: Answer,
        way: &Way,
        candidate: &Candidate,
        is_second: bool,
    ) -> Result<(T, Answer), Rejected> {
        let said = answer.text.clone();
        let result = self.shaped(&mut answer, way, candidate).and_then(|()| (self.check)(&answer));
        if self.ask.schema.is_some() || !self.ask.purpose.role.is_empty() {
            let note = result.as_ref().err().cloned().unwrap_or_default();
            let is_first = way.correction.is_none();
            let outcome = Outcome {
                attempt: answer.attempt,
                passed: result.is_ok(),
                is_first,
                sentences: 0,
                findings: 0,
                note: clip(&note),
            };
            self.inner.ledger.note(outcome);
        }
        if !answer.reasoning.is_empty() && !self.ask.purpose.job.is_empty() {
            self.inner.ledger.add(Entry::Thought { attempt: answer.attempt, text: answer.reasoning.clone() });
        }
        match result {
            Ok(value) => Ok((value, answer)),
            Err(why) => {
                let failure =
                    Failure::new(Verdict::Broken, format!("its answer did not pass the check: {}", clip(&why)));
                Err(Rejected { failure: Box::new(failure), text: said, why, is_second })
            }
        }
    }

    fn shaped(&self, answer: &mut Answer, way: &Way, candidate: &Candidate) -> Result<(), String> {
        let Some(schema) = &self.ask.schema else {
            if let Some(body) = self.body_without_thoughts(answer) {
                answer.body = body;
            }
            return Ok(());
        };
        if answer.finish == "length" {
            // The client's own cap cut it: it is handed on as what it is, and says so.
            return Ok(());
        }
        let form =
            if answer.route == candidate.route { way.form_of(self.ask, &candidate.vendor) } else { Form::Prompt };
        let call = answer.tool_calls.iter().position(|call| call.name == schema.name);
        if let Some(call) = call.filter(|_| form == Form::Tool || answer.text.trim().is_empty()) {
            answer.text = answer.tool_calls.remove(call).arguments;
            answer.finish = "stop".into();
        }
        // A tool of the caller's own comes before the answer that must fit.
        if answer.text.trim().is_empty() && !answer.tool_calls.is_empty() {
            return Ok(());
        }
        answer.text = structured::read(&answer.text, &schema.schema)?;
        let body = reply::with_text(&answer.body, &answer.text, &answer.reasoning);
        answer.body = body.unwrap_or_else(|| reply::body_of(answer));
        answer.frames.clear();
        Ok(())
    }

    /// Thoughts that stood in the text are taken out of what a client gets, too.
    fn body_without_thoughts(&self, answer: &Answer) -> Option<bytes::Bytes> {
        let has_tags = memchr::memmem::find(&answer.body, b"</think>").is_some();
        has_tags.then(|| reply::with_text(&answer.body, &answer.text, &answer.reasoning))?
    }
}

struct Rejected {
    failure: Box<Failure>,
    text: String,
    why: String,
    is_second: bool,
}

fn clip(text: &str) -> String {
    text.chars().take(300).collect()
}

/// What follows a failure under the caller's wishes.
pub(crate) fn after_failure(failure: &Failure, on_refusal: OnRefusal) -> Then {
    // A refusal in the place of an answer bears no status: it is this model's, and another may answer.
    let is_of_request = failure.status.is_some();
    match failure.verdict {
        Verdict::Refused if on_refusal == OnRefusal::Tell && is_of_request => Then::Nowhere,
        _ => failure.then,
    }
}

/// How long to wait before the same route is asked again; nothing if it should not be.
pub(crate) fn wait_before_retry(
    inner: &Inner,
    ask: &Ask,
    route: &Route,
    failure: &Failure,
    n_failures: u32,
    is_last: bool,
) -> Option<Duration> {
    let timing = &inner.settings.timing;
    let may_differ = matches!(
        failure.verdict,
        Verdict::CutOff | Verdict::Broken | Verdict::Empty | Verdict::Looping | Verdict::Overloaded
    );
    // Where there is nobody else, what may have been chance is tried once more.
    let is_worth =
        failure.then == Then::Again || is_last && failure.then == Then::Elsewhere && may_differ && n_failures == 1;
    // A route that rests now, such as after a failed probe, would only say so: the vendor's own words are better.
    if !is_worth || n_failures >= timing.attempts_a_route || inner.is_resting(route) {
        return None;
    }
    let jitter = 0.8 + 0.4 * inner.chance();
    let backoff = timing.backoff.mul_f64(f64::from(1u32 << (n_failures - 1).min(6)) * jitter);
    let wait = failure.retry_after.unwrap_or(backoff);
    let is_in_time = ask.deadline.is_none_or(|deadline| Instant::now() + wait < deadline);
    (wait <= timing.max_wait && is_in_time && inner.state().purse.pay()).then_some(wait)
}
