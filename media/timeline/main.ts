import { connectHost } from "../common/host.js";
import { TimelinePage } from "./page.js";

new TimelinePage(connectHost()).start();
