//! What the tables about voices mean: who speaks as which anchor, whose voices may be asked, how names are said.

use super::Error;
use super::check::Check;
use super::nearest;
use super::written::{Written, WrittenReadings, WrittenVoice, WrittenVoiceName};
use gateway::voice::VoiceRoute;
use news::{Anchor, Language};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The table of readings that gives sounds in pinyin.
const PINYIN: &str = "pinyin";

/// An anchor: its name, its character and its voices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnchorVoice {
    /// The name a reader sees.
    pub name: String,
    /// `espeak/f3`.
    pub floor: String,
    /// In a few words; empty if nothing is said of it.
    #[serde(default)]
    pub character: String,
    /// Who is asked first; found from the vendors if nothing is written.
    #[serde(default)]
    pub primary: Chosen,
    /// Who is asked when the primary fails.
    #[serde(default)]
    pub backup: Chosen,
    /// 1 is each voice's own pace.
    #[serde(default = "one")]
    pub pace: f32,
    /// The consent of the person whose voice this is.
    #[serde(default)]
    pub consent: Option<PathBuf>,
}

fn one() -> f32 {
    1.0
}

/// Who was chosen for a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Whoever is found from the keys.
    #[default]
    Found,
    /// Nobody: the floor alone.
    Nobody,
    /// These: each for a language, or for all.
    These(Vec<(Option<Language>, String)>),
}

impl Chosen {
    /// The voices that are written.
    pub fn routes(&self) -> impl Iterator<Item = VoiceRoute> {
        let written = match self {
            Self::These(written) => written.as_slice(),
            Self::Found | Self::Nobody => &[],
        };
        written.iter().filter_map(|(_, route)| route.parse().ok())
    }
}

/// What holds for all voices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Speech {
    /// Whose voices may be found from the keys.
    pub vendors: VoiceVendors,
    /// How names are said: the language of the line, as it is written, as it is said.
    pub readings: Vec<(Language, String, String)>,
    /// How Chinese words sound: as they are written, in numbered pinyin.
    pub pinyin: Vec<(String, String)>,
    /// Whether what the door says begins with the label as made by AI.
    pub label: bool,
}

/// Whose voices may be found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VoiceVendors {
    /// Those for which there is a key.
    Auto,
    /// Those on the owner's machines.
    Local,
    /// Nobody's, which is what a run recorded by an older version had.
    #[default]
    Off,
}

/// Who speaks as which anchor.
pub(super) fn anchors(
    written: &Written,
    check: &Check<'_>,
    folder: &Path,
) -> Result<BTreeMap<Anchor, AnchorVoice>, Error> {
    let vendors: Vec<&str> = written.vendor.iter().map(|vendor| vendor.name.as_str()).collect();
    let anchor = |anchor: Anchor, voice: &WrittenVoice, name: &str, floor: &str| {
        let table = Table { key: format!("voices.{}", anchor.key()), check, vendors: &vendors };
        Ok((anchor, table.understand(voice, name, floor, folder)?))
    };
    let voices = &written.voices;
    [
        anchor(Anchor::A, &voices.anchor_a, "Zao · 小早", "espeak/f2"),
        anchor(Anchor::B, &voices.anchor_b, "Wan · 小晚", "espeak/m6"),
    ]
    .into_iter()
    .collect()
}

struct Table<'a> {
    key: String,
    check: &'a Check<'a>,
    /// As written; those that are known come beside them.
    vendors: &'a [&'a str],
}

