package bindings

import (
	"path/filepath"
	"slices"
	"strings"
)

// installNag installs cdk-nag next to the AWS CDK of the apps.
func (w workspace) installNag() {
	w.Helper()
	dir := filepath.Join(w.dir, "nag")
	w.run(dir, "npm", "ci", "--ignore-scripts")
	for _, name := range []string{"aws-cdk-lib", "constructs"} {
		w.link(filepath.Join(w.dir, "typescript/node_modules", name), filepath.Join("nag/node_modules", name))
	}
}

// wildcards are the only findings of cdk-nag about the API's own constructs: where the keys of S3 objects follow from
// parameters, the app decides whether the role may have them all, as with the AWS PDK.
var wildcards = []string{
	"/Shop/Api/Role/DefaultPolicy/Resource: AwsSolutions-IAM5[Resource::<Pets118546E0.Arn>/pets/*.json]",
	"/Shop/Api/Role/DefaultPolicy/Resource: AwsSolutions-IAM5[Resource::<Pets118546E0.Arn>/photos/*/*/*]",
}

// passesNag runs cdk-nag on what a language synthesized.
func (w workspace) passesNag(language string) {
	w.Helper()
	out := w.run(filepath.Join(w.dir, "nag"), "node", "nag.mjs", w.assembly(language), "Shop")
	found := strings.Split(strings.TrimSpace(string(out)), "\n")
	for _, version := range []string{"cdk-nag 2: ", "cdk-nag 3: "} {
		var own []string
		for _, line := range found {
			if finding, ok := strings.CutPrefix(line, version); ok && strings.HasPrefix(finding, "/Shop/Api/") {
				own = append(own, finding)
			}
		}
		slices.Sort(own)
		if !slices.Equal(own, wildcards) {
			w.Errorf("%s: %sfound %q", language, version, own)
		}
	}
}
