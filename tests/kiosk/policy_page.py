"""Prints as JSON what Chromium says of the policy in /etc/chromium; run where that folder holds the office's file.

Tools of developers keep everybody out, and the address list keeps chrome://policy out: the copy that is looked at must
leave the one away and let the other in.
"""

import json
import sys
import tempfile

from playwright.sync_api import sync_playwright

ROWS = """() => {
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.localName === "policy-row" && one.policy?.value !== undefined) found.push(one.policy);
      if (one.shadowRoot) walk(one.shadowRoot);
    }
  };
  walk(document);
  return found.map(({ name, value, status, source, level }) => ({ name, value, status, source, level }));
}"""


def main(executable: str) -> None:
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        browser = playwright.chromium.launch_persistent_context(
            profile, executable_path=executable, args=["--no-sandbox", "--disable-gpu"], timeout=60_000
        )
        page = browser.pages[0]
        page.goto("chrome://policy")
        page.wait_for_function(f"({ROWS})().length > 0", timeout=20_000)
        rows = page.evaluate(ROWS)
        refused = []
        for address in ("https://example.org/", "file:///etc/passwd", "chrome://settings"):
            try:
                page.goto(address)
            except Exception as error:
                refused.append((address, str(error).splitlines()[0]))
        print(json.dumps({"rows": rows, "refused": refused}))
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
