//! The reader and the canonical form of XML, against xmllint on random documents, and what is refused (F 56 to 58).

use std::process::Command;

use eds::xml::{Form, Limits, canonicalize, parse};
use rand::seq::IndexedRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha20Rng;

/// Random documents with namespaces declared, used, hidden and unused, and with everything that is escaped.
pub(crate) struct Writer {
    random: ChaCha20Rng,
}

const TEXTS: [&str; 12] = [
    "ТЕСТОВ",
    "a &amp; b",
    "&lt;tag&gt;",
    "  ",
    "\n\t",
    "&#13;",
    "&#x9;",
    "<![CDATA[<b>&amp;</b>]]>",
    "]]&gt;",
    "&quot;x&apos;",
    "\r\n",
    "ұлттық 😀",
];
const VALUES: [&str; 8] = ["", "1", "a&#10;b", "&quot;", "x\n\ty", "&lt;&amp;&#13;", "Алматы", "it's"];

impl Writer {
    pub(crate) fn new(seed: u64) -> Self {
        Self { random: ChaCha20Rng::seed_from_u64(seed) }
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.random.random_range(0..100) < percent
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        *of.choose(&mut self.random).unwrap()
    }

    pub(crate) fn document(&mut self) -> String {
        let mut text = String::new();
        if self.chance(50) {
            text.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        }
        if self.chance(30) {
            text.push_str("<!-- before --><?target data ?>\n");
        }
        text.push_str(&self.element(&mut vec![], 4));
        if self.chance(30) {
            text.push_str("\n<?after?> <!--after-->\n");
        }
        text
    }

    /// An element; `known` are the prefixes in scope.
    pub(crate) fn element(&mut self, known: &mut Vec<&'static str>, depth: usize) -> String {
        let outside = known.len();
        let mut tag = String::new();
        if self.chance(40) {
            // No `&` in a name: libxml2 writes it into the canonical form as it is, which is not even well-formed.
            let uri = self.one(&["urn:a", "urn:b", "http://example.kz/c?x=1", ""]);
            tag.push_str(&format!(" xmlns=\"{uri}\""));
        }
        for prefix in ["p", "q", "r"] {
            if self.chance(25) {
                let uri = self.one(&["urn:a", "urn:b", "urn:c"]);
                tag.push_str(&format!(" xmlns:{prefix}='{uri}'"));
                known.push(prefix);
            }
        }
        let name = if !known.is_empty() && self.chance(50) { format!("{}:e", self.one(known)) } else { "e".to_owned() };
        for attribute in ["b", "a", "Id2"] {
            if self.chance(30) {
                tag.push_str(&format!("  {attribute} = \"{}\"", self.one(&VALUES)));
            }
        }
        if let Some(prefix) = known.last().filter(|_| self.random.random_range(0..2) == 0) {
            tag.push_str(&format!(" {prefix}:z=\"{}\"", self.random.random_range(0..9)));
        }
        if self.chance(15) {
            tag.push_str(" xml:lang='kk'");
        }
        if self.chance(15) {
            tag.push_str(" xml:space=\"preserve\"");
        }
        let inside = self.content(known, depth);
        known.truncate(outside);
        if inside.is_empty() && self.chance(50) {
            return format!("<{name}{tag} />");
        }
        format!("<{name}{tag}>{inside}</{name} >")
    }

    fn content(&mut self, known: &mut Vec<&'static str>, depth: usize) -> String {
        let mut inside = String::new();
        for _ in 0..self.random.random_range(0..4) {
            match self.random.random_range(0..6) {
                0 => inside.push_str("<!-- c -->"),
                1 => inside.push_str("<?pi  some data?>"),
                2 | 3 if depth > 0 => inside.push_str(&self.element(known, depth - 1)),
                _ => inside.push_str(self.one(&TEXTS)),
            }
        }
        inside
    }
}

#[test]
fn canonical_documents_agree_with_xmllint() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("document.xml");
    let mut writer = Writer::new(3);
    let rounds = std::env::var("EDS_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(200);
    for round in 0..rounds {
        let text = writer.document();
        std::fs::write(&path, &text).unwrap();
        let (document, _) = parse(text.as_bytes(), Limits::default()).unwrap_or_else(|| panic!("{text}"));
        for (option, exclusive) in [("--c14n", false), ("--exc-c14n", true)] {
            let output =
                Command::new("xmllint").args(["--nonet", option]).arg(&path).output().expect("xmllint is installed");
            assert!(output.status.success(), "{text}\n{}", String::from_utf8_lossy(&output.stderr));
            let form = Form { exclusive, comments: true, inclusive_prefixes: vec![] };
            let ours = canonicalize(&document, None, None, &form);
            let theirs = String::from_utf8(output.stdout).unwrap();
            // xmllint ends what it prints with a line feed.
            let ours = String::from_utf8(ours).unwrap();
            assert_eq!(ours.trim_end_matches('\n'), theirs.trim_end_matches('\n'), "{round} {option}\n{text}");
        }
        // What is canonical is its own canonical form.
        let form = Form { exclusive: false, comments: true, inclusive_prefixes: vec![] };
        let once = canonicalize(&document, None, None, &form);
        let (again, _) = parse(&once, Limits::default()).unwrap();
        assert_eq!(canonicalize(&again, None, None, &form), once);
    }
}

