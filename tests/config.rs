// SPDX-License-Identifier: EUPL-1.2
//! The configuration: what ships loads, and a file full of mistakes is told about all of them at once.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use secrecy::ExposeSecret;
use votum::config::governance::{Reading, read};
use votum::config::{Config, Fault};
use votum::domain::calendar::Span;
use votum::domain::rules::{Base, Merging, Role};
use votum::domain::share::Bar;

const SIGNING: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("config")
}

fn governance() -> String {
    fs::read_to_string(shipped().join("partnership.toml")).expect("the project ships it")
}

fn reading(text: &str) -> Reading {
    read(text, "wegweiser", "partnership.toml", &["opencode".to_owned()])
}

/// Writes both files into a folder and loads them.
fn load(votum: &str, governance: &str, offline: bool) -> Result<(Config, Vec<String>), Vec<Fault>> {
    let dir = tempfile::tempdir().expect("a folder can be made");
    fs::write(dir.path().join("votum.toml"), votum).expect("it can be written");
    fs::write(dir.path().join("partnership.toml"), governance).expect("it can be written");
    fs::write(dir.path().join("hook"), "hook-sécret\n").expect("it can be written");
    let env = |name: &str| match name {
        "TOKEN" => Some("glpat-top-secret".to_owned()),
        "SIGNING" => Some(SIGNING.to_owned()),
        "SHORT" => Some("whsec_c2hvcnQ=".to_owned()),
        _ => None,
    };
    let loaded = Config::load(&dir.path().join("votum.toml"), &env, offline);
    loaded.map(|(config, warnings)| (config, warnings.iter().map(ToString::to_string).collect()))
}

fn settings(forge: &str) -> String {
    format!(
        "[[forge]]\nid = 'opencode'\nkind = 'gitlab'\nurl = 'https://gitlab.opencode.de'\n{forge}\n\
         [[partnership]]\nid = 'wegweiser'\ngovernance = 'partnership.toml'\n"
    )
}

const SECRETS: &str = "token = 'env:TOKEN'\nwebhook_token = 'file:hook'\nsigning_token = ['env:SIGNING']";

/// Asserts that one of `faults` lies at `path` and says `words`, and that it has a remedy.
fn assert_fault(faults: &[Fault], path: &str, words: &str) {
    let all = || faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let here = faults.iter().filter(|fault| fault.path == path).find(|fault| fault.to_string().contains(words));
    let fault = here.unwrap_or_else(|| panic!("no fault at {path} says {words}; there are\n{}", all()));
    assert!(!fault.remedy.is_empty(), "{fault}");
}

#[test]
fn shipped_files_load() {
    let (config, warnings) =
        Config::load(&shipped().join("votum.toml"), &|_| Some("secret".into()), false).expect("without faults");
    let rules = config.rules("wegweiser").expect("it is named in votum.toml");
    assert_eq!(rules.members.len(), 4);
    assert_eq!(rules.processes.len(), 5);
    assert_eq!(rules.roles[&Role::Operations].len(), 2);
    assert_eq!((rules.voting.reading, rules.voting.voting), (Span::Days(5), Span::Days(14)));
    assert_eq!(rules.gate.merge, Merging::Automatic);
    assert_eq!(rules.text, governance());
    assert_eq!(rules.digest, votum::domain::chain::digest(&rules.text));
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].what.starts_with("change asks for >= 90 %, which with the 4 members of today is 4 of 4"));
    assert!(config.settings.database.url().ends_with("config/votum.db"));
    assert!(Config::load(&shipped().join("votum.toml"), &|_| None, true).is_ok(), "offline needs no secrets");
}

#[test]
fn what_is_left_out_is_as_shipped() {
    let full = reading(&governance()).rules.expect("it has no fault");
    let root = governance();
    let kept =
        |name: &str| ["[voting", "[template]", "[release]", "[calendar]"].iter().all(|cut| !name.starts_with(cut));
    let mut keep = true;
    let lines = root.lines().filter(|line| {
        keep = if line.starts_with('[') { kept(line) } else { keep };
        keep
    });
    let short = reading(&lines.collect::<Vec<_>>().join("\n")).rules.expect("it has no fault either");
    assert_eq!((short.voting, short.template, short.release), (full.voting, full.template, full.release));
    assert_eq!(short.calendar.zone, full.calendar.zone);
}

