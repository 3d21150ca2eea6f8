package config

var credentialFormat = object("Keys with which callers of operations with IAM authorization sign.",
	required("accessKeyId", text("The access key ID.")),
	required("secretAccessKey", text("The secret access key. Take one that opens nothing else: the file is not a place for secrets.")),
	optional("sessionToken", text("The session token of temporary credentials, which each request must carry.")),
	optional("arn", text("Whose they are: the ARN of a user, or of an assumed role's session. Default: a user of the access key's name in the API's account.")),
	optional("policies", list("The identity's policies. Without any, only a resource policy lets the caller through.",
		named("A policy document: Version and Statement.", anything("")))),
)

var userPoolFormat = object("A Cognito user pool whose tokens come from elsewhere. Those of all other pools come from gatewright token.",
	required("arn", text("The ARN by which authorizers name the pool.")),
	optional("issuer", text("What stands as iss in its tokens. Default: Amazon Cognito's for the ARN.")),
	optional("jwks", text("The URL of its key set. Default: the issuer's /.well-known/jwks.json.")),
)

var tokenIssuerFormat = object("An issuer whose tokens come from elsewhere. Those of all other issuers come from gatewright token.",
	required("issuer", text("The issuer as JWT authorizers name it.")),
	optional("jwks", text("The URL of its key set. Default: the one that its discovery document names.")),
)

var sourceFormat = object("For dev: where calls come from, as far as policies can tell.",
	optional("ip", text("The caller's address. Default: that of the connection.")),
	optional("vpc", text("The ID of the caller's VPC. Default: none.")),
	optional("vpcEndpoint", text("The ID of the VPC endpoint of a private API. Default: none.")),
)
