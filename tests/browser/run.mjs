// Every page of pages/*.json in three languages, two widths, with scripts and without; then the flows of flows/*.mjs. See docs/design.md.
//   node run.mjs [--binary PATH] [--base URL] [--role NAME] [--page NAME] [--language kk|ru|en] [--quick] [--flows] [--flow NAME] [--keep]
// --flows walks the flows alone; --keep writes the pictures of docs/screens and does nothing else.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { faults, listen, violations } from "./checks.mjs";
import { signIn } from "./people.mjs";
import { keep } from "./screens.mjs";
import { start } from "./server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "../..");
const asked = Object.fromEntries(process.argv.slice(2).map((word, at, all) => [word.replace(/^--/, ""), all[at + 1] ?? true]).filter(([key], at) => process.argv[2 + at].startsWith("--")));
const log = (text) => process.stderr.write(`${text}\n`);
const LANGUAGES = asked.language ? [asked.language] : ["kk", "ru", "en"];
const WIDTHS = [320, 1280];
const HEIGHT = { 320: 640, 1280: 900 };
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const AT_ONCE = Number(asked.workers ?? 3);

async function tables() {
  const found = [];
  for (const file of (await readdir(join(here, "pages"))).filter((name) => name.endsWith(".json")).sort()) {
    const role = file.replace(".json", "");
    if (asked.role && asked.role !== role) continue;
    for (const entry of JSON.parse(await readFile(join(here, "pages", file), "utf8"))) {
      if (!asked.page || asked.page === entry.name) found.push({ role, ...entry });
    }
  }
  return found;
}

/** Pages that something has to be done for: done once, in the first language. */
const made = new Map();

/** Does the steps of an entry as its role and gives the path they lead to, behind the language. */
async function make(browser, houses, entry) {
  const context = await browser.newContext({ storageState: await houses.person(entry.role, entry.world) });
  context.setDefaultTimeout(15_000);
  const tab = await context.newPage();
  for (const { open, fill, choose, check, bring, click } of entry.steps) {
    if (open) await tab.goto(`${await houses.base(entry.world)}/kk${open}`);
    if (fill) await tab.locator(fill[0]).fill(fill[1]);
    if (choose) await tab.locator(choose[0]).selectOption(choose[1]);
    if (check) await tab.locator(check).first().check({ force: true });
    if (bring) await tab.locator(bring[0]).setInputFiles({ name: bring[1], mimeType: "text/plain", buffer: Buffer.from(bring[2]) });
    if (click) await tab.locator(click).first().click();
    await tab.waitForLoadState("load");
  }
  const { pathname, search } = new URL(tab.url());
  await context.close();
  return pathname.replace(/^\/kk/, "") + search;
}

/** Where an entry is: its path, what its steps lead to, or where the links of its `via` lead, one page after the other. */
async function address(tab, base, language, entry, houses) {
  if (entry.steps) {
    const key = `${entry.world} ${entry.role} ${entry.name}`;
    if (!made.has(key)) made.set(key, make(houses.browser, houses, entry));
    return `${base}/${language}${await made.get(key)}`;
  }
  if (!entry.via) return `${base}/${language}${entry.path}`;
  const [path, ...links] = entry.via;
  let url = `${base}/${language}${path}`;
  for (const link of links) {
    await tab.goto(url);
    url = new URL(await tab.locator(link).first().getAttribute("href", { timeout: 5_000 }), base).href;
  }
  return url;
}

async function visit(tab, heard, base, variant, houses) {
  const { entry, language, width, scripts } = variant;
  const url = await address(tab, base, language, entry, houses);
  heard.length = 0;
  const response = await tab.goto(url, { waitUntil: "load" });
  const found = [];
  const expected = entry.status ?? 200;
  if (response.status() !== expected) found.push(`status ${response.status()} in place of ${expected}`);
  found.push(...(await faults(tab, { language, width, entry, body: await response.body() })));
  if (scripts === "on") {
    found.push(...(await violations(tab)));
    if (entry.slow && width === 320 && language === "kk") found.push(...(await onSlowPhone(tab, url)));
    const folder = join(root, "target/screenshots", entry.role);
    await mkdir(folder, { recursive: true });
    await tab.screenshot({ path: join(folder, `${entry.name}-${language}-${width}.png`), fullPage: true });
  } else if (scripts === "blocked") {
    found.push(...(await violations(tab)));
  }
  return [...found, ...heard];
}

/** A phone with a processor four times slower, at 400 kbit/s, with nothing kept from before: ready within five seconds. */
async function onSlowPhone(tab, url) {
  const session = await tab.context().newCDPSession(tab);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 150, downloadThroughput: 50_000, uploadThroughput: 50_000 });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const begun = Date.now();
  await tab.goto(url, { waitUntil: "load" });
  const seconds = (Date.now() - begun) / 1000;
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  await session.send("Network.setCacheDisabled", { cacheDisabled: false });
  await session.detach();
  return seconds > 5 ? [`${seconds.toFixed(1)} s on a slow phone`] : [];
}

/** The registries that are looked at, by world, and who is signed in to them; each is begun when it is first asked for. */
class Houses {
  constructor(browser) {
    Object.assign(this, { browser, begun: new Map(), people: new Map() });
  }

  /** Where the registry of a world is; `--base` is every world at once, `--base-open` that one. */
  async base(world = "paid") {
    const running = asked[`base-${world}`] ?? asked.base;
    if (running) return running;
    if (!this.begun.has(world)) this.begun.set(world, start(asked.binary ?? join(root, "target/release/qazyna"), log, world));
    return (await this.begun.get(world)).base;
  }

