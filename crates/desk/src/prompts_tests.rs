//! The rendered prompts of all fourteen roles on one small story, as snapshots.

use crate::fixture;
use crew::Rendered;
use insta::assert_snapshot;
use news::{Anchor, ClearedStory, Cue, CueKind, Format, Language, Ruling, Script};
use std::collections::BTreeMap;

fn whole(rendered: &Rendered) -> String {
    format!("{}\n=== user ===\n{}", rendered.system, rendered.user)
}

#[test]
fn the_prompts_of_the_newsgathering_roles() {
    let (ctx, story) = (fixture::context(), fixture::port_story());
    let assignment = fixture::assignment(&story, Language::EN);
    let triage = crate::wire_editor::floor(&story.items, &ctx);
    let dossier = crate::researcher::floor(&assignment, &story, &ctx);
    let stories = std::slice::from_ref(&story);
    assert_snapshot!(
        "wire_editor",
        whole(&crate::wire_editor::prompt(&crate::wire_editor::Input { items: &story.items, ctx: &ctx }))
    );
    let input = crate::assignment_editor::Input { stories, triage: &triage, ctx: &ctx };
    assert_snapshot!("assignment_editor", whole(&crate::assignment_editor::prompt(&input)));
    let input = crate::researcher::Input { assignment: &assignment, story: &story, ctx: &ctx };
    assert_snapshot!("researcher", whole(&crate::researcher::prompt(&input)));
    let input = crate::reporter::Input { assignment: &assignment, story: &story, dossier: &dossier, ctx: &ctx };
    assert_snapshot!("reporter", whole(&crate::reporter::prompt(&input)));
}

#[test]
fn an_owners_prompt_stands_in_the_place_of_the_shipped_one() {
    let (mut ctx, story) = (fixture::context(), fixture::port_story());
    let render =
        |ctx: &crate::Context| crate::wire_editor::prompt(&crate::wire_editor::Input { items: &story.items, ctx });
    let shipped = render(&ctx);
    ctx.prompts.insert(news::Role::WireEditor, "Sort by my own lights.".into());
    let own = render(&ctx);
    assert!(own.system.starts_with("Sort by my own lights.\n\n# Data blocks"), "{}", own.system);
    assert_eq!(own.user, shipped.user);
}

#[test]
fn the_prompts_of_the_editing_roles() {
    let (ctx, story) = (fixture::context(), fixture::port_story());
    let assignment = fixture::assignment(&story, Language::EN);
    let dossier = crate::researcher::floor(&assignment, &story, &ctx);
    let draft = crate::reporter::floor(&assignment, &story, &dossier, &ctx).unwrap();
    let fact_check = crate::fact_checker::floor(&draft, &story, &ctx);
    let open = [0, 1, 2];
    let input = crate::fact_checker::Input { draft: &draft, story: &story, ctx: &ctx, ruled: &fact_check, open: &open };
    assert_snapshot!("fact_checker", whole(&crate::fact_checker::prompt(&input)));
    let mut found = fact_check.clone();
    found.findings[1].why = "the number 3,300 is not in the quote".into();
    let failed = [2];
    let input = crate::reporter::rewrite::Input {
        assignment: &assignment,
        story: &story,
        draft: &draft,
        found: &found,
        failed: &failed,
        ctx: &ctx,
    };
    assert_snapshot!("reporter_rewrite", whole(&crate::reporter::rewrite::prompt(&input)));
    let input =
        crate::desk_editor::Input { draft: &draft, fact_check: &fact_check, assignment: &assignment, ctx: &ctx };
    assert_snapshot!("desk_editor", whole(&crate::desk_editor::prompt(&input)));
    let edited = crate::desk_editor::floor(draft.clone(), &fact_check, &assignment).unwrap();
    let input = crate::copy_editor::Input { edited: &edited, story: &story, ctx: &ctx };
    assert_snapshot!("copy_editor", whole(&crate::copy_editor::prompt(&input)));
    let copy = crate::copy_editor::floor(edited, &story).unwrap();
    let input = crate::standards_editor::Input { copy: &copy, story: &story, ctx: &ctx };
    assert_snapshot!("standards_editor", whole(&crate::standards_editor::prompt(&input)));
    let input = crate::translator::Input { copy: &copy, into: Language::ZH, ctx: &ctx };
    assert_snapshot!("translator", whole(&crate::translator::prompt(&input)));
}

#[test]
fn the_prompts_of_the_broadcasting_roles() {
    let (ctx, story) = (fixture::context(), fixture::port_story());
    let copy = fixture::copy_of(&story, Language::EN);
    let cleared = vec![ClearedStory::new(copy.clone(), Ruling::Clear, 550).unwrap()];
    let stories = BTreeMap::from([(story.id.clone(), story)]);
    let copies = BTreeMap::from([(copy.story.clone(), copy.clone())]);
    let rundown = crate::producer::floor(&cleared, &stories, &ctx);
    let input = crate::producer::Input { cleared: &cleared, stories: &stories, ctx: &ctx };
    assert_snapshot!("producer", whole(&crate::producer::prompt(&input)));
    let input = crate::scriptwriter::Input { rundown: &rundown, copies: &copies, stories: &stories, ctx: &ctx };
    assert_snapshot!("scriptwriter", whole(&crate::scriptwriter::prompt(&input)));
    let talk = crate::Context { format: Format::Conversation, ..ctx.clone() };
    let input = crate::scriptwriter::Input { ctx: &talk, ..input };
    assert_snapshot!("scriptwriter_talk", whole(&crate::scriptwriter::prompt(&input)));
    let proof = crate::managing_editor::Proof {
        copies: &[copy],
        stories: &stories,
        ctx: &ctx,
        now: ctx.as_of,
        label_text: &ctx.label_spoken,
        sound: crate::managing_editor::Sound::Labelled,
    };
    assert_snapshot!("managing_editor", whole(&crate::managing_editor::prompt(&proof)));
}

#[test]
fn the_notes_of_the_sounding_roles() {
    let cue = Cue {
        anchor: Anchor::A,
        language: Language::ZH,
        text: "早上好。".into(),
        kind: CueKind::Opening,
        pause_ms: 400,
        overlap_ms: 0,
        marks: Vec::new(),
    };
    assert_snapshot!("anchor", whole(&crate::anchor::prompt(&crate::anchor::Input { cue: &cue })));
    let script = Script { cues: vec![cue] };
    assert_snapshot!(
        "sound_engineer",
        whole(&crate::sound_engineer::prompt(&crate::sound_engineer::Input { script: &script }))
    );
}
