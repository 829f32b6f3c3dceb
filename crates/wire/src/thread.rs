//! Matches stories with what was told of them in earlier editions, and finds what is new in them.
//!
//! Two questions, both answered by words, numbers and names: is this the matter of that thread, and does this sentence
//! say anything the readers were not told.

use crate::cluster::{Kind, Number, concepts_in, numbers_in};
use crate::instalment::Form;
use news::text::{fold, han_share, is_han, terms};
use news::{Item, Story, Thread, ThreadId, Told};
use std::collections::{BTreeMap, BTreeSet};

/// A story must be so alike to what was told of a thread, in words of one language.
const MIN_SIMILARITY: f64 = 0.27;
/// So much is enough for one matter that has gone on where the headlines name the same things: they share so many words
/// (of Chinese: pairs of characters, two words and what joins them), and these are so much of the shorter headline.
/// Set on one seed of the ten days: other matters of one place came to .17 with two shared words, .13 with three.
const MIN_BY_TITLE: f64 = 0.15;
const MIN_TITLE_WORDS: usize = 3;
const MIN_TITLE_PAIRS: usize = 4;
const MIN_TITLE_SHARE: f64 = 0.25;
/// The last tellings say where a matter stands.
const N_TELLINGS: usize = 4;
/// The same over two languages, in what both share.
const MIN_SHARED_SIMILARITY: f64 = 0.45;
/// Over two languages they must share so many concepts, names or numbers.
const MIN_SHARED: usize = 3;
/// Threads so alike told the same event, even if the story belongs to another one.
const SAME_EVENT: f64 = 0.5;
/// Words of the headline count so many times as much as words of the sentences.
const TITLE_WEIGHT: f64 = 3.0;
/// Of each text so much is compared.
const LEAD_CHARS: usize = 600;
/// Rarity is judged as if there were at least so many texts.
const MIN_TEXTS: f64 = 100.0;
/// A sentence with a smaller share of known words tells something new.
const MIN_KNOWN: f64 = 0.5;
/// A headline with such a share of known words, and at least so many of them, says what was told in other words.
const TOLD_HEADLINE: f64 = 0.75;
/// See [`TOLD_HEADLINE`].
const MIN_HEADLINE_WORDS: usize = 5;
/// A sentence with fewer words is judged by its numbers and names alone.
const MIN_WORDS: usize = 4;

/// Gives each story its thread: of those that used one of its items the most alike, else the most alike of all that
/// are alike enough, else a new one.
///
/// `told` is what readers know of it: that of its thread, and that of every other thread that told the same event,
/// since an event can come up under two matters. Two stories may belong to one thread.
pub fn match_threads(stories: &mut [Story], threads: &[Thread]) {
    let texts: Vec<Text> = stories.iter().map(Text::of_story).chain(threads.iter().map(Text::of_thread)).collect();
    let rarity = Rarity::of(&texts);
    let (of_stories, of_threads) = texts.split_at(stories.len());
    let tellings: Vec<Vec<Text>> = threads.iter().map(Text::of_tellings).collect();
    let remembered: Vec<Remembered<'_>> = threads
        .iter()
        .zip(of_threads)
        .zip(&tellings)
        .map(|((thread, whole), tellings)| Remembered { thread, whole, tellings })
        .collect();
    for (story, text) in stories.iter_mut().zip(of_stories) {
        let matches: Vec<Match<'_>> =
            remembered.iter().filter_map(|known| Match::of(story, text, known, &rarity)).collect();
        let best =
            matches.iter().max_by(|a, b| a.rank().total_cmp(&b.rank()).then_with(|| b.thread.id.cmp(&a.thread.id)));
        story.thread = Some(best.map_or_else(|| ThreadId::of(story.id.as_str()), |best| best.thread.id.clone()));
        story.told = best.map(|best| told_of_event(best, &matches)).unwrap_or_default();
    }
}

/// A thread with what was told of it, together and telling by telling.
struct Remembered<'a> {
    thread: &'a Thread,
    whole: &'a Text,
    tellings: &'a [Text],
}

/// Whether the story's headline is that of the last telling for another day: what happens anew every day.
fn is_of_another_day(story: &Story, thread: &Thread) -> bool {
    let form = story.items.first().map(|item| Form::of(&item.title));
    let last = thread.told.last().map(|told| Form::of(&told.headline));
    form.zip(last).is_some_and(|(form, last)| form.is_of_another_day(&last))
}

/// A thread that a story may belong to.
struct Match<'a> {
    thread: &'a Thread,
    likeness: f64,
    uses_an_item: bool,
}

