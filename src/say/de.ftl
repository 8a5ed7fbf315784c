# SPDX-License-Identifier: EUPL-1.2
# Die deutschen Wörter. Ton: neutral, kurz, keine Anrede; erst was geschah, dann die Zahlen, dann was zu tun ist.
# Befehle stehen immer als Code in einem Satz, nie am Anfang einer Zeile.

language-name = Deutsch

## Zeiten, Anteile, Listen

format-day-and-time = { $day }, { $time } Uhr
format-weekday-and-time = { $weekday }, { $day }, { $time } Uhr
format-at-least = mindestens { $share }
format-more-than = mehr als { $share }
format-fewer-than = weniger als { $share }
format-of = { $part } von { $whole }
format-and = { $first } und { $last }
weekday-monday = Montag
weekday-tuesday = Dienstag
weekday-wednesday = Mittwoch
weekday-thursday = Donnerstag
weekday-friday = Freitag
weekday-saturday = Samstag
weekday-sunday = Sonntag
month-january = Januar
month-february = Februar
month-march = März
month-april = April
month-may = Mai
month-june = Juni
month-july = Juli
month-august = August
month-september = September
month-october = Oktober
month-november = November
month-december = Dezember

## Gegenstand und Personen

heading-titled = { $ticket } „{ $title }“
heading-confidential = { $ticket } (vertraulich)
account = Konto { $name }
contact = **Rückfragen:** { $contact }
reason-given = **Begründung:** { $reason }
register-ticket = [Vorgang im Register]({ $url })
register-decision = [Beschluss { $number } im Register]({ $url })
register-request = [Zusammenführungsanfrage im Register]({ $url })

## Wörter

word-yes = Ja
word-no = Nein
word-abstain = Enthaltung
channel-comment = Kommentar
channel-emoji = Reaktion
channel-meeting = Sitzung
phase-incomplete = unvollständig
phase-reading = Vorlage liegt aus
phase-voting = Abstimmung läuft
phase-accepted = angenommen
phase-rejected = abgelehnt
phase-inquorate = nicht beschlussfähig
phase-withdrawn = zurückgezogen
phase-void = ungültig
phase-deferred = zurückgestellt
phase-refused = nicht zugelassen
phase-disputed = Einordnung strittig
phase-cleared = frei ohne Abstimmung
phase-done = erledigt
gate-cleared = frei
gate-waiting = wartet
gate-blocked = gesperrt
role-operations = operatives Management
role-community = Community-Management
role-releases = Release-Verantwortung
role-technical = technisches Gremium
role-security = Sicherheitskontakt
role-audit = Rechnungsprüfung
who-representative = Vertretung eines Mitglieds
who-applicant = antragstellende Person oder Vertretung ihres Mitglieds
who-subgroup = Vertretung eines Mitglieds der Teilgruppe
who-operations-or-releases = operatives Management oder Release-Verantwortung
who-ballot = Vertretung eines Mitglieds oder bevollmächtigte Vertretung
who-recuse = Vertretung eines Mitglieds; das operative Management mit Angabe des Mitglieds
who-anybody = alle
resubmission-barred = ausgeschlossen
resubmission-allowed = möglich
resubmission-not-applicable = nicht anwendbar
follow-up-contracts = Kooperationsverträge
follow-up-legal-check = rechtliche Prüfung
follow-up-quality-assurance = Qualitätssicherung
follow-up-effort-review = Neubewertung des Community- und Pflegeaufwands
follow-up-cost-plan = Kostenplan
follow-up-own-development = Entwicklung durch die Teilgruppe
follow-up-product-readiness = Produktreife
follow-up-module-release = Veröffentlichung des Moduls
follow-up-merge-upstream = Übernahme in den Kern
follow-up-coordinate-implementation = Umsetzung abstimmen
follow-up-configuration = örtliche Besonderheiten nur in der Konfiguration
follow-up-tests = Tests
follow-up-documentation = Dokumentation
follow-up-accessibility = Barrierefreiheit
follow-up-licence = Lizenz (REUSE)
follow-up-security = Sicherheit (SBOM)
follow-up-staging = Nachweis in der Staging-Umgebung
follow-up-manual = Betriebshandbuch
follow-up-privacy = Datenschutz
follow-up-translatability = Übersetzbarkeit
follow-up-technical-opinion = Stellungnahme des technischen Gremiums
follow-up-certification = Bestätigung des Ergebnisses durch eine Person
follow-up-admission-link = Die Beschreibung nennt keinen Vorgang der Teilgruppe, der aufgenommen werden soll. Bitte eine Zeile „Vorgang: #n“ ergänzen.
follow-up-admission-decision = Der genannte Vorgang der Teilgruppe ist nicht angenommen.
follow-up-admission-readiness = Die Produktreife des genannten Vorgangs der Teilgruppe ist dort noch nicht abgehakt.

## Warum ein Vorgang oder eine Zusammenführungsanfrage so steht

why-template-incomplete = Entscheidungsvorlage unvollständig
why-no-process = keinem Prozess zugeordnet
why-several-processes = mehreren Prozessen zugeordnet
why-commitment-missing = Finanzierungszusage fehlt
why-requirement-missing = Voraussetzung nicht erfüllt
why-resubmission = Wiedervorlage ausgeschlossen
why-over-cap = Höchstbetrag je Vorhaben überschritten
why-discussion = Aussprache gewünscht
why-by-operations = durch das operative Management
why-reclassified = anderem Prozess zugeordnet
why-closed = geschlossen
why-gone = gelöscht oder verschoben
why-no-vote-needed = keine Abstimmung erforderlich
why-classification-disputed = Einordnung strittig
why-accepted = angenommen
why-exempt = ohne Abstimmung zulässig
why-vote-open = Entscheidung steht aus
why-incomplete = Vorgang unvollständig
why-rejected = abgelehnt
why-refused = nicht zugelassen
why-inquorate = nicht beschlussfähig
why-vote-void = Abstimmung ungültig
why-withdrawn = zurückgezogen
why-deferred = zurückgestellt
why-held = angehalten
why-no-ticket = kein Vorgang verknüpft
why-ticket-unknown = Vorgang nicht lesbar oder unbekannt
why-change-needed = geschützter Pfad ohne angenommenen Änderungsantrag
why-not-in-core = Vorhaben einer Teilgruppe gehört nicht in den Kern
why-review-missing = Prüfung durch eine zweite Person fehlt
why-sign-contested = Status von votum wiederholt durch ein anderes Konto gesetzt
why-head-shared = derselbe Stand wie eine Zusammenführungsanfrage ohne Freigabe
why-pipeline-missing = keine Pipeline für diesen Stand

# Nebensätze hinter „weil“; gemeint ist die Stimme.
why-not-not-open = die Abstimmung zu diesem Zeitpunkt nicht eröffnet war
why-not-late = sie nach Fristende eingegangen ist
why-not-ended = die Abstimmung zu diesem Zeitpunkt bereits beendet war
why-not-not-at-forge = sie bei keinem Abruf auf der Plattform zu sehen war
why-not-channel = dieser Weg der Stimmabgabe nicht vorgesehen ist
why-not-not-entitled = das Konto keinem stimmberechtigten Mitglied zugeordnet ist
why-not-no-proxy = keine Vollmacht dieses Mitglieds vorliegt
why-not-recused = das Mitglied in diesem Vorgang befangen ist
why-not-withdrawn = sie zurückgenommen wurde
why-not-ambiguous = sie nicht eindeutig ist
why-not-edited = der Kommentar vor dem ersten Abruf bearbeitet wurde
why-not-own-vote-first = das Mitglied selbst abgestimmt hat
why-not-final = die erste gültige Stimme des Mitglieds endgültig ist
why-not-superseded = eine spätere oder vorrangige Stimme des Mitglieds gilt

rule-decision = Beschluss
rule-approval = Zustimmung
rule-quorum = Beteiligung
rule-gate = Freigabe
rule-contributions = Zustimmung nach Beiträgen
rule-objections = Widerspruch
rule-voters = Stimmberechtigte
reason-needed = { $rule }: erforderlich { $needed }, erreicht { $found } – { $held }
reason-found = { $rule }: { $found } – { $held }
reason-only = { $rule } – { $held }
reason-held = erfüllt
reason-not-held = nicht erfüllt

## Zahlen und Tabelle

numbers-open = Stimmberechtigt: { $entitled } · Ja: { $yes } · Nein: { $no } · Enthaltung: { $abstain } · Befangen: { $recused } · Offen: { $absent }
numbers-closed = Stimmberechtigt: { $entitled } · Ja: { $yes } · Nein: { $no } · Enthaltung: { $abstain } · Befangen: { $recused } · Nicht abgegeben: { $absent }
missing-yes = Es { $missing ->
        [one] fehlt noch 1 Ja-Stimme.
       *[other] fehlen noch { $missing } Ja-Stimmen.
    }
missing-none = Die erforderliche Zahl von { $needed } Ja-Stimmen ist erreicht.
missing-part = Für die Beschlussfähigkeit { $missing ->
        [one] fehlt noch 1 abgegebene Stimme.
       *[other] fehlen noch { $missing } abgegebene Stimmen.
    }
missing-no-part = Die erforderliche Beteiligung von { $needed } Stimmen ist erreicht.
missing-contributions = Nach Beiträgen fehlen noch { $missing }.
missing-objections = Zur Ablehnung { $missing ->
        [one] fehlt noch 1 Nein-Stimme.
       *[other] fehlen noch { $missing } Nein-Stimmen.
    }
missing-no-objection = Die Zahl von { $limit } Nein-Stimmen, die zur Ablehnung führt, ist erreicht.
needed-entitled = mindestens { $needed ->
        [one] 1 Ja-Stimme
       *[other] { $needed } Ja-Stimmen
    } ({ $share } der { $entitled } Stimmberechtigten).
needed-weighted = Ja-Stimmen im Gewicht von mindestens { $needed } ({ $share } des Gewichts aller Stimmberechtigten von { $entitled }).
needed-cast = { $share } der abgegebenen Ja- und Nein-Stimmen; außerdem müssen sich mindestens { $part } von { $entitled } Stimmberechtigten beteiligen ({ $quorum }).
needed-silence = weniger als { $limit ->
        [one] 1 Nein-Stimme
       *[other] { $limit } Nein-Stimmen
    }; Zustimmung ist nicht erforderlich.
needed-contributions = Die zustimmenden Mitglieder müssen außerdem Beiträge von mindestens { $needed } tragen ({ $share } von { $base }).
needed-contributions-cast = Die zustimmenden Mitglieder müssen außerdem { $share } der Beiträge aller tragen, die mit Ja oder Nein stimmen.
needed-cast-alone = { $share } der abgegebenen Ja- und Nein-Stimmen.
table-member = Mitglied
table-choice = Stimme
table-way = Weg
table-time = Zeitpunkt
table-weight = Gewicht { $weight }
table-recused = befangen, nimmt nicht teil
table-open = offen
table-absent = nicht abgegeben
table-proxied = durch Vollmacht
table-from-meeting = eingetragen vom operativen Management ({ $minutes })
table-comment-gone = gelöscht, die Stimme gilt
table-emoji-gone = nicht mehr vorhanden, die Stimme gilt

