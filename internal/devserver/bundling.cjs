// Node.js loads this file before the code of a CDK app. It records the commands by which
// functions are bundled, so that gatewright dev can bundle one again without the app.
'use strict'

const child = require('node:child_process')
const crypto = require('node:crypto')
const fs = require('node:fs')
const path = require('node:path')

const { CDK_OUTDIR: assembly, GATEWRIGHT_BUNDLES: records, GATEWRIGHT_NODE_OPTIONS: nodeOptions } = process.env
const spawnSync = child.spawnSync
const steps = []

if (assembly && records) {
  child.spawnSync = (...call) => {
    const step = begin(...call)
    if (step?.metafile) call[1] = step.args
    const result = spawnSync(...call)
    if (step && result.status === 0) end(step)
    return result
  }
  process.on('exit', write)
}

// begin describes a command that may belong to a bundle: those have a directory.
function begin(program, args, options) {
  if (!Array.isArray(args) || !options?.cwd || String(args) === '--version') return
  const command = [program, ...args].map(String)
  const { NODE_OPTIONS, GATEWRIGHT_BUNDLES, GATEWRIGHT_NODE_OPTIONS, ...environment } = options.env ?? process.env
  if (nodeOptions) environment.NODE_OPTIONS = nodeOptions
  const directory = path.resolve(String(options.cwd))
  const installs = outputOf([directory]) // what is not made from sources, and stays
  const step = { command, directory, environment, installs, began: Date.now(), output: installs ?? outputOf(command) }
  if (!installs && step.output && command.some((arg) => / --bundle /.test(` ${arg} `))) addMetafile(step)
  return step
}

// outputOf returns the directory that the CDK has bundled into.
function outputOf(command) {
  for (const arg of command) {
    const at = arg.indexOf(assembly + path.sep)
    const name = at < 0 ? null : /^(bundling-temp-|asset\.)[\w-]+/.exec(arg.slice(at + assembly.length + 1))
    if (name) return path.join(assembly, name[0])
  }
}

// addMetafile has esbuild list what it reads.
function addMetafile(step) {
  step.metafile = path.join(records, `${process.pid}-${steps.length}.json`)
  const at = step.command.indexOf('--bundle')
  if (at > 0) {
    step.command.splice(at + 2, 0, `--metafile=${step.metafile}`)
  } else {
    step.command = step.command.map((arg) => arg.replace(' --bundle ', ` --metafile="${step.metafile}" --bundle `))
  }
  step.args = step.command.slice(1)
  if (process.platform !== 'win32') skipPackageManager(step, at)
}

// skipPackageManager makes the command that will be repeated begin with the project's
// esbuild itself: a package manager takes longer to find it than it to bundle.
function skipPackageManager(step, isList) {
  const program = programOf(step.directory)
  if (!program) return
  if (isList > 0) {
    const at = step.command.indexOf('esbuild')
    if (at > 0) step.command.splice(0, at + 1, program)
    return
  }
  const runner = /(^|&& )(npx --no-install|yarn run|pnpm exec --|bun run) esbuild /
  step.command = step.command.map((arg) => arg.replace(runner, (_, before) => `${before}"${program}" `))
}

function programOf(directory) {
  for (let dir = directory; ; dir = path.dirname(dir)) {
    const program = path.join(dir, 'node_modules', '.bin', 'esbuild')
    if (fs.existsSync(program)) return program
    if (dir === path.dirname(dir)) return
  }
}

function end(step) {
  steps.push(step)
  if (!step.metafile) return
  try {
    const { inputs, outputs } = JSON.parse(fs.readFileSync(step.metafile, 'utf8'))
    const [made] = Object.entries(outputs).find(([, output]) => output.entryPoint) ?? []
    const file = path.resolve(step.directory, made)
    step.made = path.relative(step.output, file)
    step.sha256 = crypto.createHash('sha256').update(fs.readFileSync(file)).digest('hex')
    step.inputs = Object.keys(inputs).map((input) => path.resolve(step.directory, input))
  } catch {
    step.output = undefined // the app must run to bundle it
  }
  write()
}

function write() {
  if (!steps.some((step) => step.metafile)) return
  fs.writeFileSync(path.join(records, `${process.pid}.bundles`), JSON.stringify({ bundles: bundles(), modules: modules() }), { mode: 0o600 })
}

// bundles joins the commands of each. A command whose bundle is not known, between those
// of bundles, may belong to the one before or after it: then both are left out.
function bundles() {
  const found = new Map()
  steps.forEach((step, i) => {
    if (!step.output) return
    const known = found.get(step.output) ?? { output: step.output, steps: [], esbuilds: 0, doubtful: false }
    found.set(step.output, known)
    known.doubtful ||= [steps[i - 1], steps[i + 1]].some((next) => next && !next.output)
    const { command, directory, environment } = step
    if (!step.installs) known.steps.push({ command, directory, environment })
    if (!step.metafile) return
    known.esbuilds++
    Object.assign(known, { began: step.began, metafile: step.metafile, made: step.made, sha256: step.sha256, inputs: step.inputs })
  })
  return [...found.values()].filter((b) => b.esbuilds === 1 && b.sha256 && !b.doubtful)
}

// modules are the files that the app itself is made from; null when they are not known,
// as for ES modules.
function modules() {
  const main = process.argv[1] && fs.existsSync(process.argv[1]) && fs.realpathSync(process.argv[1])
  const loaded = Object.keys(require.cache)
  return loaded.includes(main) ? loaded.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`)) : null
}
