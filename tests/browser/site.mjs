// The public site in a real browser: `make browser` looks at one page of each kind in both languages,
// `node site.mjs all` at every page, light and dark, wide and at 320 pixels (400 % zoom).
//
// axe-core finds nothing at WCAG 2.2 AA, nothing overflows, nothing is requested but the site's own files, nothing is
// complained about, html-validate agrees; the menu, the search and the tables work with the keyboard alone, from a
// folder and over HTTP below a path, and the search folds words as kic does.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const BROWSERS = [process.env.BROWSER_PATH, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const all = process.argv[2] === "all";
const WAYS = [["light", 1200], ["dark", 1200], ["light", 320], ["dark", 320]];
// Each kind of page is there in both languages: German words are the longest, so theirs is the narrow window.
const waysOf = (name) => (all ? WAYS : name.startsWith("en/") ? [["light", 1200]] : [["dark", 320]]);
const validator = new HtmlValidate({
  extends: ["html-validate:standard"],
  rules: {
    "no-redundant-role": "off", // cells that stand one below the other on narrow screens lose their roles
    "long-title": "off",
    "no-implicit-close": "error",
  },
});

let failed = 0;
function tell(what, found) {
  failed += found.length;
  console.log(`${found.length ? "FAIL" : "ok  "} ${what}`);
  for (const each of found) console.log(`     ${each}`);
}

function published(folder) {
  const kic = process.env.KIC ?? "kic";
  const city = join(folder, "city");
  const site = join(folder, "site");
  const quiet = { stdio: ["ignore", "ignore", "inherit"] };
  execFileSync(kic, ["demo", "--yes", city], quiet);
  execFileSync(kic, ["-C", city, "--lang", "de", "--today", "2026-11-22", "publish", "-o", site], quiet);
  return site;
}

function* pagesOf(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* pagesOf(path);
    else if (name.endsWith(".html")) yield path;
  }
}

// Every page, or of each folder the longest and of the pages of a language all that stand alone.
function chosen(site) {
  const pages = [...pagesOf(site)].filter((page) => !relative(site, page).startsWith("veroeffentlichung/"));
  if (all) return pages;
  const kinds = new Map();
  for (const page of pages) {
    const folder = dirname(relative(site, page));
    const kind = folder === "." || folder === "en" ? page : folder;
    const other = kinds.get(kind);
    if (!other || statSync(other).size < statSync(page).size) kinds.set(kind, page);
  }
  return [...kinds.values()];
}

async function opened(browser, address, found, { scheme = "light", width = 1200, own }) {
  const page = await browser.newPage();
  page.on("console", (message) => found.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(own)) found.push(`request: ${request.url()}`);
  });
  page.on("requestfailed", (request) => found.push(`failed: ${request.url()}`));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(address);
  return page;
}

async function faults(browser, site, file, scheme, width) {
  const found = [];
  const page = await opened(browser, pathToFileURL(file).href, found, { scheme, width, own: pathToFileURL(site).href });
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
  const { violations } = await page.evaluate(
    (values) => window.axe.run(document, { resultTypes: ["violations"], preload: false, runOnly: { type: "tag", values } }),
    TAGS,
  );
  for (const { id, help, nodes } of violations) found.push(`axe ${id}: ${help}: ${nodes[0].html.slice(0, 160)}`);
  await page.close();
  return found;
}

// -- with the keyboard alone --------------------------------------------------------------------------------------------

async function tabTo(page, selector, most = 80) {
  for (let step = 0; step < most; step += 1) {
    await page.keyboard.press("Tab");
    const state = await page.evaluate((wanted) => {
      const here = document.activeElement;
      const style = getComputedStyle(here);
      const seen = style.outlineStyle !== "none" || here.className === "skip" || here.closest(".cards li") !== null;
      return { there: here.matches(wanted), seen, html: here.outerHTML.slice(0, 80) };
    }, selector);
    if (!state.seen) throw new Error(`no focus is seen on ${state.html}`);
    if (state.there) return;
  }
  throw new Error(`Tab never reaches ${selector}`);
}