#[test]
fn example_loads_unchanged() {
    let shared = std::env::var_os("VOTUM_SHARED").map_or_else(|| shipped().join("../../shared"), PathBuf::from);
    let Ok(text) = fs::read_to_string(shared.join("example/partnership.toml")) else {
        println!("skipped: the example is not here");
        return;
    };
    let reading = read(&text, "musterkompass", "partnership.toml", &["opencode".to_owned()]);
    assert_eq!(reading.faults, []);
    let rules = reading.rules.expect("there is no fault");
    assert_eq!(rules.members.len(), 12);
    assert_eq!(rules.upstream.len(), 5);
    assert_eq!(rules.budgets[&2026].joint, Some(100_000));
    assert_eq!(rules.freezes[0].member, "planspielhofen");
    assert!(rules.process("bug").is_some_and(|bug| bug.approval.is_none() && bug.objections == 1));
}

#[test]
fn all_faults_at_once() {
    let swaps = [
        ("time_zone   = \"Europe/Berlin\"", "time_zone = \"Europe/Lindenau\"", "partnership.time_zone", "IANA"),
        ("language    = \"de\"", "language = \"fr\"", "partnership.language", "\"de\" or \"en\""),
        ("contact     = \"wegweiser-betrieb1\"", "contact = \"\"", "partnership.contact", "is empty"),
        ("tickets  = [\"opencode:", "tickets  = [\"opencod:", "projects.tickets[0]", "did you mean \"opencode\"?"),
        ("core     = [\"opencode:wegweiser/kern\"]", "core = [\"opencode:a/b\"]", "projects.core[0]", "upstream"),
        (
            "upstream = [",
            "renamed = { \"opencode:a/b\" = \"opencode:c/d\" }\nupstream = [",
            "projects.renamed.\"opencode:a/b\"",
            "not among",
        ),
        (
            "early_close             = \"never\"",
            "early_close = \"decided\"",
            "voting.early_close",
            "change = \"never\"",
        ),
        ("reading                 = ", "raeding = ", "voting.raeding", "did you mean \"reading\"?"),
        ("open_time               = \"08:00\"", "open_time = \"8 Uhr\"", "voting.open_time", "\"08:00\""),
        ("certify                 = \"automatic\"", "certify = \"nobody\"", "voting.certify", "\"person\""),
        ("admits       = \"subgroup-feature\"", "admits = \"subgroup\"", "process", "which is no other request type"),
        ("deputies                = \"last\"", "deputies = \"rankd\"", "voting.deputies", "did you mean \"ranked\"?"),
        ("deadline_on_working_day = true", "deadline_on_working_day = 1", "voting.deadline_on_working_day", "true or"),
        ("no      = [\"thumbsdown\"]", "no = [\"thumbsup\", \":x:\"]", "voting.emoji.no[0]", "already means yes"),
        ("approval     = \"> 50 %\"", "approval = \">= 175 %\"", "process[1].approval", "cannot be reached"),
        ("approval     = \">= 90 %\"", "approval = 0.9", "process[3].approval", "\">= 75 %\""),
        ("label        = \"prozess::3-umbau\"", "label = \"votum::umbau\"", "process[3].label", "votum::"),
        ("windows       = []", "windows = [\"mon 8-12\"]", "gate.windows[0]", "no time of the week"),
        ("exempt_paths  = [\"docs/**\"", "exempt_paths = [\"docs/[\"", "gate.exempt_paths[0]", "pattern"),
        ("mode          = \"every-merge\"", "mode = \"weekly\"", "release.mode", "not known"),
        ("schedule      = []", "schedule = [\"tue 10:00\"]", "release.schedule", "never looked at"),
        ("first_version = \"0.1.0\"", "first_version = \"1.0\"", "release.first_version", "no final version"),
        ("files         = []", "files = [\"Cargo.toml\"]", "release.files[0]", "no file that votum can keep"),
        ("milestones    = \"none\"", "milestones = \"delete\"", "release.milestones", "not known"),
        ("spend_by        = 2026-10-31", "spend_by = \"2026-10-31\"", "budget.2026.spend_by", "without quotes"),
        ("id              = \"auwiesen\"", "id = \"lindenau\"", "member[1].id", "another member"),
        ("[\"auwiesen-vertretung1\"]", "[\"Lindenau-Vertretung1\"]", "member[1].representatives[0]", "already speaks"),
        ("name            = \"Stadt Hohenbruck\"", "", "member[2].name", "is missing"),
        ("weight          = 1", "weight = 0", "member[0].weight", "from 1 to"),
        (
            "members = [\"lindenau\", \"kranichtal\"]",
            "members = [\"kranichtl\"]",
            "task_force[0].members[0]",
            "kranichtal",
        ),
    ];
    let mut text = governance();
    for (right, wrong, ..) in swaps {
        assert!(text.contains(right), "the shipped file no longer says {right}");
        text = text.replacen(right, wrong, 1);
    }
    text.push_str("\n[[freeze]]\nmember = 'nirgendwo'\nfrom = 2026-05-02\nuntil = 2026-05-01\n[gates]\n");
    let found = reading(&text);
    for (_, _, path, words) in swaps {
        assert_fault(&found.faults, path, words);
    }
    assert_fault(&found.faults, "freeze[0].member", "is no member");
    assert_fault(&found.faults, "freeze[0].until", "before from");
    assert_fault(&found.faults, "gates", "did you mean \"gate\"?");
    assert_fault(&found.faults, "voting.emoji.no[1]", "not the name of an emoji");
    assert!(found.rules.is_none());
    let approval = found.faults.iter().find(|fault| fault.path == "process[1].approval").expect("it was just found");
    let line = approval.line.expect("it stands in a line");
    assert_eq!(
        approval.to_string(),
        format!(
            "partnership.toml: process[1].approval: \">= 175 %\" cannot be reached – write a share such as \
             \">= 75 %\", \"2/3\", \"5 of 9\" or \"none\" (line {line})"
        )
    );
    assert!(text.lines().nth(line - 1).is_some_and(|line| line.contains("175")));
}

