// Every page of pages/*.json in three languages, two widths, with scripts and without; then the flows of flows/*.mjs. See docs/design.md.
//   node run.mjs [--binary PATH] [--base URL] [--role NAME] [--page NAME] [--language kk|ru|en] [--quick]
import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { faults, listen, violations } from "./checks.mjs";
import { signIn } from "./people.mjs";
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

/** Where an entry is: its path, or where the links of its `via` lead, one page after the other. */
async function address(tab, base, language, entry) {
  if (!entry.via) return `${base}/${language}${entry.path}`;
  const [path, ...links] = entry.via;
  let url = `${base}/${language}${path}`;
  for (const link of links) {
    await tab.goto(url);
    url = new URL(await tab.locator(link).first().getAttribute("href", { timeout: 5_000 }), base).href;
  }
  return url;
}

async function visit(tab, heard, base, variant) {
  const { entry, language, width, scripts } = variant;
  const url = await address(tab, base, language, entry);
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

/** Contexts are made once for each way of looking and kept by the worker. */
class Worker {
  constructor(browser, base, people) {
    Object.assign(this, { browser, base, people, tabs: new Map() });
  }

  async tab({ role, width, scripts }) {
    const key = `${role} ${width} ${scripts}`;
    if (!this.tabs.has(key)) {
      const context = await this.browser.newContext({
        viewport: { width, height: HEIGHT[width] },
        javaScriptEnabled: scripts !== "off",
        locale: "kk-KZ",
        timezoneId: "Asia/Almaty",
        storageState: this.people.get(role),
        reducedMotion: "reduce",
      });
      context.setDefaultTimeout(15_000);
      if (scripts === "blocked") await context.route(/\/assets\/.*\.js$/, (route) => route.abort());
      const tab = await context.newPage();
      this.tabs.set(key, { tab, heard: listen(tab, this.base) });
    }
    return this.tabs.get(key);
  }

  async check(variant) {
    const { tab, heard } = await this.tab({ role: variant.entry.role, width: variant.width, scripts: variant.scripts });
    return visit(tab, heard, this.base, variant);
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
  return all.filter((flow) => (!asked.role || asked.role === flow.role) && !asked.page && !asked.quick);
}

/** A flow is one person's way through several pages; it runs with scripts and without. */
async function walk(browser, base, people, flow, scripts) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripts, storageState: people.get(flow.role) });
  context.setDefaultTimeout(20_000);
  const tab = await context.newPage();
  const heard = listen(tab, base);
  try {
    await flow.walk({ tab, base, scripts, href: (path, language = "kk") => `${base}/${language}${path}` });
  } catch (error) {
    heard.push(error.message.split("\n").slice(0, 6).join("\n        "));
  }
  await context.close();
  return heard;
}

async function main() {
  const begun = Date.now();
  const server = asked.base ? { base: asked.base, stop: async () => {} } : await start(asked.binary ?? join(root, "target/release/qazyna"), log);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
  const failed = [];
  try {
    const entries = await tables();
    const walks = await flows();
    const people = new Map();
    for (const role of new Set([...entries.map((entry) => entry.role), ...walks.map((flow) => flow.role)])) {
      people.set(role, await signIn(browser, server.base, role));
    }
    const queue = variants(entries);
    const total = queue.length;
    const work = async () => {
      const worker = new Worker(browser, server.base, people);
      for (let variant = queue.shift(); variant; variant = queue.shift()) {
        const found = await worker.check(variant).catch((error) => [error.message.split("\n")[0]]);
        const name = `${variant.entry.role}/${variant.entry.name} ${variant.language} ${variant.width}px${variant.scripts === "on" ? "" : ` scripts ${variant.scripts}`}`;
        if (found.length) failed.push(`${name}\n      ${[...new Set(found)].join("\n      ")}`);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    for (const flow of walks) {
      for (const scripts of flow.scripts ?? [true, false]) {
        const found = await walk(browser, server.base, people, flow, scripts);
        if (found.length) failed.push(`flow ${flow.name}${scripts ? "" : " without scripts"}\n      ${found.join("\n      ")}`);
      }
    }
    for (const failure of failed.sort()) log(`  ✗ ${failure}`);
    const seconds = Math.round((Date.now() - begun) / 1000);
    log(`${total} looks at ${entries.length} pages, ${walks.length} flows, ${failed.length} failed, ${seconds} s; pictures are in target/screenshots`);
  } finally {
    await browser.close();
    await server.stop();
  }
  return failed.length ? 1 : 0;
}

process.exitCode = await main();
