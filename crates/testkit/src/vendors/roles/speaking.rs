//! Producer, scriptwriter, sound engineer: what is heard, in which order, how long.

use super::blocks::{Blocks, list_of, text_of};
use serde_json::{Value, json};

/// The stories in the given order, languages in blocks: first each with as little as it needs, then longer from
/// the front while there is time.
pub(super) fn rundown(blocks: &Blocks) -> Value {
    let edition = blocks.row("edition");
    let mut room = edition.get("seconds_for_stories").and_then(Value::as_u64).unwrap_or(0);
    let stories = in_blocks(blocks.rows("stories"), list_of(&edition, "languages"));
    let mut slots: Vec<(&Value, usize)> = Vec::new();
    for story in &stories {
        if let Some(left) = seconds(story, 1).and_then(|needed| room.checked_sub(needed)) {
            room = left;
            slots.push((story, 1));
        }
    }
    for (story, n) in &mut slots {
        while let Some(more) = seconds(story, *n + 1) {
            let added = more.saturating_sub(seconds(story, *n).unwrap_or(0));
            let Some(left) = room.checked_sub(added) else {
                break;
            };
            room = left;
            *n += 1;
        }
    }
    let rows: Vec<Value> =
        slots.iter().map(|(story, n)| json!({"story": story.get("story"), "n_sentences": n})).collect();
    json!({"slots": rows})
}

fn in_blocks(stories: Vec<Value>, languages: &[Value]) -> Vec<Value> {
    let place = |story: &Value| languages.iter().position(|language| Some(language) == story.get("language"));
    let mut stories = stories;
    stories.sort_by_key(|story| place(story).unwrap_or(languages.len()));
    stories
}

/// The seconds of a story told with its first `n` sentences.
fn seconds(story: &Value, n: usize) -> Option<u64> {
    list_of(story, "seconds_by_n_sentences").get(n.checked_sub(1)?)?.as_u64()
}

const SIGN_OFF: &str = "That is all ";

/// Leaves the lines as they are, but for one that can be said more warmly.
pub(super) fn cues(blocks: &Blocks) -> Value {
    let reworded = |cue: &Value| {
        let rest = text_of(cue, "text").strip_prefix(SIGN_OFF)?;
        Some(json!({"cue": cue.get("cue"), "text": format!("And that is all {rest}")}))
    };
    let rows: Vec<Value> = blocks.rows("cues").iter().filter_map(reworded).collect();
    json!({"cues": rows})
}

/// Says one sentence in another rhythm, and asks before others: what a host may do with lines.
pub(super) fn lines(blocks: &Blocks) -> Value {
    let rows = blocks.rows("lines");
    let has = |row: &&Value, key: &str| row.get(key).and_then(Value::as_bool).unwrap_or(false);
    let of = |language: &str| rows.iter().rfind(|row| has(row, "before") && text_of(row, "language") == language);
    let asked = |language: &str, text: &str| {
        let cue = of(language)?.get("cue")?;
        Some(json!({"cue": cue, "place": "before", "text": text, "how": "over"}))
    };
    let retold = rows.iter().filter(|row| has(row, "before") && text_of(row, "language") == "en").find_map(|row| {
        // In breaths instead of clauses: the words stay as they are.
        let text = text_of(row, "text").replace(", ", " – ");
        let is_other = text != text_of(row, "text");
        is_other.then(|| json!({"cue": row.get("cue"), "place": "instead", "text": text, "how": "plain"}))
    });
    let said =
        [asked("zh", "好的。那么，我们还了解到哪些情况？"), asked("en", "Okay. And what else have we heard?"), retold];
    json!({"lines": said.into_iter().flatten().collect::<Vec<_>>()})
}

/// Every master is in order.
pub(super) fn faults() -> Value {
    json!({"faults": []})
}
