//! Everything that is kept about one person, for that person: a page to read, and files for programs, in one archive.
//!
//! What is in it follows from the data map ([`ground::portable`]), so a table that a room adds is in it too. It is put together
//! while it leaves, some rows at a time, and lies nowhere. Each table is walked once for the page and once for each of its
//! files, so nothing of it is kept in between. Whoever else is named in it is named as the clinic names them to everyone, or
//! not at all.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ground::db::Value;
use ground::export::Cell;
use ground::portable::{Held, tables, told};
use ground::web::Tongue;
use ground::{Error, PersonId, Scope};
use office::requests::{Keeps, Outcome, RequestId, Step};

use super::parcel::Parcel;
use super::sheet_of_paper::Paper;
use super::{ExportError, Folder, Outlet, is_file, place_in};

/// Rows that one transaction reads: few enough to be in memory, and enough that somebody's rows are not sorted too often.
const ROWS: u32 = 2_000;

/// Where one's copy begins.
const PAGE: &str = "index.html";

/// A copy under way.
struct Copying<'a> {
    scope: &'a Scope,
    person: PersonId,
    t: &'a Tongue,
    parcel: Parcel,
    /// Names that the clinic shows to everyone, of those who stand in the rows; none for whoever has no such name.
    names: HashMap<PersonId, Option<String>>,
    /// What the clinic calls its services, practitioners, places, rooms and devices, by their ids.
    things: HashMap<String, String>,
    /// Of each table the columns in which something stands that has a name: in the files it stands beside.
    named: BTreeMap<String, BTreeSet<String>>,
}

