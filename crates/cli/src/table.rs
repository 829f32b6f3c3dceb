//! Aligns columns of text in which a Han character is two cells wide.

use unicode_width::UnicodeWidthStr;

/// Lines of a table: the first row is the heading.
pub fn table(rows: &[Vec<String>]) -> String {
    let n_columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max().unwrap_or(0))
        .collect();
    rows.iter().map(|row| line(row, &widths)).collect::<Vec<_>>().join("\n")
}

fn line(row: &[String], widths: &[usize]) -> String {
    let cells =
        row.iter().zip(widths).map(|(cell, width)| format!("{cell}{}", " ".repeat(width.saturating_sub(cell.width()))));
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}

/// The beginning of a text that fits into so many cells.
pub fn fit(text: &str, cells: usize) -> String {
    if text.width() <= cells {
        return text.to_owned();
    }
    let mut cut = String::new();
    for c in text.chars() {
        if cut.width() + unicode_width::UnicodeWidthChar::width(c).unwrap_or(0) >= cells {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_take_two_cells() {
        let rows = [vec!["早晚".to_owned(), "a".to_owned()], vec!["ab".to_owned(), "b".to_owned()]];
        assert_eq!(table(&rows), "早晚  a\nab    b");
        assert_eq!(fit("早晚新闻", 5), "早晚…");
        assert_eq!(fit("news", 5), "news");
    }
}
