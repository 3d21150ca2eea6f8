package gateway

import (
	"strconv"
	"time"
)

// conditionView returns the condition keys that policies may ask for ("AWS
// condition keys that can be used in API Gateway resource policies" and "AWS
// global condition context keys").
type conditionView exchange

// Values implements policy.Context.
func (c *conditionView) Values(key string) []string {
	if v := c.value(key); v != "" {
		return []string{v}
	}
	return nil
}

func (c *conditionView) value(key string) string {
	x := (*exchange)(c)
	source := &x.gateway.options.Source
	switch key {
	case "aws:sourceip":
		if source.VPCEndpoint != "" {
			return "" // a call through an endpoint has the next key in its place
		}
		return x.sourceIP()
	case "aws:vpcsourceip":
		if source.VPCEndpoint != "" {
			return x.sourceIP()
		}
	case "aws:sourcevpc":
		return source.VPC
	case "aws:sourcevpce":
		return source.VPCEndpoint
	case "aws:useragent":
		return x.header("User-Agent")
	case "aws:referer":
		return x.header("Referer")
	case "aws:currenttime":
		return x.started.UTC().Format(time.RFC3339)
	case "aws:epochtime":
		return strconv.FormatInt(x.started.Unix(), 10)
	case "aws:securetransport":
		return "true" // in the cloud there is no other transport
	case "aws:viaawsservice", "aws:principalisawsservice":
		return "false"
	case "aws:requestedregion":
		return x.gateway.options.Region
	}
	return x.caller.conditionValue(key)
}

// conditionValue returns the keys that say who the caller is.
func (c *caller) conditionValue(key string) string {
	if c == nil || c.identity == nil {
		if key == "aws:principaltype" {
			return "Anonymous"
		}
		return ""
	}
	switch key {
	case "aws:username":
		return c.identity.userName
	case "aws:userid":
		return c.identity.userID
	case "aws:principalarn":
		return c.identity.principalARN
	case "aws:principalaccount":
		return c.identity.who.Account
	case "aws:principaltype":
		return c.identity.kind
	}
	return ""
}
