//! The files of the ten days as they are written.

use serde::Deserialize;
use std::io;

/// Everything that is written; figures and days are filled in by the plan.
#[derive(Debug)]
pub(super) struct Written {
    pub outlets: Vec<Outlet>,
    pub threads: Vec<Thread>,
    pub singles: Vec<Single>,
    pub dailies: Vec<Daily>,
    /// Of the days after the ten, two for each edition.
    pub later: Vec<Single>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Outlet {
    pub id: String,
    pub name: String,
    pub owner: String,
    pub host: String,
    pub language: String,
    pub trust: u8,
    pub beat: String,
}

/// A matter that goes on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Thread {
    pub id: String,
    pub language: String,
    #[serde(default)]
    pub numbers: Vec<Number>,
    pub step: Vec<Step>,
    #[serde(default)]
    pub again: Vec<Again>,
}

/// A figure that the seed draws.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Number {
    pub name: String,
    pub from: i64,
    pub to: i64,
    /// It is greater than this one.
    #[serde(default)]
    pub above: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub day: i64,
    pub half: i64,
    pub title: String,
    pub text: String,
    /// The same by a second outlet.
    #[serde(default)]
    pub retold: Option<String>,
    pub probe: String,
}

/// An old step posted anew.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Again {
    pub of: usize,
    pub day: i64,
    pub half: i64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Single {
    pub language: String,
    pub title: String,
    pub text: String,
}

/// An event of every day that looks like that of the day before.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Daily {
    pub language: String,
    pub half: i64,
    pub number: Number,
    pub title: String,
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outlets {
    outlet: Vec<Outlet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Threads {
    thread: Vec<Thread>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Singles {
    single: Vec<Single>,
    daily: Vec<Daily>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    single: Vec<Single>,
}

impl Written {
    pub(super) fn read() -> io::Result<Self> {
        let outlets: Outlets = parse(include_str!("../../sample/days/outlets.toml"))?;
        let threads: Threads = parse(include_str!("../../sample/days/threads.toml"))?;
        let singles: Singles = parse(include_str!("../../sample/days/single.toml"))?;
        let later: Later = parse(include_str!("../../sample/days/later.toml"))?;
        Ok(Self {
            outlets: outlets.outlet,
            threads: threads.thread,
            singles: singles.single,
            dailies: singles.daily,
            later: later.single,
        })
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> io::Result<T> {
    toml::from_str(text).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, format!("ten days: {why}")))
}
