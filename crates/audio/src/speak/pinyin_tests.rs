//! What is said of written Chinese, by hand.

use super::*;

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(written, pinyin)| (written, pinyin, transcribe(written, &[], &Lexicon::default()).0))
        .filter(|(_, pinyin, got)| pinyin.replace(' ', "") != got.replace(' ', ""))
        .map(|(written, pinyin, got)| format!("{written}\n  expected {pinyin}\n  got      {got}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn polyphones_are_read_by_their_phrase() {
    check(&[
        ("重庆银行行长", "chong2qing4 yin2hang2 hang2zhang3"),
        ("中国人民银行长期贷款", "zhong1guo2 ren2min2 yin2hang2 chang2qi1 dai4kuan3"),
        ("音乐会", "yin1yue4hui4"),
        ("重新发行", "chong2xin1 fa1xing2"),
        ("朝阳区", "chao2yang2 qu1"),
        ("匈奴单于", "xiong1nu2 chan2yu2"),
        ("长江流域", "chang2jiang1 liu2yu4"),
        ("经济增长", "jing1ji4 zeng1zhang3"),
        ("各行各业", "ge4hang2 ge4ye4"),
        ("行业协会", "hang2ye4 xie2hui4"),
        ("率先复苏", "shuai4xian1 fu4su1"),
        ("提高效率", "ti2gao1 xiao4lv4"),
        ("失业率", "shi1ye4lv4"),
        ("上海市市长", "shang4hai3shi4 shi4zhang3"),
        ("外交部长", "wai4jiao1 bu4zhang3"),
        ("秘书长", "mi4shu1zhang3"),
        ("参与调查", "can1yu4 diao4cha2"),
        ("下调利率", "xia4tiao2 li4lv4"),
        ("调整结构", "tiao2zheng3 jie2gou4"),
        ("强调", "qiang2diao4"),
        ("处理难民", "chu3li3 nan4min2"),
        ("首相", "shou3xiang4"),
        ("真相", "zhen1xiang4"),
        ("会计师", "kuai4ji4shi1"),
        ("给予支持", "ji3yu3 zhi1chi2"),
        ("冠军", "guan4jun1"),
        ("新冠病毒", "xin1guan1 bing4du2"),
        ("导弹", "dao3dan4"),
        ("反弹", "fan3tan2"),
        ("弹劾总统", "tan2he2 zong3tong3"),
        ("西藏", "xi1zang4"),
        ("厦门", "xia4men2"),
        ("朝鲜", "chao2xian3"),
        ("要求", "yao1qiu2"),
        ("供应链", "gong1ying4lian4"),
        ("应对", "ying4dui4"),
        ("应当", "ying1dang1"),
        ("削减", "xue1jian3"),
        ("积累", "ji1lei3"),
        ("披露", "pi1lu4"),
        ("泄露", "xie4lou4"),
        ("强劲", "qiang2jing4"),
        ("更新", "geng1xin1"),
        ("曾经", "ceng2jing1"),
        ("没收", "mo4shou1"),
        ("着力", "zhuo2li4"),
        ("着急", "zhao2ji2"),
        ("了解", "liao3jie3"),
        ("归还", "gui1huan2"),
        ("首都", "shou3du1"),
        ("蒙古", "meng3gu3"),
        ("角色", "jue2se4"),
        ("数据", "shu4ju4"),
        ("青少年", "qing1shao4nian2"),
        ("丧生", "sang4sheng1"),
        ("遇难者", "yu4nan4zhe3"),
        ("为人民服务", "wei4ren2min2 fu2wu4"),
        ("成为", "cheng2wei2"),
        ("关卡", "guan1qia3"),
        ("投降", "tou2xiang2"),
        ("女儿", "nv3er2"),
        ("俄罗斯", "e2luo2si1"),
        ("以色列", "yi3se4lie4"),
        ("綠色經濟", "lv4se4 jing1ji4"),
    ]);
}

#[test]
fn tones_of_yi_and_bu_follow_their_neighbour() {
    check(&[
        ("一个", "yi2ge4"),
        ("一年", "yi4nian2"),
        ("一起", "yi4qi3"),
        ("第一", "di4yi1"),
        ("十一", "shi2yi1"),
        ("统一", "tong3yi1"),
        ("一月一日", "yi1yue4 yi1ri4"),
        ("二零一一年", "er4ling2 yi1yi1 nian2"),
        ("一百一十一", "yi4bai3 yi1shi2 yi1"),
        ("一万", "yi2wan4"),
        ("不是", "bu2shi4"),
        ("不好", "bu4hao3"),
        ("不断", "bu2duan4"),
    ]);
}

#[test]
fn pauses_are_kept_and_a_new_sentence_begins_with_a_capital() {
    let (pinyin, n_syllables) = transcribe("他说：“好”，走了。天亮、风停！", &[], &Lexicon::default());
    assert_eq!(pinyin, "ta1 shuo1; hao3; zou3 le5. Tian1liang4, feng1ting2!");
    assert_eq!(n_syllables, 9);
}

#[test]
fn the_syllable_before_an_ending_er_is_opened() {
    check(&[
        ("小孩儿玩儿", "xiao3ha2r5 wa2r5"),
        ("有点儿", "you3dia3r5"),
        ("女儿", "nv3er2"),
        ("画画儿", "hua4hua4r5"),
    ]);
}

#[test]
fn the_owner_of_a_newsroom_has_the_last_word() {
    let lexicon = Lexicon::parse("重庆\tzhong4 qing4\n长街宴\tchang2 jie1 yan4\n单\tshan4").unwrap();
    assert_eq!(pinyin("重庆的长街宴，单独举行。", &lexicon), "zhong4 qing4 de5 chang2 jie1 yan4 dan1 du2 ju3 xing2");
    assert_eq!(pinyin("他姓单。", &Lexicon::default()), "ta1 xing4 shan4");
    assert_eq!(pinyin("去2个", &lexicon), "qu4 liang3 ge4");
}

#[test]
fn what_the_caller_knows_is_not_guessed() {
    let fixed = [Fixed { range: 3..5, syllables: vec!["zhong4".into(), "qing4".into()] }];
    assert_eq!(transcribe("他说，重庆", &fixed, &Lexicon::default()).0, "ta1 shuo1; zhong4qing4");
}
