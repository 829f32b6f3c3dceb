//! Crash matrix: at every step, before the effect, after it and after the record.

use crate::small_run::{KEY, Place, STEPS, begin_and_carry_out, expected, morning};
use journal::{At, Deed, Error, Fault, Point};
use serde_json::json;

#[tokio::test]
async fn a_run_stopped_anywhere_ends_the_same_and_does_no_recorded_step_twice() {
    for point in Point::ALL {
        for nth in 1..=STEPS.len() {
            let place = Place::new();
            let fault = Fault { point, at: At::Nth(u32::try_from(nth).unwrap()), deed: Deed::Stop };
            let stopped = begin_and_carry_out(&place, Some(fault.clone())).await.unwrap_err();
            assert_eq!(
                stopped.to_string(),
                format!("stopped {point} of the step {:?}, as the fault asks", STEPS[nth - 1])
            );

            assert_eq!(begin_and_carry_out(&place, None).await.unwrap(), expected(), "{fault:?}");

            for (index, step) in STEPS.iter().enumerate() {
                // Done but not recorded: nobody can know, so it is done again, under the same key.
                let n = if point == Point::AfterEffect && index + 1 == nth { 2 } else { 1 };
                assert_eq!(place.done.counts()[*step], (n, 1), "{step} with {fault:?}");
            }
            place.journal().verify().unwrap();
        }
    }
}

#[tokio::test]
async fn a_run_stopped_many_times_still_ends_the_same() {
    for seed in 1..=20u64 {
        let place = Place::new();
        let mut dice = Dice(seed);
        let mut n_after_effect = 0;
        let mut n_starts = 0;
        let words = loop {
            n_starts += 1;
            let fault = Fault {
                point: Point::ALL[dice.below(3)],
                at: At::Nth(1 + u32::try_from(dice.below(2)).unwrap()),
                deed: Deed::Stop,
            };
            match begin_and_carry_out(&place, (n_starts < 40).then_some(fault)).await {
                Ok(words) => break words,
                Err(Error::Stopped { point, .. }) => n_after_effect += usize::from(point == Point::AfterEffect),
                // Stopped after the last record: the steps are all done, and the run was not yet finished.
                Err(error) => panic!("seed {seed}: {error}"),
            }
        };
        assert_eq!(words, expected(), "seed {seed}");
        let n_done: usize = place.done.counts().values().map(|(n, _)| n).sum();
        assert_eq!(n_done, STEPS.len() + n_after_effect, "seed {seed}");
        assert!(place.done.counts().values().all(|(_, n_keys)| *n_keys == 1), "seed {seed}");
    }
}

#[tokio::test]
async fn what_was_started_but_not_recorded_is_told_to_the_next_try() {
    let place = Place::new();
    let fault = Fault { point: Point::AfterEffect, at: At::Nth(1), deed: Deed::Stop };
    begin_and_carry_out(&place, Some(fault)).await.unwrap_err();
    let run = place.journal().begin(KEY, &json!({}), morning()).unwrap();
    assert!(run.resumed());
    let is_retry = run.step_sync("gather", |key| Ok::<_, String>(key.is_retry())).unwrap();
    let is_first = run.step_sync("write", |key| Ok::<_, String>(key.is_retry())).unwrap();
    assert_eq!((is_retry, is_first), (true, false));
}

/// A small generator, so that a seed in a message is enough to see it again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % n).unwrap()
    }
}
