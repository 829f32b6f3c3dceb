//! The publishing room through its door, [`publish::Site`]: one binary for all its integration tests.

#[cfg(test)]
mod corrections;
#[cfg(test)]
mod cover;
#[cfg(test)]
mod files;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod look;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod podcast_rules;
#[cfg(test)]
mod rss_rules;
#[cfg(test)]
mod site;
#[cfg(test)]
mod xml;
