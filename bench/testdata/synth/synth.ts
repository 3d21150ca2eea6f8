// Synthesizes an API of gatewright and the same without, in turns, and prints what each
// turn of both took, in ms.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Stack } from "aws-cdk-lib";
import { ApiDefinition, SpecRestApi } from "aws-cdk-lib/aws-apigateway";
import { Api, MockIntegrations } from "../typescript/esm/index.js";

const [model, turns] = process.argv.slice(2);

function construct(stack: Stack): void {
  new Api(stack, "Api", { integrations: MockIntegrations.mockAll() });
}

function bare(stack: Stack): void {
  new SpecRestApi(stack, "Api", { apiDefinition: ApiDefinition.fromInline(JSON.parse(readFileSync(model, "utf8"))) });
}

function synth(build: (stack: Stack) => void): number {
  const outdir = mkdtempSync(join(tmpdir(), "synth"));
  const began = performance.now();
  const app = new App({ outdir, analyticsReporting: false });
  build(new Stack(app, "Things"));
  app.synth();
  const took = performance.now() - began;
  rmSync(outdir, { recursive: true });
  return took;
}

for (let turn = 0; turn < Number(turns); turn++) {
  console.log(synth(construct), synth(bare));
}
