//! A person erased, as the data map says it of every table.

use ground::erase::{Became, Because, Cause, Done, Erases, Unerased};
use ground::job::{Handler, NewJob};
use ground::{Error, PersonId, Refusal, Role, Room, Tx, cell, params};
use promise::Purpose;

use crate::ground_test::{as_role, garden, house, new_clinic};
use crate::place::Place;

/// A shed of which the data map alone does not say what becomes when somebody is erased: who lent a tool, and to whom.
fn shed() -> Room {
    Room::new("shed")
        .schema("001_shed", "CREATE TABLE tool (clinic TEXT NOT NULL, id TEXT NOT NULL, person TEXT, lent_by TEXT, PRIMARY KEY (clinic, id));")
        .data_map(
            r#"
            [tool]
            about = "person"
            person = "person"
            refers = ["lent_by"]
            merge = "move"
            export = { file = "tools" }
            [tool.columns]
            clinic = { category = "reference", clear = "says which clinic", purposes = ["care"], retention = "client", erase = "anonymise" }
            id = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "anonymise" }
            person = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "anonymise" }
            lent_by = { category = "reference", clear = "a random id", purposes = ["care"], retention = "client", erase = "detach" }
            "#,
        )
}

const ERASES: Erases = Erases { tables: &["tool"], may, last: |_, _| Ok(None), erase };

