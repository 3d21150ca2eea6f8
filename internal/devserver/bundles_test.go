package devserver_test

import (
	"path/filepath"
	"testing"
)

// bundlingApp bundles functions as NodejsFunction does in new versions of the CDK, with
// a list of arguments, and in old ones, by a shell.
const bundlingApp = `const child = require('child_process'), crypto = require('crypto'), fs = require('fs'), path = require('path')
const { version } = require('./version')
const out = process.env.CDK_OUTDIR, root = path.resolve('..')
fs.mkdirSync(out, { recursive: true })
const run = {
  list: (entry, file) => child.spawnSync(process.execPath, ['tools/esbuild.js', '--bundle', entry, '--outfile=' + file], { cwd: root, stdio: 'inherit' }),
  shell: (entry, file) => child.spawnSync('sh', ['-c', 'node tools/esbuild.js --bundle "' + entry + '" --outfile="' + file + '"'], { cwd: root, stdio: 'inherit' }),
}
const assets = {}, resources = {}, paths = {}
for (const name of ['list', 'shell']) {
  const temporary = path.join(out, 'bundling-temp-' + name)
  fs.mkdirSync(temporary)
  if (run[name](path.join(root, 'functions', name + '.ts'), path.join(temporary, 'index.js')).status !== 0) process.exit(1)
  fs.mkdirSync(path.join(temporary, 'node_modules/installed'), { recursive: true })
  fs.writeFileSync(path.join(temporary, 'node_modules/installed/index.js'), 'module.exports = "installed"')
  const hash = crypto.createHash('sha256').update(fs.readFileSync(path.join(temporary, 'index.js'))).digest('hex')
  if (!fs.existsSync(path.join(out, 'asset.' + hash))) fs.renameSync(temporary, path.join(out, 'asset.' + hash))
  else fs.rmSync(temporary, { recursive: true })
  assets[name] = { source: { path: 'asset.' + hash }, destinations: { d: { objectKey: name + '.zip' } } }
  resources[name] = { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', Code: { S3Bucket: 'b', S3Key: name + '.zip' } } }
  paths['/' + name] = { get: { responses: { 200: { description: 'ok' } }, 'x-amazon-apigateway-integration': { type: 'AWS_PROXY', httpMethod: 'POST',
    uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${' + name + '.Arn}/invocations' } } } }
}
resources.Api = { Type: 'AWS::ApiGateway::RestApi', Properties: { Body: { openapi: '3.0.3', info: { title: 'Shop', version }, paths } } }
fs.writeFileSync(path.join(out, 'manifest.json'), fs.readFileSync('manifest.json'))
fs.writeFileSync(path.join(out, 'Shop.assets.json'), JSON.stringify({ files: assets }))
fs.writeFileSync(path.join(out, 'Shop.template.json'), JSON.stringify({ Resources: resources }))
fs.appendFileSync('runs.log', 'run ')
`

// bundler takes the arguments of esbuild, and puts a file in the place of "include FILE".
const bundler = `const fs = require('fs'), path = require('path')
const argument = (name) => process.argv.find((a) => a.startsWith(name + '=')).slice(name.length + 1)
const entry = process.argv[process.argv.indexOf('--bundle') + 1], inputs = {}
const read = (file) => { inputs[path.relative('.', file)] = {}; return fs.readFileSync(file, 'utf8').trim() }
const text = read(entry).replace(/include (\S+)/g, (_, file) => read(path.join(path.dirname(entry), file)))
if (text.includes('broken')) { console.error('it is broken'); process.exit(1) }
fs.writeFileSync(argument('--outfile'), text)
fs.writeFileSync(argument('--metafile'), JSON.stringify({ inputs, outputs: { [path.relative('.', argument('--outfile'))]: { entryPoint: entry } } }))
`

func bundlingShop(t *testing.T) string {
	t.Helper()
	handler := func(text string) string {
		return "exports.handler = async () => ({ statusCode: 200, body: " + text + " + include text.ts + require('installed') })"
	}
	return project(t, map[string]string{
		"package.json": "{}", "tools/esbuild.js": bundler,
		"infra/cdk.json": `{"app": "node app.js"}`, "infra/app.js": bundlingApp, "infra/manifest.json": appManifest,
		"infra/version.js": "exports.version = '1'", "functions/text.ts": "' one '",
		"functions/list.ts": handler("'list' + ( include ../infra/version.js )"), "functions/shell.ts": handler("'shell'"),
	})
}

// TestBundledFunctions edits the sources of functions that an app bundles. The app runs
// for those only that it is made from itself.
func TestBundledFunctions(t *testing.T) {
	dir := bundlingShop(t)
	a := serveApp(t, filepath.Join(dir, "infra"))
	a.expect("/list", "list1 one installed")
	a.expect("/shell", "shell one installed")

	a.write("../functions/text.ts", "' two '")
	a.expect("/list", "list1 two installed")
	a.expect("/shell", "shell two installed")

	a.write("../functions/text.ts", "' broken '")
	a.expect("/list", "list1 two installed")
	a.output.await(t, "it is broken")
	a.write("../functions/text.ts", "' three '")
	a.expect("/list", "list1 three installed")

	// The app runs, and makes a bundle that was there before.
	a.runs++
	a.write("../functions/text.ts", "' one '")
	a.write("version.js", "exports.version = '2'")
	a.expect("/list", "list2 one installed")
	a.expect("/shell", "shell one installed")
	a.write("../functions/text.ts", "' four '")
	a.expect("/shell", "shell four installed")
}
