//! Whether a Chinese name may be the sound of a foreign one: 索尔海姆 of Solheim, 张伟 of Zhang Wei.

use pinyin::ToPinyin as _;

/// A sound as the syllables of the other language can keep it: vowels go, near consonants fall together.
type Sounds = Vec<char>;

/// The consonants of a Latin name.
fn of_latin(name: &str) -> Sounds {
    let lower = name.to_lowercase();
    let mut text = lower;
    for (from, to) in [
        ("tsch", "q"),
        ("sch", "s"),
        ("tch", "q"),
        ("ch", "q"),
        ("sh", "s"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("qu", "kw"),
        ("gh", "g"),
        ("wh", "w"),
        ("kn", "n"),
        ("wr", "r"),
        ("dge", "j"),
        ("ce", "se"),
        ("ci", "si"),
        ("ge", "je"),
        ("gi", "ji"),
        ("cy", "sy"),
        ("x", "ks"),
        ("zz", "z"),
        ("ng", "n"),
        ("dt", "t"),
        ("rr", "r"),
    ] {
        text = text.replace(from, to);
    }
    squeeze(text.chars().filter_map(class))
}

/// The consonants of Chinese characters, by their pinyin.
fn of_han(name: &str) -> Sounds {
    let mut sounds = Vec::new();
    for syllable in name.to_pinyin().flatten() {
        sounds.extend(of_syllable(syllable.plain()));
    }
    squeeze(sounds.into_iter())
}

fn of_syllable(syllable: &str) -> Vec<char> {
    if syllable == "er" {
        return vec!['l'];
    }
    let syllable = syllable.replace("zh", "z").replace("sh", "s").replace("ch", "q");
    let is_nasal = syllable.ends_with('n') || syllable.ends_with("ng");
    let first = syllable.chars().next().and_then(|c| match c {
        'x' => Some('s'),
        other => class(other),
    });
    first.into_iter().chain(is_nasal.then_some('n')).collect()
}

/// Consonants that stand for each other when names are carried over.
fn class(c: char) -> Option<char> {
    Some(match c {
        'b' | 'p' => 'b',
        'd' | 't' => 'd',
        'g' | 'k' | 'c' | 'q' => 'g',
        'f' | 'v' | 'w' | 'h' => 'f',
        'l' | 'r' => 'l',
        'm' => 'm',
        'n' => 'n',
        's' | 'z' | 'j' | 'x' => 's',
        _ => return None,
    })
}

fn squeeze(sounds: impl Iterator<Item = char>) -> Sounds {
    let mut out: Sounds = Vec::new();
    for sound in sounds {
        if out.last() != Some(&sound) {
            out.push(sound);
        }
    }
    out
}

/// How alike, 0 to 1: 1 less the share of sounds that must be changed.
fn likeness(a: &[char], b: &[char]) -> f64 {
    let longest = a.len().max(b.len());
    if longest == 0 { 0.0 } else { 1.0 - distance(a, b) / longest as f64 }
}

/// Sounds that are often lost or changed cost half: h and w, r at a syllable's end, g and s before e and i.
fn distance(a: &[char], b: &[char]) -> f64 {
    let weight = |c: char| if matches!(c, 'f' | 'l' | 'n') { 0.5 } else { 1.0 };
    let mut row: Vec<f64> = Vec::with_capacity(b.len() + 1);
    row.push(0.0);
    for c in b {
        row.push(row.last().copied().unwrap_or(0.0) + weight(*c));
    }
    for x in a {
        let mut next = vec![row[0] + weight(*x)];
        for (j, y) in b.iter().enumerate() {
            let soft = matches!(
                (x, y),
                ('g', 's') | ('s', 'g') | ('d', 's') | ('s', 'd') | ('b', 'f') | ('f', 'b') | ('m', 'n') | ('n', 'm')
            );
            let change = if x == y {
                0.0
            } else if soft {
                0.5
            } else {
                1.0
            };
            next.push((row[j] + change).min(row[j + 1] + weight(*x)).min(next[j] + weight(*y)));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0.0)
}

/// Whether a Latin name may be sounded in these characters.
pub(crate) fn is_sounded(latin: &str, han: &str) -> bool {
    is_pinyin(latin, han) || is_spelled(latin, han) || {
        let (a, b) = (of_latin(latin), of_han(han));
        a.len() >= 2 && b.len() >= 2 && likeness(&a, &b) >= if a.len() >= 4 { 0.66 } else { 0.75 }
    }
}

/// Whether a Latin name is sounded by these characters, all of which are of those that write names.
pub(crate) fn is_sounded_whole(latin: &str, han: &str) -> bool {
    may_be_sounds(han) && is_sounded(latin, han) || is_pinyin(latin, han)
}

/// `Zhang`, `zhangwei` of 张伟.
fn is_pinyin(latin: &str, han: &str) -> bool {
    let latin = latin.to_lowercase().replace(['-', '\''], "");
    let syllables: Vec<&str> = han.to_pinyin().flatten().map(|syllable| syllable.plain()).collect();
    let older = older_spelling(&latin);
    (0..syllables.len()).any(|start| {
        (start..syllables.len()).any(|end| {
            let whole = syllables[start..=end].concat();
            whole == latin || latin.len() >= 3 && older_spelling(&whole) == older
        })
    })
}

/// Names with few consonants, and older spellings, by all their letters: `Oyun` of 奥云, `Yeh` of 叶.
fn is_spelled(latin: &str, han: &str) -> bool {
    let spelt = |text: &str| {
        let mut text = text.to_lowercase().replace(['-', '\''], "");
        for (from, to) in [
            ("zh", "j"),
            ("ch", "j"),
            ("hs", "x"),
            ("sh", "x"),
            ("ts", "z"),
            ("tz", "z"),
            ("kh", "h"),
            ("eh", "e"),
            ("ao", "o"),
            ("ou", "o"),
        ] {
            text = text.replace(from, to);
        }
        let near = |c: char| match c {
            'q' => 'j',
            'c' | 'k' => 'g',
            'p' => 'b',
            't' => 'd',
            'r' => 'l',
            other => other,
        };
        squeeze(text.chars().map(near))
    };
    let (a, b) = (spelt(latin), spelt(&han.to_pinyin().flatten().map(|syllable| syllable.plain()).collect::<String>()));
    let longest = a.len().max(b.len());
    let short = a.len().min(b.len());
    short >= 2 && a.first() == b.first() && (a == b || short >= 4 && distance(&a, &b) / longest as f64 <= 0.25)
}

/// What Taiwan's and the Chinese pinyin spell differently falls together: `Hsu` and `Xu`, `Yeh` and `Ye`, `Chi` and `Qi`.
fn older_spelling(name: &str) -> String {
    let mut text = name.to_owned();
    for (from, to) in [
        ("hs", "x"),
        ("zh", "j"),
        ("ch", "j"),
        ("q", "j"),
        ("tz", "z"),
        ("ts", "z"),
        ("eh", "e"),
        ("ien", "ian"),
        ("ung", "ong"),
        ("jih", "ji"),
        ("shih", "shi"),
    ] {
        text = text.replace(from, to);
    }
    text
}

/// Whether a Latin name is sounded somewhere in a run of Chinese text.
pub(crate) fn is_heard(latin: &str, text: &[char]) -> bool {
    let n_sounds = of_latin(latin).len();
    let longest = (n_sounds + 3).min(8);
    (0..text.len()).any(|start| {
        (start + 1..=(start + longest).min(text.len())).any(|end| {
            let window = &text[start..end];
            let is_name = window.len() >= n_sounds.saturating_sub(1).max(1) && window.iter().all(|c| is_name_sign(*c));
            is_name && is_sounded(latin, &window.iter().collect::<String>())
                || is_pinyin(latin, &window.iter().collect::<String>())
        })
    })
}

/// Characters with which foreign names are written.
const NAME_SIGNS: &str = "阿埃艾爱安昂奥澳巴白拜班邦包保鲍贝本比彼毕边宾波伯勃博卜布蔡策查察昌车彻楚茨次慈措达大代戴丹当道德登邓狄迪底蒂第蒂丁东杜顿多恩厄俄额尔耳法凡范方菲费芬丰冯夫弗佛福富伽盖甘冈高戈哥歌格葛根贡古瓜圭郭果哈海汉豪赫黑亨洪侯胡华怀惠霍基吉季济加迦贾简江杰捷金津京久居卡开凯坎康考柯科克肯孔库夸奎昆拉腊莱赖兰朗劳勒雷里理李莉丽利立连廉良列烈林琳隆龙卢鲁路露伦罗洛吕律马玛迈麦曼芒毛茂梅门蒙孟米密敏明摩莫墨默姆穆慕拿娜纳乃南瑙内尼妮年涅宁牛纽农努诺欧帕派潘庞佩彭蓬皮平珀普其奇齐契乔切钦琴青琼丘让热仁日荣儒瑞若萨塞赛三桑瑟森莎沙山珊尚绍舍申沈圣盛施石史士舒顺斯司丝松苏索所塔台泰坦汤唐陶特腾提田铁廷通图土托脱瓦万旺威韦维魏温文翁沃乌吴武伍西希悉锡席夏香向肖谢辛欣星雄休修许逊雅亚延扬耶叶伊易因英尤于约云扎泽曾詹张章珍芝朱兹佐赞哲真治智";

fn is_name_sign(c: char) -> bool {
    NAME_SIGNS.contains(c)
}

/// Whether all characters of a word are of those with which foreign names are written.
pub(crate) fn may_be_sounds(word: &str) -> bool {
    word.chars().all(is_name_sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_heard_in_the_other_script() {
        for (latin, han) in [
            ("Solheim", "索尔海姆"),
            ("Brandl", "布兰德尔"),
            ("Whitlock", "惠特洛克"),
            ("Marenia", "马雷尼亚"),
            ("Lumacore", "卢马科尔"),
            ("Zhang", "张伟"),
            ("Hashimoto", "哈希莫托"),
            ("Petrova", "彼得罗娃"),
            ("Schmidt", "施密特"),
            ("Okafor", "奥卡福"),
            ("Yeh", "叶启明"),
            ("Hsu", "徐"),
            ("Oyun", "奥云"),
        ] {
            assert!(is_sounded(latin, han), "{latin} {han}: {:?} {:?}", of_latin(latin), of_han(han));
        }
    }

    #[test]
    fn other_names_are_not_heard() {
        for (latin, han) in [
            ("Solheim", "布兰德尔"),
            ("Bergman", "索尔海姆"),
            ("Novak", "施密特"),
            ("Wang", "张伟"),
            ("Dalton", "马雷尼亚"),
        ] {
            assert!(!is_sounded(latin, han), "{latin} {han}: {:?} {:?}", of_latin(latin), of_han(han));
        }
    }
}
