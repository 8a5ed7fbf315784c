// SPDX-License-Identifier: EUPL-1.2
//! Whether the forges still tell votum of what happens, looked at again and again.
//!
//! **Invariant:** a webhook that does not send delays what votum notices and loses nothing; it is reported until it sends
//! again. Only one that the forge has stopped by itself is switched on again; one that was taken away or changed, a
//! person took away or changed.

use super::locate::projects;
use super::{Done, Engine, Partnership};
use crate::domain::ids::Project;
use crate::forge::Ear;

impl Engine {
    /// Looks at the webhook of every project.
    pub(super) async fn look_after_ears(&self, partnership: &Partnership) -> Done<()> {
        for project in &projects(partnership) {
            let forge = self.forge(&project.forge)?;
            let url = format!("{}/hooks/{}", self.inner.public_url.trim_end_matches('/'), project.forge);
            let mut ear = match forge.ear(&project.path, &url).await {
                Ok(ear) => ear,
                Err(refusal) => {
                    self.forge_refuses(&project.forge, &refusal.to_string());
                    continue;
                }
            };
            if let Ear::Stopped { hook, .. } = &ear {
                match forge.open_ear(&project.path, *hook).await {
                    Ok(true) => {
                        tracing::warn!("The forge had stopped the webhook of {project}; votum let it send a test.");
                        // Only a reading tells whether that helped.
                        ear = forge.ear(&project.path, &url).await.unwrap_or(ear);
                    }
                    Ok(false) => {}
                    Err(refusal) => tracing::warn!("The webhook of {project} could not be tested: {refusal}"),
                }
            }
            self.report_ear(project, &url, &ear);
        }
        Ok(())
    }

    fn report_ear(&self, project: &Project, url: &str, ear: &Ear) {
        let name = format!("webhook {project}");
        let what = match ear {
            // An account that may not see webhooks cannot say that one is missing.
            Ear::Open | Ear::Unseen => {
                if self.inner.health.well(&name) {
                    tracing::info!("The webhook of {project} sends again.");
                }
                return;
            }
            Ear::Stopped { word, .. } => format!("has stopped the webhook of {project} ({word})"),
            Ear::Partial => format!("does not send votum everything that happens in {project}"),
            Ear::Missing => format!("has no webhook of {project} to {url}"),
        };
        let sentence = format!(
            "The forge {} {what}. votum finds everything by reading again, only later. Look why, and run votum init.",
            project.forge
        );
        if self.inner.health.trouble(&name, &sentence) {
            tracing::warn!("{sentence}");
        }
    }
}
