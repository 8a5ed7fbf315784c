// SPDX-License-Identifier: EUPL-1.2
//! Several representatives of one member.

use crate::story;
use crate::world::*;

story! {
    /// The representative listed first goes first, whenever it votes; what it takes off lets the other's count again.
    the_first_in_the_list_goes_first,
    |rules| rules.replace("[voting]\n", "[voting]\ndeputies = \"ranked\"\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        assert!(w.vote_note(ticket).await.contains("ranghöchsten"));
        w.person("anja").says(ticket, "/vote nein").await;
        assert_eq!(w.counts(ticket).await, "ahausen no");
        w.person("anna").reacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes");
        w.person("anja").says(ticket, "/vote enthaltung").await;
        w.hears(ticket, "vorrangige Stimme");
        assert_eq!(w.counts(ticket).await, "ahausen yes");
        w.person("anna").unreacts(ticket, "thumbsup").await;
        assert_eq!(w.counts(ticket).await, "ahausen abstain");
        w.person("anna").says(ticket, "/vote ja").await;
        let ballots = w.ballots(ticket).await;
        assert_eq!(
            ballots,
            [
                "ahausen no comment superseded",
                "ahausen yes emoji withdrawn",
                "ahausen abstain comment superseded",
                "ahausen yes comment counted"
            ]
        );
        w.say(ticket, &[("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.ends(ticket).await;
        w.hears(ticket, "angenommen");
    }
}

story! {
    /// Representatives that contradict each other are told once, and none of their ballots counts until they agree.
    they_have_to_agree,
    |rules| rules.replace("[voting]\n", "[voting]\ndeputies = \"unanimous\"\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        w.say(ticket, &[("anna", "/vote ja"), ("ben", "/vote ja"), ("cem", "/vote ja")]).await;
        w.person("anja").says(ticket, "/vote nein").await;
        let note = w.hears(ticket, "Stimmen von Stadt Ahausen nicht gezählt");
        assert!(note.contains("`anna`") && note.contains("`anja`") && !note.contains("@anna"), "{note}");
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes");
        w.person("anja").says(ticket, "/vote enthaltung").await;
        w.hears_nothing(ticket);
        assert_eq!(
            w.ballots(ticket).await.iter().filter(|line| line.starts_with("ahausen")).collect::<Vec<_>>(),
            [
                "ahausen yes comment ambiguous",
                "ahausen no comment superseded",
                "ahausen abstain comment ambiguous"
            ]
        );
        w.person("anja").says(ticket, "/vote ja").await;
        assert_eq!(w.counts(ticket).await, "ahausen yes, bergtal yes, clusdorf yes");
        w.person("anna").reacts(ticket, "thumbsdown").await;
        w.hears_nothing(ticket);
        assert_eq!(w.counts(ticket).await, "bergtal yes, clusdorf yes");
        w.ends(ticket).await;
        w.hears(ticket, "abgelehnt");
    }
}

story! {
    /// Where the first ballot is final, it is whoever of the representatives gave it.
    the_first_one_is_final,
    |rules| rules.replace("[voting]\n", "[voting]\ndeputies = \"unanimous\"\nchange = \"never\"\n"), w => {
        let ticket = w.votes_on(JOINT).await;
        w.person("anja").says(ticket, "/vote nein").await;
        w.person("anna").says(ticket, "/vote ja").await;
        w.hears(ticket, "endgültig");
        assert_eq!(w.counts(ticket).await, "ahausen no");
    }
}
