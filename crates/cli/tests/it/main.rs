//! The `zaowan` program as a person and as another program meet it.

#[cfg(test)]
mod alarms;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod calls;
#[cfg(test)]
mod crash_matrix;
#[cfg(test)]
mod disk_full;
#[cfg(test)]
mod killed;
#[cfg(test)]
mod models;
#[cfg(test)]
mod program;
#[cfg(test)]
mod random;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod wrong_use;
