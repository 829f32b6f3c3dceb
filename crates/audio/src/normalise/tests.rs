//! What is written and what is said: Chinese, English, mixed.

use super::spoken;
use news::Language;

fn check(language: Language, cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(written, said)| (written, said, spoken(written, language)))
        .filter(|(_, said, got)| **said != got.as_str())
        .map(|(written, said, got)| format!("{written}\n  expected {said}\n  got      {got}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn chinese_figures() {
    check(
        Language::ZH,
        &[
            ("0", "零"),
            ("10", "十"),
            ("12", "十二"),
            ("20", "二十"),
            ("22", "二十二"),
            ("101", "一百零一"),
            ("111", "一百一十一"),
            ("200", "两百"),
            ("1001", "一千零一"),
            ("1011", "一千零一十一"),
            ("2000", "两千"),
            ("10001", "一万零一"),
            ("20000", "两万"),
            ("101111", "十万一千一百一十一"),
            ("10001111", "一千万一千一百一十一"),
            ("100000000", "一亿"),
            ("1.01", "一点零一"),
            ("-1", "负一"),
            ("1,200元", "一千二百元"),
            ("约315万字", "约三百一十五万字"),
            ("6.42万人", "六点四二万人"),
            ("2万亿元", "两万亿元"),
            ("2亿人", "两亿人"),
            ("2个", "两个"),
            ("2名", "两名"),
            ("2两", "二两"),
            ("第2名", "第二名"),
            ("第3季度", "第三季度"),
            ("2月2日", "二月二日"),
            ("12个", "十二个"),
            ("10几", "十几"),
            ("450余名", "四百五十余名"),
            ("±2的平方", "正负二的平方"),
            ("计算-2的绝对值", "计算负二的绝对值"),
            ("1+2=3", "一加二等于三"),
            ("≥100万", "大于等于一百万"),
            ("独得300w张", "独得三百万张"),
            ("No.1", "第一"),
            ("007", "零零七"),
        ],
    );
}

#[test]
fn chinese_dates_and_times() {
    check(
        Language::ZH,
        &[
            ("2026年", "二零二六年"),
            ("2026年3月18日", "二零二六年三月十八日"),
            ("2026-03-18", "二零二六年三月十八日"),
            ("2008/08/08", "二零零八年八月八日"),
            ("2008-08", "二零零八年八月"),
            ("08-08", "八月八日"),
            ("1000年前", "一千年前"),
            ("2019-2025年", "二零一九至二零二五年"),
            ("2025/26赛季", "二零二五至二六赛季"),
            ("2026财年", "二零二六财年"),
            ("2026Q1", "二零二六年第一季度"),
            ("CES 2026开幕", "CES二零二六开幕"),
            ("90后", "九零后"),
            ("80年代", "八十年代"),
            ("20年后", "二十年后"),
            ("2年后", "两年后"),
            ("14:30", "十四点三十分"),
            ("11:00", "十一点"),
            ("2:02", "两点零二分"),
            ("22：58", "二十二点五十八分"),
            ("13:10:36", "十三点十分三十六秒"),
            ("8:00 a.m.准时开会", "上午八点准时开会"),
            ("8月16号12:00之前", "八月十六号十二点之前"),
            ("2时30分", "两时三十分"),
            ("16时2分", "十六时二分"),
            ("更新时间：2026-02-10T03:44:45.245Z", "更新时间:二零二六年二月十日协调世界时三点四十四分"),
            ("3月18日至20日", "三月十八日至二十日"),
        ],
    );
}

#[test]
fn chinese_money_units_and_shares() {
    check(
        Language::ZH,
        &[
            ("5.3%", "百分之五点三"),
            ("增长5%-6%", "增长百分之五至六"),
            ("5-6%", "百分之五至六"),
            ("下降-0.5%", "下降负百分之零点五"),
            ("1.2‰", "千分之一点二"),
            ("0.6个百分点", "零点六个百分点"),
            ("￥1.25", "一点二五元"),
            ("¥100", "一百元"),
            ("$13.5", "十三点五美元"),
            ("$32亿", "三十二亿美元"),
            ("$3.2 billion", "三十二亿美元"),
            ("$2万", "两万美元"),
            ("US$500万", "五百万美元"),
            ("HK$80", "八十港元"),
            ("€12亿", "十二亿欧元"),
            ("£3.5万", "三点五万英镑"),
            ("3.5亿元", "三点五亿元"),
            ("CNY 1.25", "一点二五人民币"),
            ("$5-6亿", "五至六亿美元"),
            ("25°C", "二十五摄氏度"),
            ("-3℃", "零下三摄氏度"),
            ("-3~5℃", "零下三至五摄氏度"),
            ("10km/h", "每小时十公里"),
            ("25kg", "二十五千克"),
            ("120m²", "一百二十平方米"),
            ("10km²", "十平方千米"),
            ("3.5GW", "三点五吉瓦"),
            ("7nm工艺", "七纳米工艺"),
            ("2km", "两公里"),
            ("1/3", "三分之一"),
            ("总量的1/5以上", "总量的五分之一以上"),
            ("3-5天", "三至五天"),
            ("3–5天", "三至五天"),
            ("3至5天", "三至五天"),
            ("10~15个", "十至十五个"),
            ("比分3:1", "比分三比一"),
            ("以3-1战胜", "以三比一战胜"),
            ("比分定格在78:96", "比分定格在七十八比九十六"),
            ("3比1", "三比一"),
        ],
    );
}

#[test]
fn chinese_names_numbers_and_addresses() {
    check(
        Language::ZH,
        &[
            ("GPT-5发布", "GPT五发布"),
            ("DeepSeek-V3.2模型", "DeepSeek-V三点二模型"),
            ("A100芯片", "A一百芯片"),
            ("5G网络", "五G网络"),
            ("C919客机", "C九一九客机"),
            ("iPhone 17上市", "iPhone十七上市"),
            ("歼-20", "歼二十"),
            ("G20峰会", "G二十峰会"),
            ("B2B", "B to B"),
            ("拨打12306", "拨打幺二三零六"),
            ("手机13501234567", "手机幺三五零幺二三四五六七"),
            ("010-64035547", "零一零六四零三五五四七"),
            ("拨打110报警", "拨打幺幺零报警"),
            ("110人", "一百一十人"),
            ("127.0.0.1", "一二七点零点零点一"),
            ("详见https://www.example.com/a", "详见example点com"),
            ("宁德时代（300750.SZ）涨停", "宁德时代(三零零七五零点SZ)涨停"),
            ("OpenAI发布Sora 2", "OpenAI发布Sora二"),
            ("５Ｇ时代", "五G时代"),
            ("🎉恭喜", "恭喜"),
            ("李强签署国务院令 公布条例", "李强签署国务院令,公布条例"),
            ("视频丨主火炬点燃", "视频,主火炬点燃"),
            ("他说：“好！”", "他说:\"好!\""),
            ("A股、H股", "A股、H股"),
            ("AI&云计算", "AI和云计算"),
        ],
    );
}

#[test]
fn english_figures() {
    check(
        Language::EN,
        &[
            ("0", "zero"),
            ("-23", "negative twenty three"),
            ("101", "one hundred and one"),
            ("200", "two hundred"),
            ("1,200 yuan", "one thousand two hundred yuan"),
            ("10001", "ten thousand and one"),
            ("1001111", "one million one thousand one hundred and eleven"),
            ("4567", "four thousand five hundred and sixty seven"),
            ("1.5 million", "one point five million"),
            ("-12.5006 billion", "minus twelve point five oh oh six billion"),
            (".5kg", "point five kilograms"),
            ("1st", "first"),
            ("the 21st century", "the twenty first century"),
            ("100th", "one hundredth"),
            ("12th game", "twelfth game"),
            ("1/3", "one third"),
            ("1/2", "one half"),
            ("3/4 of voters", "three quarters of voters"),
            ("23 4/5", "twenty three and four fifths"),
            ("23/44", "twenty three forty fourths"),
            ("¾ people", "three quarters people"),
            ("2-3", "two to three"),
            ("a 3-1 win", "a three to one win"),
            ("3–5 days", "three to five days"),
            ("a 10-year plan", "a ten year plan"),
            ("10,000-year storage", "ten thousand year storage"),
            ("5%", "five percent"),
            ("-0.5%", "minus zero point five percent"),
            ("4-5%", "four to five percent"),
            ("24/7", "twenty four seven"),
        ],
    );
}

#[test]
fn english_dates_and_times() {
    check(
        Language::EN,
        &[
            ("2026-03-18", "the eighteenth of march twenty twenty six"),
            ("2012/01/05", "the fifth of january twenty twelve"),
            ("March 18", "the eighteenth of march"),
            ("March 18, 2026", "the eighteenth of march, twenty twenty six"),
            ("5 january 2012", "the fifth of january twenty twelve"),
            ("jan. 5", "the fifth of january"),
            ("December 2011", "december twenty eleven"),
            ("March 18-20", "the eighteenth to the twentieth of march"),
            ("in 2026", "in twenty twenty six"),
            ("since 1905", "since nineteen oh five"),
            ("in 2009", "in two thousand and nine"),
            ("in 2000", "in two thousand"),
            ("1500 soldiers", "one thousand five hundred soldiers"),
            ("the 1970s", "the nineteen seventies"),
            ("2019-2020", "twenty nineteen to twenty twenty"),
            ("2024 B.C", "twenty twenty four BC"),
            ("14:30", "fourteen thirty"),
            ("2:00", "two o'clock"),
            ("2:30 p.m.", "two thirty PM"),
            ("2 a.m.", "two AM"),
            ("12:30 a.m. est", "twelve thirty AM EST"),
            ("Q3 results", "third quarter results"),
            ("3Q22", "the third quarter of twenty two"),
            ("Mon.-Sun.", "Monday to Sunday"),
            ("mid-2026", "mid-twenty twenty six"),
            ("11/19/16", "the nineteenth of november twenty sixteen"),
        ],
    );
}

#[test]
fn english_money_units_and_names() {
    check(
        Language::EN,
        &[
            ("$1", "one dollar"),
            ("$1.00", "one dollar"),
            ("$12.05", "twelve point oh five dollars"),
            ("$3.2 billion", "three point two billion dollars"),
            ("$5m", "five million dollars"),
            ("$1.2bn", "one point two billion dollars"),
            ("a $5 billion-plus deal", "a five billion dollar-plus deal"),
            ("$1-2 billion", "one to two billion dollars"),
            ("£80", "eighty pounds"),
            ("a $1.2bn bill", "a one point two billion dollar bill"),
            ("€1", "one euro"),
            ("HK$300", "three hundred Hong Kong dollars"),
            ("¥100", "one hundred yuan"),
            ("25°C", "twenty five degrees Celsius"),
            ("-3℃", "negative three degrees Celsius"),
            ("2-3 °C", "two to three degrees Celsius"),
            ("60 km/h", "sixty kilometers per hour"),
            ("1kg", "one kilogram"),
            ("3.5 cm²", "three point five square centimeters"),
            ("2GW", "two gigawatts"),
            ("5m people", "five million people"),
            ("GPT-5", "GPT five"),
            ("DeepSeek-V3.2", "DeepSeek-V three point two"),
            ("A100", "A one hundred"),
            ("5G", "five G"),
            ("COVID-19", "COVID nineteen"),
            ("v3.5", "version three point five"),
            ("F-35", "F thirty five"),
            ("World War II", "World War two"),
            ("King Charles III", "King Charles the third"),
            ("Mr. Lee met Dr. Wu", "Mister Lee met Doctor Wu"),
            ("in the U.S.", "in the US."),
            ("U.S. officials", "US officials"),
            ("older than himself.He lost", "older than himself. He lost"),
            ("Ask Booking.Com about it", "Ask Booking.Com about it"),
            ("No. 5", "number five"),
            ("+1 123-123-5678-1", "plus one, one two three, one two three, five six seven eight, one"),
            ("a@b.com", "a at b dot com"),
            ("https://www.example.com/x?y=1", "example dot com"),
            ("AT&T", "AT and T"),
            ("(hello)", "(hello)"),
            ("#MeToo", "MeToo"),
        ],
    );
}

#[test]
fn nothing_written_is_left_as_a_figure() {
    let texts = [
        (Language::ZH, "截至2026年2月10日15:00，A股3家公司涨超10.02%，成交1.23万亿元，GPT-5.1、H200等受关注。"),
        (
            Language::EN,
            "On Feb. 10, 2026 at 3:05 p.m., 1,204 of 3,000 voters (40.1%) chose B-52s over $12.4bn in H200s.",
        ),
        (Language::ZH, "1-0-2 3.4.5 6/7/8 9:9:9 10:75 x2y 3z4 ¥ $ 5$ 6% %7"),
        (Language::EN, "1-0-2 3.4.5 6/7/8 9:9:9 10:75 x2y 3z4 ¥ $ 5$ 6% %7 1,23 4,567,8 9th0"),
    ];
    for (language, text) in texts {
        let said = spoken(text, language);
        assert!(!said.contains(|c: char| c.is_ascii_digit()), "{said}");
    }
}

#[test]
fn other_languages_keep_their_figures() {
    let spanish = Language::parse("es").unwrap();
    assert_eq!(spoken("El 5 % de  2026 🎉", spanish), "El 5 % de 2026");
}

/// Prints what is made of the lines of a file, for reading over: `ZAOWAN_LINES=file.txt ZAOWAN_LANGUAGE=zh`.
#[test]
#[ignore = "a tool for reading over"]
fn print_what_is_said() {
    let (Ok(path), Ok(language)) = (std::env::var("ZAOWAN_LINES"), std::env::var("ZAOWAN_LANGUAGE")) else {
        println!("ZAOWAN_LINES and ZAOWAN_LANGUAGE are not set, so nothing is read over");
        return;
    };
    let language = Language::parse(&language).unwrap();
    for line in std::fs::read_to_string(path).unwrap().lines() {
        println!("{line}\n    {}", spoken(line, language));
    }
}
