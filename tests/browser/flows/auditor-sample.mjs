// An auditor draws a sample by a seed: every line agrees, the sums are those of the file, the seed draws the same again; then the export is made.
import { deepEqual, equal, notDeepEqual, ok } from "node:assert/strict";
import { csv, fact, plain, said, settled, tiyn } from "../figures.mjs";

export const role = "auditor";

async function draw(tab, href, seed) {
  await tab.goto(href("/audit", "en"));
  await tab.locator("#month").fill("2026-09");
  await tab.locator("#lines").fill("12");
  await tab.locator("#seed").fill(seed);
  await tab.locator("main form button").click();
  return csv(tab, new URL(await tab.locator("a[href*='form=csv']").getAttribute("href"), tab.url()).href);
}

export async function walk({ tab, href }) {
  await tab.goto(href("/audit", "en"));
  await tab.locator("main form button").click();
  equal(await tab.locator(".govuk-error-summary li").count(), 2, "month and seed are asked for");

  const lines = await draw(tab, href, "қарағай 7");
  equal(lines.length, 12);
  ok(lines.every((line) => line.verdict === "agrees" && line.recomputed === line.computed), "every line agrees");
  equal(tiyn(await fact(tab, "Sum of those drawn")), lines.reduce((sum, line) => sum + Number(line.due), 0));
  ok(tiyn(await fact(tab, "Sum of their dues")) > tiyn(await fact(tab, "Sum of those drawn")));
  equal(await fact(tab, "Lines that agree"), "12");
  const shown = (await tab.locator("tbody tr").allInnerTexts()).map(plain);
  equal(shown.length, 12);
  for (const [at, line] of lines.entries()) ok(shown[at].includes(line.voucher_number), `row ${at + 1} is ${line.voucher_number}`);
  deepEqual(await draw(tab, href, "қарағай 7"), lines, "the same seed draws the same");
  notDeepEqual(await draw(tab, href, "қайың"), lines);
  await tab.locator("main a[href*='/audit?']").click();
  equal(await tab.locator("#seed").inputValue(), "қайың", "the sample can be changed");

  await tab.goto(href("/audit/export", "en"));
  await tab.locator("#month").fill("2026-09");
  await tab.locator("main form button").click();
  equal(await settled(tab), "Done");
  const archive = await tab.context().request.get(new URL(await tab.locator("a[href$='.zip']").getAttribute("href"), tab.url()).href);
  const bytes = await archive.body();
  equal(bytes.subarray(0, 2).toString(), "PK");
  ok(bytes.includes("act_lines.csv") && bytes.length > 10_000, `${bytes.length} bytes`);
  ok((await said(tab)).includes("zip"));
}
