package cloudformation

import "strings"

// parts are the resources that belong to REST APIs, by the APIs' IDs.
type parts map[string][]*resource

func (p parts) of(id string) []*resource { return p[id] }

// indexParts finds what belongs to which API, also in other stacks.
func (r *reader) indexParts() parts {
	index := parts{}
	for _, s := range r.stacks {
		for _, found := range s.order {
			if !strings.HasPrefix(found.kind, "AWS::ApiGateway::") || found.node.Get("Properties", "RestApiId") == nil || !found.exists() {
				continue
			}
			id := found.text("RestApiId")
			index[id] = append(index[id], found)
		}
	}
	return index
}

// only returns the resources of a type.
func only(all []*resource, kind string) []*resource {
	var some []*resource
	for _, r := range all {
		if r.kind == kind {
			some = append(some, r)
		}
	}
	return some
}
