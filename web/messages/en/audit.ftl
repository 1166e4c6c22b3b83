# The auditor's desk.
audit-title = Sample and recompute
audit-lead = Lines of signed acts are drawn by a seed and computed anew from what was known when they were made. The same seed draws the same lines for anybody.
audit-month = Month
audit-month-hint = For example 2026-09
audit-lines = How many lines
audit-lines-hint = From 1 to 200
audit-seed = Seed
audit-seed-hint = Any word or number up to 40 letters: write it into the protocol so that others can repeat the sample.
audit-draw = Draw the sample
audit-again = Change the sample
audit-error-month = Write the month as 2026-09
audit-error-seed = Write a seed of 1 to 40 letters
audit-error-lines = Write a number from 1 to 200
audit-sample-title = Sample
audit-none = There are no signed lines to draw from. Choose another month, programme or region.
audit-all-agree = Every line agrees to the tiyn
audit-some-differ = { $n ->
    [one] { $n } line differs
   *[other] { $n } lines differ
}
audit-population = Signed lines in all
audit-population-sum = Sum of their dues
audit-drawn = Lines drawn
audit-drawn-sum = Sum of those drawn
audit-agreeing = Lines that agree
audit-lines-drawn = Lines drawn
audit-act = Act
audit-voucher = Voucher
audit-line-month = Month
audit-days = Days paid / study days
audit-computed = Computed, ₸
audit-due = Due, ₸
audit-verdict = Result
audit-why = Why
audit-agrees = Agrees
audit-differs = Differs
audit-differs-why = Computed anew: { $computed }, days paid: { $days }
audit-how = Drawn by SHA-256 of seed/act/voucher/month/kind in ascending order. Marks, enrolment and calendar are those known when the act was made; days of leave used earlier are taken from the line.
audit-export-title = Export for an audit
audit-export-lead = All files with which anybody can recompute the month: parts, portions, enrolments, groups, marks, lines, acts, movements, budget. Children appear under pseudonyms.
audit-export-go = Go to the export
audit-export-start = Make the export
audit-formula = { $nominal } × { $paid } / { $study } = { $computed } ₸ ({ $clause }, { $version })

# The last audit, on the status page and the registrar's first screen.
audited = Last audit
audited-never = There was none yet
audited-clean = Nothing found
audited-findings = { $n ->
    [one] { $n } finding
   *[other] { $n } findings
}
audited-at = Audited at
audited-what = What was audited
audited-on = { $entries } entries of the journal and { $facts } records, on the head of { $head } entries.
