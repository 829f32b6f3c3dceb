//! Surnames that sound otherwise than the same character elsewhere: 仇先生, 单姓, 区某.

use super::words::Clause;

const SURNAMES: &[(&str, &[&str])] = &[
    ("万俟", &["mo4", "qi2"]),
    ("尉迟", &["yu4", "chi2"]),
    ("长孙", &["zhang3", "sun1"]),
    ("澹台", &["tan2", "tai2"]),
    ("令狐", &["ling2", "hu2"]),
    ("鲜于", &["xian1", "yu2"]),
    ("单于", &["chan2", "yu2"]),
    ("仇", &["qiu2"]),
    ("单", &["shan4"]),
    ("任", &["ren2"]),
    ("华", &["hua4"]),
    ("曾", &["zeng1"]),
    ("朴", &["piao2"]),
    ("解", &["xie4"]),
    ("纪", &["ji3"]),
    ("那", &["na1"]),
    ("区", &["ou1"]),
    ("查", &["zha1"]),
    ("葛", &["ge3"]),
    ("召", &["shao4"]),
    ("应", &["ying1"]),
    ("缪", &["miao4"]),
    ("翟", &["zhai2"]),
    ("乐", &["yue4"]),
    ("燕", &["yan1"]),
    ("种", &["chong2"]),
    ("折", &["she2"]),
    ("黑", &["he4"]),
    ("盛", &["sheng4"]),
    ("覃", &["qin2"]),
    ("谌", &["chen2"]),
    ("隗", &["wei3"]),
    ("哈", &["ha3"]),
    ("过", &["guo1"]),
    ("要", &["yao1"]),
    ("薄", &["bo2"]),
    ("祭", &["zhai4"]),
    ("相", &["xiang4"]),
    ("秘", &["bi4"]),
    ("繁", &["po2"]),
    ("贲", &["ben1"]),
    ("撒", &["sa4"]),
    ("员", &["yun4"]),
    ("尹", &["yin3"]),
    ("洗", &["xian3"]),
    ("冼", &["xian3"]),
    ("会", &["gui4"]),
    ("句", &["gou1"]),
    ("莘", &["shen1"]),
    ("佴", &["nai4"]),
    ("干", &["gan1"]),
    ("曲", &["qu1"]),
    ("宿", &["su4"]),
    ("肖", &["xiao1"]),
    ("晃", &["huang3"]),
    ("车", &["che1"]),
];

/// What may follow a surname: who is called by it.
const TITLES: &[&str] = &[
    "先生", "女士", "小姐", "夫人", "太太", "教授", "老师", "总统", "主席", "主任", "经理", "总理", "部长", "市长",
    "医生", "律师", "法官", "同志", "书记", "老汉", "大爷", "大妈", "阿姨", "师傅", "将军", "院士", "博士", "导演",
    "教练", "警官", "某", "姓", "氏", "家人", "老太",
];

/// Characters that are words of their own far more often than surnames: only 姓 makes a name of them.
const RARE: &str = "那过要会黑种相秘句员洗折车干应哈";

/// The syllables of the surname that begins at `at`, if one does and it has a sound of its own.
pub(crate) fn surname(clause: &Clause<'_>, at: usize) -> Option<&'static [&'static str]> {
    let (name, syllables) = SURNAMES
        .iter()
        .find(|(name, _)| name.chars().eq(clause.chars[at..].iter().copied().take(name.chars().count())))?;
    let n_characters = name.chars().count();
    let end = at + n_characters;
    let is_named = clause.before(at) == Some('姓') || clause.char(end) == Some('姓');
    let is_name = is_named || (n_characters > 1) || {
        let is_rare = RARE.contains(*name);
        is_titled(clause, at, end, is_rare) || (!is_rare && is_tagged(clause, at))
    };
    is_name.then_some(*syllables)
}

/// 仇先生: a word of one character before a title. 那女士 is a name at the begin of a clause only.
fn is_titled(clause: &Clause<'_>, at: usize, end: usize, is_rare: bool) -> bool {
    if is_rare && (at > 0 || matches!(clause.char(at), Some('要' | '会' | '过'))) {
        return false;
    }
    let is_word = clause.words.iter().any(|word| word.range.start == at);
    let follows: String = clause.chars[end..].iter().take(2).collect();
    let is_title = TITLES.iter().any(|title| follows.starts_with(title));
    // 任主任: to be made one. 曾教授 stands alone, 曾任教授 does not.
    is_word && is_title && !clause.word_at(at).is_some_and(|n| ends_office(clause, n))
}

/// 出任总统: a verb before the title, cut as two words.
fn ends_office(clause: &Clause<'_>, n: usize) -> bool {
    let word = &clause.words[n];
    word.len() == 1
        && clause.char(word.range.start) == Some('任')
        && clause
            .before(word.range.start)
            .is_some_and(|before| "出曾担新现前历首连升兼接调聘继于年月起时".contains(before))
}

/// A word that jieba takes for a person's name. It takes many words of two characters for one, so only three count.
fn is_tagged(clause: &Clause<'_>, at: usize) -> bool {
    clause.words.iter().any(|word| word.range.start == at && word.tag == "nr" && word.len() == 3)
}
