package deploy

// Metadata is metadata of a resource that the CDK's construct of the REST API creates.
type Metadata struct {
	Path      []string       `json:"path"`      // IDs of constructs below the API's; the last one may not exist
	Resource  map[string]any `json:"resource"`  // of the resource in the template
	Construct map[string]any `json:"construct"` // of the construct
}

// suppression is a rule of cdk-nag that is suppressed for a resource, for the reason
// that the AWS PDK gives.
type suppression struct {
	path    []string
	rules   []string // of the packs AwsSolutions and AwsPrototyping
	finding string   // the only one that is suppressed; empty: all
	regex   string   // the same in the regular expressions of cdk-nag 2
	reason  string
}

var suppressions = []suppression{
	{
		path:   []string{"Api", "Resource"},
		rules:  []string{"AwsSolutions-APIG2", "AwsPrototyping-APIGWRequestValidation"},
		reason: "This construct implements fine grained validation via OpenApi.",
	},
	{
		path:    []string{"Api", "CloudWatchRole", "Resource"},
		rules:   []string{"AwsSolutions-IAM4", "AwsPrototyping-IAMNoManagedPolicies"},
		finding: "Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs",
		regex:   "/^Policy::arn:[^:]+(::Partition>)?:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs$/g",
		reason:  "Cloudwatch Role requires access to create/read groups at the root level.",
	},
}

// metadata returns the suppressions as cdk-nag reads them: version 2 from the metadata
// of resources, version 3 from that of constructs.
func metadata() []Metadata {
	all := make([]Metadata, len(suppressions))
	for i, s := range suppressions {
		var rules []any
		acknowledged := map[string]any{}
		for _, id := range s.rules {
			rule := map[string]any{"id": id, "reason": s.reason}
			if s.finding != "" {
				rule["applies_to"] = []any{map[string]any{"regex": s.regex}}
				id += "[" + s.finding + "]"
			}
			rules = append(rules, rule)
			acknowledged[id] = s.reason
		}
		all[i] = Metadata{
			Path:      s.path,
			Resource:  map[string]any{"cdk_nag": map[string]any{"rules_to_suppress": rules}},
			Construct: map[string]any{"aws:cdk:acknowledged-rules": acknowledged},
		}
	}
	return all
}
