"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.formats = void 0;
exports.isDate = isDate;
exports.isDateTime = isDateTime;
exports.isBase64 = isBase64;
/** Reports whether a text is a full-date of RFC 3339. */
function isDate(text) {
    const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
    const [m, d] = [Number(month), Number(day)];
    return day !== undefined && m >= 1 && m <= 12 && d >= 1 && d <= daysOf(Number(year), m);
}
function daysOf(year, month) {
    const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    return month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}
/** Reports whether a text is a date-time of RFC 3339. */
function isDateTime(text) {
    return text.charAt(10) === "T" && isDate(text.slice(0, 10)) && isTime(text.slice(11));
}
function isTime(text) {
    return /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[-+]([01]\d|2[0-3]):[0-5]\d)$/.test(text);
}
/** Reports whether a text is base64 of RFC 4648, section 4. */
function isBase64(text, padded) {
    if (!padded) {
        return /^[A-Za-z0-9+/]*$/.test(text) && text.length % 4 !== 1;
    }
    return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}
/** Reports whether a text is a name of RFC 1123, section 2.1. */
function isHostname(text) {
    return text.length <= 253 && text.split(".").every((label) => /^[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(label));
}
function isEmail(text) {
    const at = text.lastIndexOf("@");
    return at > 0 && !/[ \t\r\n]/.test(text) && isHostname(text.slice(at + 1));
}
function isIPv4(text) {
    return /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(text);
}
function isIPv6(text) {
    const parsed = URL.canParse(`http://[${text}]/`);
    return parsed && /^[0-9a-fA-F:.]+$/.test(text);
}
/** The formats, and what a string of another form must be. */
exports.formats = {
    uuid: { holds: (text) => /^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/.test(text), words: "a UUID" },
    email: { holds: isEmail, words: "an email address" },
    hostname: { holds: isHostname, words: "a host name" },
    ipv4: { holds: isIPv4, words: "an IPv4 address" },
    ipv6: { holds: isIPv6, words: "an IPv6 address" },
    uri: { holds: (text) => /^[A-Za-z][-A-Za-z0-9+.]*:/.test(text) && URL.canParse(text), words: "a URI" },
    time: { holds: isTime, words: "a time as in 15:04:05Z" },
};