async function menuWalk(page) {
  await tabTo(page, "button.toggle");
  const shown = () => page.evaluate(() => getComputedStyle(document.getElementById("menu")).display !== "none");
  const expanded = () => page.$eval("button.toggle", (button) => button.getAttribute("aria-expanded"));
  if (await shown()) throw new Error("the menu is open before it was asked for");
  await page.keyboard.press("Enter");
  if (!(await shown()) || (await expanded()) !== "true") throw new Error("Enter does not open the menu");
  await tabTo(page, "#menu a");
  await page.keyboard.press("Escape");
  if ((await shown()) || (await expanded()) !== "false") throw new Error("Escape does not close the menu");
  if (!(await page.evaluate(() => document.activeElement.matches("button.toggle")))) throw new Error("the focus is lost");
}

async function searchWalk(page) {
  await tabTo(page, "#q-top");
  await page.keyboard.type("Verstaendigung");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  const found = await page.$$eval("#hits a", (links) => links.map((link) => link.textContent));
  if (!found.some((title) => title.includes("Verständigung"))) throw new Error(`found ${found.slice(0, 3)}`);
  const told = await page.$eval("#found", (status) => status.textContent);
  if (!told.startsWith(String(found.length))) throw new Error(`told ${told} for ${found.length}`);
  await page.$eval("#q", (field) => (field.value = ""));
  await page.focus("#q");
  await page.keyboard.type("Sprachkrus"); // a typing error
  const near = await page.$$eval("#hits a", (links) => links.length);
  if (!near) throw new Error("a typing error finds nothing");
  await page.$eval("#q", (field) => (field.value = ""));
  await page.keyboard.type("xyzzyxyzzy");
  if ((await page.$$("#hits a")).length) throw new Error("nonsense is found");
  await page.$eval("#q", (field) => (field.value = ""));
  await page.keyboard.type("sprachkurs");
  await tabTo(page, "#hits a");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  if (!(await page.$("h1"))) throw new Error("a hit leads nowhere");
}

async function tableWalk(page) {
  const firsts = () => page.$$eval("table[data-sort] tbody tr", (rows) => rows.filter((row) => !row.hidden).map((row) => row.cells[1].textContent));
  const before = await firsts();
  await tabTo(page, ".filter input");
  await page.keyboard.type("sprach");
  const fewer = await firsts();
  if (!fewer.length || fewer.length >= before.length) throw new Error("the filter shows all or nothing");
  for (let n = 0; n < 6; n += 1) await page.keyboard.press("Backspace");
  await tabTo(page, "th:nth-child(2) button.sort");
  await page.keyboard.press("Enter");
  const up = await firsts();
  const collator = new Intl.Collator("de", { numeric: true, sensitivity: "base" });
  if (up.some((title, at) => at && collator.compare(up[at - 1], title) > 0)) throw new Error("not sorted upwards");
  if ((await page.$eval("table[data-sort] thead th:nth-child(2)", (head) => head.getAttribute("aria-sort"))) !== "ascending") throw new Error("not said");
  await page.keyboard.press("Enter");
  const down = await firsts();
  if (down.some((title, at) => at && collator.compare(down[at - 1], title) < 0)) throw new Error("not sorted downwards");
}

async function withoutScript(browser, site) {
  const found = [];
  const page = await browser.newPage();
  await page.setJavaScriptEnabled(false);
  await page.setViewport({ width: 320, height: 900 });
  await page.goto(pathToFileURL(join(site, "fortschritt.html")).href);
  const html = await page.content();
  const shown = await page.$$eval("#menu a, tbody tr", (all) => all.length).catch(() => null);
  if (shown !== null && shown < 20) found.push(`only ${shown} entries without script`);
  if (html.includes('class="js"')) found.push("the script ran");
  const menu = await page.$("#menu");
  if (!(await menu.isVisible())) found.push("the menu is not seen without script");
  await page.close();
  return found;
}

