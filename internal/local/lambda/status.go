package lambda

import (
	"cmp"
	"context"
	"slices"
)

// Status is a function and its processes.
type Status struct {
	Name      string
	Runtime   string
	Memory    int // MiB; 0: the default
	Processes []ProcessStatus
}

// ProcessStatus is a process of a function.
type ProcessStatus struct {
	PID   int
	State string // "starting", "idle", "busy" or "stopping"
}

var stateNames = [...]string{stateStarting: "starting", stateIdle: "idle", stateBusy: "busy", stateStopping: "stopping"}

// Status returns the functions with their processes, sorted by name.
func (rt *Runtime) Status() []Status {
	processes := map[string][]ProcessStatus{}
	for _, p := range rt.livePools() {
		p.mu.Lock()
		for proc := range p.procs {
			processes[p.config.Name] = append(processes[p.config.Name], ProcessStatus{proc.cmd.Process.Pid, stateNames[proc.state]})
		}
		p.mu.Unlock()
	}
	rt.mu.RLock()
	defer rt.mu.RUnlock()
	all := make([]Status, 0, len(rt.functions))
	for name, f := range rt.functions {
		slices.SortFunc(processes[name], func(a, b ProcessStatus) int { return cmp.Compare(a.PID, b.PID) })
		all = append(all, Status{name, f.config.Runtime, f.config.Memory, processes[name]})
	}
	slices.SortFunc(all, func(a, b Status) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// Restart ends the processes of all functions, as after an edit; the next invocation
// starts others.
func (rt *Runtime) Restart(ctx context.Context) error {
	var names []string
	for _, s := range rt.Status() {
		names = append(names, s.Name)
	}
	return rt.Rebuild(ctx, names...)
}