impl Table<'_> {
    fn understand(&self, voice: &WrittenVoice, name: &str, floor: &str, folder: &Path) -> Result<AnchorVoice, Error> {
        let own = voice.primary.as_ref().and_then(of_this_machine);
        let primary = if own.is_some() { Chosen::Nobody } else { self.chosen("primary", voice.primary.as_ref())? };
        if let Some((own, floor)) = own.zip(voice.floor.as_deref()) {
            return Err(self.value("floor", floor, &format!("primary names another voice of this machine, {own}")));
        }
        if primary == Chosen::Nobody && voice.backup.is_some() {
            let why = "the floor needs no backup: it never fails; remove one of them";
            return Err(self.value("primary", "floor", why));
        }
        let backup =
            if primary == Chosen::Nobody { Chosen::Nobody } else { self.chosen("backup", voice.backup.as_ref())? };
        let floor = own.or(voice.floor.as_deref()).unwrap_or(floor).to_owned();
        self.check_floor("floor", &floor)?;
        let pace = voice.pace.unwrap_or(1.0);
        if !(0.5..=2.0).contains(&pace) {
            return Err(self.value("pace", &pace.to_string(), "a pace is 0.5 to 2; 1 is the voice's own"));
        }
        Ok(AnchorVoice {
            name: voice.name.clone().unwrap_or_else(|| name.to_owned()),
            floor,
            character: voice.character.clone().unwrap_or_default(),
            primary,
            backup,
            pace: pace as f32,
            consent: voice.consent.as_ref().map(|file| folder.join(file)),
        })
    }

    fn value(&self, key: &str, value: &str, why: &str) -> Error {
        self.check.value(&format!("{}.{key}", self.key), value, why)
    }

    fn chosen(&self, key: &str, written: Option<&WrittenVoiceName>) -> Result<Chosen, Error> {
        let these = match written {
            None => return Ok(Chosen::Found),
            Some(WrittenVoiceName::One(name)) if name.trim() == "floor" => return Ok(Chosen::Nobody),
            Some(WrittenVoiceName::One(name)) => vec![(None, self.route(key, name)?)],
            Some(WrittenVoiceName::ByLanguage(names)) => {
                let by_language = names.iter().map(|(tag, name)| {
                    let why = "is not a language; write zh or en";
                    let language = Language::parse(tag).ok_or_else(|| self.value(key, tag, why))?;
                    Ok((Some(language), self.route(&format!("{key}.{tag}"), name)?))
                });
                by_language.collect::<Result<_, Error>>()?
            }
        };
        if these.is_empty() {
            return Err(self.value(key, "{}", "names no voice; write vendor/model/voice"));
        }
        Ok(Chosen::These(these))
    }

    fn route(&self, key: &str, name: &str) -> Result<String, Error> {
        let route: VoiceRoute = name.trim().parse().map_err(|why: String| self.value(key, name, &why))?;
        if route.vendor == "espeak" {
            return Err(self.value(key, name, "a voice of this machine stands under all; write it as floor"));
        }
        let known: BTreeSet<&str> = self.vendors.iter().copied().chain(gateway::vendor_names()).collect();
        if !known.contains(route.vendor.as_str()) {
            let meant = nearest(&route.vendor, known).map(|near| format!("; did you mean `{near}`?"));
            let why = format!(
                "there is no vendor {:?}{}; `zaowan voices list` shows whose voices there are",
                route.vendor,
                meant.unwrap_or_default()
            );
            return Err(self.value(key, name, &why));
        }
        Ok(route.to_string())
    }

    fn check_floor(&self, key: &str, floor: &str) -> Result<(), Error> {
        let voices = audio::voices();
        if voices.iter().any(|voice| voice.id == *floor) || is_accented(floor, &voices) {
            return Ok(());
        }
        let meant = nearest(floor, voices.iter().map(|voice| voice.id.as_str()));
        let meant = meant.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let why = format!("there is no such voice{meant}; `zaowan voices list` shows them all");
        Err(self.value(key, floor, &why))
    }
}

/// A voice of this machine that is written as the primary: then it is the floor, and nobody stands above it.
fn of_this_machine(primary: &WrittenVoiceName) -> Option<&str> {
    match primary {
        WrittenVoiceName::One(name) => Some(name.trim()).filter(|name| name.starts_with("espeak/")),
        WrittenVoiceName::ByLanguage(_) => None,
    }
}

/// `espeak/en-gb+f3`: a known variant with the accent it has in its language.
fn is_accented(floor: &str, voices: &[audio::VoiceInfo]) -> bool {
    let parts = floor.strip_prefix("espeak/").and_then(|name| name.split_once('+'));
    parts.is_some_and(|(accent, variant)| {
        Language::parse(accent).is_some() && voices.iter().any(|voice| voice.id == format!("espeak/{variant}"))
    })
}

/// What holds for all voices.
pub(super) fn speech(written: &Written, check: &Check<'_>, folder: &Path) -> Result<Speech, Error> {
    let voices = &written.voices;
    let vendors = match voices.vendors.as_deref() {
        None if written.models.use_ == "off" => VoiceVendors::Off,
        None | Some("auto") => VoiceVendors::Auto,
        Some("local") => VoiceVendors::Local,
        Some("off") => VoiceVendors::Off,
        Some(other) => {
            let why = "voices of vendors are used `auto`, only if they are `local`, or they are `off`";
            return Err(check.value("voices.vendors", other, why));
        }
    };
    let mut speech = Speech { vendors, label: voices.label, ..Speech::default() };
    for (language, forms) in readings(voices.readings.as_ref(), check, folder)? {
        if language == PINYIN {
            speech.pinyin.extend(forms);
            continue;
        }
        let why = "is not a language of lines; write zh, en or pinyin";
        let language = Language::parse(&language).ok_or_else(|| check.value("voices.readings", &language, why))?;
        speech.readings.extend(forms.into_iter().map(|(written, said)| (language, written, said)));
    }
    let wrong = |error: audio::Error| check.value("voices.readings", "…", &error.to_string());
    let readings = speech.readings.iter().map(|(language, written, said)| (*language, written, said));
    audio::normalise::Readings::from_pairs(readings).map_err(wrong)?;
    let lexicon: String = speech.pinyin.iter().map(|(written, pinyin)| format!("{written}\t{pinyin}\n")).collect();
    audio::Lexicon::parse(&lexicon).map_err(wrong)?;
    Ok(speech)
}

type Forms = BTreeMap<String, BTreeMap<String, String>>;

