//! Who plays which role: routes by role, from the configuration and from what can be asked.

use gateway::Route;
use news::Role;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The routes of each role, in order of preference; a role without any is played by its floor.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Roster {
    /// By role.
    pub seats: BTreeMap<Role, Vec<Route>>,
}

impl Roster {
    /// Who may play this role; empty where only the floor does.
    pub fn routes(&self, role: Role) -> &[Route] {
        self.seats.get(&role).map(Vec::as_slice).unwrap_or_default()
    }
}
