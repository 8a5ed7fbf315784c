# SPDX-License-Identifier: EUPL-1.2
# The English words, key by key as in the German catalogue. Tone: neutral and short; what happened, the numbers, what
# to do. Commands always stand as code inside a sentence, never at the beginning of a line.

language-name = English

## Times, shares, lists

format-day-and-time = { $day }, { $time }
format-weekday-and-time = { $weekday } { $day }, { $time }
format-at-least = at least { $share }
format-more-than = more than { $share }
format-fewer-than = fewer than { $share }
format-of = { $part } of { $whole }
format-and = { $first } and { $last }
weekday-monday = Monday
weekday-tuesday = Tuesday
weekday-wednesday = Wednesday
weekday-thursday = Thursday
weekday-friday = Friday
weekday-saturday = Saturday
weekday-sunday = Sunday
month-january = January
month-february = February
month-march = March
month-april = April
month-may = May
month-june = June
month-july = July
month-august = August
month-september = September
month-october = October
month-november = November
month-december = December

## Subject and people

heading-titled = { $ticket } “{ $title }”
heading-confidential = { $ticket } (confidential)
account = account { $name }
contact = **Questions:** { $contact }
reason-given = **Reason:** { $reason }
register-ticket = [Ticket in the register]({ $url })
register-decision = [Decision { $number } in the register]({ $url })
register-request = [Merge request in the register]({ $url })

## Words

word-yes = Yes
word-no = No
word-abstain = Abstention
channel-comment = comment
channel-emoji = reaction
channel-meeting = meeting
phase-incomplete = incomplete
phase-reading = template lies open
phase-voting = vote open
phase-accepted = accepted
phase-rejected = rejected
phase-inquorate = no quorum
phase-withdrawn = withdrawn
phase-void = void
phase-deferred = deferred
phase-refused = not admitted
phase-disputed = classification disputed
phase-cleared = free without a vote
phase-done = done
gate-cleared = free
gate-waiting = waiting
gate-blocked = blocked
role-operations = operational management
role-community = community management
role-releases = release managers
role-technical = technical committee
role-security = security contacts
role-audit = auditors
who-representative = a representative of a member
who-applicant = the applicant or a representative of the applicant's member
who-subgroup = a representative of a subgroup member
who-operations-or-releases = operational management or release managers
who-ballot = a representative of a member, or its proxy
who-recuse = a representative of a member; operational management by naming the member
who-anybody = everybody
resubmission-barred = barred
resubmission-allowed = allowed
resubmission-not-applicable = not applicable
follow-up-contracts = cooperation contracts
follow-up-legal-check = legal check
follow-up-quality-assurance = quality assurance
follow-up-effort-review = review of community and upkeep effort
follow-up-cost-plan = cost plan
follow-up-own-development = development by the subgroup
follow-up-product-readiness = product readiness
follow-up-module-release = release of the module
follow-up-merge-upstream = admission into the core
follow-up-coordinate-implementation = coordinate the implementation
follow-up-configuration = local specifics in the configuration only
follow-up-tests = tests
follow-up-documentation = documentation
follow-up-accessibility = accessibility
follow-up-licence = licence (REUSE)
follow-up-security = security (SBOM)
follow-up-staging = proof in the staging environment
follow-up-manual = operations manual
follow-up-privacy = privacy
follow-up-translatability = translatability
follow-up-technical-opinion = opinion of the technical committee
follow-up-certification = certification of the result by a person
follow-up-admission-link = The description names no subgroup's ticket that is to be admitted. Please add a line “Ticket: #n”.
follow-up-admission-decision = The subgroup's ticket that it names is not accepted.
follow-up-admission-readiness = The product readiness of the subgroup's ticket that it names is not ticked off there yet.

## Why a ticket or merge request stands as it does

why-template-incomplete = template incomplete
why-no-process = not assigned to a process
why-several-processes = assigned to several processes
why-commitment-missing = funding commitment missing
why-requirement-missing = requirement not met
why-resubmission = resubmission barred
why-over-cap = above the cap per request
why-discussion = discussion wanted
why-by-operations = by operational management
why-reclassified = assigned to another process
why-closed = closed
why-gone = deleted or moved
why-no-vote-needed = no vote needed
why-classification-disputed = classification disputed
why-accepted = accepted
why-exempt = allowed without a vote
why-vote-open = decision pending
why-incomplete = ticket incomplete
why-rejected = rejected
why-refused = not admitted
why-inquorate = no quorum
why-vote-void = vote void
why-withdrawn = withdrawn
why-deferred = deferred
why-held = on hold
why-no-ticket = no ticket linked
why-ticket-unknown = ticket unreadable or unknown
why-change-needed = protected path without an accepted change
why-not-in-core = a subgroup's project does not belong in the core
why-review-missing = review by a second person missing
why-sign-contested = votum's status set again and again by another account
why-head-shared = same head as a merge request without clearance
why-pipeline-missing = no pipeline for this head

# Clauses that follow "because"; the ballot is meant.
why-not-not-open = the vote was not open at that time
why-not-late = it arrived after the deadline
why-not-ended = the vote had already ended at that time
why-not-not-at-forge = no reading of the platform ever showed it
why-not-channel = this way of voting is not provided for
why-not-not-entitled = the account belongs to no entitled member
why-not-no-proxy = there is no proxy of this member
why-not-recused = the member is recused in this ticket
why-not-withdrawn = it was taken back
why-not-ambiguous = it is not clear
why-not-edited = the comment was edited before it was first read
why-not-own-vote-first = the member voted itself
why-not-final = the member's first valid ballot is final
why-not-superseded = a later or higher-ranked ballot of the member counts

rule-decision = Decision
rule-approval = Approval
rule-quorum = Turnout
rule-gate = Clearance
rule-contributions = Approval by contributions
rule-objections = Objection
rule-voters = Entitled members
reason-needed = { $rule }: needed { $needed }, reached { $found } – { $held }
reason-found = { $rule }: { $found } – { $held }
reason-only = { $rule } – { $held }
reason-held = met
reason-not-held = not met

## Numbers and table

numbers-open = Entitled: { $entitled } · Yes: { $yes } · No: { $no } · Abstention: { $abstain } · Recused: { $recused } · Open: { $absent }
numbers-closed = Entitled: { $entitled } · Yes: { $yes } · No: { $no } · Abstention: { $abstain } · Recused: { $recused } · Not given: { $absent }
missing-yes = { $missing ->
        [one] 1 Yes is still missing.
       *[other] { $missing } Yes are still missing.
    }
missing-none = The { $needed } Yes needed are reached.
missing-part = { $missing ->
        [one] 1 ballot is still missing for a quorum.
       *[other] { $missing } ballots are still missing for a quorum.
    }
missing-no-part = The turnout of { $needed } needed is reached.
missing-contributions = By contributions { $missing } are still missing.
missing-objections = { $missing ->
        [one] 1 No is
       *[other] { $missing } No are
    } still missing for a rejection.