impl<'a> Match<'a> {
    fn of(story: &Story, text: &Text, known: &Remembered<'a>, rarity: &Rarity) -> Option<Self> {
        let thread = known.thread;
        let mut of_story = story.items.iter().map(|item| &item.id).chain(&story.duplicates);
        let uses_an_item = of_story.any(|id| thread.items.contains(id));
        let likeness = rarity.likeness_of(text, known).filter(|_| !is_of_another_day(story, thread));
        (uses_an_item || likeness.is_some()).then(|| Self { thread, likeness: likeness.unwrap_or(0.0), uses_an_item })
    }

    /// An item in common says more than any words.
    fn rank(&self) -> f64 {
        self.likeness + if self.uses_an_item { 1.0 } else { 0.0 }
    }
}

/// What was told of the event by the thread and by those that told the same; oldest first, each telling once.
fn told_of_event(best: &Match<'_>, matches: &[Match<'_>]) -> Vec<Told> {
    let same = matches
        .iter()
        .filter(|other| other.thread.id == best.thread.id || other.uses_an_item || other.likeness >= SAME_EVENT);
    let mut told: Vec<Told> = same.flat_map(|other| other.thread.told.iter().cloned()).collect();
    told.sort_by(|a, b| (a.at, &a.edition, &a.headline).cmp(&(b.at, &b.edition, &b.headline)));
    told.dedup();
    told
}

/// Which sentences say something that was not told, as their positions.
///
/// A sentence is new if it holds a number that was not told with what it counts, or a name that was not told, or if
/// most of its words were not told. If nothing was told, every sentence is new. What was told in the other language is
/// compared by numbers, names in Latin letters and concepts.
pub fn new_facts<'a>(told: &[Told], sentences: impl Iterator<Item = &'a str>) -> Vec<usize> {
    let known = Known::of(told);
    sentences.enumerate().filter(|(_, sentence)| known.is_new(sentence)).map(|(at, _)| at).collect()
}

/// Whether a headline says what was told, in other words perhaps: no new number, and almost all of its words known.
///
/// A story under such a headline is heard as the old one, whatever detail its sentences add.
pub fn is_told_headline(told: &[Told], headline: &str) -> bool {
    Known::of(told).has_told_headline(headline)
}

/// A text as weighed terms.
struct Text {
    is_chinese: bool,
    words: BTreeMap<String, f64>,
    shared: BTreeMap<String, f64>,
    /// The terms of its headlines.
    title: BTreeSet<String>,
    has_deed: bool,
}

impl Text {
    fn of_story(story: &Story) -> Self {
        let mut text = Self::empty();
        for item in story.items.iter().take(6) {
            text.add(&item.title, &lead(item));
        }
        text.is_chinese = story.items.first().is_some_and(|item| han_share(&item.title) > 0.3);
        text
    }

    fn of_thread(thread: &Thread) -> Self {
        let mut text = Self::empty();
        // The last tellings say where the matter stands; older ones would pull it back.
        for told in thread.told.iter().rev().take(N_TELLINGS) {
            text.add(&told.headline, &told.sentences.join(" "));
        }
        text.is_chinese = thread.told.last().is_some_and(|told| han_share(&told.headline) > 0.3);
        text
    }

    /// The last tellings, each by itself: a matter that has gone on is like where it stood, not like all of it.
    fn of_tellings(thread: &Thread) -> Vec<Self> {
        let of = |told: &Told| {
            let mut text = Self::empty();
            text.add(&told.headline, &told.sentences.join(" "));
            text.is_chinese = han_share(&told.headline) > 0.3;
            text
        };
        thread.told.iter().rev().take(N_TELLINGS).map(of).collect()
    }

    fn empty() -> Self {
        let (words, shared, title) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        Self { is_chinese: false, words, shared, title, has_deed: false }
    }

    fn add(&mut self, title: &str, lead: &str) {
        let raise = |map: &mut BTreeMap<String, f64>, term: String, weight: f64| {
            let known = map.entry(term).or_default();
            *known = known.max(weight);
        };
        self.title.extend(terms(title));
        for (part, weight) in [(title, TITLE_WEIGHT), (lead, 1.0)] {
            for term in terms(part) {
                raise(&mut self.words, term, weight);
            }
            for concept in concepts_in(part) {
                self.has_deed |= concept.kind == Kind::Thing;
                raise(&mut self.shared, format!("concept {}", concept.name), weight);
            }
            for number in numbers_in(part).iter().filter(|number| is_telling(number)) {
                raise(&mut self.shared, number.key(), weight);
            }
            for name in latin_names(part) {
                raise(&mut self.shared, name, weight);
            }
        }
    }
}

fn lead(item: &Item) -> String {
    item.text.chars().take(LEAD_CHARS).collect()
}

