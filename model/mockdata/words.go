package mockdata

import (
	"math/big"
	"strings"
)

var (
	firstNames = []string{"Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Frances", "John", "Katherine", "Dennis", "Margaret", "Ken", "Radia", "Linus", "Sophie", "Niklaus"}
	lastNames  = []string{"Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Knuth", "Allen", "Backus", "Johnson", "Ritchie", "Hamilton", "Thompson", "Perlman", "Wilson", "Germain", "Wirth"}
	cities     = []string{"Lisbon", "Oslo", "Vienna", "Nairobi", "Lima", "Osaka", "Quito", "Dublin", "Tallinn", "Accra"}
	countries  = []string{"Portugal", "Norway", "Austria", "Kenya", "Peru", "Japan", "Ecuador", "Ireland", "Estonia", "Ghana"}
	codes      = []string{"PT", "NO", "AT", "KE", "PE", "JP", "EC", "IE", "EE", "GH"}
	currencies = []string{"EUR", "USD", "GBP", "JPY", "CHF", "SEK", "NOK", "AUD"}
	languages  = []string{"en", "pt", "no", "de", "sw", "es", "ja", "et"}
	colours    = []string{"red", "green", "blue", "amber", "violet", "white", "black", "teal"}
	streets    = []string{"Harbour Street", "Mill Lane", "Station Road", "Park Avenue", "Church Street", "Garden Way"}
	companies  = []string{"Example Works", "Northwind Traders", "Blue Harbour Ltd", "Acme Supplies", "Contoso Foods"}
	statuses   = []string{"active", "pending", "available", "done", "open", "closed"}
	nouns      = []string{"river", "lantern", "meadow", "compass", "harbour", "orchard", "pebble", "canyon", "willow", "ember", "saddle", "marble", "violin", "anchor", "garden", "island"}
	adjectives = []string{"quiet", "bright", "amber", "gentle", "swift", "early", "silver", "narrow", "warm", "wide"}
	hostWords  = []string{"www", "api", "mail", "shop", "docs", "static"}
	domains    = []string{"example.com", "example.org", "example.net"}
	zones      = []string{"Europe/Lisbon", "Europe/Oslo", "Africa/Nairobi", "America/Lima", "Asia/Tokyo"}
	mediaTypes = []string{"application/json", "text/plain", "image/png"}
)

// sentence makes a few words.
func sentence(r *source) string {
	return "A " + r.pick(adjectives) + " " + r.pick(nouns) + " beside the " + r.pick(adjectives) + " " + r.pick(nouns) + "."
}

func word(r *source) string { return r.pick(nouns) }

func one(words []string) func(*source) string {
	return func(r *source) string { return r.pick(words) }
}

// hint makes a text for properties whose names end in one of some words.
type hint struct {
	endings []string
	make    func(*source) string
}

