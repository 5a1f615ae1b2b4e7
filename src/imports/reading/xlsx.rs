//! An .xlsx file: finds its parts by their relations and reads each once.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::io::{BufReader, Read, Seek};

use quick_xml::events::Event;
use zip::ZipArchive;

use super::arena::TextArena;
use super::limits::{self, PartReader};
use super::refusal::{Limit, Refusal};
use super::workbook::{FileKind, SheetBuilder, Visibility, Workbook};
use super::xlsx_sheet::read_sheet;
use super::xlsx_strings::{read_comments, read_strings};
use super::xlsx_styles::{Styles, read_styles, read_theme};
use super::xml::{Part, attribute, is_true};

type Source<'a, R> = BufReader<PartReader<zip::read::ZipFile<'a, R>>>;

struct SheetEntry {
    name: String,
    relation: String,
    visibility: Visibility,
}

/// Reads all sheets.
pub fn read<R: Read + Seek>(mut archive: ZipArchive<R>) -> Result<Workbook, Refusal> {
    let book = workbook_path(&mut archive)?;
    let (entries, date1904) = read_workbook_part(open(&mut archive, &book)?)?;
    if entries.is_empty() {
        return Err(Refusal::NoData);
    }
    if entries.len() > limits::SHEETS {
        return Err(Refusal::TooLarge {
            limit: Limit::Sheets(limits::SHEETS as u64),
        });
    }
    let relations = read_relations(&mut archive, &book)?;
    let by_kind = |kind: &str| {
        relations
            .values()
            .find(|r| r.kind.ends_with(kind))
            .map(|r| r.target.clone())
    };
    let mut texts = TextArena::default();
    if let Some(path) = by_kind("/sharedStrings").filter(|p| has(&archive, p)) {
        let size = part_size(&mut archive, &path);
        texts.reserve((size / 2).min(limits::TEXT_BYTES) as usize);
        read_strings(open(&mut archive, &path)?, &mut texts)?;
    }
    let strings = texts.len() as u32;
    let styles = read_all_styles(&mut archive, by_kind("/theme"), by_kind("/styles"))?;
    let mut sheets = Vec::with_capacity(entries.len());
    let mut left = limits::Room::default();
    for entry in entries {
        let Some(relation) = relations.get(&entry.relation) else {
            return Err(Refusal::Damaged);
        };
        if !relation.kind.ends_with("/worksheet") {
            // A sheet that is one chart has no cells.
            continue;
        }
        let mut builder =
            SheetBuilder::new(entry.name, entry.visibility, &styles.distinct, &mut left);
        builder.reserve_for(part_size(&mut archive, &relation.target));
        read_sheet(
            open(&mut archive, &relation.target)?,
            &mut builder,
            &mut texts,
            strings,
            &styles,
        )?;
        builder.sheet().comments = sheet_comments(&mut archive, &relation.target, &mut texts)?;
        sheets.push(builder.finish());
    }
    texts.settle();
    Ok(Workbook {
        kind: FileKind::Xlsx,
        texts,
        sheets,
        styles: styles.distinct,
        date1904,
        slips: BTreeMap::new(),
    })
}

fn has<R: Read + Seek>(archive: &ZipArchive<R>, path: &str) -> bool {
    archive.index_for_name(path).is_some()
}

fn open<'a, R: Read + Seek>(
    archive: &'a mut ZipArchive<R>,
    path: &str,
) -> Result<Source<'a, R>, Refusal> {
    let file = archive.by_name(path).map_err(|_| Refusal::Damaged)?;
    let size = file.size();
    Ok(BufReader::with_capacity(
        64 << 10,
        PartReader::new(file, size),
    ))
}

/// Unpacked bytes that a part declares; nothing for a part that is not there.
fn part_size<R: Read + Seek>(archive: &mut ZipArchive<R>, path: &str) -> u64 {
    archive.by_name(path).map_or(0, |f| f.size())
}

