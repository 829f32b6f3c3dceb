//! The gateway against simulated vendors: real HTTP on loopback, true dialects, true failures.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod catalogue;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod routes;
#[cfg(test)]
mod shapes;
#[cfg(test)]
mod streams;
#[cfg(test)]
mod voices;
