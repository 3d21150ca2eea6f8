import type { ApiGatewayIntegrationResponse, IntegrationRenderProps } from "./integration.js";
/** Integration responses, by a regular expression on the backend's status or on the error of a function. */
export type IntegrationResponses = Readonly<Record<string, ApiGatewayIntegrationResponse>>;
/** How the responses of a backend become those of an operation. Extend it to write a set of your own. */
export declare abstract class IntegrationResponseSet {
    /** Returns the integration responses for an operation. The headers of CORS need not be in them. */
    abstract render(props: IntegrationRenderProps): IntegrationResponses;
    /** @internal Returns the set as it is written under `integrationResponseSet` in gatewright.yaml. */
    _parts(props: IntegrationRenderProps): readonly object[];
}
/** Sets of integration responses. */
export declare class IntegrationResponseSets {
    /** Passes the backend's response through, with status 200 unless the properties set another one. */
    static defaultPassthrough(props?: {
        readonly statusCode?: number;
    }): IntegrationResponseSet;
    /** Converts S3's errors 400, 403, 404 and 500 to `{"message": …}`. */
    static s3JsonErrorMessage(): IntegrationResponseSet;
    /** Responds with 500 to whatever no other response matches. */
    static catchAll(): IntegrationResponseSet;
    /** Responds with each status that the operation declares as the backend does, and with 500 to other errors. */
    static declaredStatuses(): IntegrationResponseSet;
    /** Uses responses by a regular expression on the backend's status, or on the error of a function. */
    static custom(props: {
        readonly responses?: IntegrationResponses;
    }): IntegrationResponseSet;
    /** Combines sets; of two responses for the same pattern the later one is used. */
    static composite(...responseSets: IntegrationResponseSet[]): IntegrationResponseSet;
}
