// The pages that kic renders, in a real browser: `make browser`, or `node check.mjs PAGE...` for given files.
//
// For each page, light and dark, wide and at 320 pixels (400 % zoom): axe-core finds nothing, nothing overflows,
// nothing is requested, nothing is complained about, the style sheet is allowed by the page's own policy, and
// the first Tab reaches the skip link, whose target takes the focus.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const BROWSERS = [process.env.BROWSER_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DOCUMENTS = [
  ["implementation-report"],
  ["allocation-paper", "2026-1"],
  ["concept"],
  ["theme-sheet", "t2"],
  ["recommendation-sheet", "he-09"],
  ["call-text", "2026-1"],
  ["council-paper", "v-2022-11"],
  ["meeting-agenda", "2025-09-23"],
  ["minutes", "2025-09-23"],
  ["funding-report", "2025"],
  ["public-funding-report", "2025"],
  ["handover"],
  ["synopsis", "k2013..k2022"],
  ["amendment-list", "k2013..k2022"],
  ["award-notice", "2024-1-001-n1"],
  ["reminder", "2025-2-003"],
];

function rendered(folder) {
  const kic = process.env.KIC ?? "kic";
  const city = join(folder, "city");
  execFileSync(kic, ["demo", "--yes", city], { stdio: ["ignore", "ignore", "inherit"] });
  const pages = [];
  for (const language of ["de", "en"]) {
    for (const document of DOCUMENTS) {
      const page = join(folder, `${document[0]}.${language}.html`);
      execFileSync(kic, ["-C", city, "--lang", language, "--today", "2026-11-22", "render", ...document, "--to", "html", "-o", page], {
        stdio: ["ignore", "ignore", "inherit"],
      });
      pages.push(page);
    }
    const whole = join(folder, `whole.${language}.html`);
    execFileSync(kic, ["-C", city, "--lang", language, "--today", "2026-11-22", "publish", "--single", whole], {
      stdio: ["ignore", "ignore", "inherit"],
    });
    pages.push(whole);
  }
  return pages;
}

async function faults(browser, file, scheme, width) {
  const found = [];
  const page = await browser.newPage();
  page.on("console", (message) => found.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url() !== pathToFileURL(file).href) found.push(`request: ${request.url()}`);
  });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(file).href);

  const look = await page.evaluate(() => ({
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    ground: getComputedStyle(document.body).backgroundColor,
    missing: [...document.querySelectorAll("rect[fill^='url(#']")].filter(
      (shape) => !document.getElementById(shape.getAttribute("fill").slice(5, -1)),
    ).length,
  }));
  if (look.overflow > 0) found.push(`the page is ${look.overflow} pixels wider than the window`);
  if (look.ground !== (scheme === "dark" ? "rgb(22, 24, 26)" : "rgb(255, 255, 255)")) found.push(`ground is ${look.ground}`);
  if (look.missing) found.push(`${look.missing} shapes have no pattern`);

  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => document.activeElement.className);
  if (first !== "skip") found.push(`the first Tab reaches ${first || "nothing"}`);
  await page.keyboard.press("Enter");
  const target = await page.evaluate(() => document.activeElement.id);
  if (target !== "content") found.push(`the skip link leads to ${target || "nothing"}`);

  await page.evaluate(AXE); // the debugger's evaluation is not bound by the page's policy
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const { id, help, nodes } of violations) found.push(`axe ${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
  await page.close();
  return found;
}

const folder = mkdtempSync(join(tmpdir(), "kic-browser-"));
const browser = await puppeteer.launch({
  executablePath: BROWSERS.find((path) => path && existsSync(path)),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
let failed = 0;
try {
  const pages = process.argv.length > 2 ? process.argv.slice(2).map((each) => resolve(each)) : rendered(folder);
  for (const file of pages) {
    for (const scheme of ["light", "dark"]) {
      for (const width of [1000, 320]) {
        const found = await faults(browser, file, scheme, width);
        failed += found.length;
        console.log(`${found.length ? "FAIL" : "ok  "} ${file.split("/").pop()} ${scheme} ${width}`);
        for (const each of found) console.log(`     ${each}`);
      }
    }
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
