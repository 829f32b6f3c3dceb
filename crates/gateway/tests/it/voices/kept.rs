//! What is kept and what it costs.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_said_before_costs_nothing_and_leaves_its_row() {
    let studio = Studio { keeps: true, ..Studio::open().await };
    for house in HOUSES {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let voice = route(house.row, house.model, "alloy");
        let first = say(&gateway, &voice, Line::words(TEXT, "zh")).await.unwrap();
        let n_asked = studio.simulator.seen().len();
        let again = say(&gateway, &voice, Line::words(TEXT, "zh")).await.unwrap();
        assert!(again.samples == first.samples && again.marks == first.marks && again.rate_hz == first.rate_hz);
        assert_eq!(studio.simulator.seen().len(), n_asked, "{house:?} was asked again");
        let rows = rows(&gateway, house.row);
        let shown: Vec<(i64, &str)> = rows.iter().map(|row| (row.cost.microusd, row.cost.table.as_str())).collect();
        assert_eq!((shown.len(), shown[1]), (2, (0, "cache")), "{house:?}: {shown:?}");
        say(&gateway, &voice, Line { pace: 1.2, ..Line::words(TEXT, "zh") }).await.unwrap();
        let is_dialogue = house.row.starts_with("elevenlabs-");
        assert_eq!(studio.simulator.seen().len() > n_asked, !is_dialogue, "{house:?}: another pace is another sound");
        // What broke off is not kept.
        let broken = route(house.row, house.model, "alloy-sim-odd");
        if house.row != "gpt-sovits" {
            say(&gateway, &broken, Line::words(TEXT, "zh")).await.unwrap_err();
            say(&gateway, &broken, Line::words(TEXT, "zh")).await.unwrap_err();
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_is_booked_as_the_vendor_reports_it_and_what_broke_off_is_estimated() {
    let studio = Studio::open().await;
    let n_billed = TEXT.chars().count() as u64 * 2;
    let minimax = HOUSES[2];
    let gateway = studio.gateway(vec![studio.vendor(minimax, "minimax")]);
    let voice = |voice: &str| route("minimax", minimax.model, voice);
    let said = say(&gateway, &voice("alloy"), Line::words(TEXT, "zh")).await.unwrap();
    assert_eq!(
        (said.usage.characters, said.usage.words),
        (Some(n_billed), Some(TEXT.chars().filter(|c| c.is_alphanumeric()).count() as u64))
    );
    say(&gateway, &voice("alloy-sim-cut"), Line::words(TEXT, "zh")).await.unwrap_err();
    say(&gateway, &voice("alloy-sim-quota"), Line::words(TEXT, "zh")).await.unwrap_err();
    let booked: Vec<(u64, bool, i64)> = rows(&gateway, "minimax")
        .iter()
        .map(|row| (row.usage.characters, row.usage.is_estimate, row.cost.microusd))
        .collect();
    // 100 dollars a million characters.
    let n = n_billed as i64;
    assert_eq!(booked, [(n_billed, false, n * 100), (n_billed / 2, true, n * 50), (0, true, 0)]);

    let openai = HOUSES[0];
    let gateway = studio.gateway(vec![studio.vendor(openai, "openai")]);
    say(&gateway, &route("openai", openai.model, "alloy"), Line::words(TEXT, "zh")).await.unwrap();
    say(&gateway, &route("openai", openai.model, "alloy-sim-cut"), Line::words(TEXT, "zh")).await.unwrap_err();
    let rows = rows(&gateway, "openai");
    assert!(!rows[0].usage.is_estimate && rows[0].usage.output > 50 && rows[0].cost.microusd > 600, "{:?}", rows[0]);
    let share = rows[1].usage.output as f64 / rows[0].usage.output as f64;
    assert!(rows[1].usage.is_estimate && (0.3..0.7).contains(&share), "{:?}", rows[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_and_our_own_limits_hold_for_voices_too() {
    let studio = Studio::open().await;
    let minimax = HOUSES[2];
    let limited = VendorSettings {
        limits: Limits { requests_per_minute: Some(1), ..Limits::default() },
        ..studio.vendor(minimax, "minimax")
    };
    let gateway = studio.gateway(vec![limited]);
    let voice = route("minimax", minimax.model, "alloy");
    assert!(say(&gateway, &voice, Line::words("早。", "zh")).await.is_ok());
    let full = say(&gateway, &voice, Line::words("早。", "zh")).await.unwrap_err();
    assert!(full.kind == VoiceFaultKind::Rate && full.retry_after.is_some(), "{full}");

    let settings = Settings {
        vendors: vec![studio.vendor(minimax, "minimax-b")],
        budgets: Budgets { per_job: Some(3_000), ..Budgets::default() },
        ..Settings::default()
    };
    let ledger = Ledger::open(&studio.folder.path().join("budget.db")).unwrap();
    let gateway = Gateway::open(settings, ledger, &|_| None, Vec::new()).unwrap();
    let voice = route("minimax-b", minimax.model, "alloy");
    let line = Line::words("一二三四五六七八九十", "zh");
    // Twenty characters as the vendor bills them are 2,000 micro-dollars.
    assert!(say(&gateway, &voice, line.clone()).await.is_ok());
    let spent = say(&gateway, &voice, line).await.unwrap_err();
    assert!(spent.kind == VoiceFaultKind::Quota && spent.detail.contains("per_edition"), "{spent}");
    assert_eq!(rows(&gateway, "minimax-b").len(), 1, "nobody was asked");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_leaves_in_the_middle_has_called_the_line_off_and_it_is_booked() {
    let options = Options { between: Duration::from_millis(40), pace: PACE, ..Options::default() };
    let studio = Studio { keeps: true, ..Studio::with(options).await };
    let minimax = HOUSES[2];
    let gateway = studio.gateway(vec![studio.vendor(minimax, "minimax")]);
    let purpose = Purpose { job: "left".into(), ..Purpose::default() };
    let voice = gateway.voice(&route("minimax", minimax.model, "alloy"), &purpose).unwrap();
    drop(voice.speak(Line::words(TEXT, "zh")).await.unwrap());
    let rows = rows(&gateway, "left");
    assert_eq!((rows.len(), rows[0].verdict), (1, gateway::Verdict::Cancelled));
    assert!(rows[0].usage.is_estimate && rows[0].usage.characters > 0 && rows[0].first_ms.is_some(), "{:?}", rows[0]);
    assert_eq!(std::fs::read_dir(studio.folder.path().join("kept")).map_or(0, Iterator::count), 0, "half is not kept");
}
