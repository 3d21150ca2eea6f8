package vocabulary

import "time"

// The types of options.
var (
	text = Type{Kind: Text, Go: "string", TypeScript: "string", Python: "str", Java: "String"}

	names = Type{
		Kind: Texts, Go: "...string", TypeScript: "readonly string[]", Python: "Sequence[str]", Java: "List<String>",
	}

	mappings = Type{
		Kind: Mapping, Go: "...spec.Mapping", TypeScript: "Readonly<Record<string, string>>", Python: "Mapping[str, str]",
		Java: "Map<String, String>",
	}

	templates = Type{
		Kind: Mapping, Go: "...spec.Template", TypeScript: "Readonly<Record<string, string>>", Python: "Mapping[str, str]",
		Java: "Map<String, String>",
	}

	boolean = Type{Kind: Boolean, Go: "bool", TypeScript: "boolean", Python: "bool", Java: "Boolean"}

	status = Type{Kind: Integer, Min: 100, Max: 599, Go: "int", TypeScript: "number", Python: "int", Java: "Integer"}

	method = Type{
		Kind: Enum, Values: []string{
			"get", "put", "post", "delete", "options", "head", "patch", "any",
			"GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH", "ANY",
		},
		Go: "string", TypeScript: "Method", Python: "Method", Java: "String", Wire: "method",
	}

	responseSet = Type{
		Kind: Responses, Go: "...ResponseSet", TypeScript: "IntegrationResponseSet", Python: "IntegrationResponseSet",
		Java: "IntegrationResponseSet", Wire: "responses",
	}

	bucket   = construct("A name under buckets, or a bucket's name.", "s3", "IBucket", "bucket")
	vpcLink  = construct("The link's ID.", "apigateway", "IVpcLink", "vpcLink")
	role     = construct("An ARN.", "iam", "IRole", "roleArn")
	shared   = construct("An ARN.", "iam", "IRole", "sharedRole")
	function = construct("A name under functions, or an ARN.", "lambda", "IFunction", "functionArn")

	userPools = Type{
		Kind: Texts, Note: "ARNs.", TypeScript: "readonly IUserPool[]", Python: "Sequence[IUserPool]",
		Java: "List<? extends IUserPool>", Imports: []Import{{"cognito", "IUserPool"}}, Wire: "userPoolArns",
	}
)

// construct is a construct of the CDK, which Go and gatewright.yaml have by a name.
func construct(note, module, name, wire string) Type {
	return Type{
		Kind: Text, Note: note, Go: "string", TypeScript: name, Python: name, Java: name,
		Imports: []Import{{module, name}}, Wire: wire,
	}
}

func duration(low, high time.Duration) Type {
	return Type{
		Kind: Duration, Between: [2]time.Duration{low, high},
		Go: "time.Duration", TypeScript: "Duration", Python: "Duration", Java: "Duration",
		Imports: []Import{{"", "Duration"}}, Wire: "duration",
	}
}

func listOf(g *Group) Type {
	return Type{
		Kind: List, Of: g, TypeScript: "readonly " + g.Name + "[]", Python: "Sequence[" + g.Name + "]",
		Java: "List<" + g.Name + ">", Wire: "all",
	}
}
