import { connectHost } from "../common/host.js";

connectHost();
