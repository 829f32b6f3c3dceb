//! What happens before and after the effect of a step.

use crate::pack::{hex, pack, sha256};
use crate::record::{Entry, Kind, Written, append};
use crate::run::{Claim, Run};
use crate::{Error, Point, StepError, rows};
use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlite::Outlives;
use std::any::type_name;
use std::fmt;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Names an effect for those it reaches, so that doing it twice does it once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey {
    text: String,
    nth_try: u32,
}

impl IdempotencyKey {
    /// The same for every try of a step in one attempt of a run; 32 hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an earlier try may already have had its effect.
    pub fn is_retry(&self) -> bool {
        self.nth_try > 1
    }

    fn of(run: &Run, step: &str, nth_try: u32) -> Self {
        let parts = serde_json::json!([run.key(), run.attempt(), step]).to_string();
        Self { text: hex(&sha256(parts.as_bytes())[..16]), nth_try }
    }
}

impl fmt::Display for IdempotencyKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What a step finds when it begins.
pub(crate) enum Before<T> {
    /// It was done.
    Recorded(T),
    /// It is to be done.
    Due(Turn),
}

/// A step that is being done.
pub(crate) struct Turn {
    claim: Claim,
    key: IdempotencyKey,
    began: Instant,
}

impl Run {
    /// Looks for the recorded result, or marks the step as started.
    pub(crate) fn before<T: DeserializeOwned>(&self, name: &str) -> Result<Before<T>, Error> {
        let claim = self.claim(name)?;
        let written = self.inner.desk.database.read(|db| rows::one(db, self.inner.run.id, Kind::Done, name))?;
        if let Some(written) = written {
            let result = decode(written, name)?;
            claim.keep();
            return Ok(Before::Recorded(result));
        }
        self.refuse_if_closed(name)?;
        self.inner.desk.ballast.refuse_if_gone()?;
        let nth_try = self.mark_started(name)?;
        self.inner.desk.fault.pass(Point::BeforeEffect, name)?;
        Ok(Before::Due(Turn { claim, key: IdempotencyKey::of(self, name, nth_try), began: Instant::now() }))
    }

    fn refuse_if_closed(&self, name: &str) -> Result<(), Error> {
        let key = self.key().to_owned();
        if self.is_replay() {
            return Err(Error::NotRecorded { key, step: name.to_owned() });
        }
        if self.inner.is_finished.load(Ordering::Acquire) {
            let outcome = format!("the step {name:?} came after its end");
            return Err(Error::Finished { key, attempt: self.attempt(), at: self.now(), outcome });
        }
        Ok(())
    }

    /// Returns which try of the step this is, from 1.
    fn mark_started(&self, name: &str) -> Result<u32, Error> {
        // A start that a power cut loses costs nothing: the step is then simply not known to have begun.
        self.append(Outlives::Process, Kind::Started, name, Vec::new())?;
        let nth_try = self.inner.desk.database.read(|db| {
            db.prepare_cached("SELECT count(*) FROM record WHERE run = ?1 AND kind = 'started' AND name = ?2")?
                .query_row(params![self.inner.run.id, name], |row| row.get(0))
        })?;
        Ok(nth_try)
    }
}

impl Turn {
    pub(crate) fn key(&self) -> &IdempotencyKey {
        &self.key
    }

    /// Records what came of the effect.
    pub(crate) fn after<T, E>(self, result: Result<T, E>) -> Result<T, StepError<E>>
    where
        T: Serialize + DeserializeOwned,
        E: fmt::Display,
    {
        let fault = &self.claim.run.inner.desk.fault;
        fault.pass(Point::AfterEffect, &self.claim.name)?;
        let result = match result {
            Ok(result) => result,
            Err(error) => {
                self.record(Kind::Failed, "", error.to_string().into_bytes())?;
                return Err(StepError::Effect(error));
            }
        };
        let body = encode(&result, &self.claim.name)?;
        // Read back, so that the first time gives exactly what every later time will.
        let result = read_back::<T>(&body, &self.claim.name)?;
        self.record(Kind::Done, &short_type_name::<T>(), body)?;
        fault.pass(Point::AfterRecord, &self.claim.name)?;
        self.claim.keep();
        Ok(result)
    }

    fn record(&self, kind: Kind, type_name: &str, body: Vec<u8>) -> Result<(), Error> {
        let run = &self.claim.run;
        let ms = i64::try_from(self.began.elapsed().as_millis()).ok();
        let entry = Entry { kind, name: &self.claim.name, type_name, at: run.now().to_string(), ms, body: pack(body) };
        let write = || run.inner.desk.database.write(Outlives::Power, |change| append(change, &run.inner.run, &entry));
        match write() {
            Err(sqlite::Error::Full { .. }) if run.inner.desk.ballast.let_go() => Ok(write()?),
            written => Ok(written?),
        }
    }
}

fn encode<T: Serialize>(result: &T, step: &str) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(result).map_err(|error| Error::Unwritable { step: step.to_owned(), why: error.to_string() })
}

fn read_back<T: DeserializeOwned>(body: &[u8], step: &str) -> Result<T, Error> {
    serde_json::from_slice(body)
        .map_err(|error| Error::Unwritable { step: step.to_owned(), why: format!("it does not read back: {error}") })
}

fn decode<T: DeserializeOwned>(written: Written, step: &str) -> Result<T, Error> {
    let (seq, what, recorded) = (written.seq, written.what(), written.type_name.clone());
    let body = written.body().ok_or(Error::Changed { seq, what })?;
    let wanted = short_type_name::<T>();
    let other = |why: String| Error::OtherType {
        step: step.to_owned(),
        recorded: recorded.clone(),
        wanted: wanted.clone(),
        why,
    };
    if recorded != wanted {
        return Err(other("the program changed since, or two steps share the name".into()));
    }
    serde_json::from_slice(&body).map_err(|error| other(error.to_string()))
}

/// The type's name without its modules, so that a type that moved is still the same: `Vec<Item>`.
fn short_type_name<T>() -> String {
    let full = type_name::<T>();
    let mut short = String::with_capacity(full.len());
    let mut word = String::new();
    for c in full.chars() {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else if c == ':' {
            word.clear();
        } else {
            short.push_str(&word);
            word.clear();
            short.push(c);
        }
    }
    short + &word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_keeps_its_name_when_it_moves() {
        assert_eq!(short_type_name::<Vec<Option<std::path::PathBuf>>>(), "Vec<Option<PathBuf>>");
        assert_eq!(short_type_name::<(u32, String)>(), "(u32, String)");
        assert_eq!(short_type_name::<()>(), "()");
    }
}
