package lambda

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Result is the service's response to an invocation.
type Result struct {
	// Payload is the function's response, or the error's JSON document when
	// FunctionError is set. A response that was streamed is not in it.
	Payload []byte
	// FunctionError is the X-Amz-Function-Error header: "Unhandled" when the
	// function failed, else empty. The service no longer answers "Handled" for
	// the runtimes that are supported here.
	FunctionError string
	// RequestID identifies the invocation (a UUID).
	RequestID string
	// Start is how long the invocation waited for its process to start; 0: one ran.
	Start time.Duration
}

// unhandled is the value of FunctionError.
const unhandled = "Unhandled"

// failure is a function error as the service itself writes it.
type failure struct {
	ErrorType    string `json:"errorType"`
	ErrorMessage string `json:"errorMessage"`
}

func failed(requestID, errorType, message string) Result {
	payload, err := json.Marshal(failure{ErrorType: errorType, ErrorMessage: message})
	if err != nil { // two strings always marshal
		panic(err)
	}
	return Result{Payload: payload, FunctionError: unhandled, RequestID: requestID}
}

// timedOut is the response to an invocation that exceeded the function's timeout
// ("Troubleshoot invocation issues in Lambda").
func timedOut(requestID string, limit time.Duration) Result {
	return failed(requestID, "Sandbox.Timedout",
		fmt.Sprintf("RequestId: %s Error: Task timed out after %.2f seconds", requestID, limit.Seconds()))
}

// exited is the response when the process ended during an invocation.
func exited(requestID string, state *os.ProcessState) Result {
	return failed(requestID, "Runtime.ExitError", "RequestId: "+requestID+" Error: "+exitReason(state))
}

func exitReason(state *os.ProcessState) string {
	if state == nil || state.Success() {
		return "Runtime exited without providing a reason"
	}
	return "Runtime exited with error: " + state.String()
}

// reportedCause puts the error document of a runtime into words.
func reportedCause(report []byte) error {
	var f failure
	if err := json.Unmarshal(report, &f); err != nil || f.ErrorType == "" && f.ErrorMessage == "" {
		return fmt.Errorf("the runtime reported %q", report)
	}
	return fmt.Errorf("%s: %s", f.ErrorType, f.ErrorMessage)
}

// midwayMessage is the message in the base64 error document of a trailer.
func midwayMessage(trailer string) string {
	document, err := base64.StdEncoding.DecodeString(trailer)
	if err != nil {
		return trailer
	}
	var f failure
	if err := json.Unmarshal(document, &f); err != nil {
		return string(document)
	}
	return f.ErrorMessage
}

// responseTooLarge is the response when the function's response exceeds the limit.
func responseTooLarge(requestID string, limit int64) Result {
	return failed(requestID, "Function.ResponseSizeTooLarge",
		fmt.Sprintf("Response payload size exceeded maximum allowed payload size (%d bytes).", limit))
}
