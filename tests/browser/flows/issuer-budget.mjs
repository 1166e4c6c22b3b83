// A budget is pasted from a spreadsheet with a control total, and another person confirms it: the budget then shows these sums.
import { equal, match, ok } from "node:assert/strict";
import { csv, fact, money, plain, said, settled } from "../figures.mjs";
import { stepUp } from "../people.mjs";

export const role = "issuer-preparer";
export const world = "open";

export async function walk({ tab, as, href, scripts }) {
  const kbk = scripts ? "464091" : "464092";
  const sums = Array.from({ length: 12 }, (_, at) => 123_456_750 + at * 1_000_000);
  const total = sums.reduce((sum, one) => sum + one, 0);

  await tab.goto(href("/issuer/budget/new", "en"));
  await tab.locator("#programme").selectOption("school");
  await tab.locator("input[name=source][value=local]").check({ force: true });
  await tab.locator("#kbk").fill(kbk);
  await tab.locator("#pasted").fill(sums.map(money).join("\t"));
  await tab.locator("#total").fill(money(total + 100));
  await tab.locator("main form button").click();
  match(await said(tab, ".govuk-error-summary"), new RegExp(money(total).replaceAll(" ", "\\s")), "the difference is told with the right sum");
  equal(await tab.locator("#pasted").inputValue(), sums.map(money).join("\t"), "nothing that was pasted is lost");
  await tab.locator("#total").fill(money(total));
  await tab.locator("main form button").click();

  const rows = await tab.locator("main table tbody tr").all();
  equal(rows.length, 13, "twelve months and the total");
  for (const [at, row] of rows.entries()) {
    const cells = (await row.locator("th, td").allInnerTexts()).map(plain);
    equal(cells[2], money(at < 12 ? sums[at] : total), `the sum to be written, row ${at + 1}`);
  }
  equal(await fact(tab, "Control total"), `${money(total)} ₸`);
  const proposal = tab.url();

  const head = await as("issuer");
  await head.goto(proposal);
  await stepUp(head);
  equal(head.url(), proposal, "signing leads back");
  await head.locator("form[action$='/confirm'] button").click();
  equal(await settled(head), "Done");

  await head.goto(href("/issuer/budget", "en"));
  ok((await said(head)).includes(money(total)), "the budget shows the new line's sum");
  const year = new URL(await head.locator("a[href*='/issuer/budget/file']").first().getAttribute("href"), head.url()).searchParams.get("year");
  const lines = (await csv(head, href(`/issuer/budget/file?form=csv&year=${year}`, "en"))).filter((row) => row.kbk === kbk);
  equal(lines.length, 12);
  equal(lines.reduce((sum, row) => sum + Number(row.allotted_tiyn), 0), total);
}
