//! How the voices stand in one programme: whom it makes sense to ask, so that an outage costs seconds and not the deadline.

use gateway::voice::{VoiceFaultKind, VoiceRoute};
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// So much failure in a row, and a vendor rests until another story.
const ENOUGH: u32 = 3;
/// A line that was waited for in vain weighs more than one that failed at once.
const SLOW_WEIGHS: u32 = 2;
/// A vendor that keeps failing is tried again after 1, 2, 4, then always 8 stories.
const MOST_STORIES: usize = 8;

/// How the voices stand.
#[derive(Debug, Default)]
pub(crate) struct Standing {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Voices that are not asked again in this programme.
    out: BTreeMap<VoiceRoute, String>,
    vendors: BTreeMap<String, Vendor>,
}

#[derive(Debug, Default)]
struct Vendor {
    /// Its account is used up.
    out: Option<String>,
    failed_in_a_row: u32,
    n_rests: u32,
    /// The first story it is tried in again.
    rests_until: usize,
}

impl Standing {
    fn state(&self) -> MutexGuard<'_, State> {
        // Whoever panicked with it left counts that are whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why this voice is not to be asked in this story; nothing if it may be.
    pub(crate) fn why_not(&self, route: &VoiceRoute, story: usize) -> Option<String> {
        let state = self.state();
        if let Some(why) = state.out.get(route) {
            return Some(why.clone());
        }
        let vendor = state.vendors.get(&route.vendor)?;
        let rests = || (vendor.rests_until > story).then(|| format!("{} failed too often just now", route.vendor));
        vendor.out.clone().or_else(rests)
    }

    /// Whether its vendor has rested and is to be tried with one line before the others.
    pub(crate) fn is_on_trial(&self, route: &VoiceRoute, story: usize) -> bool {
        let state = self.state();
        state.vendors.get(&route.vendor).is_some_and(|vendor| vendor.n_rests > 0 && vendor.rests_until <= story)
    }

    /// The voice spoke.
    pub(crate) fn spoke(&self, route: &VoiceRoute) {
        if let Some(vendor) = self.state().vendors.get_mut(&route.vendor) {
            *vendor = Vendor { out: vendor.out.take(), ..Vendor::default() };
        }
    }

    /// The voice failed to speak.
    pub(crate) fn failed(&self, route: &VoiceRoute, kind: VoiceFaultKind, story: usize) {
        let mut state = self.state();
        match kind {
            VoiceFaultKind::Key | VoiceFaultKind::Consent => {
                state.out.insert(route.clone(), kind.words().to_owned());
            }
            VoiceFaultKind::Quota => {
                state.vendors.entry(route.vendor.clone()).or_default().out = Some(kind.words().to_owned());
            }
            VoiceFaultKind::Rate | VoiceFaultKind::Transient => {
                state.vendors.entry(route.vendor.clone()).or_default().fail(1, story);
            }
            // These say something of the line, not of the vendor.
            _ => {}
        }
    }

    /// The voice was waited for in vain.
    pub(crate) fn was_slow(&self, route: &VoiceRoute, story: usize) {
        self.state().vendors.entry(route.vendor.clone()).or_default().fail(SLOW_WEIGHS, story);
    }
}

impl Vendor {
    fn fail(&mut self, weight: u32, story: usize) {
        // Lines that were under way when it was sent to rest say nothing new.
        if self.rests_until > story {
            return;
        }
        self.failed_in_a_row += weight;
        if self.failed_in_a_row >= ENOUGH || self.n_rests > 0 {
            self.n_rests += 1;
            self.rests_until = story + (1 << (self.n_rests - 1).min(8)).min(MOST_STORIES);
            self.failed_in_a_row = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(name: &str) -> VoiceRoute {
        name.parse().unwrap()
    }

    #[test]
    fn a_used_up_account_silences_the_vendor_and_a_wrong_key_the_voice() {
        let standing = Standing::default();
        standing.failed(&route("a/x"), VoiceFaultKind::Key, 0);
        standing.failed(&route("b/x"), VoiceFaultKind::Quota, 0);
        let why = |name: &str| standing.why_not(&route(name), 9);
        assert_eq!(why("a/x").as_deref(), Some("the key was not taken"));
        assert_eq!(why("a/y"), None);
        assert_eq!(why("b/y").as_deref(), Some("the account is used up"));
    }

    #[test]
    fn an_outage_is_tried_again_ever_less_often() {
        let standing = Standing::default();
        let voice = route("a/x");
        let mut asked = Vec::new();
        for story in 0..20 {
            if standing.why_not(&voice, story).is_none() {
                asked.push(story);
                standing.was_slow(&voice, story);
                standing.was_slow(&voice, story);
            }
        }
        assert_eq!(asked, [0, 1, 3, 7, 15]);
        assert!(!standing.is_on_trial(&voice, 16) && standing.is_on_trial(&voice, 23));
        standing.spoke(&voice);
        assert_eq!(standing.why_not(&voice, 16), None);
    }

    #[test]
    fn what_is_wrong_with_a_line_is_not_held_against_the_vendor() {
        let standing = Standing::default();
        for kind in [VoiceFaultKind::Content, VoiceFaultKind::Truncated, VoiceFaultKind::Empty, VoiceFaultKind::Input] {
            (0..9).for_each(|_| standing.failed(&route("a/x"), kind, 0));
        }
        assert_eq!(standing.why_not(&route("a/x"), 0), None);
    }
}
