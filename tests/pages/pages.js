// SPDX-License-Identifier: EUPL-1.2
//! A vote as people live it, in a real browser on a phone, and then every page of the register in both languages.
//!
//!   node pages.js VOTUM CHROMIUM [FOLDER]     both are programs; with FOLDER it leaves a picture of every page there
//!
//! The people are the demo's: operations label a ticket, five representatives vote, two of them with an emoji, one changes its
//! mind, the clock is moved, the result stands, a merge request goes through.

import { mkdir } from "node:fs/promises";
import { chromium } from "playwright-core";
import { start } from "./demo.js";
import { Findings, listen, look } from "./look.js";

const [program, chromiumAt, folder] = process.argv.slice(2);
const PHONE = { width: 390, height: 844 };
const TICKETS = "wegweiser/steuerung";
const CORE = "wegweiser/kern";
/// How long to wait for votum to do something, in milliseconds.
const PATIENCE = 20_000;

if (!program || !chromiumAt) {
  console.error("usage: node pages.js VOTUM CHROMIUM [FOLDER]");
  process.exit(2);
}

const demo = await start(program);
const flags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
flags.push("--disable-component-update", "--disable-sync");
if (process.getuid?.() === 0) flags.push("--no-sandbox");
const findings = new Findings();
let browser = null;
let failed = null;
try {
  browser = await chromium.launch({ executablePath: chromiumAt, args: flags });
  const page = await browser.newPage({ viewport: PHONE, locale: "de-DE" });
  page.setDefaultTimeout(PATIENCE);
  listen(page, [demo.register, demo.gitlab], findings);
  await vote(page);
  await everyPage(page);
} catch (fault) {
  failed = fault;
} finally {
  await browser?.close();
  await demo.end();
}
if (failed) console.error(failed.message);
for (const finding of findings.list) console.error(finding);
console.log(`pages: ${findings.pages} looked at, ${findings.list.length} findings`);
process.exit(failed || findings.list.length ? 1 : 0);

// ---------------------------------------------------------------- the story

async function vote(page) {
  const at = (path) => `${demo.gitlab}/${path}`;
  tell("The representative of Lindenau files a request.");
  await becomes(page, "lindenau-vertretung1");
  await page.goto(at(`${TICKETS}/-/issues/new`));
  await page.getByLabel("Titel").fill("Termine mit Dolmetscher");
  await page.getByRole("button", { name: "Anlegen" }).click();
  const ticket = page.url();

  tell("Operations label it; the reading begins.");
  await becomes(page, "wegweiser-betrieb1");
  await page.goto(ticket);
  await page.getByLabel("prozess::1-gemeinsam").check();
  await page.getByRole("button", { name: "Labels speichern" }).click();
  await carries(page, ticket, "votum::reading");

  tell("A week later the vote is open.");
  await days(page, ticket, "votum::voting");
  const note = page.locator("article.bot").filter({ hasText: "Abstimmung eröffnet" }).first();
  const noteId = await note.getAttribute("id");

  tell("Lindenau votes yes from its phone, with one tap; the receipt is the row of its member.");
  await reacts(page, ticket, "lindenau-vertretung1", noteId, "thumbsup");
  await says(page, ticket, noteId, /Lindenau\D*Ja/);

  tell("Lindenau changes its mind twice: the tap is taken back, no, and yes again in words.");
  await reacts(page, ticket, "lindenau-vertretung1", noteId, "thumbsup");
  await reacts(page, ticket, "lindenau-vertretung1", noteId, "thumbsdown");
  await says(page, ticket, noteId, /Lindenau\D*Nein/);
  await comments(page, ticket, "lindenau-vertretung1", "/vote ja");
  await says(page, ticket, noteId, /Lindenau\D*Ja/);

  tell("The others vote; somebody who has no vote is told so.");
  await comments(page, ticket, "auwiesen-vertretung1", "/vote ja");
  await comments(page, ticket, "hohenbruck-vertretung1", "/vote yes");
  await reacts(page, ticket, "kranichtal-vertretung1", noteId, "thumbsup");
  await comments(page, ticket, "entwicklung1", "/vote nein");
  await says(page, ticket, noteId, /Kranichtal\D*Ja/);

  tell("Two weeks later the result stands, with its number.");
  await days(page, ticket, "votum::accepted");
  await says(page, ticket, null, /B-2026-001/);

  tell("A contributor proposes it; once it is reviewed, votum merges and tags it.");
  await becomes(page, "entwicklung1");
  await page.goto(at(`${CORE}/-/merge_requests/new`));
  await page.getByLabel("Titel").fill("Dolmetscher bei Terminen");
  await page.getByLabel("Beschreibung (Markdown)").fill(`Vorgang: ${TICKETS}#${ticket.split("/").pop()}`);
  await page.getByRole("button", { name: "Anlegen" }).click();
  const request = page.url();
  await shows(page, request, "Review");
  await becomes(page, "entwicklung2");
  await page.goto(request);
  await page.getByRole("button", { name: "Zustimmen", exact: true }).click();
  await shows(page, request, "Übernommen als");
  await shows(page, at(CORE), "v0.1.0");

  tell("A second request is rejected, a third is confidential.");
  const other = await files(page, "Chatbot");
  await becomes(page, "wegweiser-betrieb1");
  await labels(page, other, ["prozess::1-gemeinsam"]);
  await days(page, other, "votum::voting");
  await days(page, other, "votum::rejected");
  const hidden = await files(page, "Lücke in der Anmeldung");
  await becomes(page, "wegweiser-betrieb1");
  await labels(page, hidden, ["prozess::4-reparatur", "vertraulich"]);
  await carries(page, hidden, "votum::cleared");
}

