// A parent: the strip, the table, the calendar, the payments and the extract of a child say one and the same; whoever looks is named; nobody else's
// child is there.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { csv, fact, plain, rows, said, share, tiyn } from "../figures.mjs";

export const role = "my";

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/** The states of a strip or table, by the last word of their class. */
const states = (tab, selector) => tab.locator(selector).evaluateAll((all) => all.map((one) => one.className.match(/--([a-z-]+)(?: |$)/)[1]));

/** `67 914,98` above `10 448,46` in a cell, or a dash; in tiyn. */
const pair = (text) => (text.match(/\d[\d ]*,\d\d/g) ?? []).map(tiyn);

const sum = (list) => list.reduce((all, one) => all + one, 0);

/** What the page of a child's voucher says of its months: name, state, due and paid. */
async function parts(tab) {
  const shown = await states(tab, ".qz-parts .qz-part");
  deepEqual(await states(tab, ".my-months .qz-part-state"), shown, "the table says what the strip shows");
  const cells = await tab.locator(".my-months tbody tr").evaluateAll((all) => all.map((row) => [row.cells[0].firstChild.textContent, row.cells[1].innerText]));
  const numbers = await tab.locator(".qz-parts .qz-part").allTextContents();
  const months = cells.map(([name]) => plain(name));
  deepEqual(months.map((name) => String(MONTHS.indexOf(name.split(" ")[0]) + 1).padStart(2, "0")), numbers, "the months of strip and table");
  return cells.map(([, money], at) => [months[at], shown[at], ...pair(plain(money))]);
}

/** The days that a month's page tells at each place of the child: enrolled study days, and presences by calendar, legend and list. */
async function attendance(tab) {
  const found = [];
  for (const place of await tab.locator("section[aria-labelledby^='place-']").all()) {
    const said = (await place.locator("details li").allTextContents()).map(plain);
    const present = await place.locator(".qz-calendar .qz-day--present").count();
    equal(said.filter((day) => /: Present$/.test(day)).length, present, "the list tells the presences of the calendar");
    equal(Number(plain(await place.innerText()).match(/Present: (\d+)/)[1]), present, "and so does the sum");
    equal(Number(plain(await place.locator("h3").innerText()).match(/^\d+/)[0]), said.length, "every study day is told");
    found.push({ place: plain(await place.locator("h2").innerText()), days: said.length, present });
  }
  return found;
}

/** The lines that explain a month's due: the place with payable and study days and the amount that follows from them. */
async function explained(card) {
  const found = [];
  for (const text of (await card.locator("details p").allTextContents()).map(plain)) {
    const place = text.match(/^(.*)Act A-/);
    if (place) found.push({ place: place[1] });
    const formula = text.match(/^([\d ]+,\d\d) ₸ × (\d+) of (\d+) study days = ([\d ]+,\d\d) ₸$/);
    if (!formula) continue;
    const [payable, study] = [Number(formula[2]), Number(formula[3])];
    equal(tiyn(formula[4]), share(tiyn(formula[1]), payable, study), text);
    Object.assign(found.at(-1), { payable, study, due: tiyn(formula[4]) });
  }
  return found;
}

export async function walk({ tab, as, href }) {
  await tab.goto(href("/my", "en"));
  const card = tab.locator(".my-card").first();
  const name = plain(await card.locator("h2 a").innerText());
  await card.locator("h2 a").click();
  equal(await said(tab, "h1"), name);
  const child = tab.url();
  const months = await parts(tab);
  const number = await fact(tab, "Number");
  const closed = months.filter((month) => month.length > 2);
  ok(closed.length > 0, "a month is closed");

  await tab.locator(".my-tabs a[href$='/payments']").click();
  equal(tiyn(await said(tab, ".my-sums div:nth-child(1) dd")), sum(closed.map(([, , due]) => due)), "due for all months");
  equal(tiyn(await said(tab, ".my-sums div:nth-child(2) dd")), sum(closed.map(([, , , paid]) => paid)), "paid of it");
  ok((await said(tab)).includes(`by voucher ${number}`));
  const [month, , due, paid] = closed.at(-1);
  const section = tab.locator("section.my-card").filter({ has: tab.getByRole("heading", { name: month, exact: true }) });
  deepEqual((await section.locator(".my-pairs dd").allInnerTexts()).slice(1).map((text) => tiyn(plain(text))), [due, paid], `${month} as the voucher's table has it`);
  const steps = (await section.locator("ol li").allInnerTexts()).map(plain);
  equal(steps.length, 5);
  equal(steps.filter((step) => / done/.test(step)).length, paid < due ? 4 : 5, "what is not paid whole waits for the payment alone");
  const lines = await explained(section);

  const [word, year] = month.split(" ");
  const path = `${year}-${String(MONTHS.indexOf(word) + 1).padStart(2, "0")}`;
  await tab.goto(`${child}/attendance/${path}`);
  const places = await attendance(tab);
  ok(sum(places.map((place) => place.present)) > 0, "the child was there");
  for (const { place, days } of places) equal(lines.find((line) => line.place === place && line.study).payable, days, `${place}: the days enrolled are those that are paid`);

  await tab.locator(".my-tabs a[href$='/extract']").click();
  equal(await fact(tab, "Number"), number);
  const extract = await rows(tab.locator(".my-months"));
  equal(extract.length, months.length);
  for (const [at, row] of extract.entries()) {
    ok(row[0].startsWith(months[at][0]), row[0]);
    deepEqual(pair(row[2].replace(/(,\d\d)/g, "$1 ")), months[at].slice(2), `${row[0]} in the extract`);
  }
  const prices = sum(extract.flatMap((row) => pair(row[1])));
  equal(tiyn(await fact(tab, "Price")), prices, "the price is the sum of the nominals");
  const stays = [...(await fact(tab, "Where the child was")).matchAll(/BIN (\d{12})/g)].map(([, bin]) => bin);

  const readings = async () => (await csv(tab, href("/my/access-log.csv", "en"))).filter((one) => plain(one["About whom"]) === name);
  const before = await readings();
  const director = await as(`performer-director-${stays.at(-1)}`);
  await director.goto(href(`/org/children?month=${path}`, "en"));
  const named = async () => (await said(director)).includes(name);
  while (!(await named())) await director.locator(".govuk-pagination a[rel=next]").click();
  const after = await readings();
  equal(after.length, before.length + 1, "one reading more");
  match(after[0].Who, new RegExp(`BIN ${stays.at(-1)}$`));
  equal(after[0]["For what"], "List of the enrolled children");
  await tab.goto(href("/my/access-log", "en"));
  const newest = await said(tab, ".my-log .my-card");
  for (const text of [after[0].Who, after[0].When, after[0]["For what"], name]) ok(newest.includes(plain(text)), `${text} in ${newest}`);

  const others = await as("parent-2");
  await others.goto(href("/my", "en"));
  const foreign = await others.locator(".my-card h2 a").first().getAttribute("href");
  ok(!child.endsWith(foreign), "another family's child");
  for (const page of ["", "/attendance", "/payments", "/extract"]) equal((await tab.goto(new URL(foreign + page, child).href)).status(), 404, `${page} of a foreign child`);
}
