import { App } from "aws-cdk-lib";
import { PetstoreStack } from "./petstore-stack.js";

const app = new App();
new PetstoreStack(app, "Petstore", { wholesaler: app.node.getContext("wholesaler") });
