"""How pictures look: one constant style sheet, light and dark, with colours as custom properties a page may set."""

KINDS = 12  # so many accents for kinds of concept; the kind also stands in words in every box

STYLE = """
.kg-graph{color-scheme:light dark;font-family:system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;\
--kg-paper:#fcfcfd;--kg-box:#ffffff;--kg-main:#e8f0fb;--kg-rim:#7d8796;--kg-ink:#1d2430;--kg-soft:#556070;\
--kg-line:#66717f;--kg-focus:#0b57d0;\
--kg-0:#7a8594;--kg-1:#3b6fb6;--kg-2:#2f855a;--kg-3:#b7791f;--kg-4:#8a4fb0;--kg-5:#c05640;--kg-6:#23838f;--kg-7:#a8446f;\
--kg-8:#6a7a1f;--kg-9:#5b56b8;--kg-10:#8a6048;--kg-11:#3f7f9e}
@media(prefers-color-scheme:dark){.kg-graph{\
--kg-paper:#14181f;--kg-box:#1d232d;--kg-main:#22344f;--kg-rim:#6f7b8c;--kg-ink:#e8ecf2;--kg-soft:#aab4c2;\
--kg-line:#8d99aa;--kg-focus:#8ab4f8;\
--kg-0:#8b96a6;--kg-1:#6ea3ea;--kg-2:#5fbf8f;--kg-3:#dba94c;--kg-4:#bb8be0;--kg-5:#e58d78;--kg-6:#55b8c4;--kg-7:#dd82a8;\
--kg-8:#b9c95c;--kg-9:#a7a3f2;--kg-10:#cfa189;--kg-11:#86c1de}}
@media(forced-colors:active){.kg-graph{\
--kg-paper:Canvas;--kg-box:Canvas;--kg-main:Canvas;--kg-rim:CanvasText;--kg-ink:CanvasText;--kg-soft:CanvasText;\
--kg-line:CanvasText;--kg-focus:Highlight;\
--kg-0:CanvasText;--kg-1:CanvasText;--kg-2:CanvasText;--kg-3:CanvasText;--kg-4:CanvasText;--kg-5:CanvasText;\
--kg-6:CanvasText;--kg-7:CanvasText;--kg-8:CanvasText;--kg-9:CanvasText;--kg-10:CanvasText;--kg-11:CanvasText}}
.kg-paper{fill:var(--kg-paper)}
.kg-node rect{fill:var(--kg-box);stroke:var(--kg-rim)}
.kg-node.kg-centre rect{fill:var(--kg-main);stroke:var(--kg-focus);stroke-width:2}
.kg-node text{fill:var(--kg-ink);text-anchor:middle;font-size:14px;font-weight:500}
.kg-node text.kg-remark{fill:var(--kg-soft);font-size:12px;font-weight:400}
a.kg-node:hover rect{stroke:var(--kg-focus)}
a.kg-node:hover text:not(.kg-remark){text-decoration:underline}
a.kg-node:focus{outline:none}
a.kg-node:focus-visible rect{stroke:var(--kg-focus);stroke-width:4}
.kg-edge{fill:none;stroke:var(--kg-line);stroke-width:1.4}
.kg-requires{stroke-width:1.8}
.kg-faint{stroke-width:1}
.kg-full{fill:var(--kg-line)}
.kg-open{fill:none;stroke:var(--kg-line);stroke-width:1.4}
.kg-words text{fill:var(--kg-soft);font-size:12px;text-anchor:middle}
.kg-legend text{fill:var(--kg-soft);font-size:12px}
""" + "".join(f".kg-node .kg-kind-{k}{{fill:var(--kg-{k});stroke:none}}\n" for k in range(KINDS))
