//! The wire against a small web of its own: real HTTP over loopback, invented hosts, no network.

#[cfg(test)]
mod door;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod full_text;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod web;
