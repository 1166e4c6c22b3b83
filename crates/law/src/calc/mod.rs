//! `qazyna calc`: cases as JSON Lines in, answers out (spec 3.1).

mod json;
mod ops;
mod read;
mod write;

use std::io::{self, BufRead, Write};

use crate::{Pack, Refusal};
use json::Value;
use read::{Fields, Wrong};
use write::Out;

/// Answers are written in pieces of about this many bytes.
const PIECE: usize = 1 << 16;

/// Answers every case of `input` in order on `output` with the rules of `pack`. Returns the exit status: 0 when every
/// line was answered, 2 when a line was not JSON (the others are answered nevertheless). Fails only as reader or writer do.
pub fn run(pack: &Pack, mut input: impl BufRead, mut output: impl Write) -> io::Result<u8> {
    let (mut line, mut number, mut status) = (Vec::new(), 0u64, 0);
    let mut out = Out::default();
    loop {
        line.clear();
        if input.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        number = number.saturating_add(1);
        if line.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')) {
            continue;
        }
        if !answer(pack, line.strip_suffix(b"\n").unwrap_or(&line), number, &mut out) {
            status = 2;
        }
        if out.bytes.len() >= PIECE {
            output.write_all(&out.bytes)?;
            out.bytes.clear();
        }
    }
    output.write_all(&out.bytes)?;
    output.flush()?;
    Ok(status)
}

/// Answers one case, given without its line end. False when it is not JSON.
fn answer(pack: &Pack, line: &[u8], number: u64, out: &mut Out) -> bool {
    let Some(case) = json::parse(line) else {
        begin(out, "null");
        end_with(out, Refusal::InputNotJson, &format!("line {number}"));
        return false;
    };
    let id = Fields::of(&case, "").ok().and_then(|case| case.0.member("id")).map_or("null", |member| member.text);
    begin(out, id);
    let kept = out.bytes.len();
    out.bytes.extend_from_slice(b"\"out\":{");
    out.first = true;
    match calculate(pack, &case, out) {
        Ok(()) => out.bytes.extend_from_slice(b"}}\n"),
        Err(wrong) => {
            out.bytes.truncate(kept);
            let detail = if wrong.field.is_empty() { String::new() } else { format!("/in/{}", wrong.field) };
            end_with(out, wrong.refusal, &detail);
        }
    }
    true
}

/// The envelope's rules: an object with a string `op`, a known one, and an object `in`.
fn calculate(pack: &Pack, case: &Value<'_>, out: &mut Out) -> Result<(), Wrong> {
    let envelope = Fields::of(case, "")?;
    let op = ops::find(envelope.text("op").map_err(|_| Refusal::InputInvalid)?).ok_or(Refusal::OpUnknown)?;
    let input = envelope.object_if_given("in").ok().flatten().ok_or(Refusal::InputInvalid)?;
    op(input, pack, out)
}

fn begin(out: &mut Out, id: &str) {
    out.bytes.extend_from_slice(b"{\"id\":");
    out.bytes.extend_from_slice(id.as_bytes());
    out.bytes.push(b',');
}

fn end_with(out: &mut Out, refusal: Refusal, detail: &str) {
    out.bytes.extend_from_slice(b"\"error\":");
    out.object(|out| {
        out.text("code", refusal.code());
        out.text("detail", detail);
    });
    out.bytes.extend_from_slice(b"}\n");
}