## Hinweis zur Abstimmung

vote-open = **Abstimmung eröffnet – { $ticket } ({ $process })**
vote-urgent = **Eilbedürftig** eröffnet. Begründung: { $reason }
vote-subject = **Gegenstand:** Entscheidungsvorlage in der Fassung vom { $time } (Prüfsumme { $digest }).
vote-subject-at-opening = **Gegenstand:** Entscheidungsvorlage in der Fassung bei Eröffnung am { $time } (Prüfsumme { $digest }).
vote-text-changed = Die Vorlage wurde nach der Eröffnung geändert; abgestimmt wird über die Fassung bei Eröffnung.
vote-admits = **Aufnahme:** Grundlage ist { $ticket }, angenommen mit [Beschluss { $number }]({ $url }); die Produktreife ist dort festgestellt.
vote-opinion-given = **Stellungnahme des technischen Gremiums:** liegt seit { $day } vor.
vote-opinion-open = **Stellungnahme des technischen Gremiums:** liegt nicht vor.
vote-discussion = **Aussprache gewünscht** von: { $members }.
vote-deadline = **Frist:** { $time } (Zeitzone { $zone }).
vote-early-all = Die Abstimmung endet vorher, sobald alle Mitglieder abgestimmt haben.
vote-early-decided = Die Abstimmung endet vorher, sobald keine ausstehende Stimme das Ergebnis noch ändern kann.
vote-needed = **Angenommen bei:** { $needed }
vote-silence-entitled = Enthaltungen und nicht abgegebene Stimmen zählen nicht als Zustimmung; sie wirken wie ein Nein.
vote-silence-cast = Enthaltungen zählen nur für die Beteiligung; nicht abgegebene Stimmen zählen gar nicht.
vote-silence-consents = **Schweigen gilt als Zustimmung:** Nicht abgegebene Stimmen und Enthaltungen wirken wie ein Ja. Wer widersprechen will, stimmt mit Nein.
vote-by-comment = **Stimmabgabe per Kommentar,** jeweils in einer eigenen Zeile: `/vote ja`, `/vote nein` oder `/vote enthaltung`. Gleichwertig ist die Erwähnung, zum Beispiel { $mention }.
vote-by-emoji = **Stimmabgabe per Reaktion** auf diesen Beitrag oder auf die Beschreibung: { $emoji }.
vote-one = Jedes Mitglied hat eine Stimme.
vote-one-weighted = Jedes Mitglied stimmt einheitlich mit seinem Gewicht ab.
vote-last-counts = Bis zum Fristende kann die Stimme geändert werden; es zählt die letzte.
vote-first-counts = Die erste gültige Stimme ist endgültig.
vote-deputies-ranked = Stimmen mehrere Vertretungen eines Mitglieds ab, gilt die Stimme der ranghöchsten; die Reihenfolge steht in den Regeln.
vote-deputies-unanimous = Stimmen mehrere Vertretungen eines Mitglieds verschieden ab, zählt bis zur Klärung keine ihrer Stimmen.
vote-proxy = **Verhindert?** Vollmacht an die Vertretung eines anderen Mitglieds erteilen: `/vote vollmacht @konto`.
vote-recusal = **Befangen?** Mit Begründung erklären: `/vote befangen BEGRÜNDUNG`.
vote-asked = **Rückfragen zur Vorlage beantwortet:** { $contact }
vote-rules = Fassung der Regeln { $digest }
vote-basis = **Grundlage:** { $basis }
vote-state = **Stand { $time }:** { $numbers }. { $missing }
vote-short-open = Abstimmung eröffnet: { $ticket }.
vote-short-comment = **Stimmabgabe per Kommentar:** `/vote ja`, `/vote nein` oder `/vote enthaltung`.
vote-decided = **Abstimmung beendet: { $outcome } – Beschluss { $number }** zu { $ticket }
vote-ended = **Abstimmung ohne Ergebnis beendet: { $state }** – { $ticket }
vote-void = **Abstimmung nachträglich beendet: { $state }** – Beschluss { $number } zu { $ticket } gilt nicht
vote-gone = **Abstimmung ohne Ergebnis beendet** – { $ticket }. Der Vorgang hat danach neu begonnen.
vote-period = **Zeitraum:** { $from } bis { $until }.
status-title = **{ $ticket }: { $state }**
status-opens = Die Abstimmung wird eröffnet: { $time }.
status-deadline = Fristende: { $time }.
status-unknown = **Zu diesem Beitrag ist kein Vorgang verzeichnet.**

## Ergebnis

result-title = **Festgestellt: { $outcome } – Beschluss { $number }** zu { $ticket }
result-title-plain = **Festgestellt: { $outcome }**
result-needed-entitled = Erforderlich: { $needed } Ja ({ $share } von { $base }). Erreicht: { $yes } ({ $percent }).
result-needed-cast = Erforderlich: { $needed } Ja ({ $share } der { $base } abgegebenen Ja- und Nein-Stimmen). Erreicht: { $yes } ({ $percent }).
result-needed-silence = Erforderlich: weniger als { $limit } Nein. Abgegeben: { $no } Nein. Nicht abgegebene Stimmen und Enthaltungen gelten als Zustimmung.
result-proxied = { $count ->
        [one] Darunter ist 1 Stimme durch Vollmacht.
       *[other] Darunter sind { $count } Stimmen durch Vollmacht.
    }
result-from-meeting = { $count ->
        [one] Darunter eine Stimme aus der Sitzung, eingetragen vom operativen Management.
       *[other] Darunter { $count } Stimmen aus der Sitzung, eingetragen vom operativen Management.
    }
result-uncertified = **Vorläufig:** Das Ergebnis wartet auf die Bestätigung durch das operative Management mit `/vote erledigt certification`; so lange warten die Zusammenführungsanfragen.
result-uncertified-only = **Vorläufig:** Das Ergebnis wartet auf die Bestätigung durch das operative Management mit `/vote erledigt certification`.
result-certified = **Bestätigt** am { $day } durch das operative Management.
result-late-recusal = **Hinweis:** In den letzten 24 Stunden vor der Entscheidung als befangen verzeichnet: { $members }. Ohne dies wäre das Ergebnis: { $outcome } (Ja: { $yes }, erforderlich: { $needed }).
result-stated-late = **Hinweis:** Das Ergebnis konnte erst am { $stated } festgestellt werden; bis dahin war votum oder die Plattform nicht erreichbar. Gezählt ist, was bis zum Ende der Frist am { $deadline } abgegeben wurde.
result-next-steps = **Nächste Schritte.** Das operative Management hakt ab mit `/vote erledigt SCHRITT`:
result-no-obligation = Der Beschluss ersetzt keine Verpflichtungserklärung der Mitglieder.
result-vote-again = Eine erneute Abstimmung ist möglich.
result-resubmission-allowed = Eine Wiedervorlage ist möglich.
result-outside = Die Entwicklung außerhalb der Entwicklungspartnerschaft bleibt möglich.
result-resubmission-barred = Eine Wiedervorlage ist ausgeschlossen.
result-subgroup-or-outside = Möglich bleiben ein Vorhaben einer Teilgruppe und die Entwicklung außerhalb der Entwicklungspartnerschaft.
result-short-accepted = Angenommen – Beschluss { $number } zu { $ticket }.
result-short-rejected = Abgelehnt – Beschluss { $number } zu { $ticket }.
result-short-inquorate = Nicht beschlussfähig – Beschluss { $number } zu { $ticket }.

## Auf dem Weg zur Abstimmung

incomplete-title = **Die Abstimmung kann noch nicht eröffnet werden – { $ticket }**
incomplete-title-label = **Der Vorgang ist noch nicht eindeutig eingeordnet – { $ticket }**
incomplete-short-label = Der Vorgang ist noch nicht eindeutig eingeordnet.
incomplete-short = Die Abstimmung kann noch nicht eröffnet werden.
incomplete-template = In der Entscheidungsvorlage fehlen:
incomplete-commitment = Die Finanzierungszusage fehlt noch von:
incomplete-requirement = Noch nicht erfüllt:
incomplete-no-process = Ein Prozess-Label fehlt. Zur Auswahl stehen diese Labels:
incomplete-several-processes = Der Vorgang trägt mehrere Prozess-Labels; genau eines ist erforderlich:
incomplete-label-vote = { $label } – mit Abstimmung
incomplete-label-no-vote = { $label } – ohne Abstimmung
incomplete-next = Nach Ergänzung der Beschreibung geht es von selbst weiter.
incomplete-next-reading = Nach Ergänzung der Beschreibung beginnt die Vorlauffrist von { $days ->
        [one] 1 Tag.
       *[other] { $days } Tagen.
    }
incomplete-next-label = Das operative Management ordnet den Vorgang einem Prozess zu. Bis dahin ist nichts weiter zu tun.
incomplete-next-commitment = Die Vertretung sagt zu mit `/vote zusage BETRAG`.
incomplete-next-requirement = Das operative Management bestätigt mit `/vote erledigt SCHRITT`.
reading-title = **Die Entscheidungsvorlage ist vollständig und liegt aus – { $ticket }**
reading-since = Beginn der Vorlauffrist: { $time }.
reading-opens = Die Abstimmung wird eröffnet: { $time }.
reading-manual = Die Abstimmung eröffnet das operative Management.
reading-deferred = Haushaltssperre: { $members }. Nach der Vereinbarung wird die Abstimmung so lange vertagt und nicht vor dem { $day } eröffnet.
reading-changes = Eine Änderung der Beschreibung lässt die Vorlauffrist neu beginnen. Stimmen zählen erst ab der Eröffnung.
cleared-title = **Keine Abstimmung erforderlich – { $ticket }**
cleared-body = Der Vorgang ist durch das operative Management aufgenommen.
cleared-review = { $count ->
        [one] Zusammengeführt wird nach Prüfung durch eine zweite Person.
       *[other] Zusammengeführt wird nach { $count } Prüfungen durch andere Personen.
    }
cleared-object = Handelt es sich um eine neue Funktion? Die Vertretung eines Mitglieds kann innerhalb von zehn Tagen mit `/vote einspruch BEGRÜNDUNG` eine Klärung verlangen.
disputed-title = **Die Einordnung wird geklärt – { $ticket }**
disputed-body = { $member } wendet ein, dass es sich nicht um einen Fehler handelt. Begründung: { $reason }
disputed-next = Das operative Management entscheidet mit `/vote einordnen PROZESS BEGRÜNDUNG`. Bis dahin wird nicht zusammengeführt.
label-title = **Das Label { $label } wurde zurückgesetzt.**
label-body = Die Zuordnung zu einem Prozess ändert das operative Management. Ein Hinweis als Kommentar genügt.
text-changed-title = **Die Entscheidungsvorlage wurde während der Abstimmung geändert – { $ticket }**
text-changed-body = Zeitpunkt der Änderung: { $time }. Abgegebene Stimmen beziehen sich auf die Fassung bei Eröffnung; die Abstimmung läuft weiter.
text-changed-next = Das operative Management entscheidet: redaktionell mit `/vote redaktionell BEGRÜNDUNG` oder ungültig mit `/vote ungültig BEGRÜNDUNG`.
extended-title = **Die Frist wurde verlängert – { $ticket }**
extended-next = Abgegebene Stimmen gelten weiter.

