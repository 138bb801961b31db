//! The code by which somebody without an address follows their complaint: made to be written on paper and typed again.

use identity::Secret;

/// Letters and figures that nobody takes for one another: Crockford's, without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// So many hold 100 random bits, which nobody guesses.
const LETTERS: usize = 20;
/// Letters of one group.
const GROUP: usize = 4;

/// Shown once. What is stored is a hash of the secret that it stands for.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// A fresh code.
    pub fn fresh() -> Code {
        let mut bytes = [0; LETTERS];
        ground::random(&mut bytes);
        Code(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect())
    }

    /// The code that somebody typed: in groups or not, in small letters or great, with an I for a 1 or an O for a 0.
    pub fn read(typed: &str) -> Option<Code> {
        let letter = |c: char| match c.to_ascii_uppercase() {
            'I' | 'L' => '1',
            'O' => '0',
            c => c,
        };
        let code: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(letter).collect();
        let known = code.bytes().all(|c| ALPHABET.contains(&c));
        (known && code.len() == LETTERS).then_some(Code(code))
    }

    /// The secret that it stands for, which leads to the complaint.
    pub fn secret(&self) -> Secret {
        Secret::of(&self.0)
    }

    /// As it is shown, in groups.
    pub fn grouped(&self) -> String {
        let letters: Vec<char> = self.0.chars().collect();
        letters.chunks(GROUP).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<code>")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let code = Code::fresh();
        let shown = code.grouped();
        assert_eq!(shown.split(' ').map(str::len).collect::<Vec<_>>(), [GROUP; LETTERS / GROUP]);
        for typed in
            [shown.clone(), shown.to_lowercase(), shown.replace(' ', "-"), shown.replace('1', "l").replace('0', "o")]
        {
            let read = Code::read(&typed).unwrap();
            assert!(read == code && read.secret() == code.secret(), "{typed}");
        }
        for wrong in ["", "nothing", &shown[1..], "UUUU UUUU UUUU UUUU UUUU"] {
            assert!(Code::read(wrong).is_none(), "{wrong}");
        }
        assert!(Code::fresh() != code);
    }
}
