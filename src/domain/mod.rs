// SPDX-License-Identifier: EUPL-1.2
//! The law.
pub mod ids;
