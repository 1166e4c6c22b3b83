// Starts the registry with a small world of its own (three performers, two months), on a port of its own, and ends it.
import { spawn } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function start(binary, log) {
  const folder = await mkdtemp(join(tmpdir(), "qazyna-browser-"));
  await chmod(folder, 0o711);
  const child = spawn(binary, ["demo", "--performers", "3", "--seed", "1", "--data", join(folder, "demo")], {
    env: { ...process.env, QAZYNA_SERVE_ADDRESS: "127.0.0.1:0" },
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
  log(`the registry is at ${base}`);
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.removeAllListeners("exit");
    child.once("exit", () => {});
    if (child.exitCode === null) {
      child.kill("SIGTERM");
      await Promise.race([ended, new Promise((resolve) => child.once("exit", resolve)), new Promise((resolve) => setTimeout(resolve, 30_000).unref())]);
    }
    await rm(folder, { recursive: true, force: true });
  };
  return { base, stop };
}
