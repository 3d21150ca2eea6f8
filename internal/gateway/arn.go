package gateway

import (
	"errors"
	"fmt"
	"strings"
)

// integrationARN is the URI of an AWS integration:
// arn:aws:apigateway:{region}:{subdomain.service|service}:path|action/{rest}.
type integrationARN struct {
	region    string
	subdomain string
	service   string
	isAction  bool
	rest      string // the path without its leading slash, or the action
}

func parseARN(uri string) (integrationARN, error) {
	parts := strings.SplitN(uri, ":", 6)
	if len(parts) != 6 || parts[0] != "arn" || parts[2] != "apigateway" {
		return integrationARN{}, fmt.Errorf("Invalid ARN specified in the request: %s", uri) //nolint:staticcheck // the service's own words
	}
	a := integrationARN{region: parts[3], service: parts[4]}
	if at := strings.LastIndexByte(parts[4], '.'); at >= 0 {
		a.subdomain, a.service = parts[4][:at], parts[4][at+1:]
	}
	switch {
	case a.region == "" || a.service == "":
		return integrationARN{}, fmt.Errorf("Invalid ARN specified in the request: %s", uri) //nolint:staticcheck // the service's own words
	case strings.HasPrefix(parts[5], "path/"):
		a.rest = strings.TrimPrefix(parts[5], "path/")
	case strings.HasPrefix(parts[5], "action/"):
		a.rest, a.isAction = strings.TrimPrefix(parts[5], "action/"), true
	default:
		return integrationARN{}, errors.New("AWS ARN for integration must contain path or action")
	}
	return a, nil
}

// url is where API Gateway sends a call by path.
func (a integrationARN) url() string { return "https://" + a.host() + "/" + a.rest }

// host is the service's regional endpoint.
func (a integrationARN) host() string {
	host := a.service + "." + a.region + ".amazonaws.com"
	if a.subdomain != "" {
		return a.subdomain + "." + host
	}
	return host
}