fn readings(written: Option<&WrittenReadings>, check: &Check<'_>, folder: &Path) -> Result<Forms, Error> {
    let file = match written {
        None => return Ok(Forms::new()),
        Some(WrittenReadings::Table(table)) => return Ok(table.clone()),
        Some(WrittenReadings::File(file)) => folder.join(file),
    };
    let wrong = |why: String| check.value("voices.readings", &file.display().to_string(), &why);
    let text = std::fs::read_to_string(&file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    toml::from_str(&text).map_err(|error| wrong(format!("has a table for each language, such as [en]: {error}")))
}

#[cfg(test)]
mod tests {
    use crate::config::parse;
    use expect_test::{Expect, expect};
    use std::path::Path;

    fn check(voices: &str, expected: Expect) {
        let text = format!("{voices}\n[[source]]\nurl = \"https://a.example/feed\"\n");
        let shown = match parse(&text, Path::new("newsroom.toml")) {
            Ok(config) => {
                let a = &config.voices[&news::Anchor::A];
                format!("{:?} {:?} {} {} / {:?}", a.primary, a.backup, a.floor, a.pace, config.speech)
            }
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn voices_are_read() {
        check(
            "",
            expect!["Found Found espeak/f2 1 / Speech { vendors: Auto, readings: [], pinyin: [], label: false }"],
        );
        check(
            "[models]\nuse = \"off\"",
            expect!["Found Found espeak/f2 1 / Speech { vendors: Off, readings: [], pinyin: [], label: false }"],
        );
        check(
            "[voices]\nvendors = \"local\"\nlabel = true\n[voices.readings]\nen = { SAIC = \"say-ick\" }\npinyin = { \"单于\" = \"chan2 yu2\" }\n\
             [voices.anchor_a]\nprimary = { zh = \"minimax/speech-2.8-hd/x\", en = \"openai/tts-1/alloy\" }\nbackup = \"openai/tts-1/nova\"\nfloor = \"espeak/en-gb+f3\"\npace = 1.1\n",
            expect![[
                r#"These([(Some(en), "openai/tts-1/alloy"), (Some(zh), "minimax/speech-2.8-hd/x")]) These([(None, "openai/tts-1/nova")]) espeak/en-gb+f3 1.1 / Speech { vendors: Local, readings: [(en, "SAIC", "say-ick")], pinyin: [("单于", "chan2 yu2")], label: true }"#
            ]],
        );
        check(
            "[voices.anchor_a]\nprimary = \"floor\"",
            expect!["Nobody Nobody espeak/f2 1 / Speech { vendors: Auto, readings: [], pinyin: [], label: false }"],
        );
    }

    #[test]
    fn what_means_no_voice_is_named_with_what_would_do() {
        check(
            "[voices.anchor_c]\nname = \"x\"",
            expect!["newsroom.toml: line 1: unknown key `anchor_c` in [voices]; did you mean `anchor_a`?"],
        );
        check(
            "[voices.anchor_a]\nprimry = \"x\"",
            expect!["newsroom.toml: line 2: unknown key `primry` in [voices.anchor_a]; did you mean `primary`?"],
        );
        check(
            "[voices.anchor_a]\nprimary = \"alloy\"",
            expect![[
                r#"newsroom.toml: voices.anchor_a.primary = alloy: "alloy" is no voice; write vendor/model/voice"#
            ]],
        );
        check(
            "[voices.anchor_a]\nprimary = \"minmax/speech-2.8-hd/x\"",
            expect![[
                r#"newsroom.toml: voices.anchor_a.primary = minmax/speech-2.8-hd/x: there is no vendor "minmax"; did you mean `minimax`?; `zaowan voices list` shows whose voices there are"#
            ]],
        );
        check(
            "[voices.anchor_b]\nbackup = { zz9 = \"openai/tts-1/alloy\" }",
            expect!["newsroom.toml: voices.anchor_b.backup = zz9: is not a language; write zh or en"],
        );
        check(
            "[voices.anchor_a]\nfloor = \"espeak/f33\"",
            expect![
                "newsroom.toml: voices.anchor_a.floor = espeak/f33: there is no such voice; did you mean `espeak/f3`?; `zaowan voices list` shows them all"
            ],
        );
        check(
            "[voices.anchor_a]\npace = 9",
            expect!["newsroom.toml: voices.anchor_a.pace = 9: a pace is 0.5 to 2; 1 is the voice's own"],
        );
        check(
            "[voices.anchor_a]\nprimary = \"floor\"\nbackup = \"openai/tts-1/alloy\"",
            expect![
                "newsroom.toml: voices.anchor_a.primary = floor: the floor needs no backup: it never fails; remove one of them"
            ],
        );
        check(
            "[voices]\nvendors = \"on\"",
            expect![
                "newsroom.toml: voices.vendors = on: voices of vendors are used `auto`, only if they are `local`, or they are `off`"
            ],
        );
        check(
            "[voices]\nreadings = \"no-such.toml\"",
            expect![
                "newsroom.toml: voices.readings = no-such.toml: cannot be read: No such file or directory (os error 2)"
            ],
        );
        check(
            "[voices.readings]\nklingon = { a = \"b\" }",
            expect!["newsroom.toml: voices.readings = klingon: is not a language of lines; write zh, en or pinyin"],
        );
    }
}