/// How rare each term is among the texts at hand.
struct Rarity {
    n: f64,
    words: BTreeMap<String, f64>,
    shared: BTreeMap<String, f64>,
}

impl Rarity {
    fn of(texts: &[Text]) -> Self {
        let count = |pick: fn(&Text) -> &BTreeMap<String, f64>| {
            let mut n: BTreeMap<String, f64> = BTreeMap::new();
            for term in texts.iter().flat_map(|text| pick(text).keys()) {
                *n.entry(term.clone()).or_default() += 1.0;
            }
            n
        };
        Self {
            n: (texts.len() as f64).max(MIN_TEXTS),
            words: count(|text| &text.words),
            shared: count(|text| &text.shared),
        }
    }

    /// How alike a text is to what was told of a thread, if that is enough to call them one matter: to all of it, to one
    /// of its tellings, or less than that where the headlines name the same things.
    fn likeness_of(&self, text: &Text, known: &Remembered<'_>) -> Option<f64> {
        let whole = self.likeness(text, known.whole);
        let each =
            known.tellings.iter().filter(|telling| telling.is_chinese == text.is_chinese).filter_map(|telling| {
                let score = self.cosine(&text.words, &telling.words, &self.words);
                (score >= MIN_SIMILARITY || score >= MIN_BY_TITLE && self.names_the_same(text, telling))
                    .then_some(score)
            });
        whole.into_iter().chain(each).max_by(f64::total_cmp)
    }

    /// Whether two headlines share so many terms, and these are so much of the shorter one, the rare ones above all.
    fn names_the_same(&self, a: &Text, b: &Text) -> bool {
        let weight = |term: &String| (1.0 + self.n / (self.words.get(term).copied().unwrap_or(0.0) + 0.5)).ln();
        let sum = |terms: &BTreeSet<String>| terms.iter().map(weight).sum::<f64>();
        let shared: BTreeSet<String> = a.title.intersection(&b.title).cloned().collect();
        let min = if a.is_chinese { MIN_TITLE_PAIRS } else { MIN_TITLE_WORDS };
        shared.len() >= min && sum(&shared) >= MIN_TITLE_SHARE * sum(&a.title).min(sum(&b.title))
    }

    /// How alike two texts are, if that is enough to call them one matter.
    fn likeness(&self, a: &Text, b: &Text) -> Option<f64> {
        if a.is_chinese == b.is_chinese {
            return Some(self.cosine(&a.words, &b.words, &self.words)).filter(|score| *score >= MIN_SIMILARITY);
        }
        let n_shared = a.shared.keys().filter(|term| b.shared.contains_key(*term)).count();
        let score = self.cosine(&a.shared, &b.shared, &self.shared);
        (n_shared >= MIN_SHARED && a.has_deed && b.has_deed && score >= MIN_SHARED_SIMILARITY).then_some(score)
    }

    fn cosine(&self, a: &BTreeMap<String, f64>, b: &BTreeMap<String, f64>, counts: &BTreeMap<String, f64>) -> f64 {
        let weight = |term: &str, tf: f64| tf * (1.0 + self.n / (counts.get(term).copied().unwrap_or(0.0) + 0.5)).ln();
        let length = |terms: &BTreeMap<String, f64>| {
            terms.iter().map(|(term, tf)| weight(term, *tf).powi(2)).sum::<f64>().sqrt()
        };
        let dot: f64 = a.iter().filter_map(|(term, tf)| Some(weight(term, *tf) * weight(term, *b.get(term)?))).sum();
        let lengths = length(a) * length(b);
        if lengths == 0.0 { 0.0 } else { dot / lengths }
    }
}

/// What the readers were told, as things to look up.
struct Known {
    words: BTreeSet<String>,
    concepts: BTreeSet<&'static str>,
    /// Each number with the words that were told right behind it.
    numbers: BTreeMap<String, BTreeSet<String>>,
    names: BTreeSet<String>,
    is_chinese: bool,
    is_latin: bool,
}

impl Known {
    fn of(told: &[Told]) -> Self {
        let mut known = Self {
            words: BTreeSet::new(),
            concepts: BTreeSet::new(),
            numbers: BTreeMap::new(),
            names: BTreeSet::new(),
            is_chinese: false,
            is_latin: false,
        };
        for text in told.iter().flat_map(|told| std::iter::once(&told.headline).chain(&told.sentences)) {
            known.words.extend(terms(text));
            known.concepts.extend(concepts_in(text).into_iter().map(|concept| concept.name));
            for number in numbers_in(text) {
                known.numbers.entry(number.key()).or_default().extend(counted(text, &number));
            }
            known.names.extend(words_of(text));
            if han_share(text) > 0.3 { known.is_chinese = true } else { known.is_latin = true }
        }
        known
    }