// hints are tried in order. Names are compared in lower case, letters and digits
// only.
var hints = []hint{
	{[]string{"email", "emailaddress", "mail"}, makeEmail},
	{[]string{"username", "login", "handle", "nickname", "userid"}, func(r *source) string {
		return strings.ToLower(r.pick(firstNames)) + r.pick([]string{"", "1", "42", "_"})
	}},
	{[]string{"firstname", "givenname", "forename"}, one(firstNames)},
	{[]string{"lastname", "familyname", "surname"}, one(lastNames)},
	{[]string{"company", "companyname", "organization", "organisation", "employer"}, one(companies)},
	{[]string{"fullname", "displayname", "author", "owner", "customer", "contact", "personname", "customername"}, func(r *source) string { return r.pick(firstNames) + " " + r.pick(lastNames) }},
	{[]string{"hostname", "host", "domain", "domainname"}, makeHostname},
	{[]string{"filename"}, func(r *source) string { return r.pick(nouns) + ".txt" }},
	{[]string{"street", "streetaddress", "addressline1", "address1", "address"}, func(r *source) string { return r.pick(streets) + " " + string(rune('1'+r.intN(9))) }},
	{[]string{"city", "town"}, one(cities)},
	{[]string{"countrycode"}, one(codes)},
	{[]string{"country"}, one(countries)},
	{[]string{"zip", "zipcode", "postcode", "postalcode"}, func(r *source) string { return digitsOf(r, 5) }},
	{[]string{"phone", "phonenumber", "mobile", "tel", "telephone"}, func(r *source) string { return "+1202555" + "01" + digitsOf(r, 2) }},
	{[]string{"currency", "currencycode"}, one(currencies)},
	{[]string{"locale", "language", "lang", "languagecode"}, one(languages)},
	{[]string{"color", "colour"}, one(colours)},
	{[]string{"timezone", "tz"}, one(zones)},
	{[]string{"url", "uri", "href", "link", "website", "homepage"}, makeURI},
	{[]string{"uuid", "guid"}, makeUUID},
	{[]string{"sha", "hash", "checksum", "commit"}, func(r *source) string { return hexOf(r, 40) }},
	{[]string{"token", "secret", "apikey"}, func(r *source) string { return hexOf(r, 24) }},
	{[]string{"createdat", "updatedat", "deletedat", "timestamp", "datetime"}, makeDateTime},
	{[]string{"date", "birthday"}, makeDate},
	{[]string{"ip", "ipaddress"}, makeIPv4},
	{[]string{"version"}, makeVersion},
	{[]string{"contenttype", "mimetype", "mediatype"}, one(mediaTypes)},
	{[]string{"status", "state"}, one(statuses)},
	{[]string{"description", "summary", "message", "comment", "body", "content", "text", "detail", "details", "bio", "notes"}, sentence},
	{[]string{"title", "subject", "headline"}, func(r *source) string { return "The " + r.pick(adjectives) + " " + r.pick(nouns) }},
	{[]string{"id"}, func(r *source) string { return hexOf(r, 12) }},
}

func digitsOf(r *source, n int) string { return of(r, "0123456789", n) }

func hexOf(r *source, n int) string { return of(r, "0123456789abcdef", n) }

func of(r *source, letters string, n int) string {
	text := make([]byte, n)
	for i := range text {
		text[i] = letters[r.intN(len(letters))]
	}
	return string(text)
}

// wordsFor returns what makes texts for a property of this name.
func (g *Generator) wordsFor(name string) func(*source) string {
	if f, ok := g.hints[name]; ok {
		return f
	}
	f := findHint(plainName(name))
	if f == nil {
		f = findHint(strings.TrimSuffix(plainName(name), "s")) // of a list
	}
	if f == nil {
		f = word
	}
	g.hints[name] = f
	return f
}

func findHint(name string) func(*source) string {
	for _, whole := range []bool{true, false} {
		for _, h := range hints {
			for _, ending := range h.endings {
				if name == ending || !whole && len(ending) > 3 && strings.HasSuffix(name, ending) {
					return h.make
				}
			}
		}
	}
	return nil
}

func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		default:
			return -1
		}
	}, name)
}

// span is a range of numbers that look right.
type span struct {
	endings   []string
	low, high int64
}

// spans are looked up as hints are.
var spans = []span{
	{[]string{"age"}, 18, 90},
	{[]string{"year"}, 1990, 2024},
	{[]string{"month"}, 1, 12},
	{[]string{"day"}, 1, 28},
	{[]string{"hour"}, 0, 23},
	{[]string{"minute", "second"}, 0, 59},
	{[]string{"port"}, 1024, 49151},
	{[]string{"lat", "latitude"}, -60, 60},
	{[]string{"lon", "lng", "longitude"}, -180, 180},
	{[]string{"percent", "percentage"}, 0, 100},
	{[]string{"rating", "stars"}, 1, 5},
	{[]string{"page"}, 1, 3},
	{[]string{"limit", "perpage", "pagesize"}, 10, 100},
	{[]string{"statuscode"}, 200, 200},
	{[]string{"count", "quantity", "total"}, 1, 50},
	{[]string{"price", "amount", "cost"}, 1, 200},
	{[]string{"createdat", "updatedat", "timestamp"}, 1704067200, 1735689599},
}

// usualRange returns the bounds between which a number under this name looks right.
func usualRange(name string) (low, high *big.Rat) {
	name = plainName(name)
	for _, s := range spans {
		for _, ending := range s.endings {
			if name == ending || len(ending) > 3 && strings.HasSuffix(name, ending) {
				return big.NewRat(s.low, 1), big.NewRat(s.high, 1)
			}
		}
	}
	return big.NewRat(1, 1), big.NewRat(1000, 1)
}
