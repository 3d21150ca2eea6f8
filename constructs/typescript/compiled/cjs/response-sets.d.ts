import type { ApiGatewayIntegrationResponse } from "./integration.js";
/** How the answers of a backend become those of an operation. */
export declare abstract class IntegrationResponseSet {
    /** Gives the parts of the set, as they stand under `responses` in gatewright.yaml. */
    abstract toJSON(): readonly object[];
}
/** Sets of integration responses. */
export declare class IntegrationResponseSets {
    /** Passes the backend's answer through, with status 200 unless the properties say another one. */
    static defaultPassthrough(props?: {
        readonly statusCode?: number;
    }): IntegrationResponseSet;
    /** Gives the message of S3's errors 400, 403, 404 and 500 as `{"message": …}`. */
    static s3JsonErrorMessage(): IntegrationResponseSet;
    /** Answers 500 to whatever nothing else fits. */
    static catchAll(): IntegrationResponseSet;
    /** Gives responses by a regular expression on the backend's status, or on the error of a function. */
    static custom(props: {
        readonly responses?: Readonly<Record<string, ApiGatewayIntegrationResponse>>;
    }): IntegrationResponseSet;
    /** Puts sets together; of two responses for the same pattern the later one holds. */
    static composite(...responseSets: IntegrationResponseSet[]): IntegrationResponseSet;
}
