//! The configuration: one `newsroom.toml`, parsed at the door into what the rooms use.
//!
//! [`written`] is what a person writes; [`Config`] is what was meant. Unknown keys are refused with the nearest known one.

mod channels;
mod check;
mod clients;
mod door;
mod meaning;
mod models;
#[cfg(test)]
mod models_tests;
mod prices;
mod reader;
mod sound;
mod sources;
mod unknown;
mod voices;
mod watch;
mod written;

pub use channels::ChannelPlan;
pub use clients::Client;
pub use door::{DoorPlan, Telemetry};
pub use meaning::{Config, EditionPlan, Network, Recheck};
pub use models::{Models, Seat, Who};
pub use reader::ReaderPlan;
pub use sound::{Certificate, LabelPlan, SoundPlan};
pub(crate) use unknown::{first_unknown_key, nearest};
pub use voices::{AnchorVoice, Chosen, Speech, VoiceVendors};
pub use watch::WatchPlan;
pub use written::{Written, written_schema};

use std::path::{Path, PathBuf};

/// Why a configuration was refused.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such file.
    #[error("there is no configuration at {0}")]
    Missing(PathBuf),
    /// The file is there but cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// It is not TOML.
    #[error("{path} is not valid TOML: {detail}")]
    Syntax {
        /// Which file.
        path: PathBuf,
        /// Where and what.
        detail: String,
    },
    /// A key is not known.
    #[error("{path}: line {line}: unknown key `{key}` in {table}{hint}")]
    UnknownKey {
        /// Which file.
        path: PathBuf,
        /// Where.
        line: usize,
        /// The key as written.
        key: String,
        /// The table it stands in.
        table: String,
        /// `; did you mean …?` or nothing.
        hint: String,
    },
    /// The house rules are wrong.
    #[error(transparent)]
    Charter(Box<Error>),
    /// A value makes no sense.
    #[error("{path}: {key} = {value}: {why}")]
    Value {
        /// Which file.
        path: PathBuf,
        /// Which key.
        key: String,
        /// As written.
        value: String,
        /// Why not, and what would do.
        why: String,
    },
}

/// Reads and checks the configuration at `path`, and the house rules beside it if there are any.
///
/// Relative folders in it are taken from the file's own folder.
pub fn load(path: &Path) -> Result<Config, Error> {
    let text = std::fs::read_to_string(path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Error::Missing(path.to_owned()),
        _ => Error::Unreadable { path: path.to_owned(), source },
    })?;
    let charter = crate::charter::load(&path.with_file_name(crate::charter::FILE))?;
    Ok(Config { charter, ..parse(&text, path)? })
}

/// Checks the text of a configuration that stands, or will stand, at `path`.
pub fn parse(text: &str, path: &Path) -> Result<Config, Error> {
    let syntax =
        |error: toml::de::Error| Error::Syntax { path: path.to_owned(), detail: error.to_string().trim().to_owned() };
    let table: toml::Table = toml::from_str(text).map_err(syntax)?;
    if let Some(unknown) = unknown::first_unknown_key(&table, &written_schema()) {
        return Err(unknown.into_error(text, path));
    }
    let written: Written = toml::from_str(text).map_err(syntax)?;
    meaning::understand(&written, path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    const SMALL: &str = "[newsroom]\nname = \"Test\"\n[[source]]\nurl = \"https://a.example/feed\"\n";

    fn check(text: &str, expected: Expect) {
        let shown = match parse(text, Path::new("newsroom.toml")) {
            Ok(config) => format!("{} sources, {} editions", config.sources.len(), config.editions.len()),
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn a_small_configuration_is_enough() {
        check(SMALL, expect!["1 sources, 2 editions"]);
    }

    #[test]
    fn an_unknown_key_is_refused_with_the_nearest_known_one() {
        check(
            "[newsroom]\nname = \"Test\"\nlangauges = [\"zh\"]\n",
            expect!["newsroom.toml: line 3: unknown key `langauges` in [newsroom]; did you mean `languages`?"],
        );
        check(
            "[newsroom]\n[[source]]\nurl = \"https://a.example/\"\ntrsut = 3\n",
            expect!["newsroom.toml: line 4: unknown key `trsut` in [[source]]; did you mean `trust`?"],
        );
        check(
            "[nwesroom]\n",
            expect!["newsroom.toml: line 1: unknown key `nwesroom` in the file; did you mean `newsroom`?"],
        );
    }

    #[test]
    fn keys_that_are_written_otherwise_are_said_to_be_so() {
        check(
            "[channels]\nemail = \"x\"\n",
            expect![
                "newsroom.toml: line 1: unknown key `channels` in the file; channels are written one by one, each as [[channel]]"
            ],
        );
    }

    #[test]
    fn wrong_values_are_named_with_what_would_do() {
        check(
            "[[source]]\nurl = \"htp:/x\"\n",
            expect![
                "newsroom.toml: source.url = htp:/x: is neither an http(s) address nor an existing folder; write https://… or the path of a folder"
            ],
        );
        check(
            "[newsroom]\ntimezone = \"Asia/Shangai\"\n[[source]]\nurl = \"https://a.example/\"\n",
            expect![
                "newsroom.toml: newsroom.timezone = Asia/Shangai: is not an IANA time zone; write one such as Asia/Shanghai or Europe/London"
            ],
        );
        check(
            "[newsroom]\nlength = \"soon\"\n[[source]]\nurl = \"https://a.example/\"\n",
            expect!["newsroom.toml: newsroom.length = soon: is not a duration; write one such as 8m or 90s"],
        );
        check(
            "[newsroom]\nname = \"Test\"\n",
            expect![
                "newsroom.toml: source = []: there is no source; add a [[source]] with a url, or run `zaowan init` for a starter pack"
            ],
        );
    }

    #[test]
    fn what_is_not_toml_is_said_with_its_place() {
        check(
            "[newsroom\n",
            expect![[r#"
            newsroom.toml is not valid TOML: TOML parse error at line 1, column 10
              |
            1 | [newsroom
              |          ^
            unclosed table, expected `]`"#]],
        );
    }

    #[test]
    fn two_sources_of_one_name_get_two_ids() {
        let text = "[[source]]\nurl = \"https://a.example/1\"\nname = \"A\"\n[[source]]\nurl = \"https://a.example/2\"\nname = \"A\"\n";
        let config = parse(text, Path::new("newsroom.toml")).unwrap();
        let ids: Vec<&str> = config.sources.iter().map(|source| source.id.0.as_str()).collect();
        assert_eq!(ids, ["a", "a-2"]);
    }
}
