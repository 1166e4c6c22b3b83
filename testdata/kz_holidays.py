"""Writes holidays-kz.csv: the days off and worked weekends of Kazakhstan 2024-2027 as the PyPI package `holidays` has them.

An oracle for the calendar of packs/kz that was made independently: python3 testdata/kz_holidays.py > testdata/holidays-kz.csv
"""

import datetime

import holidays

YEARS = range(2024, 2028)

kz = holidays.country_holidays("KZ", years=YEARS)
print(f"# holidays {holidays.__version__}")
print("date,kind,name")
for day in sorted(kz):
    if day.year in YEARS:
        print(f'{day},off,"{kz[day]}"')
day = datetime.date(2024, 1, 1)
while day.year in YEARS:
    if day.weekday() in kz.weekend and kz.is_working_day(day):
        print(f'{day},worked,""')
    day += datetime.timedelta(days=1)
