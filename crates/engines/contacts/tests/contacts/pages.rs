//! Pages under the name of a spreadsheet, and workbooks in the XML of Excel 2003, as old programs and portals write them.

use std::ops::ControlFlow;

use crate::support::{Vault, file};
use proptest::prelude::*;
use sellify_contacts::import::{
    FileKind, ImportError, ReadOptions, ReadWarning, Row, TableRead, inspect, read_rows,
};

fn read_with(
    name: &str,
    bytes: impl AsRef<[u8]>,
    options: &ReadOptions,
) -> Result<(TableRead, Vec<Vec<String>>), ImportError> {
    let mut rows = Vec::new();
    let read = read_rows(&file(name, bytes), options, &mut |row: &Row| {
        rows.push(row.to_vec());
        ControlFlow::Continue(())
    })?;
    Ok((read, rows))
}

fn read(bytes: impl AsRef<[u8]>) -> (TableRead, Vec<Vec<String>>) {
    read_with("export.xls", bytes, &ReadOptions::default()).unwrap()
}

fn code(bytes: impl AsRef<[u8]>) -> &'static str {
    let options = ReadOptions { has_header: Some(false), ..ReadOptions::default() };
    let read = read_rows(&file("export.xls", bytes), &options, &mut |_| ControlFlow::Continue(()));
    read.map_or_else(|error| error.code(), |_| "read")
}

/// The rows without a judgement on what is a header.
fn rows(bytes: impl AsRef<[u8]>) -> Vec<Vec<String>> {
    let options = ReadOptions { has_header: Some(false), ..ReadOptions::default() };
    read_with("export.xls", bytes, &options).unwrap().1
}

fn sheets(read: &TableRead) -> Vec<&str> {
    let FileKind::Workbook { sheets, .. } = &read.kind else { panic!("{:?}", read.kind) };
    sheets.iter().map(|sheet| sheet.name.as_str()).collect()
}

/// As Excel itself writes “web page”: styles, conditional comments, formats, one quoted attribute in three.
const EXCEL: &str = "<html xmlns:v=\"urn:schemas-microsoft-com:vml\"\r\nxmlns:x=\"urn:schemas-microsoft-com:office:excel\">\
    <head><meta http-equiv=Content-Type content=\"text/html; charset=windows-1252\">\r\n\
    <!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Name>Feuil1</x:Name></x:ExcelWorkbook></xml><![endif]-->\r\n\
    <style><!-- td {mso-number-format:\"\\@\"; content:\"<table><tr><td>\"} --></style></head>\r\n\
    <body link=blue><table border=0 cellpadding=0 style='border-collapse:collapse'>\r\n\
    <col width=80 span=3>\r\n\
    <tr height=20><td colspan=4 class=xl65>Adhérents 2024</td></tr>\r\n\
    <tr><td class=xl66>Nom</td><td>Prénom</td><td>E-mail</td><td>Téléphone</td></tr>\r\n\
    <tr><td>Lefèvre\r\n  du Bois</td><td>Zo&eacute;</td><td><a href=\"mailto:zoe@exemple.fr\">zoe@exemple.fr</a></td>\
    <td style='mso-number-format:\"\\@\"' x:str=\"\">06&nbsp;12&nbsp;34&nbsp;56&nbsp;78</td></tr>\r\n\
    <tr><td>d&#8217;Arc</td><td>Luc<span style='mso-spacerun:yes'>&nbsp;</span></td><td>luc@exemple.fr</td><td>&nbsp;</td></tr>\r\n\
    <![if supportMisalignedColumns]><tr height=0 style='display:none'><td width=80></td></tr><![endif]>\r\n\
    </table></body></html>";

#[test]
fn a_page_that_excel_saved_comes_in_with_its_accents() {
    let vault = Vault::new();
    let bytes = encoding_rs::WINDOWS_1252.encode(EXCEL).0.into_owned();
    vault.import(&file("adherents.xls", bytes)).unwrap();
    let people: Vec<_> = vault.contacts().into_iter().map(|contact| contact.details).collect();
    assert_eq!(people.len(), 2);
    assert_eq!((people[0].first_name.as_str(), people[0].last_name.as_str()), ("Zoé", "Lefèvre du Bois"));
    assert_eq!(people[0].phone.as_ref().unwrap().as_str(), "+33612345678");
    assert_eq!((people[1].first_name.as_str(), people[1].last_name.as_str()), ("Luc", "d’Arc"));
}