  /** What a browser keeps of a role that has signed in. */
  async person(role, world = "paid") {
    const key = `${world} ${role}`;
    if (!this.people.has(key)) this.people.set(key, signIn(this.browser, await this.base(world), role));
    return this.people.get(key);
  }

  async stop() {
    for (const begun of this.begun.values()) await (await begun.catch(() => undefined))?.stop();
  }
}

/** Contexts are made once for each way of looking and kept by the worker. */
class Worker {
  constructor(browser, houses) {
    Object.assign(this, { browser, houses, tabs: new Map() });
  }

  async tab({ entry: { role, world }, width, scripts }) {
    const key = `${world} ${role} ${width} ${scripts}`;
    if (!this.tabs.has(key)) {
      const context = await this.browser.newContext({
        viewport: { width, height: HEIGHT[width] },
        javaScriptEnabled: scripts !== "off",
        locale: "kk-KZ",
        timezoneId: "Asia/Almaty",
        storageState: await this.houses.person(role, world),
        reducedMotion: "reduce",
      });
      context.setDefaultTimeout(15_000);
      if (scripts === "blocked") await context.route(/\/assets\/.*\.js$/, (route) => route.abort());
      const tab = await context.newPage();
      const base = await this.houses.base(world);
      this.tabs.set(key, { tab, base, heard: listen(tab, base) });
    }
    return this.tabs.get(key);
  }

  async check(variant) {
    const { tab, base, heard } = await this.tab(variant);
    return visit(tab, heard, base, variant, this.houses);
  }
}

function variants(entries) {
  const all = [];
  for (const entry of entries) {
    for (const language of LANGUAGES) {
      for (const width of WIDTHS) {
        // Where scripts are off altogether the accessibility checker cannot run either: on a desk they are kept from loading instead.
        for (const scripts of ["on", width === 320 ? "off" : "blocked"]) {
          // What scripts do is the same in every language: once is enough to see that nothing hangs on them.
          if (scripts === "blocked" && language !== LANGUAGES[0]) continue;
          if (asked.quick && (width === 1280 || scripts !== "on")) continue;
          all.push({ entry, language, width, scripts });
        }
      }
    }
  }
  return all;
}

async function flows() {
  const names = (await readdir(join(here, "flows"))).filter((name) => name.endsWith(".mjs")).sort();
  const all = await Promise.all(names.map(async (name) => ({ name: name.replace(".mjs", ""), ...(await import(`./flows/${name}`)) })));
  return all.filter((flow) => (!asked.role || asked.role === flow.role) && (!asked.flow || asked.flow === flow.name) && !asked.page && !asked.quick);
}

/** A flow is one person's way through several pages, in which others may have their part; it runs with scripts and without. */
async function walk(browser, houses, flow, scripts) {
  const base = await houses.base(flow.world);
  const contexts = [];
  const heard = [];
  const as = async (role) => {
    const storageState = await houses.person(role, flow.world);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts, storageState });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    const tab = await context.newPage();
    heard.push(listen(tab, base));
    return tab;
  };
  const failed = [];
  try {
    await flow.walk({ tab: await as(flow.role), as, base, scripts, href: (path, language = "kk") => `${base}/${language}${path}` });
  } catch (error) {
    failed.push(error.stack.split("\n").slice(0, 8).join("\n        "));
  }
  for (const context of contexts) await context.close();
  return [...heard.flat(), ...failed];
}

async function look(browser, houses, failed) {
  const entries = asked.flows || asked.flow ? [] : await tables();
  const queue = variants(entries);
  const total = queue.length;
  const work = async () => {
    const worker = new Worker(browser, houses);
    for (let variant = queue.shift(); variant; variant = queue.shift()) {
      const found = await worker.check(variant).catch((error) => [error.message.split("\n")[0]]);
      const name = `${variant.entry.role}/${variant.entry.name} ${variant.language} ${variant.width}px${variant.scripts === "on" ? "" : ` scripts ${variant.scripts}`}`;
      if (found.length) failed.push(`${name}\n      ${[...new Set(found)].join("\n      ")}`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return `${total} looks at ${entries.length} pages`;
}

async function walkAll(browser, houses, failed) {
  const walks = await flows();
  for (const flow of walks) {
    for (const scripts of flow.scripts ?? [true, false]) {
      const found = await walk(browser, houses, flow, scripts);
      if (found.length) failed.push(`flow ${flow.name}${scripts ? "" : " without scripts"}\n      ${found.join("\n      ")}`);
    }
  }
  return `${walks.length} flows`;
}

async function main() {
  const begun = Date.now();
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const houses = new Houses(browser);
  const failed = [];
  try {
    if (asked.keep) {
      const kept = (await tables()).filter((entry) => entry.keep);
      log(await keep(browser, { houses, address, folder: join(root, "docs/screens"), heights: HEIGHT, languages: LANGUAGES }, kept));
      return 0;
    }
    const looked = await look(browser, houses, failed);
    const walked = await walkAll(browser, houses, failed);
    for (const failure of failed.sort()) log(`  ✗ ${failure}`);
    const seconds = Math.round((Date.now() - begun) / 1000);
    log(`${looked}, ${walked}, ${failed.length} failed, ${seconds} s; pictures are in target/screenshots`);
  } finally {
    await browser.close();
    await houses.stop();
  }
  return failed.length ? 1 : 0;
}

process.exitCode = await main();
