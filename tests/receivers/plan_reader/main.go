// Reads plan documents with HashiCorp's own library, strictly, and prints what it found: one line of JSON a file.
package main

import (
	"encoding/json"
	"os"

	tfjson "github.com/hashicorp/terraform-json"
)

type found struct {
	Changes    map[string][]string `json:"changes"`
	Planned    []string            `json:"planned"`
	Configured []string            `json:"configured"`
}

func main() {
	for _, name := range os.Args[1:] {
		content, err := os.ReadFile(name)
		check(err)
		var plan tfjson.Plan
		check(json.Unmarshal(content, &plan))
		check(plan.Validate())
		told := found{Changes: map[string][]string{}}
		for _, change := range plan.ResourceChanges {
			for _, action := range change.Change.Actions {
				told.Changes[change.Address] = append(told.Changes[change.Address], string(action))
			}
		}
		addresses(plan.PlannedValues.RootModule, &told.Planned)
		configured(plan.Config.RootModule, "", &told.Configured)
		check(json.NewEncoder(os.Stdout).Encode(told))
	}
}

func addresses(module *tfjson.StateModule, into *[]string) {
	for _, resource := range module.Resources {
		*into = append(*into, resource.Address)
	}
	for _, child := range module.ChildModules {
		addresses(child, into)
	}
}

func configured(module *tfjson.ConfigModule, prefix string, into *[]string) {
	for _, resource := range module.Resources {
		*into = append(*into, prefix+resource.Address)
	}
	for name, call := range module.ModuleCalls {
		if call.Module != nil {
			configured(call.Module, prefix+"module."+name+".", into)
		}
	}
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
