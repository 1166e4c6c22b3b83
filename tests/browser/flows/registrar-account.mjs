// The registrar finds a performer's account by its BIN, blocks its payments, the performer reads the notice; then the block is lifted.
import { equal, match, ok } from "node:assert/strict";
import { csv, said } from "../figures.mjs";
import { stepUp } from "../people.mjs";

export const role = "registrar";

/** Enters a change; signs first where it has to. */
async function enter(tab, event, reason, words) {
  const radio = `input[name=event][value='${event}']`;
  if ((await tab.locator(radio).count()) === 0) {
    await stepUp(tab);
  }
  await tab.locator(radio).check();
  await tab.locator("#reason").selectOption(reason);
  await tab.locator("#document").fill("No 7 of 2026-10-01");
  await tab.locator("main form[method=post] button").click();
  match(await said(tab), words);
}

export async function walk({ tab, as, href }) {
  const org = await as("org");
  await org.goto(href("/org/account", "en"));
  const own = await org.locator(".govuk-summary-list__value").first().innerText();
  const bin = own.split("-")[1];
  match(own, /^PER-[0-9]{12}-[0-9A-Z]$/);

  await tab.goto(href("/registrar/accounts", "en"));
  await tab.locator("#q").fill("nobody");
  await tab.locator("main form button").click();
  match(await said(tab), /There is no such account/);
  await tab.locator("#q").fill(bin);
  await tab.locator("main form button").click();
  equal(await tab.locator(".govuk-summary-list__value").first().innerText(), own);
  match(await said(tab), /Balance at the beginning/);
  const rows = await csv(tab, new URL(await tab.locator("main a[href*='statement.csv']").getAttribute("href"), tab.url()).href);
  equal(rows[0].operation, "opening");
  const closing = rows.at(-1);
  const sum = (column) => rows.slice(0, -1).reduce((all, row) => all + Number(row[column]), 0);
  for (const column of ["due", "ordered", "paid", "receivable"]) equal(sum(column), Number(closing[column]), column);
  ok(Number(closing.paid) > 0, "September was paid");

  await enter(tab, "block-payments", "court", /Payments were blocked/);
  await org.goto(href("/org/account", "en"));
  match(await said(org), /Payments are held until the block is lifted/);
  match(await said(org), /Ruling of a court/);
  await org.goto(href("/org/payments", "en"));
  match(await said(org), /The account is blocked/);
  await tab.goto(href("/registrar/accounts", "en"));
  await tab.locator(`tbody a[href$='${own}']`).click();
  await enter(tab, "lift", "cause_gone", /The block was lifted/);
  await org.goto(href("/org/payments", "en"));
  ok(!(await said(org)).includes("The account is blocked"));
}
