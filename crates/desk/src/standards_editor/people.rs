//! People: children are not named beside what harms them, nobody is pronounced guilty, no private person is accused on
//! one small owner's word.

use super::rules::{Weight, lines, spike};
use crate::prose::junk::outside_quotes;
use crate::words::{Plain, words};
use news::text::is_han;
use news::{FinalCopy, Ruling, SpikeReason};

pub(super) fn ruling(copy: &FinalCopy, weight: &Weight) -> Option<Ruling> {
    lines(copy).find_map(|line| named_minor(line).or_else(|| pronounced_guilty(line)).or_else(|| accused(line, weight)))
}

/// Under this age a person is not named beside a crime or self-harm.
const OF_AGE: u32 = 18;

fn named_minor(line: &str) -> Option<Ruling> {
    let said = Plain::of(line);
    let grave = said.find(&words().minors.grave)?;
    let is_young = said.find(&words().minors.young).is_some() || ages(line).iter().any(|age| *age < OF_AGE);
    if !is_young {
        return None;
    }
    let how = said.find(&words().minors.naming).map(str::to_owned).or_else(|| name_beside_youth(line))?;
    spike(SpikeReason::Unsafe, format!("it makes a minor known ({how:?}) beside {grave:?}"))
}

/// The ages that a line gives: `14-year-old`, `aged 14`, `Tom Hill, 14,`, 「14岁」.
fn ages(line: &str) -> Vec<u32> {
    let lower = line.to_lowercase();
    let numbers = lower.match_indices(|c: char| c.is_ascii_digit()).filter_map(|(at, _)| {
        let before = lower.get(..at)?;
        if before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')) {
            return None;
        }
        let digits: String = lower.get(at..)?.chars().take_while(char::is_ascii_digit).collect();
        let after = lower.get(at + digits.len()..)?;
        let is_age = ["-year-old", " year old", " years old", "岁"].iter().any(|mark| after.starts_with(mark))
            || before.ends_with("aged ")
            || before.ends_with(", ") && after.starts_with(',');
        digits.parse().ok().filter(|_| is_age)
    });
    numbers.collect()
}

/// A name right beside an age or a word for a young person.
fn name_beside_youth(line: &str) -> Option<String> {
    if line.chars().any(is_han) {
        return ["岁的", "岁", "女童", "男童", "女孩", "男孩", "少年", "少女", "女生", "男生", "学生"]
            .iter()
            .flat_map(|mark| line.match_indices(mark).map(move |(at, _)| (at + mark.len(), mark)))
            .find_map(|(at, _)| chinese_name(line.get(at..)?));
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_youth = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        ["boy", "girl", "teenager", "schoolboy", "schoolgirl", "pupil"].contains(&word.as_str())
            || word.strip_suffix("-year-old").is_some_and(|n| n.parse::<u32>().is_ok_and(|n| n < OF_AGE))
    };
    let is_age = |word: &str| word.trim_matches(',').parse::<u32>().is_ok_and(|n| n < OF_AGE);
    words.windows(3).find_map(|three| {
        let after = is_youth(three[0]) && is_name(three[1]) && is_name(three[2]);
        let before = is_name(three[0]) && three[1].ends_with(',') && is_name(three[1]) && is_age(three[2]);
        if after { Some(three[1..].join(" ")) } else { before.then(|| three[..2].join(" ")) }
    })
}

fn is_name(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.chars().count() > 1 && word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase)
}

/// A name of two or three characters at the beginning of a text; 「王某」 names nobody.
fn chinese_name(text: &str) -> Option<String> {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
    const NOT_NAMED: [&str; 3] = ["某", "姓", "同学"];
    let name: String = text.chars().take(3).take_while(|c| is_han(*c)).collect();
    let is_named = name.chars().next().is_some_and(|c| SURNAMES.contains(c)) && name.chars().count() >= 2;
    (is_named && !NOT_NAMED.iter().any(|no| name.contains(no))).then_some(name)
}

/// "The rapist Tom Hill": only a court says so.
fn pronounced_guilty(line: &str) -> Option<Ruling> {
    let outside = outside_quotes(line);
    let said = Plain::of(&outside);
    let word = said.find(&words().guilt.verdict)?;
    if said.find(&words().guilt.proven).is_some() || !names_somebody(&outside, word) {
        return None;
    }
    spike(SpikeReason::Unsafe, format!("it pronounces somebody guilty ({word:?}) whom no court has"))
}

fn names_somebody(line: &str, word: &str) -> bool {
    if line.chars().any(is_han) {
        let mut after = line.match_indices(word).filter_map(|(at, _)| line.get(at + word.len()..));
        let is_called = ["是", "是一名", "是个", "系", "就是"].iter().any(|is| line.contains(&format!("{is}{word}")));
        return is_called || after.any(|rest| chinese_name(rest).is_some());
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    words.windows(2).any(|two| is_name(two[0]) && is_name(two[1]) && !two[0].ends_with('.'))
}

fn accused(line: &str, weight: &Weight) -> Option<Ruling> {
    if !weight.is_light() {
        return None;
    }
    let said = Plain::of(line);
    let accusation = said.find(&words().guilt.accusing)?;
    let private = said.find(&words().guilt.private)?;
    let is_named = names_somebody(line, private);
    is_named.then(|| weight.hold(&format!("it accuses a private person ({private:?}, {accusation:?})"))).flatten()
}
