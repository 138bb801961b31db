//! Filters (RFC 7644, section 3.4.2.2), read into a tree that cannot be wrong, within bounds that are looked at first.

mod eval;

pub(crate) use eval::{matches, order, texts};

/// The longest filter that is read, in bytes.
pub(crate) const LONGEST: usize = 4_096;
/// How deep groups, value paths and denials may stand in each other.
const DEEPEST: usize = 24;
/// Comparisons in one filter.
const MOST: usize = 128;

/// An attribute: `name.givenName`, with or without the schema it belongs to. Names are in small letters: their case says
/// nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Attr {
    /// The schema's URN, in small letters; empty where none was named.
    pub schema: String,
    pub name: String,
    pub sub: Option<String>,
}

/// How an attribute is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compare {
    Eq,
    Ne,
    Co,
    Sw,
    Ew,
    Gt,
    Ge,
    Lt,
    Le,
}

/// What it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Truth(bool),
    Number(f64),
    Text(String),
}

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    Is(Attr, Compare, Literal),
    Present(Attr),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    /// `emails[type eq "work"]`: one of its values matches.
    Within(Attr, Box<Filter>),
}

/// It is no filter, or more of one than is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

type Read<T> = Result<T, Unreadable>;

/// Reads a whole filter.
pub(crate) fn parse(text: &str) -> Read<Filter> {
    if text.len() > LONGEST {
        return Err(Unreadable);
    }
    let mut reader = Reader::new(text);
    let filter = reader.either(0)?;
    reader.space();
    if reader.rest().is_empty() { Ok(filter) } else { Err(Unreadable) }
}

/// Reads an attribute alone, as of `attributes` and `sortBy`.
pub(crate) fn attr(text: &str) -> Read<Attr> {
    let mut reader = Reader::new(text.trim());
    let attr = reader.attr()?;
    if reader.rest().is_empty() { Ok(attr) } else { Err(Unreadable) }
}

/// The path of a change (RFC 7644, section 3.5.2): an attribute, which of its values, and which part of those.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Path {
    pub attr: Attr,
    pub filter: Option<Filter>,
}

