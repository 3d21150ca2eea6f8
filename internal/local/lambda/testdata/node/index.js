"use strict";

exports.echo = async (event, context) => ({
  event,
  name: context.functionName,
  id: context.awsRequestId,
  arn: context.invokedFunctionArn,
  memory: context.memoryLimitInMB,
  remaining: context.getRemainingTimeInMillis() > 0,
  trace: process.env._X_AMZN_TRACE_ID,
});

exports.sized = async ({ bytes }) => (bytes ? "x".repeat(bytes) : process.pid);

exports.fails = async () => {
  throw new TypeError("no such pet");
};

exports.rejects = () => Promise.reject("just a string");

exports.throws = () => {
  throw new RangeError("too far");
};

exports.circular = async () => {
  const loop = {};
  loop.self = loop;
  return loop;
};

exports.nothing = async () => {};

exports.callback = (event, context, callback) => {
  setTimeout(() => callback(null, "from the callback"), 1);
};

exports.callbackFails = (event, context, callback) => {
  callback(new Error("callback error"));
};

// The response waits for the timer, which changes it.
exports.waits = (event, context, callback) => {
  const answer = { ticks: 0 };
  setTimeout(() => (answer.ticks += 1), 5);
  callback(null, answer);
};

exports.waitsNot = (event, context, callback) => {
  context.callbackWaitsForEmptyEventLoop = false;
  const answer = { ticks: 0 };
  setTimeout(() => (answer.ticks += 1), 1000).unref();
  callback(null, answer);
};

exports.done = (event, context) => context.done(null, "done");
exports.succeed = (event, context) => context.succeed("succeeded");
exports.failed = (event, context) => context.fail("failed");
exports.silent = () => {};
exports.hangs = () => new Promise(() => {});

exports.uncaught = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new Error("nobody catches this");
    }, 1);
  });

exports.unhandled = () =>
  new Promise(() => {
    Promise.reject(new Error("nobody awaits this"));
  });

exports.notFunction = 42;
exports.nested = { deep: { handler: async () => "nested" } };
