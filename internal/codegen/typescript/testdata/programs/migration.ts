// Synthesizes the stack that docs/from-aws-pdk.md shows.
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { ShopStack } from "./from_aws_pdk_1.js";

process.stdout.write(JSON.stringify(Template.fromStack(new ShopStack(new App(), "Shop")).toJSON()));
