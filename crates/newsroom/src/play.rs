//! Plays a role: a model does it, or its floor where none may, none can, or the time is over.
//!
//! Each part is one step of the journal. What is recorded is the result, who made it and every attempt it took, so
//! a replay or a run that is gone on with asks nobody again and pays nothing again. What a model says becomes a value
//! only through the role's check.

use crate::deadline::{Hurry, Place, Rung};
use crate::shift::Shift;
use crate::trial::{self, Lines};
use crate::{Error, progress::Event};
use desk::{Rejected, Rendered};
use futures::StreamExt;
use gateway::{Answer, Ask, Attempt, Identity, Kind, Purpose, Route, Schema, are_rivals};
use journal::IdempotencyKey;
use news::{Author, Role};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Whoever does not keep to the time it was told is cut off so much later.
const GRACE: Duration = Duration::from_millis(250);

/// One piece of a role's work.
pub(crate) struct Part<'a> {
    pub role: Role,
    /// The name of its step, unique in the run.
    pub step: String,
    /// Whose work is judged, if it is a checker's part; their houses are asked only when no rival answers.
    pub judges: Option<&'a Author>,
    /// Rendered only if a model is asked.
    pub prompt: &'a (dyn Fn() -> Rendered + Sync),
    pub schema: fn() -> serde_json::Value,
}

/// A role's check: the answer, and who gave it.
pub(crate) type Check<'a, T> = &'a (dyn Fn(&str, &Author) -> Result<T, Rejected> + Sync);

/// What came of a part.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Played<T> {
    pub value: T,
    pub work: Work,
}

/// Who did a part, and what it took.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Work {
    pub author: Author,
    /// Who gave the answer, if a model's was taken.
    pub answered: Option<Answered>,
    pub attempts: Vec<Attempt>,
    /// Whether a model was meant to do it.
    pub wanted_model: bool,
    /// Whether another model did it than the one that was meant to.
    pub stood_in: bool,
    /// Whether it was checked by the house that made it, for want of another.
    pub by_own_house: bool,
    /// Why no model did it, though one was meant to.
    pub trouble: Option<Trouble>,
    /// The budget for which a model was passed over, though another did it.
    #[serde(default)]
    pub spared: Option<String>,
    /// What was given up here for the deadline.
    #[serde(default)]
    pub hurry: Option<Hurry>,
}

/// A model's answer that was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Answered {
    pub route: Route,
    pub jurisdiction: String,
    /// Its row in the ledger; that of an earlier run if the answer was kept from it.
    pub attempt: i64,
}

/// Why a model did not do what it was meant to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Trouble {
    /// This budget was spent.
    Budget(String),
    /// The time for models was over.
    Time,
    /// Nobody gave an answer that could be used; the gateway's words.
    Failed(String),
    /// What it wrote did not pass those who check it.
    NotSupported,
}

impl Work {
    /// A part that rules did.
    pub fn floor(role: Role) -> Self {
        Self {
            author: Author::floor(role),
            answered: None,
            attempts: Vec::new(),
            wanted_model: false,
            stood_in: false,
            by_own_house: false,
            trouble: None,
            spared: None,
            hurry: None,
        }
    }

    /// The same, where a model was meant to do it.
    pub fn instead(role: Role, trouble: Trouble) -> Self {
        Self { wanted_model: true, trouble: Some(trouble), ..Self::floor(role) }
    }

    /// The attempt whose answer was taken; none where no model answered, or did so in an earlier run.
    pub fn taken(&self) -> Option<&Attempt> {
        let answered = self.answered.as_ref()?;
        self.attempts.iter().find(|attempt| attempt.id == answered.attempt)
    }
}

/// Has a part done: by the first model whose answer passes the check, else by the floor.
pub(crate) async fn play<T>(
    shift: &Shift<'_>,
    part: Part<'_>,
    check: Check<'_, T>,
    floor: impl FnOnce() -> T + Send,
) -> Result<Played<T>, Error>
where
    T: Serialize + DeserializeOwned + Lines + Send + Sync,
{
    let is_live = AtomicBool::new(false);
    let (is_live_now, part_now) = (&is_live, &part);
    let effect = |key: IdempotencyKey| async move {
        is_live_now.store(true, Ordering::Relaxed);
        // Boxed: a stage awaits many parts, and a question is large.
        let asking = Box::pin(by_model(shift, part_now, check, &key));
        let (answered, work) = in_time(shift, part_now, asking).await;
        let attempts = with_lost(shift, &part_now.step, &key, work.attempts);
        Ok::<_, Error>(Played { value: answered.unwrap_or_else(floor), work: Work { attempts, ..work } })
    };
    let played = shift.run.step(&part.step, effect).await?;
    tell_trouble(shift, &played.work);
    shift.watch.learn(&played.work);
    shift.keep(played.work.clone());
    if is_live.into_inner() {
        Box::pin(trial::beside(shift, &part, check, &played.value)).await;
    }
    Ok(played)
}

