//! What readers are told of a correction: one sentence in the story's language.

use super::Finding;
use news::{CorrectionKind, Language};

/// The sentence for a finding; `outlet` is the source's name.
pub fn text_of(finding: &Finding, outlet: &str, language: Language) -> String {
    let zh = language == Language::ZH;
    let after = finding.after.as_deref().map(bare).unwrap_or_default();
    match (finding.kind, finding.withdraws, zh) {
        (CorrectionKind::Retracted, true, true) => format!("本篇已撤回：所依据的{outlet}报道已被该媒体撤回。"),
        (CorrectionKind::Retracted, true, false) => {
            format!("We have withdrawn this story: {outlet} has withdrawn the report it rests on.")
        }
        (CorrectionKind::Retracted, false, true) => format!("来源之一{outlet}已撤回其报道。"),
        (CorrectionKind::Retracted, false, false) => format!("{outlet}, one of the sources, has withdrawn its report."),
        (CorrectionKind::Dead, true, true) => format!("本篇已撤回：唯一来源{outlet}的页面已不存在。"),
        (CorrectionKind::Dead, true, false) => {
            format!("We have withdrawn this story: the page of {outlet}, its only source, is gone.")
        }
        (CorrectionKind::Dead, false, true) => format!("来源之一{outlet}的页面已不存在。"),
        (CorrectionKind::Dead, false, false) => format!("The page of {outlet}, one of the sources, is gone."),
        (CorrectionKind::Corrected | CorrectionKind::Killed, _, _) => match (finding.before.as_deref().map(bare), zh) {
            (Some(before), true) => format!("{outlet}的报道原为“{before}”，现为“{after}”。"),
            (Some(before), false) => {
                format!("{outlet} said \u{201c}{before}\u{201d} and now says \u{201c}{after}\u{201d}.")
            }
            (None, true) => format!("{outlet}更正了其报道：“{after}”。"),
            (None, false) => format!("{outlet} has corrected its report: \u{201c}{after}\u{201d}."),
        },
    }
}

/// The sentence for what the owner did by hand, with the owner's own words.
pub fn by_owner(kind: CorrectionKind, why: &str, language: Language) -> String {
    let why = bare(why);
    match (kind, language == Language::ZH) {
        (CorrectionKind::Killed, true) => format!("本篇由编辑部撤回：{why}。"),
        (CorrectionKind::Killed, false) => format!("This story was withdrawn by the newsroom: {why}."),
        (_, true) => format!("{why}。"),
        (_, false) => format!("{why}."),
    }
}

fn bare(text: &str) -> &str {
    text.trim().trim_end_matches(['.', '。'])
}
