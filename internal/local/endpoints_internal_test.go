package local

import (
	"net/url"
	"testing"
)

// TestIsAWS verifies where real credentials go, and with which region.
func TestIsAWS(t *testing.T) {
	for text, want := range map[string]string{
		"https://sqs.eu-west-1.amazonaws.com":                     "eu-west-1",
		"https://dynamodb.cn-north-1.amazonaws.com.cn":            "cn-north-1",
		"https://vpce-1-abc.sqs.us-gov-west-1.vpce.amazonaws.com": "us-gov-west-1",
		"https://sns.amazonaws.com":                               "here",
		"http://sqs.eu-west-1.amazonaws.com":                      "",
		"https://amazonaws.com.example.com":                       "",
		"http://127.0.0.1:8000":                                   "",
	} {
		u, err := url.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if isAWS(u) {
			got = regionOf(u, "here")
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
