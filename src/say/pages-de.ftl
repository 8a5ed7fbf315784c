# SPDX-License-Identifier: EUPL-1.2
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
page-result-closed = Ja: { $yes } ({ $share } von { $entitled } Stimmberechtigten), Nein: { $no }, Enthaltung: { $abstain }, nicht abgegeben: { $absent }, befangen: { $recused }. Erforderlich: { $needed } Ja-Stimmen.
page-result-open = Bisher Ja: { $yes } ({ $share } von { $entitled } Stimmberechtigten), Nein: { $no }, Enthaltung: { $abstain }, offen: { $absent }, befangen: { $recused }. Erforderlich: { $needed } Ja-Stimmen.
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
page-event-ended = Ohne Beschluss beendet: { $end } ({ $why }).
page-event-cleared = Frei ohne Abstimmung.
page-event-objected = { $member }: Einspruch gegen die Einordnung als Fehler.
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
page-event-request-open = Zusammenführungsanfrage geöffnet.
page-event-request-closed = Zusammenführungsanfrage geschlossen.

## Wer entscheidet was

page-about-reading = Die Vorlage liegt vorher aus
page-about-duration = Dauer der Abstimmung
page-about-ways = Wege der Stimmabgabe
page-about-change = Änderung der Stimme
page-about-change-until-deadline = bis zum Fristende möglich, die letzte Stimme zählt
page-about-change-never = nicht möglich, die erste Stimme zählt
page-about-proxy = Vollmacht möglich
page-about-recused-in-base = Befangene zählen zur Bezugsgröße
page-about-since = Mitglied seit
page-about-until = Mitglied bis
page-about-accounts = Zahl der Konten
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
