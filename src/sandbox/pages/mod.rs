// SPDX-License-Identifier: EUPL-1.2
//! Pages.
use crate::sandbox::Sandbox;
use axum::body::{Body, Bytes};
use axum::http::{Response, request::Parts};
pub fn answer(_sandbox: &Sandbox, _head: &Parts, _body: &Bytes) -> Response<Body> {
    Response::default()
}