missing-no-objection = The { $limit } No that reject are reached.
needed-entitled = at least { $needed } Yes ({ $share } of the { $entitled } entitled).
needed-weighted = Yes with a weight of at least { $needed } ({ $share } of the weight of all entitled of { $entitled }).
needed-cast = { $share } of the Yes and No ballots cast; also at least { $part } of { $entitled } entitled must take part ({ $quorum }).
needed-silence = fewer than { $limit } No; no approval is needed.
needed-contributions = The members that agree must also carry contributions of at least { $needed } ({ $share } of { $base }).
needed-contributions-cast = The members that agree must also carry { $share } of the contributions of all that vote Yes or No.
needed-cast-alone = { $share } of the Yes and No votes cast.
table-member = Member
table-choice = Ballot
table-way = Way
table-time = Time
table-weight = weight { $weight }
table-recused = recused, takes no part
table-open = open
table-absent = not given
table-proxied = by proxy
table-from-meeting = entered by operations ({ $minutes })
table-comment-gone = deleted, the ballot stands
table-emoji-gone = no longer there, the ballot stands

## Vote note

vote-open = **Vote opened – { $ticket } ({ $process })**
vote-urgent = Opened as **urgent**. Reason: { $reason }
vote-subject = **Subject:** the template as of { $time } (checksum { $digest }).
vote-subject-at-opening = **Subject:** the template as it stood at the opening on { $time } (checksum { $digest }).
vote-text-changed = The template was changed after the opening; the vote is on the text at the opening.
vote-admits = **Admission:** it goes back to { $ticket }, accepted with [decision { $number }]({ $url }), where product readiness is ticked off.
vote-opinion-given = **Opinion of the technical committee:** given on { $day }.
vote-opinion-open = **Opinion of the technical committee:** not given.
vote-discussion = **A discussion is wanted** by: { $members }.
vote-deadline = **Deadline:** { $time } (time zone { $zone }).
vote-early-all = The vote ends earlier once all members have voted.
vote-early-decided = The vote ends earlier once no outstanding ballot can change the result.
vote-needed = **Accepted with:** { $needed }
vote-silence-entitled = Abstentions and missing ballots do not count as approval; they work like a No.
vote-silence-cast = Abstentions count for the turnout only; missing ballots do not count at all.
vote-silence-consents = **Silence counts as consent:** missing ballots and abstentions work like a Yes. Whoever objects votes No.
vote-by-comment = **Vote by comment,** on a line of its own: `/vote yes`, `/vote no` or `/vote abstain`. A mention is equal, for example { $mention }.
vote-by-emoji = **Vote by reaction** to this note or to the description: { $emoji }.
vote-one = Each member has one vote.
vote-one-weighted = Each member votes as one, with its weight.
vote-last-counts = Until the deadline a ballot may be changed; the last one counts.
vote-first-counts = The first valid ballot is final.
vote-deputies-ranked = Where several representatives of a member vote, the ballot of the highest-ranked one counts; the rules name their order.
vote-deputies-unanimous = Where representatives of a member vote differently, none of their ballots counts until that is cleared.
vote-proxy = **Unable to vote?** Name a representative of another member as proxy: `/vote proxy @account`.
vote-recusal = **Conflict of interest?** Declare it with a reason: `/vote recuse REASON`.
vote-asked = **Questions about the template are answered by:** { $contact }
vote-rules = rules as of { $digest }
vote-basis = **Basis:** { $basis }
vote-state = **As of { $time }:** { $numbers }. { $missing }
vote-short-open = Vote opened: { $ticket }.
vote-short-comment = **Vote by comment:** `/vote yes`, `/vote no` or `/vote abstain`.
vote-decided = **Vote ended: { $outcome } – decision { $number }** on { $ticket }
vote-ended = **Vote ended without a result: { $state }** – { $ticket }
vote-void = **Vote ended afterwards: { $state }** – decision { $number } on { $ticket } does not hold
vote-gone = **Vote ended without a result** – { $ticket }. The ticket started anew after that.
vote-period = **Period:** { $from } to { $until }.
status-title = **{ $ticket }: { $state }**
status-opens = The vote opens: { $time }.
status-deadline = Deadline: { $time }.
status-unknown = **There is no ticket on record here.**

## Result

result-title = **Result: { $outcome } – decision { $number }** on { $ticket }
result-title-plain = **Result: { $outcome }**
result-needed-entitled = Needed: { $needed } Yes ({ $share } of { $base }). Reached: { $yes } ({ $percent }).
result-needed-cast = Needed: { $needed } Yes ({ $share } of the { $base } Yes and No ballots cast). Reached: { $yes } ({ $percent }).
result-needed-silence = Needed: fewer than { $limit } No. Cast: { $no } No. Missing ballots and abstentions count as consent.
result-proxied = { $count ->
        [one] 1 of the ballots was given by proxy.
       *[other] { $count } of the ballots were given by proxy.
    }
result-from-meeting = { $count ->
        [one] One of them is a ballot from the meeting, entered by operations.
       *[other] { $count } of them are ballots from the meeting, entered by operations.
    }
result-uncertified = **Provisional:** the result waits until operations certify it with `/vote done certification`; merge requests wait as long.
result-uncertified-only = **Provisional:** the result waits until operations certify it with `/vote done certification`.
result-certified = **Certified** on { $day } by operations.
result-late-recusal = **Note:** recorded as recused within the last 24 hours before the decision: { $members }. Without this the result would be: { $outcome } (Yes: { $yes }, needed: { $needed }).
result-stated-late = **Note:** The result could be stated only on { $stated }; until then votum or the platform could not be reached. What was given by the deadline on { $deadline } is counted.
result-next-steps = **Next steps.** Operational management ticks them off with `/vote done STEP`:
result-no-obligation = The decision does not replace a formal commitment by the members.
result-vote-again = Another vote is possible.
result-resubmission-allowed = The request may be submitted again.
result-outside = Development outside the partnership remains possible.
result-resubmission-barred = The request may not be submitted again.
result-subgroup-or-outside = A subgroup's project and development outside the partnership remain possible.
result-short-accepted = Accepted – decision { $number } on { $ticket }.
result-short-rejected = Rejected – decision { $number } on { $ticket }.
result-short-inquorate = No quorum – decision { $number } on { $ticket }.

## On the way to the vote

incomplete-title = **The vote cannot open yet – { $ticket }**
incomplete-title-label = **The ticket is not clearly classified yet – { $ticket }**
incomplete-short-label = The ticket is not clearly classified yet.
incomplete-short = The vote cannot open yet.
incomplete-template = The template lacks:
incomplete-commitment = The funding commitment is still missing from:
incomplete-requirement = Not met yet:
incomplete-no-process = A process label is missing. These exist:
incomplete-several-processes = The ticket carries several process labels; exactly one is needed:
incomplete-label-vote = { $label } – with a vote
incomplete-label-no-vote = { $label } – without a vote
incomplete-next = Once the description is completed, things go on by themselves.
incomplete-next-reading = Once the description is completed, the reading period of { $days ->
        [one] 1 day begins.
       *[other] { $days } days begins.
    }
