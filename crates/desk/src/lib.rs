//! The fourteen roles, one file each.
//!
//! A role has an `Input`, an output of the domain, a `prompt` for a model, a `check` through which alone a
//! model's answer becomes a domain type, and a `floor`: the same work by rules, for when no model answers.
//! Nothing here fetches, stores, prints or asks a model. Start with [`Context`], then read the roles in the
//! order of the work; `prose` holds what they know of written language.

pub mod charter;
mod context;
pub mod corrections_desk;
pub mod house;
mod prose;
mod reply;
mod support;
mod tell;
mod words;

pub mod wire_editor;

pub mod assignment_editor;

pub mod researcher;

pub mod reporter;

pub mod fact_checker;

pub mod desk_editor;

pub mod copy_editor;

pub mod standards_editor;

pub mod translator;

pub mod producer;

pub mod scriptwriter;

pub mod anchor;

pub mod sound_engineer;

pub mod managing_editor;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod prompts_tests;
#[cfg(test)]
mod real_wire_tests;

pub use assignment_editor::Reader;
pub use context::{Context, Host};
pub use crew::Rendered;
pub use house::House;
pub use prose::speech::spoken_seconds;
pub use reply::Rejected;
