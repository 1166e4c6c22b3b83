// A file is sent of which a row is refused; the registrar finds it by its name, then an entry of the journal, and proves that it is in the log.
import { equal, match, ok } from "node:assert/strict";
import { csv, fact, said, settled } from "../figures.mjs";

export const role = "registrar";
export const world = "open";

/** The number of an invented person: a day, the century and sex, a serial, the check digit. */
function iin(serial) {
  const digits = [..."1801015", ...String(serial).padStart(4, "0")].map(Number);
  const weighed = (shift) => digits.reduce((sum, digit, at) => sum + digit * (((at + shift) % 11) + 1), 0) % 11;
  const check = weighed(0) === 10 ? weighed(2) : weighed(0);
  return check === 10 ? iin(serial + 1) : `${digits.join("")}${check}`;
}

export async function walk({ tab, href, scripts }) {
  const name = `persons-${scripts ? "with" : "without"}.csv`;
  const header = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on";
  const row = (number) => `${number},Сынақ,Бала,,2018-01-01,male,,750000000,alive,2026-01-01\n`;
  const wrong = `${header}\n${row(iin(scripts ? 8801 : 8901))}${row("123456789012")}`;
  await tab.goto(href("/registrar/import", "en"));
  await tab.locator("#kind").selectOption("persons");
  await tab.locator("#file").setInputFiles({ name, mimeType: "text/csv", buffer: Buffer.from(wrong) });
  await tab.locator("button[name=dry_run][value=false]").click();
  await settled(tab);

  await tab.goto(href("/registrar/messages", "en"));
  await tab.locator(".qz-filter summary").click();
  await tab.locator("#q").fill(name);
  await tab.locator(".qz-filter form button").click();
  equal(await tab.locator("tbody tr").count(), 1, "one message of that name");
  const [message] = await csv(tab, new URL(await tab.locator("a[href*='form=csv']").getAttribute("href"), tab.url()).href);
  equal([message.file, message.kind, message.rows_taken, message.rows_refused].join(" "), `${name} import.persons 1 1`);
  await tab.locator("tbody tr a").first().click();
  equal(await fact(tab, "SHA-256"), message.sha256);
  equal(await fact(tab, "Refused"), "1");
  match(await said(tab, "table"), /iin\./, "the code of the refusal");

  await tab.goto(href("/registrar/journal", "en"));
  await tab.locator(".qz-filter summary").click();
  const option = tab.locator("#kind option").nth(1);
  const [kind, words] = [await option.getAttribute("value"), (await option.innerText()).trim()];
  await tab.locator("#kind").selectOption(kind);
  await tab.locator(".qz-filter form button").click();
  const kinds = await tab.locator("tbody tr td:nth-child(2)").allInnerTexts();
  ok(kinds.length > 0 && kinds.every((one) => one === words), `every entry is of ${kind}, ${words}: ${kinds}`);
  await tab.locator("tbody tr a").first().click();
  equal(await fact(tab, "Check"), "The body gives this hash");
  const hash = await fact(tab, "Hash of the entry");
  await tab.locator("main a[href*='/verify/log/']").click();
  for (let turn = 0; turn < 30 && !(await said(tab)).includes(hash); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await tab.reload();
  }
  ok((await said(tab)).includes(hash), "the log holds the same hash");
}
