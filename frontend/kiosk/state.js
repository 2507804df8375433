/** What the call page is doing, read off what it shows: its modules stay as they are. */

import { inCall } from "../call.js";
import { byId } from "../page.js";
import { shown } from "../screens.js";
import { strings } from "../strings.js";

const AT_WORK = ["listening", "thinking", "speaking", "connecting"];
const BEFORE_AND_AFTER = ["welcome", "goodbye"];

/** The caller speaks, the counsellor speaks or thinks, a call is being placed, or somebody waits for a free line. */
export function someoneSpeaks() {
  if (shown() === "waiting") return true;
  if (byId("pill").hidden || (!inCall() && shown() !== "connecting")) return false;
  const words = byId("pill-words").textContent;
  return AT_WORK.some((name) => strings.pill[name] === words);
}

/** There is something on the screen that belongs to somebody. */
export const inUse = () => inCall() || !BEFORE_AND_AFTER.includes(shown());

/** No topics: the server was not ready yet when the page was loaded. */
export const incomplete = () => byId("topics").hidden;
