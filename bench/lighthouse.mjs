/** Lighthouse over three screens full of demo data, signed in. Prints one JSON object.
 *
 *     node bench/lighthouse.mjs <address> <mission id> <rounds>
 *
 * The phone locks itself at every load: a script in the page gives the passphrase at once, so that
 * what is measured is a start up to the screen itself, with the key derived and the store opened.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';

const [address, mission, rounds] = process.argv.slice(2);
const PASSWORD = 'lanterne-demo-2026';
const PASSPHRASE = 'trois lanternes au grenier';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const PHONE = { width: 360, height: 780, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

async function browserOf(profile) {
  return puppeteer.launch({
    executablePath: '/usr/bin/chromium',
    userDataDir: profile,
    args: ['--no-sandbox', '--no-first-run', '--disable-sync', '--disable-component-update'],
  });
}

async function signInPhone(page) {
  await page.setViewport(PHONE);
  await page.goto(`${address}/app`);
  await page.waitForSelector('[data-testid="email"]');
  await page.type('[data-testid="email"]', 'hugo.lambert@lanterne.example');
  await page.type('[data-testid="password"]', PASSWORD);
  await page.click('[data-testid="enter"]');
  await page.waitForSelector('[data-testid="screen-choose-passphrase"]');
  await page.type('[data-testid="passphrase"]', PASSPHRASE);
  await page.click('[data-testid="enter"]');
  await page.waitForSelector('[data-testid="offline-ready"]', { timeout: 60_000 });
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));
}

async function signInDesk(page) {
  await page.goto(`${address}/sign-in`);
  await page.type('#email', 'lucie.armand@lanterne.example');
  await page.type('#password', PASSWORD);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** Runs in every page before its own scripts. */
function unlockAtOnce(passphrase) {
  const look = () => {
    const field = document.querySelector('[data-testid="screen-unlock"] [data-testid="passphrase"]');
    if (!field || field.dataset.given) return;
    field.dataset.given = 'yes';
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    set.call(field, passphrase);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    setTimeout(() => field.form.requestSubmit());
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}

function figuresOf({ lhr }) {
  const score = (name) => Math.round((lhr.categories[name]?.score ?? 0) * 100);
  const value = (name) => lhr.audits[name]?.numericValue ?? null;
  return {
    performance: score('performance'),
    accessibility: score('accessibility'),
    best_practices: score('best-practices'),
    fcp_ms: Math.round(value('first-contentful-paint')),
    lcp_ms: Math.round(value('largest-contentful-paint')),
    tbt_ms: Math.round(value('total-blocking-time')),
    cls: Number(value('cumulative-layout-shift')?.toFixed(3)),
    failed: Object.values(lhr.audits)
      .filter(({ score: one, scoreDisplayMode }) => one === 0 && scoreDisplayMode === 'binary')
      .map(({ id }) => id),
  };
}

function median(runs) {
  return runs.sort((one, other) => one.performance - other.performance)[runs.length >> 1];
}

/** Throttled for real, not by a model: the model knows nothing of a service worker. */
async function measure(page, url, shown, config) {
  const runs = [];
  const throttlingMethod = config ? 'simulate' : 'devtools';
  const flags = { disableStorageReset: true, onlyCategories: CATEGORIES, throttlingMethod };
  for (let round = 0; round < Number(rounds); round += 1) {
    runs.push(figuresOf(await lighthouse(url, { ...flags, logLevel: 'error' }, config, page)));
    await page.waitForSelector(shown, { timeout: 5000 });
  }
  return median(runs);
}

async function withBrowser(work) {
  const profile = mkdtempSync(join(tmpdir(), 'nomade-lighthouse-'));
  const browser = await browserOf(profile);
  try {
    return await work(await browser.newPage());
  } finally {
    await browser.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

const phone = await withBrowser(async (page) => {
  await signInPhone(page);
  await page.evaluateOnNewDocument(unlockAtOnce, PASSPHRASE);
  return {
    today: await measure(page, `${address}/app`, '[data-testid="screen-today"]'),
    mission: await measure(
      page,
      `${address}/app#/mission/${mission}`,
      '[data-testid="screen-mission"]',
    ),
  };
});
const desk = await withBrowser(async (page) => {
  await signInDesk(page);
  return measure(page, `${address}/desk`, '[data-testid="board"]', desktopConfig);
});
process.stdout.write(JSON.stringify({ ...phone, desk }));
