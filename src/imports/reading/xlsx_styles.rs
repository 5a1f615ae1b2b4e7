//! Styles of an .xlsx file cut down to what matters: the background (for registers whose state is a colour)
//! and whether numbers are dates or percentages.

use std::collections::HashMap;
use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::refusal::Refusal;
use super::workbook::{Fill, Style};
use super::xml::{Part, attribute};

/// Reads the twelve colours of theme1.xml, in the order in which cells number them.
pub fn read_theme<R: BufRead>(source: R) -> Result<Vec<Fill>, Refusal> {
    let mut part = Part::new(source);
    let mut colours: Vec<Fill> = Vec::new();
    let mut inside = false;
    loop {
        match part.next()? {
            Event::Start(e) if e.local_name().as_ref() == b"clrScheme" => inside = true,
            Event::End(e) if e.local_name().as_ref() == b"clrScheme" => break,
            Event::Start(e) | Event::Empty(e) if inside => {
                let value = match e.local_name().as_ref() {
                    b"srgbClr" => attribute(&e, b"val"),
                    b"sysClr" => attribute(&e, b"lastClr"),
                    _ => None,
                };
                if let Some(rgb) = value.and_then(|v| Fill::from_str_radix(&v, 16).ok()) {
                    colours.push(rgb);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    // The file lists dark before light; cells count light before dark.
    if colours.len() >= 4 {
        colours.swap(0, 1);
        colours.swap(2, 3);
    }
    Ok(colours)
}

/// What a cell's style number leads to: its place in the list of distinct styles.
pub struct Styles {
    pub distinct: Vec<Style>,
    places: Vec<u16>,
}

impl Styles {
    /// The styles of a file without any.
    pub fn plain() -> Styles {
        Styles {
            distinct: vec![Style::default()],
            places: Vec::new(),
        }
    }

    /// Place in `distinct` of a cell's style number.
    pub fn place(&self, number: usize) -> usize {
        self.places.get(number).copied().map_or(0, usize::from)
    }
}

/// Reads styles.xml.
pub fn read_styles<R: BufRead>(source: R, theme: &[Fill]) -> Result<Styles, Refusal> {
    let mut part = Part::new(source);
    let mut formats: HashMap<u32, String> = HashMap::new();
    let mut fills: Vec<Option<Fill>> = Vec::new();
    let mut styles = Styles::plain();
    let mut in_cells = false;
    let mut solid = false;
    loop {
        match part.next()? {
            Event::Start(e) | Event::Empty(e) => match e.local_name().as_ref() {
                b"numFmt" => {
                    let id = attribute(&e, b"numFmtId").and_then(|v| v.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(&e, b"formatCode")) {
                        formats.insert(id, code);
                    }
                }
                b"fill" => fills.push(None),
                b"patternFill" => {
                    solid = attribute(&e, b"patternType").is_some_and(|p| p == "solid")
                }
                b"fgColor" if solid => {
                    if let Some(last) = fills.last_mut() {
                        *last = colour(&e, theme);
                    }
                }
                b"dxfs" => solid = false,
                b"cellXfs" => in_cells = true,
                b"xf" if in_cells => push_style(&mut styles, &e, &formats, &fills),
                _ => {}
            },
            Event::End(e) => match e.local_name().as_ref() {
                b"cellXfs" => return Ok(styles),
                b"patternFill" => solid = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

fn push_style(
    styles: &mut Styles,
    xf: &BytesStart<'_>,
    formats: &HashMap<u32, String>,
    fills: &[Option<Fill>],
) {
    let number = |name: &[u8]| {
        attribute(xf, name)
            .and_then(|v| v.parse::<u32>().ok())
            .unwrap_or(0)
    };
    let format = number(b"numFmtId");
    let code = formats.get(&format).map(String::as_str);
    let style = Style {
        fill: fills.get(number(b"fillId") as usize).copied().flatten(),
        date: code.map_or_else(|| is_date_number(format), is_date_code),
        percent: code.map_or(matches!(format, 9 | 10), |c| c.contains('%')),
    };
    let place = styles
        .distinct
        .iter()
        .position(|s| *s == style)
        .unwrap_or_else(|| {
            styles.distinct.push(style);
            styles.distinct.len() - 1
        });
    styles.places.push(u16::try_from(place).unwrap_or(0));
}

fn colour(e: &BytesStart<'_>, theme: &[Fill]) -> Option<Fill> {
    let rgb = if let Some(rgb) = attribute(e, b"rgb") {
        let digits = rgb.get(rgb.len().saturating_sub(6)..)?;
        Fill::from_str_radix(digits, 16).ok()?
    } else if let Some(number) = attribute(e, b"theme").and_then(|t| t.parse::<usize>().ok()) {
        let tint = attribute(e, b"tint")
            .and_then(|t| t.parse::<f64>().ok())
            .unwrap_or(0.0);
        tinted(*theme.get(number)?, tint)
    } else {
        let number: u32 = attribute(e, b"indexed")?.parse().ok()?;
        // 9 is white, 64 the window's colour; the others only need to differ from each other.
        if matches!(number, 1 | 9 | 64 | 65) {
            return None;
        }
        0x0100_0000 | number
    };
    (rgb != 0x00FF_FFFF).then_some(rgb)
}

fn tinted(rgb: Fill, tint: f64) -> Fill {
    let channel = |shift: u32| {
        let c = f64::from((rgb >> shift) & 255);
        let c = if tint < 0.0 {
            c * (1.0 + tint)
        } else {
            c + (255.0 - c) * tint
        };
        (c.round().clamp(0.0, 255.0) as u32) << shift
    };
    channel(16) | channel(8) | channel(0)
}

/// Built-in number formats that show a date (or a date with a time).
fn is_date_number(id: u32) -> bool {
    matches!(id, 14..=17 | 22 | 27..=31 | 34..=36 | 50..=58)
}

/// A format code shows a date if it has a day or a year outside quotes, brackets and escapes.
fn is_date_code(code: &str) -> bool {
    let mut chars = code.chars();
    let mut months = 0;
    while let Some(c) = chars.next() {
        match c.to_lowercase().next().unwrap_or(c) {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '[' => while chars.next().is_some_and(|c| c != ']') {},
            '\\' | '_' | '*' => {
                chars.next();
            }
            'd' | 'y' | 'д' | 'г' => return true,
            'm' | 'м' => months += 1,
            _ => {}
        }
    }
    months >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_dates_by_format() {
        for code in [
            "dd.mm.yyyy",
            "d mmm yyyy",
            "mmm",
            "[$-419]d mmmm yyyy;@",
            "yyyy\\-mm\\-dd",
            "ДД.ММ.ГГГГ",
        ] {
            assert!(is_date_code(code), "{code}");
        }
        for code in [
            "#,##0.00",
            "0%",
            "General",
            "#,##0\" дней\"",
            "[Red]0",
            "mm:ss",
            "# ##0 \\d",
        ] {
            assert!(!is_date_code(code), "{code}");
        }
    }

    #[test]
    fn reads_fills_and_formats() {
        let xml = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd.mm.yy"/></numFmts>
            <fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFC6EFCE"/></patternFill></fill>
            <fill><patternFill patternType="solid"><fgColor rgb="FFFFFFFF"/></patternFill></fill></fills>
            <cellXfs><xf numFmtId="0" fillId="0"/><xf numFmtId="164" fillId="1"/><xf numFmtId="14" fillId="2"/><xf numFmtId="9"/></cellXfs></styleSheet>"#;
        let styles = read_styles(xml.as_bytes(), &[]).unwrap();
        let at = |n: usize| styles.distinct[styles.place(n)];
        assert_eq!(
            at(1),
            Style {
                fill: Some(0xC6EFCE),
                date: true,
                percent: false
            }
        );
        assert_eq!(
            at(2),
            Style {
                fill: None,
                date: true,
                percent: false
            }
        );
        assert!(at(3).percent);
        assert_eq!(at(99), Style::default());
    }
}
