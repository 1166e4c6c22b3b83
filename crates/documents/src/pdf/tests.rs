use std::{path::Path, process::Command};

use super::*;

fn sample(rows: usize) -> Paper {
    let both = |kk: &str, ru: &str| Both::new(kk, ru);
    let columns = vec![
        Column::number(both("Р/с №", "№ п/п"), 6),
        Column::text(both("Түсіндірме", "Пояснение"), 60),
        Column::number(both("Сомасы, теңге", "Сумма, тенге"), 20),
    ];
    let row = |n: usize| {
        let how = format!("65 800,00 × {} / 22", n % 23);
        vec![Cell::from((n + 1).to_string()), Cell::from(how), Cell::from("65\u{a0}800,00")]
    };
    let sum = vec![Cell::from(""), Cell::from(both("Жиыны", "Итого")), Cell::from("1 ₸")];
    Paper {
        id: "A-75-2026-09-1/1".to_owned(),
        title: both("Көрсетілген қызметтер актісі", "Акт оказанных услуг"),
        is_landscape: false,
        made_at: Moment { year: 2026, month: 10, day: 2, hour: 9, minute: 30, second: 0 },
        foot: "A-75-2026-09-1".to_owned(),
        blocks: vec![
            Block::Corner(both("Р-1 нысаны", "Форма Р-1")),
            Block::Title(both("КӨРСЕТІЛГЕН ҚЫЗМЕТТЕР АКТІСІ", "АКТ ОКАЗАННЫХ УСЛУГ")),
            Block::Facts(vec![(both("Орындаушы", "Исполнитель"), Cell::from("«Күншуақ» 日本, 990340001231"))]),
            Block::Heading(both("Жолдар", "Строки")),
            Block::Text(both("Ұлттық әліпби: ӘҒҚҢӨҰҮҺІ әғқңөұүһі.", "Съешь ещё этих мягких французских булок.")),
            Block::Table(Table { columns, rows: (0..rows).map(row).collect(), sums: vec![sum], size: 0 }),
        ],
        attachments: vec![Attachment {
            name: "act.xml".to_owned(),
            media_type: "application/xml",
            about: "Canonical XML".to_owned(),
            bytes: "<act xmlns=\"urn:qazyna:act:1\">Қ\u{0}\r\n</act>".as_bytes().to_vec(),
        }],
    }
}

/// What a program of another house answers about a file; `None` where it is missing on a developer's machine.
fn asked(tool: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<Vec<u8>> {
    match Command::new(tool).args(before).arg(file).args(after).output() {
        Ok(output) => {
            assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
            Some(output.stdout)
        }
        Err(error) if std::env::var_os("CI").is_none() => {
            println!("not run: {tool} is missing ({error})");
            None
        }
        Err(error) => panic!("{tool} is missing: {error}"),
    }
}

fn text_of(tool: &str, before: &[&str], file: &Path, after: &[&str]) -> Option<String> {
    asked(tool, before, file, after).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

fn kept(bytes: &[u8]) -> tempfile::NamedTempFile {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    file
}

#[test]
fn both_languages_are_read_from_the_pages_by_another_program() {
    let file = kept(&sample(3).write().unwrap());
    asked("qpdf", &["--check"], file.path(), &[]);
    let Some(text) = text_of("pdftotext", &["-layout"], file.path(), &["-"]) else { return };
    let said = [
        "КӨРСЕТІЛГЕН",
        "АКТ ОКАЗАННЫХ",
        "ӘҒҚҢӨҰҮҺІ әғқңөұүһі",
        "мягких французских булок",
        "Түсіндірме",
        "× 2 / 22",
        "«Күншуақ» ??, 990340001231",
        "₸",
        "стр. 1 из 1",
    ];
    for said in said {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn the_attachment_comes_out_byte_by_byte_as_it_went_in() {
    let paper = sample(1);
    let file = kept(&paper.write().unwrap());
    let out = tempfile::NamedTempFile::new().unwrap();
    let out_name = out.path().to_str().unwrap();
    if asked("pdfdetach", &["-save", "1", "-o", out_name], file.path(), &[]).is_some() {
        assert_eq!(std::fs::read(out.path()).unwrap(), paper.attachments[0].bytes);
    }
}

#[test]
fn the_file_says_that_it_is_pdf_a_3a_and_keeps_what_that_asks() {
    let file = kept(&sample(2).write().unwrap());
    let Some(plain) = text_of("qpdf", &["--qdf", "--object-streams=disable"], file.path(), &["-"]) else { return };
    let marks = [
        "<pdfaid:part>3</pdfaid:part>",
        "<pdfaid:conformance>A</pdfaid:conformance>",
        "/OutputIntents",
        "/GTS_PDFA1",
        "/AFRelationship /Source",
        "/MarkInfo",
        "/Marked true",
        "/StructTreeRoot",
        "/Lang (kk)",
        "/Lang (ru)",
        "/S /TH",
    ];
    // Blanks between names and values are the writer's own affair.
    let solid: String = plain.split_whitespace().collect();
    for mark in marks {
        let mark: String = mark.split_whitespace().collect();
        assert!(solid.contains(&mark), "{mark}");
    }
    for forbidden in ["/JavaScript", "/Launch", "/Encrypt"] {
        assert!(!plain.contains(forbidden), "{forbidden}");
    }
    let Some(fonts) = text_of("pdffonts", &[], file.path(), &[]) else { return };
    let fonts: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(fonts.len(), 2, "{fonts:?}");
    // Columns from the end: generation, object, unicode, subset, embedded.
    assert!(fonts.iter().all(|font| font.contains("NotoSans") && font.contains("yes yes yes")), "{fonts:?}");
}

#[test]
fn the_same_paper_is_the_same_bytes_and_another_is_not() {
    let (one, again) = (sample(40).write().unwrap(), sample(40).write().unwrap());
    assert!(one == again);
    assert!(one != sample(41).write().unwrap());
}

#[test]
fn a_long_table_goes_on_over_pages_with_its_head() {
    let file = kept(&sample(5000).write().unwrap());
    let Some(text) = text_of("pdftotext", &["-layout"], file.path(), &["-"]) else { return };
    let pages = text.matches('\u{c}').count();
    assert!(pages > 60, "{pages}");
    assert_eq!(text.matches("Түсіндірме").count(), pages);
    assert!(text.contains(&format!("стр. {pages} из {pages}")));
    let numbers: Vec<usize> = text
        .lines()
        .filter(|line| line.contains(" / 22"))
        .map(|line| line.split_whitespace().next().unwrap().parse().unwrap())
        .collect();
    assert_eq!(numbers, (1..=5000).collect::<Vec<_>>());
}

#[test]
fn a_row_that_is_longer_than_a_page_is_broken_and_nothing_is_lost() {
    let mut paper = sample(0);
    let words: Vec<String> = (0..4000).map(|n| format!("сөз{n}")).collect();
    let columns = vec![Column::text(Both::default(), 1)];
    let row = vec![Cell::from(words.join(" "))];
    paper.blocks = vec![Block::Table(Table { columns, rows: vec![row], ..Table::default() })];
    let file = kept(&paper.write().unwrap());
    let Some(text) = text_of("pdftotext", &[], file.path(), &["-"]) else { return };
    let read: Vec<&str> = text.split_whitespace().filter(|word| word.starts_with("сөз")).collect();
    assert_eq!(read, words);
}
