// Drives the console of "gatewright dev" in a browser, desktop and narrow, light and dark.
import { test, before, after } from 'node:test';
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { accessible, Driver, picture, text } from './driver.js';

const hostile = ['<script>document.title="owned"</script>', '"><img src=x onerror="document.title=\'owned\'">', "javascript:document.title='owned'", '</title><svg onload=document.title="owned">', '{{constructor.constructor("document.title=\'owned\'")()}}', '<iframe srcdoc="<script>parent.document.title=\'owned\'</script>">'];

const driver = new Driver();
const open = (...args) => driver.open(...args), sent = (...args) => driver.sent(...args);

before(async () => {
  await driver.begin();
  const file = path.join(await driver.copy('examples/petstore'), 'gatewright.yaml');
  await writeFile(file, (await readFile(file, 'utf8')) + '\nstageSettings:\n  methods:\n    getPhoto: { cache: { ttl: 60s } }\n    listPets: { throttle: { rate: 100, burst: 50 } }\n');
  await driver.serve(path.dirname(file));
}, { timeout: 120000 });
after(() => driver.finish());

// write types a template, as somebody would who replaces the one there.
async function write(page, template) {
  await page.locator('.cm-content').press('Control+a');
  await page.keyboard.type(template);
}

test('requests come in live, are filtered and held while paused', async () => {
  const page = await open();
  await sent('/hello?name=Ada'); await sent('/hello'); await sent('/pets/99'); await sent('/nothing');
  await page.waitForSelector('.req >> nth=3');
  await page.fill('#find', 'nothing');
  assert.equal(await page.locator('.req').count(), 1);
  await page.fill('#find', '');
  await page.click('.seg button:has-text("4xx")');
  assert.equal(await page.locator('.req').count(), 3);
  await page.click('.seg button:has-text("All")');
  await page.click('#live');
  const before = await page.locator('.req').count();
  await sent('/health');
  await page.waitForSelector('#live:has-text("1 wait")');
  assert.equal(await page.locator('.req').count(), before);
  await page.click('#live');
  await page.waitForSelector(`.req >> nth=${before}`);
  await picture(page, 'requests');
  await accessible(page, 'requests');
});

test('a request shows its ten steps, and why it stopped', async () => {
  const id = await sent('/quotes', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"pets": [{"name": "Rex", "kind": "dog"},\n {"name": "Kiki", "kind": "hamster"}]}' });
  const page = await open('#/requests/' + id);
  await page.waitForSelector('.step');
  assert.equal(await page.locator('.step').count(), 10);
  assert.match(await text(page, 'h1.verdict'), /400.*Refused by validation/s);
  assert.equal(await page.locator('.step.fail.open.k-validation').count(), 1);
  assert.match(await text(page, '.k-validation .panel'), /hamster.*\/pets\/1\/kind.*api\.yaml:\d+/s);
  await picture(page, 'request-400');
  await accessible(page, 'request');
  await page.keyboard.press('o');
  assert.equal(await page.locator('.step.open').count(), 10);
  await page.click('#tab-log');
  await page.waitForSelector('text=Extended Request Id');
  await page.click('#tab-full');
  await page.waitForSelector('h2:has-text("Response")');
});

test('a template stands next to what it rendered', async () => {
  const id = await sent('/pets/99');
  const page = await open('#/requests/' + id);
  await page.click('.k-integrationResponse > button');
  assert.match(await text(page, '.k-integrationResponse .panel'), /Template.*Rendered/s);
  await picture(page, 'request-template');
});

test('a request is replayed, edited, copied and compared', async () => {
  const id = await sent('/hello?name=Ada'), other = await sent('/hello');
  const page = await open('#/requests/' + id);
  await page.waitForSelector('.acts');
  await page.keyboard.press('r');
  await page.waitForFunction(old => location.hash !== '#/requests/' + old, id);
  await page.waitForSelector('.acts a.btn');
  await page.keyboard.press('e');
  await page.waitForFunction(() => document.getElementById('f-query name')?.value === 'Ada');
  await page.goto(`${driver.address}/#/compare/${id}/${other}`);
  await page.waitForSelector('.cmp .lead');
  assert.match(await text(page, 'h1.verdict'), /They part at Validation/);
  await picture(page, 'compare');
  await accessible(page, 'compare');
});

test('operations have forms that send valid requests', async () => {
  const page = await open('#/operations');
  await page.waitForSelector('a.op');
  assert.ok(await page.locator('a.op').count() >= 11);
  await picture(page, 'operations');
  await accessible(page, 'operations');
  await page.fill('#find', 'addPet');
  await page.click('a.op:has-text("/pets")');
  await page.waitForSelector('#f-body');
  await page.click('button[type=submit]');
  await page.waitForSelector('.answer .st');
  assert.equal(await text(page, '.answer .st'), '201');
  await picture(page, 'operation');
  await accessible(page, 'operation');
});

test('the scratchpad renders as one types, and marks errors', async () => {
  const id = await sent('/hello?name=Ada');
  const page = await open(`#/scratchpad/${id}/request`);
  await page.waitForSelector('.okline');
  await write(page, '$input.params("name")!');
  await page.waitForSelector('.pad .r >> text=Ada!');
  await write(page, 'one\n  #if(true)');
  await page.waitForSelector('.errline:has-text("2:")');
  await page.waitForSelector('.wrong-line:has-text("#if(true)")');
  await page.locator('.cm-content').press('End');
  await page.keyboard.type('yes#end');
  await page.waitForSelector('.pad .r >> text=yes');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?'); // the keys of the page again
  await page.waitForSelector('#keys[open]');
  await page.keyboard.press('Escape');
  await write(page, 'one\n  #if(true)');
  await page.waitForSelector('.wrong');
  await picture(page, 'scratchpad');
  await accessible(page, 'scratchpad');
});

