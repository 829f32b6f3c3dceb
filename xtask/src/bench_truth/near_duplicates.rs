//! The section "Near-duplicates": edits of real articles, made here with a seed, to be found among all the articles.

use super::corpus::{self, Article, Chance};
use super::data::Data;
use crate::section::Section;
use anyhow::Result;
use news::text::han_share;
use news::{Item, ItemId};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::time::Instant;
use wire::dedupe::near_duplicates;

const SEED: u64 = 20_260_218;
/// The first of the days of the wire; an edit comes an hour after its original.
const BEGIN: i64 = 1_770_508_800;

/// What papers stand under what they copy.
const NOTICES: [&str; 6] = [
    "Sign up for our newsletter to get the most important stories of the day in your inbox. By signing up you agree to \
     our terms of use and privacy policy. This site is protected by reCAPTCHA and the Google privacy policy applies.",
    "This material may not be published, broadcast, rewritten or redistributed without permission. All market data \
     delayed by at least fifteen minutes. Follow us on social media and download our app for alerts.",
    "Our journalism is free for all because readers like you pay for it. If you can, please consider supporting us \
     with a small gift today. It takes less than a minute to set up and you can stop at any time.",
    "Read more: what we know so far. Have a tip? Write to our reporters. Comments are moderated and may not appear at \
     once. Views expressed here are those of their authors and not of this paper or its owners.",
    "版权声明：本文系转载，版权归原作者所有，转载仅为传播更多信息，不代表本网观点，如有侵权请联系我们删除。",
    "更多精彩内容请关注本报微信公众号并下载客户端，责任编辑值班电话二十四小时开通，欢迎读者提供新闻线索。",
];

/// So many of the edits that were not found are named.
const MISSES_SHOWN: usize = 12;

/// An edit of an article.
type Edit = fn(&Article, &mut Chance) -> String;

/// With the recall that is asked for.
const EDITS: [(&str, Edit, f64); 5] = [
    ("15 % of the words cut", |article, chance| without(&article.text, 0.15, chance), 0.99),
    ("first 60 % only", |article, _| first(&article.text, 0.6), 0.99),
    ("boilerplate added", with_boilerplate, 0.99),
    ("lead only", |article, _| lead(&article.text), 0.4),
    ("5 % of the words cut", |article, chance| without(&article.text, 0.05, chance), 0.99),
];

/// Measures it.
pub fn measure(data: &Data) -> Result<Section> {
    let mut section = Section::new("Near-duplicates");
    let articles = corpus::whole([corpus::wire(data)?, corpus::pages(data)?].concat());
    if articles.is_empty() {
        section.note_row("near-duplicates", "not measured: no development data", "");
        return Ok(section);
    }
    let originals: Vec<Item> = articles.iter().enumerate().map(|(i, article)| original(i, article)).collect();
    let among_originals = kept_by(&originals);
    for (name, edit, aim) in EDITS {
        recall(&mut section, name, edit, aim, &articles, &originals, &among_originals);
    }
    list_originals(&mut section, &articles, &originals);
    Ok(section)
}

fn original(i: usize, article: &Article) -> Item {
    corpus::item(BEGIN + i as i64, "original", &article.url, &article.title, &article.text)
}

/// For each dropped item the one that is kept.
fn kept_by(items: &[Item]) -> HashMap<ItemId, ItemId> {
    near_duplicates(items).into_iter().map(|duplicate| (duplicate.item, duplicate.of)).collect()
}