#[test]
fn protected_paths_need_a_process_for_changes() {
    let with = |path: &str| governance().replace("protected     = []", &format!("protected = [\"{path}\"]"));
    let found = reading(&with("partnership.toml"));
    assert_eq!(found.rules.expect("they are right").gate.protected, ["partnership.toml"]);
    assert_fault(&reading(&with("a[")).faults, "gate.protected[0]", "pattern");
    let without = with("partnership.toml").replace("\"change\"  ", "\"changes\" ");
    assert_fault(&reading(&without).faults, "gate.protected[0]", "id = \"change\"");
}

#[test]
fn faults_of_both_files() {
    let votum =
        settings("token = 'glpat-top-secret'\nwebhook_token = 'env:MISSING'\nsigning_token = 'env:SHORT'\nco = 1")
            + "[server]\nlisten = 'localhost'\npublic_url = 'ftp://x'\n[engine]\nreconcile = '5 days'\n[databse]\n";
    let faults = load(&votum, &governance().replace("\"> 50 %\"", "\"most\""), false).expect_err("they are wrong");
    assert_fault(&faults, "forge[0].token", "env:NAME");
    assert_fault(&faults, "forge[0].webhook_token", "MISSING is not set");
    assert_fault(&faults, "forge[0].signing_token", "whsec_ and the base64 of 32 bytes");
    assert_fault(&faults, "forge[0].co", "did you mean \"ca\"?");
    assert_fault(&faults, "server.listen", "127.0.0.1:8080");
    assert_fault(&faults, "server.public_url", "https://");
    assert_fault(&faults, "engine.reconcile", "5 min");
    assert_fault(&faults, "databse", "did you mean \"database\"?");
    assert_fault(&faults, "process[1].approval", "\"most\" is not a share");
    let said = format!("{faults:?}");
    assert!(!said.contains("glpat") && !said.contains("c2hvcnQ"), "{said}");
}

