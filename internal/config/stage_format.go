package config

import (
	"time"

	"github.com/gatewright/gatewright/internal/vocabulary"
)

var apiKeysFormat = object(vocabulary.APIKeys.Doc, with(options(vocabulary.APIKeys),
	optional("keys", named("For dev: the keys that callers may have, by names of your choice. A key opens nothing without a usage plan.", apiKeyFormat)),
)...)

var apiKeyFormat = object("For dev: an API key.",
	required("value", text("What callers send: 20 to 128 characters.")),
	optional("enabled", boolean("Whether the key opens anything.").defaulting(`true`)),
)

var usagePlanFormat = object("For dev: what the holders of some API keys may use. All of it is granted to each key.",
	optional("keys", texts("Names under apiKeyOptions.keys. A key is in one plan.")),
	optional("throttle", throttleFormat),
	optional("methods", named("Throttles of single operations, in the place of the plan's: by operationId, or as GET /pets/{id}.", throttleFormat)),
	optional("quota", quotaFormat),
)

var throttleFormat = object("A bound of requests in a short time: a token bucket.",
	required("rate", decimal("Requests a second.")),
	required("burst", integer("Requests at once.", 0, 1<<31-1)),
)

var quotaFormat = object("A bound of requests in a long time.",
	required("limit", integer("Requests in a period.", 0, 1<<31-1)),
	required("period", oneOf("The period. It begins at midnight UTC.", "day", "week", "month")),
	optional("offset", integer("The day on which a week (from Sunday) or a month (from its first) begins, counted from 0.", 0, 27).defaulting(`0`)),
)

var stageSettingsFormat = object("For dev: how the stage is set up.",
	optional("methods", named("Settings of operations: by operationId, or as GET /pets/{id}; * is for all of them.", methodSettingsFormat)),
	optional("cacheSize", integer("MiB of the stage's cache; 0: the stage has none. Default: 64 when a method is cached.", 0, 4096)),
	optional("accountThrottle", throttleFormat),
	optional("canary", object("A part of the requests sees other stage variables.",
		required("percent", decimal("Percent of the requests.")),
		optional("stageVariables", named("Stage variables, over those of the stage.", text(""))),
		optional("useStageCache", boolean("Whether the canary shares the stage's cache.").defaulting(`false`)),
	)),
)

var accessLogFormat = object("For dev: a line about each request.",
	optional("format", text("json, clf, xml, csv, or text with variables such as $context.status, among them $context.requestId.").defaulting(`"json"`)),
	optional("file", text("The file that lines are added to, relative to this file. Default: stderr.")),
)

var methodSettingsFormat = object("What the stage says about operations. What is not given is as in the settings for all.",
	optional("throttle", throttleFormat),
	optional("cache", object("How answers are kept.",
		optional("enabled", boolean("Whether they are. Under *, of GET only.").defaulting(`true`)),
		optional("ttl", duration("The time for which a response is kept.", 0, time.Hour).defaulting(`"5m"`)),
		optional("requireAuthorization", boolean("Whether only callers who may do so refresh an answer with Cache-Control: max-age=0.").defaulting(`true`)),
		optional("unauthorized", oneOf("What other callers get: 403, the kept answer with a Warning header, or the kept answer.",
			"fail", "warn", "ignore").defaulting(`"warn"`)),
	)),
	optional("logging", oneOf("What the execution log hears. Default: everything.", "off", "error", "info")),
	optional("dataTrace", boolean("Whether it hears of headers and bodies. Default: with logging, not.")),
)
