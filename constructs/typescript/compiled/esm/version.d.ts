/** The version of gatewright that this is of. */
export declare const VERSION = "0.1.0";