test('the state shows functions, limits, cache and objects, and clears them', async () => {
  await sent('/pets/1/photo?size=small');
  const page = await open('#/state');
  await page.waitForSelector('[aria-label=Functions] .item');
  await page.waitForSelector('[aria-label=Cache] .item');
  await page.click('button[aria-label="View pets/1.json"]');
  await page.waitForSelector('text=Minka');
  await picture(page, 'state');
  await accessible(page, 'state');
  await page.click('[aria-label=Cache] button:has-text("Clear")');
  await page.waitForSelector('text=Nothing is kept.');
});

test('an edit shows with its errors, and the API is documented', async () => {
  const page = await open('#/docs');
  await page.waitForSelector('.doc');
  await picture(page, 'docs');
  await accessible(page, 'docs');
  const file = path.join(driver.work, 'petstore/api.yaml'), model = await readFile(file, 'utf8');
  await writeFile(file, model.replace('type: object', 'type: objekt'));
  await page.goto(driver.address + '/#/requests');
  await page.waitForSelector('.event:has-text("api.yaml")');
  await writeFile(file, model);
  await page.waitForSelector('.event:has-text("Reloaded")');
});

test('nothing of a request becomes markup', async () => {
  for (const evil of hostile) {
    const id = await sent('/hello?name=' + encodeURIComponent(evil), { headers: { 'X-Evil': encodeURIComponent(evil), 'User-Agent': evil.replaceAll('\n', '') } });
    const page = await open('#/requests/' + id);
    await page.waitForSelector('.step');
    await page.keyboard.press('o');
    await page.click('#tab-full');
    await page.waitForTimeout(50);
    assert.doesNotMatch(await page.title(), /owned/);
    assert.equal(await page.locator('main script, main iframe, main img, main svg').count(), 0);
    await page.context().close();
  }
  const id = await sent('/quotes', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pets: [{ name: hostile[0], kind: hostile[1] }] }) });
  const page = await open('#/requests/' + id);
  await page.waitForSelector('.step');
  assert.equal(await page.locator('main script, main iframe, main img').count(), 0);
});

test('narrow and dark', async () => {
  const id = await sent('/hello');
  for (const scheme of ['light', 'dark']) {
    for (const [name, hash] of [['requests', ''], ['request', '#/requests/' + id], ['operations', '#/operations'], ['operation', '#/operations/addPet'], ['scratchpad', `#/scratchpad/${id}/request`], ['state', '#/state'], ['docs', '#/docs']]) {
      for (const width of [360, 1440]) {
        const page = await open(hash, { width, scheme });
        await page.waitForTimeout(250);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${name} at ${width} px scrolls ${over} px sideways`);
        await accessible(page, `${name} ${scheme} ${width}`);
        if (scheme === 'dark' || width === 360) await picture(page, `${name}-${scheme}-${width}`);
        await page.context().close();
      }
    }
  }
});

test('a CDK app with several APIs: each with its operations, requests and identities', async () => {
  for (const context of driver.browser.contexts()) await context.close();
  await driver.stop();
  await driver.serve(await driver.copy('conformance/console/app', 'cdk.out'));
  const page = await open('#/operations');
  await page.waitForSelector('a.op >> nth=2');
  assert.deepEqual(await page.locator('.grphead h2').allInnerTexts(), ['Shop/Shop', 'Shop/Admin']);
  await accessible(page, 'app operations');
  await page.click('a.op:has-text("/mine")');
  await page.fill('#f-scopes', 'other/read');
  await page.click('button[type=submit]');
  await page.waitForSelector('.answer .st:has-text("401")');
  await page.fill('#f-scopes', 'shop/read');
  await page.fill('#f-claims', 'team=red');
  await page.click('button[type=submit]');
  await page.waitForSelector('.answer .st:has-text("200")');
  assert.match(await text(page, '.answer .pre'), /"red"/);
  await picture(page, 'app-operation');
  await accessible(page, 'app operation');
  for (const [name, says] of [['Shop/Admin', 'the admin'], ['Shop/Shop', 'the shop']]) {
    await page.goto(`${driver.address}/#/operations/${encodeURIComponent(name + ' status')}`);
    await page.click('button[type=submit]');
    await page.waitForSelector(`.answer .pre:has-text("${says}")`);
  }
  await page.click('.answer a:has-text("See its steps")');
  await page.waitForSelector('.step >> nth=9');
  assert.match(await text(page, 'h1.verdict'), /200/);
  await page.goto(driver.address + '/#/docs/' + encodeURIComponent('Shop/Admin'));
  await page.waitForSelector('h1:has-text("Admin")');
  await accessible(page, 'app docs');
  for (const scheme of ['light', 'dark']) {
    const narrow = await open('#/operations', { width: 360, scheme });
    await narrow.waitForSelector('a.op >> nth=2');
    assert.ok(await narrow.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await accessible(narrow, 'app narrow ' + scheme);
    await picture(narrow, 'app-' + scheme + '-360');
  }
});

test('the page reported no errors, and asked nobody else', () => assert.deepEqual(driver.errors, []));
