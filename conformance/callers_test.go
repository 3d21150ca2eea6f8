package conformance_test

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	v4 "github.com/aws/aws-sdk-go-v2/aws/signer/v4"
	"github.com/go-jose/go-jose/v4"

	"github.com/gatewright/gatewright/internal/gateway"
	"github.com/gatewright/gatewright/internal/gateway/jwt"
)

// caseTime is what the cases take for now.
var caseTime = time.Date(2020, 3, 4, 19, 15, 17, 123e6, time.UTC)

// withCallers replaces what stands for a caller in a request:
//
//	[[{…}]]     a token of the user pool with these claims, besides the usual ones;
//	            "kid" is the key's ID, "alg" the algorithm
//	Sign: KEY   the headers with which the SDK signs with the keys of this ID;
//	            a region and a service may follow
func (c *conformanceCase) withCallers(o *gateway.Options, request string) string {
	request = tokenForm.ReplaceAllStringFunc(request, func(text string) string {
		return signToken(c.t, strings.TrimSuffix(strings.TrimPrefix(text, "[["), "]]"))
	})
	return signForm.ReplaceAllStringFunc(request, func(line string) string {
		before, after, _ := strings.Cut(request, line+"\n")
		return signRequest(c.t, o, before+after, strings.Fields(line)[1:])
	})
}

var (
	tokenForm = regexp.MustCompile(`\[\[\{.*?\}\]\]`)
	signForm  = regexp.MustCompile(`(?m)^Sign: .*$`)
)

// poolKey signs the tokens of the cases. It is the key of RFC 7520, section 3.4.
func poolKey(t testing.TB) *jose.JSONWebKey {
	t.Helper()
	var key jose.JSONWebKey
	if err := key.UnmarshalJSON([]byte(rfc7520Key)); err != nil {
		t.Fatal(err)
	}
	return &key
}

// signToken makes a token of the pool us-east-1_pets.
func signToken(t testing.TB, given string) string {
	t.Helper()
	claims := map[string]any{
		"sub": "u1", "iss": "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_pets", "aud": "app", "token_use": "id",
		"iat": caseTime.Unix(), "exp": caseTime.Add(time.Hour).Unix(),
	}
	if err := json.Unmarshal([]byte(given), &claims); err != nil {
		t.Fatal(err)
	}
	key := poolKey(t)
	if id, ok := claims["kid"].(string); ok {
		key.KeyID = id
		delete(claims, "kid")
	}
	algorithm := jose.RS256
	if name, ok := claims["alg"].(string); ok {
		algorithm = jose.SignatureAlgorithm(name)
		delete(claims, "alg")
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		t.Fatal(err)
	}
	text, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// poolKeys are the public keys of the pool.
type poolKeys struct{ key *jose.JSONWebKey }

func (p poolKeys) Key(_ context.Context, id string) (*jwt.Key, error) {
	if id == "unreachable" {
		return nil, errors.New("nobody answers")
	}
	if id != p.key.KeyID {
		return nil, nil
	}
	return &jwt.Key{Public: p.key.Public().Key}, nil
}

// signRequest returns the headers that the SDK's signer adds.
func signRequest(t testing.TB, o *gateway.Options, text string, how []string) string {
	t.Helper()
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(rawRequest(text))))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Del("Connection")
	region, service := "us-east-1", "execute-api"
	if len(how) > 1 {
		region = how[1]
	}
	if len(how) > 2 {
		service = how[2]
	}
	var keys aws.Credentials
	for _, c := range o.Credentials {
		if c.AccessKeyID == how[0] {
			keys = aws.Credentials{AccessKeyID: c.AccessKeyID, SecretAccessKey: c.SecretAccessKey, SessionToken: c.SessionToken}
		}
	}
	if keys.AccessKeyID == "" {
		keys = aws.Credentials{AccessKeyID: how[0], SecretAccessKey: "nobody's"}
	}
	before := r.Header.Clone()
	sum := sha256.Sum256(body)
	if err := v4.NewSigner().SignHTTP(t.Context(), keys, r, hex.EncodeToString(sum[:]), service, region, caseTime); err != nil {
		t.Fatal(err)
	}
	var added []string
	for _, name := range []string{"Authorization", "X-Amz-Date", "X-Amz-Security-Token"} {
		if before.Get(name) == "" && r.Header.Get(name) != "" {
			added = append(added, name+": "+r.Header.Get(name))
		}
	}
	return strings.Join(added, "\n")
}