#[test]
fn what_is_not_well_formed_is_refused_as_xmllint_does() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("document.xml");
    for wrong in [
        "",
        "text",
        "<a>",
        "<a></b>",
        "<a/><b/>",
        "<a/>x",
        "<a b='1' b='2'/>",
        "<a b=1/>",
        "<a b='<'/>",
        "<a>&nbsp;</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a>]]></a>",
        "<a><!-- -- --></a>",
        "<a><!-- --->",
        "<p:a/>",
        "<a p:b='1'/>",
        "<a xmlns:p=''/>",
        "<a xmlns:xmlns='urn:x'/>",
        "<a xmlns:p='urn:x' xmlns:q='urn:x' p:b='' q:b=''/>",
        "<a:b:c xmlns:a='urn:x'/>",
        "<1a/>",
        "<a\u{1}/>",
        "<a>\u{1}</a>",
        "<?xml version='1.0'?",
        " <?xml version='1.0'?><a/>",
        "<a><?xml version='1.0'?></a>",
        "<a b='1'c='2'/>",
        "<a",
        "<a b",
        "<a b=",
        "<a b='",
        "<a><![CDATA[</a>",
        "<a>&amp</a>",
        "<a>&</a>",
        "< a/>",
        "<a></ a>",
    ] {
        assert!(parse(wrong.as_bytes(), Limits::default()).is_none(), "{wrong}");
        std::fs::write(&path, wrong).unwrap();
        let output = Command::new("xmllint").args(["--noout", "--nonet"]).arg(&path).output().unwrap();
        // libxml2 only warns of faults of namespaces.
        assert!(!output.status.success() || !output.stderr.is_empty(), "{wrong}");
    }
}

#[test]
fn f56_f57_a_document_type_is_refused_at_once() {
    let bomb = "<!DOCTYPE a [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]><a>&b;</a>";
    let file = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
    for wrong in
        [bomb, file, "<!DOCTYPE a><a/>", "<?xml version=\"1.0\"?><!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'><a/>"]
    {
        assert!(parse(wrong.as_bytes(), Limits::default()).is_none(), "{wrong}");
    }
}

#[test]
fn other_encodings_versions_and_documents_over_the_limits_are_refused() {
    let limits = Limits { bytes: 200, depth: 3, nodes: 8 };
    assert!(parse(b"<a><b><c/></b></a>", limits).is_some());
    assert!(parse(b"<a><b><c><d/></c></b></a>", limits).is_none());
    assert!(parse(b"<a>1<b/>2<b/>3<b/>4</a>", limits).is_some());
    assert!(parse(b"<a>1<b/>2<b/>3<b/>4<b/></a>", limits).is_none());
    assert!(parse(format!("<a>{}</a>", "x".repeat(200)).as_bytes(), limits).is_none());
    assert!(parse(&[b"<a>", [0xff].as_slice(), b"</a>"].concat(), limits).is_none());
    assert!(parse(b"\xef\xbb\xbf<a/>", limits).is_some());
    for declaration in [
        "version='1.1'",
        "version='1.0' encoding='windows-1251'",
        "encoding='UTF-8'",
        "version='1.0' version='1.0'",
        "standalone='yes' version='1.0'",
    ] {
        assert!(parse(format!("<?xml {declaration}?><a/>").as_bytes(), limits).is_none(), "{declaration}");
    }
    assert!(parse(b"<?xml version='1.0' encoding='utf-8' standalone='no' ?><a/>", limits).is_some());
    let many: String = (0..200).map(|number| format!(" a{number}=''")).collect();
    assert!(parse(format!("<a{many}/>").as_bytes(), Limits::default()).is_none());
    let deep = "<a>".repeat(100_000);
    assert!(parse(deep.as_bytes(), Limits::default()).is_none());
}

#[test]
fn a_part_of_a_document_takes_its_namespaces_along() {
    let text = "<r xmlns='urn:d' xmlns:p='urn:p' xmlns:u='urn:u' xml:lang='kk' xml:space='preserve'><p:a xml:lang='ru'><b u:x='1'/></p:a></r>";
    let (document, _) = parse(text.as_bytes(), Limits::default()).unwrap();
    let write = |form: &Form| String::from_utf8(canonicalize(&document, Some(1), None, form)).unwrap();
    assert_eq!(
        write(&Form::default()),
        "<p:a xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:u=\"urn:u\" xml:lang=\"ru\" xml:space=\"preserve\"><b u:x=\"1\"></b></p:a>"
    );
    let exclusive = Form { exclusive: true, ..Form::default() };
    assert_eq!(
        write(&exclusive),
        "<p:a xmlns:p=\"urn:p\" xml:lang=\"ru\"><b xmlns=\"urn:d\" xmlns:u=\"urn:u\" u:x=\"1\"></b></p:a>"
    );
    let listed = Form { inclusive_prefixes: vec!["u".to_owned(), String::new()], ..exclusive };
    assert_eq!(
        write(&listed),
        "<p:a xmlns=\"urn:d\" xmlns:p=\"urn:p\" xmlns:u=\"urn:u\" xml:lang=\"ru\"><b u:x=\"1\"></b></p:a>"
    );
}
