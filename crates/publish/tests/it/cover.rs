//! The cover: its format, its size, and that it shows what it should.

use news::EditionKey;
use publish::cover_png;

struct Picture {
    info: png::Info<'static>,
    pixels: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Picture {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    Picture { info: reader.info().clone(), pixels }
}

impl Picture {
    fn at(&self, x: usize, y: usize) -> &[u8] {
        let start = (y * 1400 + x) * 3;
        &self.pixels[start..start + 3]
    }
}

fn cover(date: &str, slot: &str, sample: bool) -> Vec<u8> {
    cover_png("早晚 Zaowan", "", &EditionKey { date: date.parse().unwrap(), slot: slot.into() }, sample).unwrap()
}

#[test]
fn it_is_a_square_rgb_png_of_the_size_directories_ask_for() {
    let bytes = cover("2026-03-18", "morning", false);
    let picture = decode(&bytes);
    assert_eq!((picture.info.width, picture.info.height), (1400, 1400));
    assert_eq!(picture.info.color_type, png::ColorType::Rgb);
    assert!(bytes.len() < 300 * 1024, "{} bytes", bytes.len());
}

#[test]
fn it_carries_the_ai_label_as_metadata() {
    let label = decode(&cover("2026-03-18", "morning", false)).info.uncompressed_latin1_text;
    let label = label.iter().find(|chunk| chunk.keyword == "AIGC").unwrap();
    assert_eq!(label.text, publish::labels::aigc("", "2026-03-18-morning"));
}

#[test]
fn morning_shows_the_sun_and_evening_the_moon() {
    let (morning, evening) =
        (decode(&cover("2026-03-18", "morning", false)), decode(&cover("2026-03-18", "evening", false)));
    assert_eq!(morning.at(1000, 860), [0xd9, 0x48, 0x2b]);
    assert_eq!(evening.at(820, 590), [0xf2, 0xd9, 0xa0]);
}

#[test]
fn another_day_and_a_sample_look_different_and_the_same_looks_the_same() {
    let plain = cover("2026-03-18", "morning", false);
    assert!(plain == cover("2026-03-18", "morning", false));
    assert!(plain != cover("2026-03-19", "morning", false));
    let ribbon = [0x8c, 0x1d, 0x40];
    assert_eq!(decode(&cover("2026-03-18", "morning", true)).at(1131, 269), ribbon);
    assert_ne!(decode(&plain).at(1131, 269), ribbon);
}

#[test]
fn the_ribbon_of_a_sample_covers_no_part_of_the_name() {
    let key = EditionKey { date: "2026-03-18".parse().unwrap(), slot: "morning".into() };
    let name = "Zaowan Sample · 早晚样刊";
    let n_ink = |from: usize, sample: bool| {
        let picture = decode(&cover_png(name, "", &key, sample).unwrap());
        let band = (90..210).flat_map(|y| (from..1400).map(move |x| (x, y)));
        band.filter(|(x, y)| picture.at(*x, *y) == [0x23, 0x1f, 0x1b]).count()
    };
    assert!(n_ink(110, true) > 1_000 && n_ink(810, false) > 1_000, "the name is there");
    assert_eq!(n_ink(810, true), 0);
}

#[test]
fn a_name_without_built_in_letters_and_an_unknown_slot_still_give_a_cover() {
    let key = EditionKey { date: "2026-03-18".parse().unwrap(), slot: "teatime".into() };
    let picture = decode(&cover_png("Новости <&> \u{0}", "", &key, false).unwrap());
    assert_eq!((picture.info.width, picture.info.height), (1400, 1400));
}