incomplete-next-label = Operational management assigns the ticket to a process. Until then there is nothing to do.
incomplete-next-commitment = The representative commits with `/vote commit AMOUNT`.
incomplete-next-requirement = Operational management confirms with `/vote done STEP`.
reading-title = **The template is complete and lies open – { $ticket }**
reading-since = The reading period began: { $time }.
reading-opens = The vote opens: { $time }.
reading-manual = Operational management opens the vote.
reading-deferred = Budget freeze: { $members }. By the agreement the vote is put off as long and does not open before { $day }.
reading-changes = A change of the description starts the reading period anew. Ballots count from the opening on.
cleared-title = **No vote needed – { $ticket }**
cleared-body = Operational management has taken up the ticket.
cleared-review = { $count ->
        [one] It is merged after a review by a second person.
       *[other] It is merged after { $count } reviews by other people.
    }
cleared-object = Is this a new function? Within ten days a representative of a member may ask for clarification with `/vote object REASON`.
disputed-title = **The classification is being clarified – { $ticket }**
disputed-body = { $member } objects that this is no bug. Reason: { $reason }
disputed-next = Operational management decides with `/vote classify PROCESS REASON`. Until then nothing is merged.
label-title = **The label { $label } was put back.**
label-body = Operational management assigns tickets to processes. A hint in a comment is enough.
text-changed-title = **The template was changed during the vote – { $ticket }**
text-changed-body = Time of the change: { $time }. Ballots refer to the text at the opening; the vote goes on.
text-changed-next = Operational management decides: editorial with `/vote editorial REASON` or void with `/vote void REASON`.
extended-title = **The deadline was moved – { $ticket }**
extended-next = Ballots already given stand.

## End without a result

ended-withdrawn = **Withdrawn – { $ticket }**
ended-void = **Void – { $ticket }**
ended-deferred = **Deferred – { $ticket }**
ended-refused = **Not admitted – { $ticket }**
ended-over-cap = The costs are above the cap per request.
ended-reclassified = The ticket was assigned to another process during the vote.
ended-closed = The ticket was closed before the result.
ended-gone = The ticket was deleted or moved.
ended-by-operations = Operational management has decided so.
ended-resubmission-decided = The ticket is marked as a resubmission of { $ticket }. That was rejected by [decision { $number }]({ $url }); it may not be submitted again.
ended-resubmission-named = The description names { $ticket }. That request was rejected with [decision { $number }]({ $url }); it cannot be resubmitted in the same process.
ended-resubmission = The ticket is marked as a resubmission of { $ticket }; that may not be submitted again.
ended-resubmission-unnamed = The ticket is marked as a resubmission; it may not be submitted again.
ended-next-reopen = If the ticket is opened again, it starts anew.
ended-next-other = If the subject is a different one, operational management can classify the ticket anew.
ended-next-contact = The contact can say how to go on.
ended-next-anew = The procedure starts anew under the new process.
ended-next-discussion = Operations put the ticket on the agenda. After that they can open the vote anew with `/vote open`; if the template was changed meanwhile, it lies open again first. All members then vote again.
ended-next-deferred = Operational management can take the vote up again with `/vote open`; the template is then checked anew, and all members vote again. Linked merge requests keep waiting.
ended-next-no-result = No result is stated. Linked merge requests keep waiting.
reopened-title = **The ticket was opened again – { $ticket }**
reopened-body = Before the result only the applicant, a representative of the applicant's member or operational management close it. It can be withdrawn with `/vote withdraw REASON`.
closed-again-title = **The ticket was closed again – { $ticket }**
closed-again-decided = It was rejected by [decision { $number }]({ $url }); it may not be submitted again.
closed-again-body = It may not be submitted again.

## Answers to one person

not-counted-title = **Ballot not counted ({ $who }),** because { $why }.
not-counted-next-opening = After the opening the ballot can be given again.
not-counted-next-anew = Please remove the reaction and set it again, or vote by comment, for example `/vote yes`.
not-counted-next-recorded = It is recorded and can be seen in the register.
not-counted-next-channel = The vote note says which ways are provided for.
not-counted-next-welcome = Comments on the matter are welcome.
not-counted-next-proxy = A representative of the member names a proxy with `/vote proxy @account`.
not-counted-next-clear = Please vote clearly on a line of its own: `/vote yes`, `/vote no` or `/vote abstain`. A reason may follow after a colon.
not-counted-next-comment = Please vote in a new comment, for example `/vote yes`.
not-counted-next-table = What counts now stands in the table of the vote note.
no-vote = Thank you for the feedback ({ $who }). It does not count as a ballot, because the account belongs to no entitled member.
no-vote-next = Comments on the matter are welcome.
contradiction = **Reactions not counted ({ $who }):** the same account set contradicting reactions.
contradiction-next = Please remove one reaction or vote by comment. Ballots by comment are not affected.
divided = **Ballots of { $member } not counted:** the member's representatives voted differently.
divided-by = Ballots were given by: { $accounts }.
divided-next = Until this is cleared none of these ballots counts. Each representative may change its ballot or take it back, for example with `/vote retract`.
ballot-deleted = **Comment deleted ({ $member }).** The ballot in it stands and is marked.
ballot-deleted-unknown = **Comment deleted.** The ballot in it stands and is marked.
ballot-deleted-next = A representative of the member can take it back with `/vote retract`.
command-refused = **{ $command } not carried out** ({ $who }).
not-allowed-who = This command is given by: { $who }.
not-now-state = It does not fit the state of the ticket: { $state }.
not-now-merging-off = Merging by votum is switched off or has already happened.
not-now-not-merged = A version is tagged at a merge, which is still to come.
not-now-released = This merge already belongs to a version.
not-now-release-none = Nothing waits for a version here.
not-now-release-underway = The version is being set already.
not-now-release-halted = No version tag can be set at the moment. Another version can be named with `/vote release VERSION`.
not-now-release-past = This merge was not cleared and gets no version of its own. It comes with the next cleared one; there the release managers let it pass with `/vote release`.
version-refused-title = **No version tag was set:** { $version } is not above { $highest }
version-refused-next = The release managers name a higher version with `/vote release VERSION`, or leave it to `/vote release`.
mistake-unknown = **Not understood ({ $who }):** { $word } is no command.
mistake-help = All commands are listed by `/vote help`.
mistake-ambiguous = **Ballot not counted ({ $who }),** because more words follow on “{ $choice }” and the ballot is therefore not clear.
mistake-ambiguous-next = Please vote again. A reason may follow after a colon, for example `/vote yes: fits the budget`. A condition is not possible.
mistake-reason = **{ $command } not carried out ({ $who }),** because the reason is missing.
mistake-argument = **{ $command } not carried out ({ $who }),** because something is missing, cannot be read, or the command does not belong here.
mistake-usage = To be written as: { $usage }.
unknown-member = **Not carried out ({ $who }):** there is no member { $word }.
unknown-process = **Not carried out ({ $who }):** there is no process { $word }.
unknown-follow-up = **Not carried out ({ $who }):** there is no step { $word } in this process.
unknown-word = **Not carried out ({ $who }):** { $word } is not known.
unknown-known = There are: { $known }.
proxy-recorded = **Proxy recorded:** { $member } to { $holder }, for { $ticket } only.
proxy-until = It holds up to and including { $day }.
proxy-next = A ballot of the member's own goes first. To revoke: `/vote proxy none`.
proxy-none = **Proxy revoked:** { $member }, { $ticket }. A ballot already given stands.
proxy-refused = **Proxy not recorded** ({ $who }).
proxy-refused-off = Proxies are not provided for in this partnership.
proxy-refused-ended = The ticket has already ended.
proxy-refused-no-representative = The account named represents no member.
proxy-refused-own-member = The account named represents the same member and can vote without a proxy.
proxy-refused-chain = A proxy cannot be passed on.
proxy-refused-too-many = { $most ->
        [one] The account named already speaks for 1 other member (the most allowed).
       *[other] The account named already speaks for { $most } other members (the most allowed).
    }
