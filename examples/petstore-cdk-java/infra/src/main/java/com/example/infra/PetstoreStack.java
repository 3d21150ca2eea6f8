package com.example.infra;

import com.example.petstore.Api;
import com.example.petstore.ApiProps;
import com.example.petstore.MockIntegrations;
import com.example.petstore.OperationConfig;
import com.example.petstore.SayHelloFunction;
import io.github.gatewright.cdk.Authorizers;
import io.github.gatewright.cdk.CognitoAuthorizerProps;
import io.github.gatewright.cdk.HttpIntegrationProps;
import io.github.gatewright.cdk.Integration;
import io.github.gatewright.cdk.Integrations;
import io.github.gatewright.cdk.S3IntegrationProps;
import io.github.gatewright.cdk.TypeSafeApiIntegration;
import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClientOptions;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.IBucket;
import software.constructs.Construct;

/**
 * One function, one bucket, an HTTP backend, mocks for what is still to come, and users who may use
 * all but the greeting.
 */
public class PetstoreStack extends Stack {

  private final IFunction hello;
  private final IBucket pets;
  private final String wholesaler;

  /** Creates the stack; wholesaler is the URL of the service that knows the prices. */
  public PetstoreStack(Construct scope, String id, String wholesaler) {
    super(scope, id);
    UserPool users =
        UserPool.Builder.create(this, "Users")
            .selfSignUpEnabled(true)
            .signInAliases(SignInAliases.builder().email(true).build())
            .build();
    users.addClient(
        "Shop",
        UserPoolClientOptions.builder()
            .authFlows(AuthFlow.builder().userSrp(true).build())
            .build());
    this.hello = new SayHelloFunction(this, "SayHello");
    this.pets =
        Bucket.Builder.create(this, "Pets")
            .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
            .enforceSsl(true)
            .build();
    this.wholesaler = wholesaler;
    new Api(
        this,
        "Api",
        ApiProps.builder()
            .defaultAuthorizer(
                Authorizers.cognito(
                    CognitoAuthorizerProps.builder()
                        .authorizerId("users")
                        .userPools(List.of(users))
                        .build()))
            .integrations(integrations())
            .build());
  }

  private OperationConfig<TypeSafeApiIntegration> integrations() {
    Integration pet =
        Integrations.s3(
            S3IntegrationProps.builder().bucket(pets).path("pets/{petId}.json").build());
    return OperationConfig.<TypeSafeApiIntegration>builder()
        .deletePet(of(MockIntegrations.deletePet204()))
        .getPet(of(pet))
        .getPrice(
            of(
                Integrations.http(
                    HttpIntegrationProps.builder()
                        .uri(wholesaler + "/prices/{kind}.json")
                        .build())))
        .listPets(of(MockIntegrations.listPets200()))
        .putPet(of(pet))
        .sayHello(
            TypeSafeApiIntegration.builder()
                .integration(Integrations.lambda(hello))
                .authorizer(Authorizers.none())
                .build())
        .build();
  }

  private static TypeSafeApiIntegration of(Integration integration) {
    return TypeSafeApiIntegration.builder().integration(integration).build();
  }
}
