package naming_test

import (
	"strings"
	"testing"

	"github.com/gatewright/gatewright/model/naming"
)

func TestWords(t *testing.T) {
	for name, want := range map[string]string{
		"":                     "",
		"--/":                  "",
		"getPet":               "get Pet",
		"get-pet":              "get pet",
		"get_pet":              "get pet",
		"GetPet":               "Get Pet",
		"getPetByID":           "get Pet By ID",
		"HTTPServer_v2":        "HTTP Server v2",
		"list-petIDs":          "list pet IDs",
		"URLsByName":           "URLs By Name",
		"userIDSet":            "user ID Set",
		"repos/get-content":    "repos get content",
		"s3Bucket":             "s3 Bucket",
		"Base64Encode":         "Base64 Encode",
		"sha256sum":            "sha256sum",
		"SAY":                  "SAY",
		"X":                    "X",
		"a.b c":                "a b c",
		"größeÄndern":          "größe Ändern",
		"2faCode":              "2fa Code",
		"__private__":          "private",
		"getV2PetsV3":          "get V2 Pets V3",
		"application/vnd+json": "application vnd json",
	} {
		if got := strings.Join(naming.Words(name), " "); got != want {
			t.Errorf("Words(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestJoins(t *testing.T) {
	for _, c := range []struct{ name, camel, pascal, snake string }{
		{"get-pet", "getPet", "GetPet", "get_pet"},
		{"getPet", "getPet", "GetPet", "get_pet"},
		{"GetPet", "getPet", "GetPet", "get_pet"},
		{"getPetByID", "getPetById", "GetPetById", "get_pet_by_id"},
		{"HTTPServer", "httpServer", "HttpServer", "http_server"},
		{"pet2", "pet2", "Pet2", "pet2"},
		{"pet_2", "pet2", "Pet2", "pet_2"},
		{"---", "", "", ""},
	} {
		if got := naming.Camel(c.name); got != c.camel {
			t.Errorf("Camel(%q) = %q, want %q", c.name, got, c.camel)
		}
		if got := naming.Pascal(c.name); got != c.pascal {
			t.Errorf("Pascal(%q) = %q, want %q", c.name, got, c.pascal)
		}
		if got := naming.Snake(c.name); got != c.snake {
			t.Errorf("Snake(%q) = %q, want %q", c.name, got, c.snake)
		}
	}
}

func TestOperation(t *testing.T) {
	for _, c := range []struct{ method, path, want string }{
		{"GET", "/pets/{petId}", "getPetsByPetId"},
		{"POST", "/", "postRoot"},
		{"ANY", "/files/{proxy+}", "anyFilesByProxy"},
		{"DELETE", "/shops/{shop-id}/pets/{pet_id}", "deleteShopsByShopIdPetsByPetId"},
		{"GET", "/v1/report.csv", "getV1ReportCsv"},
		{"GET", "/repos/{base}...{head}", "getReposByBaseByHead"},
	} {
		if got := naming.Operation(c.method, c.path); got != c.want {
			t.Errorf("Operation(%q, %q) = %q, want %q", c.method, c.path, got, c.want)
		}
	}
}
