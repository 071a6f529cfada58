"""What a page names of the build."""

import json

from backend.web.assets import Assets

MANIFEST = {
    "main.tsx": {"file": "main-1.js", "imports": ["_frame.js"], "dynamicImports": ["later.tsx"]},
    "_frame.js": {"file": "frame-2.js", "imports": ["_signals.js"]},
    "_signals.js": {"file": "signals-3.js", "imports": ["_frame.js"]},
    "later.tsx": {"file": "later-4.js"},
}


def test_a_page_names_every_piece_that_its_start_waits_for(tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(MANIFEST))
    found = Assets(manifest).imports("main.tsx")
    assert found == ["/static/dist/frame-2.js", "/static/dist/signals-3.js"]


def test_without_a_build_there_is_nothing_to_name(tmp_path):
    assert Assets(tmp_path / "none.json").imports("main.tsx") == []
