//! Who plays which role: routes by role, from the configuration and from what can be asked.
//!
//! What is written wins. Otherwise makers get the first vendor with another one behind it, and checkers get a rival of
//! the maker first: nobody checks the work of their own house while another answers.

mod findings;
mod seats;
#[cfg(test)]
mod tests;

pub use findings::{Finding, Severity, findings};
pub(crate) use seats::{chance, give_out};

use gateway::Route;
use news::Role;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The routes of each role, in order of preference; a role without any is played by its floor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// By role.
    pub seats: BTreeMap<Role, Vec<Route>>,
    /// Prompts of the owner's, in the place of the shipped ones.
    #[serde(default)]
    pub prompts: BTreeMap<Role, String>,
}

impl Roster {
    /// Who may play this role; empty where only the floor does.
    pub fn routes(&self, role: Role) -> &[Route] {
        self.seats.get(&role).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every route that plays some role, once.
    pub fn all_routes(&self) -> BTreeSet<&Route> {
        self.seats.values().flatten().collect()
    }

    /// The owner's prompt for a role, if there is one.
    pub fn prompt(&self, role: Role) -> Option<&str> {
        self.prompts.get(&role).map(String::as_str)
    }
}

/// What kind of model a role needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Post {
    /// Makes something, quickly.
    Quick,
    /// Makes something that is read as it is.
    Writer,
    /// Judges what others made, so it must be a rival of theirs.
    Checker,
    /// No model plays it.
    NoModel,
}

/// What kind of model this role needs.
pub fn post(role: Role) -> Post {
    match role {
        Role::WireEditor
        | Role::AssignmentEditor
        | Role::Researcher
        | Role::DeskEditor
        | Role::CopyEditor
        | Role::Producer
        | Role::Scriptwriter => Post::Quick,
        Role::Reporter | Role::Translator => Post::Writer,
        Role::FactChecker | Role::StandardsEditor | Role::ManagingEditor => Post::Checker,
        Role::Anchor | Role::SoundEngineer => Post::NoModel,
    }
}
