// SPDX-License-Identifier: EUPL-1.2
//! The demo as a process of its own, on free ports of the loopback, ended by its number when the story is over.

import { spawn } from "node:child_process";
import { createServer } from "node:net";

/// How long the demo may take until it shows its addresses, in milliseconds.
const READY = 60_000;

/// Starts `program demo` and returns its two addresses and how to end it.
export async function start(program) {
  const port = await freePair();
  const child = spawn(program, ["demo", "--port", String(port)], { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (part) => (said = (said + part).slice(-10_000)));
  const ended = new Promise((done) => child.on("exit", done));
  const end = async () => {
    child.kill("SIGINT");
    await Promise.race([ended, new Promise((done) => setTimeout(done, 5_000))]);
    child.kill("SIGKILL");
  };
  const [register, gitlab] = [port, port + 1].map((number) => `http://127.0.0.1:${number}`);
  const until = Date.now() + READY;
  while (!(await answers(register)) || !(await answers(gitlab))) {
    if (child.exitCode !== null || Date.now() > until) {
      await end();
      throw new Error(`The demo does not answer. It said:\n${said}`);
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  return { register, gitlab, end };
}

async function answers(address) {
  return fetch(address).then((answer) => answer.ok, () => false);
}

/// Finds a port of the loopback that is free together with the next one.
async function freePair() {
  for (let tries = 0; tries < 50; tries += 1) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if ((await free(port)) && (await free(port + 1))) return port;
  }
  throw new Error("No two ports beside each other are free.");
}

function free(port) {
  return new Promise((done) => {
    const server = createServer();
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
