//! The door over simulated vendors: real HTTP on both sides, true dialects, true failures.

#[cfg(test)]
mod clients;
#[cfg(test)]
mod door;
#[cfg(test)]
mod embeddings;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod house;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod plain;
#[cfg(test)]
mod responses;
#[cfg(test)]
mod site;
#[cfg(test)]
mod speech;
mod streams;
