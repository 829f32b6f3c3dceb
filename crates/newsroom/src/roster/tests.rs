//! Who gets which role, and what is said about it.

use super::*;
use crate::config::{Config, parse};
use crate::models::{open_with, roster};
use expect_test::{Expect, expect};
use gateway::{Gateway, Ledger};
use news::EditionKey;
use std::path::Path;

/// A configuration with these lines about models, opened where these variables hold keys.
fn open(text: &str, variables: &[&str]) -> (Config, Gateway) {
    let text = format!("[[source]]\nurl = \"https://a.example/feed\"\n{text}");
    let config = parse(&text, Path::new("newsroom.toml")).unwrap();
    let env = |name: &str| variables.contains(&name).then(|| format!("sk-test-{name}"));
    let gateway = open_with(&config, Ledger::none(), &env).unwrap();
    (config, gateway)
}

fn key() -> EditionKey {
    EditionKey { date: jiff::civil::date(2026, 3, 18), slot: "morning".into() }
}

/// The routes of each role, roles with the same ones together.
fn check(text: &str, variables: &[&str], expected: Expect) {
    let (config, gateway) = open(text, variables);
    let roster = roster(&config, &gateway, &key());
    let lines = seats::by_routes(&roster).into_iter().map(|(routes, roles)| {
        let roles: Vec<&str> = roles.into_iter().map(Role::key).collect();
        let routes: Vec<String> = routes.iter().map(Route::to_string).collect();
        format!("{}: {}\n", roles.join(" "), routes.join(" > "))
    });
    expected.assert_eq(&lines.collect::<String>());
}

fn check_findings(text: &str, variables: &[&str], expected: Expect) {
    let (config, gateway) = open(text, variables);
    let lines = findings(&config, &gateway).into_iter();
    let lines = lines.map(|found| format!("{:?}: {} ({})\n", found.severity, found.what, found.why));
    expected.assert_eq(&lines.collect::<String>());
}

const TWO: &[&str] = &["DEEPSEEK_API_KEY", "OPENAI_API_KEY"];

#[test]
fn makers_get_the_first_vendor_and_checkers_its_rival() {
    check(
        "",
        TWO,
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor producer scriptwriter: deepseek/deepseek-v4-flash > openai/gpt-6-luna
        reporter translator: deepseek/deepseek-v4-pro > openai/gpt-6.1-sol
        fact_checker standards_editor managing_editor: openai/gpt-6.1-sol > deepseek/deepseek-v4-pro
    "#]],
    );
}

#[test]
fn behind_the_first_stands_a_vendor_of_another_jurisdiction() {
    check(
        "",
        &["DEEPSEEK_API_KEY", "ZHIPU_API_KEY", "OPENAI_API_KEY"],
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor producer scriptwriter: deepseek/deepseek-v4-flash > openai/gpt-6-luna > zhipu/glm-5.3-flash
        reporter translator: deepseek/deepseek-v4-pro > openai/gpt-6.1-sol > zhipu/glm-5.3
        fact_checker standards_editor managing_editor: zhipu/glm-5.3 > openai/gpt-6.1-sol > deepseek/deepseek-v4-pro
    "#]],
    );
}