#[test]
fn the_largest_table_with_addresses_is_read_wherever_it_stands() {
    let row = |number: usize| format!("<tr><td>P{number}<td>p{number}@exemple.fr<td><b>Gap</b>");
    let list: String = (0..40).map(row).collect();
    let page = format!(
        "<table width=100%><tr><td><img src=logo.png></td><td>Portail</td><td><table><tr><td>Menu</td><td>Aide</td></tr></table></td></tr>\
         <tr><td colspan=3><h2>Export</h2><table><caption>Les  adhérents</caption><thead><tr><th>Nom<th>E-mail<th>Ville</thead>{list}</table></td></tr>\
         <tr><td>Page 1</td></tr></table><script>document.write('<table><tr><td>a@b.fr</td><td>x</td></tr></table>')</script>"
    );
    let (found, all) = read(&page);
    assert_eq!(found.headers, ["Nom", "E-mail", "Ville"]);
    assert_eq!(
        (all.len(), all[39].as_slice()),
        (40, &["P39", "p39@exemple.fr", "Gap"].map(str::to_owned)[..])
    );
    assert_eq!(
        sheets(&found),
        ["Tableau 1", "Les adhérents"],
        "not the one that only holds the others in place"
    );
    assert!(found.warnings.kept.contains(&ReadWarning::SheetChosen { sheet: "Les adhérents".into() }));
    let options =
        ReadOptions { sheet: Some("Tableau 1".into()), has_header: Some(false), ..ReadOptions::default() };
    assert_eq!(read_with("a.xls", &page, &options).unwrap().1, [["Menu", "Aide"]]);
}

#[test]
fn cells_over_several_columns_and_rows_keep_the_others_in_their_place() {
    let page = "<table>\
        <tr><td rowspan=2>Firme</td><td>Anne</td><td rowspan=3 colspan=2>Lyon</td><td>1</td></tr>\
        <tr><td>Luc</td><td>2</td></tr>\
        <tr><td colspan=2>Seule</td><td>3</td></tr>\
        <tr><td>a</td><td colspan=\"2\">b</td><td>c</td><td>d</td></tr></table>";
    assert_eq!(
        rows(page),
        [
            &["Firme", "Anne", "Lyon", "", "1"][..],
            &["Firme", "Luc", "Lyon", "", "2"],
            &["Seule", "", "Lyon", "", "3"],
            &["a", "b", "", "c", "d"],
        ]
    );
}

#[test]
fn lines_and_paragraphs_of_a_cell_are_lines() {
    let page = "<table><tr><td>12 rue Haute<br>\n  Bât. A<BR/>Gap</td><td><p>un</p>\n<p>deux</p></td>\
        <td>a<table><tr><td>b</td><td>c</td></tr><tr><td>d</td></tr></table></td><td><pre> x </pre></td></tr></table>";
    assert_eq!(rows(page), [["12 rue Haute\nBât. A\nGap", "un\ndeux", "a b c\nd", "x"]]);
}

#[test]
fn tags_that_nobody_closed_lose_nothing() {
    let page = "<TABLE BORDER=1><TR><TD>Nom<TD>E-mail<TR><TD>Anne<TD>anne@exemple.fr<TR><TD>Luc<TD>luc@exemple.fr</TABLE>";
    assert_eq!(rows(page).len(), 3);
    assert_eq!(
        rows("<tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"),
        [["a", "b"], ["c", "d"]]
    );
    assert_eq!(rows("<html><body><table><tr><td>a</td><td>b</td></tr></body></html>"), [["a", "b"]]);
    let notice = "<br />\n<b>Notice</b>: Undefined index in export.php<br /><table><tr><td>a</td><td>&lt;b&gt; &amp; c&copy;</td></tr></table>";
    assert_eq!(rows(notice), [["a", "<b> & c©"]]);
}

