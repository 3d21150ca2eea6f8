package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/diag"
	"github.com/gatewright/gatewright/internal/rules"
)

func newExplain(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "explain [RULE]",
		Short: "Explain a rule that a problem names",
		Long: `Explain a rule: what it is about, and what to do. Problems name their rule in brackets.
Without a rule, list all of them.`,
		Example: `  gatewright explain missing-integration
  gatewright explain | grep invalid`,
		ValidArgs: rules.Names(),
		RunE: func(c *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				_, err := fmt.Fprintln(s.out, strings.Join(rules.Names(), "\n"))
				return err
			case 1:
				return explain(c, s, strings.Trim(args[0], "[]"))
			}
			return usage(c, fmt.Errorf("%s takes one rule, found %d", c.CommandPath(), len(args)))
		},
	}
}

func explain(c *cobra.Command, s *streams, name string) error {
	rule, ok := rules.Find(name)
	if !ok {
		err := fmt.Errorf("unknown rule %q", name)
		if near := diag.Nearest(name, rules.Names()); near != "" {
			err = fmt.Errorf("%w; did you mean %q?", err, near)
		}
		return usage(c, err)
	}
	_, err := fmt.Fprintf(s.out, "%s\n\n%s\n", rule.Name, wrap(rule.Explanation, 88))
	return err
}

// wrap breaks a paragraph into lines of at most width characters, where words allow.
func wrap(text string, width int) string {
	var b strings.Builder
	column := 0
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
		case column+1+len(word) > width:
			b.WriteByte('\n')
			column = 0
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += len(word)
	}
	return b.String()
}
