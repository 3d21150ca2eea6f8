"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
Object.defineProperty(exports, "__esModule", { value: true });
exports.VpcLinkIntegration = exports.ServiceIntegration = exports.S3Integration = exports.PlaceholderIntegration = exports.MockResponseIntegration = exports.MockIntegration = exports.LambdaIntegration = exports.Integrations = exports.HttpIntegration = exports.SHARED_ROLE = exports.Integration = exports.GatewrightError = void 0;
__exportStar(require("./authorizers.js"), exports);
var engine_js_1 = require("./engine.js");
Object.defineProperty(exports, "GatewrightError", { enumerable: true, get: function () { return engine_js_1.GatewrightError; } });
var integration_js_1 = require("./integration.js");
Object.defineProperty(exports, "Integration", { enumerable: true, get: function () { return integration_js_1.Integration; } });
Object.defineProperty(exports, "SHARED_ROLE", { enumerable: true, get: function () { return integration_js_1.SHARED_ROLE; } });
var integrations_js_1 = require("./integrations.js");
Object.defineProperty(exports, "HttpIntegration", { enumerable: true, get: function () { return integrations_js_1.HttpIntegration; } });
Object.defineProperty(exports, "Integrations", { enumerable: true, get: function () { return integrations_js_1.Integrations; } });
Object.defineProperty(exports, "LambdaIntegration", { enumerable: true, get: function () { return integrations_js_1.LambdaIntegration; } });
Object.defineProperty(exports, "MockIntegration", { enumerable: true, get: function () { return integrations_js_1.MockIntegration; } });
Object.defineProperty(exports, "MockResponseIntegration", { enumerable: true, get: function () { return integrations_js_1.MockResponseIntegration; } });
Object.defineProperty(exports, "PlaceholderIntegration", { enumerable: true, get: function () { return integrations_js_1.PlaceholderIntegration; } });
Object.defineProperty(exports, "S3Integration", { enumerable: true, get: function () { return integrations_js_1.S3Integration; } });
Object.defineProperty(exports, "ServiceIntegration", { enumerable: true, get: function () { return integrations_js_1.ServiceIntegration; } });
Object.defineProperty(exports, "VpcLinkIntegration", { enumerable: true, get: function () { return integrations_js_1.VpcLinkIntegration; } });
__exportStar(require("./operation.js"), exports);
__exportStar(require("./operation-function.js"), exports);
__exportStar(require("./response-sets.js"), exports);
__exportStar(require("./stacks.js"), exports);
__exportStar(require("./type-safe-rest-api.js"), exports);
