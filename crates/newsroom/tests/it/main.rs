//! The whole newsroom against the sample wire: real HTTP on loopback, no voice, a clock that is set.

#[cfg(test)]
mod answer_key;
#[cfg(test)]
mod choice;
#[cfg(test)]
mod clock_jumps;
#[cfg(test)]
mod corrections;
#[cfg(test)]
mod deadlines;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod doubt;
#[cfg(test)]
mod embeddings;
#[cfg(test)]
mod fortnight;
#[cfg(test)]
mod hosts;
#[cfg(test)]
mod injections;
#[cfg(test)]
mod model_faults;
#[cfg(test)]
mod models;
#[cfg(test)]
mod outbox;
#[cfg(test)]
mod personas;
#[cfg(test)]
mod runs;
#[cfg(test)]
mod story;
#[cfg(test)]
mod ten_days;
#[cfg(test)]
mod voices;
#[cfg(test)]
mod watchdog;
