//! The room's one integration binary.

#[cfg(test)]
mod normalise;
#[cfg(test)]
mod programme;