#[test]
fn one_vendor_plays_everything() {
    check(
        "",
        &["ANTHROPIC_API_KEY"],
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor producer scriptwriter: anthropic/claude-haiku-5-5
        reporter fact_checker standards_editor translator managing_editor: anthropic/claude-sonnet-5-5
    "#]],
    );
    check_findings(
        "",
        &["ANTHROPIC_API_KEY"],
        expect![[r#"
        Warning: anthropic is the only vendor (nobody but itself checks its work, and if it fails every role falls to the floor; add one of another house)
    "#]],
    );
}

#[test]
fn without_a_key_or_where_models_are_off_the_floor_plays_everything() {
    check("", &[], expect![""]);
    check("[models]\nuse = \"off\"\n", TWO, expect![""]);
    check_findings("[models]\nuse = \"off\"\n", TWO, expect![""]);
    check_findings(
        "",
        &[],
        expect![[r#"
        Note: no model is connected, so every role is played by the floor (no [[vendor]] is written and the environment holds no vendor's key; export one, such as DEEPSEEK_API_KEY)
    "#]],
    );
}

#[test]
fn an_aggregator_is_no_rival_of_the_house_whose_model_it_serves() {
    let text = "[[vendor]]\nname = \"openrouter\"\nstrong = \"deepseek/deepseek-v4-pro\"\n[[vendor]]\nname = \"deepseek\"\n[[vendor]]\nname = \"zhipu\"\n";
    let keys = ["OPENROUTER_API_KEY", "DEEPSEEK_API_KEY", "ZHIPU_API_KEY"];
    check(
        text,
        &keys,
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor producer scriptwriter: openrouter/deepseek/deepseek-v4-flash > zhipu/glm-5.3-flash > deepseek/deepseek-v4-flash
        reporter translator: openrouter/deepseek/deepseek-v4-pro > zhipu/glm-5.3 > deepseek/deepseek-v4-pro
        fact_checker standards_editor managing_editor: zhipu/glm-5.3 > openrouter/deepseek/deepseek-v4-pro > deepseek/deepseek-v4-pro
    "#]],
    );
}

#[test]
fn what_is_written_wins_and_what_cannot_be_is_said() {
    let text = "[roster.reporter]\nprimary = \"openai/gpt-6.1-sol\"\nbackup = \"gemni/gemini-4-argon\"\n\
        [roster.producer]\nprimary = \"floor\"\n\
        [roster.fact_checker]\nprimary = \"openai/gpt-6-luna\"\n\
        [roster.translator]\nprimary = \"xai/grok-4.7\"\n";
    check(
        text,
        TWO,
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor scriptwriter: deepseek/deepseek-v4-flash > openai/gpt-6-luna
        standards_editor managing_editor: deepseek/deepseek-v4-pro > openai/gpt-6.1-sol
        fact_checker: openai/gpt-6-luna
        reporter: openai/gpt-6.1-sol > gemni/gemini-4-argon
        translator: xai/grok-4.7
    "#]],
    );
    check_findings(
        text,
        TWO,
        expect![[r#"
        Warning: xai cannot be asked (no key: export XAI_API_KEY, or name a variable with key_env or a file with key_file)
        Warning: gemni/gemini-4-argon cannot be asked (there is no vendor "gemni"; did you mean gemini/gemini-4-argon?)
        Note: no model plays the producer (the floor does it: rules that need no model)
        Warning: nobody stands behind openai/gpt-6-luna as fact-checker (if it fails the floor plays it; write a backup of another vendor)
        Warning: nobody stands behind openai/gpt-6.1-sol as reporter (if it fails the floor plays it; write a backup of another vendor)
        Warning: none of the models of the translator can be asked (xai/grok-4.7 cannot be asked, so the floor plays it)
        Warning: openai/gpt-6-luna as fact-checker judges what its own house wrote (openai/gpt-6.1-sol) (a rival could be asked; write one as its primary or backup)
    "#]],
    );
}

#[test]
fn a_budget_wants_prices() {
    let text = "[budget]\nper_day = 1.0\n[[vendor]]\nname = \"deepseek\"\nstrong = \"deepseek-v99\"\n[[vendor]]\nname = \"openai\"\n";
    check_findings(
        text,
        TWO,
        expect![[r#"
            Warning: the price of deepseek/deepseek-v99 is not known (it is booked as the dearest there is, so that no budget is broken; write a [[price]] for each)
        "#]],
    );
    let priced =
        format!("{text}[[price]]\nvendor = \"deepseek\"\nmodel = \"deepseek-v99\"\ninput = 1.0\noutput = 2.0\n");
    check_findings(&priced, TWO, expect![""]);
}

#[test]
fn two_names_of_one_house_and_a_server_without_a_model_are_said() {
    check_findings(
        "",
        &["DASHSCOPE_API_KEY", "DASHSCOPE_US_API_KEY"],
        expect![[r#"
        Warning: dashscope and dashscope-us are one house (nobody but itself checks its work; add a vendor of another house)
        Warning: dashscope-us/qwen3.8-flash stands behind dashscope/qwen3.8-flash as wire editor, assignment editor, researcher, desk editor, copy editor, producer and scriptwriter (both are of one house: what stops one stops the other; write one of another house)
        Warning: dashscope-us/qwen3.8-max stands behind dashscope/qwen3.8-max as reporter, fact-checker, standards editor, translator and managing editor (both are of one house: what stops one stops the other; write one of another house)
    "#]],
    );
    check_findings(
        "[[vendor]]\nname = \"ollama\"\n[[vendor]]\nname = \"deepseek\"\n",
        TWO,
        expect![[r#"
        Warning: no model of ollama is named (it plays no role by itself; write its fast and strong models (`zaowan models list` shows what it has))
        Warning: nobody stands behind deepseek/deepseek-v4-flash as wire editor, assignment editor, researcher, desk editor, copy editor, producer and scriptwriter (if it fails the floor plays it; write a backup of another vendor)
        Warning: nobody stands behind deepseek/deepseek-v4-pro as reporter, fact-checker, standards editor, translator and managing editor (if it fails the floor plays it; write a backup of another vendor)
    "#]],
    );
}

#[test]
fn the_best_never_break_the_rules_of_houses() {
    let text = "[roster.reporter]\nprimary = \"best\"\n[roster.fact_checker]\nprimary = \"best\"\nbackup = \"deepseek/deepseek-v9\"\n";
    check(
        text,
        TWO,
        expect![[r#"
        wire_editor assignment_editor researcher desk_editor copy_editor producer scriptwriter: deepseek/deepseek-v4-flash > openai/gpt-6-luna
        translator: deepseek/deepseek-v4-pro > openai/gpt-6.1-sol
        reporter: deepseek/deepseek-v4-pro > openai/gpt-6.1-sol > openai/gpt-6-luna > deepseek/deepseek-v4-flash
        standards_editor managing_editor: openai/gpt-6.1-sol > deepseek/deepseek-v4-pro
        fact_checker: openai/gpt-6.1-sol > openai/gpt-6-luna > deepseek/deepseek-v4-pro > deepseek/deepseek-v4-flash > deepseek/deepseek-v9
    "#]],
    );
}

#[test]
fn chance_is_the_same_for_an_edition_and_another_for_the_next() {
    let mut seen: Vec<f64> = (1..=28).map(|day| chance(&format!("2026-02-{day:02}-morning"), Role::Reporter)).collect();
    assert_eq!(seen[0], chance("2026-02-01-morning", Role::Reporter));
    assert!(seen.iter().all(|chance| (0.0..1.0).contains(chance)));
    seen.sort_by(f64::total_cmp);
    assert!(seen[0] < 0.2 && seen[27] > 0.8 && seen.windows(2).all(|pair| pair[0] != pair[1]), "{seen:?}");
}

#[test]
fn an_owners_prompt_goes_into_the_roster() {
    let (mut config, gateway) = open("", TWO);
    let seat = crate::config::Seat { who: crate::config::Who::GivenOut, prompt: Some("Short.".into()) };
    config.models.seats.insert(Role::Reporter, seat);
    let roster = roster(&config, &gateway, &key());
    assert_eq!((roster.prompt(Role::Reporter), roster.prompt(Role::Producer)), (Some("Short."), None));
    assert_eq!(roster.routes(Role::Reporter).len(), 2);
}
