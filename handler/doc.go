// Package handler is what generated Lambda handlers run on. It takes the events
// of API Gateway's proxy integration apart, calls a typed function and puts its
// typed response together. Generated code imports it; what a developer writes
// uses its interceptors and errors:
//
//	func main() {
//		lambda.Start(petstorehandler.GetPet(getPet, handler.Defaults()...))
//	}
//
//	func getPet(ctx context.Context, in petstorehandler.GetPetInput) (petstorehandler.GetPetResponse, error) {
//		…
//		return nil, &handler.Error{StatusCode: http.StatusConflict, Message: "The pet is at the vet."}
//	}
//
// # Events
//
// Events are those of REST APIs, which is payload format 1.0 ("Set up Lambda proxy
// integrations in API Gateway", API Gateway Developer Guide). HTTP APIs send them
// when the integration's payloadFormatVersion is 1.0; format 2.0 is refused with an
// error that says so.
//
// # Parameters
//
// A parameter is taken from the place that the model names and from nowhere else,
// and is decoded once. API Gateway passes the parameters of the path as they were
// sent, so they are percent-decoded here, after a list or an object was split; it
// decodes the values of the query itself; headers and cookies are not encoded, so
// that "%" in them is data. All that is wrong with a request comes in one response,
// 400 with {"message": …}.
//
// # Errors
//
// An error that is a [Responder], as [Error] is and as [Fail] makes of any typed
// response, is sent as that response. Any other is logged with the request's ID and
// answered by 500 without a word of its text, or by 504 once the time is up.
package handler
