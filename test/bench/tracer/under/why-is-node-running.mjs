import "why-is-node-running";