#[test]
fn secrets_stay_secret() {
    let own = "[[forge.project]]\npath = 'wegweiser/kern'\nwebhook_token = ['env:TOKEN', 'file:hook']";
    let (config, _) = load(&settings(&format!("{SECRETS}\n{own}")), &governance(), false).expect("no fault");
    let forge = config.settings.forge("opencode").expect("it is there");
    assert_eq!(forge.token.expose_secret(), "glpat-top-secret");
    assert_eq!(forge.secrets_of("wegweiser/steuerung").webhook[0].expose_secret(), "hook-sécret");
    let kern = forge.secrets_of("wegweiser/kern");
    assert_eq!((kern.webhook.len(), kern.signing[0].expose_secret()), (2, SIGNING));
    let shown = format!("{config:?}");
    for secret in ["glpat", "hook-s", "whsec_AAEC"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    let nothing = "token = 'env:MISSING'\nwebhook_token = 'file:missing'";
    let (config, warnings) = load(&settings(nothing), &governance(), true).expect("offline");
    assert!(warnings.iter().filter(|warning| warning.contains("offline that is good enough")).count() == 2);
    assert!(config.settings.forges[0].webhook_tokens.is_empty(), "a missing secret fits nothing");
    for pasted in ["glpat-top-secret", "env:glpat-top-secret", "file:glpat-top-secret"] {
        let votum = settings(&format!("token = '{pasted}'\nwebhook_token = 'file:hook'"));
        let faults = load(&votum, &governance(), false).expect_err("no reference");
        assert!(!format!("{faults:?}").contains("glpat"), "{faults:?}");
    }
    let votum = settings("token = glpat-top-secret\nwebhook_token = 'file:hook'");
    let faults = load(&votum, &governance(), false).expect_err("no TOML");
    assert!(faults.len() == 1 && faults[0].line == Some(5), "{faults:?}");
    assert!(!format!("{faults:?}").contains("glpat"), "{faults:?}");
}

#[test]
fn a_forge_without_webhook_secret_is_a_fault() {
    let faults = load(&settings("token = 'env:TOKEN'"), &governance(), false).expect_err("anybody could post");
    assert_fault(&faults, "forge[0].webhook_token", "is missing");
}

#[test]
fn files_that_are_missing_or_no_toml() {
    let faults = Config::load(Path::new("nowhere/votum.toml"), &|_| None, false).expect_err("it is not there");
    assert_eq!(faults.len(), 1);
    assert!(faults[0].to_string().contains("--config"), "{}", faults[0]);
    let votum = settings(SECRETS).replace("partnership.toml", "other.toml");
    let faults = load(&votum, "", false).expect_err("it is not there");
    assert!(faults.len() == 1 && faults[0].to_string().starts_with("other.toml: cannot be read"), "{faults:?}");
    let faults = reading("[partnership]\nname = \n").faults;
    assert_eq!((faults.len(), faults[0].line), (1, Some(2)));
}

#[test]
fn accounts_may_be_pinned() {
    let pin = "{ forge = \"opencode\", id = 7, name = \"lindenau-vertretung1\" }";
    let text = governance().replacen("\"lindenau-vertretung1\"", pin, 1);
    let rules = reading(&text).rules.expect("it has no fault");
    assert_eq!(rules.members[0].representatives[0].id, Some(7));
    let twice = text.replacen("\"auwiesen-vertretung1\"", "{ id = 7, name = \"renamed\" }", 1);
    assert_fault(&reading(&twice).faults, "member[1].representatives[0]", "already speaks for \"lindenau\"");
}

#[test]
fn presets_give_what_the_file_leaves_out() {
    let of = |preset: &str, cut: &[&str], more: &str| {
        let mut text = governance().replacen("preset = \"kts\"", &format!("preset = \"{preset}\""), 1);
        for key in ["base ", "objections ", "second_majority "].iter().chain(cut) {
            text = text.lines().filter(|line| !line.starts_with(key)).collect::<Vec<_>>().join("\n");
        }
        reading(&text.replacen("\n[voting]", &format!("\n[voting]\n{more}"), 1))
    };
    let rules = |preset: &str, cut: &[&str], more: &str| {
        let found = of(preset, cut, more);
        assert_eq!(found.faults, []);
        (found.rules.expect("it has no fault"), found.warnings)
    };
    let bases = |rules: &votum::domain::rules::Rules| -> Vec<Base> {
        rules.processes.iter().map(|process| rules.base(process)).collect()
    };
    let (kts, _) = rules("kts", &[], "");
    assert!(bases(&kts).iter().all(|base| *base == Base::Entitled) && !kts.voting.contributions);
    let (cast, _) = rules("vereinsrecht", &[], "");
    assert_eq!(bases(&cast)[..3], [Base::Cast, Base::Entitled, Base::Cast], "the subgroup's majority is absolute");
    assert_eq!(cast.voting.quorum.to_string(), "> 1/2");
    let (cast, warnings) = rules("kts", &[], "base = \"cast\"");
    assert_eq!(bases(&cast)[1], Base::Cast, "what the file writes wins");
    assert!(warnings.iter().any(|w| w.path == "process[1].base" && w.what.contains("simple majority")), "{warnings:?}");
    let (all, warnings) = rules("einstimmig-umlauf", &["approval     = \">"], "");
    assert!(all.processes[..4].iter().all(|process| process.approval.as_ref().is_some_and(Bar::is_whole)));
    assert!(all.processes[4].approval.is_none(), "none stays none");
    assert_eq!(warnings, []);
    let (_, warnings) = rules("einstimmig-umlauf", &[], "");
    assert_eq!(warnings.iter().filter(|w| w.what.contains("does not ask every member")).count(), 4, "{warnings:?}");
    let (double, _) = rules("doppelmehrheit", &[], "");
    assert!(double.voting.contributions);
    assert!(!rules("doppelmehrheit", &[], "second_majority = \"none\"").0.voting.contributions);
    let (silent, warnings) = rules("widerspruch", &["approval     = \">= 9"], "");
    let limits: Vec<_> = silent.processes.iter().map(|process| process.silence).collect();
    assert_eq!(limits, [None, None, None, Some(1), None], "a share that is written decides");
    let loud = |w: &&votum::config::Warning| w.path == "process[3].approval" && w.what.starts_with("SILENCE COUNTS");
    assert_eq!(warnings.iter().filter(loud).count(), 1, "{warnings:?}");
    let (silent, warnings) = rules("kts", &["approval     = \">= 9"], "objections = 7");
    assert_eq!(silent.processes[3].silence, Some(7));
    assert!(warnings.iter().any(|w| w.path == "voting.objections" && w.what.contains("nobody can object")));
    assert_fault(
        &of("widerspruch", &["approval     = \">= 9"], "objections = 0").faults,
        "process[3].approval",
        "missing",
    );
    assert_fault(&of("doppelmehrheit", &["approval     = \">= 9"], "").faults, "process[3].approval", "missing");
    assert_fault(&of("efa-doppelmehrheit", &[], "").faults, "preset", "\"doppelmehrheit\"");
}

#[test]
fn what_is_undecided_is_asked() {
    let text = governance();
    let (before, after) = text.split_once("[budget.2026]").expect("the file has a budget");
    let (_, after) = after.split_once("[calendar]").expect("the calendar follows");
    let none = format!("{before}[calendar]{after}");
    let open = format!(
        "{before}[budget.2026]\njoint = 1\n[[freeze]]\nmember = 'auwiesen'\nfrom = 2026-05-01\nuntil = 2026-05-02\n\
         [calendar]{after}"
    );
    let asked = |text: &str| -> Vec<String> {
        let warnings = reading(text).warnings;
        let questions =
            warnings.iter().filter(|w| w.what.starts_with("Question: ") && w.what.contains("Default used: "));
        questions.map(|w| w.path.clone()).collect()
    };
    assert_eq!(asked(&none), ["budget"]);
    let cut = ["budget.2026.maintenance", "budget.2026.cap_per_request", "budget.2026.spend_by", "freeze"];
    assert_eq!(asked(&open), cut);
    assert_eq!(asked(&text), Vec::<String>::new());
    let kind = open.replace("until = 2026-05-02", "until = 2026-05-02\nkind = 'sperre'");
    assert_fault(&reading(&kind).faults, "freeze[0].kind", "\"haushaltssperre\" or \"sperrvermerk\" or \"vorlaeufig\"");
}

#[test]
fn concerns_are_said() {
    let text = governance()
        .replacen("\">= 90 %\"", "\">= 75 %\"", 1)
        .replacen(", \"wegweiser-betrieb2\"]", "]", 1)
        .replacen("abstain = [\"white_circle\"]", "abstain = []", 1)
        .replacen("legal_basis = ", "legal_basis = \"\" # ", 1)
        .replacen("core     = [\"opencode:wegweiser/kern\"]", "", 1)
        .replacen("preset = \"kts\"", "", 1)
        .replacen("base                    = \"entitled\"", "", 1)
        .replacen("\"> 50 %\"", "\"> 75 %\"", 1)
        .replacen("\"wegweiser-freigabe2\"", "\"wegweiser-betrieb1\"", 1)
        .replacen("deputies                = \"last\"", "deputies = \"ranked\"\nchange = \"never\"", 1)
        .replacen("change                  = \"until-deadline\"", "", 1);
    let said: Vec<_> = reading(&text).warnings.iter().map(ToString::to_string).collect();
    for words in [
        "partnership.legal_basis",
        "projects.core: names no project, and there is a request type that only some pay for",
        "roles.operations: only one account",
        "roles: \"wegweiser-betrieb1\" holds operations and releases",
        "none means abstain",
        "process[3].approval: change, a change of what exists, needs >= 75 %, which is no more than the >= 75 %",
        "process[1].approval: subgroup-feature, which only some pay for, needs > 75 %, which is more than",
        "process[0].base: joint-feature does not say what >= 75 % is a share of; all entitled members",
        "voting.deputies: does nothing with change = \"never\"",
    ] {
        assert!(said.iter().any(|warning| warning.contains(words)), "{words}: {said:?}");
    }
}

/// Any TOML value, with the keys that the governance file knows among its keys.
fn value() -> impl Strategy<Value = toml::Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(toml::Value::Boolean),
        any::<i64>().prop_map(toml::Value::Integer),
        any::<f64>().prop_map(toml::Value::Float),
        "\\PC{0,12}".prop_map(toml::Value::String),
        prop::sample::select(vec![">= 75 %", "none", "5 days", "a", "opencode:a/b", "08:00", "entitled", "ß.ẞ"])
            .prop_map(|text| toml::Value::String(text.into())),
        Just(toml::Value::Datetime("2026-02-28".parse().expect("a date is one"))),
        Just(toml::Value::Datetime("2026-02-28T08:00:00Z".parse().expect("an instant is one"))),
    ];
    leaf.prop_recursive(4, 64, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(toml::Value::Array),
            prop::collection::btree_map(key(), inner, 0..6)
                .prop_map(|entries| toml::Value::Table(entries.into_iter().collect())),
        ]
    })
}