## Ende ohne Ergebnis

ended-withdrawn = **Zurückgezogen – { $ticket }**
ended-void = **Ungültig – { $ticket }**
ended-deferred = **Zurückgestellt – { $ticket }**
ended-refused = **Nicht zugelassen – { $ticket }**
ended-over-cap = Die Kosten liegen über dem Höchstbetrag je Vorhaben.
ended-reclassified = Der Vorgang wurde während der Abstimmung einem anderen Prozess zugeordnet.
ended-closed = Der Vorgang wurde vor dem Ergebnis geschlossen.
ended-gone = Der Vorgang wurde gelöscht oder verschoben.
ended-by-operations = So hat das operative Management entschieden.
ended-resubmission-decided = Der Vorgang ist als Wiedervorlage von { $ticket } gekennzeichnet. Mit [Beschluss { $number }]({ $url }) wurde abgelehnt; eine Wiedervorlage ist ausgeschlossen.
ended-resubmission-named = Die Beschreibung nennt { $ticket }. Mit [Beschluss { $number }]({ $url }) wurde dieser Antrag abgelehnt; eine Wiedervorlage im selben Prozess ist ausgeschlossen.
ended-resubmission = Der Vorgang ist als Wiedervorlage von { $ticket } gekennzeichnet; eine Wiedervorlage ist ausgeschlossen.
ended-resubmission-unnamed = Der Vorgang ist als Wiedervorlage gekennzeichnet; eine Wiedervorlage ist ausgeschlossen.
ended-next-reopen = Wird der Vorgang wieder geöffnet, beginnt er von vorn.
ended-next-other = Liegt ein anderer Gegenstand vor, kann das operative Management den Vorgang neu einordnen.
ended-next-contact = Über das weitere Vorgehen gibt die Kontaktstelle Auskunft.
ended-next-anew = Das Verfahren beginnt unter dem neuen Prozess von vorn.
ended-next-discussion = Das operative Management nimmt den Vorgang auf die Tagesordnung. Danach kann es die Abstimmung mit `/vote eröffnen` neu eröffnen; wurde die Vorlage inzwischen geändert, liegt sie zuvor erneut aus. Dann stimmen alle Mitglieder neu ab.
ended-next-deferred = Das operative Management kann die Abstimmung mit `/vote eröffnen` wieder aufnehmen; die Vorlage wird dann erneut geprüft, und alle Mitglieder stimmen neu ab. Verknüpfte Zusammenführungsanfragen warten weiter.
ended-next-no-result = Ein Ergebnis wird nicht festgestellt. Verknüpfte Zusammenführungsanfragen warten weiter.
reopened-title = **Der Vorgang wurde wieder geöffnet – { $ticket }**
reopened-body = Vor dem Ergebnis schließen ihn nur die antragstellende Person, eine Vertretung ihres Mitglieds oder das operative Management. Zurückziehen ist möglich mit `/vote zurückziehen BEGRÜNDUNG`.
closed-again-title = **Der Vorgang wurde wieder geschlossen – { $ticket }**
closed-again-decided = Mit [Beschluss { $number }]({ $url }) wurde abgelehnt; eine Wiedervorlage ist ausgeschlossen.
closed-again-body = Eine Wiedervorlage ist ausgeschlossen.

## Antworten an eine Person

not-counted-title = **Stimme nicht gezählt ({ $who }),** weil { $why }.
not-counted-next-opening = Nach der Eröffnung kann die Stimme erneut abgegeben werden.
not-counted-next-anew = Bitte die Reaktion entfernen und neu setzen oder per Kommentar abstimmen, zum Beispiel `/vote ja`.
not-counted-next-recorded = Sie ist verzeichnet und im Register zu sehen.
not-counted-next-channel = Welche Wege vorgesehen sind, steht im Hinweis zur Abstimmung.
not-counted-next-welcome = Hinweise zur Sache sind willkommen.
not-counted-next-proxy = Eine Vollmacht erteilt die Vertretung des Mitglieds mit `/vote vollmacht @konto`.
not-counted-next-clear = Bitte in einer eigenen Zeile eindeutig abstimmen: `/vote ja`, `/vote nein` oder `/vote enthaltung`. Eine Begründung kann nach einem Doppelpunkt folgen.
not-counted-next-comment = Bitte in einem neuen Kommentar abstimmen, zum Beispiel `/vote ja`.
not-counted-next-table = Was derzeit gilt, steht in der Tabelle des Hinweises zur Abstimmung.
no-vote = Danke für die Rückmeldung ({ $who }). Sie wird nicht als Stimme gezählt, weil das Konto keinem stimmberechtigten Mitglied zugeordnet ist.
no-vote-next = Hinweise zur Sache sind willkommen.
contradiction = **Reaktionen nicht gezählt ({ $who }):** Es liegen widersprechende Reaktionen desselben Kontos vor.
contradiction-next = Bitte eine Reaktion entfernen oder per Kommentar abstimmen. Stimmen per Kommentar bleiben unberührt.
divided = **Stimmen von { $member } nicht gezählt:** Die Vertretungen des Mitglieds haben verschieden abgestimmt.
divided-by = Abgestimmt haben: { $accounts }.
divided-next = Bis zur Klärung zählt keine dieser Stimmen. Jede Vertretung kann ihre Stimme ändern oder zurücknehmen, zum Beispiel mit `/vote zurücknehmen`.
ballot-deleted = **Kommentar gelöscht ({ $member }).** Die darin abgegebene Stimme gilt weiter und ist gekennzeichnet.
ballot-deleted-unknown = **Kommentar gelöscht.** Die darin abgegebene Stimme gilt weiter und ist gekennzeichnet.
ballot-deleted-next = Zurücknehmen kann sie die Vertretung des Mitglieds mit `/vote zurücknehmen`.
command-refused = **{ $command } nicht ausgeführt** ({ $who }).
not-allowed-who = Diesen Befehl gibt: { $who }.
not-now-state = Er passt nicht zum Stand des Vorgangs: { $state }.
not-now-merging-off = Zusammenführen durch votum ist ausgeschaltet oder bereits geschehen.
not-now-not-merged = Ein Versions-Tag wird an einer Zusammenführung gesetzt; sie steht noch aus.
not-now-released = Diese Zusammenführung gehört bereits zu einer Version.
not-now-release-none = Hier wartet nichts auf eine Version.
not-now-release-underway = Die Version wird bereits gesetzt.
not-now-release-halted = Es kann gerade kein Versions-Tag gesetzt werden. Eine andere Version lässt sich mit `/vote veröffentlichen VERSION` nennen.
not-now-release-past = Diese Zusammenführung war nicht freigegeben und bekommt keine eigene Version. Sie kommt mit der nächsten freigegebenen; dort lässt die Release-Verantwortung sie mit `/vote veröffentlichen` zu.
version-refused-title = **Kein Versions-Tag gesetzt:** { $version } liegt nicht über { $highest }
version-refused-next = Die Release-Verantwortung nennt mit `/vote veröffentlichen VERSION` eine höhere Version oder lässt sie mit `/vote veröffentlichen` bestimmen.
mistake-unknown = **Nicht verstanden ({ $who }):** { $word } ist kein Befehl.
mistake-help = Alle Befehle nennt `/vote hilfe`.
mistake-ambiguous = **Stimme nicht gezählt ({ $who }),** weil auf „{ $choice }“ weitere Wörter folgen und die Stimme damit nicht eindeutig ist.
mistake-ambiguous-next = Bitte neu abstimmen. Eine Begründung kann nach einem Doppelpunkt folgen, zum Beispiel `/vote ja: passt zum Haushalt`. Eine Bedingung ist nicht möglich.
mistake-reason = **{ $command } nicht ausgeführt ({ $who }),** weil die Begründung fehlt.
mistake-argument = **{ $command } nicht ausgeführt ({ $who }),** weil eine Angabe fehlt, nicht lesbar ist oder der Befehl hier nicht vorgesehen ist.
mistake-usage = Schreibweise: { $usage }.
unknown-member = **Nicht ausgeführt ({ $who }):** Ein Mitglied { $word } ist nicht verzeichnet.
unknown-process = **Nicht ausgeführt ({ $who }):** Ein Prozess { $word } ist nicht verzeichnet.
unknown-follow-up = **Nicht ausgeführt ({ $who }):** Ein Schritt { $word } ist in diesem Prozess nicht vorgesehen.
unknown-word = **Nicht ausgeführt ({ $who }):** { $word } ist nicht bekannt.
unknown-known = Verzeichnet sind: { $known }.
proxy-recorded = **Vollmacht verzeichnet:** { $member } an { $holder }, nur für { $ticket }.
proxy-until = Sie gilt bis einschließlich { $day }.
proxy-next = Eine eigene Stimme des Mitglieds geht vor. Widerruf: `/vote vollmacht keine`.
proxy-none = **Vollmacht widerrufen:** { $member }, { $ticket }. Eine bereits abgegebene Stimme gilt weiter.
proxy-refused = **Vollmacht nicht verzeichnet** ({ $who }).
proxy-refused-off = Vollmachten sind in dieser Partnerschaft nicht vorgesehen.
proxy-refused-ended = Der Vorgang ist bereits beendet.
proxy-refused-no-representative = Das genannte Konto vertritt kein Mitglied.
proxy-refused-own-member = Das genannte Konto vertritt dasselbe Mitglied und kann ohne Vollmacht abstimmen.
proxy-refused-chain = Eine Vollmacht kann nicht weitergegeben werden.
proxy-refused-too-many = { $most ->
        [one] Das genannte Konto vertritt bereits 1 anderes Mitglied (Höchstzahl).
       *[other] Das genannte Konto vertritt bereits { $most } andere Mitglieder (Höchstzahl).
    }
recused = **{ $member } ist in { $ticket } befangen und nimmt an der Abstimmung nicht teil.**
recusal-lifted = **Die Befangenheit ist aufgehoben: { $member } nimmt an der Abstimmung zu { $ticket } teil.**
recused-final = Die Erklärung ist für das Mitglied endgültig; aufheben kann sie nur das operative Management.

## Hilfe

