// SPDX-License-Identifier: EUPL-1.2
//! The grammar, line by line: what is a command, what is a mistake, and what is nothing at all.

use votum::domain::command::{self, Choice, Command, Mistake, WORDS};

/// Writes what was read as the table below spells it.
fn spell(read: &Result<Command, Mistake>) -> String {
    let with = |word: &str, rest: &str| if rest.is_empty() { word.to_string() } else { format!("{word} {rest}") };
    let of = |item: &str, member: &Option<String>| match member {
        Some(member) => format!("{item} [{member}]"),
        None => item.to_string(),
    };
    match read {
        Ok(Command::Ballot { choice, member, reason }) => with(&of(choice.key(), member), reason),
        Ok(Command::Retract { member }) => of("retract", member),
        Ok(Command::Proxy { account, until: None }) => format!("proxy @{account}"),
        Ok(Command::Proxy { account, until: Some(day) }) => format!("proxy @{account} {day}"),
        Ok(Command::ProxyNone) => "proxy none".into(),
        Ok(Command::Recuse { words }) => with("recuse", words),
        Ok(Command::Commit { amount }) => with("commit", amount),
        Ok(Command::Object { reason }) => with("object", reason),
        Ok(Command::Discuss { reason }) => with("discuss", reason),
        Ok(Command::Unrecord { words }) => with("unrecord", words),
        Ok(Command::Record { choice, member, source }) => format!("record {} [{member}] {source}", choice.key()),
        Ok(Command::Withdraw { reason }) => with("withdraw", reason),
        Ok(Command::Open { urgent }) => of("open", urgent),
        Ok(Command::Extend { date, reason }) => format!("extend {date} {reason}"),
        Ok(Command::Defer { reason }) => with("defer", reason),
        Ok(Command::Void { reason }) => with("void", reason),
        Ok(Command::Editorial { reason }) => with("editorial", reason),
        Ok(Command::Classify { process, reason }) => format!("classify {process} {reason}"),
        Ok(Command::Done { item, member }) => of(&format!("done {item}"), member),
        Ok(Command::Undo { item, member }) => of(&format!("undo {item}"), member),
        Ok(Command::Spent { amount }) => with("spent", amount),
        Ok(Command::Status) => "status".into(),
        Ok(Command::Help) => "help".into(),
        Ok(Command::Merge) => "merge".into(),
        Ok(Command::Exempt { reason }) => with("exempt", reason),
        Ok(Command::Hold { reason }) => with("hold", reason),
        Ok(Command::Unhold) => "unhold".into(),
        Ok(Command::Release { version }) => with("release", version),
        Err(Mistake::Unknown { word }) => format!("?{word}"),
        Err(Mistake::Ambiguous { choice }) => format!("~{}", choice.key()),
        Err(Mistake::ReasonMissing { command }) => format!("{command}: why?"),
        Err(Mistake::Argument { command }) => format!("{command}: what?"),
    }
}

