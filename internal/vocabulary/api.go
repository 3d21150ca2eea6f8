package vocabulary

// APIKeys is the options of API keys.
var APIKeys = &Group{
	Name: "ApiKeyOptions", Doc: "How API keys are sent, and who needs one.", Struct: "ApiKeyOptions",
	Options: []Option{
		{
			Name: "source", Default: `"header"`, Doc: "Where the key comes from: the x-api-key header, or what an authorizer returns.",
			Type: Type{
				Kind: Enum, Values: []string{"header", "authorizer"}, Go: "string", TypeScript: "ApiKeySourceType", Python: "ApiKeySourceType",
				Java: "ApiKeySourceType", Imports: []Import{{"apigateway", "ApiKeySourceType"}}, Wire: "keySource",
			},
		},
		{Name: "requiredByDefault", Type: boolean, Doc: "Whether operations that do not say otherwise need a key.", Default: "false"},
	},
}

// Validation is what is validated of requests.
var Validation = &Group{
	Name: "Validation", Doc: "What API Gateway validates before it calls an integration.", Struct: "Validation",
	Options: []Option{
		{Name: "body", Type: enabled, Doc: "Whether request bodies are validated against the model's schemas.", Default: "true"},
		{Name: "parameters", Type: enabled, Doc: "Whether required parameters must be present.", Default: "true"},
	},
}

// MockData is the options of the data of mocks.
var MockData = &Group{
	Name: "MockDataOptions", Doc: "The generated data of mocks.", Struct: "mockdata.Options",
	Options: []Option{
		{Name: "seed", Type: integer("uint64", 0, 1<<31-1), Doc: "Another seed, other data.", Default: "0"},
		{
			Name: "maxArrayLength", Type: integer("int", 1, 1000), Default: "1",
			Doc: "The length of arrays, unless their schemas require more items or allow fewer.",
		},
		{
			Name: "disable", Type: boolean, Default: "false",
			Doc: "Whether to respond without a body, and without the headers of the model, where a mock has no body of its own.",
		},
	},
}

// AccessLog is the options of the log of requests, which only constructs have.
var AccessLog = &Group{
	Name: "AccessLogOptions", Doc: "The log of requests.", Struct: "AccessLogOptions", Constructs: true,
	Options: []Option{
		{Name: "disable", Type: boolean, Doc: "Whether access logs are disabled.", Default: "false"},
		{Name: "logGroup", Type: object("logs", "ILogGroup"), Doc: "The log group that holds it.", Default: "one of its own"},
		{Name: "retention", Type: object("logs", "RetentionDays"), Doc: "The time for which the log group of its own keeps entries.", Default: "a month"},
		{Name: "removalPolicy", Type: object("", "RemovalPolicy"), Doc: "What happens to the log group of its own when the API is deleted.", Default: "to keep it"},
		{Name: "format", Type: object("apigateway", "AccessLogFormat"), Doc: "The format of an entry.", Default: "JSON with the standard fields"},
	},
}

// ManagedRule is a rule of a web ACL, which only constructs have.
var ManagedRule = &Group{
	Name: "ManagedRule", Doc: "A group of rules that its vendor maintains.", Struct: "ManagedRule", Constructs: true,
	Options: []Option{
		{Name: "name", Type: text, Required: true, Doc: "The name of the group, such as AWSManagedRulesCommonRuleSet."},
		{Name: "vendor", Type: text, Doc: "The vendor.", Default: "AWS", GoParameter: "`VendorName`"},
		{Name: "vendorName", Type: text, Doc: "The vendor, as CloudFormation names it.", Default: "AWS"},
		{
			Name: "ruleActionOverrides", Type: webACLParts("RuleActionOverride"),
			Doc: "Actions of single rules to take in place of theirs, such as count for SizeRestrictions_BODY, which blocks bodies of more than 8 KB.",
		},
		{Name: "excludedRules", Type: webACLParts("ExcludedRule"), Doc: "Rules that only count what they match."},
		{Name: "scopeDownStatement", Type: webACLPart("Statement"), Doc: "The requests that the group inspects.", Default: "all"},
		{Name: "version", Type: optionalText, Doc: "The version of the group, such as Version_1.3.", Default: "the vendor's"},
	},
}

// CIDRAllowList is the addresses of a web ACL, which only constructs have.
var CIDRAllowList = &Group{
	Name: "CidrAllowList", Doc: "The addresses whose requests are let through.", Struct: "CidrAllowList", Constructs: true,
	Options: []Option{
		{
			Name: "cidrType", Required: true, Doc: "The version of IP: IPV4 or IPV6.",
			Type: Type{Kind: Enum, Values: []string{"IPV4", "IPV6"}, Go: "string", TypeScript: `"IPV4" | "IPV6"`, Python: `Literal["IPV4", "IPV6"]`, Java: "String"},
		},
		{Name: "cidrRanges", Type: names, Required: true, Doc: "The ranges, such as 192.0.2.0/24."},
	},
}

// WebACL is the options of the web ACL, which only constructs have.
var WebACL = &Group{
	Name: "TypeSafeApiWebAclOptions", Doc: "The web ACL of AWS WAF in front of an API.", Struct: "WebAclOptions", Constructs: true,
	Options: []Option{
		{Name: "disable", Type: boolean, Doc: "Whether the web ACL is disabled.", Default: "false"},
		{Name: "managedRules", Type: listOf(ManagedRule), Doc: "Groups of rules that vendors maintain.", Default: "AWSManagedRulesCommonRuleSet of AWS"},
		{Name: "cidrAllowList", Type: one(CIDRAllowList), Doc: "The addresses from which callers are let through.", Default: "all"},
		{Name: "rules", Type: webACLParts("Rule"), Doc: "More rules, which come after the others. Their priorities must be 100 or more."},
		{Name: "webAclArn", Type: optionalText, Doc: "The ARN of an existing web ACL to use in place of a new one."},
	},
}