/// The workbook part, by the relations of the package, or where it usually is.
fn workbook_path<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<String, Refusal> {
    let usual = "xl/workbook.xml".to_owned();
    let found = match has(archive, "_rels/.rels") {
        true => read_relations(archive, "")?
            .into_values()
            .find(|r| r.kind.ends_with("/officeDocument")),
        false => None,
    };
    let path = found.map_or(usual, |r| r.target);
    if has(archive, &path) {
        return Ok(path);
    }
    // A document of another kind (text, slides) is a proper package without a workbook.
    let other = archive
        .file_names()
        .any(|n| n.starts_with("word/") || n.starts_with("ppt/"));
    Err(if other {
        Refusal::NotASpreadsheet
    } else {
        Refusal::Damaged
    })
}

struct Relation {
    kind: String,
    target: String,
}

/// The relations of a part by their id, targets made absolute. None is an empty list.
fn read_relations<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    part: &str,
) -> Result<HashMap<String, Relation>, Refusal> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let path = if folder.is_empty() {
        format!("_rels/{file}.rels")
    } else {
        format!("{folder}/_rels/{file}.rels")
    };
    let mut relations = HashMap::new();
    if !has(archive, &path) {
        return Ok(relations);
    }
    let mut xml = Part::new(open(archive, &path)?);
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) if e.local_name().as_ref() == b"Relationship" => {
                if attribute(&e, b"TargetMode").is_some_and(|m| m == "External") {
                    continue;
                }
                if let (Some(id), Some(kind), Some(target)) = (
                    attribute(&e, b"Id"),
                    attribute(&e, b"Type"),
                    attribute(&e, b"Target"),
                ) {
                    relations.insert(
                        id,
                        Relation {
                            kind,
                            target: absolute(folder, &target),
                        },
                    );
                }
            }
            Event::Eof => return Ok(relations),
            _ => {}
        }
    }
}

/// Target of a relation as the name of an entry. It is only looked up in the archive, so `../` leads nowhere.
fn absolute(folder: &str, target: &str) -> String {
    if let Some(rooted) = target.strip_prefix('/') {
        return rooted.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|s| !s.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

fn read_workbook_part<R: std::io::BufRead>(source: R) -> Result<(Vec<SheetEntry>, bool), Refusal> {
    let mut xml = Part::new(source);
    let mut entries = Vec::new();
    let mut date1904 = false;
    loop {
        match xml.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                b"workbookPr" => date1904 = is_true(attribute(&e, b"date1904")),
                b"sheet" => {
                    let relation = e
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|a| a.key.as_ref().ends_with(b":id"));
                    let relation = relation.map(|a| String::from_utf8_lossy(&a.value).into_owned());
                    entries.push(SheetEntry {
                        name: attribute(&e, b"name").unwrap_or_default(),
                        relation: relation.ok_or(Refusal::Damaged)?,
                        visibility: match attribute(&e, b"state").as_deref() {
                            Some("hidden") => Visibility::Hidden,
                            Some("veryHidden") => Visibility::VeryHidden,
                            _ => Visibility::Visible,
                        },
                    });
                }
                _ => {}
            },
            Event::Eof => return Ok((entries, date1904)),
            _ => {}
        }
    }
}

fn read_all_styles<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    theme: Option<String>,
    styles: Option<String>,
) -> Result<Styles, Refusal> {
    let colours = match theme.filter(|p| has(archive, p)) {
        Some(path) => read_theme(open(archive, &path)?)?,
        None => Vec::new(),
    };
    match styles.filter(|p| has(archive, p)) {
        Some(path) => read_styles(open(archive, &path)?, &colours),
        None => Ok(Styles::plain()),
    }
}

fn sheet_comments<R: Read + Seek>(
    archive: &mut ZipArchive<R>,
    sheet: &str,
    texts: &mut TextArena,
) -> Result<Vec<super::workbook::Comment>, Refusal> {
    let relations = read_relations(archive, sheet)?;
    match relations
        .into_values()
        .find(|r| r.kind.ends_with("/comments"))
    {
        Some(r) if has(archive, &r.target) => read_comments(open(archive, &r.target)?, texts),
        _ => Ok(Vec::new()),
    }
}
