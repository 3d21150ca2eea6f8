import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { Stack } from "aws-cdk-lib";
import { ApiKeySourceType } from "aws-cdk-lib/aws-apigateway";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { Code, Function as LambdaFunction, type IFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import {
  type ApiGatewayIntegration,
  Authorizers,
  GatewrightError,
  Integration,
  type IntegrationGrantProps,
  type IntegrationRenderProps,
  type IntegrationResponses,
  IntegrationResponseSet,
  IntegrationResponseSets,
  Integrations,
  type OperationDetails,
  SHARED_ROLE,
  type TypeSafeApiIntegrations,
  TypeSafeRestApi,
} from "../src/index.js";
import { shop, useEngine } from "./shop.js";

const fn = (stack: Stack, id = "Hello"): LambdaFunction =>
  new LambdaFunction(stack, id, { runtime: Runtime.NODEJS_22_X, handler: "index.handler", code: Code.fromInline("exports.handler = 0") });

const mock = { integration: Integrations.mock() };

/** Sends the body to a queue. */
class Enqueue extends Integration {
  seen?: IntegrationRenderProps;

  constructor(private readonly queue: Queue) {
    super();
  }

  override render(props: IntegrationRenderProps): ApiGatewayIntegration {
    this.seen = props;
    const { account, partition, region } = Stack.of(props.scope);
    return {
      type: "AWS",
      httpMethod: "POST",
      uri: `arn:${partition}:apigateway:${region}:sqs:path/${account}/${this.queue.queueName}`,
      credentials: SHARED_ROLE,
      responses: { default: { statusCode: "200" } },
    };
  }

  override grant(props: IntegrationGrantProps): void {
    props.allow(["sqs:SendMessage"], [this.queue.queueArn]);
  }
}

const everything = (stack: Stack): TypeSafeApiIntegrations => ({
  sayHello: { integration: Integrations.lambda(fn(stack)), authorizer: Authorizers.none() },
  getPet: {
    integration: Integrations.s3({
      bucket: new Bucket(stack, "Pets"),
      path: "pets/{petId}.json",
      integrationResponseSet: IntegrationResponseSets.composite(
        IntegrationResponseSets.defaultPassthrough(),
        IntegrationResponseSets.s3JsonErrorMessage(),
      ),
    }),
    options: { apiKeyRequired: true },
  },
  putPet: { integration: Integrations.mock({ statusCode: 204 }), authorizer: Authorizers.iam() },
  order: { integration: new Enqueue(new Queue(stack, "Orders")) },
});

function definitionOf(template: { toJSON(): unknown }): string {
  return JSON.stringify(template.toJSON());
}

describe("an API", () => {
  before(useEngine);

  it("deploys what its integrations need", () => {
    const { api, template } = shop(everything, {
      corsOptions: { allowOrigins: ["https://example.com"] },
      apiKeyOptions: { source: ApiKeySourceType.HEADER },
    });
    template.resourceCountIs("AWS::ApiGateway::RestApi", 1);
    template.resourceCountIs("AWS::WAFv2::WebACL", 1);
    template.resourceCountIs("AWS::Lambda::Permission", 1);
    template.hasResourceProperties("AWS::IAM::Policy", {
      PolicyDocument: {
        Statement: [{ Action: "s3:GetObject" }, { Action: "s3:ListBucket" }, { Action: "sqs:SendMessage" }],
      },
    });
    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: { Variables: { GATEWRIGHT_CORS: '{"allowOrigins":["https://example.com"],"allowCredentials":false,"exposeHeaders":null}' } },
    });
    assert.equal(api.extendedApiSpecification.openapi, "3.0.1");
    assert.deepEqual(Object.keys(api.functions), ["sayHello"]);
  });

  it("leaves no token and no variable of API Gateway's import in the template", () => {
    const text = definitionOf(shop(everything).template);
    assert.doesNotMatch(text, /\$\{Token\[|\$\{AWS::|gatewright:role/);
  });

  it("names authorizers", () => {
    const { template } = shop(
      (stack) => ({ sayHello: { integration: Integrations.lambda(fn(stack)) }, getPet: mock, putPet: mock, order: mock }),
      {},
    );
    assert.doesNotMatch(definitionOf(template), /securitySchemes/);
    const users = (stack: Stack) => Authorizers.cognito({ authorizerId: "users", userPools: [new UserPool(stack, "Users")] });
    const secured = shop((stack) => {
      const authorizer = users(stack).withScopes("pets/read");
      const gate = Authorizers.custom({ authorizerId: "gate", function: fn(stack, "Gate") });
      return { sayHello: { ...mock, authorizer }, getPet: { ...mock, authorizer: gate }, putPet: mock, order: mock };
    });
    const text = definitionOf(secured.template);
    assert.match(text, /"security":\[\{"users":\["pets\/read"\]\}\]/);
    assert.match(text, /cognito_user_pools/);
    secured.template.resourceCountIs("AWS::Lambda::Permission", 1);
  });

  it("keeps the scopes of the default authorizer, whatever the others' are", () => {
    const pool = UserPool.fromUserPoolArn(new Stack(), "Users", "arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_users");
    const users = Authorizers.cognito({ authorizerId: "users", userPools: [pool], authorizationScopes: ["a/b"] });
    const { template } = shop(() => ({ sayHello: mock, getPet: mock, putPet: mock, order: mock }), {
      defaultAuthorizer: users,
      authorizers: [users.withScopes("c/d")],
    });
    assert.match(definitionOf(template), /"security":\[\{"users":\["a\/b"\]\}\]/);
  });

  it("gives an integration of the user's own what it renders for", () => {
    const made: Enqueue[] = [];
    const corsOptions = { allowOrigins: ["*"] };
    shop(
      (stack) => {
        const integration = new Enqueue(new Queue(stack, "Orders"));
        made.push(integration);
        return { sayHello: mock, getPet: mock, putPet: mock, order: { integration } };
      },
      { corsOptions },
    );
    const seen = made[0]?.seen;
    assert.ok(seen);
    assert.equal(seen.operationId, "order");
    assert.deepEqual([seen.method, seen.path], ["post", "/orders"]);
    assert.deepEqual([seen.contentTypes, seen.responseContentTypes], [["application/json"], []]);
    assert.equal(seen.corsOptions, corsOptions);
    assert.deepEqual(Object.keys(seen.operationLookup), ["sayHello", "getPet", "putPet", "order"]);
  });

  it("renders a response set of the user's own", () => {
    class Gone extends IntegrationResponseSet {
      override render({ operationId }: IntegrationRenderProps): IntegrationResponses {
        return { "404": { statusCode: "200", responseTemplates: { "application/json": operationId } } };
      }
    }
    const of = (integrationResponseSet: IntegrationResponseSet) => () => {
      const backend = { uri: "https://example.com", proxy: false, integrationResponseSet };
      return { sayHello: mock, getPet: { integration: Integrations.http(backend) }, putPet: mock, order: mock };
    };
    const set = IntegrationResponseSets.composite(IntegrationResponseSets.catchAll(), new Gone());
    const { api } = shop(of(set));
    const paths = api.extendedApiSpecification.paths as Record<string, Record<string, Record<string, { responses: object }>>>;
    const integration = paths["/pets/{petId}"]?.get?.["x-amazon-apigateway-integration"];
    assert.deepEqual(integration?.responses, {
      "404": { statusCode: "200", responseTemplates: { "application/json": "getPet" } },
      "[45]\\d{2}": { statusCode: "500" },
    });
    const nested = new (class extends IntegrationResponseSet {
      override render(props: IntegrationRenderProps): IntegrationResponses {
        return set.render(props);
      }
    })();
    assert.match(failure(() => shop(of(nested))), /renders this response set of getPet itself; .*IntegrationResponseSets\.composite/);
  });

  it("lets an integration of the user's own invoke a function", () => {
    class Invoke extends Integration {
      constructor(private readonly fn: IFunction) {
        super();
      }

      override render({ scope }: IntegrationRenderProps): ApiGatewayIntegration {
        const { partition, region } = Stack.of(scope);
        const uri = `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${this.fn.functionArn}/invocations`;
        return { type: "AWS", httpMethod: "POST", uri, responses: { default: { statusCode: "200" } } };
      }

      override grant({ invokeFunction }: IntegrationGrantProps): void {
        invokeFunction(this.fn);
      }
    }
    const { api, template } = shop((stack) => ({ sayHello: mock, getPet: { integration: new Invoke(fn(stack)) }, putPet: mock, order: mock }));
    const [[id, permission] = []] = Object.entries(template.findResources("AWS::Lambda::Permission"));
    assert.match(String(id), /^ApiPermissionsgetPet/);
    assert.match(JSON.stringify(permission), /\/prod\/GET\/pets\/\*"/);
    assert.deepEqual(Object.keys(api.functions), ["getPet"]);
  });

  it("is not deployed when nobody wants it", () => {
    const { api, template } = shop(() => ({ sayHello: mock, getPet: mock, putPet: mock, order: mock }), { deploy: false });
    template.resourceCountIs("AWS::ApiGateway::Stage", 0);
    template.resourceCountIs("AWS::WAFv2::WebACL", 0);
    assert.equal(api.webAcl, undefined);
  });
});

/** Gives the message with which something fails. */
function failure(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof GatewrightError, String(error));
    return error.message;
  }
  assert.fail("nothing failed");
}

class Broken extends Integration {
  override render(): ApiGatewayIntegration {
    throw new Error("no queue");
  }
}

describe("what is wrong", () => {
  before(useEngine);

  it("is told at once, at the places of the user's program", () => {
    const untyped = {
      getPet: { integration: Integrations.s3({ bucket: undefined as unknown as Bucket }) },
      putPet: { integration: new Broken() },
      order: { integration: null },
      sayHello: { integration: Integrations.mock({ statusCode: 101 }) },
    };
    const message = failure(() => shop(() => untyped as unknown as TypeSafeApiIntegrations));
    assert.match(message, /^the API Shop\/Api cannot be made:\n\n/);
    assert.match(message, /test[/\\]api\.test\.[jt]s:\d+:\d+: error: the integration of getPet cannot be rendered: the bucket is missing/);
    assert.match(message, /test[/\\]api\.test\.[jt]s:\d+:\d+: error: the integration of putPet cannot be rendered: no queue/);
    assert.match(message, /error: 1 operation has an integration that is nil: order\n/);
    assert.match(message, /error: the integration of sayHello: .*101/);
    assert.match(message, /model\.json:\d+:\d+: getPet is GET/);
  });

  it("is a status that preflight requests are not answered with", () => {
    const corsOptions = { allowOrigins: ["*"], statusCode: 200 };
    assert.equal(
      failure(() => shop(() => ({ sayHello: mock, getPet: mock, putPet: mock, order: mock }), { corsOptions })),
      "the API Shop/Api cannot be made:\n\nerror: corsOptions.statusCode is 200, but preflight requests are answered with 204\n  help: leave it out",
    );
  });

  it("is two different authorizers with one ID", () => {
    const message = failure(() =>
      shop((stack) => {
        const users = (id: string) => Authorizers.cognito({ authorizerId: "users", userPools: [new UserPool(stack, id)] });
        return { sayHello: { ...mock, authorizer: users("A") }, getPet: { ...mock, authorizer: users("B") }, putPet: mock, order: mock };
      }),
    );
    assert.match(message, /the integration of getPet cannot be rendered: two different authorizers have the ID users/);
  });

  it("names all operations without an integration, and those that there are not", () => {
    const message = failure(() => shop(() => ({ sayHello: mock, getPets: mock })));
    assert.match(message, /3 operations have no integration: getPet, putPet, order/);
    assert.match(message, /the model has no operation getPets/);
  });
});

describe("a large API", () => {
  before(useEngine);

  it("says what would make the template smaller", () => {
    const paths: Record<string, object> = {};
    const lookup: Record<string, OperationDetails> = {};
    for (let i = 0; i < 200; i++) {
      const operationId = `getThing${String(i)}`;
      const path = `/things${String(i)}`;
      lookup[operationId] = { method: "get", path, contentTypes: [], responseContentTypes: [] };
      paths[path] = { get: { operationId, description: "It is long. ".repeat(500), responses: { "200": { description: "ok" } } } };
    }
    const large = JSON.stringify({ openapi: "3.0.3", info: { title: "Large", version: "1" }, paths });
    const integrations = Object.fromEntries(Object.keys(lookup).map((id) => [id, mock]));
    const make = (prune: boolean) => () => {
      new TypeSafeRestApi(new Stack(), "Api", { model: large, operationLookup: lookup, integrations, prune });
    };
    assert.match(
      failure(make(false)),
      /error: the template would have 1\d{6} bytes, which is \d+ more than the 1000000 that CloudFormation takes\n {2}note: prune: true would save 1\d{6} bytes and more/,
    );
    make(true)();
  });
});

/** Runs something with another engine. */
function withEngine(path: string, action: () => void): void {
  const before = { GATEWRIGHT: process.env.GATEWRIGHT, PATH: process.env.PATH };
  Object.assign(process.env, { GATEWRIGHT: path, PATH: "" });
  try {
    action();
  } finally {
    Object.assign(process.env, before);
  }
}

/** Makes a program that is taken for the engine. */
function program(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "gatewright-")), "gatewright");
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
  return path;
}

