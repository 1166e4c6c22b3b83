// Figures of a page and of its files, so that a flow can hold one against the other.

/** `1 234 567,89 ₸` in tiyn. */
export function tiyn(text) {
  const found = text.replace(/[\s\u00a0\u202f]/g, "").match(/[-−]?\d+,\d\d/);
  if (!found) throw new Error(`no sum in «${text}»`);
  return Number(found[0].replace("−", "-").replace(",", ""));
}

/** Tiyn as a page writes them, without the currency; the blanks are those of `plain`. */
export function money(sum) {
  const [whole, rest] = [Math.trunc(Math.abs(sum) / 100), Math.abs(sum) % 100];
  return `${sum < 0 ? "-" : ""}${String(whole).replace(/\B(?=(\d{3})+$)/g, " ")},${String(rest).padStart(2, "0")}`;
}

/** A text with every blank a plain one and every minus a hyphen. */
export function plain(text) {
  return text.replace(/[\s\u00a0\u202f]+/g, " ").replaceAll("−", "-").trim();
}

/** What a page says, plainly. */
export async function said(tab, selector = "main") {
  return plain(await tab.locator(selector).first().innerText());
}

/** The value beside a name of a summary list. */
export async function fact(tab, name) {
  const row = tab.locator(".govuk-summary-list__row").filter({ has: tab.getByText(name, { exact: true }) });
  return plain(await row.locator("dd").first().innerText());
}

/** What every row of a table's body says, cell by cell, opened or not; the names of columns that a phone repeats in each cell are left out. */
export async function rows(table) {
  const said = (rows) => rows.map((row) => [...row.cells].map((cell) => [...cell.childNodes].filter((one) => one.ariaHidden !== "true").map((one) => one.textContent).join("")));
  return (await table.locator("tbody tr").evaluateAll(said)).map((row) => row.map(plain));
}

/** A nominal × payable days ÷ study days in tiyn, halves up: the amount of spec 3.4. */
export function share(nominal, payable, study) {
  return Math.floor((2 * nominal * payable + study) / (2 * study));
}

/** The rows of a CSV that the signed-in reader may fetch, as objects. */
export async function csv(tab, address) {
  const answer = await tab.context().request.get(address);
  if (!answer.ok() || !/text\/csv/.test(answer.headers()["content-type"])) throw new Error(`${address} gave ${answer.status()}`);
  const [header, ...rows] = (await answer.text()).replace(/^\ufeff/, "").trim().split("\n").map(cells);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at]])));
}

function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare);
}

/** Waits on a job's page until the job has ended, and gives the word of its state. */
export async function settled(tab) {
  for (let turn = 0; turn < 60; turn += 1) {
    const state = await tab.locator("main .govuk-tag").first().innerText();
    if (!/^(Waiting|Under way)$/i.test(state.trim())) return state.trim();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await tab.reload();
  }
  throw new Error(`the job has not ended: ${tab.url()}`);
}
