//! The base forms of an English word: `rose` and `rising` are both found under `rise`.

/// Past forms and plurals that no ending shows.
const IRREGULAR: &str = "rose rise, risen rise, fell fall, fallen fall, held hold, kept keep, left leave, lost lose, won win, \
beat beat, beaten beat, bought buy, sold sell, sold sale, said say, told tell, told order, met meet, led lead, made make, took take, taken take, \
gave give, given give, got get, went go, gone go, came come, began begin, begun begin, broke break, broken break, brought bring, \
built build, caught catch, chose choose, chosen choose, cut cut, dealt deal, drew draw, drawn draw, drove drive, driven drive, \
fought fight, fled flee, flew fly, flown fly, found find, froze freeze, frozen freeze, grew grow, grown grow, heard hear, \
hit hit, hurt hurt, knew know, known know, laid lay, lent lend, meant mean, paid pay, put put, quit quit, ran run, saw see, \
seen see, sent send, set set, shook shake, shot shoot, shrank shrink, shrunk shrink, shut shut, sank sink, sunk sink, slid slide, \
spoke speak, spoken speak, spent spend, spread spread, stood stand, stole steal, stolen steal, struck strike, stuck stick, \
swept sweep, swung swing, taught teach, thought think, threw throw, thrown throw, understood understand, woke wake, \
withdrew withdraw, withdrawn withdraw, wrote write, written write, fewer few, men man, women woman, children child, people person, \
lives life, wives wife, died die, dying die, dies die, dead die, burnt burn, outbid bid, overtook overtake, overturned overturn, rebuilt rebuild, \
resold sell, sought seek, stepped step, swore swear, sworn swear, tore tear, torn tear, underwent undergo, upheld uphold, \
worse bad, worst worst, better good, halves half, shelves shelf, leaves leaf, crises crisis, criteria criterion, media media, \
fed fed, shed shed, bid bid, cast cast, bled bleed, blew blow, blown blow, ate eat, eaten eat, forbade forbid, forbidden forbid, \
forgot forget, hid hide, hidden hide, rode ride, rang ring, sang sing, swam swim, wore wear, worn wear, bore bear, born born, \
bound bind, lit light, sprang spring, stung sting, undertook undertake, mistook mistake, laid off lay off, slew slay, slain slay, \
feet foot, mice mouse, teeth tooth, thieves thief, knives knife, outgrew outgrow, overcame overcome, oversaw oversee, foresaw foresee";

/// The word itself and what it may be a form of.
pub(crate) fn bases(word: &str) -> Vec<String> {
    let mut found = vec![word.to_owned()];
    let mut add = |base: String| {
        if base.len() > 1 && !found.contains(&base) {
            found.push(base);
        }
    };
    for pair in IRREGULAR.split(", ") {
        if let Some((form, base)) = pair.trim().split_once(' ')
            && form == word
        {
            add(base.to_owned());
        }
    }
    let n = word.len();
    if n > 3 && word.is_ascii() {
        for (ending, instead) in ENDINGS {
            if let Some(stem) = word.strip_suffix(ending)
                && stem.len() >= 2
            {
                add(format!("{stem}{instead}"));
                if let Some(single) = undoubled(stem).filter(|_| instead.is_empty() && *ending != "s") {
                    add(single);
                }
            }
        }
    }
    found
}

const ENDINGS: &[(&str, &str)] = &[
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ied", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("est", ""),
    ("est", "e"),
    ("ly", ""),
    ("ier", "y"),
    ("ers", ""),
    ("ers", "e"),
];

/// `stopp` is `stop`.
fn undoubled(stem: &str) -> Option<String> {
    let mut chars = stem.chars().rev();
    let (last, before) = (chars.next()?, chars.next()?);
    (last == before && !"aeiou".contains(last)).then(|| stem[..stem.len() - 1].to_owned())
}

/// Whether two English words look like forms of one: `operate` and `operations`, `announce` and `announcement`.
pub(crate) fn of_one_stem(a: &str, b: &str) -> bool {
    let common = a.bytes().zip(b.bytes()).take_while(|(x, y)| x == y).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    common >= 5 && common + 2 >= short && long - common <= 5
        || common == 4 && short <= 5 && long - common <= 3 && common + 1 >= short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_lead_to_their_base() {
        for (form, base) in [
            ("rose", "rise"),
            ("rising", "rise"),
            ("stopped", "stop"),
            ("carries", "carry"),
            ("unions", "union"),
            ("fled", "flee"),
            ("cutting", "cut"),
            ("closed", "close"),
        ] {
            assert!(bases(form).iter().any(|found| found == base), "{form}: {:?}", bases(form));
        }
    }

    #[test]
    fn forms_of_one_stem_are_seen() {
        assert!(of_one_stem("operate", "operations"));
        assert!(of_one_stem("announce", "announcement"));
        assert!(!of_one_stem("protest", "provide"));
    }
}
