package mockdata

import (
	"encoding/base64"
	"math/big"
	"net/netip"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/gatewright/gatewright/model/mockdata/internal/synth"
)

// format is one value of the keyword "format" for strings.
type format struct {
	valid func(string) bool
	make  func(r *source) string
	// pattern matches texts that are all, or nearly all, of the format. It serves
	// to make them of a length or to a pattern that natural ones do not fit.
	pattern string
}

// formats are those of JSON Schema 2020-12 (section 7.3 of its validation part)
// and of the OpenAPI format registry that restrict strings.
var formats = map[string]format{
	"date":                  {isDate, makeDate, `^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])$`},
	"date-time":             {isDateTime, makeDateTime, `^20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])T` + clockPattern + `$`},
	"time":                  {isTime, makeTime, `^` + clockPattern + `$`},
	"duration":              {matches(durations), makeDuration, `^P(?:[1-9][0-9]*D|(?:[1-9][0-9]*D)?T(?:[1-9][0-9]*H|[1-9][0-9]*M|[1-9][0-9]*S))$`},
	"email":                 {isEmail, makeEmail, `^[a-z][a-z0-9]{0,40}@[a-z][a-z0-9]{0,50}\.(?:com|org|net|example)$|^[a-z]@[a-z]$`},
	"idn-email":             {isIDNEmail, makeEmail, `^[a-z][a-z0-9]{0,40}@[a-z][a-z0-9]{0,50}\.(?:com|org|net|example)$|^[a-z]@[a-z]$`},
	"hostname":              {isHostname, makeHostname, `^[a-z][a-z0-9]{0,50}(?:\.[a-z][a-z0-9]{0,50}){0,3}$`},
	"idn-hostname":          {isIDNHostname, makeHostname, `^[a-z][a-z0-9]{0,50}(?:\.[a-z][a-z0-9]{0,50}){0,3}$`},
	"ipv4":                  {isIPv4, makeIPv4, `^(?:[1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])(?:\.(?:[1-9]?[0-9]|1[0-9]{2}|2[0-4][0-9]|25[0-5])){3}$`},
	"ipv6":                  {isIPv6, makeIPv6, `^(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^::(?:[0-9a-f]{1,4})?$`},
	"uuid":                  {matches(uuids), makeUUID, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`},
	"uri":                   {isURI, makeURI, uriPattern},
	"url":                   {isURI, makeURI, uriPattern},
	"iri":                   {isURI, makeURI, uriPattern},
	"uri-reference":         {isURIReference, makeURIReference, `^/[a-z0-9/._-]*$|^$|` + uriPattern},
	"iri-reference":         {isURIReference, makeURIReference, `^/[a-z0-9/._-]*$|^$|` + uriPattern},
	"uri-template":          {isURITemplate, makeURITemplate, `^/[a-z0-9]*(?:/\{[a-z]+\})?$|^$`},
	"json-pointer":          {isPointer, makePointer, `^(?:/[A-Za-z0-9_]*)*$`},
	"relative-json-pointer": {matches(relativePointers), makeRelativePointer, `^(?:0|[1-9][0-9]{0,8})(?:#|(?:/[A-Za-z0-9_]*)*)$`},
	"regex":                 {isRegex, makeRegex, `^[a-z]*$`},
	"byte":                  {isBase64, makeBase64, `^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$`},
	"semver":                {matches(versions), makeVersion, `^(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)\.(?:0|[1-9][0-9]*)(?:-[a-z][a-z0-9]*)?$`},
	"period":                {isPeriod, makePeriod, `^20[0-9]{2}-01-01T00:00:00Z/20[0-9]{2}-01-01T00:00:00Z$`},
}

const (
	clockPattern = `(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?(?:Z|[+-](?:0[0-9]|1[0-2]):[0-5][0-9])`
	uriPattern   = `^(?:https?|urn|a):(?://[a-z][a-z0-9.]*[a-z]/)?[A-Za-z0-9/._~-]+$`
)

var (
	uuids            = regexp.MustCompile(`^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	durations        = regexp.MustCompile(`^P(?:[0-9]+W|(?:[0-9]+Y)?(?:[0-9]+M)?(?:[0-9]+D)?(?:T(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+S)?)?)$`)
	durationGaps     = regexp.MustCompile(`^P$|T$|[0-9]+Y[0-9]+D|[0-9]+H[0-9]+S`)
	relativePointers = regexp.MustCompile(`^(?:0|[1-9][0-9]*)(?:#|(?:/(?:[^~/]|~[01])*)*)$`)
	versions         = regexp.MustCompile(`^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*))*)?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$`)
	localParts       = regexp.MustCompile(`^[^@"(),:;<>\[\\\]\x00-\x20\x7f]{1,64}$`)
	dateTimes        = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$`)
	templates        = regexp.MustCompile(`^(?:[^{}"'<>\\^` + "`" + `|\x00-\x20\x7f]|\{[+#./;?&]?[A-Za-z0-9_%.,:*]+\})*$`)
)

func matches(r *regexp.Regexp) func(string) bool {
	if r == durations {
		return func(s string) bool { return durations.MatchString(s) && !durationGaps.MatchString(s) }
	}
	return r.MatchString
}

func isDate(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil
}

func isDateTime(s string) bool {
	if !dateTimes.MatchString(s) || strings.HasPrefix(s, "0000") {
		return false
	}
	_, err := time.Parse(time.RFC3339Nano, s)
	return err == nil && offsetInDay(s)
}

// offsetInDay reports whether an offset from UTC, if there is one, is of less
// than a day.
func offsetInDay(s string) bool {
	if strings.HasSuffix(s, "Z") {
		return true
	}
	hours, minutes := s[len(s)-5:len(s)-3], s[len(s)-2:]
	return hours < "24" && minutes < "60"
}

func isTime(s string) bool { return isDateTime("2024-01-01T" + s) }

func isPeriod(s string) bool {
	from, to, ok := strings.Cut(s, "/")
	return ok && isDateTime(from) && isDateTime(to)
}

func isEmail(s string) bool {
	local, domain, _ := strings.Cut(s, "@")
	return isMailbox(local, domain) && isHostname(domain)
}

func isIDNEmail(s string) bool {
	local, domain, _ := strings.Cut(s, "@")
	return isMailbox(local, domain) && isIDNHostname(domain)
}

func isMailbox(local, domain string) bool {
	return len(local)+len(domain) < 254 && localParts.MatchString(local) && !strings.Contains(local, "..") &&
		!strings.HasPrefix(local, ".") && !strings.HasSuffix(local, ".")
}

// isIDNHostname takes letters of other scripts as they are.
func isIDNHostname(s string) bool {
	ascii := strings.Map(func(r rune) rune {
		if r > 127 {
			return 'a'
		}
		return r
	}, s)
	return isHostname(ascii)
}

func isHostname(s string) bool {
	if len(s) > 253 {
		return false
	}
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > 63 || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if c := label[i]; c != '-' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
				return false
			}
		}
	}
	return true
}

func isIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func isIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6() && a.Zone() == ""
}

func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.IsAbs() && isURIReference(s)
}

func isURIReference(s string) bool {
	u, err := url.Parse(s)
	if err != nil || strings.ContainsAny(s, "\\ \"<>^`{|}") {
		return false
	}
	if host := u.Hostname(); strings.HasPrefix(u.Host, "[") {
		return isIPv6(host)
	}
	return true
}

func isURITemplate(s string) bool {
	if !templates.MatchString(s) {
		return false
	}
	_, err := url.Parse(strings.NewReplacer("{", "", "}", "").Replace(s))
	return err == nil
}

func isPointer(s string) bool {
	if s != "" && s[0] != '/' {
		return false
	}
	unescaped := strings.NewReplacer("~0", "", "~1", "").Replace(s)
	return !strings.Contains(unescaped, "~")
}

func isRegex(s string) bool {
	_, err := synth.Compile(s)
	return err == nil
}

func isBase64(s string) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(s)
	return err == nil && !strings.ContainsAny(s, "\r\n")
}

// epoch is the day from which all dates are counted.
var epoch = time.Date(2024, time.January, 1, 0, 0, 0, 0, time.UTC)

func moment(r *source) time.Time {
	return epoch.Add(time.Duration(r.intN(365*24*60*60)) * time.Second)
}

func makeDate(r *source) string     { return moment(r).Format(time.DateOnly) }
func makeDateTime(r *source) string { return moment(r).Format(time.RFC3339) }
func makeTime(r *source) string     { return moment(r).Format("15:04:05Z") }
func makeDuration(r *source) string { return "PT" + strconv.Itoa(1+r.intN(90)) + "M" }
func makeHostname(r *source) string { return r.pick(hostWords) + "." + r.pick(domains) }
func makeIPv4(r *source) string     { return "192.0.2." + strconv.Itoa(1+r.intN(254)) }
func makeIPv6(r *source) string     { return "2001:db8::" + strconv.FormatInt(int64(1+r.intN(65534)), 16) }
func makeURI(r *source) string      { return "https://" + r.pick(domains) + "/" + r.pick(nouns) }
func makeURIReference(r *source) string {
	return "/" + r.pick(nouns) + "/" + strconv.Itoa(1+r.intN(999))
}
func makeURITemplate(r *source) string { return "/" + r.pick(nouns) + "/{id}" }
func makePointer(r *source) string     { return "/" + r.pick(nouns) + "/" + strconv.Itoa(r.intN(10)) }
func makeRelativePointer(r *source) string {
	return strconv.Itoa(1+r.intN(3)) + "/" + r.pick(nouns)
}
func makeRegex(r *source) string { return "^[a-z]{1," + strconv.Itoa(2+r.intN(30)) + "}$" }
func makeBase64(r *source) string {
	return base64.StdEncoding.EncodeToString([]byte(r.pick(nouns)))
}
func makeVersion(r *source) string {
	return strconv.Itoa(r.intN(5)) + "." + strconv.Itoa(r.intN(20)) + "." + strconv.Itoa(r.intN(20))
}
func makePeriod(r *source) string {
	from := moment(r)
	return from.Format(time.RFC3339) + "/" + from.Add(time.Hour).Format(time.RFC3339)
}

func makeEmail(r *source) string {
	return strings.ToLower(r.pick(firstNames)) + "." + strings.ToLower(r.pick(lastNames)) + "@" + r.pick(domains)
}

func makeUUID(r *source) string {
	hex := strconv.FormatUint(r.next()|1<<63, 16) + strconv.FormatUint(r.next()|1<<63, 16)
	return hex[:8] + "-" + hex[8:12] + "-4" + hex[13:16] + "-" + string("89ab"[r.intN(4)]) + hex[17:20] + "-" + hex[20:32]
}

// numberFormat is a value of "format" for numbers.
type numberFormat struct {
	low, high *big.Rat
	integer   bool
}

// numberFormats are those of the OpenAPI format registry that have a range.
var numberFormats = map[string]numberFormat{
	"int8":   {integer: true, low: power(-1, 2, 7, 0), high: power(1, 2, 7, -1)},
	"uint8":  {integer: true, low: new(big.Rat), high: power(1, 2, 8, -1)},
	"int16":  {integer: true, low: power(-1, 2, 15, 0), high: power(1, 2, 15, -1)},
	"uint16": {integer: true, low: new(big.Rat), high: power(1, 2, 16, -1)},
	"int32":  {integer: true, low: power(-1, 2, 31, 0), high: power(1, 2, 31, -1)},
	"uint32": {integer: true, low: new(big.Rat), high: power(1, 2, 32, -1)},
	"int64":  {integer: true, low: power(-1, 2, 63, 0), high: power(1, 2, 63, -1)},
	"uint64": {integer: true, low: new(big.Rat), high: power(1, 2, 64, -1)},
	"float":  {low: power(-34, 10, 37, 0), high: power(34, 10, 37, 0)},
	"double": {low: power(-179, 10, 306, 0), high: power(179, 10, 306, 0)},
}

// power returns factor × base^exponent + add.
func power(factor, base, exponent, add int64) *big.Rat {
	n := new(big.Int).Exp(big.NewInt(base), big.NewInt(exponent), nil)
	n.Mul(n, big.NewInt(factor))
	return new(big.Rat).SetInt(n.Add(n, big.NewInt(add)))
}
