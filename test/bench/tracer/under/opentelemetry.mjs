import manager from "@opentelemetry/context-async-hooks";

new manager.AsyncHooksContextManager().enable();
