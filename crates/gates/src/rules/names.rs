//! Names, places, organisations, offices, and words that must be found as they are meant.

use crate::lexicon::{Class, Id, Mark, lexicon};
use crate::matter::Matter;
use crate::quantities::{Quantity, quantities};
use crate::token::Token;
use crate::{Fault, Kind, sounds};

/// Fault: a name that the spans do not give.
pub(super) fn strange(matter: &Matter<'_>) -> Option<Fault> {
    (0..matter.said.tokens.len()).find_map(|at| name(matter, at))
}

/// Fault: a name that the spans do not give in any form that code could miss. A name of no table is one by its capital
/// alone, so no word there may be like it, and none may be an institution's; a Chinese one must be of the tables.
pub(super) fn certain(matter: &Matter<'_>) -> Option<Fault> {
    let tokens = &matter.said.tokens;
    let is_in_table =
        |token: &Token| [Class::Place, Class::Organisation, Class::Person].iter().any(|class| token.is_of(*class));
    let is_plain = |at: &usize| {
        let token = &tokens[*at];
        let after_the = at.checked_sub(1).is_some_and(|before| tokens[before].text == "the");
        let is_known = is_in_table(token) && !stands_for_its_country(matter, token);
        is_known || !token.is_han && !is_in_table(token) && !after_the && !has_like(matter, token)
    };
    (0..tokens.len()).filter(is_plain).find_map(|at| name(matter, at))
}

/// Moscow for Russia.
fn stands_for_its_country(matter: &Matter<'_>, token: &Token) -> bool {
    let countries: Vec<Id> = token.ids_of(Class::Place).filter_map(|id| lexicon().parent(id)).collect();
    matter.given.tokens.iter().any(|given| given.ids.iter().any(|id| countries.contains(id)))
}

/// Norwegian and Norway, Briton and Britain: the first four letters are the same.
fn has_like(matter: &Matter<'_>, token: &Token) -> bool {
    let start: String = token.text.chars().take(4).collect();
    token.is_shouted || matter.given.tokens.iter().any(|given| given.text.starts_with(&start))
}

/// Fault: an office that the spans do not give.
pub(super) fn offices(matter: &Matter<'_>) -> Option<Fault> {
    (0..matter.said.tokens.len()).find_map(|at| office(matter, at))
}

/// Fault: a profession that the spans do not give.
pub(super) fn professions(matter: &Matter<'_>) -> Option<Fault> {
    (0..matter.said.tokens.len()).find_map(|at| profession(matter, at))
}

/// Fault: a word that must be found as it is meant.
pub(super) fn meanings(matter: &Matter<'_>) -> Option<Fault> {
    (0..matter.said.tokens.len()).find_map(|at| strict(matter, at))
}

fn name(matter: &Matter<'_>, at: usize) -> Option<Fault> {
    let token = &matter.said.tokens[at];
    let is_other = is_of_another(matter, at);
    if !token.is_name()
        || !is_other && (matter.is_paired(at) || is_known(matter, token))
        || is_doubtful(matter, token)
        || is_institution(matter, at)
    {
        return None;
    }
    let kind = if token.is_of(Class::Place) {
        Kind::Place
    } else if token.is_of(Class::Organisation) {
        Kind::Organisation
    } else {
        Kind::Name
    };
    Some(Fault::new(kind, format!("the name {:?} is not in the cited spans", token.text)))
}

/// A word that holds a name of the tables, like 苏黎世大学: it is that name which must be found.
fn is_of_another(matter: &Matter<'_>, at: usize) -> bool {
    let token = &matter.said.tokens[at];
    let is_table = |id: &Id| matches!(lexicon().class(*id), Class::Place | Class::Organisation | Class::Person);
    let names: Vec<Id> = token.ids.iter().copied().filter(is_table).collect();
    let holds = |other: &Token| {
        other
            .ids
            .iter()
            .any(|id| names.contains(id) || lexicon().parent(*id).is_some_and(|parent| names.contains(&parent)))
    };
    let is_composed = token.is_han && !names.is_empty() && names.len() < token.ids.len();
    is_composed && !matter.given.tokens.iter().any(holds)
}

/// It stands there in other spelling, as a part, or as initials.
fn is_known(matter: &Matter<'_>, token: &Token) -> bool {
    if token.is_han {
        return matter.given.folded.contains(&token.text) || is_short_form(matter, token);
    }
    if is_country_of_source(matter, token) {
        return true;
    }
    let is_part = token.text.len() > 3 && matter.given.folded.contains(&token.text);
    is_part || is_initials(matter, token) || matter.is_headline && token.is_of(Class::Meaning)
}

