/** The version of gatewright that this is of. */
export const VERSION = "0.1.0";