recused = **{ $member } is recused in { $ticket } and takes no part in the vote.**
recusal-lifted = **The recusal is lifted: { $member } takes part in the vote on { $ticket }.**
recused-final = The declaration is final for the member; only operational management can lift it.

## Help

help-title = **Commands**
help-how = A command stands in a comment on a line of its own, outside of quotes, lists and code. German and English words are equal, and so is a mention, for example { $mention }.
help-line = { $usage } (also { $other }) – { $what } Who: { $who }.
help-yes = Vote Yes.
help-no = Vote No.
help-abstain = Abstain.
help-retract = Take a ballot back.
help-proxy = Name a proxy for this ticket; revoke it with `none`.
help-recuse = Declare a conflict of interest.
help-commit = Commit funding as a subgroup member.
help-object = Object that this is no bug.
help-discuss = Ask for a discussion in a meeting.
help-withdraw = Withdraw the request.
help-open = Open the vote, or take up again what was put off; in urgent cases before the reading period ends.
help-extend = Move the deadline.
help-defer = Put the ticket off.
help-void = Declare the vote void.
help-editorial = Declare a change of the template editorial.
help-classify = Assign the ticket to a process, or confirm the process.
help-done = Tick off a step or requirement.
help-undo = Untick it; with `recuse` lift a recusal.
help-record = Enter a member's ballot from a meeting, with where it is written down; with `none` take an entry back, with a reason.
help-spent = Record spending.
help-status = Say how things stand.
help-help = Show this list.
help-merge = Merge as soon as everything is free.
help-exempt = Exempt the merge request at this head from the vote.
help-hold = Put the merge request on hold.
help-unhold = Lift the hold.
help-release = Release now.
usage-yes = [for MEMBER] [: REASON]
usage-no = [for MEMBER] [: REASON]
usage-abstain = [for MEMBER] [: REASON]
usage-retract = [for MEMBER]
usage-proxy = @account [until DATE]
usage-recuse = REASON
usage-commit = [AMOUNT]
usage-object = REASON
usage-discuss = [REASON]
usage-withdraw = [REASON]
usage-open = [urgent REASON]
usage-extend = DATE REASON
usage-defer = REASON
usage-void = REASON
usage-editorial = REASON
usage-classify = PROCESS REASON
usage-done = STEP [MEMBER]
usage-undo = STEP [MEMBER]
usage-record = yes|no|abstain|none for MEMBER LINK or REASON
usage-spent = AMOUNT
usage-exempt = REASON
usage-hold = REASON
usage-release = [VERSION]

## Merge requests

gate-title = **Merge request { $request }: { $state }**
gate-thanks = Thank you for contributing. In this partnership the members decide on new functions; what is decided and reviewed gets merged.
gate-item = **{ $name }**{ $ticket }: { $explained }
gate-steps = **How to go on:**
gate-step-bug = A bug fix? Open a ticket in { $project } and write `Vorgang: #n` into the description here. No vote is needed.
gate-step-feature = A new feature? Open a ticket in { $project } with the template “Entscheidungsvorlage” and name it here. A member has to file it.
gate-step-docs = Only text or documentation? Then an exemption by operational management or the release managers is enough.
gate-step-projects = a project for tickets
gate-again = Every change is judged again by itself.
gate-why-template-incomplete = The ticket's template lacks something. Whoever filed it can add it.
gate-why-no-process = Operational management has not assigned the ticket to a process yet.
gate-why-several-processes = The ticket carries several process labels. Operational management settles on one.
gate-why-commitment-missing = A member of the subgroup has not committed its funding yet.
gate-why-requirement-missing = The ticket is decided, but something required for merging is not ticked off yet. Operational management confirms it.
gate-why-resubmission = The ticket repeats a rejected request. That is barred.
gate-why-over-cap = The ticket costs more than one request may.
gate-why-discussion = Members want a discussion; the vote is put off as long.
gate-why-by-operations = Operational management has decided so and can say why.
gate-why-reclassified = The ticket was assigned to another process and starts anew.
gate-why-closed = The ticket is closed. If it is opened again, it starts anew.
gate-why-gone = The ticket was deleted or moved. Please name one that exists.
gate-why-no-vote-needed = The ticket needs no vote.
gate-why-classification-disputed = A member objects that this is no bug. Operational management clarifies the classification.
gate-why-accepted = The ticket is decided and accepted.
gate-why-exempt = No ticket is needed for this change.
gate-why-vote-open = The ticket is not decided yet. There is nothing to do until the result; the ticket shows how things stand.
gate-why-incomplete = The ticket lacks something. What is missing stands in the ticket; whoever filed it can add it.
gate-why-rejected = The ticket was rejected. This change cannot be merged. Development outside the partnership remains possible.
gate-why-refused = The ticket is not admitted. This change cannot be merged.
gate-why-inquorate = Too few members took part in the vote. Operational management can repeat it.
gate-why-vote-void = The vote was declared void. A new decision is needed.
gate-why-withdrawn = The ticket was withdrawn. A ticket with a decision is needed.
gate-why-deferred = The ticket is deferred. Operational management says when it goes on.
gate-why-held = The merge request is on hold. Reason: { $reason }. Operational management and the release managers can lift the hold with `/vote unhold`.
gate-why-no-ticket = The description names no ticket. A ticket (issue) says why something is changed; it is what the members decide on.
gate-why-ticket-unknown = The ticket named cannot be found or is no ticket of this partnership. Please check the number in the description.
gate-why-change-needed = The change touches files that the rules protect. It needs an accepted request for a change; an exemption is not enough.
gate-why-not-in-core = A subgroup's project goes into a module of its own. The core needs a request for admission.
gate-why-review-missing = The present head needs { $needed ->
        [one] 1 approval
       *[other] { $needed } approvals
    } by other people who are at least Developers; counted: { $found }.
