package main

import (
	"context"
	"errors"
	"io"

	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/gatewright/gatewright/internal/console"
	"github.com/gatewright/gatewright/internal/console/mcpserver"
	"github.com/gatewright/gatewright/internal/version"
)

func newMCP(s *streams) *cobra.Command {
	var port int
	c := &cobra.Command{
		Use:   "mcp [PATH]",
		Short: "Serve what gatewright dev knows to editors and agents, over the Model Context Protocol",
		Long: `Serve tools of the Model Context Protocol on standard input and output, for editors
and agents: list the operations of a running "gatewright dev", call one, read the trace
of a request, explain why it failed, render a mapping template.

PATH is what dev serves (default: the current directory). The server looks for dev at
every call: start and restart dev as you like. Nothing is deployed, and no file of the
project is written.

Editors start the server themselves. Most read a configuration such as

  {
    "mcpServers": {
      "gatewright": { "command": "gatewright", "args": ["mcp", "/path/to/project"] }
    }
  }`,
		Example: `  gatewright mcp
  gatewright mcp examples/petstore
  gatewright mcp --console-port 3001`,
		Args: onePath,
		RunE: func(c *cobra.Command, args []string) error {
			find := func() (console.Run, error) { return console.Find(port, pathOf(args)) }
			return serveMCP(c.Context(), s, mcpserver.New(version.Version, find))
		},
	}
	c.Flags().IntVar(&port, "console-port", 0, "port of the console (default: that of the dev that serves PATH, or the only one)")
	return c
}

// serveMCP serves on standard input and output until the input or the context ends.
func serveMCP(ctx context.Context, s *streams, server *mcp.Server) error {
	err := server.Run(ctx, &mcp.IOTransport{Reader: io.NopCloser(s.in), Writer: noClose{s.out}})
	if errors.Is(err, context.Canceled) || errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// noClose is a writer that stays open.
type noClose struct{ io.Writer }

// Close implements io.Closer.
func (noClose) Close() error { return nil }
