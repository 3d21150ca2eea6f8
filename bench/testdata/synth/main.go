// Command app synthesizes an API of gatewright and the same without, in turns, and prints
// what each turn of both took, in ms.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/jsii-runtime-go"

	"example.com/all/api"
	"example.com/all/api/apicdk"
)

func construct(stack awscdk.Stack) {
	apicdk.NewApi(stack, "Api", &apicdk.ApiProps{Integrations: api.Mocks{}})
}

func bare(stack awscdk.Stack) {
	text, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	var definition map[string]any
	if err := json.Unmarshal(text, &definition); err != nil {
		panic(err)
	}
	awsapigateway.NewSpecRestApi(stack, jsii.String("Api"), &awsapigateway.SpecRestApiProps{
		ApiDefinition: awsapigateway.ApiDefinition_FromInline(definition),
	})
}

func synth(build func(awscdk.Stack)) float64 {
	out, err := os.MkdirTemp("", "synth")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(out)
	began := time.Now()
	app := awscdk.NewApp(&awscdk.AppProps{Outdir: &out, AnalyticsReporting: jsii.Bool(false)})
	build(awscdk.NewStack(app, jsii.String("Things"), nil))
	app.Synth(nil)
	return float64(time.Since(began).Microseconds()) / 1000
}

func main() {
	defer jsii.Close()
	turns, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	for range turns {
		fmt.Println(synth(construct), synth(bare))
	}
}