// ---------------------------------------------------------------- what people do

function tell(line) {
  console.log(`  ${line}`);
}

async function becomes(page, account) {
  if (!page.url().startsWith(demo.gitlab)) await page.goto(demo.gitlab);
  await page.getByLabel("Konto").selectOption(account);
  await page.getByRole("button", { name: "Wechseln" }).click();
}

async function files(page, title) {
  await becomes(page, "hohenbruck-vertretung1");
  await page.goto(`${demo.gitlab}/${TICKETS}/-/issues/new`);
  await page.getByLabel("Titel").fill(title);
  await page.getByRole("button", { name: "Anlegen" }).click();
  return page.url();
}

async function labels(page, ticket, names) {
  await page.goto(ticket);
  for (const name of names) {
    const box = page.getByLabel(name);
    if (await box.count()) await box.check();
    else await page.getByLabel("Weiteres Label").fill(name);
  }
  await page.getByRole("button", { name: "Labels speichern" }).click();
}

async function comments(page, ticket, account, words) {
  await becomes(page, account);
  await page.goto(ticket);
  await page.getByLabel("Kommentar", { exact: true }).fill(words);
  await page.getByRole("button", { name: "Kommentieren" }).click();
}

async function reacts(page, ticket, account, note, emoji) {
  await becomes(page, account);
  await page.goto(ticket);
  await page.locator(`#${note}`).getByRole("button", { name: `${emoji}: ` }).click();
}

/// Lets days pass, one after the other and none of them missed, until the ticket carries the label.
async function days(page, ticket, label) {
  for (let day = 0; day < 25; day += 1) {
    await page.goto(ticket);
    await page.getByRole("button", { name: "+ 1 Tag" }).click();
    await page.waitForTimeout(400);
    await page.goto(ticket);
    if ((await page.locator("p.meta").first().innerText()).includes(label)) return;
  }
  await carries(page, ticket, label);
}

/// Waits until the ticket carries the label.
async function carries(page, ticket, label) {
  await until(page, ticket, async () => (await page.locator("p.meta").first().innerText()).includes(label), label);
}

/// Waits until the page at `address` shows the words, as somebody who loads it again and again.
async function shows(page, address, words) {
  await until(page, address, async () => (await page.locator("main").innerText()).includes(words), words);
}

/// Waits until a note, or any, says it.
async function says(page, address, note, words) {
  const place = note ? `#${note}` : "main";
  await until(page, address, async () => words.test((await page.locator(place).innerText()).replaceAll("\n", " ")), words);
}

async function until(page, address, holds, words) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    await page.goto(address);
    if (await holds()) return;
    if (Date.now() > end) throw new Error(`${address} does not show ${words}. It shows:\n${await page.locator("main").innerText()}`);
    await page.waitForTimeout(200);
  }
}

// ---------------------------------------------------------------- every page

/// Follows every link within the register and looks at each page once, in both languages; then at the sandbox's.
async function everyPage(page) {
  tell("Every page of the register, in both languages, light and dark, wide and narrow.");
  const seen = new Set();
  const open = [`${demo.register}/`];
  while (open.length) {
    const address = open.shift();
    if (seen.has(address)) continue;
    seen.add(address);
    // What is loaded down is no page.
    const file = new URL(address).pathname.endsWith(".csv");
    const answer = file ? await page.request.get(address) : await page.goto(address);
    if (answer.status() !== 200) findings.add(address, `a link leads to an answer with ${answer.status()}`);
    if (!answer.headers()["content-type"]?.startsWith("text/html")) continue;
    const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href.split("#")[0]));
    open.push(...links.filter((link) => link.startsWith(`${demo.register}/`) && !seen.has(link)));
    for (const lang of ["de", "en"]) {
      if (!address.includes("lang=")) {
        const there = `${address}${address.includes("?") ? "&" : "?"}lang=${lang}`;
        if (seen.has(there)) continue;
        seen.add(there);
        await look(page, there, findings);
        await speaks(page, there, lang);
        await picture(page, there);
      }
    }
  }
  for (const missing of ["/nirgends", "/wegweiser/decisions/B-1999-001"]) await look(page, `${demo.register}${missing}?lang=en`, findings);
  for (const path of ["", CORE, `${TICKETS}/-/issues/1`, `${CORE}/-/merge_requests/1`]) await look(page, `${demo.gitlab}/${path}`, findings);
}

/// Says where a page has not the language that was asked for.
async function speaks(page, address, lang) {
  const tag = await page.evaluate(() => document.documentElement.lang);
  if (tag !== lang) findings.add(address, `says that it is in ${tag}`);
}

async function picture(page, address) {
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
  const name = address.slice(demo.register.length).replaceAll(/[^A-Za-z0-9]+/g, "-").replaceAll(/^-|-$/g, "") || "front";
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}
