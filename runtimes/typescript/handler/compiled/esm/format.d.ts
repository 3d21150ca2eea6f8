/** A format of strings that is checked. */
export type Format = "uuid" | "email" | "hostname" | "ipv4" | "ipv6" | "uri" | "time";
/** Reports whether a text is a full-date of RFC 3339. */
export declare function isDate(text: string): boolean;
/** Reports whether a text is a date-time of RFC 3339. */
export declare function isDateTime(text: string): boolean;
/** Reports whether a text is base64 of RFC 4648, section 4. */
export declare function isBase64(text: string, padded: boolean): boolean;
/** The formats, and what a string of another form must be. */
export declare const formats: Readonly<Record<Format, {
    readonly holds: (text: string) => boolean;
    readonly words: string;
}>>;
