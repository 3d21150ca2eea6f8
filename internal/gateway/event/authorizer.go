package event

// AppendToken appends the event of a TOKEN authorizer ("Input to an API Gateway
// Lambda authorizer").
func AppendToken(dst []byte, token, methodARN string) []byte {
	dst = appendText(append(dst, `{"type":"TOKEN","authorizationToken":`...), token)
	dst = appendText(append(dst, `,"methodArn":`...), methodARN)
	return append(dst, '}')
}

// AppendRequest appends the event of a REQUEST authorizer: the request without
// its body. Unlike in proxy events, maps without entries are empty.
func AppendRequest(dst []byte, r *Request, methodARN string) []byte {
	dst = appendText(append(dst, `{"type":"REQUEST","methodArn":`...), methodARN)
	dst = appendText(append(dst, `,"resource":`...), r.Resource)
	dst = appendText(append(dst, `,"path":`...), r.Path)
	dst = appendText(append(dst, `,"httpMethod":`...), r.Method)
	dst = orEmpty(append(dst, `,"headers":`...), func(dst []byte) []byte { return appendLast(dst, r.Headers, HeaderName) })
	dst = orEmpty(append(dst, `,"multiValueHeaders":`...), func(dst []byte) []byte { return appendLists(dst, r.Headers, HeaderName) })
	dst = orEmpty(append(dst, `,"queryStringParameters":`...), func(dst []byte) []byte { return appendLast(dst, r.Query, sameName) })
	dst = orEmpty(append(dst, `,"multiValueQueryStringParameters":`...), func(dst []byte) []byte { return appendLists(dst, r.Query, sameName) })
	dst = orEmpty(append(dst, `,"pathParameters":`...), func(dst []byte) []byte { return appendPairs(dst, r.PathParameters) })
	dst = orEmpty(append(dst, `,"stageVariables":`...), func(dst []byte) []byte { return appendPairs(dst, r.StageVariables) })
	dst = appendContext(append(dst, `,"requestContext":`...), r)
	return append(dst, '}')
}

// orEmpty appends a map, which is {} where a proxy event has null.
func orEmpty(dst []byte, appendMap func([]byte) []byte) []byte {
	start := len(dst)
	dst = appendMap(dst)
	if string(dst[start:]) == "null" {
		return append(dst[:start], "{}"...)
	}
	return dst
}
