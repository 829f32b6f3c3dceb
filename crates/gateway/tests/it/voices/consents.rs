//! A person's voice: nothing without consent, and none made of another's recording.

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn without_consent_nothing_leaves_and_a_revocation_counts_at_once() {
    let studio = Studio { keeps: true, ..Studio::open().await };
    for (house, voice) in
        [(HOUSES[2], "zwc-lihua1"), (HOUSES[0], "voice_1"), (HOUSES[8], "S_lihua1"), (HOUSES[11], "a.wav")]
    {
        let gateway = studio.gateway(vec![studio.vendor(house, house.row)]);
        let route = route(house.row, house.model, voice);
        studio.consents(&[], "");
        let n_asked = studio.simulator.seen().len();
        let refused = say(&gateway, &route, Line::words(TEXT, "zh")).await.unwrap_err();
        assert_eq!((refused.kind, studio.simulator.seen().len()), (VoiceFaultKind::Consent, n_asked), "{refused}");
        studio.consents(&[route.to_string()], "");
        assert!(say(&gateway, &route, Line::words(TEXT, "zh")).await.is_ok(), "{house:?}");
        let for_client = Purpose { client: "shop".into(), ..Purpose::default() };
        let refused = gateway.voice(&route, &for_client).err().unwrap();
        assert_eq!(refused.kind, VoiceFaultKind::Consent, "its scope is editions alone");
        let voice = gateway.voice(&route, &Purpose::default()).unwrap();
        studio.consents(&[route.to_string()], "revoked_at = \"2026-01-02T00:00:00Z\"");
        let n_asked = studio.simulator.seen().len();
        let refused = voice.speak(Line::words(TEXT, "zh")).await.unwrap_err();
        assert!(refused.detail.contains("took the consent back"), "{refused}: kept sound is not played either");
        assert_eq!(studio.simulator.seen().len(), n_asked);
    }
    std::fs::write(studio.folder.path().join("consents.toml"), "[[consent").unwrap();
    let gateway = studio.gateway(vec![studio.vendor(HOUSES[0], "openai")]);
    let refused = gateway.voice(&route("openai", "tts-1", "alloy"), &Purpose::default()).err().unwrap();
    assert_eq!(refused.kind, VoiceFaultKind::Consent, "a record that cannot be read allows nothing: {refused}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_voice_is_made_of_a_recording_with_consent_and_of_no_other() {
    let studio = Studio::open().await;
    let recording = |bytes: &'static [u8]| Recording { name: "consent.wav".into(), bytes: bytes.into() };
    let original = |route: &VoiceRoute| Original {
        route: route.clone(),
        consent: recording(b"abc"),
        sample: recording(b"a sample"),
        language: "zh".into(),
    };
    let purpose = Purpose::default();
    let made = [
        (HOUSES[2], "zwc-lihua1", "zwc-lihua1"),
        (HOUSES[0], "voice_lihua", "voice_1"),
        (HOUSES[8], "S_lihua1", "S_lihua1"),
    ];
    for (house, wished, name) in made {
        let gateway = studio.gateway(vec![studio.vendor(house, house.row)]);
        let route = route(house.row, house.model, wished);
        studio.consents(&[], "");
        let n_asked = studio.simulator.seen().len();
        let refused = gateway.clone_voice(&original(&route), &purpose).await.unwrap_err();
        assert_eq!(refused.kind, VoiceFaultKind::Consent);
        studio.consents(&[route.to_string()], "");
        let other = Original { consent: recording(b"abd"), ..original(&route) };
        let refused = gateway.clone_voice(&other, &purpose).await.unwrap_err();
        assert!(refused.kind == VoiceFaultKind::Consent && refused.detail.contains("Li Hua"), "{refused}");
        assert_eq!(studio.simulator.seen().len(), n_asked, "nothing left");
        let made = gateway.clone_voice(&original(&route), &purpose).await.unwrap();
        assert_eq!(made, VoiceRoute { voice: name.into(), ..route });
        let made = rows(&gateway, "").into_iter().filter(|row| row.vendor == house.row);
        assert!(made.clone().count() > 0 && made.clone().all(|row| row.voice == wished), "each request has its row");
    }
    let gateway = studio.gateway(vec![studio.vendor(HOUSES[2], "minimax")]);
    for (wished, kind) in [("zwc-taken1", VoiceFaultKind::Input), ("zwc-lihua1-", VoiceFaultKind::Input)] {
        let route = route("minimax", "speech-2.8-hd", wished);
        studio.consents(&[route.to_string()], "");
        assert_eq!(gateway.clone_voice(&original(&route), &purpose).await.unwrap_err().kind, kind, "{wished}");
    }
}