help-title = **Befehle**
help-how = Ein Befehl steht in einem Kommentar in einer eigenen Zeile, außerhalb von Zitaten, Listen und Code. Deutsche und englische Wörter sind gleichwertig, ebenso die Erwähnung, zum Beispiel { $mention }.
help-line = { $usage } (auch { $other }) – { $what } Wer: { $who }.
help-yes = Stimme abgeben: Ja.
help-no = Stimme abgeben: Nein.
help-abstain = Stimme abgeben: Enthaltung.
help-retract = Abgegebene Stimme zurücknehmen.
help-proxy = Vollmacht für diesen Vorgang erteilen; mit `keine` widerrufen.
help-recuse = Befangenheit erklären.
help-commit = Finanzierung durch ein Mitglied der Teilgruppe zusagen.
help-object = Einwenden, dass kein Fehler vorliegt.
help-discuss = Eine mündliche Aussprache wünschen.
help-withdraw = Antrag zurückziehen.
help-open = Abstimmung eröffnen oder eine zurückgestellte wieder aufnehmen, in eiligen Fällen vor Ablauf der Vorlauffrist.
help-extend = Frist verlängern.
help-defer = Vorgang zurückstellen.
help-void = Abstimmung für ungültig erklären.
help-editorial = Änderung der Vorlage für redaktionell erklären.
help-classify = Vorgang einem Prozess zuordnen oder die Zuordnung bestätigen.
help-done = Schritt oder Voraussetzung abhaken.
help-undo = Haken zurücknehmen; mit `befangen` eine Befangenheit aufheben.
help-record = Stimme eines Mitglieds aus einer Sitzung eintragen, mit Verweis auf das Protokoll; mit `keine` einen Eintrag zurücknehmen, mit Begründung.
help-spent = Ausgabe verzeichnen.
help-status = Stand nennen.
help-help = Diese Liste zeigen.
help-merge = Zusammenführen, sobald alles frei ist.
help-exempt = Zusammenführungsanfrage für diesen Stand von der Abstimmung ausnehmen.
help-hold = Zusammenführung anhalten.
help-unhold = Anhalten aufheben.
help-release = Jetzt veröffentlichen.
usage-yes = [für MITGLIED] [: BEGRÜNDUNG]
usage-no = [für MITGLIED] [: BEGRÜNDUNG]
usage-abstain = [für MITGLIED] [: BEGRÜNDUNG]
usage-retract = [für MITGLIED]
usage-proxy = @konto [bis DATUM]
usage-recuse = BEGRÜNDUNG
usage-commit = [BETRAG]
usage-object = BEGRÜNDUNG
usage-discuss = [BEGRÜNDUNG]
usage-withdraw = [BEGRÜNDUNG]
usage-open = [dringend BEGRÜNDUNG]
usage-extend = DATUM BEGRÜNDUNG
usage-defer = BEGRÜNDUNG
usage-void = BEGRÜNDUNG
usage-editorial = BEGRÜNDUNG
usage-classify = PROZESS BEGRÜNDUNG
usage-done = SCHRITT [MITGLIED]
usage-undo = SCHRITT [MITGLIED]
usage-record = ja|nein|enthaltung|keine für MITGLIED VERWEIS oder BEGRÜNDUNG
usage-spent = BETRAG
usage-exempt = BEGRÜNDUNG
usage-hold = BEGRÜNDUNG
usage-release = [VERSION]

## Zusammenführungsanfragen

gate-title = **Zusammenführungsanfrage (Merge Request) { $request }: { $state }**
gate-thanks = Vielen Dank für den Beitrag. In dieser Partnerschaft entscheiden die Mitglieder über neue Funktionen; zusammengeführt wird, was entschieden und geprüft ist.
gate-item = **{ $name }**{ $ticket }: { $explained }
gate-steps = **So geht es weiter:**
gate-step-bug = Fehlerbehebung? In { $project } einen Vorgang anlegen und hier in der Beschreibung `Vorgang: #n` eintragen. Eine Abstimmung ist nicht nötig.
gate-step-feature = Neue Funktion? In { $project } einen Vorgang mit der Vorlage „Entscheidungsvorlage“ anlegen und hier eintragen. Den Antrag stellt ein Mitglied.
gate-step-docs = Nur Text oder Dokumentation? Dann genügt eine Ausnahme durch das operative Management oder die Release-Verantwortung.
gate-step-projects = einem Projekt für Vorgänge
gate-again = Jede Änderung wird von selbst neu bewertet.
gate-why-template-incomplete = In der Entscheidungsvorlage des Vorgangs fehlen Angaben. Sie ergänzt, wer den Antrag stellt.
gate-why-no-process = Das operative Management ordnet den Vorgang noch einem Prozess zu.
gate-why-several-processes = Der Vorgang trägt mehrere Prozess-Labels. Das operative Management legt eines fest.
gate-why-commitment-missing = Ein Mitglied der Teilgruppe hat seine Finanzierung noch nicht zugesagt.
gate-why-requirement-missing = Der Vorgang ist entschieden, aber eine Voraussetzung für das Zusammenführen ist noch nicht abgehakt. Das bestätigt das operative Management.
gate-why-resubmission = Der Vorgang wiederholt einen abgelehnten Antrag. Das ist ausgeschlossen.
gate-why-over-cap = Der Vorgang kostet mehr, als ein Vorhaben kosten darf.
gate-why-discussion = Mitglieder wünschen eine Aussprache; die Abstimmung ist so lange zurückgestellt.
gate-why-by-operations = So hat das operative Management entschieden; dort gibt es Auskunft.
gate-why-reclassified = Der Vorgang wurde einem anderen Prozess zugeordnet und beginnt neu.
gate-why-closed = Der Vorgang ist geschlossen. Wird er wieder geöffnet, beginnt er neu.
gate-why-gone = Der Vorgang wurde gelöscht oder verschoben. Bitte einen bestehenden Vorgang nennen.
gate-why-no-vote-needed = Der Vorgang braucht keine Abstimmung.
gate-why-classification-disputed = Ein Mitglied wendet ein, dass es sich nicht um einen Fehler handelt. Das operative Management klärt die Einordnung.
gate-why-accepted = Der Vorgang ist entschieden und angenommen.
gate-why-exempt = Für diese Änderung ist kein Vorgang nötig.
gate-why-vote-open = Über den Vorgang ist noch nicht entschieden. Bis zum Ergebnis ist nichts zu tun; der Stand steht im Vorgang.
gate-why-incomplete = Dem Vorgang fehlen Angaben. Was fehlt, steht im Vorgang; ergänzen kann es, wer den Antrag stellt.
gate-why-rejected = Der Vorgang wurde abgelehnt. Diese Änderung kann nicht übernommen werden. Die Entwicklung außerhalb der Partnerschaft bleibt möglich.
gate-why-refused = Der Vorgang ist nicht zugelassen. Diese Änderung kann nicht übernommen werden.
gate-why-inquorate = An der Abstimmung haben sich zu wenige Mitglieder beteiligt. Das operative Management kann sie wiederholen.
gate-why-vote-void = Die Abstimmung wurde für ungültig erklärt. Nötig ist eine neue Entscheidung.
gate-why-withdrawn = Der Vorgang wurde zurückgezogen. Nötig ist ein Vorgang, über den entschieden ist.
gate-why-deferred = Der Vorgang ist zurückgestellt. Wann es weitergeht, sagt das operative Management.
gate-why-held = Die Zusammenführung ist angehalten. Begründung: { $reason }. Aufheben können das operative Management und die Release-Verantwortung mit `/vote fortsetzen`.
gate-why-no-ticket = Die Beschreibung nennt keinen Vorgang. Ein Vorgang (Issue) begründet, warum geändert wird; über ihn wird entschieden.
gate-why-ticket-unknown = Der genannte Vorgang ist nicht zu finden oder kein Vorgang dieser Partnerschaft. Bitte die Nummer in der Beschreibung prüfen.
gate-why-change-needed = Die Änderung berührt Dateien, die das Regelwerk schützt. Nötig ist ein angenommener Antrag auf Änderung; eine Ausnahme genügt nicht.
gate-why-not-in-core = Das Vorhaben einer Teilgruppe kommt in ein eigenes Modul. Für den Kern ist ein Antrag auf Aufnahme nötig.
gate-why-review-missing = Der jetzige Stand braucht { $needed ->
        [one] 1 Zustimmung (Approval)
       *[other] { $needed } Zustimmungen (Approvals)
    } durch andere Personen mit mindestens der Rolle Developer; gezählt: { $found }.
gate-why-sign-contested = Ein anderes Konto setzt das Zeichen von votum an diesem Stand immer wieder. votum überschreibt es hier nicht länger und gibt den Stand nicht frei. Wer das Projekt verwaltet, unterbindet das am Forge; danach geht es mit einem neuen Stand oder `/vote fortsetzen` weiter.
gate-why-head-shared = Eine weitere Zusammenführungsanfrage mit demselben Stand ist nicht freigegeben.
gate-why-pipeline-missing = Für diesen Stand läuft keine Pipeline.
no-pipeline-title = **{ $request } ist freigegeben, aber für diesen Stand läuft keine Pipeline.**
no-pipeline-why = Das Projekt hat Pipelines; ohne eine erfolgreiche wird nicht zusammengeführt.
no-pipeline-next = Abhilfe: In der Zusammenführungsanfrage unter „Pipelines“ eine Pipeline ausführen (Run pipeline). Auf Dauer hilft eine Regel in `.gitlab-ci.yml`, die auch für Zusammenführungsanfragen eine Pipeline anlegt (`$CI_PIPELINE_SOURCE` ist dann `merge_request_event`).
no-pipeline-fork = Abhilfe: Die Änderung kommt aus einem Fork. Ein Mitglied des Projekts sieht sie durch und führt dann unter „Pipelines“ eine Pipeline im Projekt aus (Run pipeline).
lost-title = **{ $request }: Der Zweig enthält nach der Zusammenführung nicht den bewerteten Stand.**
lost-why = Bewertet wurde { $head }, im Zweig steht { $sha }. Die Zusammenführung ist als „ohne Freigabe“ verzeichnet.
lost-next = Wer das Projekt verwaltet, prüft bitte, was in den Zweig gelangt ist. Ein Versions-Tag wird bis dahin nicht gesetzt.
not-merged-title = **{ $request } wurde nicht zusammengeführt.**
not-merged-why = Antwort der Plattform: { $why }
not-merged-next = Nach einer neuen Änderung wird es erneut versucht; sofort geht es mit `/vote zusammenführen` durch die Release-Verantwortung.
tag-stopped-title = **Kein Versions-Tag gesetzt:** { $count ->
        [one] 1 Änderung ist nicht freigegeben.
       *[other] { $count } Änderungen sind nicht freigegeben.
    }
tag-stopped-more = { $count ->
        [one] und 1 weitere
       *[other] und { $count } weitere
    }
tag-stopped-next = Die Release-Verantwortung prüft die Änderungen und lässt sie mit `/vote veröffentlichen` zu.
lack-request = Zusammenführungsanfrage { $request }, ohne Freigabe zusammengeführt: { $why }{ $ticket }
lack-changed = Zusammenführungsanfrage { $request }, inzwischen nicht mehr freigegeben: { $why }{ $ticket }
lack-commit = { $commit }, ohne Zusammenführungsanfrage in den Zweig gelangt
lack-unjudged = dieser Stand war nicht bewertet
lack-ask = { $what } – zuständig: { $ask }
tag-halted-title = **Kein Versions-Tag gesetzt**
tag-halted-elsewhere = { $tag } gibt es auf der Plattform bereits, aber an einer anderen Änderung: { $found }. votum verschiebt kein Tag und setzt kein zweites.
tag-halted-elsewhere-next = Ist es falsch, wird es auf der Plattform gelöscht; danach geht es von selbst weiter. Sonst nennt die Release-Verantwortung mit `/vote veröffentlichen VERSION` eine andere Version.
tag-halted-unseen = Die Plattform zeigt nicht, welche Änderungen seit der letzten Version dazugekommen sind ({ $found }).
tag-halted-unseen-next = votum fragt von selbst erneut nach. Fehlt auf der Plattform ein Stand, den ein Versions-Tag oder der Zweig nennt, ist er dort wiederherzustellen.
tag-halted-refused = Die Plattform hat { $tag } abgelehnt: { $found }
tag-halted-refused-next = Wer votum betreibt, behebt die Ursache und lässt es erneut versuchen.