fn key() -> impl Strategy<Value = String> {
    let known = "preset partnership projects roles voting emoji proxy recusal template process gate release budget \
                 freeze calendar member committee task_force id name approval quorum tickets core upstream since until \
                 representatives holidays headings meetings members from 2026 yes no label follow_ups exempt_paths";
    prop_oneof![
        4 => prop::sample::select(known.split_whitespace().map(str::to_owned).collect::<Vec<_>>()),
        1 => "\\PC{0,8}",
    ]
}

proptest! {
    #[test]
    fn reading_never_panics(entries in prop::collection::btree_map(key(), value(), 0..8)) {
        let table: toml::Table = entries.into_iter().collect();
        let found = reading(&table.to_string());
        prop_assert_eq!(found.rules.is_none(), !found.faults.is_empty());
    }

    #[test]
    fn reading_any_text_never_panics(text in "(\\PC|\n){0,200}") {
        prop_assert!(reading(&text).rules.is_none());
    }

    #[test]
    fn shipped_file_with_a_line_changed_never_panics(line in 0..180usize, with in "\\PC{0,30}") {
        let text: Vec<_> = governance().lines().map(str::to_owned).collect();
        let mut text = text;
        let line = line % text.len();
        text[line] = match text[line].split_once('=') {
            Some((key, _)) => format!("{key}= {with}"),
            None => with,
        };
        let found = reading(&text.join("\n"));
        prop_assert_eq!(found.rules.is_none(), !found.faults.is_empty());
    }
}

