// After issuer-sign: an invoice comes, the operator orders the payment, the bank pays a tiyn less, the difference is seen; then it pays right.
import { equal, match, ok } from "node:assert/strict";
import { csv, fact, money, said, settled, tiyn } from "../figures.mjs";
import { stepUp } from "../people.mjs";

export const role = "operator";
export const world = "open";

const today = () => new Date(Date.now() + 5 * 3_600_000).toISOString().slice(0, 10);

/** A camt.054 with one booked debit. */
function statement(order, amount, number) {
  const sum = (amount / 100).toFixed(2);
  const now = `${today()}T12:00:00+05:00`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${number}</MsgId><CreDtTm>${now}</CreDtTm></GrpHdr>
<Ntfctn><Id>${number}</Id><CreDtTm>${now}</CreDtTm><Acct><Id><IBAN>${order.iban}</IBAN></Id></Acct>
<Ntry><Amt Ccy="KZT">${sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${today()}</Dt></BookgDt><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>${order.order}</EndToEndId></Refs><Amt Ccy="KZT">${sum}</Amt><CdtDbtInd>DBIT</CdtDbtInd>
<RltdPties><CdtrAcct><Id><IBAN>${order.iban}</IBAN></Id></CdtrAcct></RltdPties></TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>
`;
}

async function send(tab, name, text, button) {
  await tab.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
  await tab.locator(button).click();
  return settled(tab);
}

export async function walk({ tab, as, href }) {
  const issuer = await as("issuer");
  const signed = await csv(issuer, href("/issuer/acts/file?form=csv&tab=signed", "en"));
  ok(signed.length > 0, "an act that both have signed");
  const [act] = signed;
  const total = Number(act.total_tiyn);

  const registrar = await as("registrar");
  await registrar.goto(href("/registrar/import", "en"));
  await registrar.locator("#kind").selectOption("invoices");
  const invoice = `act,registration_number,invoice_date,total_tiyn,performer_bin\n${act.act},ESF-${act.performer_bin}-${today().replaceAll("-", "")}-00000001,${today()},${total},${act.performer_bin}\n`;
  equal(await send(registrar, `invoice-${act.act}.csv`, invoice, "button[name=dry_run][value=false]"), "Done");

  await tab.goto(href("/operator", "en"));
  ok((await said(tab)).includes(`1 act for ${money(total)} ₸`), "the act waits for its order");
  const form = "form[action$='/operator/orders'] button";
  await tab.locator(form).click();
  if (/step-up/.test(tab.url())) {
    await stepUp(tab);
    await tab.locator(form).click();
  }
  equal(await settled(tab), "Done");
  const ordered = await csv(tab, href(`/operator/orders/file?form=csv&month=${act.month}`, "en"));
  equal(await fact(tab, "Orders"), String(ordered.length), "the month's orders");
  equal(tiyn(await fact(tab, "Sum")), ordered.reduce((sum, one) => sum + Number(one.amount_tiyn), 0));

  const [order, ...others] = await csv(tab, href(`/operator/orders/file?form=csv&state=sent`, "en"));
  equal(others.length, 0);
  equal([order.act, Number(order.amount_tiyn), order.performer_bin].join(" "), [act.act, total, act.performer_bin].join(" "));
  await tab.goto(href(`/operator/orders?q=${order.order}`, "en"));
  equal(await tab.locator("tbody tr").count(), 1);

  const short = `short-${order.order}.xml`;
  await tab.goto(href("/operator/statements", "en"));
  equal(await send(tab, short, statement(order, total - 1, `S-${order.order}`), "form[enctype] button"), "Done");
  await tab.goto(href("/operator/statements", "en"));
  await tab.locator("tr", { hasText: short }).locator("a[href*='/operator/differences']").click();
  const difference = await said(tab, ".govuk-summary-card");
  for (const words of [money(total - 1), money(total), "-0,01", order.order, short]) ok(difference.includes(words), `${words} in ${difference}`);
  match(await said(tab), new RegExp(`Lines that differ: 1, for ${money(total - 1)}`));

  await tab.goto(href("/operator/statements", "en"));
  equal(await send(tab, `right-${order.order}.xml`, statement(order, total, `R-${order.order}`), "form[enctype] button"), "Done");
  const confirmed = await csv(tab, href("/operator/orders/file?form=csv&state=confirmed", "en"));
  ok(confirmed.some((one) => one.order === order.order), "the order is confirmed");
  await tab.goto(href("/operator", "en"));
  equal(await tab.locator(form).count(), 0, "nothing waits for an order");
}