# Zeilen am Commit, höchstens 140 Zeichen.
line-decision = Beschluss { $number } ({ $ticket })
line-vote-open = Abstimmung { $ticket } läuft bis { $day }
line-reading = über { $ticket } ist noch nicht entschieden
line-review-missing = Prüfung durch zweite Person fehlt
line-accepted = { $ticket } wurde angenommen
line-no-vote-needed = { $ticket }, keine Abstimmung erforderlich
line-rejected = { $ticket } wurde abgelehnt
line-refused = { $ticket } ist nicht zugelassen
line-inquorate = Abstimmung { $ticket } war nicht beschlussfähig
line-vote-void = Abstimmung { $ticket } ist ungültig
line-withdrawn = { $ticket } wurde zurückgezogen
line-deferred = { $ticket } ist zurückgestellt
line-incomplete = { $ticket } ist unvollständig
line-classification-disputed = Einordnung von { $ticket } wird geklärt
line-ticket-unknown = { $ticket } ist nicht lesbar oder unbekannt
line-not-in-core = { $ticket } ist ein Vorhaben einer Teilgruppe, nicht für den Kern
line-requirement-missing = Voraussetzung in { $ticket } nicht erfüllt
line-held = angehalten
line-head-shared = derselbe Stand wie { $ticket }, dort fehlt die Freigabe
line-sign-contested = Status wiederholt durch ein anderes Konto gesetzt

merge-title = Zusammenführung { $request }
merge-decision = Beschluss { $number } · Vorgang { $ticket } · { $url }
merge-no-vote = Ohne Abstimmung · Vorgang { $ticket }
merge-exempt = Ohne Vorgang, von der Abstimmung ausgenommen
release-title = Veröffentlichung { $tag }
release-title-candidate = Vorabversion { $tag }
release-name-candidate = { $tag } (Vorabversion)
release-process = **Prozess { $process }**
release-no-process = **Ohne Prozess**
release-confidential = **Vertrauliche Vorgänge**
release-exempt = **Ohne Vorgang, von der Abstimmung ausgenommen**
release-passed = **Ohne Freigabe aufgenommen,** von der Release-Verantwortung zugelassen
release-decision = Beschluss [{ $number }]({ $url }) · Vorgang { $ticket }
release-no-vote = Ohne Abstimmung · Vorgang { $ticket }
release-tally = Ja: { $yes } · Nein: { $no } · Enthaltung: { $abstain } · Nicht abgegeben: { $absent } · Befangen: { $recused } · Erforderlich: { $needed } Ja
release-tally-silence = Ja: { $yes } · Nein: { $no } · Enthaltung: { $abstain } · Nicht abgegeben: { $absent } · Befangen: { $recused } · Schweigen gilt als Zustimmung
release-merges = Zusammengeführt mit { $requests }
release-by = { $request } von { $author }
release-open = Noch offen: { $items }
release-register = [Beschlüsse dieser Version im Register]({ $url })
release-link-register = Beschlussregister: { $tag }
release-link-decision = Beschluss { $number }
tag-proof = Nachweis: Eintrag { $seq } im Journal, SHA-256 { $hash }
changelog-heading = # Änderungen
files-title = Version { $tag } eintragen: { $files }
files-body = Diese Zusammenführungsanfrage trägt die Version { $tag } in die Dateien ein, die nach den Regeln der Partnerschaft aktuell zu halten sind. Ein Vorgang ist dafür nicht nötig, die Prüfung durch eine zweite Person schon. Wer selbst auf diesen Zweig pusht, macht daraus eine gewöhnliche Zusammenführungsanfrage. [Beschlüsse dieser Version]({ $url })

## Seiten des Registers

page-title = Beschlussregister
page-title-of = { $page } – Beschlussregister { $partnership }
page-home = Übersicht
page-home-intro = Hier steht, was die Mitglieder von { $partnership } entschieden haben, wie sie abgestimmt haben und nach welcher Regel gezählt wurde.
page-partnerships = Partnerschaften
page-partnership = Partnerschaft
page-product = Produkt
page-decisions = Beschlüsse
page-decision = Beschluss
page-decision-of = Beschluss { $number }
page-tickets = Vorgänge
page-ticket = Vorgang
page-ticket-of = Vorgang { $ticket }
page-merge-requests = Zusammenführungsanfragen
page-merge-request = Zusammenführungsanfrage
page-merge-request-of = Zusammenführungsanfrage { $request }
page-members = Mitglieder
page-rules = Regeln
page-latest-decisions = Neueste Beschlüsse
page-open-votes = Laufende Abstimmungen
page-reading-now = Ausliegende Vorlagen
page-all-decisions = Alle Beschlüsse
page-navigation = Hauptnavigation
page-breadcrumb = Pfad
page-skip = Zum Inhalt springen
page-language = Sprache
page-language-switch = English
page-language-switch-hint = Diese Seite auf Englisch anzeigen
page-number = Nummer
page-date = Datum
page-subject = Gegenstand
page-process = Prozess
page-state = Stand
page-result = Ergebnis
page-reason = Grund
page-project = Projekt
page-opened = Eröffnet
page-decided = Entschieden
page-deadline = Frist
page-deadline-zone = { $time } (Zeitzone { $zone })
page-reading-since = Vorlage liegt aus seit
page-opens-at = Abstimmung wird eröffnet
page-votes = Abstimmung
page-vote-note = Hinweis zur Abstimmung
page-ballots = Abgegebene Stimmen
page-ballots-caption = Stimmen der Mitglieder, in der Reihenfolge ihrer Abgabe
page-members-caption = Was für jedes Mitglied zählt
page-decisions-caption = Beschlüsse, neueste zuerst
page-tickets-caption = Vorgänge, neueste zuerst
page-merge-requests-caption = Zusammenführungsanfragen, neueste zuerst
page-member = Mitglied
page-choice = Stimme
page-way = Weg
page-time = Zeitpunkt
page-counts = Zählt
page-counts-yes = ja
page-counts-no = nein
page-does-not-count = Zählt nicht, weil { $why }.
page-weight = Gewicht
page-proxied = durch Vollmacht
page-from-meeting = eingetragen vom operativen Management ({ $minutes })
page-recused = befangen
page-not-given = nicht abgegeben
page-open = offen
page-retracted = zurückgenommen
page-unclear = nicht eindeutig
page-tally = Auszählung
page-entitled = Stimmberechtigt
page-yes = Ja
page-no = Nein
page-abstain = Enthaltung
page-absent = Nicht abgegeben
page-recused-count = Befangen
page-needed = Erforderlich
page-found = Erreicht
page-share = Anteil
page-held = Erfüllt
page-held-yes = erfüllt
page-held-no = nicht erfüllt
page-rule = Regel
page-why-heading = Begründung der Auszählung
page-rule-text = Regel im Wortlaut
page-rules-digest = Prüfsumme der Regeln
page-text-digest = Prüfsumme der Vorlage
page-text = Entscheidungsvorlage
page-text-changed = Die Vorlage wurde während der Abstimmung geändert. Abgestimmt wurde über die Fassung bei Eröffnung.
page-history = Verlauf
page-history-event = Ereignis
page-history-empty = Noch keine Ereignisse.
page-chain-head = Stand der Prüfkette
page-follow-ups = Nächste Schritte
page-follow-up = Schritt
page-follow-up-done = erledigt
page-follow-up-open = offen
page-follow-ups-progress = { $done } von { $all } erledigt
page-reservations = Vorbehalte
page-no-obligation = Der Beschluss ersetzt keine Verpflichtungserklärung der Mitglieder.
page-resubmission = Wiedervorlage
page-admits = Aufnahme nach Beschluss
page-discussion = Aussprache gewünscht
page-certified = Bestätigung
page-certified-yes = durch eine Person bestätigt
page-certified-no = steht aus; das Ergebnis ist vorläufig
page-gate = Freigabe
page-gate-reasons = Gründe
page-gate-reason = Grund
page-head = Geprüfter Stand (Commit)
page-merged = Zusammengeführt als
page-not-merged = noch nicht zusammengeführt
page-tag = Version
page-releases = Versionen
page-releases-body = Jede Version nennt die Beschlüsse, auf denen sie beruht. Ihr Tag auf der Plattform trägt die Prüfsumme des Journals von diesem Zeitpunkt.
page-releases-caption = Versionen, neueste zuerst
page-empty-releases = Es gibt noch keine Version.
page-release-of = Version { $tag }
page-released-at = Veröffentlicht
page-commit = Stand
page-preliminary = Vorabversion
page-release-preliminary = Vorabversion: Sie enthält alles seit der letzten Version und dient der Erprobung.
page-release-tickets = Vorgänge dieser Version
page-release-no-vote = ohne Abstimmung
page-release-no-tickets = Diese Version enthält nur Änderungen ohne Vorgang.
page-release-passed = Ohne Freigabe aufgenommen
page-release-stopped = { $series }: Die nächste Version wartet auf die Release-Verantwortung, weil Änderungen nicht freigegeben sind.
page-release-halted = { $series }: Es kann keine Version gesetzt werden.
page-release-halted-elsewhere = { $tag } gibt es bereits an einer anderen Änderung.
page-release-halted-unseen = Die Plattform zeigt nicht, was seit der letzten Version dazugekommen ist.
page-release-halted-refused = Die Plattform lehnt { $tag } ab.
page-tickets-named = Genannte Vorgänge
page-confidential = Vorgang { $ticket } (vertraulich)
page-confidential-hint = Titel und Text dieses Vorgangs sind vertraulich und werden nicht veröffentlicht.
page-legal-basis = Grundlage
page-contact = Kontakt
page-at-forge = Zum Vorgang auf der Plattform
page-request-at-forge = Zur Zusammenführungsanfrage auf der Plattform
page-previous = Vorherige Seite
page-next = Nächste Seite
page-pages = Seiten
page-count-decisions = { $count ->
        [one] 1 Beschluss
       *[other] { $count } Beschlüsse
    }
page-count-tickets = { $count ->
        [one] 1 Vorgang
       *[other] { $count } Vorgänge
    }
page-count-merge-requests = { $count ->
        [one] 1 Zusammenführungsanfrage
       *[other] { $count } Zusammenführungsanfragen
    }
