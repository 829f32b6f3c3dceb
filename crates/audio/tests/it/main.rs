//! The room's one integration binary.

#[cfg(test)]
mod normalise;
#[cfg(test)]
mod pinyin;
#[cfg(test)]
mod programme;
#[cfg(test)]
mod takes;
#[cfg(test)]
mod voices;
