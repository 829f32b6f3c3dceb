//! Asks a rival of whoever wrote them about claims. What code doubts stands if a rival says so, and not if none does.

use crate::Error;
use crate::play::{Part, Played, Work, play};
use crate::shift::Shift;
use desk::fact_checker;
use gateway::{Route, are_rivals};
use news::{Author, Draft, FactCheck, Role, Story, Support};

/// What is asked about.
pub(crate) struct Claims<'a> {
    pub story: &'a Story,
    pub draft: &'a Draft,
    /// What code found.
    pub ruled: &'a FactCheck,
    /// The claims, by number.
    pub open: &'a [usize],
    pub writer: &'a Author,
}

/// What a rival found; what code found where nobody answered.
pub(crate) async fn ask(shift: &Shift<'_>, step: String, claims: &Claims<'_>) -> Result<Played<FactCheck>, Error> {
    let Claims { story, draft, ruled, open, writer } = *claims;
    let input = fact_checker::Input { draft, story, ctx: &shift.desk, ruled, open };
    let part = Part {
        role: Role::FactChecker,
        step,
        judges: Some(writer),
        prompt: &|| fact_checker::prompt(&input),
        schema: fact_checker::schema,
    };
    let check = |answer: &str, author: &_| fact_checker::check(answer, &input, author);
    let mut played = play(shift, part, &check, || ruled.clone()).await?;
    if played.work.by_own_house {
        keep_unlikely(&mut played.value, ruled);
    }
    Ok(played)
}

/// What code holds to be unlikely the writer's own house cannot settle.
fn keep_unlikely(found: &mut FactCheck, ruled: &FactCheck) {
    for (own, ruled) in
        found.findings.iter_mut().chain([&mut found.headline]).zip(ruled.findings.iter().chain([&ruled.headline]))
    {
        if ruled.support == Support::Unlikely && own.support == Support::Supported {
            own.clone_from(ruled);
        }
    }
}

/// Why what this author wrote counts as unchecked: nobody answered, or only the author's own house though a rival was
/// named. A newsroom that names one house alone is checked by it, and the edition says so.
pub(crate) fn unheard(shift: &Shift<'_>, work: &Work, writer: &Author) -> Option<String> {
    if writer.floor {
        return None;
    }
    if work.author.floor {
        return Some("no checker gave an answer that could be taken".into());
    }
    let gateway = &shift.newsroom.gateway;
    let own = gateway.identity(&Route::new(&writer.vendor, &writer.model));
    let mut routes = shift.roster.routes(Role::FactChecker).iter();
    let has_rival = routes.any(|route| are_rivals(&gateway.identity(route), &own));
    (work.by_own_house && has_rival).then(|| "no rival of its writer gave an answer that could be taken".into())
}
