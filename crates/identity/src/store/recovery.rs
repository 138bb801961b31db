//! Recovery codes: kept as keyed marks only, so that nobody who reads the database can use or try them.

use ground::{AccountId, Tx, params};

use crate::error::Result;
use crate::factor::RecoveryId;
use crate::factor::recovery::{CODES, Recovery};
use crate::model::Account;

fn mark(tx: &Tx<'_>, account: AccountId, code: &Recovery) -> Result<Vec<u8>> {
    Ok(tx.token("recovery", &format!("{account}/{}", code.text()))?)
}

/// Makes a new set; the codes of the old one open nothing any more.
pub fn create(tx: &mut Tx<'_>, account: &Account) -> Result<Vec<Recovery>> {
    delete_all(tx, account.id)?;
    let (clinic, now) = (tx.clinic(), tx.now());
    let codes: Vec<Recovery> = (0..CODES).map(|_| Recovery::fresh()).collect();
    for code in &codes {
        let mark = mark(tx, account.id, code)?;
        tx.execute(
            "INSERT INTO recovery_code (clinic, id, account, person, mark, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
            &params![clinic, RecoveryId::new(now), account.id, account.person, mark, now],
        )?;
    }
    Ok(codes)
}

/// Uses a code up; false when it is none of the account's, or was used.
pub fn spend(tx: &mut Tx<'_>, account: AccountId, code: &Recovery) -> Result<bool> {
    let (clinic, now, mark) = (tx.clinic(), tx.now(), mark(tx, account, code)?);
    let spent = tx.execute(
        "UPDATE recovery_code SET used_at = $4 WHERE clinic = $1 AND account = $2 AND mark = $3 AND used_at IS NULL",
        &params![clinic, account, mark, now],
    )?;
    Ok(spent == 1)
}

/// How many codes are left.
pub fn left(tx: &mut Tx<'_>, account: AccountId) -> Result<i64> {
    let row = tx.one(
        "SELECT COUNT(*) AS n FROM recovery_code WHERE clinic = $1 AND account = $2 AND used_at IS NULL",
        &params![tx.clinic(), account],
    )?;
    Ok(row.get("n")?)
}

/// Removes every code of the account.
pub fn delete_all(tx: &mut Tx<'_>, account: AccountId) -> Result<()> {
    tx.execute("DELETE FROM recovery_code WHERE clinic = $1 AND account = $2", &params![tx.clinic(), account])?;
    Ok(())
}
