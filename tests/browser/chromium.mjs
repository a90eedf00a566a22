// The system's Chromium, as every test starts it. Run in the folder where npm put its modules (target/node).
import { createRequire } from "node:module";

export const require = createRequire(process.cwd() + "/");
export const PROGRAM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                      "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Starts it, with more flags when a test needs them. */
export function launch(...flags) {
  return require("playwright-core").chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, ...flags] });
}

/** The value after --name on the command line, or what stands for it. */
export function value(name, otherwise) {
  const at = process.argv.indexOf("--" + name);
  return at < 0 ? otherwise : process.argv[at + 1];
}

/** Whether --name stands on the command line. */
export const flag = (name) => process.argv.includes("--" + name);
