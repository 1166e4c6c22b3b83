// A performer's month: every amount follows from its days, a timesheet with one wrong cell comes back with the error beside its row, the right one
// fills the grid; once the issuer has closed the month, the draft is signed and the way of the money goes on to the issuer.
import { equal, match, ok } from "node:assert/strict";
import { createHash } from "node:crypto";
import { csv, fact, money, plain, rows, said, settled, share, tiyn } from "../figures.mjs";

export const role = "org";
export const world = "open";

const MONTH = "2026-10";
const DAYS = Array.from({ length: 31 }, (_, at) => String(at + 1));

/** A child by what its parent may see: the performer's pages show no number of a person. */
async function child(tab, href) {
  await tab.goto(href("/my", "en"));
  await tab.locator(".my-card h2 a").first().click();
  const group = await fact(tab, "Group");
  await tab.locator(".my-tabs a[href$='/extract']").click();
  const [, iin] = (await fact(tab, "Beneficiary")).match(/IIN (\d{12})/);
  const [, bin, contract] = (await fact(tab, "Where the child was")).match(/BIN (\d{12}), contract (\S+)$/);
  return { iin, bin, contract, group, voucher: await fact(tab, "Number") };
}

/** The link to a file of the page, whole. */
const file = async (tab, name) => new URL(await tab.locator(`main a[href*='${name}']`).first().getAttribute("href"), tab.url()).href;

/** The grid of a child's group: the page and its file say the same. */
async function grid(tab, href, { group, contract }) {
  await tab.goto(href(`/org/attendance/${MONTH}`, "en"));
  await tab.locator("#group").selectOption({ label: (await tab.locator("#group option").allInnerTexts()).find((one) => one.startsWith(`${group} (`)) });
  await tab.locator("form.qz-filter button").click();
  const all = await csv(tab, await file(tab, "table.csv"));
  equal(await tab.locator("table.qz-grid tbody tr").count(), all.length, "a row for every child of the file");
  const told = all.find((one) => one.Contract === contract);
  const row = tab.locator("table.qz-grid tbody tr").filter({ has: tab.getByRole("link", { name: plain(told.Child), exact: true }) });
  equal(await row.count(), 1);
  for (const [mark, column] of [["present", "Present"], ["missing", "Not marked"]]) {
    equal(await row.locator(`.qz-mark--${mark}`).count(), Number(told[column]), `${column}: the child's row`);
    equal(await tab.locator(`table.qz-grid .qz-mark--${mark}`).count(), all.reduce((sum, one) => sum + Number(one[column]), 0), `${column}: the grid`);
  }
  return told;
}

/** A wide timesheet of one child; a file names a group by its code. */
const sheet = ({ bin, code, iin }, marks) => `BIN;${bin}\ngroup;${code}\nmonth;${MONTH}\niin;name;${DAYS.join(";")}\n${iin};;${DAYS.map((day) => marks[day] ?? "").join(";")}\n`;

