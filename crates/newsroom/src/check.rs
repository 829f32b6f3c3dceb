//! Checks: fact-checker, desk editor, copy editor and standards editor, story by story.

use crate::Error;
use crate::assign::Chosen;
use crate::report::Reported;
use crate::shift::Shift;
use desk::{copy_editor, desk_editor, fact_checker, standards_editor};
use news::{
    Assignment, ClearedStory, Draft, FactCheck, FinalCopy, ItemId, Role, Ruling, Sentence, Spike, SpikeReason, Story,
    Support,
};

/// What passed.
pub(crate) struct Checked {
    /// Best first.
    pub cleared: Vec<ClearedStory>,
    pub spiked: Vec<Spike>,
}

/// Takes each draft through every check; what fails one is spiked and the others go on.
pub(crate) fn check(shift: &Shift<'_>, chosen: &Chosen, reported: Reported) -> Result<Checked, Error> {
    shift.stage("check");
    let of = reported.drafts.len();
    let mut checked = Checked { cleared: Vec::new(), spiked: reported.spiked };
    let mut n_dropped = 0;
    for (done, (assignment, draft)) in reported.drafts.iter().enumerate() {
        let Some(story) = chosen.stories.get(&assignment.story) else { continue };
        let (copy, n) = match edit(shift, assignment, draft, story, (done, of))? {
            Ok(edited) => edited,
            Err(spike) => {
                checked.spiked.push(spike);
                continue;
            }
        };
        n_dropped += n;
        match rule(shift, assignment, copy, story, (done, of))? {
            Ok(cleared) => checked.cleared.push(cleared),
            Err(spike) => checked.spiked.push(spike),
        }
    }
    shift.done(Role::FactChecker, format!("{of} drafts, {n_dropped} sentences not supported"));
    shift.done(Role::DeskEditor, format!("{of} drafts edited"));
    shift.done(Role::CopyEditor, format!("{of} copies read"));
    shift.done(Role::StandardsEditor, format!("{} stories cleared", checked.cleared.len()));
    shift.done(Role::Translator, "no model: each story stays in its own language");
    Ok(checked)
}

type Progress = (usize, usize);

fn edit(
    shift: &Shift<'_>,
    assignment: &Assignment,
    draft: &Draft,
    story: &Story,
    (done, of): Progress,
) -> Result<Result<(FinalCopy, usize), Spike>, Error> {
    let on = draft.headline.text.as_str();
    let name = |step: &str| format!("check/{}/{step}", assignment.story);
    shift.working(Role::FactChecker, on, done, of);
    let check: FactCheck =
        shift.run.step_sync(&name("facts"), |_| Ok::<_, Error>(fact_checker::floor(draft, story, &shift.desk)))?;
    let n_dropped = check.findings.iter().filter(|finding| finding.support != Support::Supported).count();
    shift.working(Role::DeskEditor, on, done, of);
    let edited = shift
        .run
        .step_sync(&name("edit"), |_| Ok::<_, Error>(desk_editor::floor(draft.clone(), &check, assignment)))?;
    let edited = match edited {
        Ok(edited) => edited,
        Err(spike) => return Ok(Err(with_urls(spike, story))),
    };
    shift.working(Role::CopyEditor, on, done, of);
    let copy = shift.run.step_sync(&name("copy"), |_| Ok::<_, Error>(copy_editor::floor(edited.clone(), story)))?;
    let copy = copy.map_err(|spike| with_urls(spike, story));
    Ok(copy.and_then(|copy| leads_with_news(copy, story)).map(|copy| (copy, n_dropped)))
}

/// A role that sees only the draft does not know the addresses.
fn with_urls(spike: Spike, story: &Story) -> Spike {
    let urls = if spike.urls.is_empty() { urls(story) } else { spike.urls };
    Spike { urls, ..spike }
}

fn urls(story: &Story) -> Vec<String> {
    story.items.iter().map(|item| item.url.clone()).collect()
}

/// A reader stops after so many sentences if they know them all.
const N_TOP: usize = 2;

/// A matter that was told before is told again only if its first sentences say what was not told.
fn leads_with_news(copy: FinalCopy, story: &Story) -> Result<FinalCopy, Spike> {
    if story.told.is_empty() {
        return Ok(copy);
    }
    let last = story.told.iter().map(|told| told.at).max();
    let is_fresh = |id: &ItemId| {
        let item = story.items.iter().find(|item| item.id == *id);
        item.and_then(|item| item.dating.value) > last
    };
    let fresh = |sentence: &&Sentence| sentence.citations.iter().any(|citation| is_fresh(&citation.item));
    let top = copy.sentences.iter().take(N_TOP).filter(fresh).map(|sentence| sentence.text.as_str());
    if !wire::thread::new_facts(&story.told, top).is_empty() {
        return Ok(copy);
    }
    let told = story.told.last().map(|told| told.edition.clone()).unwrap_or_default();
    Err(Spike {
        headline: copy.headline.text,
        urls: urls(story),
        reason: SpikeReason::Repeat,
        detail: format!("told in {told}, and its first {N_TOP} sentences say nothing new"),
    })
}

