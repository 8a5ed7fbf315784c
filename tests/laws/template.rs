// SPDX-License-Identifier: EUPL-1.2
//! The template: headings, contact, subgroup, resubmission, and what a change of substance is.

use proptest::prelude::*;
use votum::domain::template::{contact, missing, resubmits, subgroup, substance};

use super::{cases, project, rules, rules_with, ticket};

const WHOLE: &str =
    "**Ansprechperson:** @anna\n\n### Beschlussvorschlag\n\nWir bauen.\n\n### Begründung\n\nEs fehlt.\n";

#[test]
fn each_missing_part_is_named() {
    let template = rules().template;
    for (text, lacks) in [
        (WHOLE, &[][..]),
        ("", &["Beschlussvorschlag", "Begründung", "Ansprechperson"]),
        ("# Beschlussvorschlag\n\nAnsprechperson: Anna\n\n###### BEGRUENDUNG ######\n", &[]),
        ("Beschlussvorschlag\n===\n\nBegründung\n---\n\nAnsprechperson: @anna", &[]),
        ("### **Beschlussvorschlag**\n### Begründung:\nAnsprechperson für Fragen: anna", &[]),
        ("- Ansprechperson: @anna\n\n### Beschlussvorschlag\n### Begründung", &[]),
        ("### Beschlussvorschlag\n### Begründung\nAnsprechperson:\n", &["Ansprechperson"]),
        ("### Beschlussvorschlag\n### Begründung\nAnsprechperson: <!-- wer? -->\n", &["Ansprechperson"]),
        ("### Beschlussvorschlag\n### Begründung\nAnsprechpersonen sind viele\n", &["Ansprechperson"]),
        ("### Beschlussvorschlag zum Bau\n### Begründung\nAnsprechperson: a", &["Beschlussvorschlag"]),
        ("Beschlussvorschlag\n\nBegründung\n\nAnsprechperson: a", &["Beschlussvorschlag", "Begründung"]),
        ("```\n### Beschlussvorschlag\n```\n### Begründung\nAnsprechperson: a", &["Beschlussvorschlag"]),
        ("<!--\n### Beschlussvorschlag\n-->\n### Begründung\n\nAnsprechperson: a", &["Beschlussvorschlag"]),
        ("<!--\nBitte <Titel> ersetzen\n-->\n### Beschlussvorschlag\n### Begründung\n\nAnsprechperson: a", &[]),
        ("### Beschlussvorschlag\n### Begründung\n```\nAnsprechperson: a\n```", &["Ansprechperson"]),
    ] {
        assert_eq!(missing(&template, text), lacks, "{text:?}");
    }
    assert_eq!(contact(&template, WHOLE).as_deref(), Some("@anna"));
}

#[test]
fn the_subgroup_is_named_in_the_first_sentence() {
    let members = |text: &str| subgroup(&rules(), text).join(" ");
    for (text, named) in [
        ("### Teilgruppe\n\nStadt Ahausen und Gemeinde Bergtal.", "ahausen bergtal"),
        ("### Teilgruppe\n\nahausen, duernau", "ahausen duernau"),
        ("### Teilgruppe\n\nStadt Dürnau, Stadt Ahausen. Gemeinde Clusdorf ist nicht dabei.", "ahausen duernau"),
        ("## Subgroup\n\nSTADT DUERNAU and Ahausen", "ahausen duernau"),
        ("### Teilgruppe\n\n- Ahausen\n- Gemeinde Clusdorf\n", "ahausen clusdorf"),
        ("### Teilgruppe\n\nAhausen\n\n### Begründung\n\nBergtal", "ahausen"),
        ("### Teilgruppe\n\nNeuahausen und Bergtalbrunn", ""),
        ("### Andere\n\nAhausen", ""),
        ("Ahausen", ""),
        ("### Teilgruppe\n\n```\nAhausen\n```\n", ""),
        ("", ""),
    ] {
        assert_eq!(members(text), named, "{text:?}");
    }
}

#[test]
fn a_name_within_a_longer_name_is_not_named() {
    let rules = rules_with(|text| {
        text.replace("\"Gemeinde Bergtal\"", "\"Stadt Ahausen am See\"").replace("\"bergtal\"", "\"see-stadt\"")
    });
    assert_eq!(subgroup(&rules, "### Teilgruppe\n\nStadt Ahausen am See und Clusdorf."), ["see-stadt", "clusdorf"]);
    assert_eq!(subgroup(&rules, "### Teilgruppe\n\nStadt Ahausen."), ["ahausen"]);
    let both = "### Teilgruppe\n\nStadt Ahausen am See und Stadt Ahausen.";
    assert_eq!(subgroup(&rules, both), ["ahausen", "see-stadt"]);
}

#[test]
fn a_name_with_a_full_stop_ends_no_sentence() {
    let rules = rules_with(|text| text.replace("\"Gemeinde Bergtal\"", "\"Markt St. Bergen a. d. Tal\""));
    let text = "### Teilgruppe\n\nMarkt St. Bergen a. d. Tal und Stadt Ahausen. Clusdorf nicht.";
    assert_eq!(subgroup(&rules, text), ["ahausen", "bergtal"]);
}

#[test]
fn resubmission_is_read_where_it_is_written() {
    let here = project("talverbund/steuerung");
    for (text, found) in [
        ("Wiedervorlage von: #105", vec![ticket(105)]),
        ("Wiedervorlage von #105.", vec![ticket(105)]),
        ("**wiedervorlage von:** #105, #106", vec![ticket(105), ticket(106)]),
        ("- Resubmission of: talverbund/steuerung#3", vec![ticket(3)]),
        ("Wiedervorlage von: https://gitlab.example/talverbund/steuerung/-/issues/4", vec![ticket(4)]),
        ("`Wiedervorlage von: #105`", vec![]),
        ("```\nWiedervorlage von: #105\n```", vec![]),
        ("Wiedervorlage: #105", vec![]),
        ("Wiedervorlage von: #0", vec![]),
        ("Siehe #105", vec![]),
    ] {
        assert_eq!(resubmits(&here, text), found, "{text:?}");
    }
}

#[test]
fn neither_white_space_nor_ticks_are_substance() {
    let text = "a b\n\n- [ ] eins\n- [x] zwei\n";
    for same in ["a  b\n- [x] eins\n- [ ] zwei", "a\tb\r\n\r\n- [X] eins\n\n- [x] zwei  "] {
        assert_eq!(substance(same), substance(text), "{same:?}");
    }
    for other in
        ["ab\n\n- [ ] eins\n- [x] zwei\n", "a b\n\n- [ ] eins\n- [ ] drei\n", "", "a b\n\n- eins\n- [x] zwei\n"]
    {
        assert_ne!(substance(other), substance(text), "{other:?}");
    }
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn a_whole_template_stays_whole_with_anything_behind_it(tail in "\\PC*") {
        let template = rules().template;
        prop_assert_eq!(missing(&template, &format!("{WHOLE}\n\n{tail}")), Vec::<String>::new());
    }
}