#[test]
fn the_encoding_is_that_of_the_bytes_then_that_which_is_declared() {
    let page = |charset: &str| {
        format!(
            "<html><meta charset={charset}><table><tr><td>Hélène</td><td>Besançon</td></tr></table></html>"
        )
    };
    let expected = [["Hélène", "Besançon"]];
    assert_eq!(rows(page("iso-8859-1")), expected, "UTF-8, whatever is said");
    let windows = encoding_rs::WINDOWS_1252.encode(&page("utf-8")).0.into_owned();
    assert_eq!(rows(windows), expected);
    let baltic = "<meta charset=windows-1257><table><tr><td>Šiauliai</td><td>ąčę</td></tr></table>";
    assert_eq!(rows(encoding_rs::WINDOWS_1257.encode(baltic).0), [["Šiauliai", "ąčę"]]);
    let wide: Vec<u8> = page("utf-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(rows([&[0xFF, 0xFE], wide.as_slice()].concat()), expected);
}

#[test]
fn a_page_that_was_cut_is_refused_and_so_is_one_without_a_table() {
    let whole = EXCEL.replace("</body></html>", "");
    assert_eq!(code(&whole), "read");
    let end = whole.rfind("</table>").unwrap();
    let first = whole.find("<tr").unwrap();
    for cut in (first..end).filter(|cut| whole.is_char_boundary(*cut)) {
        assert_ne!(code(&whole[..cut]), "read", "cut at {cut}");
    }
    assert_eq!(code("<html><body><p>Session expirée</p></body></html>"), "not_a_table");
    assert_eq!(code("<html><table><tr><td> &nbsp; </td></tr></table></html>"), "not_a_table");
    assert_eq!(code("<?xml version=\"1.0\"?><rss><channel/></rss>"), "not_a_table");
}

#[test]
fn hostile_pages_are_refused_or_read_within_bounds() {
    let deep = "<table><tr><td>".repeat(100_000);
    assert_eq!(code(&deep), "workbook_damaged");
    let attributes: String = (0..300_000).map(|number| format!(" a{number}")).collect();
    assert_eq!(code(format!("<table><tr><td{attributes}>x</td></tr></table>")), "file_too_large");
    let some: String = (0..1_000).map(|number| format!(" a{number}")).collect();
    assert_eq!(code(format!("<table><tr><td{some}>x</td></tr></table>")), "workbook_damaged");
    let endless = format!("<table><tr><td title=\"{}", "x".repeat(9 << 20));
    assert_eq!(code(endless), "file_too_large");
    let cell = format!("<table><tr><td>{}</td></tr></table>", "x ".repeat(1 << 20));
    assert_eq!(code(cell), "file_too_large");
    let tall = format!(
        "<table><tr><td rowspan=65534>{}</td></tr>{}</table>",
        "x".repeat(900_000),
        "<tr><td>y</td></tr>".repeat(2_000)
    );
    assert_eq!(code(tall), "file_too_large");
    let wide = format!("<table><tr>{}<td>x</td></tr></table>", "<td colspan=1000></td>".repeat(100));
    assert_eq!(code(wide), "file_too_large");
    let many = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>".repeat(30_000);
    assert_eq!(sheets(&read(many).0).len(), 50);
}

/// As Excel 2003 writes it.
fn workbook(sheets: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\r\n<?mso-application progid=\"Excel.Sheet\"?>\r\n\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:x=\"urn:schemas-microsoft-com:office:excel\"\r\n\
         xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:html=\"http://www.w3.org/TR/REC-html40\">\
         <DocumentProperties xmlns=\"urn:schemas-microsoft-com:office:office\"><Author>Secrétariat</Author></DocumentProperties>\
         <Styles><Style ss:ID=\"s21\"><NumberFormat ss:Format=\"Short Date\"/></Style></Styles>{sheets}</Workbook>"
    )
}

const MEMBERS: &str = "<Worksheet ss:Name=\"Lisez-moi\"><Table><Row><Cell><Data ss:Type=\"String\">Tenu par Luc</Data></Cell></Row></Table></Worksheet>\
    <Worksheet ss:Name=\"Adhérents &amp; amis\"><Table ss:ExpandedColumnCount=\"6\" ss:ExpandedRowCount=\"9\">\
    <Column ss:Width=\"80\"/>\
    <Row ss:Height=\"20\"><Cell ss:MergeAcross=\"3\"><Data ss:Type=\"String\">Adhérents</Data></Cell><Cell><Data ss:Type=\"String\">2024</Data></Cell></Row>\
    <Row ss:Index=\"4\"><Cell><Data ss:Type=\"String\">Nom</Data></Cell><Cell><Data ss:Type=\"String\">E-mail</Data></Cell>\
    <Cell><Data ss:Type=\"String\">Téléphone</Data></Cell><Cell ss:Index=\"5\"><Data ss:Type=\"String\">Date de naissance</Data></Cell></Row>\
    <Row><Cell><ss:Data ss:Type=\"String\" xmlns=\"http://www.w3.org/TR/REC-html40\"><B>Du</B><Font html:Color=\"#FF0000\">pont</Font></ss:Data>\
    <Comment ss:Author=\"Luc\"><ss:Data><B>Luc:</B> à vérifier</ss:Data></Comment></Cell>\
    <Cell ss:HRef=\"mailto:anne@exemple.fr\"><Data ss:Type=\"String\">anne@exemple.fr</Data></Cell>\
    <Cell><Data ss:Type=\"Number\">612345678</Data></Cell>\
    <Cell ss:Index=\"5\" ss:StyleID=\"s21\"><Data ss:Type=\"DateTime\">1984-05-03T00:00:00.000</Data></Cell></Row>\
    <Row><Cell/><Cell><Data ss:Type=\"String\">luc@exemple.fr</Data><NamedCell ss:Name=\"Print_Area\"/></Cell>\
    <Cell><Data ss:Type=\"Error\">#N/A</Data></Cell></Row></Table></Worksheet>\
    <Worksheet ss:Name=\"Vieux\"><Table><Row><Cell><Data ss:Type=\"String\">x@exemple.fr</Data></Cell></Row></Table>\
    <WorksheetOptions xmlns=\"urn:schemas-microsoft-com:office:excel\"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>";

