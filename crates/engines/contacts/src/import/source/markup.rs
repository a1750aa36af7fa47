//! Which files that begin with a tag are tables: pages, which many programs save under the name of a spreadsheet, and
//! the XML workbooks of Excel 2003.

/// What a text that begins with a tag is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Markup {
    /// A page, or a part of one.
    Page,
    /// An XML workbook.
    Workbook,
    /// Some other XML.
    Other,
}

/// Elements that a page, or a table that was written without one, begins with.
const OF_PAGES: &str = "html head body meta title base link style script table caption thead tbody tfoot tr center div \
    span p br hr font b strong i em h1 h2 h3 h4 h5 h6 a form main section article pre img";

/// Judges the start of a text, in small letters.
pub(super) fn judge(start: &str) -> Option<Markup> {
    if !start.starts_with('<') {
        return None;
    }
    let root = root(start);
    let (prefix, name) = root.split_once(':').unwrap_or(("", root));
    let is_excel = start.contains("schemas-microsoft-com:office:spreadsheet")
        || start.contains("progid=\"excel.sheet\"")
        || start.contains("progid='excel.sheet'");
    if name == "workbook" && is_excel {
        Some(Markup::Workbook)
    } else if prefix.is_empty() && OF_PAGES.split_whitespace().any(|known| known == name)
        || start.starts_with("<!doctype html")
    {
        Some(Markup::Page)
    } else if start.starts_with("<?xml") || start.starts_with("<!doctype") {
        Some(Markup::Other)
    } else {
        None
    }
}

/// The name of the first element, behind declarations and comments; empty where it is not near the start.
fn root(start: &str) -> &str {
    let mut rest = start;
    while let Some(inner) = rest.trim_start().strip_prefix('<') {
        let end = if inner.starts_with("!--") {
            "-->"
        } else if inner.starts_with(['!', '?']) {
            ">"
        } else {
            let is_name = |letter: char| letter.is_ascii_alphanumeric() || ":_-.".contains(letter);
            return inner.split(|letter| !is_name(letter)).next().unwrap_or_default();
        };
        let Some((_, after)) = inner.split_once(end) else { break };
        rest = after;
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_and_parts_of_pages_are_known_behind_what_stands_before() {
        for page in [
            "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\">",
            "<?xml version=\"1.0\"?>\r\n<!doctype html public \"-//w3c//dtd xhtml 1.0//en\">\n<html>",
            "<!-- exported by crm > 2 -->\n<table border=1>",
            "<br />\n<b>notice</b>: undefined index",
            "<tr><td>",
            "<meta charset=\"utf-8\"><table>",
        ] {
            assert_eq!(judge(page), Some(Markup::Page), "{page}");
        }
    }

    #[test]
    fn workbooks_of_excel_2003_are_told_from_other_xml_and_from_text() {
        let workbook =
            "<?xml version=\"1.0\"?>\n<?mso-application progid=\"excel.sheet\"?>\n<workbook xmlns=";
        assert_eq!(judge(workbook), Some(Markup::Workbook));
        let named = "<ss:workbook xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">";
        assert_eq!(judge(named), Some(Markup::Workbook));
        assert_eq!(judge("<?xml version=\"1.0\"?><contacts><contact/></contacts>"), Some(Markup::Other));
        for text in ["<anne@exemple.fr>;dupont", "<nom>;<email>", "nom;<table>", "<<<"] {
            assert_eq!(judge(text), None, "{text}");
        }
    }
}
