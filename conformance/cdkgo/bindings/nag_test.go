package bindings

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the findings of cdk-nag into testdata/nag/findings.txt")

// installNag installs cdk-nag next to the AWS CDK of the apps.
func (w workspace) installNag() {
	w.Helper()
	dir := filepath.Join(w.dir, "nag")
	w.run(dir, "npm", "ci", "--ignore-scripts")
	for _, name := range []string{"aws-cdk-lib", "constructs"} {
		w.link(filepath.Join(w.dir, "typescript/node_modules", name), filepath.Join("nag/node_modules", name))
	}
}

// passesNag runs cdk-nag on what a language synthesized, and compares what it finds in the whole stack with the list in
// testdata. Of the API's own constructs that has wildcards only: where the keys of S3 objects follow from parameters, the
// app decides whether the role may have them all, as with the AWS PDK. The rest is the app's: its buckets, functions, user
// pools and tables.
func (w workspace) passesNag(language string) {
	w.Helper()
	out := w.run(filepath.Join(w.dir, "nag"), "node", "nag.mjs", w.assembly(language), "Shop")
	found := strings.Split(strings.TrimSpace(string(out)), "\n")
	slices.Sort(found)
	const file = "testdata/nag/findings.txt"
	if *update && language == bindings()[0].language {
		if err := os.WriteFile(file, []byte(strings.Join(found, "\n")+"\n"), 0o600); err != nil {
			w.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		w.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(want)), "\n"), found); diff != "" {
		w.Errorf("%s: cdk-nag finds something else (-want +got):\n%s", language, diff)
	}
}
