//! What a written price means.

use super::Error;
use super::check::Check;
use super::written::WrittenPrice;
use gateway::{OffPeak, Over, Price, Prices};
use jiff::civil::Time;

/// The owner's row, with amounts, currency and hours that exist.
pub(super) fn own_price(written: &WrittenPrice, check: &Check<'_>) -> Result<Price, Error> {
    let currency = written.currency.trim().to_uppercase();
    let known = Prices::shipped().fx;
    if currency != "USD" && !known.contains_key(&currency) {
        let others: Vec<&str> = known.keys().map(String::as_str).collect();
        let why = format!("its worth in US dollars is not known; write USD or {}", others.join(", "));
        return Err(check.value("price.currency", &written.currency, &why));
    }
    let over = written.over.as_ref();
    let night = written.off_peak.as_ref();
    let amounts = [Some(written.input), written.cached, written.cache_write, Some(written.output)].into_iter();
    let amounts = amounts
        .chain(over.into_iter().flat_map(|over| [Some(over.input), over.cached, over.cache_write, Some(over.output)]));
    let amounts =
        amounts.chain(night.into_iter().flat_map(|night| [Some(night.input), night.cached, Some(night.output)]));
    if let Some(wrong) = amounts.flatten().find(|amount| !(0.0..=100_000.0).contains(amount)) {
        let key = format!("price of {}/{}", written.vendor, written.model);
        return Err(check.value(&key, &wrong.to_string(), "is not a price of a million tokens"));
    }
    if let Some(night) = night {
        check.time_zone("price.off_peak.zone", &night.zone)?;
        if let Some(wrong) = [&night.from, &night.to].into_iter().find(|time| time.parse::<Time>().is_err()) {
            return Err(check.value("price.off_peak", wrong, "is not a time of day; write one such as 16:30"));
        }
    }
    Ok(Price {
        vendor: written.vendor.clone(),
        model: written.model.clone(),
        kind: written.kind.clone(),
        currency,
        input: written.input,
        cached: written.cached,
        cache_write: written.cache_write,
        output: written.output,
        characters: 0.0,
        context: written.context,
        max_output: written.max_output,
        over: over.map(|over| Over {
            tokens: over.tokens,
            input: over.input,
            cached: over.cached,
            cache_write: over.cache_write,
            output: over.output,
        }),
        off_peak: night.map(|night| OffPeak {
            from: night.from.clone(),
            to: night.to.clone(),
            zone: night.zone.clone(),
            input: night.input,
            cached: night.cached,
            output: night.output,
        }),
    })
}
