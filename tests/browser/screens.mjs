// The pictures of docs/screens: the key pages as they are, by role, language and width, with an index of them.
import { mkdir, readdir, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

const QUALITY = 50;
/** A page is cut below this: what is seen first, and a little more. */
const HEIGHT_MAX = { 320: 1800, 1280: 1600 };
const FOLDER_BYTES_MAX = 5_000_000;

/** Writes `{role}-{page}.{language}.{width}.webp` for every entry and README.md; says what it wrote. */
export async function keep(browser, { houses, address, folder, heights, languages }, entries) {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) if (name.endsWith(".webp")) await rm(join(folder, name));
  const rows = [];
  let bytes = 0;
  for (const entry of entries) {
    const base = await houses.base(entry.world);
    const row = { entry, title: "", pictures: [] };
    for (const width of Object.keys(heights).map(Number)) {
      const context = await browser.newContext({
        viewport: { width, height: heights[width] },
        locale: "kk-KZ",
        timezoneId: "Asia/Almaty",
        storageState: await houses.person(entry.role, entry.world),
        reducedMotion: "reduce",
      });
      const tab = await context.newPage();
      for (const language of languages) {
        await tab.goto(await address(tab, base, language, entry, houses), { waitUntil: "load" });
        if (language === "en") row.title = await tab.locator("h1").first().innerText();
        const name = `${entry.role}-${entry.name}.${language}.${width}.webp`;
        const picture = await captured(tab, width);
        await writeFile(join(folder, name), picture);
        bytes += picture.length;
        row.pictures.push(name);
      }
      await context.close();
    }
    rows.push(row);
  }
  if (bytes > FOLDER_BYTES_MAX) throw new Error(`${bytes} bytes of pictures; ${FOLDER_BYTES_MAX} may be`);
  await writeFile(join(folder, "README.md"), index(rows, languages));
  return `${rows.length} pages, ${rows.reduce((sum, row) => sum + row.pictures.length, 0)} pictures, ${Math.round(bytes / 1000)} KB in docs/screens`;
}

async function captured(tab, width) {
  const height = await tab.evaluate(() => document.documentElement.scrollHeight);
  const session = await tab.context().newCDPSession(tab);
  const clip = { x: 0, y: 0, width, height: Math.min(height, HEIGHT_MAX[width]), scale: 1 };
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality: QUALITY, captureBeyondViewport: true, clip });
  await session.detach();
  return Buffer.from(data, "base64");
}

function index(rows, languages) {
  const names = { kk: "қазақша", ru: "по-русски", en: "English" };
  const cell = (row, language) =>
    row.pictures
      .filter((name) => name.includes(`.${language}.`))
      .map((name) => `[${name.split(".")[2]} px](${name})`)
      .join(" · ");
  const lines = rows.map((row) => `| ${row.entry.role} | ${row.title} | ${languages.map((language) => cell(row, language)).join(" | ")} |`);
  return `# Screens

The key pages of each role, as a browser shows them with the invented data of the sandbox (seed 1): on a phone of 320 px and on a desk of 1280 px.
Made by \`node tests/browser/run.mjs --keep\`; long pages are cut.

| role | page | ${languages.map((language) => names[language]).join(" | ")} |
|---|---|${languages.map(() => "---|").join("")}
${lines.join("\n")}
`;
}
