//! Characters whose sound is said by the words around them: 为, 得, 地, 还, 长, 重, 只, 教, 子.

use super::words::{Clause, Word};

/// The syllable of the character at `at`, where its neighbours say which; `None` leaves the commonest.
pub(crate) fn by_neighbours(clause: &Clause<'_>, at: usize) -> Option<&'static str> {
    let n = clause.word_at(at)?;
    let is_word = clause.words[n].len() == 1;
    match clause.chars[at] {
        '子' => suffix_zi(clause, at),
        '为' if is_word => wei(clause, n),
        '得' if is_word || at + 1 == clause.words[n].range.end => de(clause, n),
        '地' if is_word => di(clause, n),
        '还' if is_word => huan(clause, n),
        '长' if is_word => zhang(clause, n),
        '重' if is_word => chong(clause, n),
        '只' if is_word => zhi(clause, n),
        '教' if is_word => jiao(clause, n),
        '倒' if is_word => dao(clause, n),
        '数' if is_word => next_is(clause, n, "着了得一清出遍").then_some("shu3"),
        '背' if is_word => next_is(clause, n, "着上起了").then_some("bei1"),
        '当' if is_word => next_is(clause, n, "真").then_some("dang4"),
        '种' if is_word => next_is(clause, n, "了着下上满植").then_some("zhong4"),
        '涨' if is_word => next_is(clause, n, "红").then_some("zhang4"),
        '空' if is_word => next_is(clause, n, "出").then_some("kong4"),
        _ => repeated(clause, at, n),
    }
}

fn next_word<'a>(clause: &'a Clause<'_>, n: usize) -> Option<&'a Word> {
    clause.words.get(n + 1)
}

fn word_before<'a>(clause: &'a Clause<'_>, n: usize) -> Option<&'a Word> {
    clause.words.get(n.checked_sub(1)?)
}

fn next_is(clause: &Clause<'_>, n: usize, any: &str) -> bool {
    next_word(clause, n).and_then(|word| clause.char(word.range.start)).is_some_and(|c| any.contains(c))
}

fn before_is(clause: &Clause<'_>, n: usize, any: &str) -> bool {
    clause.before(clause.words[n].range.start).is_some_and(|c| any.contains(c))
}

/// 为 is wei4 before those for whom something is done, wei2 where it says what something is or becomes.
fn wei(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let start = clause.words[n].range.start;
    let is_for = |word: &Word| clause.text(word.range.clone());
    let rest = &clause.words[n + 1..];
    let as_something = clause.words[..n].iter().any(|word| is_for(word) == "以");
    let is_passive = rest.iter().any(|word| is_for(word) == "所");
    if as_something || is_passive || before_is(clause, n, "作成认称视分定改列变评选誉转升降设译判约化命均皆")
    {
        return Some("wei2");
    }
    let is_deed =
        |word: &Word| word.is_verb() && word.tag != "vn" || matches!(is_for(word).as_str(), "向" | "把" | "将");
    match rest.iter().position(is_deed) {
        Some(_) => Some("wei4"),
        // Nothing is done: it is, it becomes. At the begin of a clause without figures it is for somebody.
        None if start == 0 && !rest.first().is_some_and(|word| word.is_numeral() || word.tag == "t") => Some("wei4"),
        None => Some("wei2"),
    }
}

/// 得 is de5 between a deed and how it is done, dei3 where something must be done.
fn de(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let next = next_word(clause, n)?;
    let before = word_before(clause, n);
    let must = before_is(clause, n, "总还就都也必非又仍可你我他她们谁");
    if must && (next.is_verb() || next.tag.starts_with(['p', 'd']) || next_is(clause, n, "有靠看")) {
        return Some("dei3");
    }
    let is_got = next_is(clause, n, "了到过") || next.is_numeral();
    let follows_deed =
        clause.words[n].len() > 1 || before.is_some_and(|word| word.is_verb() || word.tag.starts_with('a'));
    (follows_deed && !is_got).then_some("de5")
}

/// 地 is de5 between how and what is done.
fn di(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let (before, next) = (word_before(clause, n)?, next_word(clause, n)?);
    let how = before.describes() || (before.len() > 1 && (before.is_verb() || before.is_noun()));
    (how && next.begins_deed()).then_some("de5")
}

/// 还 is huan2 before what is given back.
fn huan(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    (next_is(clause, n, "钱款贷债清给") || before_is(clause, n, "偿归未拒")).then_some("huan2")
}

/// 长 is zhang3 as the head of an office, and where it grows.
fn zhang(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let heads_office = before_is(clause, n, "部局处院校厂科县市省区乡镇村州团队组社会司署厅站台馆园班连营旅师军舰")
        && word_before(clause, n).is_some_and(Word::is_noun)
        && !next_is(clause, n, "达约期至过");
    let grows = next_is(clause, n, "出了得大满高成势着");
    (heads_office || grows).then_some("zhang3")
}

/// 重 is chong2 where something is done again.
fn chong(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let next = next_word(clause, n)?;
    (next.is_verb() && !next_is(clause, n, "达击伤罚视压于过")).then_some("chong2")
}

/// 只 is zhi1 where it counts.
fn zhi(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let before = word_before(clause, n)?;
    let counts = before.is_numeral() || before_is(clause, n, "一两几半百千万亿多余这那每哪整");
    let next = next_word(clause, n);
    (counts && next.is_none_or(|next| !next.is_verb() && !next.tag.starts_with(['d', 'p']))).then_some("zhi1")
}

/// 教 is jiao1 before those who are taught.
fn jiao(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    let next = next_word(clause, n)?;
    (next.is_pronoun() || next_is(clause, n, "会孩学了大人你我他她")).then_some("jiao1")
}

/// 倒 is dao3 where something falls.
fn dao(clause: &Clause<'_>, n: usize) -> Option<&'static str> {
    next_is(clause, n, "在地下向了伏塌").then_some("dao3")
}

/// 子 at the end of a word has no tone, but where it is a child, a master, a particle or a seed.
fn suffix_zi(clause: &Clause<'_>, at: usize) -> Option<&'static str> {
    const WITH_TONE: &str = "电原分离粒量质中核光因女男王太皇公父母弟才君孔孟老庄荀墨天学游赤浪逆独长次幼养义夫臣之\
                             精卵瓜莲松棋弃石鱼孢甲亲骄仙世介算转定嗣虚同士黄内犬妻胶声玻费强重反";
    let word = &clause.words[clause.word_at(at)?];
    let is_suffix = at > word.range.start && (at + 1 == word.range.end || clause.char(at + 1) == Some('们'));
    let before = clause.before(at)?;
    // 妻子 is a wife; only 妻子儿女 are a wife and children.
    let keeps_tone = WITH_TONE.contains(before) && !matches!(before, '妻' | '胶' | '黄');
    (is_suffix && !keeps_tone).then_some("zi5")
}

/// 看看, 谢谢, 妈妈 are in the table where they are no verbs; a verb said twice loses the tone of the second.
fn repeated(clause: &Clause<'_>, at: usize, n: usize) -> Option<&'static str> {
    const TWICE: &[(char, &str)] = &[
        ('看', "kan5"),
        ('试', "shi5"),
        ('想', "xiang5"),
        ('说', "shuo5"),
        ('谢', "xie5"),
        ('听', "ting5"),
        ('走', "zou5"),
    ];
    let word = &clause.words[n];
    let is_second = word.len() == 2 && at == word.range.start + 1 && clause.before(at) == clause.char(at);
    let (_, syllable) = TWICE.iter().find(|(c, _)| is_second && word.is_verb() && Some(*c) == clause.char(at))?;
    Some(syllable)
}
