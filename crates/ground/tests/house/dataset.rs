//! A set of data that does not say of every column what it is keeps the house shut.

use ground::{DataColumn, DataPage, DataSet, Result, Tx};
use promise::release::{Identifier, Kind};

use crate::ground_test::{garden, house};
use crate::place::Place;

fn no_rows(_: &mut Tx<'_>, _: Option<&str>, _: u32) -> Result<DataPage> {
    Ok(DataPage::default())
}

const fn set(
    columns: &'static [DataColumn],
    left: &'static [(&'static str, &'static str, &'static [&'static str])],
) -> DataSet {
    DataSet { name: "plants", columns, left, read: no_rows }
}

const WHO: DataColumn = DataColumn {
    name: "who",
    kind: Kind::Direct(Identifier::Names),
    from: &[("plant", "person"), ("plant", "name")],
    values: None,
};

#[tokio::test(flavor = "multi_thread")]
async fn a_house_with_an_unclassified_column_does_not_open() {
    let told = async |set: DataSet| {
        let place = Place::fresh();
        house(&place, vec![garden().dataset(set)]).await.map(drop).map_err(|error| error.to_string())
    };
    assert_eq!(told(set(&[WHO], &[("of this clinic", "plant", &["clinic", "id"])])).await, Ok(()));
    let refused = told(set(&[WHO], &[("of this clinic", "plant", &["clinic"])])).await.unwrap_err();
    assert!(refused.contains("plant.id is not classified"), "{refused}");
    const PLAIN: DataColumn = DataColumn { kind: Kind::Plain, ..WHO };
    assert!(told(set(&[PLAIN], &[])).await.is_err());
    let place = Place::fresh();
    let same = set(&[WHO], &[("of this clinic", "plant", &["clinic", "id"])]);
    assert!(house(&place, vec![garden().dataset(same).dataset(same)]).await.is_err(), "two of one name");
}
