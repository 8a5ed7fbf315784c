// SPDX-License-Identifier: EUPL-1.2
//! The schema and its migrations, the same in number and meaning for both engines.
//!
//! **Invariant:** votum never runs on a schema that is newer than itself.

use sqlx::migrate::{MigrateError, Migrator};

use super::{Pools, Store, StoreError, Stored};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the schema up to date, or refuses to run on one that is not known here.
pub(super) async fn migrate(store: &Store) -> Stored<()> {
    let done = match &store.pools {
        Pools::Sqlite { write, .. } => SQLITE.run(write).await,
        Pools::Postgres { pool } => POSTGRES.run(pool).await,
    };
    done.map_err(|fault| match fault {
        MigrateError::VersionMissing(version) => StoreError::Schema(format!(
            "The database has migration {version}, which this votum does not know. Run the newer votum that made it."
        )),
        other => StoreError::Schema(format!("The database's schema could not be brought up to date: {other}.")),
    })
}
