// SPDX-License-Identifier: EUPL-1.2
//! Endpoints that the `gitlab` crate lacks, or has twice where issues and merge requests answer alike.

use std::borrow::Cow;

use gitlab::api::common::{NameOrId, path_escaped};
use gitlab::api::endpoint_prelude::{BodyError, Endpoint, FormParams, QueryParams};
use http::Method;
use serde_json::Value;

use crate::domain::ids::{Kind, Thread};

/// An endpoint of a project, written out.
pub(super) struct Place {
    method: Method,
    path: String,
    query: Vec<(&'static str, String)>,
    form: Vec<(&'static str, String)>,
    json: Option<Value>,
}

impl Place {
    /// Something to read of the whole forge.
    pub(super) fn of_all(path: &str) -> Self {
        Self { method: Method::GET, path: path.to_owned(), query: Vec::new(), form: Vec::new(), json: None }
    }

    /// Something to read under a project.
    pub(super) fn of_project(project: &str, rest: &str) -> Self {
        let project = NameOrId::from(project);
        Self {
            method: Method::GET,
            path: format!("projects/{project}/{rest}").trim_end_matches('/').to_owned(),
            query: Vec::new(),
            form: Vec::new(),
            json: None,
        }
    }

    /// Something to read under an issue or a merge request; `rest` is empty for the thread itself.
    pub(super) fn of_thread(thread: &Thread, rest: &str) -> Self {
        let kind = match thread.kind {
            Kind::Ticket => "issues",
            Kind::MergeRequest => "merge_requests",
        };
        let path = format!("{kind}/{}/{rest}", thread.iid);
        Self::of_project(&thread.project.path, path.trim_end_matches('/'))
    }

    /// The release at a tag; the crate's own endpoint does not escape the tag's name.
    pub(super) fn release(project: &str, tag: &str) -> Self {
        Self::of_project(project, &format!("releases/{}", path_escaped(tag)))
    }

    /// The versions (pushes) of a merge request.
    pub(super) fn versions(project: &str, iid: u64) -> Self {
        Self::of_project(project, &format!("merge_requests/{iid}/versions"))
    }

    /// Adds a parameter to the address.
    pub(super) fn asking(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// Adds a field to the body.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.form.push((name, value.into()));
        self
    }

    /// Gives it a body of JSON, for lists of objects, which a form has no words for.
    pub(super) fn saying(mut self, body: Value) -> Self {
        self.json = Some(body);
        self
    }

    /// Makes it something to create.
    pub(super) fn post(mut self) -> Self {
        self.method = Method::POST;
        self
    }

    /// Makes it something to take away.
    pub(super) fn delete(mut self) -> Self {
        self.method = Method::DELETE;
        self
    }

    /// Makes it something to change.
    pub(super) fn put(mut self) -> Self {
        self.method = Method::PUT;
        self
    }
}

impl Endpoint for Place {
    fn method(&self) -> Method {
        self.method.clone()
    }

    fn endpoint(&self) -> Cow<'static, str> {
        self.path.clone().into()
    }

    fn parameters(&self) -> QueryParams<'_> {
        let mut params = QueryParams::default();
        params.extend(self.query.iter().map(|(name, value)| (*name, value)));
        params
    }

    fn body(&self) -> Result<Option<(&'static str, Vec<u8>)>, BodyError> {
        if let Some(json) = &self.json {
            return Ok(Some(("application/json", json.to_string().into_bytes())));
        }
        if self.form.is_empty() {
            return Ok(None);
        }
        let mut params = FormParams::default();
        params.extend(self.form.iter().map(|(name, value)| (*name, value)));
        params.into_body()
    }
}
