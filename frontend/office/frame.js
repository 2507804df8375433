/** Within the gallery: brings the call page to the screen that its address names, without a call. */

import "../app.js";
import { handle } from "../conversation.js";
import { SHOWN } from "./samples.js";

const wanted = SHOWN[new URLSearchParams(location.search).get("show")] ?? SHOWN.welcome;
for (const message of wanted.messages) handle(message);
await wanted.then?.();
document.documentElement.dataset.ready = "yes";
