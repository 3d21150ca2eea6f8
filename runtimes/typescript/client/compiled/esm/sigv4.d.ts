import type { Signer } from "./client.js";
/** Credentials of AWS. */
export interface AwsCredentials {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
}
/** How requests are signed. */
export interface SigV4Options {
    readonly region: string;
    /** The default is "execute-api". */
    readonly service?: string;
    /** Credentials, or a function that returns them, such as fromNodeProviderChain() of @aws-sdk/credential-providers. */
    readonly credentials: AwsCredentials | (() => Promise<AwsCredentials>);
    /** Returns the time of a signature; the default is the system's. */
    readonly clock?: () => Date;
}
/** Returns a signer by Signature Version 4 of AWS. It signs the body, the content type, and the headers that start with x-amz-. */
export declare function sigV4({ region, service, credentials, clock }: SigV4Options): Signer;
