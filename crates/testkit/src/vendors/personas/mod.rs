//! Models of character: one that obeys the data, one that is a stranger's puppet, one that lies, one that is lazy, one that has words of its own, one that
//! quotes what nobody wrote. Their JSON stays JSON.

mod gullible;
mod liar;
mod lies;
mod misquoter;
mod paraphraser;
mod puppet;
mod sloth;

use super::answer::Answer;
use super::ask::Ask;
use super::strike::Vice;
use serde_json::Value;

/// What a persona makes of an honest answer, be it JSON or prose.
trait Persona {
    fn json(&self, honest: Value) -> Value;
    fn prose(&self, honest: &str) -> String;
}

/// Puts the persona's vice into the answer; other vices leave it as it is.
pub(super) fn corrupt(vice: Vice, answer: &mut Answer, ask: &Ask, seed: u64) {
    let seed = hash(seed, &[&ask.system, ask.last_user()]);
    match vice {
        Vice::Gullible => apply(&gullible::Gullible::of(ask), answer),
        Vice::Liar => apply(&liar::Liar::of(ask, seed), answer),
        Vice::Paraphraser => apply(&paraphraser::Paraphraser::of(ask), answer),
        Vice::Misquoter => apply(&misquoter::Misquoter { judge: paraphraser::Paraphraser::of(ask) }, answer),
        Vice::Puppet => apply(&puppet::Puppet::of(ask, seed), answer),
        Vice::Sloth => apply(&sloth::Sloth { seed }, answer),
        _ => {}
    }
}

fn apply(persona: &impl Persona, answer: &mut Answer) {
    let told = answer.call.as_mut().map_or(&mut answer.text, |call| &mut call.arguments);
    *told = match serde_json::from_str(told) {
        Ok(json @ Value::Object(_)) => persona.json(json).to_string(),
        _ => persona.prose(told),
    };
    answer.count();
}

/// FNV-1a over texts, beginning from a seed: it decides instead of chance, whatever the order of asking.
fn hash(seed: u64, texts: &[&str]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mixed = texts
        .iter()
        .flat_map(|text| text.bytes().chain([0xff]))
        .fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // The low bits of FNV are poor, and they are what is used.
    mixed ^ (mixed >> 29)
}
