// What every page is held to.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const HTML_BYTES_MAX = 20_480;

/** Listens to a tab: what it says of errors, what it asks of other places. */
export function listen(tab, base) {
  const heard = [];
  tab.on("console", (message) => {
    if (message.type() === "error" && !/status of 4\d\d|net::ERR_FAILED/.test(message.text())) heard.push(`console: ${message.text()}`);
  });
  tab.on("pageerror", (error) => heard.push(`script: ${error.message}`));
  tab.on("request", (request) => {
    if (!request.url().startsWith(base) && !request.url().startsWith("data:")) heard.push(`asks elsewhere: ${request.url()}`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== "document") heard.push(`${response.status()} for ${response.url()}`);
  });
  return heard;
}

/** Everything that is wrong with the page a tab shows. */
export async function faults(tab, { language, width, entry, body }) {
  const found = await tab.evaluate(inPage, { language, action: entry.action, small: width <= 320 });
  const size = gzipSync(body, { level: 6 }).length;
  if (!entry.heavy && size > HTML_BYTES_MAX) found.push(`${size} bytes of HTML, gzipped; ${HTML_BYTES_MAX} may be`);
  return found;
}

/** Violations of accessibility, each with the elements it is about. */
export async function violations(tab) {
  await tab.evaluate(axeSource);
  const answer = await tab.evaluate(
    (rules) => axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] }),
    RULES,
  );
  return answer.violations.map((rule) => `axe ${rule.id}: ${rule.help}\n        ${rule.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join("\n        ")}`);
}

/** Runs inside the page. */
function inPage({ language, action, small }) {
  const found = [];
  const root = document.documentElement;
  if (root.lang !== language) found.push(`the page's language is ${root.lang}`);
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".qz-scroll"));
    found.push(`${root.scrollWidth - root.clientWidth} px too wide: ${wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join(" | ")}`);
  }
  const text = document.body.innerText + document.title;
  if (/⟦|\{\s*\$/.test(text)) found.push(`a message's key is visible: ${text.match(/.{0,30}(⟦|\{\s*\$).{0,60}/)[0]}`);
  if (document.querySelectorAll("h1").length !== 1) found.push(`${document.querySelectorAll("h1").length} headings of the first level`);
  const captions = [...document.querySelectorAll("caption")].map((one) => one.textContent.trim());
  const twice = captions.find((caption, at) => captions.indexOf(caption) !== at);
  if (twice !== undefined) found.push(`two tables are called ${twice}`);
  if (document.querySelector("[style], style")) found.push("a style that the content security policy forbids");
  // Words of English on pages of the other two languages were forgotten; code, addresses and names of formats are not words.
  if (language !== "en") {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (element.closest("code, pre, script, style, [lang='en'], [translate='no']")) continue;
      const english = node.textContent.match(/(?:^|[\s(«"])[a-z]{3,}\s+[a-z]{2,}(?=$|[\s.,:;)»"])/i);
      if (english) found.push(`not translated: ${node.textContent.trim().slice(0, 80)}`);
    }
  }
  if (action && small) {
    const element = document.querySelector(action);
    const box = element?.getBoundingClientRect();
    if (!box || !box.width) found.push(`the main action is not there: ${action}`);
    else if (box.bottom > innerHeight) found.push(`the main action is at ${Math.round(box.bottom)} px of ${innerHeight}: ${action}`);
  }
  return found;
}
