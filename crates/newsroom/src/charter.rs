//! The charter: the owner's house rules in `charter.toml` beside `newsroom.toml`. The program reads it and never writes it.

use crate::config::{Error, first_unknown_key};
use desk::house::{Ban, BanOf, Charter, Spelling};
use schemars::JsonSchema;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The file's name.
pub const FILE: &str = "charter.toml";

/// What `zaowan init` lays beside a new configuration: every rule explained, none in force.
pub const SAMPLE: &str = include_str!("../charter.toml");

/// The file as it is written.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct Written {
    /// How the house writes, in plain words, for models.
    style: Vec<String>,
    /// How the house spells names.
    name: Vec<WrittenSpelling>,
    /// Words the house does not use.
    avoid: Vec<WrittenSpelling>,
    /// What the house does not publish.
    do_not_publish: Vec<WrittenBan>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenSpelling {
    write: String,
    instead_of: Vec<String>,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct WrittenBan {
    name: Vec<String>,
    topic: Vec<String>,
    source: Vec<String>,
    why: String,
}

/// Reads the house rules at `path`; none if there is no such file.
///
/// Errors: always `Charter` with what is wrong inside.
pub fn load(path: &Path) -> Result<Charter, Error> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Charter::default()),
        Err(source) => return Err(Error::Charter(Box::new(Error::Unreadable { path: path.to_owned(), source }))),
    };
    parse(&text, path).map_err(|error| Error::Charter(Box::new(error)))
}

/// Checks the text of house rules that stand at `path`.
pub fn parse(text: &str, path: &Path) -> Result<Charter, Error> {
    let syntax =
        |error: toml::de::Error| Error::Syntax { path: path.to_owned(), detail: error.to_string().trim().to_owned() };
    let table: toml::Table = toml::from_str(text).map_err(syntax)?;
    let schema = serde_json::to_value(schemars::schema_for!(Written)).unwrap_or_default();
    if let Some(unknown) = first_unknown_key(&table, &schema) {
        return Err(unknown.into_error(text, path));
    }
    let written: Written = toml::from_str(text).map_err(syntax)?;
    let check = Check { path };
    Ok(Charter {
        hash: Some(Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()),
        style: written.style,
        names: written.name.into_iter().map(|name| check.name(name)).collect::<Result<_, _>>()?,
        avoid: written.avoid.into_iter().map(|word| check.word(word)).collect::<Result<_, _>>()?,
        do_not_publish: written.do_not_publish.into_iter().map(|ban| check.ban(ban)).collect::<Result<_, _>>()?,
    })
}

struct Check<'a> {
    path: &'a Path,
}

