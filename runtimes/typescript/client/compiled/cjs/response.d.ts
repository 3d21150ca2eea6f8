/** Reads the body of a response. */
export type BodyReader = (response: Response) => unknown;
/** Reads a body as JSON. */
export declare function readJson(response: Response): Promise<unknown>;
/** Reads a body as text. */
export declare function readText(response: Response): Promise<string>;
/** Reads a body as bytes. */
export declare function readBytes(response: Response): Promise<Uint8Array>;
/** Returns a body that is read by and by. */
export declare function readStream(response: Response): ReadableStream<Uint8Array>;
/** Ends a body that is not read. Nobody waits: one that was cloned ends with its copy, and one that failed has ended already. */
export declare function discard(response: Response | undefined): void;
/** An event of text/event-stream. */
export interface ServerSentEvent<Data> {
    /** The type of the event; "message" where the server names none. */
    readonly event: string;
    /** The last ID that the server named; "" before the first one. */
    readonly id: string;
    readonly data: Data;
}
/** Reads events whose data is JSON. */
export declare function readEvents(response: Response): AsyncIterable<ServerSentEvent<unknown>>;
/** Reads events whose data is text. */
export declare function readTextEvents(response: Response): AsyncIterable<ServerSentEvent<string>>;
/** How the bodies of a status are read, by their media types. */
export type BodyReaders = Readonly<Record<string, BodyReader>>;
/** Returns how the bodies of a status are read; undefined: the model does not describe the status. */
export declare function readersOf(responses: Readonly<Record<string, BodyReaders>>, status: number): BodyReaders | undefined;
/** Returns the media type or range that describes a body most closely. A body that names no type has the first one. */
export declare function describedType(described: readonly string[], contentType: string | null): string | undefined;
