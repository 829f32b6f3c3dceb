//! Who is at the door before a key was shown: an address, and how much of its minute is left.

use crate::settings::Settings;
use axum::http::{Extensions, HeaderMap};
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// So many addresses are remembered; then those whose minute is whole again are forgotten.
const MOST: usize = 50_000;

/// The other end of the connection that a request came by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

/// Who sent a request: the peer, or whom a proxy that is believed names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stranger {
    pub addr: IpAddr,
    /// Whether it came to the proxy by HTTPS.
    pub is_https: bool,
}

impl Stranger {
    pub(crate) fn of(extensions: &Extensions, headers: &HeaderMap, settings: &Settings) -> Self {
        let peer = extensions.get::<Peer>().map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |peer| peer.0);
        Self::seen(peer.to_canonical(), headers, settings)
    }

    fn seen(peer: IpAddr, headers: &HeaderMap, settings: &Settings) -> Self {
        if !settings.proxies.contains(&peer) {
            return Self { addr: peer, is_https: false };
        }
        // Each proxy writes at the end; what stands before the first one that is not ours anybody can have written.
        let chain = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops: Vec<IpAddr> =
            chain.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse().ok()).collect();
        let addr = hops.iter().rev().map(IpAddr::to_canonical).find(|hop| !settings.proxies.contains(hop));
        let is_https = headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes() == b"https");
        Self { addr: addr.unwrap_or(peer), is_https }
    }
}

/// What each address has left of its minute.
#[derive(Debug, Default)]
pub(crate) struct Minutes(Mutex<HashMap<IpAddr, Bucket>>);

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Minutes {
    /// Counts a request of an address. Errors: how long until there is room again.
    pub(crate) fn count(&self, addr: IpAddr, per_minute: u32, now: Instant) -> Result<(), Duration> {
        // What runs on this machine can do worse than ask often.
        if addr.is_loopback() {
            return Ok(());
        }
        let mut buckets = self.lock();
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| refilled(bucket, per_minute, now) < f64::from(per_minute));
            // Nobody's memory is worth more than the door.
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(subscriber(addr)).or_insert(Bucket { left: f64::from(per_minute), at: now });
        *bucket = Bucket { left: refilled(bucket, per_minute, now), at: now };
        if bucket.left >= 1.0 {
            bucket.left -= 1.0;
            return Ok(());
        }
        let seconds = (1.0 - bucket.left) * 60.0 / f64::from(per_minute.max(1));
        Err(Duration::from_secs_f64(seconds.ceil().clamp(1.0, 60.0)))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Bucket>> {
        // Whoever panicked with it left numbers at worst.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refilled(bucket: &Bucket, per_minute: u32, now: Instant) -> f64 {
    let gained = now.saturating_duration_since(bucket.at).as_secs_f64() * f64::from(per_minute) / 60.0;
    (bucket.left + gained).min(f64::from(per_minute))
}

/// A subscriber of IPv6 has 2^64 addresses.
pub(crate) fn subscriber(addr: IpAddr) -> IpAddr {
    match addr {
        IpAddr::V4(_) => addr,
        IpAddr::V6(addr) => IpAddr::V6(Ipv6Addr::from_bits(addr.to_bits() & !u128::from(u64::MAX))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addr(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_minute_is_used_up_by_its_address_alone_and_fills_again() {
        let (minutes, now) = (Minutes::default(), Instant::now());
        let count = |text: &str, now| minutes.count(addr(text), 2, now);
        assert_eq!([count("192.0.2.1", now), count("192.0.2.1", now)], [Ok(()), Ok(())]);
        assert_eq!(count("192.0.2.1", now), Err(Duration::from_secs(30)));
        assert_eq!(count("192.0.2.2", now), Ok(()));
        assert_eq!(count("192.0.2.1", now + Duration::from_secs(31)), Ok(()));
        for _ in 0..9 {
            assert_eq!(count("127.0.0.1", now), Ok(()), "this machine's own are not counted");
        }
    }

    #[test]
    fn a_subscriber_of_ipv6_is_one_address() {
        let (minutes, now) = (Minutes::default(), Instant::now());
        let told =
            ["2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"].map(|text| minutes.count(addr(text), 1, now).is_ok());
        assert_eq!(told, [true, false, true]);
    }

    #[test]
    fn only_a_proxy_that_is_believed_says_who_asks() {
        let settings = Settings { proxies: vec![addr("127.0.0.1"), addr("10.0.0.2")], ..Settings::default() };
        let mut headers = HeaderMap::new();
        headers.append("x-forwarded-for", "203.0.113.9, 192.0.2.7".parse().unwrap());
        headers.append("x-forwarded-for", "10.0.0.2".parse().unwrap());
        headers.insert("x-forwarded-proto", "https".parse().unwrap());
        let seen = |peer: &str| Stranger::seen(addr(peer), &headers, &settings);
        assert_eq!(seen("127.0.0.1"), Stranger { addr: addr("192.0.2.7"), is_https: true });
        assert_eq!(seen("198.51.100.1"), Stranger { addr: addr("198.51.100.1"), is_https: false });
    }
}
