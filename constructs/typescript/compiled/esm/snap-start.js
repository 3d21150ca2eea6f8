/**
 * Returns what API Gateway invokes of a function: its current version when the function has SnapStart, which Lambda applies
 * to published versions only.
 */
export function invocable(fn) {
    const resource = fn.node.defaultChild;
    return resource?.snapStart === undefined ? fn : (fn.currentVersion ?? fn);
}
