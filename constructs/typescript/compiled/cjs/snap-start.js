"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.invocable = invocable;
/**
 * Returns what API Gateway invokes of a function: its current version when the function has SnapStart, which Lambda applies
 * to published versions only.
 */
function invocable(fn) {
    const resource = fn.node.defaultChild;
    return resource?.snapStart === undefined ? fn : (fn.currentVersion ?? fn);
}
