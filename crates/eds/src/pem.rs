//! PEM blocks (RFC 7468), read leniently around the blocks and strictly inside them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One block: its label and the bytes inside.
pub(crate) struct Block {
    pub(crate) label: String,
    pub(crate) der: Vec<u8>,
}

/// A file of blocks and whether it holds anything but blocks and white space.
pub(crate) struct Blocks {
    pub(crate) blocks: Vec<Block>,
    pub(crate) text_outside: bool,
}

/// The blocks of a PEM file in their order; `None` when it is no PEM file: no block, one that does not end
/// or bad base64. DER never begins with a block, so `None` means "try DER".
pub(crate) fn read(bytes: &[u8]) -> Option<Blocks> {
    let mut rest = std::str::from_utf8(bytes).ok()?;
    let mut found = Blocks { blocks: Vec::new(), text_outside: false };
    while let Some((before, after)) = rest.split_once("-----BEGIN ") {
        found.text_outside |= !before.trim().is_empty();
        let (label, after) = after.split_once("-----")?;
        let (body, after) = after.split_once(&format!("-----END {label}-----"))?;
        let compact: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        found.blocks.push(Block { label: label.to_owned(), der: STANDARD.decode(compact).ok()? });
        rest = after;
    }
    found.text_outside |= !rest.trim().is_empty();
    (!found.blocks.is_empty()).then_some(found)
}

/// One block as text, 64 characters to a line.
pub fn write(label: &str, der: &[u8]) -> String {
    let body = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    for (index, character) in body.chars().enumerate() {
        if index > 0 && index % 64 == 0 {
            text.push('\n');
        }
        text.push(character);
    }
    text.push_str(&format!("\n-----END {label}-----\n"));
    text
}