/// What anybody may read of the rules names no account and means the same.
#[test]
fn the_open_text_means_the_same_without_accounts() {
    let text = governance().replacen(
        "representatives = [\"auwiesen-vertretung1\"]",
        "representatives = [{ forge = \"opencode\", id = 4711, name = \"auwiesen-vertretung1\" }] # Frau Muster",
        1,
    );
    let rules = reading(&text).rules.expect("it has no fault");
    let open = reading(&rules.open_text).rules.expect("neither has what anybody may read");
    let accounts =
        rules.members.iter().flat_map(|member| &member.representatives).chain(rules.roles.values().flatten());
    for account in accounts.map(|named| &named.name).chain([&rules.contact]) {
        assert!(!rules.open_text.contains(account.as_str()), "{account} stands in\n{}", rules.open_text);
    }
    assert!(!rules.open_text.contains("4711") && !rules.open_text.contains("Muster"));
    assert_eq!((&open.voting, &open.processes, &open.budgets), (&rules.voting, &rules.processes, &rules.budgets));
    assert_eq!((&open.calendar, &open.freezes, &open.gate), (&rules.calendar, &rules.freezes, &rules.gate));
    let seats = |rules: &votum::domain::rules::Rules| {
        rules.members.iter().map(|m| (m.id.clone(), m.name.clone(), m.weight, m.since)).collect::<Vec<_>>()
    };
    assert_eq!(seats(&open), seats(&rules));
    let speakers = |rules: &votum::domain::rules::Rules| {
        rules.members.iter().map(|member| member.representatives.len()).collect::<Vec<_>>()
    };
    assert_eq!(speakers(&open), speakers(&rules));
}

