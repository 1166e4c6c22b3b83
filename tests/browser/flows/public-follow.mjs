// Anybody follows the money: a place and its acts, the flow from budget to payment, the calculator, an entry of the public log, a code.
import { deepEqual, equal, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { csv, fact, money, plain, rows, said, share, tiyn } from "../figures.mjs";

export const role = "public";

const sum = (list) => list.reduce((all, one) => all + one, 0);
const table = (tab, caption) => tab.locator("main table").filter({ has: tab.locator("caption", { hasText: caption }) });
const file = async (tab, locator) => csv(tab, new URL(await tab.locator(locator).first().getAttribute("href"), tab.url()).href);

/** Finds places by name, opens each: the seats of its groups, and what the acts of all of them come to. */
async function places(tab, href) {
  await tab.goto(href("", "en"));
  await tab.locator(".qz-ways a[href$='/places']").click();
  const all = await tab.locator(".qz-results__result").count();
  await tab.locator("#q").fill("№ 2");
  await tab.locator("#region").selectOption({ label: "Almaty" });
  await tab.locator("form.qz-search button").first().click();
  const [place, ...others] = await file(tab, "main a[href*='/places.csv?']");
  equal(others.length, 0);
  equal(await tab.locator(".qz-results__result").count(), 1);
  await tab.locator(".qz-results a").click();
  equal(await said(tab, "h1"), place.name_ru);
  equal(await fact(tab, "BIN"), place.bin);
  const groups = await rows(table(tab, "Groups and free places"));
  equal(sum(groups.map((row) => Number(row[3]))), Number(place.capacity), "the places of all groups");
  equal(await said(tab, "main .govuk-body-l"), `Free places: ${place.free_at_least} of ${place.capacity}`);

  await tab.goto(href("/places", "en"));
  const links = await tab.locator(".qz-results a").evaluateAll((found) => found.map((one) => one.href));
  equal(links.length, all);
  const acted = [];
  for (const link of links) {
    await tab.goto(link);
    acted.push(...(await rows(table(tab, "Acts and payments"))));
  }
  return { acted: sum(acted.map((row) => tiyn(row[2]))), paid: sum(acted.map((row) => tiyn(row[3]))) };
}

/** The flow of a figure: what flows into a node flows out of it; gives the sum of the first and what comes into each. */
async function flow(tab, place = 0) {
  const links = (await rows(tab.locator("figure.qz-figure table").nth(place))).map(([from, to, text]) => ({ from, to, sum: tiyn(text) }));
  const into = (node) => sum(links.filter((one) => one.to === node).map((one) => one.sum));
  const out = (node) => sum(links.filter((one) => one.from === node).map((one) => one.sum));
  for (const node of new Set(links.map((one) => one.from).filter((node) => node !== links[0].from))) equal(into(node), out(node), `${node}: in and out`);
  return { whole: out(links[0].from), into };
}

/** The table of a page against its file: every column's sum, and the flow's nodes. */
async function held(tab, shown, twin) {
  const columns = ["allotted_tiyn", "committed_tiyn", "due_tiyn", "ordered_tiyn", "paid_tiyn", "free_tiyn"];
  const sums = columns.map((column) => sum(twin.map((row) => Number(row[column]))));
  const [budget, ...parts] = sums;
  equal(sum(parts), budget, "the parts come to the budget");
  deepEqual(shown.at(-1).slice(-6).map(tiyn), sums, "the table's total is that of the file");
  deepEqual(sums, columns.map((_, at) => sum(shown.slice(0, -1).map((row) => tiyn(row.at(at - 6))))), "and of its rows");
  const { whole, into } = await flow(tab);
  equal(whole, budget);
  deepEqual(["Booked", "Due", "Being paid", "Paid", "Free"].map(into), parts, "the flow ends in the table's columns");
  return into;
}

/** Follows the money from the year to a region. */
async function spending(tab, href, { acted, paid }) {
  await tab.goto(href("/money", "en"));
  const into = await held(tab, await rows(tab.locator("main table").first()), await file(tab, "figure a[href*='.csv']"));
  equal(into("Service accepted"), acted, "the acts of all places");
  equal(into("Paid"), paid, "and what was paid of them");
  ok((await said(tab)).includes(`= ${money((await flow(tab)).whole)} ₸, as the budget says`));
  await tab.locator("main td a, main th a").first().click();
  await held(tab, await rows(table(tab, "By month")), await file(tab, "figure a[href*='.csv']"));
  await tab.locator("main tbody a[href*='/money/']").first().click();
  match(await said(tab, "h1"), /Almaty/);
  equal((await flow(tab)).into("Paid"), paid, "the region's payments");
  const performers = await flow(tab, 1);
  deepEqual([performers.whole, performers.into("Paid")], [acted, paid], "what its performers got");
}

/** Working days Monday to Friday of a month; November 2026 has no holiday. */
const weekdays = (from, to) => Array.from({ length: to - from + 1 }, (_, at) => from + at).filter((day) => ![0, 6].includes(new Date(Date.UTC(2026, 10, day)).getUTCDay()));

async function calculated(tab, href, code, { nominal, from, unexcused, payable }) {
  await tab.goto(href("/rules", "en"));
  await tab.locator(`main h2 a[href$='/rules/${code}']`).click();
  await tab.locator("#month").selectOption("2026-11");
  await tab.locator("#nominal").fill(money(nominal));
  await tab.locator("#from").fill(String(from));
  await tab.locator("#unexcused").fill(unexcused);
  await tab.locator("main form button").click();
  const study = weekdays(1, 30).length;
  const due = money(share(nominal, payable, study));
  equal(await said(tab, ".qz-result .qz-figures dd"), `${due} ₸`);
  equal(await fact(tab, "Formula"), `${money(nominal)} ₸ × ${payable} ÷ ${study} = ${due} ₸`);
}

/** SHA-256 of bytes one after the other. */
const sha = (...bytes) => createHash("sha256").update(Buffer.concat(bytes)).digest();

/** The root that a leaf and its path give (RFC 9162, 2.1.3.2). */
function root(leaf, index, size, path) {
  let [hash, at, last] = [leaf, index, size - 1];
  for (const sibling of path) {
    if (at % 2 === 1 || at === last) {
      hash = sha(Buffer.of(1), sibling, hash);
      while (at % 2 === 0 && at > 0) [at, last] = [at >> 1, last >> 1];
    } else {
      hash = sha(Buffer.of(1), hash, sibling);
    }
    [at, last] = [at >> 1, last >> 1];
  }
  equal(last, 0, "the path ends at the root");
  return hash;
}

/** Asks the log for an entry and proves it: leaf and path give the root that was signed. */
async function proven(tab, href, index) {
  await tab.goto(href("/verify/log", "en"));
  await tab.locator("#entry").fill(String(index));
  await tab.locator("main form button").first().click();
  match(await said(tab), new RegExp(`Holds Entry ${index} is in the log`));
  const hash = async (name) => Buffer.from(await fact(tab, name), "hex");
  const size = Number((await fact(tab, "Entries")).replaceAll(" ", ""));
  const leaf = sha(Buffer.of(0), await hash("Entry (SHA-256)"));
  ok(leaf.equals(await hash("Leaf (SHA-256)")), "the leaf is the hash of the entry");
  const path = (await tab.locator("main ol code").allInnerTexts()).map((one) => Buffer.from(one, "hex"));
  const shown = await hash("Root (SHA-256)");
  ok(root(leaf, index, size, path).equals(shown), "the path leads to the root");
  const signed = await (await tab.context().request.get(new URL(`/log/checkpoints/${size}`, tab.url()).href)).text();
  deepEqual(signed.split("\n").slice(1, 3), [String(size), shown.toString("base64")], "the root is the one that was signed");
}

async function compared(tab, href) {
  await tab.goto(href("/verify/log", "en"));
  const heads = (await tab.locator("main table tbody a").allInnerTexts()).map((text) => plain(text).replaceAll(" ", ""));
  await tab.locator("#old").fill(heads.at(-1));
  await tab.locator("#new").fill(heads[0]);
  await tab.locator("form[action$='#compare'] button").click();
  match(await said(tab, "#compared"), /^Holds/);
}

export async function walk({ tab, href }) {
  await spending(tab, href, await places(tab, href));

  const nominal = 6_213_347;
  // A school is paid every enrolled day, a kindergarten all but what goes beyond three days of absence.
  await calculated(tab, href, "school", { nominal, from: 9, unexcused: "10-13", payable: weekdays(9, 30).length });
  await calculated(tab, href, "preschool", { nominal, from: 3, unexcused: "9-13", payable: weekdays(3, 30).length - 2 });

  await proven(tab, href, 3);
  await compared(tab, href);

  await tab.goto(href("/rules", "en"));
  await tab.locator("main a[href$='/codes']").click();
  await tab.locator("#q").fill("month.closed");
  await tab.locator("form.qz-search button").click();
  deepEqual(await tab.locator(".qz-code h2").allInnerTexts(), ["month.closed"]);
  await tab.locator("#q").fill("no-such-code");
  await tab.locator("form.qz-search button").click();
  match(await said(tab), /0 codes/);
  await tab.locator("main a[href$='/codes']").first().click();
  ok((await tab.locator(".qz-code").count()) > 50, "all codes again");
}