/// 董秘 of 董事会秘书: its characters stand there in order, close together, from the first of a word on.
fn is_short_form(matter: &Matter<'_>, token: &Token) -> bool {
    let short: Vec<char> = token.text.chars().collect();
    let long: Vec<char> = matter.given.folded.chars().collect();
    let in_table = [Class::Place, Class::Organisation, Class::Person].iter().any(|class| token.is_of(*class));
    let stands_at = |start: usize| {
        let window = &long[start..long.len().min(start + short.len() * 3)];
        let mut rest = window.iter();
        short.iter().all(|c| rest.any(|other| other == c))
            && window.iter().take(short.len() * 3).all(|c| c.is_alphanumeric())
    };
    !in_table
        && short.len() >= 2
        && !sounds::may_be_sounds(&token.text)
        && (0..long.len()).any(|start| long[start] == short[0] && stands_at(start))
}

/// A Chinese text says 国家 and 全国 where an English one must say which country.
fn is_country_of_source(matter: &Matter<'_>, token: &Token) -> bool {
    let is_china = token.ids_of(Class::Place).any(|id| lexicon().han("中国").contains(&id));
    let says = ["国家", "全国", "国务院", "全社会", "央行", "省", "人民币", "国产"]
        .iter()
        .any(|word| matter.given.folded.contains(word));
    let names_other = matter.given.tokens.iter().any(|given| {
        given.text.chars().count() > 1
            && given
                .ids_of(Class::Place)
                .any(|id| lexicon().parent(id).is_none() && !lexicon().han("中国").contains(&id))
    });
    matter.is_across && is_china && says && !names_other
}

/// `PBC` of "Port of Bay City"; the words may be parted by small ones.
fn is_initials(matter: &Matter<'_>, token: &Token) -> bool {
    if !token.is_shouted || token.text.len() < 2 {
        return false;
    }
    let initials: String = matter
        .given
        .tokens
        .iter()
        .filter(|given| given.is_capital)
        .filter_map(|given| given.text.chars().next())
        .collect();
    initials.contains(&token.text)
}

/// The name of an institution is translated word by word: "the Dunhuang Academy", "Hall of …"; one of its words is found.
fn is_institution(matter: &Matter<'_>, at: usize) -> bool {
    let tokens = &matter.said.tokens;
    let joins = |place: usize| tokens[place].is_capital || tokens[place].text == "of";
    let same = |place: usize| place < tokens.len() && tokens[place].sentence == tokens[at].sentence && joins(place);
    let start = (0..=at).rev().take_while(|place| same(*place)).last().unwrap_or(at);
    let end = (at..tokens.len()).take_while(|place| same(*place)).last().unwrap_or(at);
    let after_the = start > 0 && tokens[start - 1].text == "the";
    let is_named = after_the || end - start >= 2;
    matter.is_across && !tokens[at].is_han && is_named && (start..=end).any(|place| matter.is_paired(place))
}

/// The cutter takes many a common word for a name; across languages only what can be the sound of a name is one.
fn is_doubtful(matter: &Matter<'_>, token: &Token) -> bool {
    let in_table = [Class::Place, Class::Organisation, Class::Person].iter().any(|class| token.is_of(*class));
    token.is_han
        && !in_table
        && (token.text.chars().count() < 2 || matter.is_across && !sounds::may_be_sounds(&token.text))
        || token.is_han && in_table && token.text.chars().count() < 2
        || !token.is_han && (token.is_of(Class::Meaning) || token.is_of(Class::Office)) && !in_table
        || token.has_any(&[Mark::Light, Mark::Pronoun]) && !in_table
}

fn office(matter: &Matter<'_>, at: usize) -> Option<Fault> {
    let token = &matter.said.tokens[at];
    if !token.is_of(Class::Office) || matter.is_headline && matter.is_paired(at) {
        return None;
    }
    let shares = |place: &usize| {
        let given = &matter.given.tokens[*place];
        given.is_of(Class::Office) && given.ids_of(Class::Office).any(|id| token.ids.contains(&id))
            || !token.is_han && given.text == token.text
    };
    // "Head" and "chief" are said of any office.
    let is_general = lexicon()
        .phrases("head")
        .iter()
        .any(|(phrase, id)| phrase.len() == 1 && token.ids.contains(id) && lexicon().class(*id) == Class::Office);
    let is_general = is_general && matter.given.tokens.iter().any(|given| given.is_of(Class::Office));
    let is_there = is_general
        || matter.pairs[at].iter().any(shares)
        || matter.is_paired(at) && token.is_of(Class::Meaning)
        || token.is_han && matter.given.folded.contains(&token.text);
    if let Some(fault) = lone(matter, at).filter(|_| is_there) {
        return Some(fault);
    }
    (!is_there).then(|| Fault::new(Kind::Title, format!("the title {:?} is not in the cited spans", token.text)))
}

