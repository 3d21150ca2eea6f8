import type { IRole } from "aws-cdk-lib/aws-iam";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import type { Construct } from "constructs";
import type { CallSite } from "./call-site.js";
import type { ApiGatewayIntegration } from "./integration.js";
import type { TypeSafeRestApiProps } from "./type-safe-rest-api.js";
/** What the engine is sent about an API, and what the answer is put together with. */
export interface ApiDocument {
    readonly json: object;
    readonly roles: ReadonlyMap<string, IRole>;
    readonly functions: ReadonlyMap<string, IFunction>;
    /** What integrations of the user's own rendered, by operation ID. */
    readonly rendered: ReadonlyMap<string, ApiGatewayIntegration>;
}
/** Makes the document about an API that the engine is sent. */
export declare function documentOf(scope: Construct, props: TypeSafeRestApiProps, stage: string, madeAt: CallSite): ApiDocument;
