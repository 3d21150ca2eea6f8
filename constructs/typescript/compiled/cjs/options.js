"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.s3IntegrationOptions = s3IntegrationOptions;
exports.mockIntegrationResponseOptions = mockIntegrationResponseOptions;
exports.httpIntegrationOptions = httpIntegrationOptions;
exports.vpcLinkIntegrationOptions = vpcLinkIntegrationOptions;
exports.serviceIntegrationOptions = serviceIntegrationOptions;
exports.cognitoAuthorizerOptions = cognitoAuthorizerOptions;
exports.jwtAuthorizerOptions = jwtAuthorizerOptions;
exports.customAuthorizerOptions = customAuthorizerOptions;
exports.apiKeyOptions = apiKeyOptions;
exports.validationOptions = validationOptions;
exports.mockDataOptions = mockDataOptions;
const wire = require("./wire.js");
/** Returns the options as they are written in gatewright.yaml. */
function s3IntegrationOptions(props, parts) {
    return {
        bucket: wire.bucket(props.bucket, parts),
        method: wire.method(props.method),
        path: props.path,
        role: wire.sharedRole(props.role, parts),
        queryStringRequestParameters: props.queryStringRequestParameters,
        headerRequestParameters: props.headerRequestParameters,
        integrationResponseSet: wire.responses(props.integrationResponseSet, parts),
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function mockIntegrationResponseOptions(props) {
    return {
        statusCode: props.statusCode,
        body: props.body,
        headers: props.headers,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function httpIntegrationOptions(props, parts) {
    return {
        uri: props.uri,
        method: wire.method(props.method),
        proxy: props.proxy,
        timeout: wire.duration(props.timeout),
        queryStringRequestParameters: props.queryStringRequestParameters,
        headerRequestParameters: props.headerRequestParameters,
        requestParameters: props.requestParameters,
        requestTemplates: props.requestTemplates,
        integrationResponseSet: wire.responses(props.integrationResponseSet, parts),
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function vpcLinkIntegrationOptions(props, parts) {
    return {
        uri: props.uri,
        method: wire.method(props.method),
        proxy: props.proxy,
        timeout: wire.duration(props.timeout),
        queryStringRequestParameters: props.queryStringRequestParameters,
        headerRequestParameters: props.headerRequestParameters,
        requestParameters: props.requestParameters,
        requestTemplates: props.requestTemplates,
        integrationResponseSet: wire.responses(props.integrationResponseSet, parts),
        vpcLink: wire.vpcLink(props.vpcLink),
        target: props.target,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function serviceIntegrationOptions(props, parts) {
    return {
        service: props.service,
        action: props.action,
        path: props.path,
        subdomain: props.subdomain,
        method: wire.method(props.method),
        role: wire.sharedRole(props.role, parts),
        resource: props.resource,
        actions: props.actions,
        queryStringRequestParameters: props.queryStringRequestParameters,
        headerRequestParameters: props.headerRequestParameters,
        requestParameters: props.requestParameters,
        requestTemplates: props.requestTemplates,
        integrationResponseSet: wire.responses(props.integrationResponseSet, parts),
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function cognitoAuthorizerOptions(props) {
    return {
        userPools: wire.userPoolArns(props.userPools),
        authorizationScopes: props.authorizationScopes,
        identitySource: props.identitySource,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function jwtAuthorizerOptions(props) {
    return {
        issuers: props.issuers,
        defaultAlgorithms: props.defaultAlgorithms,
        identitySource: props.identitySource,
        authorizationScopes: props.authorizationScopes,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function customAuthorizerOptions(props) {
    return {
        function: wire.functionArn(props.function),
        type: props.type,
        identitySource: props.identitySource,
        resultsCacheTtl: wire.duration(props.resultsCacheTtl),
        identityValidationExpression: props.identityValidationExpression,
        role: wire.roleArn(props.role),
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function apiKeyOptions(props) {
    return {
        source: wire.keySource(props.source),
        requiredByDefault: props.requiredByDefault,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function validationOptions(props) {
    return {
        body: props.body,
        parameters: props.parameters,
    };
}
/** Returns the options as they are written in gatewright.yaml. */
function mockDataOptions(props) {
    return {
        seed: props.seed,
        maxArrayLength: props.maxArrayLength,
        disable: props.disable,
    };
}
