// SPDX-License-Identifier: EUPL-1.2
//! Rules change: open votes keep the rules of their opening, later ones have the new, and every version stays known.

use crate::story;
use crate::world::*;

/// The rules with a lower bar and a new member.
fn milder(rules: &str) -> String {
    let member = "\n[[member]]\nid = \"eschenau\"\nname = \"Stadt Eschenau\"\nrepresentatives = [\"eva\"]\n";
    rules.replace(">= 75 %", "> 50 %") + member
}

story! {
    /// Two of four are not enough under the rules of the opening, however mild the rules have become since.
    /// Seen elsewhere: Chaos#373 and #138, w3c/process#842: rules changed by or during a vote.
    an_open_vote_keeps_its_rules, w => {
        let before = w.votes_on(JOINT).await;
        w.say(before, &[("anna", "/vote ja"), ("ben", "/vote ja")]).await;
        w.enacts(|rules| milder(&rules)).await;
        w.say(before, &[("dora", "/vote nein")]).await;
        let after = w.tables(JOINT).await;
        w.ends(before).await;
        w.hears(before, "abgelehnt");
        let sheet = w.ticket(before).await;
        assert_eq!((sheet.tally.clone().map(|t| (t.entitled, t.needed)), sheet.electorate.len()), (Some((4, 3)), 4));
        w.opens(after).await;
        w.say(after, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.ends(after).await;
        w.hears(after, "angenommen");
        let later = w.ticket(after).await;
        assert_eq!(later.tally.map(|t| (t.entitled, t.needed)), Some((5, 3)));
        assert_ne!(sheet.rules_digest, later.rules_digest);
        let (versions, _) = w.store.versions(PARTNERSHIP).await.expect("the store stands");
        let digests: Vec<_> = versions.into_iter().map(|version| Some(version.digest)).collect();
        assert_eq!(digests, [sheet.rules_digest, later.rules_digest]);
    }
}

story! {
    /// Starting again on the same rules makes no new version; going back to the old ones does.
    a_version_begins_when_the_text_changes, w => {
        w.restart().await;
        w.restart().await;
        assert_eq!(w.store.versions(PARTNERSHIP).await.expect("the store stands").0.len(), 1);
        w.enacts(|rules| milder(&rules)).await;
        w.enacts(|_| RULES.to_string()).await;
        let (versions, _) = w.store.versions(PARTNERSHIP).await.expect("the store stands");
        assert_eq!((versions.len(), &versions[0].digest), (3, &versions[2].digest));
        assert_ne!(versions[0].digest, versions[1].digest);
    }
}