/// Hands everything about `person` on, for the request `id`. A document that cannot be read is told of, is a part that failed,
/// and the request is not done; anything else that fails breaks the copy off.
pub async fn take(
    scope: &Scope,
    person: PersonId,
    id: RequestId,
    t: &Tongue,
    to: &mut impl Outlet,
) -> Result<Vec<Step>, ExportError> {
    let scope = scope.for_purpose(promise::Purpose::Rights);
    let at = scope.house().clock.now().to_zoned(scope.clinic.zone.clone());
    let mut copying = Copying {
        scope: &scope,
        person,
        t,
        parcel: Parcel::new(at.datetime()),
        names: HashMap::new(),
        things: things(&scope).await?,
        named: BTreeMap::new(),
    };
    let map = scope.house().data_map.clone();
    let tables: Vec<&str> = tables(&map);
    let mut steps = Vec::new();
    copying.parcel.begin(PAGE)?;
    let keeps = scope.read(move |tx| Keeps::of(tx, person, "")).await?;
    let paper = Paper::new(t, &scope.clinic.name, &at, keeps);
    copying.parcel.add(paper.head().as_bytes())?;
    for table in &tables {
        let columns = told(&map.tables[*table]);
        let (mut count, mut after) = (0, None);
        loop {
            let page = copying.page(table, after).await?;
            if count == 0 && !page.rows.is_empty() {
                copying.parcel.add(paper.table(table, &map.tables[*table]).as_bytes())?;
            }
            for row in &page.rows {
                copying.find_named(table, &columns, row);
                let cells = copying.shown(table, &columns, row);
                copying.parcel.add(paper.row(&columns, &cells).as_bytes())?;
            }
            to.put(copying.parcel.ready()).await?;
            count += page.rows.len() as i64;
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        if count > 0 {
            copying.parcel.add(paper.end_of_table().as_bytes())?;
            steps.push(Step::of(*table, Outcome::Copied, count));
        } else {
            steps.push(Step::of(*table, Outcome::Nothing, 0));
        }
    }
    let without: Vec<&str> = steps.iter().filter(|step| step.count == 0).map(|step| step.place.as_str()).collect();
    copying.parcel.add(paper.foot(&without).as_bytes())?;
    for step in steps.iter_mut().filter(|step| step.count > 0) {
        let table = step.place.clone();
        copying.as_csv(&table, to).await?;
        copying.as_json(&table, to).await?;
        let columns = told(&map.tables[&table]);
        if columns.iter().any(|name| map.tables[&table].columns[*name].file) && copying.files(&table, to).await? > 0 {
            *step = Step::failed(table, "unread");
        }
    }
    to.put(copying.parcel.finish()?).await?;
    to.keep().await?;
    let noted = steps.clone();
    scope.write(move |tx| office::requests::taken(tx, id, &noted)).await.map_err(|error| match error {
        office::Error::Ground(error) => error,
        other => Error::internal(other),
    })?;
    Ok(steps)
}

/// What the clinic calls things, which everybody may know.
async fn things(scope: &Scope) -> Result<HashMap<String, String>, Error> {
    let catalogue = scope.read(booking::store::catalogue).await?;
    let services = catalogue.services.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let practitioners = catalogue.practitioners.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let places = catalogue.places.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let rooms = catalogue.rooms.iter().map(|one| (one.id.to_string(), one.name.clone()));
    let devices = catalogue.devices.iter().map(|one| (one.id.to_string(), one.name.clone()));
    Ok(services.chain(practitioners).chain(places).chain(rooms).chain(devices).collect())
}

impl Copying<'_> {
    async fn page(&mut self, table: &str, after: Option<Vec<Value>>) -> Result<Held, Error> {
        let (named, person) = (table.to_owned(), self.person);
        let known: Vec<PersonId> = self.names.keys().copied().collect();
        let read = move |tx: &mut ground::Tx<'_>| -> ground::Result<_> {
            let held = tx.about_person(&named, person, after.as_deref(), ROWS)?;
            let mut others = BTreeSet::new();
            for cell in held.rows.iter().flatten() {
                if let Cell::Text(text) = cell {
                    others.extend(person_in(text).filter(|other| *other != person && !known.contains(other)));
                }
            }
            let others: Vec<PersonId> = others.into_iter().collect();
            let names = tx.names(&others)?;
            Ok((held, others, names))
        };
        let (held, others, mut names) = self.scope.read(read).await?;
        self.names.extend(others.into_iter().map(|other| (other, names.remove(&other))));
        Ok(held)
    }

    /// A row as it is shown: other people by the name the clinic shows to everyone, or as somebody else.
    fn shown(&self, table: &str, columns: &[&str], row: &[Cell]) -> Vec<String> {
        let at = |(column, cell): (&&str, &Cell)| match cell {
            Cell::Instant(at) => {
                let zoned = at.to_zoned(self.scope.clinic.zone.clone());
                format!("{}, {}", self.t.date_full(zoned.date()), self.t.time(zoned.time()))
            }
            Cell::Text(text) => self.name(column, text).unwrap_or_else(|| self.redacted(text)),
            Cell::Locked => self.t.get("copy-locked"),
            other => self.plain(table, columns, row, other),
        };
        columns.iter().zip(row).map(at).collect()
    }

    /// What a reader calls what stands in this column: a thing of the clinic's by its name, a purpose in words, a country by name. Whoever else is
    /// named stands there by name already.
    fn name(&self, column: &str, text: &str) -> Option<String> {
        if let Some(name) = self.things.get(text) {
            return Some(name.clone());
        }
        if matches!(column, "law" | "region" | "jurisdiction") {
            // Whose law it is; a law that is cited is read as it stands.
            return self.t.known_with(&format!("place-{}", text.to_lowercase()), &[]);
        }
        if !matches!(column, "purpose" | "purposes") {
            return None;
        }
        let word = |one: &str| self.t.known_with(&format!("requests-purpose-{one}"), &[]);
        let words: Option<Vec<String>> =
            text.split(|c: char| !c.is_ascii_alphabetic()).filter(|one| !one.is_empty()).map(word).collect();
        words.filter(|words| !words.is_empty()).map(|words| self.t.list(&words))
    }

    /// Notes in which columns of this row something stands that has a name.
    fn find_named(&mut self, table: &str, columns: &[&str], row: &[Cell]) {
        for (column, cell) in columns.iter().zip(row) {
            if let Cell::Text(text) = cell
                && self.name(column, text).is_some()
            {
                self.named.entry(table.to_owned()).or_default().insert((*column).to_owned());
            }
        }
    }

    /// Whether the names of what stands in this column stand beside it.
    fn is_named(&self, table: &str, column: &str) -> bool {
        self.named.get(table).is_some_and(|named| named.contains(column))
    }

    fn plain(&self, table: &str, columns: &[&str], row: &[Cell], cell: &Cell) -> String {
        match cell {
            Cell::Nothing | Cell::Gone | Cell::Locked => String::new(),
            Cell::Text(text) => self.redacted(text),
            Cell::Whole(whole) => whole.to_string(),
            Cell::Part(part) => part.to_string(),
            Cell::Instant(at) => at.to_string(),
            Cell::File(_) => place_in(table, columns, row).unwrap_or_default(),
        }
    }

    /// The name that stands beside a cell.
    fn beside(&self, column: &str, cell: &Cell) -> Option<String> {
        match cell {
            Cell::Text(text) => self.name(column, text),
            _ => None,
        }
    }

    /// A text in which nobody else is told by their id.
    fn redacted(&self, text: &str) -> String {
        match person_in(text) {
            Some(other) if other != self.person => match self.names.get(&other) {
                Some(Some(name)) => name.clone(),
                _ => self.t.get("copy-somebody"),
            },
            _ => text.to_owned(),
        }
    }

    async fn as_csv(&mut self, table: &str, to: &mut impl Outlet) -> Result<(), ExportError> {
        let map = self.scope.house().data_map.clone();
        let columns = told(&map.tables[table]);
        self.parcel.begin(&format!("data/{table}.csv"))?;
        let mut head = Vec::with_capacity(columns.len());
        for column in &columns {
            head.push((*column).to_owned());
            if self.is_named(table, column) {
                head.push(format!("{column}_name"));
            }
        }
        self.parcel.line(head)?;
        let mut after = None;
        loop {
            let page = self.page(table, after).await?;
            for row in &page.rows {
                let mut cells = Vec::with_capacity(columns.len());
                for (column, cell) in columns.iter().zip(row) {
                    cells.push(self.plain(table, &columns, row, cell));
                    if self.is_named(table, column) {
                        cells.push(self.beside(column, cell).unwrap_or_default());
                    }
                }
                self.parcel.line(cells)?;
            }
            to.put(self.parcel.ready()).await?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }

    async fn as_json(&mut self, table: &str, to: &mut impl Outlet) -> Result<(), ExportError> {
        let map = self.scope.house().data_map.clone();
        let columns = told(&map.tables[table]);
        self.parcel.begin(&format!("data/{table}.json"))?;
        let (mut after, mut first) = (None, true);
        loop {
            let page = self.page(table, after).await?;
            for row in &page.rows {
                let cell = |cell: &Cell| match cell {
                    Cell::Nothing | Cell::Gone | Cell::Locked => serde_json::Value::Null,
                    Cell::Whole(whole) => (*whole).into(),
                    Cell::Part(part) => (*part).into(),
                    other => self.plain(table, &columns, row, other).into(),
                };
                let mut line = serde_json::Map::new();
                for (column, value) in columns.iter().zip(row) {
                    line.insert((*column).to_owned(), cell(value));
                    if self.is_named(table, column) {
                        line.insert(format!("{column}_name"), self.beside(column, value).into());
                    }
                }
                let line = serde_json::Value::Object(line).to_string();
                self.parcel.add(if first { b"[\n" } else { b",\n" })?;
                self.parcel.add(line.as_bytes())?;
                first = false;
            }
            to.put(self.parcel.ready()).await?;
            after = page.next;
            if after.is_none() {
                self.parcel.add(if first { b"[]\n" } else { b"\n]\n" })?;
                return Ok(());
            }
        }
    }

    /// The files of one table's rows; how many of them could not be read.
    async fn files(&mut self, table: &str, to: &mut impl Outlet) -> Result<u64, ExportError> {
        let map = self.scope.house().data_map.clone();
        let columns = told(&map.tables[table]);
        let (mut after, mut lost) = (None, 0);
        loop {
            let page = self.page(table, after).await?;
            for row in page.rows.iter().filter(|row| row.iter().any(is_file)) {
                let Some(place) = place_in(table, &columns, row) else { continue };
                let folder = Folder { scope: self.scope, table, file: table, columns: &columns };
                if !folder.add(&mut self.parcel, &place, row, to).await? {
                    lost += 1;
                }
            }
            after = page.next;
            if after.is_none() {
                return Ok(lost);
            }
        }
    }
}

/// The person that a text is the id of, by itself or as an actor stands in the access record.
fn person_in(text: &str) -> Option<PersonId> {
    text.split(':').find_map(|part| part.parse().ok())
}
