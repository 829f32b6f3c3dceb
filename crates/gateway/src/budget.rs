//! What may be spent: reserved before a call, settled after it, never exceeded.

use crate::error::Error;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// The owner's limits, in micro-dollars; none means no limit.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Budgets {
    /// For one edition, or another piece of work.
    pub per_job: Option<i64>,
    /// For one day, in UTC.
    pub per_day: Option<i64>,
    /// For one day at one vendor.
    pub per_vendor: BTreeMap<String, i64>,
    /// For one day and one client of the door.
    pub per_client: BTreeMap<String, i64>,
}

/// What has been spent or is reserved, by what it counts against.
#[derive(Debug, Default)]
pub(crate) struct Purses {
    day: String,
    spent: HashMap<Purse, i64>,
}

/// Something that money is counted against.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Purse {
    Job(String),
    Day,
    Vendor(String),
    Client(String),
}

/// A reservation that must be settled.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hold {
    pub(crate) microusd: i64,
    day: String,
    purses: Vec<Purse>,
}

impl Purses {
    /// Begins a day, whose spendings so far are given; those of the day before are forgotten, jobs go on.
    pub(crate) fn begin_day(&mut self, day: &str, spent: Vec<(Purse, i64)>) {
        self.spent.retain(|purse, _| matches!(purse, Purse::Job(_)));
        self.day = day.to_owned();
        for (purse, microusd) in spent {
            *self.spent.entry(purse).or_default() += microusd;
        }
    }

    pub(crate) fn is_day(&self, day: &str) -> bool {
        self.day == day
    }

    pub(crate) fn knows_job(&self, job: &str) -> bool {
        self.spent.contains_key(&Purse::Job(job.to_owned()))
    }

    pub(crate) fn begin_job(&mut self, job: &str, microusd: i64) {
        self.spent.insert(Purse::Job(job.to_owned()), microusd);
    }

    /// Reserves the most that a call may cost.
    ///
    /// Errors: `OverBudget` with the limit that it would break.
    pub(crate) fn reserve(
        &mut self,
        budgets: &Budgets,
        job: &str,
        vendor: &str,
        client: &str,
        microusd: i64,
    ) -> Result<Hold, Error> {
        let mut purses = vec![(Purse::Day, budgets.per_day, "per_day".to_owned())];
        if !job.is_empty() {
            purses.push((Purse::Job(job.to_owned()), budgets.per_job, "per_edition".to_owned()));
        }
        let of_vendor = budgets.per_vendor.get(vendor).copied();
        purses.push((Purse::Vendor(vendor.to_owned()), of_vendor, format!("per_vendor.{vendor}")));
        if !client.is_empty() {
            let of_client = budgets.per_client.get(client).copied();
            purses.push((Purse::Client(client.to_owned()), of_client, format!("client {client}")));
        }
        for (purse, limit, which) in &purses {
            let spent = self.spent.get(purse).copied().unwrap_or(0);
            if let Some(limit) = limit.filter(|limit| spent + microusd > *limit) {
                return Err(Error::OverBudget {
                    which: which.clone(),
                    spent_microusd: spent,
                    limit_microusd: limit,
                    wanted_microusd: microusd,
                });
            }
        }
        let purses: Vec<Purse> = purses.into_iter().map(|(purse, _, _)| purse).collect();
        for purse in &purses {
            *self.spent.entry(purse.clone()).or_default() += microusd;
        }
        Ok(Hold { microusd, day: self.day.clone(), purses })
    }

    /// Puts what was really spent in the place of a reservation.
    pub(crate) fn settle(&mut self, hold: Hold, microusd: i64) {
        let is_today = hold.day == self.day;
        for purse in hold.purses {
            // What was reserved yesterday is not in today's count.
            if is_today || matches!(purse, Purse::Job(_)) {
                *self.spent.entry(purse).or_default() += microusd - hold.microusd;
            }
        }
    }

    #[cfg(test)]
    fn spent(&self, purse: &Purse) -> i64 {
        self.spent.get(purse).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budgets() -> Budgets {
        Budgets {
            per_job: Some(100),
            per_day: Some(150),
            per_vendor: BTreeMap::from([("a".to_owned(), 60)]),
            per_client: BTreeMap::from([("shop".to_owned(), 10)]),
        }
    }

    #[test]
    fn a_call_that_might_break_a_limit_is_not_made() {
        let mut purses = Purses::default();
        let hold = purses.reserve(&budgets(), "monday", "a", "", 60).unwrap();
        let which = |error| match error {
            Error::OverBudget { which, .. } => which,
            other => other.to_string(),
        };
        assert_eq!(which(purses.reserve(&budgets(), "monday", "a", "", 1).unwrap_err()), "per_vendor.a");
        assert_eq!(which(purses.reserve(&budgets(), "monday", "b", "", 41).unwrap_err()), "per_edition");
        assert_eq!(which(purses.reserve(&budgets(), "", "b", "", 91).unwrap_err()), "per_day");
        assert_eq!(which(purses.reserve(&budgets(), "", "b", "shop", 11).unwrap_err()), "client shop");
        purses.settle(hold, 5);
        assert_eq!(purses.spent(&Purse::Job("monday".into())), 5);
        assert!(purses.reserve(&budgets(), "monday", "a", "", 55).is_ok());
    }

    #[test]
    fn a_new_day_begins_with_what_the_ledger_knows_of_it() {
        let mut purses = Purses::default();
        purses.begin_day("2026-01-01", vec![]);
        let hold = purses.reserve(&budgets(), "j", "a", "", 60).unwrap();
        purses.begin_day("2026-01-02", vec![(Purse::Day, 140)]);
        purses.settle(hold, 60);
        assert_eq!((purses.spent(&Purse::Day), purses.spent(&Purse::Job("j".into()))), (140, 60));
        assert!(purses.reserve(&budgets(), "k", "b", "", 11).is_err());
    }
}
