package main

import (
	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/config"
)

func newSchema(s *streams) *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Write the JSON Schema of gatewright.yaml",
		Long: `Write the JSON Schema of gatewright.yaml to stdout. Editors complete and check the
file by it.`,
		Example: `  gatewright schema > gatewright.schema.json
  # first line of gatewright.yaml, for editors with the YAML language server:
  # yaml-language-server: $schema=gatewright.schema.json`,
		Args: noArguments,
		RunE: func(*cobra.Command, []string) error {
			_, err := s.out.Write(config.Schema())
			return err
		},
	}
}
