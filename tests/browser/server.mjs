// Starts a registry with a small world of its own (three performers), on a port of its own, and ends it.
//   paid: the demo – two months from budget to payment; of the last month the bank paid one order a tiyn short.
//   open: September closed and signed by the performers: the issuer's to sign, nothing paid.
import { spawn } from "node:child_process";
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SIZE = ["--performers", "3", "--seed", "1"];
const MONTH = "2026-09";

export const WORLDS = ["paid", "open"];

export async function start(binary, log, world = "paid") {
  const folder = await mkdtemp(join(tmpdir(), "qazyna-browser-"));
  await chmod(folder, 0o711);
  const served = world === "open" ? await open(binary, folder) : { words: ["demo", ...SIZE, "--data", join(folder, "demo")], environment: {} };
  const child = spawn(binary, served.words, {
    env: { ...process.env, ...served.environment, QAZYNA_SERVE_ADDRESS: "127.0.0.1:0" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const base = await new Promise((resolve, reject) => {
    child.stderr.on("data", (bytes) => {
      said = (said + bytes).slice(-20_000);
      const found = said.match(/registry is at (http:\/\/[0-9.:]+)/);
      if (found) resolve(found[1]);
    });
    child.once("exit", (code) => reject(new Error(`the registry ended with ${code}:\n${said}`)));
    setTimeout(() => reject(new Error(`no address after five minutes:\n${said}`)), 300_000).unref();
  });
  log(`the registry (${world}) is at ${base}`);
  const stop = async () => {
    child.removeAllListeners("exit");
    child.once("exit", () => {});
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await Promise.race([new Promise((resolve) => child.once("exit", resolve)), new Promise((resolve) => setTimeout(resolve, 30_000).unref())]);
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { base, stop };
}

/** A world of files, read by the commands that an operator of the registry would give. */
async function open(binary, folder) {
  const [files, data] = [join(folder, "world"), join(folder, "data")];
  const run = (...words) =>
    new Promise((resolve, reject) => {
      const child = spawn(binary, words, { stdio: ["ignore", "ignore", "pipe"] });
      let said = "";
      child.stderr.on("data", (bytes) => (said = (said + bytes).slice(-5_000)));
      // 1: rows were refused, as the world plants them.
      child.once("exit", (code) => (code === 0 || code === 1 ? resolve() : reject(new Error(`${words.join(" ")} ended with ${code}:\n${said}`))));
    });
  const here = (...words) => run(...words, "--data", data);
  await run("sandbox", "world", ...SIZE, "--out", files);
  await mkdir(data, { mode: 0o755 });
  await cp(join(files, "ca"), join(data, "ca"), { recursive: true });
  const environment = { QAZYNA_SIGNATURES_ROOTS: join(data, "ca/roots"), QAZYNA_SIGNATURES_CRLS: join(data, "ca/crl") };
  for (const [kind, name] of [["budget", "budget.csv"], ["rates", "rates.csv"], ["performers", "performers.zip"], ["persons", "persons.csv"], ["mandates", "mandates.csv"]]) {
    await here("import", kind, join(files, name));
  }
  await here("issue", "--programme", "school", "--year", "2026");
  await here("import", "oneroster", join(files, MONTH, "oneroster.zip"));
  await here("import", "timesheet", join(files, MONTH, "timesheets.zip"));
  await here("close", "--month", MONTH);
  const keys = join(files, "ca/keys");
  for (const name of (await readdir(keys)).filter((name) => name.startsWith("performer-")).sort()) {
    await here("sign", "performer", "--month", MONTH, "--key", join(keys, name));
  }
  return { words: ["serve", "--sandbox", "--data", data], environment };
}
