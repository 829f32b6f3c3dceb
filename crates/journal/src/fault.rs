//! Stops a run on purpose, so that crash tests can show that it goes on well.

use crate::Error;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

/// Where, at which step and how a run is to be stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// At which point of the step.
    pub point: Point,
    /// At which step.
    pub at: At,
    /// How.
    pub deed: Deed,
}

/// At which of the steps that are really done; steps taken from the record do not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum At {
    /// The one of this number, from 1.
    Nth(u32),
    /// The one of this name.
    Step(String),
}

/// A point of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Point {
    /// The step is marked as started, nothing was done.
    BeforeEffect,
    /// It was done, but not recorded.
    AfterEffect,
    /// It was done and recorded.
    AfterRecord,
}

impl Point {
    /// All points, in order.
    pub const ALL: [Self; 3] = [Self::BeforeEffect, Self::AfterEffect, Self::AfterRecord];

    fn key(self) -> &'static str {
        match self {
            Self::BeforeEffect => "before_effect",
            Self::AfterEffect => "after_effect",
            Self::AfterRecord => "after_record",
        }
    }
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BeforeEffect => "before the effect",
            Self::AfterEffect => "after the effect",
            Self::AfterRecord => "after the record",
        })
    }
}

/// How a run is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// The step gives [`Error::Stopped`].
    Stop,
    /// The process ends at once, without running a destructor.
    Abort,
    /// The process is killed by SIGKILL, as the system does when memory is short; aborts where there are no signals.
    Kill,
}

impl FromStr for Fault {
    type Err = String;

    /// Reads `abort:after_effect:3`, `stop:before_effect:1` or `kill:after_record:release/site`.
    fn from_str(text: &str) -> Result<Self, String> {
        parse(text).ok_or_else(|| format!("{text:?} is not a fault; write one such as \"abort:after_effect:3\""))
    }
}

fn parse(text: &str) -> Option<Fault> {
    let (deed, rest) = text.split_once(':')?;
    let (point, at) = rest.split_once(':')?;
    let deed = match deed {
        "stop" => Deed::Stop,
        "abort" => Deed::Abort,
        "kill" => Deed::Kill,
        _ => return None,
    };
    let point = Point::ALL.into_iter().find(|candidate| candidate.key() == point)?;
    let at = match at.parse() {
        Ok(0) => return None,
        Ok(nth) => At::Nth(nth),
        Err(_) if at.is_empty() => return None,
        Err(_) => At::Step(at.to_owned()),
    };
    Some(Fault { point, at, deed })
}

/// The fault of one journal, if a test set one.
#[derive(Debug, Default)]
pub(crate) struct Plan(Mutex<Option<Fault>>);

impl Plan {
    pub(crate) fn set(&self, fault: Option<Fault>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }

    /// Passes a point of a step, or stops there.
    pub(crate) fn pass(&self, point: Point, step: &str) -> Result<(), Error> {
        let mut plan = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(fault) = plan.as_mut().filter(|fault| fault.point == point) else {
            return Ok(());
        };
        let is_here = match &mut fault.at {
            At::Step(name) => name == step,
            At::Nth(nth) => {
                *nth -= 1;
                *nth == 0
            }
        };
        if !is_here {
            return Ok(());
        }
        let deed = fault.deed;
        *plan = None;
        match deed {
            Deed::Stop => Err(Error::Stopped { step: step.to_owned(), point }),
            Deed::Abort => std::process::abort(),
            Deed::Kill => killed(),
        }
    }
}

/// Ends the process by the signal that no program can catch.
fn killed() -> ! {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::abort()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_reads_as_it_is_written() {
        let fault = Fault { point: Point::AfterEffect, at: At::Nth(3), deed: Deed::Abort };
        assert_eq!("abort:after_effect:3".parse(), Ok(fault));
        let fault = Fault { point: Point::BeforeEffect, at: At::Step("proof/1/text".into()), deed: Deed::Kill };
        assert_eq!("kill:before_effect:proof/1/text".parse(), Ok(fault));
        for wrong in [
            "",
            "abort",
            "abort:after_effect",
            "abort:after_effect:0",
            "abort:after_effect:",
            "abort:later:1",
            "sleep:after_effect:1",
        ] {
            assert!(wrong.parse::<Fault>().is_err(), "{wrong}");
        }
    }
}
