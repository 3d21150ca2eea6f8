import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { App, Stack } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { OperationFunction } from "../src/index.js";

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
  readonly DependsOn?: unknown;
}

const golden = fileURLToPath(new URL("../../../go/cdk/testdata/function.json", import.meta.url));
const code = fileURLToPath(new URL("../../../go/cdk/testdata/hello", import.meta.url));

describe("the function of an operation", () => {
  it("is the same as that of the construct in Go", () => {
    const stack = new Stack(new App(), "Test");
    new OperationFunction(stack, "Hello", { operation: "hello", language: "go", code });
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, Resource> };
    const made = Object.entries(Resources).map(([id, { Type, Properties, DependsOn }]) => {
      const asset = Properties.Code as Record<string, unknown> | undefined;
      delete asset?.S3Key; // the code is another one
      return [id, { Type, Properties, ...(DependsOn === undefined ? {} : { DependsOn }) }] as const;
    });
    assert.deepEqual(Object.fromEntries(made), JSON.parse(readFileSync(golden, "utf8")));
  });

  it("needs code", () => {
    assert.throws(() => new OperationFunction(new Stack(), "Hello", { operation: "hello", language: "python" }), {
      message: "hello: no code is named; give the property code",
    });
  });
});
