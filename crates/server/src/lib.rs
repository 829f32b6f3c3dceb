//! The door for others.
