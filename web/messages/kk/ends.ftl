# How vouchers end, pause and move.
my-status-annulled = Ваучер { $date } күні тоқтатылды. Себебі: { $reason }. Орын таңдалмаған еді.
my-tag-annulled = Тоқтатылды
