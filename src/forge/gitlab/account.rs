// SPDX-License-Identifier: EUPL-1.2
//! Accounts: who votum is, who bears a name, and who may write in a project.

use gitlab::api::projects::members::AllProjectMember;
use gitlab::api::users::{CurrentUser, Users};

use super::ask::Ask;
use super::client::Client;
use super::{built, shape};
use crate::forge::{Answer, Person};

/// GitLab's number for the role Developer.
const DEVELOPER: u64 = 30;

/// Reads whose token it is (`GET /user`).
pub(super) async fn bot(client: &Client) -> Answer<Person> {
    let ask = Ask::new(client, "user", "to read whose token this is");
    Ok(ask.one::<shape::User>(&built(CurrentUser::builder().build())).await?.into())
}

/// Finds an account by name (`GET /users?username=`).
///
/// GitLab compares names without regard to case, and returns every account for an empty name.
pub(super) async fn person(client: &Client, name: &str) -> Answer<Option<Person>> {
    if name.is_empty() {
        return Ok(None);
    }
    let ask = Ask::new(client, "users", format!("to find the account {name}"));
    let found: Vec<shape::User> = ask.first(&built(Users::builder().username(name).build()), 20).await?;
    Ok(found.into_iter().find(|user| user.username.to_lowercase() == name.to_lowercase()).map(Person::from))
}

/// Says whether an account is at least Developer in a project, inherited rights included, and not blocked.
pub(super) async fn may_write(client: &Client, project: &str, user: u64) -> Answer<bool> {
    let ask = Ask::new(client, "member", format!("to read the role of account {user} in {project}"));
    let member: Option<shape::Membership> =
        ask.maybe(&built(AllProjectMember::builder().project(project).user(user).build())).await?;
    Ok(member.is_some_and(|member| member.access_level >= DEVELOPER && matches!(member.state.as_str(), "active" | "")))
}
