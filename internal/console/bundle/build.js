// Writes the libraries of the console to static/vendor, with their licences. --check writes
// nothing, and fails where a file there is not what would be written.
import { build } from 'esbuild';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const here = import.meta.dirname, vendor = path.join(here, '../static/vendor');
const modules = path.join(here, 'node_modules');

// packageOf returns the name of the package that a file of node_modules is of.
function packageOf(file) {
  const parts = file.split('node_modules/').at(-1).split('/');
  return parts[0].startsWith('@') ? parts.slice(0, 2).join('/') : parts[0];
}

async function licence(name) {
  const directory = path.join(modules, name), file = (await readdir(directory)).find(f => /^licen[cs]e/i.test(f));
  if (!file) throw new Error(`${name} has no licence`);
  const { version, license } = JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8'));
  return `=== ${name} ${version} (${license})\n\n${(await readFile(path.join(directory, file), 'utf8')).trim()}\n`;
}

const { outputFiles, metafile } = await build({
  absWorkingDir: here, entryPoints: { codemirror: 'editor.js', 'preact-htm': 'page.js' }, outdir: '.', bundle: true, minify: true, format: 'esm',
  target: 'es2022', charset: 'utf8', legalComments: 'none', write: false, metafile: true, logLevel: 'error',
});
const used = [...new Set(Object.keys(metafile.inputs).filter(f => f.includes('node_modules/')).map(packageOf))].sort();
const files = Object.fromEntries(outputFiles.map(f => [path.basename(f.path), f.text]));
files['LICENSES.txt'] = 'The files here are bundled from ../../bundle with these packages of npm.\n\n' + (await Promise.all(used.map(licence))).join('\n');

let stale = 0;
for (const [name, text] of Object.entries(files)) {
  const file = path.join(vendor, name);
  if (process.argv.includes('--check')) {
    if (await readFile(file, 'utf8').catch(() => '') !== text) { stale++; console.error(`${name} is out of date: run npm run build in internal/console/bundle`); }
    continue;
  }
  await mkdir(vendor, { recursive: true });
  await writeFile(file, text);
}
process.exitCode = stale ? 1 : 0;
