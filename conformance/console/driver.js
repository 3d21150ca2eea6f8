// What the tests of the console share: a "gatewright dev", a browser, and pages of it.
// GATEWRIGHT names the command, CHROMIUM the browser, SCREENSHOTS a directory for pictures.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { chromium } from 'playwright-core';

export const root = path.resolve(import.meta.dirname, '../..');
const command = process.env.GATEWRIGHT ?? path.join(root, 'bin/gatewright');
const pictures = process.env.SCREENSHOTS;
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A console of a running dev. What its pages report as errors is collected in errors. */
export class Driver {
  errors = [];
  text = ''; // standard output
  log = ''; // standard error

  async begin() {
    await mkdir(path.join(root, '.cache'), { recursive: true });
    this.work = await mkdtemp(path.join(root, '.cache/console-')); // in the module, which the example's Go function needs
    this.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
  }
  async finish() {
    await this.browser?.close();
    await this.stop();
    await rm(this.work, { recursive: true, force: true });
  }
  /** Copies a folder of the repository, and returns where to. */
  async copy(from, to = path.basename(from)) {
    const target = path.join(this.work, to);
    await cp(path.join(root, from), target, { recursive: true });
    return target;
  }
  /** Serves a project until stop, and waits until it answers. */
  async serve(project, { args = ['--port', '0', '--console-port', '0'], env = {} } = {}) {
    this.text = this.log = '';
    const dev = this.dev = spawn(command, ['dev', project, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, XDG_RUNTIME_DIR: this.work, NO_COLOR: '1', ...env } });
    dev.stderr.on('data', d => { this.log += d; });
    await new Promise((resolve, reject) => {
      dev.on('exit', code => reject(new Error(`dev ended with ${code}: ${this.log}`)));
      dev.stdout.on('data', d => {
        this.text += d;
        const console = /console: (http:\S+)/.exec(this.text), served = /^(http:\S+)$/m.exec(this.text);
        if (console && served) { this.address = console[1]; this.api = served[1]; resolve(); }
      });
    });
  }
  async stop() {
    const dev = this.dev;
    if (!dev || dev.exitCode !== null) return;
    const ended = new Promise(r => dev.on('exit', r));
    dev.kill('SIGTERM');
    await ended;
  }
  async open(hash = '', { width = 1440, scheme = 'light' } = {}) {
    const context = await this.browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme });
    const page = await context.newPage();
    page.setDefaultTimeout(20000);
    page.on('pageerror', e => this.errors.push(String(e)));
    page.on('console', m => { if (m.type() === 'error' && !m.text().includes('404')) this.errors.push(m.text()); });
    page.on('request', r => { if (!r.url().startsWith(this.address)) this.errors.push('left the machine: ' + r.url()); });
    await page.goto(this.address + '/' + hash);
    await page.waitForSelector('main');
    return page;
  }
  /** Sends a request to the API, and returns its ID. */
  async sent(target, options) {
    const response = await fetch(this.api + target, options);
    await response.arrayBuffer();
    return response.headers.get('x-amzn-requestid');
  }
}

export async function picture(page, name) {
  if (!pictures) return;
  await mkdir(pictures, { recursive: true });
  await page.screenshot({ path: path.join(pictures, name + '.png') });
}
export async function accessible(page, name) {
  await page.evaluate(axe); // not a script tag, which the page's own policy refuses
  const found = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  assert.deepEqual(found.violations.map(v => `${name}: ${v.id}: ${v.nodes.map(n => n.target + ' ' + n.failureSummary).join('; ')}`), []);
}
export const text = (page, selector) => page.locator(selector).first().innerText();
