import { it } from "node:test";
import { expectNoLeaks } from "sluice/test";

expectNoLeaks();

it("is declared by an import", async () => {});
