# SPDX-License-Identifier: EUPL-1.2
# More words of the pages: history, problems, rules, operation. In the tone of en.ftl.

page-page-number = Page { $number }
page-all-tickets = All tickets in this state
page-empty-partnerships = No partnership has been set up here yet.
page-empty-named = The merge request names no ticket.
page-zone = All times are in the time zone { $zone }.
page-forge = Platform
page-missing = What is still missing
page-ended = Ended
page-votes-short = Yes { $yes }, No { $no }, Abstention { $abstain }; needed { $needed }
page-result-closed = Yes: { $yes } ({ $share } of { $entitled } entitled), No: { $no }, Abstention: { $abstain }, not given: { $absent }, recused: { $recused }. Needed: { $needed } Yes.
page-result-open = So far Yes: { $yes } ({ $share } of { $entitled } entitled), No: { $no }, Abstention: { $abstain }, open: { $absent }, recused: { $recused }. Needed: { $needed } Yes.
page-no-member = belongs to no member
page-vanished = no longer there on the platform
page-ballots-cut = The first { $count } ballots are shown; all are in the data (JSON).
page-proof = Proof
page-electorate-digest = Checksum of the electorate
page-journal-number = Number in the journal
page-chain-link = Hash chain at this point
page-gate-none = This merge request is not judged, or has not been judged yet.
page-closed-unmerged = closed, not merged
page-merged-at = Merged on
page-merged-cleared = Clearance when it was merged

## History

page-history-caption = Events from the journal, oldest first
page-history-cut = The last { $count } events are shown.
page-event-reason = Reason: “{ $reason }”
page-event-registered = Ticket created.
page-event-confidential = The ticket is confidential.
page-event-described = A version of the template was read.
page-event-open = Ticket opened.
page-event-closed = Ticket closed.
page-event-started = Put under the process “{ $process }”.
page-event-unsorted = No longer under any process.
page-event-unsorted-why = Not under a process yet: { $why }.
page-event-incomplete = Incomplete: { $why }.
page-event-committed = { $member }: funding confirmed.
page-event-ticked = Step done: { $item }.
page-event-unticked = Step open again: { $item }.
page-event-reading = The template lies open; the vote opens on { $time }.
page-event-reading-by-hand = The template lies open; operations will open the vote.
page-event-opened = Vote opened, { $count ->
        [one] 1 entitled member
       *[other] { $count } entitled members
    }, deadline { $deadline }.
page-event-opened-urgent = Urgent vote opened, { $count ->
        [one] 1 entitled member
       *[other] { $count } entitled members
    }, deadline { $deadline }.
page-event-given = { $member }: { $choice } ({ $way }).
page-event-given-proxy = { $member }: { $choice } by proxy ({ $way }).
page-event-given-retract = { $member }: ballot taken back ({ $way }).
page-event-given-unclear = { $member }: ballot not clear ({ $way }).
page-event-given-unauthorised = Ballot for { $member } by an account that does not represent this member ({ $way }).
page-event-given-nobody = Ballot by an account that represents no member.
page-event-gone = A ballot was removed on the platform.
page-event-back = A removed ballot is there again on the platform.
page-event-recused = { $member }: recused, takes no part.
page-event-recusal-lifted = { $member }: recusal lifted.
page-event-proxy = { $member }: named a proxy for this ticket.
page-event-proxy-none = { $member }: withdrew its proxy for this ticket.
page-event-extended = Deadline extended to { $deadline }.
page-event-text-changed = The template was changed during the vote. The vote is on the text at the opening.
page-event-editorial = The change of the template was declared editorial.
page-event-decided = Decision { $number }: { $outcome }. Yes { $yes }, No { $no }, Abstention { $abstain }.
page-event-ended = Ended without a decision: { $end } ({ $why }).
page-event-cleared = Cleared without a vote.
page-event-objected = { $member }: objected to the classification as a bug.
page-event-confirmed = The classification as a bug was confirmed.
page-event-finished = All steps are done.
page-event-unfinished = A step is open again.
page-event-proposed = Merge request made.
page-event-head = New head { $sha }.
page-event-names = Names { $tickets }.
page-event-names-none = Names no ticket.
page-event-gated = Clearance for { $sha }: { $gate } ({ $why }).
page-event-held = Put on hold.
page-event-unheld = No longer on hold.
page-event-exempted = Exempted from a vote.
page-event-merge-asked = Merging was asked for.
page-event-not-merged = Merging did not succeed.
page-event-merged = Merged as { $sha }, with clearance.
page-event-merged-past = Merged as { $sha }, without clearance.
page-event-request-open = Merge request opened.
page-event-request-closed = Merge request closed.

## Who decides what

page-about-reading = The template lies open first for
page-about-duration = Length of a vote
page-about-ways = Ways to vote
page-about-change = Changing a ballot
page-about-change-until-deadline = possible until the deadline, the last ballot counts
page-about-change-never = not possible, the first ballot counts
page-about-proxy = Proxies possible
page-about-recused-in-base = Recused members belong to the base
page-about-since = Member since
page-about-until = Member until
page-about-accounts = Number of accounts
page-about-projects = Projects whose merge requests need clearance
page-about-reviews = Reviews needed by other people
page-span-days = { $count ->
        [one] 1 day
       *[other] { $count } days
    }
page-span-hours = { $count ->
        [one] 1 hour
       *[other] { $count } hours
    }
page-span-minutes = { $count ->
        [one] 1 minute
       *[other] { $count } minutes
    }
page-span-seconds = { $count ->
        [one] 1 second
       *[other] { $count } seconds
    }
page-span-none = none

## Problems: what happened, then what to do

page-problem-partnership = This partnership is not known here. The overview names all of them.
page-problem-ticket = The register does not know this ticket. Please check project and number.
page-problem-decision = There is no decision with this number. The list of decisions names all of them.
page-problem-merge-request = The register does not know this merge request. Please check project and number.
page-problem-query = Address not readable
page-problem-query-value = The part “{ $name }” of the address cannot be used.
page-problem-query-name = The part “{ $name }” of the address means nothing here. Possible are: { $known }.
page-problem-project = There are several projects here. Please name the project: project=forge:group/project.
page-problem-method = Reading only
page-problem-method-body = This address can only be read (GET).
page-problem-busy = There are too many requests at present. Please try again in a few seconds.
page-problem-store = The database does not answer at present. Please try again in a few seconds.
page-expect-page = The page is a whole number from 1.
page-expect-year = The year has four digits.
page-expect-iid = The number is a whole number from 1.
page-expect-iid-with-project = A project asks for a number (iid). A list is of all projects and goes without both.
page-expect-project = The project is written as forge:group/project.
page-expect-state = Possible are: incomplete, reading, voting, accepted, rejected, inquorate, withdrawn, void, deferred, refused, disputed, cleared, done.

## Operation

page-outbox = Outbox
page-outbox-depth = { $waiting } waiting, { $dead } left behind.
page-outbox-caption = Entries left behind, oldest first
page-outbox-kind = Kind
page-outbox-age = Age
page-outbox-hint = On the server, “votum outbox list” shows the reasons and “votum outbox retry” tries again.
page-empty-outbox = Nothing is left behind.