page-empty-decisions = Es gibt noch keine Beschlüsse.
page-empty-tickets = Es gibt noch keine Vorgänge.
page-empty-merge-requests = Es gibt noch keine Zusammenführungsanfragen.
page-empty-ballots = Es wurden noch keine Stimmen abgegeben.
page-empty-open-votes = Zurzeit läuft keine Abstimmung.
page-empty-search = Zu dieser Auswahl gibt es keine Einträge.
page-search = Suche
page-search-hint = Nummer oder Wort aus dem Titel
page-search-submit = Suchen
page-filter = Auswahl
page-filter-year = Jahr
page-filter-process = Prozess
page-filter-result = Ergebnis
page-filter-state = Stand
page-filter-all = alle
page-filter-apply = Anwenden
page-filter-reset = Zurücksetzen
page-feed = Beschlüsse als Feed
page-export = Als Tabelle (CSV)
page-json = Als Daten (JSON)
page-calendar = Fristen als Kalender
page-not-found = Seite nicht gefunden
page-not-found-body = Unter dieser Adresse ist nichts verzeichnet.
page-error = Fehler
page-error-body = Die Seite kann gerade nicht angezeigt werden. Ein späterer Versuch kann helfen.
page-back-home = Zur Übersicht
page-about = Wer entscheidet was
page-about-body = Stimmberechtigt sind die Mitglieder der Partnerschaft, vertreten durch die von ihnen benannten Konten. Jeder Antrag durchläuft einen Prozess; der Prozess legt fest, wie viele Stimmen nötig sind.
page-about-processes = Prozesse und ihre Regeln
page-about-approval = Nötige Zustimmung
page-about-base = Bezugsgröße
page-about-base-entitled = alle stimmberechtigten Mitglieder
page-about-base-cast = abgegebene Ja- und Nein-Stimmen
page-about-base-subgroup = die Mitglieder der Teilgruppe
page-about-quorum = Nötige Beteiligung
page-about-no-vote = ohne Abstimmung
page-about-silence = Schweigen gilt als Zustimmung; abgelehnt ab { $limit ->
        [one] 1 Nein-Stimme
       *[other] { $limit } Nein-Stimmen
    }
page-about-contributions = { $share }, nach Stimmen und nach Beiträgen
page-about-contribution = Jahresbeitrag
page-about-roles = Rollen
page-about-verify = Nachrechnen
page-about-verify-body = Aus der Tabelle der Stimmen und der Regel lässt sich jedes Ergebnis von Hand nachrechnen. Die Prüfkette zeigt, dass nachträglich nichts geändert wurde.
page-accessibility = Barrierefreiheit
page-accessibility-body = Diese Seiten sollen ohne Hindernisse nutzbar sein: mit Tastatur, Vorlesesoftware, Vergrößerung und ohne Farben. Hinweise auf Hindernisse nimmt die Kontaktstelle entgegen.
page-accessibility-contact = Hindernis melden
page-privacy = Datenschutz
page-privacy-body = Veröffentlicht werden Mitglieder, keine Personen. Es werden keine Cookies gesetzt und keine Zugriffe ausgewertet.
page-imprint = Impressum
page-health = Betriebszustand
page-health-ok = Alles in Ordnung
page-health-degraded = Eingeschränkt
page-health-forge-down = Die Plattform { $forge } ist nicht erreichbar. Fristen bleiben unverändert; Stimmen werden nachträglich erfasst.
page-health-last-read = Zuletzt gelesen
page-footer = Geführt mit votum, freie Software unter der EUPL 1.2.
page-footer-source = Quelltext
page-as-of = Stand: { $time }
page-total = Summe
page-yes-no = { $answer ->
        [yes] ja
       *[no] nein
    }

# Beweis im Ergebnis
result-proof = Nachweis: Eintrag { $seq } im Journal, Prüfsumme der Kette `{ $hash }`.

# Weitere Wörter der Seiten: Verlauf, Fehler, Regeln, Betrieb. Ton wie in de.ftl.

page-page-number = Seite { $number }
page-all-tickets = Alle Vorgänge dieses Standes
page-empty-partnerships = Hier ist noch keine Partnerschaft eingerichtet.
page-empty-named = Die Zusammenführungsanfrage nennt keinen Vorgang.
page-zone = Alle Zeiten gelten in der Zeitzone { $zone }.
page-forge = Plattform
page-missing = Was noch fehlt
page-ended = Beendet
page-votes-short = Ja { $yes }, Nein { $no }, Enthaltung { $abstain }; erforderlich { $needed }
page-votes-silence = Ja { $yes }, Nein { $no }, Enthaltung { $abstain }; Schweigen gilt als Zustimmung
page-result-closed = Ja: { $yes } ({ $share } von { $entitled } Stimmberechtigten), Nein: { $no }, Enthaltung: { $abstain }, nicht abgegeben: { $absent }, befangen: { $recused }. Erforderlich: { $needed } Ja-Stimmen.
page-result-open = Bisher Ja: { $yes } ({ $share } von { $entitled } Stimmberechtigten), Nein: { $no }, Enthaltung: { $abstain }, offen: { $absent }, befangen: { $recused }. Erforderlich: { $needed } Ja-Stimmen.
page-result-silence = Ja: { $yes } ({ $share } von { $entitled } Stimmberechtigten), Nein: { $no }, Enthaltung: { $abstain }, nicht abgegeben: { $absent }, befangen: { $recused }. Schweigen gilt als Zustimmung.
page-no-member = keinem Mitglied zugeordnet
page-vanished = auf der Plattform nicht mehr vorhanden
page-ballots-cut = Gezeigt werden die ersten { $count } Stimmen; alle stehen in den Daten (JSON).
page-proof = Nachweis
page-electorate-digest = Prüfsumme der Stimmberechtigten
page-journal-number = Nummer im Journal
page-chain-link = Prüfkette an dieser Stelle
page-gate-none = Diese Zusammenführungsanfrage wird nicht bewertet oder wurde es noch nicht.
page-closed-unmerged = geschlossen, nicht zusammengeführt
page-merged-at = Zusammengeführt am
page-merged-cleared = Freigabe beim Zusammenführen

## Verlauf

page-history-caption = Ereignisse aus dem Journal, älteste zuerst
page-history-cut = Gezeigt werden die letzten { $count } Ereignisse.
page-event-reason = Begründung: „{ $reason }“
page-event-registered = Vorgang angelegt.
page-event-confidential = Der Vorgang ist vertraulich.
page-event-described = Fassung der Entscheidungsvorlage gelesen.
page-event-open = Vorgang geöffnet.
page-event-closed = Vorgang geschlossen.
page-event-started = Dem Prozess „{ $process }“ zugeordnet.
page-event-unsorted = Keinem Prozess mehr zugeordnet.
page-event-unsorted-why = Noch keinem Prozess zugeordnet: { $why }.
page-event-incomplete = Unvollständig: { $why }.
page-event-committed = { $member }: Finanzierung zugesagt.
page-event-ticked = Schritt erledigt: { $item }.
page-event-unticked = Schritt wieder offen: { $item }.
page-event-reading = Die Vorlage liegt aus; die Abstimmung wird am { $time } eröffnet.
page-event-reading-by-hand = Die Vorlage liegt aus; die Abstimmung eröffnet das operative Management.
page-event-opened = Abstimmung eröffnet, { $count ->
        [one] 1 stimmberechtigtes Mitglied
       *[other] { $count } stimmberechtigte Mitglieder
    }, Frist { $deadline }.
page-event-opened-urgent = Abstimmung im Eilverfahren eröffnet, { $count ->
        [one] 1 stimmberechtigtes Mitglied
       *[other] { $count } stimmberechtigte Mitglieder
    }, Frist { $deadline }.
page-event-given = { $member }: { $choice } ({ $way }).
page-event-given-proxy = { $member }: { $choice } durch Vollmacht ({ $way }).
page-event-given-meeting = { $member }: { $choice } in der Sitzung, eingetragen vom operativen Management.
page-event-given-retract = { $member }: Stimme zurückgenommen ({ $way }).
page-event-given-unclear = { $member }: Stimme nicht eindeutig ({ $way }).
page-event-given-unauthorised = Stimme für { $member } von einem Konto, das dieses Mitglied nicht vertritt ({ $way }).
page-event-given-nobody = Stimme von einem Konto, das kein Mitglied vertritt.
page-event-gone = Eine Stimme wurde auf der Plattform entfernt.
page-event-back = Eine entfernte Stimme ist auf der Plattform wieder vorhanden.
page-event-recused = { $member }: befangen, nimmt nicht teil.
page-event-recusal-lifted = { $member }: Befangenheit aufgehoben.
page-event-proxy = { $member }: Vollmacht für diesen Vorgang erteilt.
page-event-proxy-none = { $member }: Vollmacht für diesen Vorgang zurückgenommen.
page-event-extended = Frist verlängert bis { $deadline }.
page-event-text-changed = Die Vorlage wurde während der Abstimmung geändert. Abgestimmt wird über die Fassung bei Eröffnung.
page-event-editorial = Die Änderung der Vorlage wurde als redaktionell eingeordnet.
page-event-decided = Beschluss { $number }: { $outcome }. Ja { $yes }, Nein { $no }, Enthaltung { $abstain }.
page-event-stated-late = Das Ergebnis konnte erst am { $stated } festgestellt werden; bis dahin war votum oder die Plattform nicht erreichbar.
page-event-ended = Ohne Beschluss beendet: { $end } ({ $why }).
page-event-cleared = Frei ohne Abstimmung.
page-event-objected = { $member }: Einspruch gegen die Einordnung als Fehler.
page-event-discussion-asked = { $member }: Aussprache gewünscht.
page-event-awaits-second = Ein Befehl des operativen Managements wartet auf ein zweites Konto.
page-event-resumed = Der zurückgestellte Vorgang wurde wieder aufgenommen.
page-event-record-undone = { $member }: Der Eintrag aus der Sitzung wurde zurückgenommen.
page-event-admits = Grundlage der Aufnahme ist Beschluss { $number }.
page-event-confirmed = Die Einordnung als Fehler wurde bestätigt.
page-event-finished = Alle Schritte sind erledigt.
page-event-unfinished = Ein Schritt ist wieder offen.
page-event-proposed = Zusammenführungsanfrage gestellt.
page-event-head = Neuer Stand { $sha }.
page-event-names = Nennt { $tickets }.
page-event-names-none = Nennt keinen Vorgang.
page-event-gated = Freigabe für { $sha }: { $gate } ({ $why }).
page-event-held = Angehalten.
page-event-unheld = Nicht mehr angehalten.
page-event-exempted = Von der Abstimmung ausgenommen.
page-event-merge-asked = Um Zusammenführung wurde gebeten.
page-event-not-merged = Die Zusammenführung ist nicht gelungen.
page-event-merged = Zusammengeführt als { $sha }, mit Freigabe.
page-event-merged-past = Zusammengeführt als { $sha }, ohne Freigabe.
page-event-tagged = Als Version { $tag } veröffentlicht.
page-event-request-open = Zusammenführungsanfrage geöffnet.
page-event-request-closed = Zusammenführungsanfrage geschlossen.

## Wer entscheidet was

page-about-reading = Die Vorlage liegt vorher aus
page-about-duration = Dauer der Abstimmung
page-about-ways = Wege der Stimmabgabe
page-about-change = Änderung der Stimme
page-about-change-until-deadline = bis zum Fristende möglich, die letzte Stimme zählt
page-about-change-never = nicht möglich, die erste Stimme zählt
page-about-deputies = Mehrere Vertretungen eines Mitglieds
page-about-deputies-last = die letzte Stimme gilt
page-about-deputies-first = die erste Stimme gilt
page-about-deputies-ranked = die Stimme der ranghöchsten gilt
page-about-deputies-unanimous = widersprechende Stimmen zählen bis zur Klärung nicht
page-about-proxy = Vollmacht möglich
page-about-recused-in-base = Befangene zählen zur Bezugsgröße
page-about-opinion = Stellungnahme des technischen Gremiums
page-about-opinion-advisory = beratend; der Hinweis zur Abstimmung nennt, ob sie vorliegt
page-about-opinion-required = erforderlich; vorher wird keine Abstimmung eröffnet
page-about-discussion = Wunsch nach Aussprache
page-about-discussion-pauses = { $count ->
        [one] 1 Mitglied genügt, damit die Abstimmung zurückgestellt wird
       *[other] { $count } Mitglieder genügen, damit die Abstimmung zurückgestellt wird
    }