// rfc7520Key is "RSA Private Key" of RFC 7520, section 3.4.
const rfc7520Key = `{
  "kty": "RSA", "kid": "bilbo.baggins@hobbiton.example", "use": "sig",
  "n": "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHrtIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw",
  "e": "AQAB",
  "d": "bWUC9B-EFRIo8kpGfh0ZuyGPvMNKvYWNtB_ikiH9k20eT-O1q_I78eiZkpXxXQ0UTEs2LsNRS-8uJbvQ-A1irkwMSMkK1J3XTGgdrhCku9gRldY7sNA_AKZGh-Q661_42rINLRCe8W-nZ34ui_qOfkLnK9QWDDqpaIsA-bMwWWSDFu2MUBYwkHTMEzLYGqOe04noqeq1hExBTHBOBdkMXiuFhUq1BU6l-DqEiWxqg82sXt2h-LMnT3046AOYJoRioz75tSUQfGCshWTBnP5uDjd18kKhyv07lhfSJdrPdM5Plyl21hsFf4L_mHCuoFau7gdsPfHPxxjVOcOpBrQzwQ",
  "p": "3Slxg_DwTXJcb6095RoXygQCAZ5RnAvZlno1yhHtnUex_fp7AZ_9nRaO7HX_-SFfGQeutao2TDjDAWU4Vupk8rw9JR0AzZ0N2fvuIAmr_WCsmGpeNqQnev1T7IyEsnh8UMt-n5CafhkikzhEsrmndH6LxOrvRJlsPp6Zv8bUq0k",
  "q": "uKE2dh-cTf6ERF4k4e_jy78GfPYUIaUyoSSJuBzp3Cubk3OCqs6grT8bR_cu0Dm1MZwWmtdqDyI95HrUeq3MP15vMMON8lHTeZu2lmKvwqW7anV5UzhM1iZ7z4yMkuUwFWoBvyY898EXvRD-hdqRxHlSqAZ192zB3pVFJ0s7pFc",
  "dp": "B8PVvXkvJrj2L-GYQ7v3y9r6Kw5g9SahXBwsWUzp19TVlgI-YV85q1NIb1rxQtD-IsXXR3-TanevuRPRt5OBOdiMGQp8pbt26gljYfKU_E9xn-RULHz0-ed9E9gXLKD4VGngpz-PfQ_q29pk5xWHoJp009Qf1HvChixRX59ehik",
  "dq": "CLDmDGduhylc9o7r84rEUVn7pzQ6PF83Y-iBZx5NT-TpnOZKF1pErAMVeKzFEl41DlHHqqBLSM0W1sOFbwTxYWZDm6sI6og5iTbwQGIC3gnJKbi_7k_vJgGHwHxgPaX2PnvP-zyEkDERuf-ry4c_Z11Cq9AqC2yeL6kdKT1cYF8",
  "qi": "3PiqvXQN0zwMeE-sBvZgi289XP9XCQF3VWqPzMKnIgQp7_Tugo6-NZBKCQsMf3HaEGBjTVJs_jcK8-TRXvaKe-7ZMaQj8VfBdYkssbu0NKDDhjJ-GtiseaDVWt7dcH0cfwxgFUHpQh7FoCrjFJ6h6ZEpMF6xmujs4qMpPz8aaI4"
}`