#[test]
fn a_workbook_of_excel_2003_in_xml_comes_in() {
    let source = file("adherents.xls", workbook(MEMBERS));
    let found = inspect(&source, &ReadOptions::default()).unwrap();
    let FileKind::Workbook { sheets, sheet } = &found.kind else { panic!("{:?}", found.kind) };
    assert_eq!(sheet, "Adhérents & amis", "the first with addresses");
    assert_eq!(sheets.iter().map(|sheet| sheet.hidden).collect::<Vec<_>>(), [false, false, true]);
    assert_eq!(found.header_line, 4);
    let vault = Vault::new();
    vault.import(&source).unwrap();
    let people: Vec<_> = vault.contacts().into_iter().map(|contact| contact.details).collect();
    assert_eq!((people[0].last_name.as_str(), people[0].birthdate.as_str()), ("Dupont", "1984-05-03"));
    assert_eq!(people[0].phone.as_ref().unwrap().as_str(), "+33612345678");
    assert_eq!((people.len(), people[1].last_name.as_str(), &people[1].phone), (2, "", &None));
}

#[test]
fn values_of_every_type_are_texts() {
    let cell = |kind: &str, text: &str| format!("<Cell><Data ss:Type=\"{kind}\">{text}</Data></Cell>");
    let cells = [
        cell("String", "a&#10;b &lt;c&gt; &#233;"),
        cell("String", "<![CDATA[<d>]]>"),
        cell("Number", "0.5"),
        cell("Number", "6.12345678E8"),
        cell("Number", "01000"),
        cell("DateTime", "2024-01-02T10:30:00.000"),
        cell("DateTime", "1899-12-31T18:00:00.000"),
        cell("Boolean", "1"),
    ];
    let sheet = format!("<Worksheet ss:Name=\"S\"><Table><Row>{}</Row></Table></Worksheet>", cells.concat());
    assert_eq!(
        rows(workbook(&sheet)),
        [["a\nb <c> é", "<d>", "0.5", "612345678", "01000", "2024-01-02T10:30:00", "18:00:00", "TRUE"]]
    );
}

#[test]
fn an_xml_workbook_in_another_encoding_is_read_in_it() {
    let text = workbook(MEMBERS).replacen("\"1.0\"", "\"1.0\" encoding=\"ISO-8859-1\"", 1);
    let bytes = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let (found, _) = read(bytes);
    assert_eq!(sheets(&found)[1], "Adhérents & amis");
    assert_eq!(found.headers[2], "Téléphone");
    let wide: Vec<u8> =
        text.replace("ISO-8859-1", "UTF-16").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read([&[0xFF, 0xFE], wide.as_slice()].concat()).0.headers[2], "Téléphone");
}

#[test]
fn an_xml_workbook_cut_anywhere_is_refused() {
    let whole = workbook(MEMBERS);
    assert_eq!(code(&whole), "read");
    let first = whole.find("<Worksheet").unwrap();
    for cut in (first..whole.len()).filter(|cut| whole.is_char_boundary(*cut)).step_by(7) {
        assert_eq!(code(&whole[..cut]), "workbook_damaged", "cut at {cut}");
    }
}

