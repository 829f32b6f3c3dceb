//! Invents news by the hundred thousand: words follow each other as in the real wire, every event has its own names,
//! words and numbers, some are told by several outlets, some texts are copied.

use crate::bench_truth::corpus::{Article, Chance, item};
use jiff::Timestamp;
use news::Item;
use news::text::{han_share, is_han};
use std::collections::HashMap;

/// As many as a newsroom with a thousand sources sees in a day.
const ITEMS_A_DAY: i64 = 2_000;
const DAY: i64 = 24 * 60 * 60;
/// The first of the days of the wire.
const BEGIN: i64 = 1_770_508_800;
const OUTLETS: usize = 400;
/// One event in so many is told in Chinese.
const CHINESE: usize = 4;
/// Words rarer than this in the wire can be an event's own.
const RARE: usize = 40;
/// So often a word of the event stands in a text of it.
const OWN_WORDS: f64 = 0.18;
/// So many items are copies of another's text.
const COPIES: f64 = 0.05;

/// Words in the order of the wire, and where each stands.
pub struct Vocabulary {
    english: Chain,
    chinese: Chain,
}

struct Chain {
    words: Vec<String>,
    places: HashMap<String, Vec<u32>>,
    rare: Vec<String>,
    between: &'static str,
}

impl Vocabulary {
    pub fn of(articles: &[Article]) -> Self {
        let is_chinese = |article: &&Article| han_share(&article.text) > 0.3;
        let text = |article: &Article| format!("{} {}", article.title, article.text);
        let chinese = articles.iter().filter(is_chinese).flat_map(|article| {
            text(article)
                .chars()
                .filter(|c| is_han(*c) || *c == '，' || *c == '。')
                .map(String::from)
                .collect::<Vec<_>>()
        });
        let english = articles.iter().filter(|article| article.of.starts_with("en-"));
        let english =
            english.flat_map(|article| text(article).split_whitespace().map(str::to_owned).collect::<Vec<_>>());
        Self { english: Chain::of(english.collect(), " "), chinese: Chain::of(chinese.collect(), "") }
    }
}

impl Chain {
    fn of(words: Vec<String>, between: &'static str) -> Self {
        let mut places: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, word) in words.iter().enumerate() {
            places.entry(word.clone()).or_default().push(at as u32);
        }
        let is_rare = |word: &&String| places[*word].len() < RARE && word.chars().all(char::is_alphabetic);
        let mut rare: Vec<String> = places.keys().filter(is_rare).cloned().collect();
        rare.sort_unstable();
        Self { words, places, rare, between }
    }

    /// So many words, each followed by one that followed it somewhere in the wire, with the event's own among them.
    fn walk(&self, n: usize, own: &[String], chance: &mut Chance) -> String {
        let mut text = String::new();
        let mut at = chance.below(self.words.len());
        for _ in 0..n {
            let word = &self.words[at];
            text.push_str(if chance.happens(OWN_WORDS) { &own[chance.below(own.len())] } else { word });
            text.push_str(self.between);
            let places = &self.places[word];
            at = (places[chance.below(places.len())] as usize + 1) % self.words.len();
        }
        text
    }
}

/// An event: its own words, which all who tell of it use.
struct Event<'a> {
    chain: &'a Chain,
    is_chinese: bool,
    own: Vec<String>,
    at: i64,
}

impl<'a> Event<'a> {
    fn new(vocabulary: &'a Vocabulary, at: i64, chance: &mut Chance) -> Self {
        let is_chinese = chance.below(CHINESE) == 0;
        let chain = if is_chinese { &vocabulary.chinese } else { &vocabulary.english };
        let mut own: Vec<String> = (0..3).map(|_| name(is_chinese, chain, chance)).collect();
        own.extend((0..6).map(|_| {
            let n = if is_chinese { 2 } else { 1 };
            (0..n).map(|_| chain.rare[chance.below(chain.rare.len())].as_str()).collect::<String>()
        }));
        own.push((chance.below(900) + 100).to_string());
        Self { chain, is_chinese, own, at }
    }

    fn title(&self, chance: &mut Chance) -> String {
        let own = |chance: &mut Chance, from: usize, n: usize| self.own[from + chance.below(n)].clone();
        let words = [
            own(chance, 0, 3),
            self.chain.walk(3, &self.own, chance),
            own(chance, 3, 3),
            self.chain.walk(2, &self.own, chance),
            own(chance, 6, 3),
        ];
        words.join(self.chain.between)
    }

    fn text(&self, chance: &mut Chance) -> String {
        let n = 50 + chance.below(90);
        self.chain.walk(if self.is_chinese { n * 2 } else { n }, &self.own, chance)
    }
}

/// Nobody's: of syllables, or of rare characters.
fn name(is_chinese: bool, chain: &Chain, chance: &mut Chance) -> String {
    if is_chinese {
        return (0..3).map(|_| chain.rare[chance.below(chain.rare.len())].as_str()).collect();
    }
    const BEGINS: [&str; 16] =
        ["Ba", "Cor", "Del", "Fen", "Gra", "Hol", "Jar", "Kel", "Lom", "Mir", "Nor", "Pel", "Rud", "Sar", "Tav", "Vel"];
    const MIDDLES: [&str; 16] =
        ["a", "e", "i", "o", "an", "en", "in", "on", "ar", "er", "ir", "or", "al", "el", "il", "ol"];
    const ENDS: [&str; 16] = [
        "ton", "berg", "ford", "ville", "mann", "sen", "ski", "dale", "wick", "stad", "mont", "rova", "dini", "kova",
        "hart", "well",
    ];
    let part = |parts: &[&'static str; 16], chance: &mut Chance| parts[chance.below(16)];
    [part(&BEGINS, chance), part(&MIDDLES, chance), part(&MIDDLES, chance), part(&ENDS, chance)].concat()
}

/// So many items in the order of their time, and of how many events they tell.
pub fn items(n: usize, vocabulary: &Vocabulary, seed: u64) -> (Vec<Item>, usize) {
    let mut chance = Chance::of(seed);
    let mut items: Vec<Item> = Vec::with_capacity(n + 8);
    let mut n_events = 0;
    while items.len() < n {
        let event = Event::new(vocabulary, BEGIN + items.len() as i64 * DAY / ITEMS_A_DAY, &mut chance);
        n_events += 1;
        let n_told = match chance.below(10) {
            0..7 => 1,
            7 | 8 => 2 + chance.below(2),
            _ => 4 + chance.below(5),
        };
        let first = items.len();
        for nth in 0..n_told.min(n - first) {
            let at = event.at + chance.below(20 * 3_600) as i64;
            let is_copy = nth > 0 && chance.happens(COPIES * 3.0);
            let text = if is_copy { items[first].text.clone() } else { event.text(&mut chance) };
            let outlet = chance.below(OUTLETS);
            let day = Timestamp::from_second(at).map(|at| at.strftime("%Y/%m/%d").to_string()).unwrap_or_default();
            let url = format!("https://outlet-{outlet}.example/{day}/{}", items.len());
            let source = format!("outlet-{outlet}");
            items.push(item(at, &source, &url, &event.title(&mut chance), &text));
        }
    }
    items.sort_by_key(|item| item.fetched_at);
    (items, n_events)
}
