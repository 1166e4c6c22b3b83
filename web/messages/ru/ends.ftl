# How vouchers end, pause and move.
my-status-annulled = Ваучер прекращён { $date }. Причина: { $reason }. Место не было выбрано.
my-tag-annulled = Прекращён