/// Does several parts side by side; what comes of them stands in the order they were given.
pub(crate) async fn side_by_side<F: Future>(shift: &Shift<'_>, parts: Vec<F>) -> Vec<F::Output> {
    futures::stream::iter(parts).buffered(shift.at_once).collect().await
}

impl Part<'_> {
    fn place(&self) -> Place {
        Place::of(self.role, &self.step)
    }
}

/// Cuts off what hangs in spite of all.
async fn in_time<T>(
    shift: &Shift<'_>,
    part: &Part<'_>,
    asking: impl Future<Output = (Option<T>, Work)>,
) -> (Option<T>, Work) {
    let Some(until) = shift.watch.ask_until(part.place()) else { return asking.await };
    let cut = tokio::time::timeout_at((until.max(Instant::now()) + GRACE).into(), asking).await;
    cut.unwrap_or_else(|_| (None, Work::instead(part.role, Trouble::Time)))
}

/// The attempts of this step with those of a process that died in it before they were recorded: they were paid for, and
/// the answer that is taken may be one of them.
fn with_lost(shift: &Shift<'_>, step: &str, key: &IdempotencyKey, attempts: Vec<Attempt>) -> Vec<Attempt> {
    if !key.is_retry() {
        return attempts;
    }
    let rows = shift.newsroom.gateway.ledger().attempts(&shift.key.to_string()).unwrap_or_else(|error| {
        tracing::warn!(%error, step, "what the step cost before the program died is not known");
        Vec::new()
    });
    let is_lost = |row: &Attempt| row.step == step && !row.shadow && attempts.iter().all(|known| known.id != row.id);
    let lost: Vec<Attempt> = rows.into_iter().filter(is_lost).collect();
    lost.into_iter().chain(attempts).collect()
}

async fn by_model<T: Send>(
    shift: &Shift<'_>,
    part: &Part<'_>,
    check: Check<'_, T>,
    key: &IdempotencyKey,
) -> (Option<T>, Work) {
    let routes = shift.roster.routes(part.role);
    if routes.is_empty() {
        return (None, Work::floor(part.role));
    }
    let place = part.place();
    let rung = shift.watch.rung(place);
    let hurry = |rung| Hurry { rung, after_ms: shift.watch.passed().as_millis() as u64 };
    if let Some(rung @ (Rung::FewerRevisions | Rung::FloorWriter)) = rung {
        return (None, Work { hurry: Some(hurry(rung)), ..Work::instead(part.role, Trouble::Time) });
    }
    if shift.watch.is_over(place) {
        return (None, Work::instead(part.role, Trouble::Time));
    }
    let gateway = &shift.newsroom.gateway;
    let quick = rung.map(|_| faster(gateway, routes)).filter(|quick| quick.as_slice() != routes);
    let hurried = rung.filter(|_| quick.is_some()).map(hurry);
    let routes = quick.as_deref().unwrap_or(routes);
    let mut ask = ask(shift, part, routes.to_vec());
    ask.purpose.key = key.to_string();
    let judged = ask.avoid.clone();
    let of_answer = |answer: &Answer| check(&answer.text, &author(part.role, answer)).map_err(|rejected| rejected.why);
    let checked = gateway.ask_checked(&ask, &of_answer).await;
    let (value, answer) = match checked.result {
        Ok(answered) => answered,
        Err(error) => {
            let trouble = trouble(shift, place, &error);
            return (None, Work { attempts: checked.attempts, hurry: hurried, ..Work::instead(part.role, trouble) });
        }
    };
    let identity = |route: &Route| gateway.identity(route);
    let work = Work {
        author: author(part.role, &answer),
        stood_in: stood_in(&answer, &checked.attempts, routes, |route| are_rivals(&identity(route), &judged)),
        by_own_house: !are_rivals(&identity(&answer.route), &judged),
        attempts: checked.attempts,
        answered: Some(Answered {
            jurisdiction: gateway
                .vendor(&answer.route.vendor)
                .map(|vendor| vendor.jurisdiction.clone())
                .unwrap_or_default(),
            attempt: answer.attempt,
            route: answer.route,
        }),
        wanted_model: true,
        trouble: None,
        spared: checked.over_budget,
        hurry: hurried,
    };
    (Some(value), work)
}

