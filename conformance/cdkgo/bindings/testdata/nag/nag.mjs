// Runs cdk-nag's pack AwsSolutions, of version 2 and of version 3, on a stack of a cloud assembly, and prints what it finds.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App, Aspects, BootstraplessSynthesizer, Stack } from "aws-cdk-lib";
import { CfnInclude } from "aws-cdk-lib/cloudformation-include";
import { AwsSolutionsChecks as Version2 } from "cdk-nag";
import { AwsSolutionsChecks as Version3 } from "cdk-nag-3";

const [assembly, name] = process.argv.slice(2);

/** Loads the stack into an app, with the metadata of its constructs, which templates do not hold. */
function load() {
  const app = new App();
  const stack = new Stack(app, name, { synthesizer: new BootstraplessSynthesizer() });
  const template = new CfnInclude(stack, "Template", { templateFile: join(assembly, `${name}.template.json`) });
  const { artifacts } = JSON.parse(readFileSync(join(assembly, "manifest.json"), "utf8"));
  const file = artifacts[name].additionalMetadataFile;
  const metadata = file === undefined ? artifacts[name].metadata : JSON.parse(readFileSync(join(assembly, file), "utf8"));
  const paths = {};
  for (const [path, entries] of Object.entries(metadata)) {
    const id = entries.find(({ type }) => type === "aws:cdk:logicalId")?.data;
    paths[id] = path;
    for (const { data } of entries.filter(({ type }) => type === "aws:cdk:acknowledged-rules")) {
      template.getResource(id).node.addMetadata("aws:cdk:acknowledged-rules", data);
    }
  }
  return { app, stack, pathOf: (path) => paths[path.split("/").at(-1)] };
}

function version2() {
  const { app, stack, pathOf } = load();
  Aspects.of(app).add(new Version2());
  return app
    .synth()
    .getStackByName(stack.stackName)
    .messages.map(({ id, entry }) => `cdk-nag 2: ${pathOf(id)}: ${/^[^:[]+(\[.*?\](?=:))?/.exec(entry.data)[0]}`);
}

function version3() {
  const { app, pathOf } = load();
  return new Version3()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `cdk-nag 3: ${pathOf(constructPath)}: ${ruleName}`),
    );
}

for (const finding of [...version2(), ...version3()]) {
  console.log(finding);
}