gate-why-sign-contested = Another account keeps setting votum's sign at this head. votum no longer overwrites it here and does not clear the head. Those who maintain the project stop that at the forge; after that it goes on with a new push or `/vote unhold`.
gate-why-head-shared = Another merge request with the same head is not cleared.
gate-why-pipeline-missing = No pipeline runs for this head.
no-pipeline-title = **{ $request } is cleared, but no pipeline runs for this head.**
no-pipeline-why = The project has pipelines; nothing is merged without one that succeeds.
no-pipeline-next = What helps: run a pipeline under “Pipelines” of the merge request (Run pipeline). What helps for good is a rule in `.gitlab-ci.yml` that makes a pipeline for merge requests, too (`$CI_PIPELINE_SOURCE` is `merge_request_event` then).
no-pipeline-fork = What helps: the change comes from a fork. A member of the project looks through it and then runs a pipeline in the project under “Pipelines” (Run pipeline).
lost-title = **{ $request }: after the merge the branch does not contain the judged head.**
lost-why = Judged was { $head }, in the branch stands { $sha }. The merge is entered as “without clearance”.
lost-next = Those who maintain the project are asked to look what has reached the branch. No version is tagged until then.
not-merged-title = **{ $request } was not merged.**
not-merged-why = The platform's answer: { $why }
not-merged-next = It is tried again after a new change; release managers can ask for it at once with `/vote merge`.
tag-stopped-title = **No version tag was set:** { $count ->
        [one] 1 change is not cleared.
       *[other] { $count } changes are not cleared.
    }
