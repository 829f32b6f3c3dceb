//! Tests of the wire editor.

use super::*;
use crate::fixture::{self, context, item, marked};
use news::{Confidence, Dating, Language, Mark};

const TEXT: &str = "The port reopened on Tuesday after nine days, the authority said.";

fn verdict_of(item: &Item) -> Verdict {
    floor(std::slice::from_ref(item), &context())[0].verdict
}

fn plain(title: &str) -> Item {
    item("a", title, TEXT)
}

#[test]
fn an_undated_item_is_spiked() {
    assert_eq!(
        verdict_of(&Item { dating: Dating::unknown(), ..plain("Port reopens") }),
        Verdict::Spike(SpikeReason::Undated)
    );
    let doubted = Dating { confidence: Confidence::None, ..fixture::dated(1) };
    assert_eq!(verdict_of(&Item { dating: doubted, ..plain("Port reopens") }), Verdict::Spike(SpikeReason::Undated));
}

#[test]
fn an_item_from_the_future_has_no_date() {
    assert_eq!(
        verdict_of(&Item { dating: fixture::dated(-72), ..plain("Port reopens") }),
        Verdict::Spike(SpikeReason::Undated)
    );
    assert_eq!(verdict_of(&Item { dating: fixture::dated(0), ..plain("Port reopens") }), Verdict::Keep);
}

#[test]
fn an_item_past_its_window_is_stale() {
    assert_eq!(verdict_of(&Item { dating: fixture::dated(25), ..plain("Port reopens") }), Verdict::Keep);
    assert_eq!(
        verdict_of(&Item { dating: fixture::dated(27), ..plain("Port reopens") }),
        Verdict::Spike(SpikeReason::Stale)
    );
}

#[test]
fn each_mark_has_its_verdict() {
    for (mark, verdict) in [
        (Mark::Injection, Verdict::Spike(SpikeReason::Injection)),
        (Mark::OffSite, Verdict::Spike(SpikeReason::Unsafe)),
        (Mark::Satire, Verdict::Spike(SpikeReason::Unsafe)),
        (Mark::Promotion, Verdict::Spike(SpikeReason::Unsafe)),
        (Mark::LookBack, Verdict::Spike(SpikeReason::Stale)),
        (Mark::Resurfaced, Verdict::Spike(SpikeReason::Stale)),
        (Mark::Opinion, Verdict::Spike(SpikeReason::LowRank)),
        (Mark::Live, Verdict::Spike(SpikeReason::LowRank)),
        (Mark::PressRelease, Verdict::Keep),
        (Mark::Obituary, Verdict::Keep),
        (Mark::Teaser, Verdict::Keep),
        (Mark::TitleOnly, Verdict::Keep),
        (Mark::LoginWall, Verdict::Keep),
        (Mark::BotCheck, Verdict::Keep),
    ] {
        assert_eq!(verdict_of(&marked(mark, plain("Port reopens"))), verdict, "{mark:?}");
    }
}

#[test]
fn a_wall_with_nothing_before_it_is_a_failed_fetch() {
    let empty = marked(Mark::BotCheck, item("a", "Port reopens after strike", ""));
    assert_eq!(verdict_of(&empty), Verdict::Spike(SpikeReason::FetchFailed));
}

#[test]
fn another_language_is_spiked_for_it() {
    let spanish = Item { language: Language::parse("es").unwrap(), ..plain("El puerto reabre") };
    assert_eq!(verdict_of(&spanish), Verdict::Spike(SpikeReason::Language));
}

#[test]
fn a_round_up_is_not_a_story() {
    assert_eq!(verdict_of(&item("z", "国内联播快讯", fixture::ZH_LEAD)), Verdict::Spike(SpikeReason::LowRank));
}

#[test]
fn urgency_goes_by_the_title() {
    let urgency = |title: &str| floor(&[plain(title)], &context())[0].urgency;
    assert_eq!(urgency("Magnitude 7.2 earthquake: dozens killed"), 3);
    assert_eq!(urgency("Ferry capsizes off the coast"), 2);
    assert_eq!(urgency("央行宣布降息0.25个百分点"), 2);
    assert_eq!(urgency("Parliament passes a new law on ports"), 1);
    assert_eq!(urgency("A walk along the harbour"), 0);
}

#[test]
fn what_the_sender_praises_is_never_urgent() {
    let release = marked(Mark::PressRelease, plain("Explosion in demand: maker announces record"));
    assert_eq!(floor(&[release], &context())[0].urgency, 0);
}

#[test]
fn the_beat_of_a_source_for_everything_comes_from_the_words() {
    assert_eq!(floor(&[plain("Bank raises profit on trade")], &context())[0].beat, "business");
    assert_eq!(floor(&[item("z", "科学家用望远镜发现小行星", "研究人员说。")], &context())[0].beat, "science");
    assert_eq!(floor(&[plain("A quiet day by the sea")], &context())[0].beat, "general");
}

#[test]
fn the_beat_of_a_source_with_one_stands() {
    let mut ctx = context();
    ctx.sources.values_mut().for_each(|source| source.beat = "sport".into());
    assert_eq!(floor(&[plain("Bank raises profit on trade")], &ctx)[0].beat, "sport");
}

fn answer(item: &Item, keep: bool, reason: &str) -> String {
    format!(
        r#"{{"triage":[{{"item":"{}","keep":{keep},"reason":{reason},"beat":"health","urgency":2,"why":"People died."}}]}}"#,
        item.id
    )
}

#[test]
fn a_model_can_spike_more_but_not_less() {
    let ctx = context();
    let good = plain("Port reopens");
    let stale = Item { dating: fixture::dated(500), ..plain("Old port story") };
    let check_one = |item: &Item, answer: &str| check(answer, &Input { items: std::slice::from_ref(item), ctx: &ctx });
    let kept = check_one(&good, &answer(&good, true, "null")).unwrap();
    assert_eq!((kept[0].verdict, kept[0].beat.as_str(), kept[0].urgency), (Verdict::Keep, "health", 2));
    let spiked = check_one(&good, &answer(&good, false, "\"unsafe\"")).unwrap();
    assert_eq!(spiked[0].verdict, Verdict::Spike(SpikeReason::Unsafe));
    let still_stale = check_one(&stale, &answer(&stale, true, "null")).unwrap();
    assert_eq!(still_stale[0].verdict, Verdict::Spike(SpikeReason::Stale));
}

#[test]
fn a_model_that_forgets_or_invents_an_item_is_rejected() {
    let ctx = context();
    let items = [plain("Port reopens"), plain("Bank cuts rate")];
    let input = Input { items: &items, ctx: &ctx };
    assert!(check(&answer(&items[0], true, "null"), &input).unwrap_err().why.contains("is not judged"));
    let stranger = plain("Nobody sent this");
    assert!(check(&answer(&stranger, true, "null"), &input).unwrap_err().why.contains("there is no item"));
}