describe("the engine", () => {
  before(useEngine);
  const all = (): TypeSafeApiIntegrations => ({ sayHello: mock, getPet: mock, putPet: mock, order: mock });

  it("is missing", () => {
    withEngine("", () => {
      assert.equal(
        failure(() => shop(all)),
        "gatewright is not installed: neither GATEWRIGHT nor the PATH names it\n" +
          "  help: install gatewright 0.1.0: run make install in a clone of https://github.com/gatewright/gatewright, or set GATEWRIGHT to its path",
      );
    });
    withEngine("/nowhere/gatewright", () => {
      assert.match(
        failure(() => shop(all)),
        /^gatewright is not installed: there is no \/nowhere\/gatewright, which GATEWRIGHT names\n {2}help: /,
      );
    });
  });

  it("is too old to answer", () => {
    const path = program("echo 'gatewright: unknown flag: --format' >&2; exit 2");
    withEngine(path, () => {
      assert.match(
        failure(() => shop(all)),
        /gatewright does not answer as gatewright 0\.1\.0 does:\n {2}gatewright: unknown flag: --format\n {2}help: install gatewright 0\.1\.0: run make install/,
      );
    });
  });

  it("is of another version", () => {
    const told = "the package was generated by gatewright 0.1.0, but the gatewright that it finds is 0.9.0";
    const path = program(`echo '{"gatewright":"0.9.0","error":"error: ${told}"}'; exit 1`);
    withEngine(path, () => {
      assert.match(
        failure(() => shop(all)),
        new RegExp(told.replaceAll(".", "\\.")),
      );
    });
  });
});

describe("a function", () => {
  before(useEngine);

  it("of another account gets no permission, but a warning", () => {
    const arn = "arn:aws:lambda:eu-west-1:111122223333:function:hello";
    const foreign = (stack: Stack): IFunction => LambdaFunction.fromFunctionArn(stack, "Foreign", arn);
    const { template } = shop((stack) => ({ sayHello: { integration: Integrations.lambda(foreign(stack)) }, getPet: mock, putPet: mock, order: mock }));
    template.resourceCountIs("AWS::Lambda::Permission", 1); // the stack's account is not known
  });
});
