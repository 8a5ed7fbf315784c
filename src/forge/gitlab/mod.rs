// SPDX-License-Identifier: EUPL-1.2
//! GitLab behind the port.
