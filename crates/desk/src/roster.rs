//! Who plays which role.

use news::{Author, Role};

/// One role and who plays it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The role.
    pub role: Role,
    /// Its name in configuration: `fact_checker`.
    pub key: &'static str,
    /// Who plays it.
    pub player: Player,
    /// Whether its floor does the whole work; the translator's does not, it leaves a story in one language.
    pub floor_suffices: bool,
}

/// Who plays a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Player {
    /// Deterministic code that needs no key.
    Floor,
}

impl Seat {
    /// The author that is written under what this seat makes.
    pub fn author(&self) -> Author {
        match self.player {
            Player::Floor => Author::floor(self.role),
        }
    }
}

/// The fourteen seats in the order of the work, each played by its floor.
pub fn roster() -> Vec<Seat> {
    Role::ALL
        .into_iter()
        .map(|role| Seat {
            role,
            key: role.key(),
            player: Player::Floor,
            floor_suffices: !matches!(role, Role::Translator),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_has_one_seat() {
        let keys: Vec<&str> = roster().iter().map(|seat| seat.key).collect();
        assert_eq!(keys, Role::ALL.map(Role::key));
    }
}