#[test]
fn rules_may_lie_in_a_project() {
    let seated = |governance: &str| {
        settings(SECRETS).replace("governance = 'partnership.toml'", &format!("governance = {governance}"))
    };
    let whole = seated("{ project = 'opencode:wegweiser/kern', path = 'regeln/partnership.toml', branch = 'main' }");
    let (config, _) = load(&whole, "nobody reads this", false).expect("without faults");
    let [(id, seat)] = config.seats.as_slice() else { panic!("{:?}", config.seats) };
    assert_eq!(
        (id.as_str(), seat.path.as_str(), seat.branch.as_deref()),
        ("wegweiser", "regeln/partnership.toml", Some("main"))
    );
    assert_eq!((seat.project.to_string().as_str(), config.partnerships.len()), ("opencode:wegweiser/kern", 0));
    let wrong = seated("{ project = 'anders:wegweiser/kern', path = '../partnership.toml', zweig = 'main' }");
    let faults = load(&wrong, "", false).expect_err("with faults");
    assert_fault(&faults, "partnership[0].governance.project", "is not a forge of votum.toml");
    assert_fault(&faults, "partnership[0].governance.path", "is not a path in a project");
    assert_fault(&faults, "partnership[0].governance.zweig", "");
    let faults = load(&seated("{ project = 'opencode:wegweiser/kern' }"), "", false).expect_err("with faults");
    assert_fault(&faults, "partnership[0].governance.path", "is missing");
}