async function foldedAlike(page, site) {
  const source = readFileSync(join(site, "suchindex.js"), "utf8");
  const index = JSON.parse(source.slice(source.indexOf("=") + 1).trim().replace(/;$/, ""));
  const odd = ["Öffentlich-keit", "STRASSE straße ẞ", "Bürger:innen Bürger/-innen Nutzer*in", "Çağ Żółć Ærø Đà ﬁn", "İstanbul", "e\u0301 a\u0308"];
  const words = [...odd, ...index.entries.map((entry) => entry[2])];
  const python = "import json,sys; from kic.core.folding import fold; print(json.dumps([fold(each) for each in json.load(sys.stdin)]))";
  const said = JSON.parse(execFileSync(process.env.PYTHON ?? "python3", ["-c", python], { input: JSON.stringify(words), encoding: "utf8" }));
  const ours = await page.evaluate((all) => all.map(globalThis.kicFold), words);
  return words.flatMap((word, at) => (said[at] === ours[at] ? [] : [`${word}: ${said[at]} in Python, ${ours[at]} here`]));
}

async function walked(browser, address, own, walk, width = 1200) {
  const found = [];
  const page = await opened(browser, address, found, { width, own });
  try {
    await walk(page);
  } catch (error) {
    found.push(error.message);
  }
  await page.close();
  return found;
}

// The same files over HTTP below a path, as a city's web server has them.
function served(site) {
  const types = { html: "text/html", css: "text/css", js: "text/javascript" };
  const server = createServer((request, answer) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const file = join(site, path.replace(/^\/konzept\/neu\//, ""));
    if (!path.startsWith("/konzept/neu/") || !existsSync(file) || !statSync(file).isFile()) {
      answer.writeHead(path === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    answer.writeHead(200, { "Content-Type": `${types[file.split(".").pop()] ?? "application/octet-stream"}; charset=utf-8` });
    answer.end(readFileSync(file));
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(server)));
}

const folder = mkdtempSync(join(tmpdir(), "kic-site-"));
const browser = await puppeteer.launch({
  executablePath: BROWSERS.find((path) => path && existsSync(path)),
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
});
const server = { close() {} };
try {
  const site = process.env.SITE ?? published(folder);
  const own = pathToFileURL(site).href;
  const pages = chosen(site);
  for (const file of pages) {
    const report = await validator.validateFile(file);
    const found = report.results.flatMap((result) => result.messages.map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`));
    const leadsOn = readFileSync(file, "utf8").includes('http-equiv="refresh"'); // before anything can be looked at
    for (const [scheme, width] of leadsOn ? [] : waysOf(relative(site, file))) {
      found.push(...(await faults(browser, site, file, scheme, width)).map((each) => `${scheme} ${width}: ${each}`));
    }
    tell(relative(site, file), found);
  }
  Object.assign(server, { real: await served(site), close() { this.real.close(); } });
  const http = `http://127.0.0.1:${server.real.address().port}/`;
  for (const [where, base] of [["from a folder", `${own}/`], ["below a path", `${http}konzept/neu/`]]) {
    const mine = where === "below a path" ? http : own;
    tell(`menu ${where}`, await walked(browser, `${base}konzept.html`, mine, menuWalk, 320));
    tell(`search ${where}`, await walked(browser, `${base}empfehlung/he-07.html`, mine, searchWalk));
    tell(`table ${where}`, await walked(browser, `${base}fortschritt.html`, mine, tableWalk));
  }
  tell("without script", await withoutScript(browser, site));
  const page = await opened(browser, `${own}/suche.html`, [], { own });
  tell("words are folded as in Python", await foldedAlike(page, site));
} finally {
  server.close();
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