page-about-certified = Ergebnisse bestätigt eine Person
page-about-four-eyes = Eingriffe des operativen Managements brauchen ein zweites Konto
page-about-since = Mitglied seit
page-about-until = Mitglied bis
page-about-accounts = Zahl der Konten
page-about-inactive = In { $count ->
        [one] der letzten Abstimmung
       *[other] den letzten { $count } Abstimmungen
    } ohne gezählte Stimme: { $members }. Dies ist ein Hinweis; Mitgliedschaft und Stimmrecht bleiben unverändert.
page-about-projects = Projekte, deren Zusammenführungsanfragen eine Freigabe brauchen
page-about-reviews = Nötige Prüfungen durch andere Personen
page-span-days = { $count ->
        [one] 1 Tag
       *[other] { $count } Tage
    }
page-span-hours = { $count ->
        [one] 1 Stunde
       *[other] { $count } Stunden
    }
page-span-minutes = { $count ->
        [one] 1 Minute
       *[other] { $count } Minuten
    }
page-span-seconds = { $count ->
        [one] 1 Sekunde
       *[other] { $count } Sekunden
    }
page-span-none = entfällt

## Fehler: erst was geschah, dann was zu tun ist

page-problem-partnership = Diese Partnerschaft ist hier nicht bekannt. Die Übersicht nennt alle.
page-problem-ticket = Diesen Vorgang kennt das Register nicht. Bitte Projekt und Nummer prüfen.
page-problem-decision = Einen Beschluss mit dieser Nummer gibt es nicht. Die Liste der Beschlüsse nennt alle.
page-problem-merge-request = Diese Zusammenführungsanfrage kennt das Register nicht. Bitte Projekt und Nummer prüfen.
page-problem-release = Diese Version kennt das Register nicht. Bitte Projekt und Version prüfen.
page-problem-query = Adresse nicht lesbar
page-problem-query-value = Die Angabe „{ $name }“ in der Adresse ist nicht verwendbar.
page-problem-query-name = Die Angabe „{ $name }“ in der Adresse hat hier keine Bedeutung. Möglich sind: { $known }.
page-problem-project = Hier gibt es mehrere Projekte. Bitte das Projekt nennen: project=plattform:gruppe/projekt.
page-problem-method = Nur lesen möglich
page-problem-method-body = Unter dieser Adresse lässt sich nur lesen (GET).
page-problem-busy = Zurzeit gibt es zu viele Anfragen. Bitte in einigen Sekunden erneut versuchen.
page-problem-store = Die Datenbank antwortet gerade nicht. Bitte in einigen Sekunden erneut versuchen.
page-expect-page = Die Seite ist eine ganze Zahl ab 1.
page-expect-year = Das Jahr hat vier Ziffern.
page-expect-iid = Die Nummer ist eine ganze Zahl ab 1.
page-expect-iid-with-project = Zum Projekt gehört die Nummer (iid). Eine Liste umfasst alle Projekte und kommt ohne beide aus.
page-expect-project = Das Projekt wird als plattform:gruppe/projekt geschrieben.
page-expect-state = Möglich sind: incomplete, reading, voting, accepted, rejected, inquorate, withdrawn, void, deferred, refused, disputed, cleared, done.

## Betrieb

page-outbox = Ausgang
page-outbox-depth = { $waiting } warten, { $dead } sind liegen geblieben.
page-outbox-caption = Liegen gebliebene Einträge, älteste zuerst
page-outbox-kind = Art
page-outbox-age = Alter
page-outbox-hint = Auf dem Server zeigt „votum outbox list“ die Gründe; „votum outbox retry“ versucht es erneut.
page-empty-outbox = Nichts ist liegen geblieben.

# ------------------------------------------------------------------ Geld

costs = **Kosten:** { $costs }
costs-one-off = einmalig { $amount }
costs-upkeep = Wartung je Jahr { $amount }
costs-community = Communityaufwand je Jahr { $amount }
pot-joint = gemeinschaftliche Entwicklung
pot-maintenance = Wartung und Sicherheit
light-green = grün ●
light-yellow = gelb ▲
light-red = rot ■
freeze-haushaltssperre = Haushaltssperre
freeze-sperrvermerk = Sperrvermerk
freeze-vorlaeufig = vorläufige Haushaltsführung
vote-competes = **Hinweis zum Budget:** Werden alle Vorgänge angenommen, über die derzeit abgestimmt wird, fehlen { $amount }.
vote-over-cap = **Hinweis:** Die Kosten liegen über dem Höchstbetrag je Vorhaben ({ $cap }).
vote-freeze = **Hinweis:** Für { $member } gilt bis { $until }: { $kind }. Die Stimme zählt; der Vertrag dieses Mitglieds ruht bis zur Aufhebung.
vote-freeze-leaves = **Hinweis:** Für { $member } gilt bis { $until }: { $kind }. Nach der Vereinbarung gehört dieses Mitglied hier nicht zu den Stimmberechtigten.
held-committed = **Budget { $pot } { $year }:** { $amount } gebunden.
held-unfunded = **Finanzierungsvorbehalt:** Im Budget { $pot } { $year } fehlen { $amount }; gebunden ist nichts.
held-after-spend-by = **Stichtag überschritten:** Mittel aus dem Budget { $pot } { $year } waren bis { $day } auszugeben; gebunden ist nichts.
held-left = Rest: { $amount }.
held-frozen = Am Tag der Entscheidung bestand eine Sperre bei: { $members }. Der Vertrag ruht dort bis zur Aufhebung.
held-paid = Ausgegeben: { $amount }.
light-title = **Ampel { $pot }: { $light }** (vorher { $before })
light-body = Budget { $year }: { $sum } von { $size }. Auslöser: { $ticket }.
light-next = Fehlerbehebungen bleiben möglich.
ended-over-cap-amounts = Die Kosten ({ $cost }) liegen über dem Höchstbetrag je Vorhaben ({ $cap }). Die Abstimmung wird nicht eröffnet.
ended-next-over-cap = Möglich sind eine Aufteilung, eine geänderte Vorlage oder ein Vorhaben einer Teilgruppe. Das operative Management kann mit `/vote eröffnen dringend BEGRÜNDUNG` eine Ausnahme machen; die Abstimmung wird dann ohne Vorlauffrist eröffnet.

page-budget = Budget
page-budget-of = Budget { $year }
page-budget-years = Jahre
page-budget-size = Ansatz
page-budget-committed = Gebunden
page-budget-left = Rest
page-budget-planned = In laufenden Abstimmungen beantragt
page-budget-spent = Ausgegeben
page-budget-light = Ampel
page-budget-cap = Höchstbetrag je Vorhaben
page-budget-spend-by = Auszugeben bis
page-budget-run = Verlauf: { $pot }
page-budget-date = Tag
page-budget-amount = Betrag
page-budget-effect = Wirkung
page-draw-committed = gebunden
page-draw-unfunded = Finanzierungsvorbehalt
page-draw-after-spend-by = Stichtag überschritten
page-reservation-unfunded = Finanzierungsvorbehalt: Im Budget fehlten { $amount }.
page-reservation-after-spend-by = Die Mittel waren bis { $day } auszugeben; gebunden ist nichts.
page-reservation-freeze = { $member } durfte am Tag der Entscheidung keine Mittel binden; der Vertrag ruht dort.
page-empty-budget = Für dieses Jahr ist kein Budget eingerichtet.
page-empty-draws = Noch keine Entscheidung greift auf dieses Budget zu.
page-problem-budget = Für dieses Jahr ist kein Budget verzeichnet.
page-about-versions = Fassungen der Regeln
page-about-versions-body = Eine neue Fassung gilt für Abstimmungen, die nach ihrem Inkrafttreten eröffnet werden. Laufende Abstimmungen behalten die Fassung ihrer Eröffnung.
page-about-version = Fassung
page-about-in-force = In Kraft seit

# ------------------------------------------------------------------ wer entscheidet was

law-no-vote = Über Vorgänge unter { $label } wird nicht abgestimmt; das operative Management ordnet sie ein{ $reviews ->
        [0] .
        [one] , und eine zweite Person prüft die Umsetzung.
       *[other] , und { $reviews } weitere Personen prüfen die Umsetzung.
    }
law-vote = Über Vorgänge unter { $label } entscheiden { $voters }: angenommen { $needed }.
law-members = alle Mitglieder
law-subgroup = die Mitglieder der Teilgruppe
law-entitled = mit { $share } der Stimmen aller Stimmberechtigten
law-cast = mit { $share } der abgegebenen Ja- und Nein-Stimmen, wenn sich { $quorum } der Stimmberechtigten beteiligt haben
law-cast-alone = mit { $share } der abgegebenen Ja- und Nein-Stimmen
law-silence = { $limit ->
        [one] ohne Nein-Stimme
       *[other] bei weniger als { $limit } Nein-Stimmen
    }; Schweigen gilt als Zustimmung
law-contributions = Die zustimmenden Mitglieder müssen denselben Anteil auch an den Beiträgen tragen.
law-more = [Wer entscheidet was]({ $url })
## Erinnerungen und Hinweise

reminder-title = **Für { $ticket } fehlt noch die Stimme von:** { $members }.
reminder-proxy = Vollmacht: { $holder }
reminder-next-proxy = Möglich sind auch Enthaltung (`/vote enthaltung`) und Vollmacht (`/vote vollmacht @konto`).
reminder-next = Möglich ist auch Enthaltung (`/vote enthaltung`).
fixed-title = **Keine ausstehende Stimme kann das Ergebnis mehr ändern – { $ticket }**
fixed-body = Festgestellt wird das Ergebnis nach Fristende: { $time }. Bis dahin können weitere Stimmen abgegeben werden.
follow-ups-title = **Noch offene Schritte – { $ticket }**
follow-ups-next = Das operative Management hakt sie mit `/vote erledigt SCHRITT` ab.
follow-ups-next-named = Das operative Management ({ $names }) hakt sie mit `/vote erledigt SCHRITT` ab.
similar-title = **Hinweis für das operative Management – { $ticket }**
similar-named = Genannt wird { $ticket }; abgelehnt mit [Beschluss { $number }]({ $url }), eine Wiedervorlage im selben Prozess ist ausgeschlossen.
similar-alike = Ähnlich ist der Titel von { $ticket }; abgelehnt mit [Beschluss { $number }]({ $url }), eine Wiedervorlage im selben Prozess ist ausgeschlossen.
similar-next = Das ist keine Zurückweisung: Ob derselbe Gegenstand vorliegt, prüft das operative Management. Eine Wiedervorlage wird in der Beschreibung mit „Wiedervorlage von: #n“ gekennzeichnet.
step-count = { $done } von { $all }
step-open = offen: { $open }
step-rests = { $member } (bis { $day })
step-resting = ruht: { $members }
steps-done = **Nächste Schritte:** { $done } von { $all } erledigt.
steps-open = Offen: { $open }.
rewritten-title = **Befehl nicht ausgeführt ({ $who }),** weil der Kommentar vor dem ersten Abruf bearbeitet wurde.
rewritten-next = Bitte den Befehl in einem neuen Kommentar schreiben.
unknown-asked = **Nicht ausgeführt ({ $who }):** Von { $word } wird dieser Schritt hier nicht verlangt.
unknown-recorded = **Nicht ausgeführt ({ $who }):** Für { $word } ist keine Stimme aus einer Sitzung eingetragen.
not-now-decided = Es gilt [Beschluss { $number }]({ $url }).
label-decided = Über den Vorgang ist mit [Beschluss { $number }]({ $url }) entschieden; er wird keinem anderen Prozess mehr zugeordnet.
page-event-reminded = { $count ->
        [one] 1 Mitglied wurde an die Stimmabgabe erinnert.
       *[other] { $count } Mitglieder wurden an die Stimmabgabe erinnert.
    }
