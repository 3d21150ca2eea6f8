package stage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/gatewright/gatewright/diag"
)

// AccessLog says what is written about each request.
type AccessLog struct {
	// Format is text with variables ("$context.status"), or the name of one of
	// [AccessLogFormats].
	Format   string
	File     string // empty: where the program that serves wants it
	Position diag.Position
}

// AccessLogFormats are the formats that the service's console offers, by their names
// ("Set up CloudWatch logging for REST APIs in API Gateway").
var AccessLogFormats = map[string]string{
	"clf": `$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime]` +
		` "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength` +
		` $context.requestId $context.extendedRequestId`,
	"json": `{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId",` +
		`"ip":"$context.identity.sourceIp","caller":"$context.identity.caller","user":"$context.identity.user",` +
		`"requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath",` +
		`"status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}`,
	"xml": `<request id="$context.requestId"><extendedRequestId>$context.extendedRequestId</extendedRequestId>` +
		`<ip>$context.identity.sourceIp</ip><caller>$context.identity.caller</caller><user>$context.identity.user</user>` +
		`<requestTime>$context.requestTime</requestTime><httpMethod>$context.httpMethod</httpMethod>` +
		`<resourcePath>$context.resourcePath</resourcePath><status>$context.status</status>` +
		`<protocol>$context.protocol</protocol><responseLength>$context.responseLength</responseLength></request>`,
	"csv": `$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,` +
		`$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,` +
		`$context.requestId,$context.extendedRequestId`,
}

// maxAccessLogFormat is the longest format in bytes.
const maxAccessLogFormat = 3 << 10

// LogPiece is a part of an access log's format: text, or a variable of $context.
type LogPiece struct {
	Text string
	Name string // without "$context."; empty: the piece is text
}

// Pieces cuts the format at its variables. Line ends become spaces, as an entry is
// one line. The error tells what API Gateway would refuse.
func (a *AccessLog) Pieces() ([]LogPiece, error) {
	format := a.Format
	if known, ok := AccessLogFormats[strings.ToLower(format)]; ok {
		format = known
	}
	if len(format) > maxAccessLogFormat {
		return nil, fmt.Errorf("the format must not have more than %d bytes, found %d", maxAccessLogFormat, len(format))
	}
	format = strings.Join(strings.FieldsFunc(format, func(r rune) bool { return r == '\n' || r == '\r' }), " ")
	var pieces []LogPiece
	identified := false
	for format != "" {
		before, after, found := strings.Cut(format, "$")
		if before != "" {
			pieces = append(pieces, LogPiece{Text: before})
		}
		if !found {
			break
		}
		name := variableName(after)
		variable, ok := strings.CutPrefix(name, "context.")
		switch {
		case ok && variable != "":
			identified = identified || variable == "requestId" || variable == "extendedRequestId"
			pieces = append(pieces, LogPiece{Name: variable})
		case name == "":
			pieces = append(pieces, LogPiece{Text: "$"})
		default:
			return nil, fmt.Errorf("the format may hold variables of $context only, found $%s", name)
		}
		format = after[len(name):]
	}
	if !identified {
		return nil, errors.New("the format must hold $context.requestId or $context.extendedRequestId")
	}
	return pieces, nil
}

// variableName returns the dotted name at the beginning of a text.
func variableName(text string) string {
	letter := func(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }
	if strings.IndexFunc(text, letter) != 0 {
		return ""
	}
	end := strings.IndexFunc(text, func(r rune) bool {
		return !letter(r) && (r < '0' || r > '9') && !strings.ContainsRune("._-", r)
	})
	if end < 0 {
		end = len(text)
	}
	return strings.TrimRight(text[:end], ".-")
}
