// The examples of govuk-frontend that the templates are held to: examples.mjs PACKAGE SCSS FOLDER writes, for each component that is styled,
// the name, the options and the markup of each of its examples. Run by web/vendor/build.
import { readFileSync, writeFileSync } from "node:fs";

const [from, scss, to] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(`${from}/package.json`));
for (const [, component] of readFileSync(scss, "utf8").matchAll(/"govuk\/components\/([a-z-]+)"/g)) {
  const { fixtures } = JSON.parse(readFileSync(`${from}/dist/govuk/components/${component}/fixtures.json`));
  const examples = fixtures.map(({ name, options, html }) => JSON.stringify({ name, options, html }));
  writeFileSync(`${to}/${component}.json`, `{"package": "govuk-frontend ${version}", "examples": [\n${examples.join(",\n")}\n]}\n`);
}
