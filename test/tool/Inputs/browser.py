#!/usr/bin/env python3
# SPDX-FileCopyrightText: the async-tidy authors
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""browser.py CHROMIUM PAGE PICTURES: opens the HTML report in Chromium, 1280 and 390 pixels wide, uses it as a reader does, by
mouse and by keyboard, leaves pictures, and says what it saw. Anything on the console is a failure."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

chromium, page, pictures = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])

PROBE = """<script>
const seen = { errors: [] };
addEventListener('error', event => seen.errors.push(event.message));
const cards = () => document.querySelectorAll('article').length;
const press = key => (document.activeElement || document.body).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
const set = (id, value) => {
  const node = document.getElementById(id);
  if (node.type === 'checkbox') node.checked = value; else node.value = value;
  node.dispatchEvent(new Event('input', { bubbles: true }));
};
const tick = () => new Promise(done => setTimeout(done, 50));
(async () => {
  await tick();
  seen.cards = cards();
  set('suppressed', true); seen.withSuppressed = cards(); set('suppressed', false);
  set('severity', 'warning'); seen.warnings = cards(); set('severity', '');
  set('fixable', true); seen.fixable = cards(); set('fixable', false);
  set('search', 'NESTED server'); seen.searched = cards();
  set('search', 'no such thing'); seen.nothing = document.getElementById('list').textContent; set('search', '');
  seen.groups = {};
  for (const by of ['file', 'library', 'check', 'law']) {
    set('by', by);
    seen.groups[by] = [...document.querySelectorAll('h2')].map(head => head.firstChild.textContent.trim());
  }
  press('/'); seen.slash = document.activeElement.id; document.activeElement.blur();
  press('j'); press('j'); press('k');
  seen.focused = document.activeElement.tagName + ' ' + [...document.querySelectorAll('summary')].indexOf(document.activeElement);
  document.activeElement.click();
  await tick();
  const first = document.querySelector('article');
  seen.caret = first.querySelector('.caret').textContent;
  seen.steps = [...first.querySelectorAll('svg rect')].length;
  const box = first.querySelector('.caret').getBoundingClientRect(), around = first.querySelector('pre').getBoundingClientRect();
  seen.caretInView = box.left >= around.left && box.right <= around.right;
  const ends = [...first.querySelectorAll('svg text')].every(text => text.getBBox().x + text.getBBox().width <= first.querySelector('svg').width.baseVal.value);
  seen.textInBoxes = ends;
  for (const details of document.querySelectorAll('article > details')) details.open = true;
  await tick();
  seen.added = [...document.querySelectorAll('.add')].map(line => line.textContent);
  seen.removed = [...document.querySelectorAll('.del')].map(line => line.textContent);
  seen.sideways = document.documentElement.scrollWidth > innerWidth;
  seen.width = innerWidth;
  scrollTo(0, 0);
  parent.postMessage(JSON.stringify(seen), '*');
})();
</script></body>"""
HOST = """<!DOCTYPE html><body style="margin:0"><pre id="seen" hidden></pre><script>
addEventListener('message', event => { document.getElementById('seen').textContent = event.data; });
</script><iframe src="page.html" style="width:%dpx;height:1400px;border:0"></iframe></body>"""

for width in (1280, 390):
    with tempfile.TemporaryDirectory() as folder:
        here = pathlib.Path(folder)
        (here / "page.html").write_text(page.read_text(encoding="utf-8").replace("</body>", PROBE), encoding="utf-8")
        (here / "host.html").write_text(HOST % width, encoding="utf-8")
        command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr",
                   f"--user-data-dir={folder}/profile", f"--window-size={max(width, 500)},1400", "--virtual-time-budget=5000"]
        address = (here / "host.html").as_uri()
        done = subprocess.run([*command, "--dump-dom", address], capture_output=True, text=True, timeout=120)
        console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        assert not console, console
        seen = json.loads(re.search(r'<pre id="seen" hidden="">(.*?)</pre>', done.stdout, re.S)[1]
                          .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        picture = pictures.resolve() / f"{width}.png"
        subprocess.run([*command, f"--screenshot={picture}", address], capture_output=True, timeout=120, check=True)
        assert picture.read_bytes().startswith(b"\x89PNG")
        assert seen["width"] == width and not seen["errors"], seen
        assert not seen["sideways"], "the page scrolls sideways"
        assert seen["caretInView"] and seen["textInBoxes"], seen
        for name in ("cards", "withSuppressed", "warnings", "fixable", "searched", "nothing", "groups", "slash", "focused", "caret",
                     "steps", "removed", "added"):
            print(width, name, json.dumps(seen[name]))
