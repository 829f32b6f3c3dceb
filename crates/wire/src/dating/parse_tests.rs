//! Spellings of dates met in feeds and pages, and what is none.

use super::*;

fn check(raw: &str, expected: &str) {
    let found = parse_date(raw, None).map(|(at, _)| at.to_string());
    assert_eq!(found.as_deref(), Some(expected), "{raw:?}");
}

#[test]
fn spellings_of_one_moment_are_one_moment() {
    for raw in [
        "2026-07-06T14:30:00Z",
        "2026-07-06T22:30:00+08:00",
        "2026-07-06T22:30:00.123456+0800",
        "2026-07-06T22:30+08:00",
        "Mon, 06 Jul 2026 14:30:00 GMT",
        "Mon,06 Jul 2026 14:30:00 GMT",
        "Tue, 06 Jul 2026 14:30:00 UT",
        "  Mon, 06 July 2026 14:30 GMT\n",
        "Mon, 06 Jul 26 14:30:00 Z",
        "Mon, 6 Jul 2026 09:30:00 EST",
        "Mon, 6 Jul 2026 07:30:00 PDT",
        "Mon, 6 Jul 2026 10:30:00 ET",
        "Mo, 06 Jul 2026 16:30:00 +02:00",
        "Mon, 06 Jul 2026 22:30:00 GMT+0800",
        "Mon, 06 Jul 2026 15:30:00 BST",
        "Mon Jul 06 22:30:00 CST 2026",
        "Mon Jul  6 14:30:00 2026",
        "Mon Jul 06 2026 22:30:00 GMT+0800 (China Standard Time)",
        "July 6, 2026 2:30 PM UTC",
        "July 6th, 2026, 2:30 p.m. GMT",
        "Monday, July 6, 2026 - 14:30",
        "6. Juli 2026, 14:30 Uhr",
        "6 juillet 2026 14:30",
        "6 de julio de 2026 14:30",
        "2026/07/06 14:30:00",
        "2026年07月06日 14:30",
        "2026年7月6日下午2时30分",
        "北京时间2026年7月6日22:30",
        "二〇二六年七月六日 14:30",
        "２０２６－０７－０６ １４：３０",
        "07/06/2026 14:30:00",
        "06.07.2026 14:30",
        "1783348200",
        "1783348200000",
        "202607061430",
        "2026-07-06 16:30 (Europe/Berlin)",
    ] {
        check(raw, "2026-07-06T14:30:00Z");
    }
}

#[test]
fn spellings_of_other_tongues_and_programs_are_read() {
    for raw in [
        "20260706T143000Z",
        "20260706T2230+0800",
        "2026-07-06T143000Z",
        "2026-07-06 14:30:00 +0000 UTC",
        "2026-07-06T07:30:00-07:00[America/Los_Angeles]",
        "Monday, 06-Jul-26 14:30:00 GMT",
        "Mon Jul 06 14:30:00 +0000 2026",
        "Mon, 06 Jul 2026 22:30:00 UTC+08:00",
        "1783348200.123",
        "/Date(1783348200000)/",
        "民國115年7月6日 14:30",
        "2026年7月6日（星期一）下午2:30",
        "2026年7月6日(月) 午後2時30分",
        "2026. 7. 6. 오후 2:30",
        "2026년 7월 6일 오후 2시 30분",
        "6 juillet 2026 à 14h30",
        "lun, 06 jul 2026 16:30:00 +0200",
        "пн, 06 июл 2026 17:30:00 +0300",
        "6 июля 2026 г., 14:30",
        "6 липня 2026, 14:30",
        "6 lipca 2026 14:30",
        "6. července 2026 14:30",
        "6 Temmuz 2026 14:30",
        "2026. július 6. 14:30",
        "6 heinäkuuta 2026 14:30",
        "6 Ιουλίου 2026 14:30",
        "6 iulie 2026, 14:30",
        "06 يوليو 2026 14:30",
        "6 जुलाई 2026 14:30",
    ] {
        check(raw, "2026-07-06T14:30:00Z");
    }
}

#[test]
fn a_day_without_a_time_is_its_first_moment() {
    for raw in ["2026-07-06", "20260706", "6 Jul 2026", "2026.07.06", "26-07-06", "06-Jul-2026", "2026年7月6日"] {
        assert_eq!(parse_date(raw, None), Some(("2026-07-06T00:00:00Z".parse().unwrap(), Precision::Day)), "{raw:?}");
    }
}

#[test]
fn midnight_at_the_end_of_a_day_is_the_next_day() {
    check("Mon, 06 Jul 2026 24:00:00 GMT", "2026-07-07T00:00:00Z");
    check("2026-12-31T24:00:00+08:00", "2026-12-31T16:00:00Z");
    check("2026年07月06日 24:00", "2026-07-07T00:00:00Z");
}

#[test]
fn a_time_without_a_zone_is_in_the_zone_of_its_source() {
    let shanghai = TimeZone::get("Asia/Shanghai").unwrap();
    let chicago = TimeZone::get("America/Chicago").unwrap();
    let read = |raw, zone| parse_date(raw, Some(zone)).map(|(at, precision)| (at.to_string(), precision)).unwrap();
    assert_eq!(read("2026年02月10日 14:30", &shanghai), ("2026-02-10T06:30:00Z".into(), Precision::Minute));
    assert_eq!(read("2026-02-10", &shanghai), ("2026-02-09T16:00:00Z".into(), Precision::Day));
    assert_eq!(read("Tue, 10 Feb 2026 14:30:00 CST", &shanghai).0, "2026-02-10T06:30:00Z");
    assert_eq!(read("Tue, 10 Feb 2026 14:30:00 CST", &chicago).0, "2026-02-10T20:30:00Z");
    assert_eq!(read("Tue, 10 Feb 2026 14:30:00 GMT", &chicago).0, "2026-02-10T14:30:00Z");
}

#[test]
fn what_is_no_day_is_no_date() {
    for raw in [
        "",
        "2026",
        "yesterday",
        "3小时前",
        "July 2026",
        "14:30",
        "2026-13-40",
        "version 1.2.3",
        "00000000",
        "  ",
        "40 Jul 2026",
    ] {
        assert_eq!(parse_date(raw, None), None, "{raw:?}");
    }
}

#[test]
fn nonsense_never_panics() {
    for raw in [
        "99:99",
        ":",
        "::::",
        "年月日",
        "9999999999999999999999",
        "+:-",
        "Jan",
        "Jan 99 99:99:99",
        "1/1/1",
        "\u{0}",
        "十年十月十日",
    ] {
        let _ = parse_date(raw, None);
    }
}
