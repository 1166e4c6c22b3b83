// An issuer chooses an act of the queue, signs the batch with the sandbox's key after stepping up, and the queue is one shorter.
import { equal, ok } from "node:assert/strict";
import { csv, fact, money, said, settled, tiyn } from "../figures.mjs";
import { stepUp } from "../people.mjs";

export const role = "issuer";
export const world = "open";

const waiting = async (tab) => Number((await tab.locator(".qz-tabs__here .qz-count").innerText()).replace(/\D/g, ""));

export async function walk({ tab, href }) {
  await tab.goto(href("/issuer/acts", "en"));
  const before = await waiting(tab);
  ok(before > 0, "acts wait");
  const row = tab.locator("tbody tr").first();
  const act = (await row.locator("th a").getAttribute("href")).split("/").pop();
  const sum = tiyn(await row.locator("td.govuk-table__cell--numeric").first().locator("span").last().innerText());
  await row.locator("input[name=act]").check({ force: true });
  await tab.locator("button[value=marked]").click();

  ok((await said(tab)).includes(`1 act of ${money(sum)} ₸; with exceptions`), "the batch is the act that was chosen");
  await stepUp(tab);
  await tab.locator("form[action$='/sign'] button").click();
  equal(await settled(tab), "Done");
  equal(await fact(tab, "Acts"), "1");
  equal(tiyn(await fact(tab, "Sum")), sum);

  await tab.goto(href("/issuer/acts", "en"));
  equal(await waiting(tab), before - 1);
  await tab.goto(href(`/issuer/acts/${act}`, "en"));
  equal(tiyn(await tab.locator("main .govuk-body-l").first().innerText()), sum, "the same sum is signed");
  const signed = await csv(tab, href("/issuer/acts/file?form=csv&tab=signed", "en"));
  ok(signed.some((one) => Number(one.total_tiyn) === sum), "it stands among the signed");
}
