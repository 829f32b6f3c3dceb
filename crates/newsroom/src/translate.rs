//! Translates: each story of an edition in two languages is told once more in the other one.
//!
//! A translation is a claim like any other: a rival of the translator tests each sentence against the same spans of the
//! same sources. What nobody can translate or check stays in its own language.

use crate::Error;
use crate::assign::Chosen;
use crate::check::rival;
use crate::minutes::{Minutes, count};
use crate::play::{Part, play, side_by_side};
use crate::release::published_sentence;
use crate::shift::Shift;
use desk::{desk_editor, fact_checker, standards_editor, translator};
use news::edition::Degraded;
use news::{
    Author, ClearedStory, Draft, FactCheck, FinalCopy, Item, ItemId, Language, Minute, Role, Ruling, Story, StoryId,
    Translation,
};
use std::collections::BTreeMap;

/// The stories in their other languages.
#[derive(Default)]
pub(crate) struct Translated {
    pub by_story: BTreeMap<StoryId, Vec<Translation>>,
    pub degraded: Option<Degraded>,
}

/// Tells each story in the edition's other languages, if there are any and a model is there for it.
pub(crate) async fn translate(
    shift: &Shift<'_>,
    chosen: &Chosen,
    cleared: &[ClearedStory],
    minutes: &mut Minutes,
) -> Result<Translated, Error> {
    let languages = &shift.config.languages;
    if languages.len() < 2 || shift.roster.routes(Role::Translator).is_empty() {
        return Ok(Translated::default());
    }
    let mut tasks = Vec::new();
    for copy in cleared.iter().map(ClearedStory::copy) {
        let Some(story) = chosen.stories.get(&copy.story) else { continue };
        for into in languages.iter().filter(|into| **into != copy.language) {
            tasks.push(Box::pin(Task { shift, chosen, story, copy, into: *into }.translate()));
        }
    }
    let of = tasks.len();
    let mut translated = Translated::default();
    let mut refused = Vec::new();
    for came in side_by_side(shift, tasks).await {
        let came = came?;
        minutes.add(&came.story, "", [came.minute]);
        match came.translation {
            Ok(translation) => translated.by_story.entry(came.story).or_default().push(translation),
            Err(why) => refused.push(why),
        }
    }
    translated.degraded = refused.first().map(|why| Degraded {
        what: "translation".into(),
        why: format!("{} of {of} translations could not be told; the first since {why}", refused.len()),
    });
    shift.done(Role::Translator, format!("{} of {} told", of - refused.len(), count(of, "translation")));
    Ok(translated)
}

/// One story into one language.
struct Task<'a> {
    shift: &'a Shift<'a>,
    chosen: &'a Chosen,
    story: &'a Story,
    copy: &'a FinalCopy,
    into: Language,
}

/// Why a translation has no headline or no first sentence that code takes.
fn missing(ruled: &FactCheck) -> Option<String> {
    let first = [Some(&ruled.headline), ruled.findings.first()].into_iter().flatten();
    first.into_iter().find(|finding| !finding.support.is_open()).map(|finding| finding.why.clone())
}

/// What came of it; why not, where nothing came.
struct Came {
    story: StoryId,
    translation: Result<Translation, String>,
    minute: Minute,
}

impl Task<'_> {
    async fn translate(self) -> Result<Came, Error> {
        self.shift.working(Role::Translator, &self.copy.headline.text, 0, 1);
        let input = translator::Input { copy: self.copy, into: self.into, ctx: &self.shift.desk };
        let part = Part {
            role: Role::Translator,
            step: self.step(""),
            judges: None,
            prompt: &|| translator::prompt(&input),
            schema: translator::schema,
        };
        let check = |answer: &str, author: &_| translator::check(answer, &input, author).map(Some);
        let played = play(self.shift, part, &check, || translator::floor(&input)).await?;
        let author = played.work.author;
        let translation = match played.value {
            Some(copy) => self.checked(copy, &author).await?,
            None => Err("no model gave a translation that could be taken".into()),
        };
        let (what, why) = match &translation {
            Ok(told) => {
                let of = count(self.copy.sentences.len(), "sentence");
                (format!("told in {}: {} of {of}", self.into, told.sentences.len()), String::new())
            }
            Err(why) => (format!("not told in {}", self.into), why.clone()),
        };
        let minute = Minute::by(&author, "translation", what, why);
        Ok(Came { story: self.story.id.clone(), translation, minute })
    }

    fn step(&self, piece: &str) -> String {
        format!("translate/{}/{}{piece}", self.story.id, self.into)
    }

    /// The translation after code, a rival, and the standards editor's rules.
    async fn checked(&self, copy: FinalCopy, author: &Author) -> Result<Result<Translation, String>, Error> {
        let (shift, story) = (self.shift, self.story);
        let draft = Draft {
            story: copy.story.clone(),
            language: self.into,
            headline: copy.headline.clone(),
            sentences: copy.sentences.clone(),
            written_by: author.clone(),
        };
        let mut ruled = fact_checker::of_translation(&draft, story);
        for (claim, found) in translator::findings(&draft, self.copy) {
            if let Some(own) = fact_checker::at(&mut ruled, claim).filter(|own| own.support.is_open()) {
                *own = found;
            }
        }
        let open = fact_checker::open(&ruled);
        // Headline and first sentence carry the rest.
        if let Some(why) = missing(&ruled) {
            return Ok(Err(why));
        }
        let claims = rival::Claims { story, draft: &draft, ruled: &ruled, open: &open, writer: author };
        let played = rival::ask(shift, self.step("/facts"), &claims).await?;
        if let Some(why) = rival::unheard(shift, &played.work, author) {
            return Ok(Err(why));
        }
        let assignment = self.chosen.assignments.iter().find(|assignment| assignment.story == story.id);
        let Some(assignment) = assignment else { return Ok(Err("nobody assigned it".into())) };
        let edited = match desk_editor::floor(draft, &played.value, assignment) {
            Ok(edited) => edited.draft,
            Err(spike) => return Ok(Err(spike.detail)),
        };
        let copy = FinalCopy { headline: edited.headline, sentences: edited.sentences, ..copy };
        match standards_editor::floor(&copy, story, &shift.desk) {
            Ruling::Clear => Ok(Ok(self.published(&copy, author, played.work.author))),
            Ruling::Hold { detail, .. } | Ruling::Spike { detail, .. } => Ok(Err(detail)),
        }
    }

    fn published(&self, copy: &FinalCopy, author: &Author, checker: Author) -> Translation {
        let items: BTreeMap<&ItemId, &Item> = self.story.items.iter().map(|item| (&item.id, item)).collect();
        Translation {
            language: self.into,
            headline: copy.headline.text.clone(),
            summary: copy.sentences.first().map(|sentence| sentence.text.clone()).unwrap_or_default(),
            sentences: copy.sentences.iter().map(|sentence| published_sentence(sentence, &items)).collect(),
            translated_by: author.clone(),
            checked_by: vec![checker, Author::floor(Role::StandardsEditor)],
        }
    }
}