/// Edits beside all originals; found if the two are one, or both copies of one. A copy that is laid to an article
/// that its original has nothing to do with is false.
fn recall(
    section: &mut Section,
    name: &str,
    edit: Edit,
    aim: f64,
    articles: &[Article],
    originals: &[Item],
    among_originals: &HashMap<ItemId, ItemId>,
) {
    let mut chance = Chance::of(SEED);
    let mut items = originals.to_vec();
    // A copy seldom keeps the headline, so it is not there to help.
    items.extend(articles.iter().enumerate().map(|(i, article)| {
        let (url, at) = (format!("https://copy.example/{i}"), BEGIN + 3_600 + i as i64);
        corpus::item(at, "copy", &url, "", &edit(article, &mut chance))
    }));
    let began = Instant::now();
    let of = kept_by(&items);
    let seconds = began.elapsed().as_secs_f64();
    let root = |item: &Item| of.get(&item.id).unwrap_or(&item.id).clone();
    let old_root = |item: &Item| among_originals.get(&item.id).unwrap_or(&item.id).clone();
    let (mut n_found, mut n_false) = (0, 0);
    let mut missed = Vec::new();
    let n = originals.len();
    for (original, copy) in originals.iter().zip(&items[n..]) {
        let is_found = root(original) == root(copy);
        n_found += usize::from(is_found);
        let of_other = of.get(&copy.id).and_then(|of| items.iter().position(|item| item.id == *of)).map(|at| at % n);
        // Known copies among the originals are no errors of the edit.
        let is_other = of_other.is_some_and(|at| old_root(&originals[at]) != old_root(original));
        n_false += usize::from(!is_found && is_other);
        if !is_found {
            let title: String = original.title.chars().take(60).collect();
            missed.push(format!("{title} ({} characters)", copy.text.chars().count()));
        }
    }
    let share = n_found as f64 / n as f64;
    let speed = items.len() as f64 / seconds;
    let measured =
        format!("{share:.4} ({n_found} of {n}; laid to another article: {n_false}; {speed:.0} texts a second)");
    let shown = missed.iter().take(MISSES_SHOWN).map(String::as_str).collect::<Vec<_>>().join("; ");
    let _ = writeln!(section.notes, "Missed, {name}, the first of {}: {shown}.\n", missed.len());
    section.row(format!("near-duplicates found: {name}"), measured, &format!("above {aim}"), share > aim);
}

/// What is taken for copies among the articles themselves, to be judged by eye.
fn list_originals(section: &mut Section, articles: &[Article], originals: &[Item]) {
    let found = near_duplicates(originals);
    let at = |id: &ItemId| originals.iter().position(|item| item.id == *id);
    let mut by_collection: HashMap<&str, usize> = HashMap::new();
    articles.iter().for_each(|article| *by_collection.entry(article.of).or_default() += 1);
    let mut collections: Vec<_> = by_collection.into_iter().collect();
    collections.sort_unstable();
    let _ = writeln!(section.notes, "The articles, each address and text once: {collections:?}.\n");
    let _ = writeln!(section.notes, "Copies found among them:\n\n| dropped | kept | why |\n|---|---|---|");
    for duplicate in &found {
        if let (Some(item), Some(of)) = (at(&duplicate.item), at(&duplicate.of)) {
            let named = |article: &Article| {
                let title: String = article.title.chars().take(70).collect();
                format!("{} ({})", title.replace('|', "/"), host(&article.url))
            };
            let _ = writeln!(
                section.notes,
                "| {} | {} | {} |",
                named(&articles[item]),
                named(&articles[of]),
                duplicate.how
            );
        }
    }
    section.note_row("copies among the articles themselves, listed below", found.len().to_string(), "");
}

fn host(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Words; of a Chinese text single characters, but whole numbers and words in Latin letters.
fn words(text: &str) -> Vec<String> {
    if han_share(text) > 0.3 {
        let chars: Vec<char> = text.chars().collect();
        let is_one = |a: &char, b: &char| a.is_ascii_alphanumeric() && b.is_ascii_alphanumeric();
        return chars.chunk_by(is_one).map(|word| word.iter().collect()).collect();
    }
    text.split_inclusive(char::is_whitespace).map(str::to_owned).collect()
}

fn without(text: &str, share: f64, chance: &mut Chance) -> String {
    words(text).into_iter().filter(|_| !chance.happens(share)).collect()
}

fn first(text: &str, share: f64) -> String {
    let words = words(text);
    words[..(words.len() as f64 * share) as usize].concat()
}

/// One notice above, two below.
fn with_boilerplate(article: &Article, chance: &mut Chance) -> String {
    let notices = if han_share(&article.text) > 0.3 { &NOTICES[4..] } else { &NOTICES[..4] };
    let first = chance.below(notices.len());
    let notice = |i: usize| notices[(first + i) % notices.len()];
    format!("{}\n{}\n{}\n{}", notice(0), article.text, notice(1), notice(2))
}

/// The first paragraphs up to 40 words or 60 Han characters, which is what a teaser holds.
fn lead(text: &str) -> String {
    let enough = if han_share(text) > 0.3 { 60 } else { 40 };
    let mut lead = String::new();
    for line in text.lines() {
        lead.push_str(line);
        lead.push('\n');
        if words(&lead).len() >= enough {
            break;
        }
    }
    first(&lead, (enough as f64 / words(&lead).len().max(1) as f64).min(1.0))
}