impl Check<'_> {
    fn value(&self, key: &str, value: impl Into<String>, why: &str) -> Error {
        Error::Value { path: self.path.to_owned(), key: key.to_owned(), value: value.into(), why: why.to_owned() }
    }

    fn name(&self, written: WrittenSpelling) -> Result<Spelling, Error> {
        self.spelling("name", written)
    }

    /// A word gives way to a word: a number or a name must not come in by this door.
    fn word(&self, written: WrittenSpelling) -> Result<Spelling, Error> {
        let spelling = self.spelling("avoid", written)?;
        let all = || std::iter::once(&spelling.write).chain(&spelling.instead_of);
        if let Some(number) = all().find(|word| word.chars().any(|c| c.is_ascii_digit())) {
            let why = "has a figure in it, and house rules never change a number; remove it";
            return Err(self.value("avoid", format!("{number:?}"), why));
        }
        if spelling.write.starts_with(|c: char| c.is_uppercase()) {
            let why =
                "begins with a capital, as a name does; write it small, or use [[name]] for the spelling of a name";
            return Err(self.value("avoid.write", format!("{:?}", spelling.write), why));
        }
        Ok(spelling)
    }

    fn spelling(&self, table: &str, written: WrittenSpelling) -> Result<Spelling, Error> {
        let WrittenSpelling { write, instead_of } = written;
        if write.trim().is_empty() {
            return Err(self.value(&format!("{table}.write"), "\"\"", "is empty; write what is to be printed"));
        }
        let key = format!("{table}.instead_of");
        if instead_of.is_empty() {
            return Err(self.value(&key, "[]", "is empty; list what it stands in the place of"));
        }
        let is_bad = |word: &&String| word.trim().is_empty() || **word == write;
        match instead_of.iter().find(is_bad) {
            Some(word) => Err(self.value(&key, format!("{word:?}"), "is empty or what is written anyway; remove it")),
            None => Ok(Spelling { write, instead_of }),
        }
    }

    fn ban(&self, written: WrittenBan) -> Result<Ban, Error> {
        let WrittenBan { name, topic, source, why } = written;
        let mut given: Vec<(BanOf, Vec<String>)> =
            [(BanOf::Name, name), (BanOf::Topic, topic), (BanOf::Source, source)]
                .into_iter()
                .filter(|(_, words)| !words.is_empty())
                .collect();
        let keys = given.iter().map(|(of, _)| of.key()).collect::<Vec<_>>().join(", ");
        let (Some((of, words)), None) = (given.pop(), given.pop()) else {
            let why = "needs exactly one of name, topic or source; write an entry for each";
            return Err(self.value("do_not_publish", if keys.is_empty() { "{}".to_owned() } else { keys }, why));
        };
        let key = format!("do_not_publish.{}", of.key());
        if let Some(short) = words.iter().find(|word| word.trim().chars().count() < 2) {
            let why = "is too short: it would keep out nearly everything; write at least two characters";
            return Err(self.value(&key, format!("{short:?}"), why));
        }
        Ok(Ban { of, words, why })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let shown = match parse(text, Path::new("charter.toml")) {
            Ok(charter) => {
                format!("{:?} {:?} {:?}", charter.names.len(), charter.avoid.len(), charter.do_not_publish)
            }
            Err(error) => error.to_string(),
        };
        expected.assert_eq(&shown);
    }

    #[test]
    fn the_sample_has_no_rule_in_force_and_all_of_its_rules_can_be_read() {
        let plain = parse(SAMPLE, Path::new("charter.toml")).unwrap();
        assert_eq!((plain.style.len(), plain.names.len(), plain.avoid.len(), plain.do_not_publish.len()), (0, 0, 0, 0));
        let in_force: String = SAMPLE
            .lines()
            .map(|line| line.strip_prefix("#: ").unwrap_or(line))
            .map(|line| format!("{line}\n"))
            .collect();
        let all = parse(&in_force, Path::new("charter.toml")).unwrap();
        assert_eq!((all.style.len(), all.names.len(), all.avoid.len(), all.do_not_publish.len()), (2, 1, 2, 3));
        assert_ne!(plain.hash, all.hash);
    }

    #[test]
    fn a_slip_is_named_with_what_would_do() {
        check(
            "[[avoid]]\nwrite = \"died\"\ninsted_of = [\"passed away\"]\n",
            expect!["charter.toml: line 3: unknown key `insted_of` in [[avoid]]; did you mean `instead_of`?"],
        );
        check(
            "[[avoid]]\nwrite = \"12\"\ninstead_of = [\"a dozen\"]\n",
            expect![
                "charter.toml: avoid = \"12\": has a figure in it, and house rules never change a number; remove it"
            ],
        );
        check(
            "[[avoid]]\nwrite = \"Kyiv\"\ninstead_of = [\"the capital\"]\n",
            expect![[
                r#"charter.toml: avoid.write = "Kyiv": begins with a capital, as a name does; write it small, or use [[name]] for the spelling of a name"#
            ]],
        );
        check(
            "[[name]]\nwrite = \"Kyiv\"\n",
            expect!["charter.toml: name.instead_of = []: is empty; list what it stands in the place of"],
        );
        check(
            "[[do_not_publish]]\nname = [\"Jane Roe\"]\ntopic = [\"horoscope\"]\n",
            expect![
                "charter.toml: do_not_publish = name, topic: needs exactly one of name, topic or source; write an entry for each"
            ],
        );
        check(
            "[[do_not_publish]]\ntopic = [\"a\"]\n",
            expect![[
                r#"charter.toml: do_not_publish.topic = "a": is too short: it would keep out nearly everything; write at least two characters"#
            ]],
        );
        check(
            "[[do_not_publish]]\nname = [\"Jane Roe\"]\nwhy = \"a private person\"\n",
            expect![[r#"0 0 [Ban { of: Name, words: ["Jane Roe"], why: "a private person" }]"#]],
        );
    }

    #[test]
    fn no_file_is_no_rule() {
        assert_eq!(load(Path::new("/no/such/charter.toml")).unwrap(), Charter::default());
    }
}
