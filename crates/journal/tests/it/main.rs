//! The journal through its one door: runs that go on, replays, crashes, and what is refused.

#[cfg(test)]
mod audit;
#[cfg(test)]
mod crash;
#[cfg(test)]
mod files;
#[cfg(test)]
mod kill;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod small_run;