tag-stopped-more = { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
tag-stopped-next = The release managers check the changes and let them pass with `/vote release`.
lack-request = Merge request { $request }, merged without clearance: { $why }{ $ticket }
lack-changed = Merge request { $request }, no longer cleared: { $why }{ $ticket }
lack-commit = { $commit }, reached the branch without a merge request
lack-unjudged = this head had not been judged
lack-ask = { $what } – ask: { $ask }
tag-halted-title = **No version tag was set**
tag-halted-elsewhere = { $tag } stands on the platform already, but at another commit: { $found }. votum moves no tag and sets no second one.
tag-halted-elsewhere-next = If it is wrong, it is deleted on the platform; then votum goes on by itself. Otherwise the release managers name another version with `/vote release VERSION`.
tag-halted-unseen = The platform does not show which changes came since the last version ({ $found }).
tag-halted-unseen-next = votum asks again by itself. If a commit that a version tag or the branch names is missing on the platform, it has to be restored there.
tag-halted-refused = The platform refused { $tag }: { $found }
tag-halted-refused-next = Whoever runs votum mends the cause and lets it be tried again.

# Lines at a commit, at most 140 characters.
line-decision = decision { $number } ({ $ticket })
line-vote-open = vote on { $ticket } open until { $day }
line-reading = { $ticket } is not decided yet
line-review-missing = review by a second person missing
line-accepted = { $ticket } was accepted
line-no-vote-needed = { $ticket }, no vote needed
line-rejected = { $ticket } was rejected
line-refused = { $ticket } is not admitted
line-inquorate = vote on { $ticket } had no quorum
line-vote-void = vote on { $ticket } is void
line-withdrawn = { $ticket } was withdrawn
line-deferred = { $ticket } is deferred
line-incomplete = { $ticket } is incomplete
line-classification-disputed = classification of { $ticket } is being clarified
line-ticket-unknown = { $ticket } is unreadable or unknown
line-not-in-core = { $ticket } is a subgroup's project, not for the core
line-requirement-missing = requirement of { $ticket } not met
line-held = on hold
line-head-shared = same head as { $ticket }, which is not cleared
line-sign-contested = status set again and again by another account

merge-title = Merge { $request }
merge-decision = Decision { $number } · Ticket { $ticket } · { $url }
merge-no-vote = Without a vote · Ticket { $ticket }
merge-exempt = Without a ticket, exempt from the vote
release-title = Release { $tag }
release-title-candidate = Pre-release { $tag }
release-name-candidate = { $tag } (pre-release)
release-process = **Process { $process }**
release-no-process = **Without a process**
release-confidential = **Confidential tickets**
release-exempt = **Without a ticket, exempt from the vote**
release-passed = **Included without clearance,** let pass by the release managers
release-decision = Decision [{ $number }]({ $url }) · ticket { $ticket }
release-no-vote = Without a vote · ticket { $ticket }
release-tally = Yes: { $yes } · No: { $no } · Abstention: { $abstain } · Not given: { $absent } · Recused: { $recused } · Needed: { $needed } Yes
release-tally-silence = Yes: { $yes } · No: { $no } · Abstention: { $abstain } · Not given: { $absent } · Recused: { $recused } · Silence counts as consent
release-merges = Merged with { $requests }
release-by = { $request } by { $author }
release-open = Still open: { $items }
release-register = [Decisions of this version in the register]({ $url })
release-link-register = Register of decisions: { $tag }
release-link-decision = Decision { $number }
tag-proof = Proof: entry { $seq } of the journal, SHA-256 { $hash }
changelog-heading = # Changes
files-title = Enter version { $tag }: { $files }
files-body = This merge request enters version { $tag } into the files that the rules of the partnership keep current. It needs no ticket, but the review of a second person. Whoever pushes to this branch makes an ordinary merge request of it. [Decisions of this version]({ $url })

## Pages of the register

page-title = Register of decisions
page-title-of = { $page } – register of decisions of { $partnership }
page-home = Overview
page-home-intro = What the members of { $partnership } have decided, how they voted, and by which rule it was counted.
page-partnerships = Partnerships
page-partnership = Partnership
page-product = Product
page-decisions = Decisions
page-decision = Decision
page-decision-of = Decision { $number }
page-tickets = Tickets
page-ticket = Ticket
page-ticket-of = Ticket { $ticket }
page-merge-requests = Merge requests
page-merge-request = Merge request
page-merge-request-of = Merge request { $request }
page-members = Members
page-rules = Rules
page-latest-decisions = Latest decisions
page-open-votes = Open votes
page-reading-now = Templates lying open
page-all-decisions = All decisions
page-navigation = Main navigation
page-breadcrumb = Path
page-skip = Skip to content
page-language = Language
page-language-switch = Deutsch
page-language-switch-hint = Show this page in German
page-number = Number
page-date = Date
page-subject = Subject
page-process = Process
page-state = State
page-result = Result
page-reason = Reason
page-project = Project
page-opened = Opened
page-decided = Decided
page-deadline = Deadline
page-deadline-zone = { $time } (time zone { $zone })
page-reading-since = Template lies open since
page-opens-at = Vote opens
page-votes = Vote
page-vote-note = Vote note
page-ballots = Ballots given
page-ballots-caption = Ballots of the members, in the order in which they were given
page-members-caption = What counts for each member
page-decisions-caption = Decisions, newest first
page-tickets-caption = Tickets, newest first
page-merge-requests-caption = Merge requests, newest first
page-member = Member
page-choice = Ballot
page-way = Way
page-time = Time
page-counts = Counts
page-counts-yes = yes
page-counts-no = no
page-does-not-count = Does not count, because { $why }.
page-weight = Weight
page-proxied = by proxy
page-from-meeting = entered by operations ({ $minutes })
page-recused = recused
page-not-given = not given
page-open = open
page-retracted = taken back
page-unclear = not clear
page-tally = Tally
page-entitled = Entitled
page-yes = Yes
page-no = No
page-abstain = Abstention
page-absent = Not given
page-recused-count = Recused
page-needed = Needed
page-found = Reached
page-share = Share
page-held = Met
page-held-yes = met
page-held-no = not met
page-rule = Rule
page-why-heading = How the count came out
page-rule-text = Rule as written
page-rules-digest = Checksum of the rules
page-text-digest = Checksum of the template
page-text = Template
page-text-changed = The template was changed during the vote. The vote was on the text at the opening.
page-history = History
page-history-event = Event
page-history-empty = No events yet.
page-chain-head = Head of the hash chain
page-follow-ups = Next steps
page-follow-up = Step
page-follow-up-done = done
page-follow-up-open = open
page-follow-ups-progress = { $done } of { $all } done
page-reservations = Reservations
page-no-obligation = The decision does not replace a formal commitment by the members.
page-resubmission = Resubmission
page-admits = Admission after decision
page-discussion = Discussion wanted
page-certified = Certification
page-certified-yes = certified by a person
page-certified-no = still to come; the result is provisional
page-gate = Clearance
page-gate-reasons = Reasons
page-gate-reason = Reason
page-head = Commit that was judged
page-merged = Merged as
page-not-merged = not merged yet
page-tag = Version
page-releases = Versions
page-releases-body = Every version names the decisions that it rests on. Its tag on the platform bears the journal's hash of that moment.
page-releases-caption = Versions, newest first
page-empty-releases = There is no version yet.
page-release-of = Version { $tag }
page-released-at = Released
page-commit = Commit
page-preliminary = pre-release
page-release-preliminary = Pre-release: it holds everything since the last version and is meant for trials.
page-release-tickets = Tickets of this version
page-release-no-vote = without a vote
page-release-no-tickets = This version holds only changes without a ticket.
page-release-passed = Included without clearance
page-release-stopped = { $series }: the next version waits for the release managers, because changes are not cleared.
page-release-halted = { $series }: no version can be set.
page-release-halted-elsewhere = { $tag } stands already at another commit.
page-release-halted-unseen = The platform does not show what came since the last version.
page-release-halted-refused = The platform refuses { $tag }.
page-tickets-named = Tickets named
page-confidential = Ticket { $ticket } (confidential)
page-confidential-hint = Title and text of this ticket are confidential and are not published.
page-legal-basis = Basis
page-contact = Contact
page-at-forge = To the ticket on the platform
page-request-at-forge = To the merge request on the platform
page-previous = Previous page
page-next = Next page
page-pages = Pages
page-count-decisions = { $count ->
        [one] 1 decision
       *[other] { $count } decisions
    }
page-count-tickets = { $count ->
        [one] 1 ticket
       *[other] { $count } tickets
    }
page-count-merge-requests = { $count ->
        [one] 1 merge request
       *[other] { $count } merge requests
    }
page-empty-decisions = There are no decisions yet.
page-empty-tickets = There are no tickets yet.
page-empty-merge-requests = There are no merge requests yet.
page-empty-ballots = No ballots have been given yet.
page-empty-open-votes = No vote is open at present.
page-empty-search = There are no entries for this selection.
page-search = Search
page-search-hint = Number or a word of the title
page-search-submit = Search
page-filter = Selection
page-filter-year = Year
page-filter-process = Process
page-filter-result = Result
page-filter-state = State
page-filter-all = all
page-filter-apply = Apply
page-filter-reset = Reset
page-feed = Decisions as a feed
page-export = As a table (CSV)
page-json = As data (JSON)
page-calendar = Deadlines as a calendar
page-not-found = Page not found
page-not-found-body = There is nothing on record at this address.
page-error = Error
page-error-body = The page cannot be shown at present. Trying again later may help.
page-back-home = To the overview
page-about = Who decides what
page-about-body = The members of the partnership decide, represented by the accounts that they name. Every request goes through a process; the process says how many votes are needed.
page-about-processes = Processes and their rules
page-about-approval = Approval needed
page-about-base = Base
page-about-base-entitled = all entitled members
page-about-base-cast = Yes and No ballots cast
page-about-base-subgroup = the members of the subgroup
page-about-quorum = Turnout needed
page-about-no-vote = without a vote
page-about-silence = silence counts as consent; rejected from { $limit } No on
page-about-contributions = { $share }, by votes and by contributions
page-about-contribution = Yearly contribution
page-about-roles = Roles
page-about-verify = Recounting
page-about-verify-body = Every result can be recounted by hand from the table of ballots and the rule. The hash chain shows that nothing was changed afterwards.
page-accessibility = Accessibility
page-accessibility-body = These pages are meant to be usable without barriers: by keyboard, with a screen reader, enlarged, and without colours. Please report barriers to the contact.
page-accessibility-contact = Report a barrier
page-privacy = Privacy
page-privacy-body = Members are published, not people. No cookies are set and no visits are analysed.
page-imprint = Imprint
page-health = Operation
page-health-ok = All is well
page-health-degraded = Limited
page-health-forge-down = The platform { $forge } cannot be reached. Deadlines stay as they are; ballots are taken in later.
page-health-last-read = Last read
page-footer = Kept with votum, free software under the EUPL 1.2.
page-footer-source = Source code
page-as-of = As of { $time }
page-total = Total
page-yes-no = { $answer ->
        [yes] yes
       *[no] no
    }

# Proof in the result
result-proof = Proof: entry { $seq } of the journal, hash of the chain `{ $hash }`.

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
page-votes-silence = Yes { $yes }, No { $no }, Abstention { $abstain }; silence counts as consent
page-result-closed = Yes: { $yes } ({ $share } of { $entitled } entitled), No: { $no }, Abstention: { $abstain }, not given: { $absent }, recused: { $recused }. Needed: { $needed } Yes.
page-result-open = So far Yes: { $yes } ({ $share } of { $entitled } entitled), No: { $no }, Abstention: { $abstain }, open: { $absent }, recused: { $recused }. Needed: { $needed } Yes.
page-result-silence = Yes: { $yes } ({ $share } of { $entitled } entitled), No: { $no }, Abstention: { $abstain }, not given: { $absent }, recused: { $recused }. Silence counts as consent.
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
page-event-given-meeting = { $member }: { $choice } in the meeting, entered by operations.
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
page-event-stated-late = The result could be stated only on { $stated }; until then votum or the platform could not be reached.
page-event-ended = Ended without a decision: { $end } ({ $why }).
page-event-cleared = Cleared without a vote.
page-event-objected = { $member }: objected to the classification as a bug.
page-event-discussion-asked = { $member }: a discussion is wanted.
page-event-awaits-second = A command of operations waits for a second account.
page-event-resumed = What was put off was taken up again.
page-event-record-undone = { $member }: the entry from the meeting was taken back.
page-event-admits = The admission goes back to decision { $number }.
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
page-event-tagged = Released as version { $tag }.
page-event-request-open = Merge request opened.
page-event-request-closed = Merge request closed.

## Who decides what

page-about-reading = The template lies open first for
page-about-duration = Length of a vote
page-about-ways = Ways to vote
page-about-change = Changing a ballot
page-about-change-until-deadline = possible until the deadline, the last ballot counts
page-about-change-never = not possible, the first ballot counts
page-about-deputies = Several representatives of a member
page-about-deputies-last = the last ballot counts
page-about-deputies-first = the first ballot counts
page-about-deputies-ranked = the ballot of the highest-ranked one counts
page-about-deputies-unanimous = contradicting ballots do not count until that is cleared
page-about-proxy = Proxies possible
page-about-recused-in-base = Recused members belong to the base
page-about-opinion = Opinion of the technical committee
page-about-opinion-advisory = advisory; the vote note says whether it was given
page-about-opinion-required = required; no vote opens before
page-about-discussion = Wish for a discussion
page-about-discussion-pauses = { $count ->
        [one] 1 member is enough to put the vote off
       *[other] { $count } members are enough to put the vote off
    }
page-about-certified = A person certifies results
page-about-four-eyes = Interventions of operations take a second account
page-about-since = Member since
page-about-until = Member until
page-about-accounts = Number of accounts
page-about-inactive = Without a counted ballot in the last { $count ->
        [one] vote
       *[other] { $count } votes
    }: { $members }. This is a note; membership and right to vote stay as they are.
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
page-problem-release = The register does not know this version. Please check project and version.
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

# ------------------------------------------------------------------ money

costs = **Costs:** { $costs }
costs-one-off = { $amount } once
costs-upkeep = { $amount } a year for upkeep
costs-community = { $amount } a year of community effort
pot-joint = joint development
pot-maintenance = upkeep and security
light-green = green ●
light-yellow = yellow ▲
light-red = red ■
freeze-haushaltssperre = budget freeze
freeze-sperrvermerk = spending block
freeze-vorlaeufig = provisional budget
vote-competes = **On the budget:** if all open requests are accepted, { $amount } will be missing.
vote-over-cap = **Note:** the costs exceed the cap per request ({ $cap }).
vote-freeze = **Note:** until { $until } the following applies to { $member }: { $kind }. Its vote counts; its contract rests until that is lifted.
vote-freeze-leaves = **Note:** For { $member } the following holds until { $until }: { $kind }. By the agreement this member is not among those entitled to vote here.
held-committed = **Budget for { $pot } { $year }:** { $amount } committed.
held-unfunded = **Subject to funding:** the budget for { $pot } { $year } lacks { $amount }; nothing is committed.
held-after-spend-by = **Past the spend-by date:** the budget for { $pot } { $year } had to be spent by { $day }; nothing is committed.
held-left = Left: { $amount }.
held-frozen = On the day of the decision these could not commit money: { $members }. Their contracts rest until that is lifted.
held-paid = Spent: { $amount }.
light-title = **Light for { $pot }: { $light }** (before: { $before })
light-body = Budget { $year }: { $sum } of { $size }. Caused by { $ticket }.
light-next = Bugs can still be fixed.
ended-over-cap-amounts = The costs ({ $cost }) exceed the cap per request ({ $cap }). The vote is not opened.
ended-next-over-cap = It can be split, its template can be changed, or a subgroup can take it on. Operational management may make an exception with `/vote open urgent REASON`; the vote then opens at once, without a reading.

page-budget = Budget
page-budget-of = Budget { $year }
page-budget-years = Years
page-budget-size = Size
page-budget-committed = Committed
page-budget-left = Left
page-budget-planned = Asked for in open votes
page-budget-spent = Spent
page-budget-light = Light
page-budget-cap = Cap per request
page-budget-spend-by = To be spent by
page-budget-run = Run: { $pot }
page-budget-date = Day
page-budget-amount = Amount
page-budget-effect = Effect
page-draw-committed = committed
page-draw-unfunded = subject to funding
page-draw-after-spend-by = past the spend-by date
page-reservation-unfunded = Subject to funding: the budget lacked { $amount }.
page-reservation-after-spend-by = The money had to be spent by { $day }; nothing is committed.
page-reservation-freeze = { $member } could not commit money on the day of the decision; its contract rests.
page-empty-budget = No budget is set up for this year.
page-empty-draws = No decision draws on this pot yet.
page-problem-budget = No budget is kept for this year.
page-about-versions = Versions of the rules
page-about-versions-body = A new version applies to votes opened after it came into force. Open votes keep the version of their opening.
page-about-version = Version
page-about-in-force = In force since

# ------------------------------------------------------------------ who decides what

law-no-vote = Tickets under { $label } need no vote; operational management classifies them{ $reviews ->
        [0] .
        [one] , and a second person reviews the work.
       *[other] , and { $reviews } other people review the work.
    }
law-vote = Tickets under { $label } are decided by { $voters }: accepted with { $needed }.
law-members = all members
law-subgroup = the members of the subgroup
law-entitled = { $share } of the votes of all entitled
law-cast = { $share } of the yes and no votes cast, if { $quorum } of the entitled took part
law-cast-alone = { $share } of the yes and no votes cast
law-silence = { $limit ->
        [one] no vote against
       *[other] fewer than { $limit } votes against
    }; silence counts as consent
law-contributions = The members in favour must carry the same share of the contributions as well.
law-more = [Who decides what]({ $url })
## Reminders and hints

reminder-title = **Still missing for { $ticket }:** { $members }.
reminder-proxy = proxy: { $holder }
reminder-next-proxy = Abstention (`/vote abstain`) and a proxy (`/vote proxy @account`) are possible as well.
reminder-next = Abstention (`/vote abstain`) is possible as well.
fixed-title = **No outstanding ballot can change the result any more – { $ticket }**
fixed-body = The result will be stated after the deadline: { $time }. Until then further ballots can be given.
follow-ups-title = **Steps that are still open – { $ticket }**
follow-ups-next = Operational management ticks them off with `/vote done STEP`.
follow-ups-next-named = Operational management ({ $names }) ticks them off with `/vote done STEP`.
similar-title = **A hint for operational management – { $ticket }**
similar-named = It names { $ticket }, rejected by [decision { $number }]({ $url }); it may not be submitted again in the same process.
similar-alike = It resembles the title of { $ticket }, rejected by [decision { $number }]({ $url }); it may not be submitted again in the same process.
similar-next = This is no refusal: whether the subject is the same is for operational management to check. A resubmission is marked in the description by “Resubmission of: #n”.
step-count = { $done } of { $all }
step-open = open: { $open }
step-rests = { $member } (until { $day })
step-resting = resting: { $members }
steps-done = **Next steps:** { $done } of { $all } done.
steps-open = Open: { $open }.
rewritten-title = **Command not carried out ({ $who }),** because the comment was edited before it was first read.
rewritten-next = Please write the command in a new comment.
unknown-asked = **Not carried out ({ $who }):** this step is not asked of { $word } here.
unknown-recorded = **Not carried out ({ $who }):** no ballot from a meeting is entered for { $word }.
not-now-decided = [Decision { $number }]({ $url }) stands.
label-decided = The ticket is decided by [decision { $number }]({ $url }) and is not assigned to another process after that.
page-event-reminded = { $count ->
        [one] 1 member was reminded to vote.
       *[other] { $count } members were reminded to vote.
    }
page-event-chased = A reminder of open steps was sent.
page-step-count = { $done } of { $all }
page-step-rests = resting until { $day }
text-changed-costs = **Difference in the costs:** { $costs }.
text-changed-costs-same = The costs are unchanged.
not-now-merged = A merge request that names this ticket has already been merged.
awaits-second = **Noted ({ $who }):** by the rules { $command } takes a second account.
awaits-second-next = It is carried out once another person who may give it writes { $command } with the same particulars.
spend-by-title = **To be spent by { $day }: money is still left**
spend-by-body = { $committed } are committed for { $ticket }; { $spent } are spent.
spend-by-next = What is not spent by then is free for other purposes, as the agreement says. Operational management enters payments with `/vote spent AMOUNT`.
page-event-spend-noticed = A reminder of the spend-by date was sent.
page-budget-note = Committed is what decisions and repairs lay claim to. Confidential tickets are part of the sums and not listed one by one. A decision does not replace a formal commitment by the members.
page-cost-plan = Cost plan of the year as a table (CSV)
page-about-no-quorum = none
vote-no-costs = **Note:** the template's table names no one-off costs; cap and budget were not checked.

# The template that votum init makes
template-file = Decision
template-title = Decision template
template-contact-hint = Who answers questions? Name an account, for example with @.
template-heading-hint = Please fill in here.
template-commit = Add the decision template

page-about-guards = How branches are guarded
page-about-guards-body = What could be merged past the gate is decided by the protection where the code lies. This is how it was found last.
page-about-branch = Branch
page-about-lock = Lock
page-about-gaps = Gaps
page-about-no-gaps = none
page-about-found = found since
page-about-weaker = { $lock } – weaker than before: { $best }
page-lock-key = only votum gets in
page-lock-role = only votum and those who maintain the project
page-lock-open = open
page-lock-unseen = cannot be seen
page-lock-none = not needed
page-gap-branch-open = Developers can write past votum
page-gap-branch-foreign = Other named people, groups or keys can write past votum
page-gap-branch-direct = Those who maintain the project can write without a merge request
page-gap-branch-force = The history of the branch can be rewritten
page-gap-locked-out = votum itself cannot merge
page-gap-tags-open = Others can set versions, too
page-gap-pipelines-off = Merging does not wait for the pipeline
page-gap-threads-off = Merging does not wait for open discussions
page-gap-autoclose = Merging closes tickets by itself
page-gap-unseen = votum cannot see it all

# Why a merge request waits: each condition, what was found, what is needed, who helps
page-conditions = Conditions
page-condition = Condition
page-condition-found = found
page-condition-needed = needed
page-condition-ask = who helps
page-event-overruled-status = An account other than votum's set the status “votum” for { $sha } ({ $said }). votum has overwritten it.
page-event-overruled-thread = votum's discussion was marked as resolved before the clearance. votum has opened it again.
conditions-title = **What it depends on: { $request }**
conditions-line = { $mark } **{ $what }**{ $ticket }: { $found }{ $rest }
conditions-rest = ; needed: { $needed }; who helps: { $ask }
condition-held-yes = met:
condition-held-no = open:
condition-hold = Not held
condition-named = Ticket named
condition-ticket = Ticket decided
condition-review = Reviewed
condition-draft = Finished
condition-forge = Mergeable
condition-pipeline = Pipeline
condition-merging = Order to merge
condition-attempt = Merge
condition-found-nothing = nothing stands against it
condition-found-held = held: { $text }
condition-found-none = none named
condition-found-exempt = no ticket needed
condition-found-count = { $text }
condition-found-ready = no draft
condition-found-draft = marked as a draft
condition-found-yes = yes
condition-found-computing = the forge is still checking
condition-found-word = the forge says: { $text }
condition-found-green = succeeded
condition-found-red = not succeeded, not finished or not begun
condition-pause = Merging switched on
condition-found-paused = votum rests: nothing is merged or released at present
condition-needed-pause = `votum resume` on the server
condition-ask-hosts = those who run votum
condition-sign = votum's sign at the forge
condition-found-contested = another account keeps setting it
condition-needed-sign = stop that account at the forge, then a new push or `/vote unhold`
condition-neighbour = No second merge request at the same head
condition-found-uncleared = has the same head and is not cleared; both share one status
condition-needed-neighbour = its clearance; otherwise close one of the two or give it a head of its own
condition-found-absent = none runs for this head
condition-found-older = older than votum in this project; not merged by itself
condition-obstacle-conflict = resolve the conflicts with the target branch; the new head is reviewed anew
condition-obstacle-need-rebase = a rebase onto the target branch (`/rebase`); the new head is reviewed anew
condition-obstacle-ci-must-pass = a pipeline that succeeds at this head
condition-obstacle-ci-still-running = the end of the running pipeline
condition-obstacle-discussions-not-resolved = resolve all open discussions
condition-obstacle-draft-status = take the mark “draft” away
condition-obstacle-not-approved = the approvals that the project asks for at the forge
condition-obstacle-requested-changes = the changes asked for at the forge
condition-obstacle-merge-time = the time set at the forge
condition-obstacle-title-regex = a title of the form that the project asks for at the forge
condition-obstacle-not-open = open it again at the forge
condition-obstacle-locked = the end of the merge at the forge; if it takes longer than a few minutes, closing and reopening helps most often
condition-found-automatic = votum merges by itself
condition-found-asked = the order is there
condition-found-unasked = no order
condition-found-off = people merge
condition-found-failed = did not succeed: { $text }
condition-found-reason = { $text }
condition-needed-hold = `/vote unhold`
condition-needed-named = a line `Ticket: #n` in the description
condition-needed-ticket = a ticket that is decided and accepted
condition-needed-review = { $text }
condition-needed-draft = take the mark “draft” away
condition-needed-forge = remove the obstacle that the forge names
condition-needed-pipeline = a pipeline that succeeds at this head; for a fork, a member of the project runs it
condition-needed-merging = `/vote merge`
condition-needed-attempt = a new push or `/vote merge`
condition-ask-author = whoever proposes the change
condition-ask-operations = operations
condition-ask-releases = release managers
condition-ask-either = operations or release managers
condition-ask-developers = a developer of the project who wrote none of it
condition-ask-maintainers = those who maintain the project
condition-change = Change of the rules
condition-window = Time to merge
condition-found-protected = touches protected files
condition-found-closed = outside of the agreed times
condition-needed-change = an accepted request for a change
condition-needed-window = the next agreed time; votum then merges by itself
page-merged-contained = Contains the judged head
page-landed-lost = no, the judged head is missing in the branch
page-landed-anew = no, the commits were written anew
page-past-the-gate = without clearance
page-provenance = Provenance
page-link-ticket = Ticket
page-link-vote = Decision
page-link-head = Head that was decided
page-link-merge = Commit on the branch
page-link-tag = Version tag
page-link-release = Release
page-link-missing = not there yet
page-link-at-forge = on the platform
page-about-seat = Where the rules lie
page-about-brought = Brought by
page-held-missing = The file with the rules is missing where it should lie. The earlier rules stay in force. Since:
page-held-faulty = The new rules have faults and are not in force. The earlier rules stay in force. Since:
page-held-past-the-gate = The rules were changed without a decision and are not in force. The earlier rules stay in force. Since:
