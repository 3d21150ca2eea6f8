// Package lambda runs AWS Lambda functions on a laptop: each function is one or
// more long-lived child processes that speak the Lambda Runtime API, without
// Docker and without an AWS account.
//
// A Runtime holds the functions. Invoke hands an event to an idle process of the
// function, or starts one; a process serves one invocation at a time, as an
// execution environment of the service does ("Understanding the Lambda execution
// environment lifecycle"). The responses to time-outs, crashes and failed
// initialisations are those of the service.
//
// How a request passes: [Runtime.Invoke] finds the function's pool (pool.go),
// which assigns the invocation to a process (process.go); the process fetches it
// with its long poll of the Runtime API (api.go) and posts the response, which goes
// back to the caller through the invocation's channel. [Runtime.InvokeStream] gets
// a response while it is posted.
package lambda
