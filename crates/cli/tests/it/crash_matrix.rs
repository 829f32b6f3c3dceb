//! The crash matrix: a real process, killed by SIGKILL at every step of the sample edition made with simulated vendors,
//! before the effect of the step, after it but before its record, and after the record.
//!
//! However often it is killed, the run ends published, as the same edition as the one nobody disturbed; no vendor is
//! asked again for what is recorded; what was in flight is asked again under the same key; no half file is left.

mod chain;
pub mod desk;

use chain::{Chain, Goals};
use desk::Desk;
use std::sync::Mutex;
use std::time::Instant;

fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(usual)
}

#[test]
fn an_edition_killed_at_a_dozen_points_is_the_one_that_nobody_disturbed() {
    let desk = Desk::open("sound = false\n");
    let undisturbed = desk.undisturbed();
    let seed = number("ZAOWAN_SEED", 20_260_318);
    eprintln!("seed {seed} (ZAOWAN_SEED)");
    let goals = Mutex::new(Goals::some(&undisturbed, seed, 12));
    Chain::begin(&desk, &undisturbed, seed).run(&goals);
    eprintln!("{}", goals.lock().unwrap().said());
}

#[test]
#[ignore = "more than five hundred kills: some fifteen minutes"]
fn an_edition_killed_at_every_point_of_every_step_is_the_one_that_nobody_disturbed() {
    let began = Instant::now();
    let seed = number("ZAOWAN_SEED", 20_260_318);
    let n_kills = number("ZAOWAN_KILLS", 500);
    let n_workers = number("ZAOWAN_WORKERS", 2);
    eprintln!(
        "seed {seed} (ZAOWAN_SEED), {n_kills} kills at least (ZAOWAN_KILLS), {n_workers} at once (ZAOWAN_WORKERS)"
    );
    let desk = Desk::open("");
    let undisturbed = desk.undisturbed();
    eprintln!("{} steps, undisturbed in {:.1} s", undisturbed.steps.len(), undisturbed.took.as_secs_f64());
    let goals = Mutex::new(Goals::all(&undisturbed, n_kills));
    std::thread::scope(|scope| {
        for worker in 0..n_workers {
            let (goals, undisturbed) = (&goals, &undisturbed);
            scope.spawn(move || {
                let desk = Desk::open("");
                let mut nth = 0;
                while !goals.lock().unwrap().are_reached() {
                    let seed = seed + worker * 1_000_000 + nth;
                    Chain::begin(&desk, undisturbed, seed).run(goals);
                    eprintln!("seed {seed}: {}", goals.lock().unwrap().said());
                    nth += 1;
                }
            });
        }
    });
    let goals = goals.into_inner().unwrap();
    eprintln!("{} in {:.0} s", goals.said(), began.elapsed().as_secs_f64());
    assert!(goals.n_reissued > 0, "no call was ever in flight: the matrix shows nothing");
    assert_eq!(goals.left(), Vec::<String>::new(), "points that no run was killed at");
}