#[test]
fn hostile_xml_workbooks_are_refused() {
    let bomb = workbook(MEMBERS).replacen(
        "<Workbook",
        "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><Workbook",
        1,
    );
    assert_eq!(code(bomb), "not_a_table");
    let declared =
        workbook(MEMBERS).replacen("<Workbook", "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><Workbook", 1);
    assert_eq!(code(declared), "workbook_damaged");
    assert_eq!(code(workbook(&"<a>".repeat(10_000))), "workbook_damaged");
    let one = |cell: &str| {
        workbook(&format!("<Worksheet ss:Name=\"S\"><Table><Row>{cell}</Row></Table></Worksheet>"))
    };
    for (cell, expected) in [
        ("<Cell><Data ss:Type=\"String\">&lol;</Data></Cell>", "workbook_damaged"),
        ("<Cell ss:Index=\"0\"><Data>x</Data></Cell>", "workbook_damaged"),
        ("<Cell ss:Index=\"4000000000\"><Data>x</Data></Cell>", "file_too_large"),
        (
            "<Cell ss:Index=\"3\"><Data>x</Data></Cell><Cell ss:Index=\"1\"><Data>y</Data></Cell>",
            "workbook_damaged",
        ),
        ("<Cell ss:MergeAcross=\"4294967295\"><Data>x</Data></Cell>", "file_too_large"),
        ("<Cell><Data>x</Row>", "workbook_damaged"),
    ] {
        assert_eq!(code(one(cell)), expected, "{cell}");
    }
    let long = one(&format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", "x".repeat(2 << 20)));
    assert_eq!(code(long), "file_too_large");
    let endless = one(&format!("<Cell a=\"{}\"/>", "x".repeat(9 << 20)));
    assert_eq!(code(endless), "file_too_large");
    let links = workbook(&format!(
        "<ExcelWorkbook xmlns=\"urn:schemas-microsoft-com:office:excel\"><SupBook><Path>C:\\b.xls</Path></SupBook></ExcelWorkbook>{MEMBERS}"
    ));
    assert_eq!(code(links), "workbook_links");
}

/// What people type, without blanks at the edges: those of a page mean nothing.
fn cell() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9éèçœ漢🙂<>&\"';=+@-]{0,6}( [a-zA-Zé<>&\"'/]{1,5}){0,2}(\n[a-zA-Zé]{1,4})?"
        .prop_map(|text| text.trim().to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_table_written_as_a_page_or_as_xml_reads_back_equal(
        table in proptest::collection::vec(proptest::collection::vec(cell(), 3), 1..20),
    ) {
        prop_assume!(table.iter().any(|row| row.iter().any(|cell| !cell.is_empty())));
        let padded = |rows: Vec<Vec<String>>| -> Vec<Vec<String>> {
            let pad = |row: Vec<String>| (0..3).map(|at| row.get(at).cloned().unwrap_or_default()).collect();
            rows.into_iter().map(pad).collect()
        };
        let expected: Vec<Vec<String>> =
            table.iter().filter(|row| row.iter().any(|cell| !cell.is_empty())).cloned().collect();
        let html = |cell: &String| format!("<td>{}</td>", escaped(cell).replace('\n', "<br>"));
        let page: String =
            table.iter().map(|row| format!("<tr>{}</tr>\n", row.iter().map(html).collect::<String>())).collect();
        prop_assert_eq!(padded(rows(format!("<table>{page}</table>"))), expected.clone());
        let data = |cell: &String| {
            format!("<Cell><Data ss:Type=\"String\">{}</Data></Cell>", escaped(cell).replace('\n', "&#10;"))
        };
        let sheet: String =
            table.iter().map(|row| format!("<Row>{}</Row>\n", row.iter().map(data).collect::<String>())).collect();
        let book = workbook(&format!("<Worksheet ss:Name=\"S\"><Table>{sheet}</Table></Worksheet>"));
        prop_assert_eq!(padded(rows(book)), expected);
    }

    #[test]
    fn no_page_and_no_workbook_brings_the_program_down(
        noise in "(<(/?)(table|tr|td|th|br|p|caption|style|script|b|body|Row|Cell|Data|Table|Worksheet)( (colspan|rowspan|ss:Index)=\"?[0-9]{0,6}\"?)?/?>|[a-z@ &;<>\"-]{0,6}|<!--|-->|&#[0-9]{0,7};|\\]\\]>){0,60}",
    ) {
        let _ = code(format!("<table>{noise}"));
        let _ = code(workbook(&noise));
    }
}
