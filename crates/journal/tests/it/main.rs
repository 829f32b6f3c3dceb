//! The journal through its one door: runs that go on, replays, crashes, and what is refused.

mod crash;
mod files;
mod kill;
mod runs;
mod small_run;
