//! The language of a sentence.

use crate::matter::Matter;
use crate::{Fault, Kind};
use news::Language;
use news::text::{han_share, language_of};

/// So many letters are needed to tell a language.
const ENOUGH: usize = 24;

/// So many are needed to tell it from its neighbours for certain.
const PLENTY: usize = 80;

/// Fault: another script than the edition's, or plainly another language.
pub(super) fn certain(matter: &Matter<'_>) -> Option<Fault> {
    let text = matter.claim.text;
    let n = text.chars().filter(|c| c.is_alphabetic()).count();
    fault(matter).filter(|_| n > PLENTY || matter.claim.language == Language::ZH || han_share(text) > 0.1)
}

/// Fault: another language than the edition's.
pub(super) fn fault(matter: &Matter<'_>) -> Option<Fault> {
    let (text, wanted) = (matter.claim.text, matter.claim.language);
    let n = text.chars().filter(|c| c.is_alphabetic()).count();
    let found = if wanted == Language::ZH && han_share(text) < 0.3 {
        Language::EN
    } else if wanted != Language::ZH && han_share(text) > 0.1 {
        Language::ZH
    } else if n > ENOUGH && wanted != Language::ZH {
        language_of(text)
    } else {
        return None;
    };
    (found != wanted).then(|| Fault::new(Kind::Language, format!("it is in {found}, not in {wanted}")))
}