/// Reads such a path.
pub(crate) fn path(text: &str) -> Read<Path> {
    if text.len() > LONGEST {
        return Err(Unreadable);
    }
    let mut reader = Reader::new(text.trim());
    let mut attr = reader.attr()?;
    let mut filter = None;
    if reader.takes('[') {
        filter = Some(reader.either(1)?);
        reader.space();
        if !reader.takes(']') || attr.sub.is_some() {
            return Err(Unreadable);
        }
        if reader.takes('.') {
            attr.sub = Some(reader.name()?);
        }
    }
    if reader.rest().is_empty() { Ok(Path { attr, filter }) } else { Err(Unreadable) }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    compared: usize,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Reader<'a> {
        Reader { text, at: 0, compared: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over space, and says whether there was some.
    fn space(&mut self) -> bool {
        let rest = self.rest();
        let space = rest.len() - rest.trim_start_matches(' ').len();
        self.at += space;
        space > 0
    }

    fn takes(&mut self, sign: char) -> bool {
        let there = self.rest().starts_with(sign);
        self.at += if there { sign.len_utf8() } else { 0 };
        there
    }

    /// Takes a word that stands for itself, in whatever case.
    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest();
        let Some(head) = rest.get(..word.len()) else { return false };
        let ends = rest[word.len()..].chars().next().is_none_or(|next| !next.is_ascii_alphanumeric());
        let there = head.eq_ignore_ascii_case(word) && ends;
        self.at += if there { word.len() } else { 0 };
        there
    }

    fn either(&mut self, depth: usize) -> Read<Filter> {
        let mut of = vec![self.all(depth)?];
        while self.joins("or") {
            of.push(self.all(depth)?);
        }
        Ok(if of.len() == 1 { of.remove(0) } else { Filter::Or(of) })
    }

    fn all(&mut self, depth: usize) -> Read<Filter> {
        let mut of = vec![self.one(depth)?];
        while self.joins("and") {
            of.push(self.one(depth)?);
        }
        Ok(if of.len() == 1 { of.remove(0) } else { Filter::And(of) })
    }

    /// Takes a word that stands between two filters.
    fn joins(&mut self, word: &str) -> bool {
        let before = self.at;
        self.space();
        let there = self.word(word);
        if !there {
            self.at = before;
        }
        there
    }

    fn one(&mut self, depth: usize) -> Read<Filter> {
        if depth > DEEPEST {
            return Err(Unreadable);
        }
        self.space();
        let before = self.at;
        if self.word("not") {
            self.space();
            if self.takes('(') {
                return Ok(Filter::Not(Box::new(self.grouped(depth)?)));
            }
            self.at = before;
        }
        if self.takes('(') {
            return self.grouped(depth);
        }
        self.compared += 1;
        if self.compared > MOST {
            return Err(Unreadable);
        }
        let attr = self.attr()?;
        if !self.takes('[') {
            return self.comparison(attr);
        }
        let within = self.either(depth + 1)?;
        self.space();
        if !self.takes(']') || attr.sub.is_some() {
            return Err(Unreadable);
        }
        if !self.takes('.') {
            return Ok(Filter::Within(attr, Box::new(within)));
        }
        // Entra ID asks so: emails[type eq "work"].value eq "somebody@example.org".
        let part = Attr { schema: String::new(), name: self.name()?, sub: None };
        let compared = self.comparison(part)?;
        Ok(Filter::Within(attr, Box::new(Filter::And(vec![within, compared]))))
    }

    fn grouped(&mut self, depth: usize) -> Read<Filter> {
        let within = self.either(depth + 1)?;
        self.space();
        if self.takes(')') { Ok(within) } else { Err(Unreadable) }
    }

    fn comparison(&mut self, attr: Attr) -> Read<Filter> {
        if !self.space() {
            return Err(Unreadable);
        }
        if self.word("pr") {
            return Ok(Filter::Present(attr));
        }
        const WORDS: [(&str, Compare); 9] = [
            ("eq", Compare::Eq),
            ("ne", Compare::Ne),
            ("co", Compare::Co),
            ("sw", Compare::Sw),
            ("ew", Compare::Ew),
            ("gt", Compare::Gt),
            ("ge", Compare::Ge),
            ("lt", Compare::Lt),
            ("le", Compare::Le),
        ];
        let compare = WORDS.into_iter().find(|(word, _)| self.word(word)).ok_or(Unreadable)?.1;
        if !self.space() {
            return Err(Unreadable);
        }
        let literal = self.literal()?;
        let ordered = !matches!(compare, Compare::Eq | Compare::Ne);
        if ordered && matches!(literal, Literal::Null | Literal::Truth(_)) {
            return Err(Unreadable);
        }
        Ok(Filter::Is(attr, compare, literal))
    }

    fn literal(&mut self) -> Read<Literal> {
        for (word, literal) in
            [("true", Literal::Truth(true)), ("false", Literal::Truth(false)), ("null", Literal::Null)]
        {
            if self.word(word) {
                return Ok(literal);
            }
        }
        if self.rest().starts_with('"') {
            return self.quoted();
        }
        let rest = self.rest();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        // As JSON writes numbers, and no other way.
        let number: f64 = serde_json::from_str(&rest[..end]).map_err(|_| Unreadable)?;
        self.at += end;
        Ok(Literal::Number(number))
    }

    fn quoted(&mut self) -> Read<Literal> {
        let rest = self.rest();
        let mut escaped = false;
        for (at, byte) in rest.bytes().enumerate().skip(1) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => {
                    let text: String = serde_json::from_str(&rest[..=at]).map_err(|_| Unreadable)?;
                    self.at += at + 1;
                    return Ok(Literal::Text(text));
                }
                _ => {}
            }
        }
        Err(Unreadable)
    }

    /// The name of an attribute or of a part of one: `userName`, `$ref`.
    fn name(&mut self) -> Read<String> {
        let rest = self.rest();
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '$' | '_' | '-')).unwrap_or(rest.len());
        let name = &rest[..end];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '$') {
            return Err(Unreadable);
        }
        self.at += end;
        Ok(name.to_ascii_lowercase())
    }

    fn attr(&mut self) -> Read<Attr> {
        let rest = self.rest();
        let run = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '$' | '_' | '-' | '.' | ':'))
            .unwrap_or(rest.len());
        let schema = rest[..run].rfind(':').filter(|_| rest[..run].to_ascii_lowercase().starts_with("urn:"));
        let urn = schema.map_or_else(String::new, |end| rest[..end].to_ascii_lowercase());
        self.at += schema.map_or(0, |end| end + 1);
        let name = self.name()?;
        let sub = if self.takes('.') { Some(self.name()?) } else { None };
        Ok(Attr { schema: urn, name, sub })
    }
}

#[cfg(test)]
mod tests;
