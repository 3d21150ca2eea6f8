package io.github.gatewright.tests;

import com.example.shop.Api;
import com.example.shop.ApiProps;
import com.example.shop.MockIntegrations;
import com.example.shop.model.Greeting;
import io.github.gatewright.cdk.Integrations;
import io.github.gatewright.cdk.S3IntegrationProps;
import io.github.gatewright.cdk.TypeSafeApiIntegration;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.s3.Bucket;

/** An app that gatewright dev serves. */
class DevApp {

  public static void main(String[] args) {
    App app = new App();
    Stack stack = new Stack(app, "Shop");
    S3IntegrationProps pets =
        S3IntegrationProps.builder()
            .bucket(new Bucket(stack, "Pets"))
            .path("pets/{petId}.json")
            .build();
    new Api(
        stack,
        "Api",
        ApiProps.builder()
            .integrations(
                MockIntegrations.mockAll()
                    .sayHello(
                        TypeSafeApiIntegration.builder()
                            .integration(MockIntegrations.sayHello200(new Greeting("Hello, Ada!")))
                            .build())
                    .getPet(
                        TypeSafeApiIntegration.builder().integration(Integrations.s3(pets)).build())
                    .build())
            .build());
    app.synth();
  }
}
