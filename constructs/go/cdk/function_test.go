package cdk_test

import (
	"debug/elf"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslambda"
	"github.com/aws/aws-cdk-go/awscdk/v2/awslogs"
	"github.com/aws/jsii-runtime-go"

	"github.com/gatewright/gatewright/constructs/go/cdk"
)

// synthFunction makes a function of a Go package and returns it with its program.
func synthFunction(t *testing.T, context map[string]any, p *awslambda.FunctionProps) (made template, program *elf.File) {
	t.Helper()
	dir := t.TempDir()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(dir), Context: &context})
	stack := awscdk.NewStack(app, jsii.String("Test"), nil)
	cdk.NewFunction(stack, "Hello", cdk.Handler{Operation: "hello", Language: "go", Code: "./testdata/hello"}, p)
	app.Synth(nil)
	made = readTemplate(t, filepath.Join(dir, "Test.template.json"))
	programs, err := filepath.Glob(filepath.Join(dir, "asset.*", "bootstrap"))
	if err != nil || len(programs) != 1 {
		t.Fatalf("the assembly holds %q: %v", programs, err)
	}
	info, err := os.Stat(programs[0])
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode()&0o111 == 0 {
		t.Error("the program is not executable")
	}
	program, err = elf.Open(programs[0])
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return made, program
}

func TestGoFunction(t *testing.T) {
	made, program := synthFunction(t, nil, nil)
	if program.Machine != elf.EM_X86_64 {
		t.Errorf("the program is for %s", program.Machine)
	}
	f := made.only(t, "AWS::Lambda::Function").Properties
	if f["Runtime"] != "provided.al2023" || f["Handler"] != "bootstrap" || f["Timeout"] != 30.0 || f["Description"] != "hello" || f["Architectures"] != nil {
		t.Errorf("the function has %v", f)
	}
	again, _ := synthFunction(t, nil, nil)
	if first, second := f["Code"].(map[string]any)["S3Key"], again.only(t, "AWS::Lambda::Function").Properties["Code"].(map[string]any)["S3Key"]; first != second {
		t.Errorf("the same code is the asset %v, then %v", first, second)
	}
	delete(f["Code"].(map[string]any), "S3Key") // another compiler makes another one
	compare(t, "function.json", indented(t, made.Resources))
}

func TestGoFunctionOfOtherKinds(t *testing.T) {
	own, program := synthFunction(t, nil, &awslambda.FunctionProps{
		Architecture: awslambda.Architecture_ARM_64(), Timeout: awscdk.Duration_Seconds(jsii.Number(3)), Tracing: awslambda.Tracing_DISABLED,
		LogGroup: awslogs.LogGroup_FromLogGroupName(awscdk.NewStack(nil, nil, nil), jsii.String("Logs"), jsii.String("ours")),
	})
	if program.Machine != elf.EM_AARCH64 {
		t.Errorf("the program is for %s", program.Machine)
	}
	f := own.only(t, "AWS::Lambda::Function").Properties
	if f["Timeout"] != 3.0 || f["TracingConfig"] != nil || len(own.of("AWS::Logs::LogGroup")) != 0 {
		t.Errorf("the function has %v", f)
	}
}

// TestGoFunctionForDev holds that gatewright dev finds the sources of a function, however it is named.
func TestGoFunctionForDev(t *testing.T) {
	here, err := filepath.Abs("testdata/hello")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"./testdata/hello", "github.com/gatewright/gatewright/constructs/go/cdk/testdata/hello"} {
		dir := t.TempDir()
		app := awscdk.NewApp(&awscdk.AppProps{Outdir: jsii.String(dir), Context: &map[string]any{
			"gatewright:local": true, "aws:cdk:disable-asset-staging": true,
		}})
		stack := awscdk.NewStack(app, jsii.String("Test"), nil)
		cdk.NewFunction(stack, "Hello", cdk.Handler{Operation: "hello", Language: "go", Code: code}, nil)
		app.Synth(nil)
		assets, err := os.ReadFile(filepath.Join(dir, "Test.assets.json"))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(assets), strconv.Quote(here)) {
			t.Errorf("%s: the assets are not in %s:\n%s", code, here, assets)
		}
	}
}

// TestLanguages holds what functions in other languages are run by.
func TestLanguages(t *testing.T) {
	for language, want := range map[string][2]string{
		"typescript": {"nodejs22.x", "index.handler"}, "javascript": {"nodejs22.x", "index.handler"},
		"python": {"python3.13", "app.handler"}, "java": {"java21", "Handler::handleRequest"},
	} {
		made := synth(t, nil, func(stack awscdk.Stack) {
			cdk.NewFunction(stack, "F", cdk.Handler{Operation: "hello", Language: language, Code: "testdata/python"}, nil)
		})["Test"]
		f := made.only(t, "AWS::Lambda::Function").Properties
		if f["Runtime"] != want[0] || f["Handler"] != want[1] {
			t.Errorf("a function in %s is run by %v with %v", language, f["Runtime"], f["Handler"])
		}
	}
}
