import type { ApiErrorDetails } from "./errors.js";
/** What a response says of an error. */
export interface GatewayError extends Pick<ApiErrorDetails, "statusCode" | "errorType" | "requestId" | "extendedRequestId"> {
    readonly message: string;
}
/** Returns what API Gateway says of a response in its headers. */
export declare function identityOf({ status, headers }: Response): Omit<GatewayError, "message">;
/** Reads an error from a response, and consumes the response. */
export declare function gatewayErrorOf(response: Response): Promise<GatewayError>;
