# How vouchers end, pause and move.
my-status-annulled = The voucher ended on { $date }. Reason: { $reason }. No place had been chosen.
my-tag-annulled = Ended
