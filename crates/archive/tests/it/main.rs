//! The archive through its one door: items, threads, editions, search, and what is refused.

#[cfg(test)]
mod editions;
#[cfg(test)]
mod facts;
#[cfg(test)]
mod files;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod items;
#[cfg(test)]
mod search;
#[cfg(test)]
mod threads;
