//! What testkit promises to those who test with it.

#[cfg(test)]
mod client;
#[cfg(test)]
mod days;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod texts;
#[cfg(test)]
mod vendors;
#[cfg(test)]
mod vendors_client;
#[cfg(test)]
mod web;
