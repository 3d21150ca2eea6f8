package vocabulary

import (
	"cmp"
	"time"
)

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

	// enabled and optionalText distinguish an absent value in Go.
	enabled      = withGo(boolean, "*bool")
	optionalText = withGo(text, "*string")

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

func withGo(t Type, name string) Type {
	t.Go = name
	return t
}

func integer(goType string, low, high int) Type {
	return Type{Kind: Integer, Min: low, Max: high, Go: goType, TypeScript: "number", Python: "int", Java: "Integer"}
}

// object is an object of the CDK, which only constructs have.
func object(module, name string) Type {
	return Type{
		Kind: Object, Go: "aws" + cmp.Or(module, "cdk") + "." + name, TypeScript: name, Python: name, Java: name,
		Imports: []Import{{module, name}},
	}
}

// webACLPart is a property type of a web ACL in CloudFormation.
func webACLPart(name string) Type {
	of := "CfnWebACL." + name + "Property"
	return Type{
		Kind: Object, Go: "*awswafv2.CfnWebACL_" + name + "Property", TypeScript: of, Python: of + " | dict[str, Any]", Java: of,
		Imports: []Import{{"wafv2", "CfnWebACL"}},
	}
}

func webACLParts(name string) Type {
	part := webACLPart(name)
	part.Go = "[]" + part.Go
	part.TypeScript = "readonly " + part.TypeScript + "[]"
	part.Python = "Sequence[" + part.Python + "]"
	part.Java = "List<" + part.Java + ">"
	return part
}

// one is the options of another group.
func one(g *Group) Type {
	return Type{Kind: Object, Go: "*" + g.Struct, TypeScript: g.Name, Python: g.Name, Java: g.Name}
}

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
		Kind: List, Of: g, Go: "[]" + g.Struct, TypeScript: "readonly " + g.Name + "[]", Python: "Sequence[" + g.Name + "]",
		Java: "List<" + g.Name + ">", Wire: "all",
	}
}