fn check(table: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (input, expected) in table {
        let found: Vec<String> = command::read(input, "votum").iter().map(spell).collect();
        if found != *expected {
            wrong.push(format!("{input:?}: expected {expected:?}, found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn ballots() {
    check(&[
        ("/vote yes", &["yes"]),
        ("/vote no", &["no"]),
        ("/vote abstain", &["abstain"]),
        ("/vote ja", &["yes"]),
        ("/vote nein", &["no"]),
        ("/vote enthaltung", &["abstain"]),
        ("/VOTE YES", &["yes"]),
        ("/Vote Ja", &["yes"]),
        ("/vote ENTHALTUNG", &["abstain"]),
        ("  /vote yes  ", &["yes"]),
        ("   /vote yes", &["yes"]),
        ("/vote\tyes", &["yes"]),
        ("/vote    yes", &["yes"]),
        ("/vote\u{a0}yes", &["yes"]),
        ("\u{a0}/vote yes", &["yes"]),
        ("/vote\u{202f}yes", &["yes"]),
        ("/vote yes\r\n", &["yes"]),
        ("/vote yes\r\n/vote no\r\n", &["yes", "no"]),
        ("Hallo,\r\n\r\n/vote ja\r\n\r\nGruß", &["yes"]),
        ("Hallo,\n/vote ja\nGruß", &["yes"]),
        ("/vote **yes**", &["yes"]),
        ("**/vote yes**", &["yes"]),
        ("/vote yes  \nund tschüss", &["yes"]),
        ("/vote yes\\\nund tschüss", &["yes"]),
    ]);
}

#[test]
fn mentions() {
    check(&[
        ("@votum vote yes", &["yes"]),
        ("@votum yes", &["yes"]),
        ("@votum ja", &["yes"]),
        ("@Votum Vote Ja", &["yes"]),
        ("@VOTUM NEIN", &["no"]),
        ("@votum\u{a0}vote\u{a0}ja", &["yes"]),
        ("@votum vote", &["?"]),
        ("@votum", &["?"]),
        ("/vote", &["?"]),
        ("@votum danke", &["?danke"]),
        ("@votum, was heißt das?", &[]),
        ("@votumx yes", &[]),
        ("@votum-bot yes", &[]),
        ("votum yes", &[]),
        ("Liebe Grüße @votum yes", &[]),
        ("@anna yes", &[]),
        ("@votum /vote yes", &["?/vote"]),
    ]);
}

#[test]
fn reasons() {
    check(&[
        ("/vote yes because it is needed", &["yes it is needed"]),
        ("/vote ja weil es fehlt", &["yes es fehlt"]),
        ("/vote ja WEIL es fehlt", &["yes es fehlt"]),
        ("/vote no: too dear", &["no too dear"]),
        ("/vote no : too dear", &["no too dear"]),
        ("/vote no:too dear", &["no too dear"]),
        ("/vote no:", &["no"]),
        ("/vote nein – zu teuer", &["no zu teuer"]),
        ("/vote nein –\u{a0}zu teuer", &["no zu teuer"]),
        ("/vote enthaltung: für uns gleich", &["abstain für uns gleich"]),
        ("/vote yes because", &["yes"]),
        ("/vote yes because `x` helps", &["yes \u{fffc} helps"]),
    ]);
}

#[test]
fn anything_else_after_a_choice_is_ambiguous() {
    check(&[
        ("/vote ja, aber nur wenn es billiger wird", &["~yes"]),
        ("/vote ja aber", &["~yes"]),
        ("/vote yes if cheaper", &["~yes"]),
        ("/vote yes no", &["~yes"]),
        ("/vote yes.", &["~yes"]),
        ("/vote yes!", &["~yes"]),
        ("/vote yes?", &["~yes"]),
        ("/vote no - too dear", &["~no"]),
        ("/vote no — too dear", &["~no"]),
        ("/vote no–too dear", &["~no"]),
        ("/vote no –too dear", &["~no"]),
        ("/vote ja weil's fehlt", &["~yes"]),
        ("/vote ja becausewise", &["~yes"]),
        ("/vote yes `x`", &["~yes"]),
        ("/vote yes ~~no~~", &["~yes"]),
        ("/vote yes [link](https://a.example)", &["~yes"]),
        ("/vote yes <b>now</b>", &["~yes"]),
        ("/vote yes :thumbsup", &["yes thumbsup"]),
        ("/vote yes for", &["~yes"]),
        ("/vote yes for : dear", &["~yes"]),
    ]);
}

#[test]
fn members_are_named() {
    check(&[
        ("/vote yes for Ahausen", &["yes [Ahausen]"]),
        ("/vote yes for Stadt Ahausen", &["yes [Stadt Ahausen]"]),
        ("/vote ja für Stadt Dürnau", &["yes [Stadt Dürnau]"]),
        ("/vote ja FÜR Stadt Dürnau", &["yes [Stadt Dürnau]"]),
        ("/vote ja for Stadt Dürnau weil es fehlt", &["yes [Stadt Dürnau] es fehlt"]),
        ("/vote no for Bergtal – zu teuer", &["no [Bergtal] zu teuer"]),
        ("/vote no for Bergtal: zu teuer: wirklich", &["no [Bergtal] zu teuer: wirklich"]),
        ("/vote no for Bergtal because dear", &["no [Bergtal] dear"]),
        ("/vote retract", &["retract"]),
        ("/vote zurücknehmen", &["retract"]),
        ("/vote ZURÜCKNEHMEN", &["retract"]),
        ("/vote retract for Bergtal", &["retract [Bergtal]"]),
        ("/vote zurücknehmen für Gemeinde Bergtal", &["retract [Gemeinde Bergtal]"]),
        ("/vote retract please", &["retract: what?"]),
        ("/vote retract for", &["retract: what?"]),
    ]);
}

#[test]
fn the_other_commands() {
    check(&[
        ("/vote proxy @ben", &["proxy @ben"]),
        ("/vote vollmacht @ben bis 30.06.2026", &["proxy @ben 2026-06-30"]),
        ("/vote proxy @ben until 2026-06-30", &["proxy @ben 2026-06-30"]),
        ("/vote proxy @ben until 1.6.2026", &["proxy @ben 2026-06-01"]),
        ("/vote proxy @ben until 31.06.2026", &["proxy: what?"]),
        ("/vote proxy @ben until", &["proxy: what?"]),
        ("/vote proxy @ben please", &["proxy: what?"]),
        ("/vote proxy ben", &["proxy: what?"]),
        ("/vote proxy @", &["proxy: what?"]),
        ("/vote proxy", &["proxy: what?"]),
        ("/vote proxy none", &["proxy none"]),
        ("/vote vollmacht KEINE", &["proxy none"]),
        ("/vote recuse my sister sells it", &["recuse my sister sells it"]),
        ("/vote befangen: Schwester", &["recuse Schwester"]),
        ("/vote befangen", &["recuse: why?"]),
        ("/vote recuse because", &["recuse: why?"]),
        ("/vote commit", &["commit"]),
        ("/vote zusage 12.000 €", &["commit 12.000 €"]),
        ("/vote einspruch weil neu", &["object neu"]),
        ("/vote object", &["object: why?"]),
        ("/vote discuss", &["discuss"]),
        ("/vote sitzung: der Preis", &["discuss der Preis"]),
        ("/vote record yes for Bergtal https://a.example/7", &["record yes [Bergtal] https://a.example/7"]),
        ("/vote record no for Bergtal: https://a.example/7", &["record no [Bergtal] https://a.example/7"]),
        ("/vote eintragen enthaltung für Stadt Dürnau – TOP 4", &["record abstain [Stadt Dürnau] TOP 4"]),
        ("/vote record yes for Bergtal", &["record: why?"]),
        ("/vote record yes for https://a.example/7", &["record: what?"]),
        ("/vote record yes Bergtal", &["record: what?"]),
        ("/vote record maybe for Bergtal: TOP 4", &["record: what?"]),
        ("/vote record", &["record: what?"]),
        ("/vote record none for Bergtal misread", &["unrecord Bergtal misread"]),
        ("/vote eintragen keine für Stadt Dürnau: verlesen", &["unrecord Stadt Dürnau: verlesen"]),
        ("/vote record none for", &["record: what?"]),
        ("/vote record none Bergtal", &["record: what?"]),
        ("/vote withdraw", &["withdraw"]),
        ("/vote zurückziehen: erledigt", &["withdraw erledigt"]),
        ("/vote open", &["open"]),
        ("/vote open urgent the wall falls", &["open [the wall falls]"]),
        ("/vote eröffnen dringend: die Wand fällt", &["open [die Wand fällt]"]),
        ("/vote open urgent", &["open: why?"]),
        ("/vote open now", &["open: what?"]),
        ("/vote extend 2026-06-30 holidays", &["extend 2026-06-30 holidays"]),
        ("/vote verlängern 30.06.2026: Ferien", &["extend 2026-06-30 Ferien"]),
        ("/vote extend 2026-06-30", &["extend: why?"]),
        ("/vote extend tomorrow holidays", &["extend: what?"]),
        ("/vote extend", &["extend: what?"]),
        ("/vote extend 30.06.26 holidays", &["extend: what?"]),
        ("/vote defer until spring", &["defer until spring"]),
        ("/vote zurückstellen", &["defer: why?"]),
        ("/vote void wrong text", &["void wrong text"]),
        ("/vote ungültig", &["void: why?"]),
        ("/vote redaktionell Tippfehler", &["editorial Tippfehler"]),
        ("/vote editorial", &["editorial: why?"]),
        ("/vote classify bug because it never worked", &["classify bug it never worked"]),
        ("/vote einordnen bug", &["classify: why?"]),
        ("/vote classify", &["classify: what?"]),
        ("/vote done contracts", &["done contracts"]),
        ("/vote erledigt Contracts Stadt Ahausen", &["done contracts [Stadt Ahausen]"]),
        ("/vote done contracts for Ahausen", &["done contracts [Ahausen]"]),
        ("/vote done", &["done: what?"]),
        ("/vote unerledigt contracts", &["undo contracts"]),
        ("/vote spent 1200", &["spent 1200"]),
        ("/vote ausgegeben", &["spent: what?"]),
        ("/vote status", &["status"]),
        ("/vote stand", &["status"]),
        ("/vote status please", &["status: what?"]),
        ("/vote help", &["help"]),
        ("/vote hilfe", &["help"]),
        ("/vote merge", &["merge"]),
        ("/vote merge now", &["merge: what?"]),
        ("/vote exempt typo", &["exempt typo"]),
        ("/vote ausnahme", &["exempt: why?"]),
        ("/vote hold wait for legal", &["hold wait for legal"]),
        ("/vote anhalten", &["hold: why?"]),
        ("/vote fortsetzen", &["unhold"]),
        ("/vote release", &["release"]),
        ("/vote veröffentlichen 1.2.0", &["release 1.2.0"]),
        ("/vote maybe", &["?maybe"]),
        ("/vote yesss", &["?yesss"]),
        ("/vote /vote yes", &["?/vote"]),
    ]);
}

#[test]
fn only_top_level_paragraphs_are_read() {
    check(&[
        ("> /vote yes", &[]),
        ("> text\n/vote yes", &[]),
        ("> text\n\n/vote yes", &["yes"]),
        (">>> /vote yes", &[]),
        (">>>\n/vote yes\n>>>", &[]),
        (">>>\ntext\n\n/vote yes\n\n>>>\n\n/vote no", &["no"]),
        (">>>>\n/vote yes\n>>>\n/vote yes\n>>>>\n/vote no", &["no"]),
        (">>>\n/vote yes", &[]),
        ("```\n>>>\n```\n/vote yes", &["yes"]),
        ("Am 3. März schrieb Anna:\n> /vote yes\n\n/vote no", &["no"]),
        ("- /vote yes", &[]),
        ("* /vote yes", &[]),
        ("1. /vote yes", &[]),
        ("- [ ] /vote yes", &[]),
        ("- text\n/vote yes", &[]),
        ("- text\n\n  /vote yes", &[]),
        ("- text\n\n/vote yes", &["yes"]),
        ("# /vote yes", &[]),
        ("/vote yes\n---", &[]),
        ("/vote yes\n\n---\n", &["yes"]),
        ("---\n/vote yes", &["yes"]),
        ("    /vote yes", &[]),
        ("\t/vote yes", &[]),
        ("text\n\n    /vote yes", &[]),
        ("\u{a0}\u{a0}\u{a0}\u{a0}/vote yes", &[]),
        ("```\n/vote yes\n```", &[]),
        ("~~~\n/vote yes\n~~~", &[]),
        ("```\n/vote yes", &[]),
        ("````\n```\n/vote yes\n```\n````", &[]),
        ("```suggestion\n/vote yes\n```\n/vote no", &["no"]),
        ("`/vote yes`", &[]),
        ("``/vote yes``", &[]),
        ("`text\n/vote yes\n`", &[]),
        ("/vote `yes`", &["?\u{fffc}"]),
        ("| a |\n|---|\n| /vote yes |", &[]),
        ("| a |\n|---|\n| b |\n\n/vote yes", &["yes"]),
        ("[^1]: /vote yes", &[]),
        ("~~/vote yes~~", &[]),
        ("[/vote yes](https://a.example)", &[]),
        ("![/vote yes](a.png)", &[]),
        ("text /vote yes", &[]),
        ("Ich sage /vote yes", &[]),
        ("//vote yes", &[]),
        ("/ vote yes", &[]),
        ("/voted yes", &[]),
        ("/vote: yes", &[]),
        ("/vote-yes", &[]),
        ("vote yes", &[]),
        ("", &[]),
    ]);
}

#[test]
fn html_is_never_read() {
    check(&[
        ("<!-- /vote yes -->", &[]),
        ("<!--\n/vote yes\n-->", &[]),
        ("<!--\n\n/vote yes\n\n-->", &[]),
        ("text <!--\n/vote yes\n-->", &[]),
        ("<!-- Hinweis -->\n/vote yes", &["yes"]),
        ("<!--\nBitte <details> stehen lassen\n-->\n\n/vote yes", &["yes"]),
        ("<!-- <div> -->\n\n/vote yes", &["yes"]),
        ("<div>\n/vote yes\n</div>", &[]),
        ("<div>\n\n/vote yes\n\n</div>", &[]),
        ("<div>\n\ntext\n\n</div>\n\n/vote yes", &["yes"]),
        ("<details>\n<summary>Alt</summary>\n\n/vote yes\n\n</details>", &[]),
        ("<details><summary>Alt</summary>\n\n/vote yes\n\n</details>\n\n/vote no", &["no"]),
        ("<details>\n\n<details>\n\n</details>\n\n/vote yes\n\n</details>\n\n/vote no", &["no"]),
        ("<pre>\n/vote yes\n</pre>", &[]),
        ("<pre>\n\n/vote yes\n\n</pre>\n\n/vote no", &["no"]),
        ("<br>\n\n/vote yes", &["yes"]),
        ("<br/>\n\n/vote yes", &["yes"]),
        ("<img src=\"a.png\">\n\n/vote yes", &["yes"]),
        ("Sehr geehrte <Name>,\n\n/vote yes", &["yes"]),
        ("kleiner <b>fett\n\n/vote yes", &["yes"]),
        ("a < b und b > a\n\n/vote yes", &["yes"]),
        ("<anna@example.org>\n\n/vote yes", &["yes"]),
        ("<b>/vote yes</b>", &[]),
        ("/vote yes <!-- so -->", &["~yes"]),
    ]);
}

/// Commands of GitLab 18.9 that its own parser strips from a comment (`gitlab.md` §9.2, CE and EE).
const RESERVED: &str = "add_child add_contacts add_email approve assign assign_reviewer award board_move clone close \
    confidential convert_to_ticket copy_metadata create_merge_request done draft due duplicate epic estimate \
    estimate_time label labels lock merge milestone move promote_to promote_to_incident react ready rebase relabel \
    relate remove_child remove_contacts remove_due_date remove_email remove_estimate remove_label remove_milestone \
    remove_parent remove_reviewer remove_time_estimate remove_time_spent remove_zoom reopen request_changes \
    request_review reviewer run_pipeline set_parent severity ship shrug spend spend_time spent submit_review subscribe \
    tableflip tag target_branch timeline title todo type unapprove unassign unassign_reviewer unlabel unlink unlock \
    unsubscribe zoom blocked_by blocks checkin_reminder child_epic clear_health_status clear_weight health_status \
    iteration link page parent_epic promote publish q reassign reassign_reviewer remove_child_epic remove_epic \
    remove_iteration remove_parent_epic status weight";

#[test]
fn what_the_forge_would_strip_never_collides() {
    assert!(RESERVED.split_whitespace().all(|name| name != "vote" && name != "votum"));
    let all = WORDS.iter().flat_map(|(english, others)| std::iter::once(english).chain(*others));
    for word in RESERVED.split_whitespace().chain(all.copied()) {
        assert_eq!(command::read_line(&format!("/{word} yes"), "votum"), None, "/{word} is none of votum's");
    }
}

#[test]
fn every_word_is_a_command_and_no_word_means_two() {
    let mut seen = std::collections::BTreeSet::new();
    for (english, others) in WORDS {
        for word in std::iter::once(english).chain(*others) {
            assert!(seen.insert(word.to_lowercase()), "{word} means two things");
            for line in
                [format!("/vote {word}"), format!("@votum {word}"), format!("@votum vote {}", word.to_uppercase())]
            {
                let read = command::read_line(&line, "votum").expect("it is a command");
                assert!(!matches!(read, Err(Mistake::Unknown { .. })), "{line} is known");
            }
            let (one, other) = (format!("/vote {english} @x 1"), format!("/vote {word} @x 1"));
            assert_eq!(
                command::read_line(&one, "votum"),
                command::read_line(&other, "votum"),
                "{word} equals {english}"
            );
        }
    }
    let choice = |line| command::read_line(line, "votum").and_then(Result::ok);
    assert!(matches!(choice("/vote ja"), Some(Command::Ballot { choice: Choice::Yes, .. })));
}