fn may(tx: &mut Tx<'_>, person: PersonId, _: &Because) -> ground::Result<Option<&'static str>> {
    let row = tx.optional(
        "SELECT id FROM tool WHERE clinic = $1 AND person = $2 AND id = 'due'",
        &params![tx.clinic(), person],
    )?;
    Ok(row.map(|_| "a tool is due"))
}

fn erase(tx: &mut Tx<'_>, person: PersonId, done: &mut Done) -> ground::Result<()> {
    let rows =
        tx.execute("UPDATE tool SET person = NULL WHERE clinic = $1 AND person = $2", &params![tx.clinic(), person])?;
    done.note("tool", Became::Nobody, rows);
    tx.execute("UPDATE tool SET lent_by = NULL WHERE clinic = $1 AND lent_by = $2", &params![tx.clinic(), person])?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_whose_erasure_is_left_to_a_room_that_says_nothing_stops_the_start() {
    let place = Place::fresh();
    let refused = house(&place, vec![shed()]).await.err().map(|error| error.to_string()).unwrap_or_default();
    assert!(refused.contains("what erasing somebody does to tool"), "{refused}");
    let other = Erases { tables: &["spade"], ..ERASES };
    assert!(house(&place, vec![shed().erases(other)]).await.is_err());
    assert!(house(&place, vec![shed().erases(ERASES)]).await.is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_erased_is_gone_from_every_table_and_others_are_as_they_were() {
    let place = Place::fresh();
    let house = house(&place, vec![garden(), shed().erases(ERASES)]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let grow = |tx: &mut Tx<'_>| -> ground::Result<Vec<PersonId>> {
        let mut all = Vec::new();
        for id in ["fern", "moss"] {
            let key = tx.create_person()?;
            let sealed = key.seal(cell("plant", "name", id), &id.to_owned())?;
            tx.execute(
                "INSERT INTO plant (clinic, id, person, name) VALUES ($1, $2, $3, $4)",
                &params![tx.clinic(), id, key.person(), sealed],
            )?;
            all.push(key.person());
        }
        for (id, person, by) in [("due", all[0], all[1]), ("rake", all[1], all[0])] {
            tx.execute(
                "INSERT INTO tool (clinic, id, person, lent_by) VALUES ($1, $2, $3, $4)",
                &params![tx.clinic(), id, person, by],
            )?;
        }
        Ok(all)
    };
    let all = care.write(grow).await.unwrap();
    let (fern, moss) = (all[0], all[1]);
    let because = || Because::request("they asked");
    let says_no = care.write(move |tx| tx.erase_person(fern, &because())).await.unwrap();
    assert_eq!(says_no, Err(Unerased::Room("a tool is due")));
    care.write(|tx| tx.execute("UPDATE tool SET id = 'spade' WHERE clinic = $1 AND id = 'due'", &params![tx.clinic()]))
        .await
        .unwrap();
    let done = care.write(move |tx| tx.erase_person(fern, &because())).await.unwrap().unwrap();
    assert_eq!((done.persons.as_slice(), done.keys.len()), ([fern].as_slice(), 1));
    let outcomes: Vec<(&str, Became, u64)> =
        done.tables.iter().map(|known| (known.table.as_str(), known.became, known.rows)).collect();
    for expected in [("tool", Became::Nobody, 1), ("plant", Became::Gone, 1), ("person", Became::Kept, 1)] {
        assert!(outcomes.contains(&expected), "{outcomes:?}");
    }
    let again = care.write(move |tx| tx.erase_person(fern, &because())).await.unwrap();
    assert_eq!(again, Err(Unerased::Before));
    certified(&house, &care, &done).await;
    let opened = care.read(move |tx| tx.open(fern).map(drop)).await;
    assert!(matches!(opened, Err(Error::Refused(Refusal::Erased))), "{opened:?}");
    assert_eq!(care.read(move |tx| tx.erased(&[fern, moss])).await.unwrap().into_iter().collect::<Vec<_>>(), [fern]);
    let plants =
        care.read(|tx| tx.query("SELECT person FROM plant WHERE clinic = $1", &params![tx.clinic()])).await.unwrap();
    assert_eq!(plants.iter().map(|row| row.get::<PersonId>("person").unwrap()).collect::<Vec<_>>(), [moss]);
    let tools = care
        .read(|tx| {
            tx.query("SELECT id, person, lent_by FROM tool WHERE clinic = $1 ORDER BY id", &params![tx.clinic()])
        })
        .await
        .unwrap();
    let tools: Vec<(String, Option<PersonId>, Option<PersonId>)> = tools
        .iter()
        .map(|row| (row.get("id").unwrap(), row.get("person").unwrap(), row.get("lent_by").unwrap()))
        .collect();
    assert_eq!(tools, [("rake".to_owned(), Some(moss), None), ("spade".to_owned(), None, Some(moss))]);
}

/// The certificate says what was done, is kept, and is checked with the public key alone.
async fn certified(house: &ground::House, care: &ground::Scope, done: &Done) {
    let key = ground::erase::key_of(house, care.clinic.id).unwrap();
    assert_eq!(ground::erase::verify(&done.certificate, &key), Ok(()));
    let said: serde_json::Value = serde_json::from_str(&done.certificate).unwrap();
    assert_eq!(said["what"], "erased");
    assert_eq!(said["cause"], Cause::Request.as_str());
    assert_eq!(said["keys_destroyed_sha256"], serde_json::json!(done.keys));
    for person in &done.persons {
        assert!(!done.certificate.contains(&person.to_string()), "{}", done.certificate);
    }
    assert_eq!(said["done_by"], care.actor.to_string());
    let id = done.id;
    let kept = care.read(move |tx| ground::erase::read(tx, id)).await.unwrap();
    assert_eq!(kept, done.certificate);
    let listed = care.read(|tx| ground::erase::list(tx, None, 10)).await.unwrap();
    assert_eq!(listed.iter().map(|known| known.id).collect::<Vec<_>>(), [done.id]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directorys_leaver_who_is_somebodys_other_record_too_is_not_erased_with_it() {
    let place = Place::fresh();
    let house = house(&place, vec![garden()]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let two =
        |tx: &mut Tx<'_>| -> ground::Result<_> { Ok((tx.create_person()?.person(), tx.create_person()?.person())) };
    let (from, into) = care.write(two).await.unwrap();
    assert!(care.write(move |tx| tx.merge(from, into)).await.unwrap().is_ok());
    for person in [from, into] {
        let left = Because::new(Cause::Leaver, "they left");
        assert_eq!(care.write(move |tx| tx.erase_person(person, &left)).await.unwrap(), Err(Unerased::Merged));
    }
    let done = care.write(move |tx| tx.erase_person(from, &Because::request("they asked"))).await.unwrap().unwrap();
    assert_eq!(done.persons, [into, from]);
}

#[tokio::test(flavor = "multi_thread")]
async fn work_about_somebody_is_taken_back_with_them_whatever_it_is() {
    let place = Place::fresh();
    let water = Handler::new("garden.water", Purpose::Operation, async |_, _| Ok(()));
    let house = house(&place, vec![garden().job(water)]).await.unwrap();
    let clinic = house.create_clinic(new_clinic("one")).await.unwrap();
    let care = as_role(&house, &clinic, Role::Clinician, Purpose::Care);
    let two = |tx: &mut Tx<'_>| -> ground::Result<_> {
        let (gone, stays) = (tx.create_person()?.person(), tx.create_person()?.person());
        for person in [gone, stays] {
            // Long from now, and not only what is due.
            let run_at = tx.now() + jiff::SignedDuration::from_hours(1_000);
            tx.enqueue(&NewJob { kind: "garden.water", subject: person.to_string(), run_at })?;
        }
        Ok((gone, stays))
    };
    let (gone, stays) = care.write(two).await.unwrap();
    care.write(move |tx| tx.erase_person(gone, &Because::request("they asked"))).await.unwrap().unwrap();
    let waits = tokio::task::block_in_place(|| place.column("SELECT subject FROM job WHERE kind = 'garden.water'"));
    assert_eq!(waits, [stays.to_string()]);
}
