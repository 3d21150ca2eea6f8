package deploy_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"github.com/gatewright/gatewright/internal/deploy"
)

// TestSuppressions verifies that both versions of cdk-nag read the same rules, for the
// findings of any partition.
func TestSuppressions(t *testing.T) {
	text, err := json.Marshal(deploy.New(input(t)).Metadata)
	if err != nil {
		t.Fatal(err)
	}
	var all []struct {
		Path     []string
		Resource struct {
			Nag struct {
				Rules []struct {
					ID, Reason string
					AppliesTo  []struct{ Regex string } `json:"applies_to"`
				} `json:"rules_to_suppress"`
			} `json:"cdk_nag"`
		}
		Construct map[string]map[string]string
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range all {
		acknowledged := m.Construct["aws:cdk:acknowledged-rules"]
		for _, rule := range m.Resource.Nag.Rules {
			got = append(got, strings.Join(m.Path, "/")+" "+rule.ID)
			id := rule.ID
			if len(rule.AppliesTo) > 0 {
				finding := regexp.MustCompile(strings.TrimSuffix(strings.TrimPrefix(rule.AppliesTo[0].Regex, "/"), "/g"))
				const policy = ":iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
				for found, want := range map[string]bool{
					"Policy::arn:<AWS::Partition>" + policy: true,
					"Policy::arn:aws-cn" + policy:           true,
					"Policy::arn:aws" + policy + "2":        false,
				} {
					if finding.MatchString(found) != want {
						t.Errorf("%s suppresses %s: %t", finding, found, !want)
					}
				}
				id += "[Policy::arn:<AWS::Partition>" + policy + "]"
			}
			if acknowledged[id] != rule.Reason || rule.Reason == "" {
				t.Errorf("%s is suppressed because %q, and acknowledged because %q", id, rule.Reason, acknowledged[id])
			}
		}
	}
	want := "Api/Resource AwsSolutions-APIG2, Api/Resource AwsPrototyping-APIGWRequestValidation, " +
		"Api/CloudWatchRole/Resource AwsSolutions-IAM4, Api/CloudWatchRole/Resource AwsPrototyping-IAMNoManagedPolicies"
	if joined := strings.Join(got, ", "); joined != want {
		t.Errorf("suppressed: %s", joined)
	}
}
