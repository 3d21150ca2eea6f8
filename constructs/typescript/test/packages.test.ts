// What one generated package makes serves the API of another.
import assert from "node:assert/strict";
import { cpSync, rmSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { Stack } from "aws-cdk-lib";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { Code, Function as LambdaFunction, type IFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import * as own from "../src/index.js";
import { shop, useEngine } from "./shop.js";

type Package = typeof own;

const fn = (stack: Stack, id: string): LambdaFunction =>
  new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("exports.handler = 0") });

/** Makes an integration of the user's own, which extends the class of a package. */
function backend(from: Package, behind: IFunction): own.Integration {
  class Backend extends from.Integration {
    override render(): own.ApiGatewayIntegration {
      return {
        type: "MOCK",
        requestTemplates: { "application/json": '{"statusCode": 200}' },
        responses: { default: { statusCode: "200" } },
      };
    }

    override grant(props: own.IntegrationGrantProps): void {
      props.invokeFunction(behind);
    }
  }
  return new Backend();
}

function template(from: Package): unknown {
  const options: { defaultAuthorizer?: own.Authorizer } = {};
  return shop((stack) => {
    const users = from.Authorizers.cognito({ authorizerId: "users", userPools: [new UserPool(stack, "Users")], authorizationScopes: ["read"] });
    options.defaultAuthorizer = from.Authorizers.custom({ authorizerId: "gate", function: fn(stack, "Gate") });
    return {
      sayHello: { integration: from.Integrations.lambda(fn(stack, "Hello")), authorizer: users },
      getPet: {
        integration: from.Integrations.s3({
          bucket: new Bucket(stack, "Pets"),
          integrationResponseSet: from.IntegrationResponseSets.catchAll(),
        }),
      },
      putPet: { integration: from.Integrations.mock({ statusCode: 204 }) },
      order: { integration: backend(from, fn(stack, "Orders")) },
    };
  }, options).template.toJSON();
}

describe("two generated packages in one app", () => {
  const copy = new URL("../other/", import.meta.url);
  let other: Package;

  before(async () => {
    useEngine();
    cpSync(new URL("../src/", import.meta.url), copy, { recursive: true });
    other = (await import(new URL("index.js", copy).href)) as Package;
  });

  after(() => {
    rmSync(fileURLToPath(copy), { recursive: true });
  });

  it("share integrations and authorizers", () => {
    assert.notEqual(other.Integration, own.Integration);
    assert.deepEqual(template(other), template(own));
  });

  it("do not share what another version made", () => {
    const integration = Object.assign(other.Integrations.mock(), { _protocol: 2 });
    assert.throws(
      () => shop(() => ({ sayHello: { integration }, getPet: { integration }, putPet: { integration }, order: { integration } })),
      /MockIntegration comes from a package that another version of gatewright generated: run gatewright generate \(0\.1\.0\) for both/,
    );
  });
});
