// Writes the pictures of README.md and docs/console.md to docs/images: the console of the
// example, and the terminal in which it is served.
import { mkdir, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Driver, root } from './driver.js';

const images = path.join(root, 'docs/images');
const quote = { method: 'POST', headers: { 'Content-Type': 'application/json' } };

const driver = new Driver();
await driver.begin();
try {
  await mkdir(images, { recursive: true });
  await consolePictures();
  await terminalPicture();
} finally {
  await driver.finish();
}

/** Sends what the pictures show, and returns the ID of the request that is refused. */
async function requests() {
  for (const target of ['/health', '/hello?name=Ada', '/hello', '/pets', '/pets/1', '/pets/99', '/nothing', '/orders/7']) await driver.sent(target);
  await driver.sent('/quotes', { ...quote, body: '{"pets": [{"name": "Minka", "kind": "cat"}]}' });
  return driver.sent('/quotes', { ...quote, body: '{"pets": [{"name": "Rex", "kind": "dog"},\n {"name": "Kiki", "kind": "hamster"}]}' });
}

async function consolePictures() {
  await driver.serve(await driver.copy('examples/petstore'), { args: ['--port', '3000', '--console-port', '3001'] });
  const refused = await requests(), template = await driver.sent('/pets/99');
  for (const [name, hash, scheme] of [
    ['console-request', '#/requests/' + refused, 'light'],
    ['console-requests', '', 'dark'],
    ['console-operation', '#/operations/addPet', 'light'],
    ['console-scratchpad', `#/scratchpad/${template}/response`, 'light'],
    ['console-state', '#/state', 'dark'],
  ]) {
    const page = await driver.open(hash, { width: 1280, scheme });
    await page.setViewportSize({ width: 1280, height: 760 });
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(images, name + '.png') });
    await page.context().close();
  }
  await driver.stop();
}

/** Serves the example in a terminal, which has colours, and draws what it printed. */
async function terminalPicture() {
  const command = `${process.env.GATEWRIGHT ?? path.join(root, 'bin/gatewright')} dev examples/petstore`;
  const terminal = spawn('script', ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], { cwd: root, env: { ...process.env, TERM: 'xterm-256color', XDG_RUNTIME_DIR: driver.work } });
  const ended = new Promise(r => terminal.on('exit', r));
  let text = '';
  await new Promise((resolve, reject) => {
    ended.then(code => reject(new Error(`dev ended with ${code}: ${text}`)));
    terminal.stdout.on('data', d => { text += d; if (/console: http:\S+\s/.test(text)) resolve(); });
  });
  driver.api = /^(http:\S+)\s*$/m.exec(text)[1];
  await requests();
  terminal.stdin.write('\x03'); // Ctrl-C
  await ended;
  const page = await driver.browser.newPage({ viewport: { width: 1120, height: 400 } });
  await page.setContent(`<body style="margin:0;background:#16181d"><pre style="margin:0;padding:20px 24px;width:max-content;color:#d8dbe2;font:13px/1.5 monospace">$ gatewright dev examples/petstore\n${colours(text.replace(/\^C[^]*$/, ''))}</pre></body>`);
  await (await page.$('pre')).screenshot({ path: path.join(images, 'terminal.png') });
}

/** Returns a terminal's output as HTML, with the colours that dev uses. */
function colours(text) {
  const styles = { 1: 'font-weight:bold', 2: 'opacity:.6', 31: 'color:#f0827d', 32: 'color:#8fc98a', 33: 'color:#dfbf6e', 36: 'color:#7cc4cf', 91: 'color:#f0827d', 92: 'color:#8fc98a', 93: 'color:#dfbf6e', 94: 'color:#86aaf5' };
  let open = 0;
  return text.replaceAll('\r', '').replace(/[&<>]/g, c => `&#${c.charCodeAt(0)};`).replace(/\x1b\[([\d;]*)m/g, (_, codes) => codes.split(';').map(code => {
    if (styles[code]) { open++; return `<span style="${styles[code]}">`; }
    const close = '</span>'.repeat(open);
    open = 0;
    return close;
  }).join(''));
}