page-event-chased = An offene Schritte wurde erinnert.
page-step-count = { $done } von { $all }
page-step-rests = ruht bis { $day }
text-changed-costs = **Unterschied in den Kosten:** { $costs }.
text-changed-costs-same = Die Kosten sind unverändert.
not-now-merged = Eine Zusammenführungsanfrage (Merge Request) zu diesem Vorgang ist bereits zusammengeführt.
awaits-second = **Vermerkt ({ $who }):** { $command } braucht nach den Regeln ein zweites Konto.
awaits-second-next = Ausgeführt wird der Befehl, sobald eine andere berechtigte Person { $command } mit denselben Angaben schreibt.
spend-by-title = **Stichtag { $day }: Mittel sind noch nicht vollständig ausgegeben**
spend-by-body = Für { $ticket } sind { $committed } gebunden; ausgegeben sind { $spent }.
spend-by-next = Was bis zum Stichtag nicht ausgegeben ist, steht danach nach der Vereinbarung für andere Zwecke zur Verfügung. Ausgaben verzeichnet das operative Management mit `/vote ausgegeben BETRAG`.
page-event-spend-noticed = An den Stichtag des Budgets wurde erinnert.
page-budget-note = Gebunden ist, was Beschlüsse und Fehlerbehebungen beanspruchen. Vertrauliche Vorgänge sind in den Summen enthalten und nicht einzeln aufgeführt. Ein Beschluss ersetzt keine Verpflichtungserklärung der Mitglieder.
page-cost-plan = Kostenplan des Jahres als Tabelle (CSV)
page-about-no-quorum = keine Mindestbeteiligung
vote-no-costs = **Hinweis:** Die Vorlage nennt keine einmaligen Kosten in ihrer Tabelle; Höchstbetrag und Budget wurden nicht geprüft.

# Die Vorlage, die votum init anlegt
template-file = Entscheidungsvorlage
template-title = Entscheidungsvorlage
template-contact-hint = Wer beantwortet Fragen? Nennen Sie ein Konto, zum Beispiel mit @.
template-heading-hint = Bitte hier ausfüllen.
template-commit = Entscheidungsvorlage anlegen

page-about-guards = Schutz der Zweige
page-about-guards-body = Was am Gate vorbei zusammengeführt werden könnte, entscheidet der Schutz am Ort des Codes. So wurde er zuletzt vorgefunden.
page-about-branch = Zweig
page-about-lock = Schloss
page-about-gaps = Lücken
page-about-no-gaps = keine
page-about-found = vorgefunden seit
page-about-weaker = { $lock } – schwächer als zuvor: { $best }
page-lock-key = nur votum kommt hinein
page-lock-role = nur votum und wer das Projekt verwaltet
page-lock-open = offen
page-lock-unseen = nicht einsehbar
page-lock-none = nicht nötig
page-gap-branch-open = Wer entwickelt, kann an votum vorbei schreiben
page-gap-branch-foreign = Andere benannte Personen, Gruppen oder Schlüssel können an votum vorbei schreiben
page-gap-branch-direct = Wer das Projekt verwaltet, kann ohne Zusammenführungsanfrage schreiben
page-gap-branch-force = Die Geschichte des Zweigs kann umgeschrieben werden
page-gap-locked-out = votum selbst kann nicht zusammenführen
page-gap-tags-open = Versionen können auch andere vergeben
page-gap-pipelines-off = Zusammenführen wartet nicht auf die Pipeline
page-gap-threads-off = Zusammenführen wartet nicht auf offene Diskussionen
page-gap-autoclose = Zusammenführen schließt Vorgänge von selbst
page-gap-unseen = votum kann nicht alles einsehen

# Warum eine Zusammenführungsanfrage wartet: jede Bedingung, was gefunden wurde, was nötig ist, wer hilft
page-conditions = Bedingungen
page-condition = Bedingung
page-condition-found = gefunden
page-condition-needed = nötig
page-condition-ask = wer hilft weiter
page-event-overruled-status = Ein Konto, das nicht votum ist, hat den Status „votum“ für { $sha } gesetzt ({ $said }). votum hat ihn überschrieben.
page-event-overruled-thread = Die Diskussion von votum wurde vor der Freigabe als erledigt markiert. votum hat sie wieder geöffnet.
conditions-title = **Woran es liegt: { $request }**
conditions-line = { $mark } **{ $what }**{ $ticket }: { $found }{ $rest }
conditions-rest = ; nötig: { $needed }; weiter hilft: { $ask }
condition-held-yes = erfüllt:
condition-held-no = offen:
condition-hold = Nicht angehalten
condition-named = Vorgang genannt
condition-ticket = Vorgang entschieden
condition-review = Geprüft
condition-draft = Fertig
condition-forge = Zusammenführbar
condition-pipeline = Pipeline
condition-merging = Auftrag zum Zusammenführen
condition-attempt = Zusammenführung
condition-found-nothing = nichts spricht dagegen
condition-found-held = angehalten: { $text }
condition-found-none = keiner genannt
condition-found-exempt = kein Vorgang nötig
condition-found-count = { $text }
condition-found-ready = kein Entwurf
condition-found-draft = als Entwurf markiert
condition-found-yes = ja
condition-found-computing = das Forge prüft noch
condition-found-word = das Forge sagt: { $text }
condition-found-green = erfolgreich
condition-found-red = nicht erfolgreich, noch nicht fertig oder noch nicht begonnen
condition-pause = Zusammenführen eingeschaltet
condition-found-paused = votum ruht: zusammengeführt und veröffentlicht wird zurzeit nicht
condition-needed-pause = `votum resume` auf dem Server
condition-ask-hosts = wer votum betreibt
condition-sign = Zeichen von votum am Forge
condition-found-contested = ein anderes Konto setzt es immer wieder
condition-needed-sign = das Konto am Forge aufhalten, dann ein neuer Stand oder `/vote fortsetzen`
condition-neighbour = Keine zweite Zusammenführungsanfrage am selben Stand
condition-found-uncleared = hat denselben Stand und ist nicht freigegeben; beide teilen sich einen Status
condition-needed-neighbour = deren Freigabe; sonst eine der beiden schließen oder ihr einen eigenen Stand geben
condition-found-absent = für diesen Stand läuft keine
condition-found-older = älter als der Einsatz von votum im Projekt; von selbst wird nicht zusammengeführt
condition-obstacle-conflict = die Konflikte mit dem Zielzweig auflösen; der neue Stand wird neu geprüft
condition-obstacle-need-rebase = ein Rebase auf den Zielzweig (`/rebase`); der neue Stand wird neu geprüft
condition-obstacle-ci-must-pass = eine erfolgreiche Pipeline für diesen Stand
condition-obstacle-ci-still-running = das Ende der laufenden Pipeline
condition-obstacle-discussions-not-resolved = alle offenen Diskussionen erledigen
condition-obstacle-draft-status = das Kennzeichen „Entwurf“ entfernen
condition-obstacle-not-approved = die Zustimmungen (Approvals), die das Projekt am Forge verlangt
condition-obstacle-requested-changes = die am Forge verlangten Änderungen
condition-obstacle-merge-time = der am Forge eingestellte Zeitpunkt
condition-obstacle-title-regex = ein Titel in der Form, die das Projekt am Forge verlangt
condition-obstacle-not-open = am Forge wieder öffnen
condition-obstacle-locked = das Ende des Zusammenführens am Forge; dauert es länger als einige Minuten, hilft meist schließen und wieder öffnen
condition-found-automatic = votum führt von selbst zusammen
condition-found-asked = Auftrag liegt vor
condition-found-unasked = kein Auftrag
condition-found-off = Personen führen zusammen
condition-found-failed = nicht gelungen: { $text }
condition-found-reason = { $text }
condition-needed-hold = `/vote fortsetzen`
condition-needed-named = eine Zeile `Vorgang: #n` in der Beschreibung
condition-needed-ticket = ein Vorgang, der entschieden und angenommen ist
condition-needed-review = { $text }
condition-needed-draft = das Kennzeichen „Entwurf“ entfernen
condition-needed-forge = das genannte Hindernis am Forge beheben
condition-needed-pipeline = eine erfolgreiche Pipeline für diesen Stand; bei einem Fork führt sie ein Mitglied des Projekts aus
condition-needed-merging = `/vote zusammenführen`
condition-needed-attempt = ein neuer Stand oder `/vote zusammenführen`
condition-ask-author = wer die Änderung vorschlägt
condition-ask-operations = operatives Management
condition-ask-releases = Release-Verantwortung
condition-ask-either = operatives Management oder Release-Verantwortung
condition-ask-developers = wer im Projekt entwickelt und nichts davon geschrieben hat
condition-ask-maintainers = wer das Projekt verwaltet
condition-change = Änderung der Regeln
condition-window = Zeit zum Zusammenführen
condition-found-protected = berührt geschützte Dateien
condition-found-closed = außerhalb der vereinbarten Zeiten
condition-needed-change = ein angenommener Antrag auf Änderung
condition-needed-window = die nächste vereinbarte Zeit; votum führt dann von selbst zusammen
page-merged-contained = Enthält den bewerteten Stand
page-landed-lost = nein, der bewertete Stand fehlt im Zweig
page-landed-anew = nein, die Commits wurden neu geschrieben
page-past-the-gate = ohne Freigabe
page-provenance = Herkunft
page-link-ticket = Vorgang
page-link-vote = Beschluss
page-link-head = Entschiedener Stand
page-link-merge = Commit im Zweig
page-link-tag = Versions-Tag
page-link-release = Veröffentlichung
page-link-missing = noch nicht vorhanden
page-link-at-forge = auf der Plattform
page-about-seat = Fundort der Regeln
page-about-brought = Grundlage
page-held-missing = Die Datei mit den Regeln fehlt an ihrem Fundort. Es gelten weiter die bisherigen Regeln. Seit:
page-held-faulty = Die neuen Regeln am Fundort haben Fehler und gelten nicht. Es gelten weiter die bisherigen Regeln. Seit:
page-held-past-the-gate = Die Regeln am Fundort wurden ohne Beschluss geändert und gelten nicht. Es gelten weiter die bisherigen Regeln. Seit:
