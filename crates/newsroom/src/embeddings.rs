//! Asks a model of embeddings what the items mean, for the clustering: all of them or none.
//!
//! It is one step of the journal, so that a run that is gone on with asks nobody again. A model that is not named, does
//! not answer, answers too late or answers anything that cannot be compared leaves the clustering to the words: a step
//! that failed never means that nothing is deduplicated.

use crate::Error;
use crate::deadline::Place;
use crate::play::side_by_side;
use crate::progress::Event;
use crate::shift::Shift;
use gateway::{Ask, Purpose, Route};
use journal::IdempotencyKey;
use news::{Item, ItemId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::time::{Duration, Instant};
use wire::cluster::Vectors;

/// So many texts are sent at once.
const BATCH: usize = 64;
/// Of each text so much is sent: title and lead say what happened.
const CHARS: usize = 700;
/// All of it takes no longer, whatever the plan leaves it.
const LIMIT: Duration = Duration::from_secs(30);

/// What is kept in the journal: a byte for each number, which is as much as clustering needs.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Kept {
    rows: Vec<(ItemId, String)>,
    /// Why there is none, if a model was named.
    why: Option<String>,
}

/// The vectors of the items; `None` if no model is named or none could be had.
pub(crate) async fn vectors(shift: &Shift<'_>, items: &[Item]) -> Result<Option<Vectors>, Error> {
    let models = &shift.config.models;
    let Some(route) = models.embeddings.clone().filter(|_| !models.is_off && !items.is_empty()) else {
        return Ok(None);
    };
    let route = &route;
    let effect = |key: IdempotencyKey| async move { Ok::<_, Error>(fetch(shift, route, items, &key).await) };
    let kept: Kept = shift.run.step("assign/embed", effect).await?;
    if let Some(why) = &kept.why {
        shift.tell(Event::Note { text: format!("stories are clustered by their words alone; {why}") });
    }
    Ok(Vectors::of(kept.rows.iter().map(|(id, row)| (id.clone(), unpack(row)))))
}

async fn fetch(shift: &Shift<'_>, route: &Route, items: &[Item], key: &IdempotencyKey) -> Kept {
    let left = shift.watch.ask_until(Place::Embed).map(|until| until.saturating_duration_since(Instant::now()));
    let limit = left.map_or(LIMIT, |left| left.min(LIMIT));
    let mut batches = Vec::new();
    for (nth, batch) in items.chunks(BATCH).enumerate() {
        batches.push(ask(shift, route, nth, batch, key));
    }
    let answers = match tokio::time::timeout(limit, side_by_side(shift, batches)).await {
        Ok(answers) => answers.into_iter().collect::<Result<Vec<_>, String>>(),
        Err(_) => Err(format!("{route} took longer than {} s", limit.as_secs())),
    };
    let rows = answers.map(|rows| rows.into_iter().flatten().collect::<Vec<_>>()).and_then(comparable);
    match rows {
        Ok(rows) => Kept { rows: rows.into_iter().map(|(id, row)| (id, pack(&row))).collect(), why: None },
        Err(why) => Kept { rows: Vec::new(), why: Some(why) },
    }
}

type Rows = Vec<(ItemId, Vec<f32>)>;

/// One batch of vectors, in the order of the items.
async fn ask(
    shift: &Shift<'_>,
    route: &Route,
    nth: usize,
    items: &[Item],
    key: &IdempotencyKey,
) -> Result<Rows, String> {
    let texts: Vec<String> = items.iter().map(text).collect();
    let body = Map::from_iter([("input".to_owned(), json!(texts)), ("encoding_format".to_owned(), json!("float"))]);
    let purpose = Purpose {
        job: shift.key.to_string(),
        role: "embeddings".to_owned(),
        step: format!("assign/embed/{nth}"),
        key: key.to_string(),
        ..Purpose::default()
    };
    let ask = Ask { purpose, deadline: shift.watch.ask_until(Place::Embed), ..Ask::of_body(vec![route.clone()], body) };
    let answer = shift.newsroom.gateway.embed(&ask).await.result;
    let answer = answer.map_err(|error| error.to_string().chars().take(300).collect::<String>())?;
    read(&answer, items).ok_or_else(|| format!("{route} did not answer with a vector for each text"))
}

fn text(item: &Item) -> String {
    format!("{}\n{}", item.title, item.text).chars().take(CHARS).collect()
}

/// The vectors of an answer, each with the item whose text it was made of.
fn read(answer: &Value, items: &[Item]) -> Option<Rows> {
    let mut rows: Vec<Option<Vec<f32>>> = vec![None; items.len()];
    for (nth, row) in answer.get("data")?.as_array()?.iter().enumerate() {
        let at = row.get("index").and_then(Value::as_u64).map_or(nth, |index| index as usize);
        let numbers = row.get("embedding")?.as_array()?;
        *rows.get_mut(at)? = numbers.iter().map(|number| Some(number.as_f64()? as f32)).collect();
    }
    items.iter().zip(rows).map(|(item, row)| Some((item.id.clone(), row?))).collect()
}

/// The rows, if the clustering can use them all.
fn comparable(rows: Rows) -> Result<Rows, String> {
    match Vectors::of(rows.iter().cloned()) {
        Some(_) => Ok(rows),
        None => Err("the vectors cannot be compared with each other".to_owned()),
    }
}

/// Each number as a byte in hex, 128 for nought and the largest at 1 or 255.
fn pack(row: &[f32]) -> String {
    let largest = row.iter().fold(f32::MIN_POSITIVE, |largest, x| largest.max(x.abs()));
    row.iter().map(|x| format!("{:02x}", (x / largest * 127.0).round() as i32 + 128)).collect()
}

fn unpack(row: &str) -> Vec<f32> {
    let byte = |at: usize| row.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or(128);
    (0..row.len() / 2).map(|i| (f32::from(byte(2 * i)) - 128.0) / 127.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_points_where_the_vector_did() {
        let vector = [0.5, -0.25, 0.0, 0.125];
        let kept: Vec<f32> = unpack(&pack(&vector)).iter().map(|x| (x * 50.0).round() / 100.0).collect();
        assert_eq!(kept, [0.5, -0.25, 0.0, 0.13]);
    }
}