/// `Prosecutor Anna Forlani`: what stands beside a name is said of that person.
fn profession(matter: &Matter<'_>, at: usize) -> Option<Fault> {
    let token = &matter.said.tokens[at];
    let next =
        matter.said.tokens.get(at + 1).filter(|next| next.sentence == token.sentence && next.clause == token.clause);
    let stands_beside =
        next.is_some_and(|next| next.is_name() || next.is_han && matter.given.folded.contains(&next.text));
    let is_other = token.is_of(Class::Profession) && !matter.is_paired(at) && stands_beside;
    is_other.then(|| Fault::new(Kind::Title, format!("the title {:?} is not in the cited spans", token.text)))
}

/// A deputy there, the head here.
fn lone(matter: &Matter<'_>, at: usize) -> Option<Fault> {
    let is_deputy =
        |token: &Token| token.is_of(Class::Office) && lexicon().han("副").iter().any(|id| token.ids.contains(id));
    let has_deputy = |tokens: &[Token], at: usize| is_deputy(&tokens[at]) || at > 0 && is_deputy(&tokens[at - 1]);
    let there: Vec<usize> =
        matter.pairs[at].iter().copied().filter(|place| matter.given.tokens[*place].is_of(Class::Office)).collect();
    let only_deputies = !there.is_empty() && there.iter().all(|place| has_deputy(&matter.given.tokens, *place));
    let is_one = has_deputy(&matter.said.tokens, at);
    let token = &matter.said.tokens[at];
    let same_rank = |place: &usize| {
        let given = &matter.given.tokens[*place];
        has_deputy(&matter.given.tokens, *place)
            && given.ids_of(Class::Office).any(|id| !lexicon().han("副").contains(&id) && token.ids.contains(&id))
    };
    let is_raised = is_deputy(token) && token.is_han && token.ids.len() > 1 && !there.iter().any(same_rank);
    (only_deputies && !is_one || is_raised)
        .then(|| Fault::new(Kind::Title, format!("{:?} has another rank in the cited spans", matter.word(at))))
}

/// Words whose meaning must be found: another direction, another season, killed for injured.
fn strict(matter: &Matter<'_>, at: usize) -> Option<Fault> {
    let token = &matter.said.tokens[at];
    let meanings: Vec<Id> = token.ids_of(Class::Meaning).collect();
    let is_strict = !meanings.is_empty() && meanings.iter().all(|id| lexicon().is_strict(*id));
    let in_name = token.is_capital && !token.is_first && !token.is_dated();
    let of_period = at > 0
        && (matter.said.tokens[at - 1].number.as_ref().is_some_and(|number| number.is_ordinal)
            || matter.said.tokens[at - 1].text == "first");
    if !is_strict || matter.is_paired(at) || in_name || of_period {
        return None;
    }
    let kind = kind_of(token);
    if kind == Kind::Comparison && is_ratio_of_two(matter, token) {
        return None;
    }
    let has_clock =
        matter.given.tokens.windows(2).any(|pair| pair[0].number.is_some() && pair[1].text.starts_with(['时', '点']));
    if kind == Kind::Date && has_clock {
        return None;
    }
    Some(Fault::new(kind, format!("{:?} is not in the cited spans", token.text)))
}

/// 50 beside 25 is twice as much, 25 beside 50 is half.
fn is_ratio_of_two(matter: &Matter<'_>, token: &Token) -> bool {
    let is_double = ["twofold", "halve"]
        .iter()
        .any(|word| lexicon().phrases(word).iter().any(|(phrase, id)| phrase.len() == 1 && token.ids.contains(id)));
    let given = quantities(&matter.given);
    let plain = |a: &&Quantity| a.value > 0.0 && !a.is_ordinal;
    let mut pairs = given.iter().filter(plain).flat_map(|a| given.iter().filter(plain).map(move |b| (a, b)));
    is_double && pairs.any(|(a, b)| a.is_percent == b.is_percent && a.value >= 2.0 && a.value * 2.0 == b.value)
}

fn kind_of(token: &Token) -> Kind {
    let is = |words: &[&str]| {
        words
            .iter()
            .any(|word| lexicon().phrases(word).iter().any(|(phrase, id)| phrase.len() == 1 && token.ids.contains(id)))
    };
    if is(&["northern", "southern", "eastern", "western"]) {
        Kind::Place
    } else if is(&["summer", "winter", "spring", "autumn", "morning", "afternoon", "evening"]) {
        Kind::Date
    } else if is(&["perish", "injure", "unaccounted"]) {
        Kind::Counted
    } else if is(&["largest", "smallest", "twofold", "halve"]) {
        Kind::Comparison
    } else {
        Kind::Addition
    }
}
