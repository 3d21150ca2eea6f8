package lambdaruntime_test

import (
	"testing"

	"github.com/gatewright/gatewright/internal/lambdaruntime"
)

func TestUnknown(t *testing.T) {
	for name, want := range map[string]string{
		"nodejs22":   `unknown runtime "nodejs22"; did you mean nodejs22.x?`,
		"NodeJS24.x": `unknown runtime "NodeJS24.x"; did you mean nodejs24.x?`,
		"python313":  `unknown runtime "python313"; did you mean python3.13?`,
		"java21.x":   `unknown runtime "java21.x"; did you mean java21?`,
		"node":       `unknown runtime "node"; did you mean nodejs24.x?`,
		"golang":     `unknown runtime "golang"; did you mean provided.al2023?`,
		"cobol":      `unknown runtime "cobol"`,
		"":           `unknown runtime ""`,
	} {
		if got := lambdaruntime.Unknown(name); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestSupported(t *testing.T) {
	for name, want := range map[string]bool{
		"nodejs26.x": true, "nodejs18.x": true, "python3.15": true, "python3.8": true, "java25": true, "java8.al2": true,
		"provided.al2": true, "dotnet10": false, "ruby3.4": false, "go1.x": false, "cobol": false, lambdaruntime.Image: false,
	} {
		if got := lambdaruntime.Supported(name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
