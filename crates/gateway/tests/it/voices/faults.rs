//! Every fault of every house, injected on the wire, and what it is found to be.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_of_every_house_is_found_for_what_it_is() {
    let studio = Studio::open().await;
    let studio = &studio;
    let name = |house: &House, fault: &str| format!("{}-{fault}", house.row);
    let cases: Vec<(House, &str, Kind)> = HOUSES
        .iter()
        .flat_map(|house| faults_of(house.faults).into_iter().map(|(fault, kind)| (*house, fault, kind)))
        .collect();
    let sovits = cases.iter().filter(|(house, ..)| house.row == "gpt-sovits");
    let voices: Vec<String> =
        sovits.map(|(house, fault, _)| format!("{}/alloy-sim-{fault}", name(house, fault))).collect();
    studio.consents(&voices, "");
    let vendors = cases.iter().map(|(house, fault, _)| studio.vendor(*house, &name(house, fault))).collect();
    let gateway = studio.gateway(vendors);
    let gateway = &gateway;
    let wrong: Vec<String> = iter(cases.clone())
        .map(|(house, fault, kind)| async move {
            let vendor = name(&house, fault);
            let voice = route(&vendor, house.model, &format!("alloy-sim-{fault}"));
            let result = say(gateway, &voice, Line::words(TEXT, "zh")).await;
            let whole = sound_of(TEXT, house.rate_hz, 1.0);
            let found = match &result {
                Ok(said) if said.samples == whole => Kind::None,
                Ok(said) => return Some(format!("{vendor}: {} samples of {}", said.samples.len(), whole.len())),
                Err(fault) => kind_of(fault.kind),
            };
            let rows = rows(gateway, &vendor);
            assert!(rows.len() == 1 && !rows[0].detail.contains(KEY), "{vendor}: {rows:?}");
            let said = result.err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(!said.contains(KEY), "{vendor}: {said}");
            (found != kind).then(|| format!("{vendor}: {found:?} for {kind:?}: {said}"))
        })
        .buffer_unordered(12)
        .filter_map(|wrong| async { wrong })
        .collect()
        .await;
    eprintln!("{} faults of {} houses", cases.len(), HOUSES.len());
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_says_when_is_asked_again_then_and_its_words_are_told() {
    let studio = Studio::open().await;
    let openai = HOUSES[0];
    let gateway = studio.gateway(vec![studio.vendor(openai, "openai")]);
    let fault = say(&gateway, &route("openai", openai.model, "alloy-sim-limit"), Line::words(TEXT, "zh")).await;
    let fault = fault.unwrap_err();
    assert_eq!((fault.kind, fault.retry_after), (VoiceFaultKind::Rate, Some(Duration::from_secs(7))));
    assert!(fault.kind.is_worth_repeating() && fault.detail.contains("Rate limit reached"), "{fault}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_key_is_told_before_a_websocket_stands() {
    let studio = Studio::open().await;
    let path = studio.folder.path().join("key");
    std::fs::write(&path, "sk-wrong-0123456789").unwrap();
    for house in HOUSES.iter().filter(|house| house.row != "gpt-sovits") {
        let gateway = studio.gateway(vec![studio.vendor(*house, house.row)]);
        let fault = say(&gateway, &route(house.row, house.model, "alloy"), Line::words(TEXT, "zh")).await.unwrap_err();
        assert_eq!(fault.kind, VoiceFaultKind::Key, "{house:?}: {fault}");
        assert!(!fault.detail.contains("sk-wrong"), "{fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_answers_in_the_place_of_a_websocket_is_told() {
    let studio = Studio::open().await;
    for house in HOUSES.iter().filter(|house| house.faults.ends_with("socket") || house.faults.ends_with("podcast")) {
        let nowhere = VendorSettings {
            base_url: Some(format!("http://{}/nowhere/v1", studio.simulator.addr())),
            ..studio.vendor(*house, house.row)
        };
        let gateway = studio.gateway(vec![nowhere]);
        let fault = say(&gateway, &route(house.row, house.model, "alloy"), Line::words(TEXT, "zh")).await.unwrap_err();
        assert_eq!(fault.kind, VoiceFaultKind::Input, "{house:?}: {fault}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_that_keeps_failing_rests_and_nobody_is_asked() {
    let studio = Studio::open().await;
    let minimax = HOUSES[2];
    let gateway = studio.gateway(vec![studio.vendor(minimax, "minimax")]);
    for _ in 0..3 {
        say(&gateway, &route("minimax", minimax.model, "alloy-sim-internal"), Line::words(TEXT, "zh"))
            .await
            .unwrap_err();
    }
    let n_asked = studio.simulator.seen().len();
    let rests = say(&gateway, &route("minimax", minimax.model, "alloy"), Line::words(TEXT, "zh")).await.unwrap_err();
    assert_eq!((rests.kind, studio.simulator.seen().len()), (VoiceFaultKind::Transient, n_asked), "{rests}");
    assert!(rests.retry_after.is_some() && rests.detail.contains("rests"), "{rests}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_speak_says_why() {
    let studio = Studio::open().await;
    let keyless = VendorSettings { key: Some(KeySource::Env("NOT_SET".into())), ..VendorSettings::named("elevenlabs") };
    let gateway = studio.gateway(vec![keyless, studio.vendor(HOUSES[0], "openai"), VendorSettings::named("ollama")]);
    let why = |name: &str| gateway.voice(&name.parse().unwrap(), &Purpose::default()).err().unwrap();
    assert_eq!(why("elevenlabs/eleven_v3/x").kind, VoiceFaultKind::Key);
    assert!(why("elevenlabs/eleven_v3/x").detail.contains("NOT_SET"));
    let kinds = (why("nobody/x").kind, why("ollama/x").kind);
    assert_eq!(kinds, (VoiceFaultKind::Input, VoiceFaultKind::Input));
}
