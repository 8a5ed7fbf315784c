// SPDX-License-Identifier: EUPL-1.2
//! The databases that are measured: the embedded one in a file, and PostgreSQL where a server is named.

use crate::ground::embedded;

/// Names the server, as for the tests.
const SERVER: &str = "VOTUM_TEST_POSTGRES";

/// A kind of database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Database {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

/// A database that holds nothing yet.
pub struct Fresh {
    /// Its address.
    pub url: String,
    folder: tempfile::TempDir,
    name: Option<String>,
}

impl Database {
    /// Returns those that can be measured here.
    pub fn at_hand() -> Vec<Self> {
        if std::env::var(SERVER).is_ok() { vec![Self::Sqlite, Self::Postgres] } else { vec![Self::Sqlite] }
    }

    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }

    /// Says whether what PostgreSQL commits is forced to the disk; `None` where there is none.
    pub async fn durability() -> Option<String> {
        const ASK: &str = "SELECT 'fsync = ' || current_setting('fsync') || ', synchronous_commit = ' ||
            current_setting('synchronous_commit')";
        std::env::var(SERVER).ok()?;
        let pool = sqlx::PgPool::connect(&format!("{}/postgres", server())).await.ok()?;
        let said: Option<String> = sqlx::query_scalar(ASK).fetch_one(&pool).await.ok();
        pool.close().await;
        said
    }

    /// Makes one that holds nothing yet.
    pub async fn fresh(self) -> Fresh {
        let folder = tempfile::tempdir().expect("a folder");
        if self == Self::Sqlite {
            return Fresh { url: embedded(folder.path(), "votum.db"), folder, name: None };
        }
        let name = format!("votum_bench_{}", uuid::Uuid::new_v4().simple());
        run(&format!("CREATE DATABASE {name}")).await;
        let url = format!("{}/{name}", server());
        Fresh { url, folder, name: Some(name) }
    }
}

impl Fresh {
    /// Removes it.
    pub async fn give_back(self) {
        if let Some(name) = &self.name {
            run(&format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
        drop(self.folder);
    }
}

fn server() -> String {
    std::env::var(SERVER).expect("a server is named").trim_end_matches('/').to_string()
}

async fn run(sql: &str) {
    let pool = sqlx::PgPool::connect(&format!("{}/postgres", server())).await.expect("the server answers");
    sqlx::query(sqlx::AssertSqlSafe(sql.to_string())).execute(&pool).await.expect("it may create databases");
    pool.close().await;
}