/** Sends a timesheet and waits for what came of it: rows, taken, refused. */
async function send(tab, href, text, earnest) {
  await tab.goto(href("/org/import", "en"));
  await tab.locator("#file").setInputFiles({ name: "timesheet.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
  await tab.locator("main form summary").click();
  await tab.locator("input[name=kind][value=timesheet]").check({ force: true });
  if (earnest) await tab.locator("input[name=earnest]").check({ force: true });
  await tab.locator("main form button").click();
  for (let turn = 0; turn < 60 && !(await tab.locator("main .qz-figures").count()); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await tab.reload();
  }
  return (await tab.locator("main .qz-figures dd").allInnerTexts()).map(Number);
}

/** Holds every line of the act that is shown against the formula, then opens one and reads the same there. */
async function amounts(tab, month, choose) {
  const act = tab.url();
  const lines = await csv(tab, await file(tab, "lines.csv"));
  const own = lines.filter((line) => line.Month === month);
  for (const line of own) equal(Number(line["Due, tiyn"]), share(Number(line["Nominal, tiyn"]), Number(line["Paid days"]), Number(line["Study days"])), `line ${line["No."]}`);
  equal(tiyn(await said(tab, "main .qz-sum")), lines.reduce((sum, line) => sum + Number(line["Due, tiyn"]), 0), "the act is the sum of its lines");
  const line = choose(own);
  await tab.goto(`${act}/lines/${line["No."]}`);
  const [nominal, payable, study] = ["Nominal, tiyn", "Paid days", "Study days"].map((name) => Number(line[name]));
  const due = money(share(nominal, payable, study));
  equal(await said(tab, "main .qz-sum"), `${due} ₸`);
  equal(await said(tab, "main .qz-formula"), `Nominal ${money(nominal)} ₸ × paid days ${payable} ÷ study days ${study} = ${due} ₸`);
  equal(await fact(tab, "Voucher"), line.Voucher);
  equal(await tab.locator(".qz-strip__day--present").count(), Number(await fact(tab, "Present")), "the days shown are those that count");
  await tab.goto(act);
  return line;
}

export async function walk({ as, href, scripts }) {
  // What is signed takes no marks any more: each way of looking has a performer of its own.
  const one = await child(await as(scripts ? "parent-1" : "parent-2"), href);
  const tab = await as(`performer-director-${one.bin}`);

  const groups = await csv(tab, href("/org/groups/table.csv", "en"));
  one.code = groups.find((group) => group.Group === one.group)["Code of the group"];

  await tab.goto(href("/org/acts?month=2026-09", "en"));
  await tab.locator("main tbody a").first().click();
  const part = (line) => Number(line["Paid days"]) / Number(line["Study days"]);
  await amounts(tab, "2026-09", (lines) => lines.find((line) => part(line) > 0 && part(line) < 1) ?? lines.toSorted((a, b) => part(a) - part(b))[0]);

  const empty = await grid(tab, href, one);
  const study = DAYS.filter((day) => empty[day] === "?");
  equal(study.length, Number(empty["Not marked"]), "nothing is marked yet");
  ok(study.length > 4, `the month has study days: ${study}`);
  const [first, second, ...others] = study;
  const marks = { [first]: "S", [second]: "P*", ...Object.fromEntries(others.map((day) => [day, "П"])) };
  const wrong = others[2];

  const text = sheet(one, { ...marks, [wrong]: "Ж" });
  equal((await send(tab, href, text)).join(" "), "1 0 1 0", "the only row has an error, and what is right in it can be taken");
  ok(await tab.locator("main form .govuk-button").count(), "the button is there");
  const [[row, , , detail, code]] = await rows(tab.locator("main table"));
  equal([row, code].join(" "), "5 mark.unknown", "the error is told at the row of the file");
  match(detail, new RegExp(`\\b${wrong}\\b`), "and with its day");
  const back = await tab.context().request.get(await file(tab, "/files/"));
  const lines = (await back.text()).trim().split("\n").map(plain);
  equal(lines.length, 5);
  match(lines[3], /qazyna_error/);
  ok(lines[4].startsWith(one.iin) && lines[4].includes("mark.unknown"), "the copy has the error beside the row");
  equal((await grid(tab, href, one)).Present, "0", "a check changes nothing");

  equal((await send(tab, href, sheet(one, marks), true)).join(" "), "1 1 0");
  const full = await grid(tab, href, one);
  equal([full.Present, full["Paid days"], full["Not marked"]].join(" "), `${study.length - 1} ${study.length} 0`);

  const issuer = await as("issuer");
  await issuer.goto(href("/issuer/close", "en"));
  const month = await issuer.locator(`#month option[value^='${MONTH}']`).first().getAttribute("value");
  await issuer.locator("#month").selectOption(month);
  await issuer.locator("main form button").click();
  equal(await settled(issuer), "Done");

  await tab.goto(href(`/org/acts?month=${MONTH}`, "en"));
  await tab.locator("main tbody a").first().click();
  const act = tab.url();
  const line = await amounts(tab, MONTH, (all) => all.find((each) => each.Voucher === one.voucher));
  equal([line["Paid days"], line["Study days"]].join(" "), `${study.length} ${study.length}`);
  const total = await said(tab, "main .qz-sum");

  await tab.locator(`a[href$='/sign']`).first().click();
  equal(await said(tab, "main .qz-sum"), total);
  const document = await (await tab.context().request.get(`${act}/act.xml`)).body();
  equal(await said(tab, "main p.qz-pre"), createHash("sha256").update(document).digest("hex"), "what is signed is what can be downloaded");
  await tab.locator("button[name=by][value=sandbox]").click();
  match(await said(tab), /The act is signed\. The issuer’s signature is next\./);
  await tab.goto(act);
  const way = await tab.locator("main").innerText();
  match(way, /Signed by the performer\s+Done/);
  match(way, /Signed by the issuer\s+Waits for others/);
  await tab.goto(href("/org/payments", "en"));
  const section = tab.locator("section.qz-way").filter({ has: tab.locator(`a[href='${new URL(act).pathname}']`) });
  match(plain(await section.innerText()), /Waiting for the step “Signed by the issuer”/);
  equal(await said(section, "strong.qz-sum"), total);
}
