package typescript

import (
	"strings"

	"github.com/gatewright/gatewright/internal/codegen"
	"github.com/gatewright/gatewright/internal/codegen/clients"
	"github.com/gatewright/gatewright/model/naming"
)

// clientTypes are those that clients run on and that users write.
var clientTypes = strings.Fields(`ApiErrorDetails ApiErrorKind AwsCredentials BinaryBody CallOptions Client ClientOptions CustomCredential FormFile Middleware Result
	Retry ServerSentEvent Signer TokenEndpoint TokenSource`)

// clientFunctions are those that every client exports.
var clientFunctions = strings.Fields("clientCredentials createClient ok refreshToken")

// clientNames are what the client calls an operation.
type clientNames struct {
	pascal string // GetPet: the start of its types
	camel  string // getPet: its function
	file   string // get-pet: of its module, without an extension
}

// newClientNames allocates the names of a client's operations, which may differ from those of handlers: what both call by
// other endings need not differ.
func (g *generator) newClientNames(api *clients.API) map[*clients.Operation]*clientNames {
	own := append([]string{"ApiError", "Credentials", "ResponseError"}, clientTypes...)
	for _, name := range g.names.schemas {
		own = append(own, name)
	}
	types, functions, files := codegen.NewScope(own...), codegen.NewScope(clientFunctions...), codegen.NewScope("client", "index", "sigv4")
	all := map[*clients.Operation]*clientNames{}
	for _, o := range api.Operations {
		name := types.TakeAll(identifier(naming.Pascal(o.ID), "Operation"), []string{"Input", "Result"})
		endings := []string{""}
		if o.Pages != nil {
			endings = append(endings, "Pages", "Items")
		}
		camel := functions.TakeAll(lowerFirst(name), endings)
		all[o] = &clientNames{pascal: name, camel: camel, file: files.Take(fileName(camel))}
	}
	return all
}

// credentialNames are what the options of a client call its credentials.
func credentialNames(api *clients.API) map[*clients.Credential]string {
	options := codegen.NewScope(strings.Fields("baseUrl fetch timeoutMs retry middleware headers onRequestId")...)
	all := map[*clients.Credential]string{}
	for _, c := range api.Credentials {
		all[c] = options.Take(propertyName(c.Name))
	}
	return all
}
