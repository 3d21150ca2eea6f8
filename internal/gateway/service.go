package gateway

import "context"

// ServiceRequest says what a request of an AWS-service integration is for. Who
// implements Options.Services finds it in the request's context, and signs or
// dispatches by it.
type ServiceRequest struct {
	Service     string // "s3", "dynamodb", …: the name that signs and names the host
	Subdomain   string // of an ARN like "…:{subdomain}.{service}:path/…"; often empty
	Region      string
	Action      string // of an ARN with ":action/"; empty for a path
	Credentials string // the role's ARN, or "arn:aws:iam::*:user/*" for the caller's own
}

type serviceRequestKey struct{}

// ServiceRequestFrom returns the ServiceRequest of a request that a Gateway sent
// through Options.Services.
func ServiceRequestFrom(ctx context.Context) (ServiceRequest, bool) {
	r, ok := ctx.Value(serviceRequestKey{}).(ServiceRequest)
	return r, ok
}

func withServiceRequest(ctx context.Context, r ServiceRequest) context.Context {
	return context.WithValue(ctx, serviceRequestKey{}, r)
}
