//! Says a score in plain words, zh and en: what each part adds, and what the factors make of it.

use super::reader::Judged;
use super::score::{self, Material};
use news::{Reason, Score, Story};

/// What stands behind the figures.
pub(super) struct Known<'a> {
    pub story: &'a Story,
    pub material: &'a Material<'a>,
    /// Of its best source, 1 to 5.
    pub trust: u8,
    /// Of its newest item, in hours; without end if none is dated.
    pub age: f64,
    pub judged: &'a Judged,
}

/// The reasons of a score whose total is not yet known: their points add up to it.
pub(super) fn reasons(score: &Score, known: &Known<'_>) -> Vec<Reason> {
    let mut reasons: Vec<Reason> =
        score::weighted(score).into_iter().map(|(part, points)| reason(part, points, words(part, known))).collect();
    let mut total: f64 = reasons.iter().map(|reason| reason.points).sum();
    reasons.sort_by(|a, b| b.points.total_cmp(&a.points));
    let factors = [
        ("standing", score.standing, standing()),
        ("beat", score.beat, soft_beat(known.material.beat)),
        ("reader", score.reader, of_the_reader(known.judged)),
    ];
    for (part, factor, words) in factors {
        if factor != 1.0 {
            reasons.push(reason(part, total * (factor - 1.0), words));
            total *= factor;
        }
    }
    reasons
}

fn reason(part: &str, points: f64, (en, zh): (String, String)) -> Reason {
    Reason { part: part.into(), points, en, zh }
}

fn words(part: &str, known: &Known<'_>) -> (String, String) {
    match part {
        "corroboration" => corroboration(known.material.owners),
        "urgency" => urgency(known.material.urgency),
        "substance" => {
            let n = known.material.n_units();
            (format!("{n} {} to tell", if n == 1 { "sentence" } else { "sentences" }), format!("有 {n} 句可讲"))
        }
        "trust" => (
            format!("its best source is trusted {} of 5", known.trust),
            format!("最可信的来源为 {} 分（满分 5）", known.trust),
        ),
        "recency" => recency(known.age),
        _ => novelty(known.story.told.len()),
    }
}

fn corroboration(owners: usize) -> (String, String) {
    match owners {
        0 | 1 => ("one owner reports it".into(), "只有一家报道".into()),
        n => (format!("{n} independent owners report it"), format!("{n} 家独立媒体报道")),
    }
}

fn urgency(urgency: u8) -> (String, String) {
    let (en, zh) = match urgency {
        0 => ("it does not press", "不紧急"),
        1 => ("it presses a little", "略急"),
        2 => ("it presses", "紧急"),
        _ => ("it stops the press", "特急"),
    };
    (en.into(), zh.into())
}

fn recency(age: f64) -> (String, String) {
    if !age.is_finite() {
        return ("undated".into(), "日期不明".into());
    }
    match age.max(0.0).round() as u32 {
        0 => ("less than an hour old".into(), "不到一小时前".into()),
        1 => ("an hour old".into(), "一小时前".into()),
        n => (format!("{n} hours old"), format!("{n} 小时前")),
    }
}

fn novelty(n_told: usize) -> (String, String) {
    match n_told {
        0 => ("not told before".into(), "此前没有讲过".into()),
        1 => ("told once before".into(), "此前讲过一次".into()),
        n => (format!("told {n} times before"), format!("此前讲过 {n} 次")),
    }
}

fn standing() -> (String, String) {
    ("it explains or entertains more than it reports".into(), "偏重解释或消遣，而非报道".into())
}

fn soft_beat(beat: &str) -> (String, String) {
    (format!("{beat} gives way to harder news"), format!("{beat} 让位于硬新闻"))
}

fn of_the_reader(judged: &Judged) -> (String, String) {
    let join = |words: Vec<&str>, with: &str| words.join(with);
    (
        join(judged.said.iter().map(|said| said.en.as_str()).collect(), "; "),
        join(judged.said.iter().map(|said| said.zh.as_str()).collect(), "；"),
    )
}