    fn is_new(&self, sentence: &str) -> bool {
        let is_chinese = han_share(sentence) > 0.3;
        let in_known_language = if is_chinese { self.is_chinese } else { self.is_latin };
        self.has_new_number(sentence, in_known_language)
            || self.has_new_name(sentence, is_chinese, in_known_language)
            || self.is_mostly_new(sentence, in_known_language)
    }

    fn has_told_headline(&self, headline: &str) -> bool {
        let in_known_language = if han_share(headline) > 0.3 { self.is_chinese } else { self.is_latin };
        let words: BTreeSet<String> = terms(headline).into_iter().collect();
        let known = words.iter().filter(|word| self.words.contains(*word)).count();
        in_known_language
            && words.len() >= MIN_HEADLINE_WORDS
            && known as f64 >= TOLD_HEADLINE * words.len() as f64
            && !self.has_new_number(headline, in_known_language)
    }

    fn has_new_number(&self, sentence: &str, in_known_language: bool) -> bool {
        numbers_in(sentence).iter().filter(|number| is_telling(number)).any(|number| {
            match self.numbers.get(&number.key()) {
                None => true,
                // Forty dead are not forty ships; in another language the words cannot be compared.
                Some(told) => {
                    in_known_language
                        && !told.is_empty()
                        && !counted(sentence, number).is_empty()
                        && counted(sentence, number).is_disjoint(told)
                }
            }
        })
    }

    fn has_new_name(&self, sentence: &str, is_chinese: bool, in_known_language: bool) -> bool {
        let table = concepts_in(sentence)
            .into_iter()
            .filter(|concept| matches!(concept.kind, Kind::Person | Kind::Organisation | Kind::Place));
        let has_new_concept = table.into_iter().any(|concept| !self.concepts.contains(concept.name));
        let latin = if is_chinese { latin_names(sentence) } else { inner_names(sentence) };
        has_new_concept
            || (in_known_language || is_chinese)
                && latin.iter().any(|name| !self.names.contains(name) && !self.names.is_empty())
    }

    fn is_mostly_new(&self, sentence: &str, in_known_language: bool) -> bool {
        let share = |known: usize, all: usize| known as f64 / all as f64;
        if in_known_language {
            let words: BTreeSet<String> = terms(sentence).into_iter().collect();
            let known = words.iter().filter(|word| self.words.contains(*word)).count();
            return words.len() >= MIN_WORDS && share(known, words.len()) < MIN_KNOWN;
        }
        let concepts = concepts_in(sentence);
        let known = concepts.iter().filter(|concept| self.concepts.contains(concept.name)).count();
        concepts.is_empty() || share(known, concepts.len()) < MIN_KNOWN
    }
}

/// Years and one-digit numbers are in every text.
fn is_telling(number: &Number) -> bool {
    !number.is_year && (number.value >= 10.0 || number.is_decimal || number.is_percent)
}

/// The words a number counts: the two behind it, or two Han characters.
fn counted(text: &str, number: &Number) -> BTreeSet<String> {
    let behind = text.get(number.end..).unwrap_or("").trim_start();
    if behind.starts_with(is_han) {
        // 名乘客 and 人 count people in other words; the measure word is passed over.
        return behind
            .chars()
            .take_while(|c| is_han(*c))
            .take(3)
            .filter(|c| !"名个位人多余余名约".contains(*c))
            .map(|c| c.to_string())
            .collect();
    }
    let clause = behind.split(['.', ',', ';', '。', '，']).next().unwrap_or("");
    terms(&clause.split_whitespace().take(3).collect::<Vec<_>>().join(" ")).into_iter().collect()
}

/// Words of Latin letters with a capital.
fn latin_names(text: &str) -> Vec<String> {
    words(text)
        .filter(|word| word.starts_with(|c: char| c.is_uppercase()) && word.chars().count() >= 2)
        .map(fold)
        .collect()
}

/// The same without each sentence's first word, which has its capital from its place.
fn inner_names(sentence: &str) -> Vec<String> {
    let first = words(sentence).next().map(fold).unwrap_or_default();
    latin_names(sentence).into_iter().filter(|name| *name != first && !is_calendar(name)).collect()
}

fn words_of(text: &str) -> Vec<String> {
    words(text).map(fold).collect()
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() || is_han(c)).filter(|word| !word.is_empty())
}

/// Days and months change from telling to telling without being news.
fn is_calendar(name: &str) -> bool {
    const NAMES: [&str; 19] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    NAMES.contains(&name)
}

#[cfg(test)]
#[path = "thread_tests.rs"]
mod tests;