/// The routes with each vendor's fast model in the place of another one of it.
fn faster(gateway: &gateway::Gateway, routes: &[Route]) -> Vec<Route> {
    let mut quick: Vec<Route> = Vec::with_capacity(routes.len());
    for route in routes {
        let fast = gateway.vendor(&route.vendor).and_then(|vendor| vendor.fast());
        let route = fast.map_or_else(|| route.clone(), |model| Route::new(&route.vendor, model));
        if !quick.contains(&route) {
            quick.push(route);
        }
    }
    quick
}

/// The question as the gateway takes it, to these routes.
pub(crate) fn ask(shift: &Shift<'_>, part: &Part<'_>, routes: Vec<Route>) -> Ask {
    let prompt = (part.prompt)();
    let purpose = Purpose {
        job: shift.key.to_string(),
        role: part.role.key().to_owned(),
        step: part.step.clone(),
        ..Purpose::default()
    };
    Ask {
        schema: Some(Schema { name: part.role.key().to_owned(), schema: (part.schema)() }),
        purpose,
        avoid: part.judges.map(|author| identity_of(shift, author)).unwrap_or_default(),
        cached: true,
        deadline: shift.watch.ask_until(part.place()),
        ..Ask::new(routes, &prompt.system, &prompt.user).cap(cap(part.role))
    }
}

/// Who stands behind an author; nobody behind rules.
fn identity_of(shift: &Shift<'_>, author: &Author) -> Identity {
    if author.floor {
        return Identity::new();
    }
    shift.newsroom.gateway.identity(&Route::new(&author.vendor, &author.model))
}

fn author(role: Role, answer: &Answer) -> Author {
    let model = if answer.model.is_empty() { &answer.route.model } else { &answer.model };
    Author { role, vendor: answer.route.vendor.clone(), model: model.clone(), floor: false }
}

/// The most tokens of an answer: what the longest one of this role needs, and half as much again.
fn cap(role: Role) -> u64 {
    match role {
        Role::AssignmentEditor | Role::Researcher => 8_192,
        Role::WireEditor | Role::Reporter | Role::CopyEditor | Role::Translator | Role::Scriptwriter => 4_096,
        Role::FactChecker | Role::Producer => 3_072,
        Role::DeskEditor | Role::StandardsEditor | Role::ManagingEditor => 1_536,
        Role::Anchor | Role::SoundEngineer => 0,
    }
}

/// Whether another than the first choice answered, other than by being faster.
fn stood_in(answer: &Answer, attempts: &[Attempt], routes: &[Route], is_rival: impl Fn(&Route) -> bool) -> bool {
    let meant = routes.iter().find(|route| is_rival(route)).or(routes.first());
    let was_faster = attempts.iter().any(|attempt| attempt.id == answer.attempt && attempt.kind == Kind::Hedge);
    meant.is_some_and(|meant| *meant != answer.route) && !was_faster
}

fn trouble(shift: &Shift<'_>, place: Place, error: &gateway::Error) -> Trouble {
    match error {
        gateway::Error::OverBudget { which, .. } => Trouble::Budget(which.clone()),
        _ if shift.watch.is_over(place) => Trouble::Time,
        other => Trouble::Failed(other.to_string().chars().take(300).collect()),
    }
}

/// A role's first trouble is told; the edition says the rest.
fn tell_trouble(shift: &Shift<'_>, work: &Work) {
    let why = match &work.trouble {
        None | Some(Trouble::NotSupported) => return,
        Some(Trouble::Budget(which)) => format!("the budget {which} is spent"),
        Some(Trouble::Time) if work.hurry.is_some() => "the deadline is near".into(),
        Some(Trouble::Time) => "the time for models is over".into(),
        Some(Trouble::Failed(why)) => why.clone(),
    };
    let role = work.author.role;
    if !shift.works().iter().any(|known| known.author.role == role && known.trouble.is_some()) {
        shift.tell(Event::Note { text: format!("{}: rules stand in; {why}", role.english()) });
    }
}
