// SPDX-License-Identifier: EUPL-1.2
//! The rules of the stories' partnership: four towns, five request types.

/// The governance file; stories replace words of it.
pub const RULES: &str = r#"
[partnership]
name        = "Entwicklungspartnerschaft Talverbund"
product     = "Talkarte"
language    = "de"
time_zone   = "Europe/Berlin"
legal_basis = "Vereinbarung Talverbund, § 4 (Umlaufverfahren)"
contact     = "olga"

[projects]
tickets  = ["opencode:talverbund/steuerung"]
upstream = ["opencode:talverbund/kern", "opencode:talverbund/modul"]
core     = ["opencode:talverbund/kern"]

[roles]
operations = ["olga", "otto"]
releases   = ["rita"]

[voting]
reading = "5 days"
voting  = "14 days"
reminders = []

[follow_ups]
remind = "none"

[template]
headings = ["Beschlussvorschlag", "Begründung"]
contact  = "Ansprechperson"

[[process]]
id           = "joint-feature"
label        = "prozess::1-gemeinschaft"
approval     = ">= 75 %"
resubmission = "never"
follow_ups   = ["contracts", "cost-plan"]

[[process]]
id           = "subgroup-feature"
label        = "prozess::2-teilgruppe"
approval     = "> 50 %"
commitments  = true
resubmission = "allowed"
follow_ups   = ["own-development", "product-readiness"]

[[process]]
id           = "core-admission"
label        = "prozess::2b-kernaufnahme"
approval     = ">= 75 %"
requires     = ["product-readiness"]
follow_ups   = ["merge-upstream"]

[[process]]
id           = "change"
label        = "prozess::3-aenderung"
approval     = ">= 90 %"
follow_ups   = ["cost-plan"]

[[process]]
id                 = "bug"
label              = "prozess::4-fehler"
approval           = "none"
confidential_label = "sicherheit"
objections         = 1
follow_ups         = ["cost-plan"]

[gate]
merge         = "automatic"
reviews       = 1
exempt_paths  = ["docs/**", "*.md"]
exempt_labels = ["prozess::0-pflege"]

[calendar]
holidays = [2026-04-03, 2026-04-06, 2026-05-01]

[[member]]
id              = "ahausen"
name            = "Stadt Ahausen"
representatives = ["anna", "anja"]

[[member]]
id              = "bergtal"
name            = "Gemeinde Bergtal"
representatives = ["ben"]

[[member]]
id              = "clusdorf"
name            = "Gemeinde Clusdorf"
representatives = ["cem"]

[[member]]
id              = "duernau"
name            = "Stadt Dürnau"
representatives = ["dora"]
"#;
