//! A plain text table for people.

/// Rows under a heading, columns as wide as their widest cell.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

/// Longer cells are cut: a table is for looking, `--json` for everything.
const WIDEST: usize = 48;

impl Table {
    pub(crate) fn new(heading: &[&str]) -> Self {
        Self { rows: vec![heading.iter().map(|text| text.to_uppercase()).collect()] }
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| short(&cell)).collect());
    }

    pub(crate) fn text(&self) -> String {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(column))
                .map(|cell| cell.chars().count())
                .max()
                .unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for (cell, width) in row.iter().zip(&widths) {
                let gap = width.saturating_sub(cell.chars().count()) + 2;
                line.push_str(cell);
                line.push_str(&" ".repeat(gap));
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

/// One line, no control characters: a name in the vault must not be able to move the terminal's cursor.
fn short(cell: &str) -> String {
    let clean: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if clean.chars().count() <= WIDEST {
        return clean;
    }
    clean.chars().take(WIDEST - 1).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_long_cells_are_cut() {
        let mut table = Table::new(&["name", "city"]);
        table.row(["Hélène".into(), "Lyon".into()]);
        table.row(["x".repeat(60), "Aix".into()]);
        let text = table.text();
        let starts: Vec<usize> = text
            .lines()
            .zip(["CITY", "Lyon", "Aix"])
            .map(|(line, word)| line[..line.find(word).unwrap()].chars().count())
            .collect();
        assert_eq!(starts, [50, 50, 50], "{text}");
    }

    #[test]
    fn escape_sequences_do_not_reach_the_terminal() {
        let mut table = Table::new(&["name"]);
        table.row(["\u{1b}[2Jboo".into()]);
        assert!(!table.text().contains('\u{1b}'));
    }
}
