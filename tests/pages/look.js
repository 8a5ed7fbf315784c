// SPDX-License-Identifier: EUPL-1.2
//! Looking at a page as people with different eyes, hands and devices would.
//!
//! A page is in order when axe-core finds nothing in light and in dark, when nothing sticks out at 320 CSS pixels (WCAG 2.2,
//! 1.4.10), when the first key leads past the navigation and its focus can be seen (2.4.1, 2.4.7), when everything that can
//! be clicked is at least 24 pixels high (2.5.8), and when nothing is asked of any other host.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/// What axe-core is asked for.
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };

/// Collects what is wrong with pages, each with the address where it was seen.
export class Findings {
  constructor() {
    this.list = [];
    this.pages = 0;
  }

  add(where, what) {
    const finding = `${where}: ${what}`;
    if (!this.list.includes(finding)) this.list.push(finding);
  }
}

/// Hears what a page complains of, and whom it asks; `own` are the origins that it may ask.
export function listen(page, own, findings) {
  page.on("pageerror", (fault) => findings.add(page.url(), `a script fails: ${fault.message}`));
  page.on("console", (message) => {
    // The browser says this of every answer that is no success, also where one was asked for.
    const status = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !status) findings.add(page.url(), `the console says: ${message.text()}`);
  });
  page.on("request", (request) => {
    const origin = new URL(request.url()).origin;
    if (!own.includes(origin)) findings.add(page.url(), `asks another host: ${origin}`);
  });
}

/// Looks at the page at `address`, in every way.
export async function look(page, address, findings) {
  findings.pages += 1;
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(WIDE);
    await page.goto(address);
    await audit(page, `${address} (${colorScheme})`, findings);
  }
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate(() => {
    const most = document.documentElement.clientWidth;
    // What scrolls by itself, such as a wide table in its frame, may be wider.
    const framed = (node) => node.parentElement?.closest("[tabindex], pre") ?? null;
    const out = [...document.body.querySelectorAll("*")].filter(
      (node) => node.getBoundingClientRect().right > most + 1 && framed(node) === null && getComputedStyle(node).position !== "absolute",
    );
    return document.documentElement.scrollWidth > most ? out.slice(0, 3).map((node) => node.outerHTML.slice(0, 120)) : [];
  });
  for (const node of wide) findings.add(address, `sticks out at 320 pixels: ${node}`);
  await keyboard(page, address, findings);
}

async function audit(page, where, findings) {
  await page.evaluate(AXE);
  const result = await page.evaluate((tags) => axe.run(document, { runOnly: { type: "tag", values: tags } }), TAGS);
  for (const found of result.violations) {
    const nodes = found.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} – ${node.failureSummary}`);
    findings.add(where, `${found.id} (${found.impact}): ${found.help}\n    ${nodes.join("\n    ").replaceAll("\n", "\n    ")}`);
  }
}

async function keyboard(page, address, findings) {
  await page.goto(address);
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => {
    const node = document.activeElement;
    const box = node.getBoundingClientRect();
    return { target: node.getAttribute("href"), seen: box.width > 1 && box.height > 1 && box.top >= 0 && box.left >= 0 };
  });
  if (first.target !== "#content") findings.add(address, `the first key leads to ${first.target}, not past the navigation`);
  else if (!first.seen) findings.add(address, "the way past the navigation has the focus and cannot be seen");
  await page.keyboard.press("Enter");
  const there = await page.evaluate(() => document.activeElement?.id);
  if (there !== "content") findings.add(address, "the way past the navigation does not lead to the content");
  const small = await page.evaluate(() => {
    const inline = (node) => getComputedStyle(node).display === "inline";
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary")];
    const low = (node) => node.getBoundingClientRect().height < 23.5 && node.getBoundingClientRect().height > 1;
    return all.filter((node) => !inline(node) && low(node)).slice(0, 3).map((node) => node.outerHTML.slice(0, 120));
  });
  for (const node of small) findings.add(address, `is too small to be hit: ${node}`);
}
