//! Invented people. Any likeness to someone living is chance: the names are drawn from two lists, the addresses from
//! a domain nobody can own (RFC 2606), the numbers from those Ireland keeps for drama (020 91x xxxx).

const GIVEN: &[&str] = &[
    "Desmond", "Wilma", "Jonas", "Nadia", "Callum", "Perpetua", "Milo", "Rosalind", "Anselm", "Tilda", "Gwendolyn", "Edmund", "Hanne",
    "Bartholomew", "Saoirse", "Ottoline", "Ivo", "Marguerite", "Kit", "Thaddeus", "Ingrid", "Piers", "Leocadia", "Orsolya", "Benedict",
    "Flora", "Rafe", "Comfort", "Lionel", "Agatha", "Humphrey", "Beatrix", "Cosmo", "Winifred", "Eustace", "Philippa", "Gideon", "Mirabel",
    "Evander", "Sybil", "Jasper", "Yusuf", "Delphine", "Aoife", "Tadhg", "Noor", "Layla", "Omar", "Priya", "Arjun", "Thuy", "Minh", "Zsofia",
    "Ines", "Bruno", "Amara", "Kofi", "Sinead", "Diarmuid", "Marta",
];

const FAMILY: &[&str] = &[
    "Achterberg", "Oakeshott", "Reinholt", "Ferreira", "Strand", "Lindqvist", "Hargreave", "Pike", "Kurz", "Marsh", "Pratt", "Vale", "Solberg",
    "Quill", "Lund", "Frayn", "Castellan", "Dow", "Albrecht", "Moor", "Vasko", "Langdale", "Munt", "Finch", "Amory", "Zielinska", "Underhill",
    "Asare", "Graves", "Prynne", "Dell", "Nordahl", "Wren", "Sable", "Bramley", "Thorne", "Straw", "Ash", "Cole", "Hartnoll", "Ilves",
    "Tannenbaum", "Orr", "O’Dwyer", "Ní Bhriain", "Haddad", "Mansour", "Nair", "Iyer", "Nguyễn", "Trần", "Szűcs", "Peñalva", "Sacco",
    "Okonkwo", "Mensah", "McGrath-Lowe", "Kavanagh", "Żelazny", "Corrigan",
];

/// The `n`th invented person: given name, family name, email, phone.
pub(super) fn person(n: usize) -> (String, String, String, String) {
    // 7 has no common factor with 60, so every pairing comes before any repeats.
    let (given, family) = (GIVEN[(n * 7 + n / 60) % GIVEN.len()], FAMILY[(n * 11 + n / 7) % FAMILY.len()]);
    let plain = |name: &str| name.chars().filter(char::is_ascii_alphabetic).collect::<String>().to_lowercase();
    let email = format!("{}.{}.{n}@example.org", plain(given), plain(family));
    (given.to_owned(), family.to_owned(), email, format!("+353 20 91{:01} {:04}", n / 10_000 % 10, n % 10_000))
}