fn rule(
    shift: &Shift<'_>,
    assignment: &Assignment,
    copy: FinalCopy,
    story: &Story,
    (done, of): Progress,
) -> Result<Result<ClearedStory, Spike>, Error> {
    shift.working(Role::StandardsEditor, &copy.headline.text, done, of);
    let name = format!("check/{}/ruling", assignment.story);
    let ruling: Ruling =
        shift.run.step_sync(&name, |_| Ok::<_, Error>(standards_editor::floor(&copy, story, &shift.desk)))?;
    let headline = copy.headline.text.clone();
    let score_milli = (assignment.score.total * 1000.0).round().max(0.0) as u32;
    Ok(ClearedStory::new(copy, ruling, score_milli).map_err(|ruling| spike_of(headline, story, ruling)))
}

fn spike_of(headline: String, story: &Story, ruling: Ruling) -> Spike {
    let urls = urls(story);
    match ruling {
        Ruling::Hold { reason, detail } | Ruling::Spike { reason, detail } => Spike { headline, urls, reason, detail },
        Ruling::Clear => Spike { headline, urls, reason: SpikeReason::LowRank, detail: "cleared".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use news::{Author, Citation, Confidence, Dating, Item, Language, Precision, SourceId, StoryId, Told};

    const OLD: &str = "The port of Meridian Bay closed on Monday after dockers walked out.";
    const NEW: &str = "The port of Meridian Bay reopened on Tuesday with a pay rise of 4.5 per cent.";

    fn at(hour: &str) -> Timestamp {
        format!("2026-03-17T{hour}:00:00Z").parse().unwrap()
    }

    fn item(url: &str, hour: &str, text: &str) -> Item {
        let dating = Dating {
            value: Some(at(hour)),
            precision: Precision::Minute,
            confidence: Confidence::High,
            evidence: vec![],
        };
        Item {
            id: ItemId::of(url),
            source: SourceId("a".into()),
            url: url.into(),
            canonical_url: url.into(),
            title: "Port of Meridian Bay".into(),
            text: text.into(),
            language: Language::EN,
            author: None,
            dating,
            fetched_at: at("12"),
            marks: vec![],
            comments: vec![],
            image: None,
        }
    }

    fn story() -> Story {
        let told = Told {
            edition: "2026-03-17-noon".into(),
            at: at("04"),
            headline: "Port closes".into(),
            sentences: vec![OLD.into()],
        };
        let items = vec![item("https://a.example/old", "02", OLD), item("https://a.example/new", "08", NEW)];
        Story {
            id: StoryId::of("port"),
            thread: None,
            items,
            duplicates: vec![],
            owners: vec!["A".into()],
            beat: "business".into(),
            told: vec![told],
        }
    }

    fn copy(story: &Story, sentences: &[(usize, &str)]) -> FinalCopy {
        let sentence = |(index, text): &(usize, &str)| {
            let item = story.items[*index].id.clone();
            let citation = Citation { item, in_title: false, start: 0, end: text.len(), quote: (*text).into() };
            Sentence { text: (*text).into(), citations: vec![citation] }
        };
        FinalCopy {
            story: story.id.clone(),
            language: Language::EN,
            headline: sentence(&(1, "Port reopens")),
            summary: String::new(),
            sentences: sentences.iter().map(sentence).collect(),
            written_by: Author::floor(Role::Reporter),
            checked_by: vec![],
            notes: vec![],
        }
    }

    #[test]
    fn a_matter_told_before_must_lead_with_what_is_new() {
        let story = story();
        assert!(leads_with_news(copy(&story, &[(1, NEW)]), &story).is_ok());
        assert!(leads_with_news(copy(&story, &[(0, OLD), (1, NEW)]), &story).is_ok());
        let spike = leads_with_news(copy(&story, &[(0, OLD), (0, OLD), (1, NEW)]), &story).unwrap_err();
        assert_eq!((spike.reason, spike.urls.len()), (SpikeReason::Repeat, 2));
    }

    #[test]
    fn what_an_old_item_still_holds_is_no_news() {
        let story = story();
        let untold = "The harbour master, Ann Marr, counted 40 ships outside the bay.";
        assert_eq!(leads_with_news(copy(&story, &[(0, untold)]), &story).unwrap_err().reason, SpikeReason::Repeat);
    }

    #[test]
    fn a_spike_without_addresses_gets_those_of_its_story() {
        let spike =
            Spike { headline: "Port".into(), urls: vec![], reason: SpikeReason::Unsupported, detail: "no".into() };
        assert_eq!(with_urls(spike, &story()).urls, ["https://a.example/old", "https://a.example/new"]);
    }
}
