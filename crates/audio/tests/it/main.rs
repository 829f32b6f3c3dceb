//! The room's one integration binary.

#[cfg(test)]
mod programme;
