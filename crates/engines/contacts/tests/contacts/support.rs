//! A vault in a temporary folder, and files to import into it.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use sellify_contacts::import::{
    CancelFlag, ImportError, ImportPlan, ImportReport, Source, default_mapping, inspect, run,
};
use sellify_domain::{Contact, ImportId, SystemClock, Timestamp};
use sellify_store::{ContactQuery, DbKey, Store, StoreError, StoreOptions};

/// A vault; the folder goes when it goes.
pub struct Vault {
    pub store: Store,
    pub folder: tempfile::TempDir,
}

impl Vault {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let store = open(folder.path());
        Self { store, folder }
    }

    pub fn import(&self, source: &Source) -> Result<ImportReport, ImportError> {
        self.import_with(source, ImportPlan::default())
    }

    /// Imports by the suggested mapping.
    pub fn import_with(&self, source: &Source, plan: ImportPlan) -> Result<ImportReport, ImportError> {
        let found = inspect(source, &plan.read)?;
        let plan = ImportPlan { mapping: default_mapping(&found), ..plan };
        import_as(&self.store, source, &plan)
    }

    /// Every contact, oldest first.
    pub fn contacts(&self) -> Vec<Contact> {
        let mut all = Vec::new();
        let each = |contact| {
            all.push(contact);
            Ok::<(), StoreError>(())
        };
        self.store.read_blocking(|r| r.contacts().for_each(&ContactQuery::default(), each)).expect("a list");
        all
    }

    pub fn count(&self) -> u64 {
        self.store.read_blocking(|r| r.contacts().count_all()).expect("a count")
    }
}

pub fn open(folder: &Path) -> Store {
    let path = folder.join("vault.db");
    let (key, options) = (DbKey::new([7; 32], [9; 16]), StoreOptions { readers: 1 });
    if path.exists() {
        Store::open_blocking(&path, key, options).expect("the vault opens")
    } else {
        Store::create_blocking(&path, key, options).expect("a vault")
    }
}

pub fn import_as(store: &Store, source: &Source, plan: &ImportPlan) -> Result<ImportReport, ImportError> {
    import_again(store, source, plan, 0)
}

/// The same, some hours later.
pub fn import_again(
    store: &Store,
    source: &Source,
    plan: &ImportPlan,
    hours: i64,
) -> Result<ImportReport, ImportError> {
    let id = ImportId::generate(Timestamp::from_millis(1_790_000_000_000 + hours * 3_600_000));
    let cancel = CancelFlag::default();
    run(store, source, plan, id, &SystemClock, &|_| {}, &cancel, |_, _| Ok::<(), StoreError>(()))
}

pub fn file(name: &str, bytes: impl AsRef<[u8]>) -> Source {
    Source::Bytes { name: name.into(), bytes: Arc::from(bytes.as_ref()) }
}

/// A workbook with one sheet. Cells that are ten digits long are numbers, as Excel makes them.
pub fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut sheet = String::from(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>",
    );
    for (number, row) in rows.iter().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", number + 1));
        for (column, cell) in row.iter().enumerate() {
            let place =
                format!("{}{}", char::from(b'A' + u8::try_from(column).expect("few columns")), number + 1);
            if cell.len() == 10 && cell.starts_with('0') && cell.bytes().all(|byte| byte.is_ascii_digit()) {
                sheet.push_str(&format!("<c r=\"{place}\"><v>{}</v></c>", cell.trim_start_matches('0')));
            } else {
                let text = cell.replace('&', "&amp;").replace('<', "&lt;");
                let text = format!("<is><t xml:space=\"preserve\">{text}</t></is>");
                sheet.push_str(&format!("<c r=\"{place}\" t=\"inlineStr\">{text}</c>"));
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    let parts = [
        ("[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>".to_owned()),
        ("_rels/.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>".to_owned()),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"Contacts\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>".to_owned()),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(text.as_bytes()).expect("a part");
    }
    zip.finish().expect("a container").into_inner()
}
