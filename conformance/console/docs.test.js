// Opens the page of "gatewright docs" from a file in a browser, and tries an operation in it.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
const command = process.env.GATEWRIGHT ?? path.join(root, 'bin/gatewright');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser, work, dev, api;

before(async () => {
  await mkdir(path.join(root, '.cache'), { recursive: true });
  work = await mkdtemp(path.join(root, '.cache/docs-'));
  await writeFile(path.join(work, 'gatewright.yaml'), `model: ${root}/examples/petstore/api.yaml\nmockAll: true\ncorsOptions: { allowOrigins: ["*"], exposeHeaders: [x-amzn-ErrorType] }\n`);
  await promisify(execFile)(command, ['docs', '--html', path.join(work, 'site'), work]);
  dev = spawn(command, ['dev', work, '--port', '0', '--no-console'], { stdio: ['ignore', 'pipe', 'inherit'] });
  api = await new Promise((resolve, reject) => {
    let text = '';
    dev.on('exit', code => reject(new Error(`dev ended with ${code}`)));
    dev.stdout.on('data', d => { text += d; const served = /^(http:\S+)$/m.exec(text); if (served) resolve(served[1]); });
  });
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
}, { timeout: 120000 });
after(async () => {
  await browser?.close();
  if (dev) { const ended = new Promise(r => dev.on('exit', r)); dev.kill('SIGTERM'); await ended; }
  await rm(work, { recursive: true, force: true });
});

async function open(options) {
  const page = await (await browser.newContext(options)).newPage();
  const seen = { errors: [], requests: [] };
  page.on('pageerror', e => seen.errors.push(String(e)));
  page.on('console', m => seen.errors.push(m.text()));
  page.on('request', r => seen.requests.push(r.url()));
  await page.goto('file://' + path.join(work, 'site/index.html'));
  return [page, seen];
}

for (const [width, colorScheme] of [[1280, 'light'], [1280, 'dark'], [360, 'light'], [360, 'dark']]) {
  test(`the page is accessible and alone, ${width} px, ${colorScheme}`, async () => {
    const [page, seen] = await open({ viewport: { width, height: 900 }, colorScheme });
    for (const details of await page.locator('details').all()) await details.evaluate(d => { d.open = true; });
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
    assert.deepEqual(found.violations.map(v => `${v.id}: ${v.nodes.map(n => n.target).join(' ')}`), []);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), 'the page scrolls sideways');
    assert.deepEqual(seen.errors, []);
    assert.equal(seen.requests.length, 1, `it loads ${seen.requests}`);
  });
}

test('operations are searched and tried', async () => {
  const [page, seen] = await open({ viewport: { width: 1280, height: 900 } });
  await page.fill('#search', 'photo');
  assert.deepEqual(await page.locator('nav li:visible').allInnerTexts(), ['GET getPhoto']);
  const operation = page.locator('article[data-method="GET"][data-path="/pets/{petId}"]');
  await operation.locator('.try > summary').click();
  await operation.locator('.try button').click();
  assert.match(await operation.locator('output').innerText(), /base URL/);
  await page.fill('#base-url', api);
  await operation.locator('.try button').click();
  await operation.locator('output', { hasText: '200' }).waitFor();
  assert.match(await operation.locator('output').innerText(), /"name"/);
  await page.fill('#base-url', 'http://127.0.0.1:1');
  await operation.locator('.try button').click();
  await operation.locator('output', { hasText: 'No response' }).waitFor();
  assert.deepEqual(seen.errors.filter(e => !e.includes('ERR_')), []);
});
