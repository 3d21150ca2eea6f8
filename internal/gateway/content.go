package gateway

import (
	"encoding/base64"

	"github.com/gatewright/gatewright/internal/gateway/event"
	"github.com/gatewright/gatewright/spec"
)

// convertRequest does a request's content handling ("Content type conversions in
// API Gateway"). Binary says that the payload's type is a binary one.
func convertRequest(body []byte, handling string, binary bool) ([]byte, *failure) {
	switch {
	case !binary && handling == spec.ConvertToBinary:
		return decodeBase64(body)
	case !binary:
		return event.ValidText(body), nil
	case handling == spec.ConvertToText:
		return encodeBase64(body), nil
	default:
		return body, nil
	}
}

// convertResponse does a response's content handling; binary tells of the
// payload, accepted of the type that the client asks for.
func convertResponse(body []byte, handling string, binary, accepted bool) ([]byte, *failure) {
	switch {
	case binary && (handling == spec.ConvertToBinary || handling == "" && accepted):
		return body, nil
	case binary:
		return encodeBase64(body), nil
	case handling == spec.ConvertToBinary || handling == "" && accepted:
		return decodeBase64(body)
	default:
		return event.ValidText(body), nil
	}
}

func encodeBase64(body []byte) []byte {
	return base64.StdEncoding.AppendEncode(nil, body)
}

func decodeBase64(body []byte) ([]byte, *failure) {
	decoded, err := base64.StdEncoding.AppendDecode(nil, body)
	if err != nil {
		return nil, misconfigured("Unable to base64 decode the body.")
	}
	return decoded, nil
}
