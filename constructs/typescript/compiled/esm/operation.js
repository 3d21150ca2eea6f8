export * from "./operation-details.js";
