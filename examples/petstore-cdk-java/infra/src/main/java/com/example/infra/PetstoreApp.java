package com.example.infra;

import software.amazon.awscdk.App;

/** The CDK app of the pet shop. */
public final class PetstoreApp {

  private PetstoreApp() {}

  /** Synthesizes the app. */
  public static void main(String[] args) {
    App app = new App();
    new PetstoreStack(app, "Petstore", (String) app.getNode().getContext("wholesaler"));
    app.synth();
  }
}
