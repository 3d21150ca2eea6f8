import { Stack, type StackProps } from "aws-cdk-lib";
import { UserPool } from "aws-cdk-lib/aws-cognito";
import { BlockPublicAccess, Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { Api, Authorizers, Integrations, MockIntegrations, SayHelloFunction } from "petstore";

export interface PetstoreStackProps extends StackProps {
  /** The URL of the service that knows the prices. */
  readonly wholesaler: string;
}

/** One function, one bucket, an HTTP backend, mocks for what is still to come, and users who may use all but the greeting. */
export class PetstoreStack extends Stack {
  constructor(scope: Construct, id: string, props: PetstoreStackProps) {
    super(scope, id, props);
    const users = new UserPool(this, "Users", { selfSignUpEnabled: true, signInAliases: { email: true } });
    users.addClient("Shop", { authFlows: { userSrp: true } });
    const pets = new Bucket(this, "Pets", { blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true });
    const pet = { integration: Integrations.s3({ bucket: pets, path: "pets/{petId}.json" }) };

    new Api(this, "Api", {
      defaultAuthorizer: Authorizers.cognito({ authorizerId: "users", userPools: [users] }),
      integrations: {
        sayHello: {
          integration: Integrations.lambda(new SayHelloFunction(this, "SayHello")),
          authorizer: Authorizers.none(),
        },
        listPets: { integration: MockIntegrations.listPets200() },
        getPet: pet,
        putPet: pet,
        deletePet: { integration: MockIntegrations.deletePet204() },
        getPrice: { integration: Integrations.http({ uri: `${props.wholesaler}/prices/{kind}.json` }) },
      },
    });
  }
}
