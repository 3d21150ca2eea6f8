package types

import (
	"errors"
	"time"
)

// Date is a day of the calendar, without a time and a place.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the date of a point in time, in its location.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// ParseDate reads a date as in 2006-01-02: a full-date of RFC 3339, section 5.6.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return Date{}, errors.New("must be a date as in 2006-01-02")
	}
	return DateOf(t), nil
}

// In returns the point in time at which the day starts in a location.
func (d Date) In(location *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, location)
}

// String returns the date as in 2006-01-02.
func (d Date) String() string { return d.In(time.UTC).Format(time.DateOnly) }

// MarshalText writes the date as in 2006-01-02.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date as in 2006-01-02.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}
