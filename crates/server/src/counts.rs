//! What the door counts of itself: connections, replies, refusals.

use crate::openmetrics::{Family, Kind};
use axum::http::StatusCode;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Counted since the door was opened.
#[derive(Debug, Default)]
pub(crate) struct Counts {
    standing: AtomicI64,
    /// By the first digit of the status.
    by_class: [AtomicU64; 6],
    refused: Mutex<BTreeMap<&'static str, u64>>,
}

impl Counts {
    pub(crate) fn connected(&self) {
        self.standing.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn left(&self) {
        self.standing.fetch_sub(1, Ordering::Relaxed);
    }

    pub(crate) fn answered(&self, status: StatusCode) {
        if let Some(class) = self.by_class.get(usize::from(status.as_u16() / 100)) {
            class.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn refused(&self, why: &'static str) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner).entry(why).or_default() += 1;
    }

    /// The same as others read it.
    pub(crate) fn families(&self) -> Vec<Family> {
        let mut connections = Family::new("zaowan_door_connections", Kind::Gauge, "connections that stand");
        connections.add(&[], self.standing.load(Ordering::Relaxed) as f64);
        let mut replies =
            Family::new("zaowan_door_replies", Kind::Counter, "replies, by the first digit of their status");
        for class in 2..=5 {
            let name = format!("{class}xx");
            replies.add(&[("status", &name)], self.by_class[class].load(Ordering::Relaxed) as f64);
        }
        let mut refused = Family::new(
            "zaowan_door_refused",
            Kind::Counter,
            "refused at the door: host, origin, rate, key, connections",
        );
        for (why, n) in self.refused.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            refused.add(&[("why", why)], *n as f64);
        }
        vec![connections, replies, refused]
    }
}
