import { connectHost } from "../common/host.js";
import { GraphPage } from "./page.js";

new GraphPage(connectHost()).start();
