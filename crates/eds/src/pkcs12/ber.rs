//! BER made DER as far as key files need it: indefinite lengths and strings in pieces, as Java libraries write them.

/// Depth of nesting.
const DEPTH_MAX: usize = 32;
const OCTET_STRING: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;

/// The first value of `bytes` in definite lengths, octet strings in one piece; `None` when it is no BER or bytes follow it.
pub(super) fn to_der(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let rest = value(bytes, &mut out, DEPTH_MAX)?;
    rest.is_empty().then_some(out)
}

/// Writes one value and gives what follows it.
fn value<'a>(bytes: &'a [u8], out: &mut Vec<u8>, depth: usize) -> Option<&'a [u8]> {
    let depth = depth.checked_sub(1)?;
    let (tag, rest) = bytes.split_first()?;
    // Tags above 30 do not occur in key files.
    if tag & 0x1f == 0x1f {
        return None;
    }
    let (length, rest) = length(rest)?;
    let is_constructed = tag & CONSTRUCTED != 0;
    let (content, rest) = match length {
        Some(length) => rest.split_at_checked(length)?,
        None if is_constructed => indefinite(rest, depth)?,
        None => return None,
    };
    if !is_constructed {
        write(*tag, content, out);
        return Some(rest);
    }
    let mut inside = Vec::with_capacity(content.len());
    let mut left = content;
    let in_pieces = *tag == OCTET_STRING | CONSTRUCTED;
    while !left.is_empty() {
        let mut one = Vec::new();
        left = value(left, &mut one, depth)?;
        inside.extend(if in_pieces { piece(&one)?.to_vec() } else { one });
    }
    write(if in_pieces { OCTET_STRING } else { *tag }, &inside, out);
    Some(rest)
}

/// The content of a piece of an octet string, which is one itself.
pub(super) fn piece(der: &[u8]) -> Option<&[u8]> {
    let (tag, rest) = der.split_first()?;
    let (length, content) = length(rest)?;
    (*tag == OCTET_STRING && length == Some(content.len())).then_some(content)
}

/// Content up to the two zero bytes that end it, and what follows.
fn indefinite(bytes: &[u8], depth: usize) -> Option<(&[u8], &[u8])> {
    let mut left = bytes;
    loop {
        if let Some(rest) = left.strip_prefix(&[0, 0]) {
            let content = bytes.get(..bytes.len() - left.len())?;
            return Some((content, rest));
        }
        left = skipped(left, depth)?;
    }
}

/// What follows one value.
fn skipped(bytes: &[u8], depth: usize) -> Option<&[u8]> {
    let depth = depth.checked_sub(1)?;
    let (_, rest) = bytes.split_first()?;
    match length(rest)? {
        (Some(length), rest) => rest.split_at_checked(length).map(|(_, rest)| rest),
        (None, rest) => indefinite(rest, depth).map(|(_, rest)| rest),
    }
}

/// A length, `None` inside for an indefinite one.
fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (first, rest) = bytes.split_first()?;
    match *first {
        0x80 => Some((None, rest)),
        short if short < 0x80 => Some((Some(short.into()), rest)),
        long => {
            let (digits, rest) = rest.split_at_checked((long & 0x7f).into())?;
            let number = digits.iter().try_fold(0_usize, |sum, byte| {
                sum.checked_mul(256)?.checked_add((*byte).into()).filter(|sum| *sum < 1 << 28)
            });
            Some((Some(number?), rest))
        }
    }
}

fn write(tag: u8, content: &[u8], out: &mut Vec<u8>) {
    out.push(tag);
    let length = content.len().to_be_bytes();
    let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
    match digits.as_slice() {
        [] => out.push(0),
        [short] if *short < 0x80 => out.push(*short),
        digits => {
            out.push(0x80 | u8::try_from(digits.len()).unwrap_or(0x7f));
            out.extend(digits);
        }
    }
    out.extend(content);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indefinite_lengths_and_strings_in_pieces_become_definite_ones() {
        let ber = [0x30, 0x80, 0x24, 0x80, 4, 1, 7, 4, 2, 8, 9, 0, 0, 2, 0x81, 1, 5, 0, 0];
        assert_eq!(to_der(&ber), Some(vec![0x30, 8, 4, 3, 7, 8, 9, 2, 1, 5]));
        assert_eq!(to_der(&[5, 0]), Some(vec![5, 0]));
        let long = [&[4, 0x82, 1, 0][..], &[3; 256]].concat();
        assert_eq!(to_der(&long), Some(long));
    }

    #[test]
    fn what_does_not_end_is_too_deep_or_lies_is_refused() {
        for wrong in [
            &[][..],
            &[0x30],
            &[0x30, 0x80],
            &[0x30, 0x80, 0],
            &[4, 0x80, 0, 0],
            &[4, 2, 1],
            &[5, 0, 0],
            &[0x24, 3, 2, 1, 1],
            &[0x1f, 1, 0],
            &[4, 0x88, 255, 255, 255, 255, 255, 255, 255, 255],
        ] {
            assert_eq!(to_der(wrong), None, "{wrong:?}");
        }
        assert_eq!(to_der(&[0x30, 0x80].repeat(1_000)), None);
        assert_eq!(to_der(&[[0x30, 0x80].repeat(1_000), vec![0; 2_000]].concat()), None);
    }
}
