"""How a printed path looks: one constant style sheet for screens, light and dark, and for paper of any size."""

PAPER = """
:root{color-scheme:light dark;--paper:#fbfaf7;--card:#fff;--ink:#1c232b;--quiet:#525c67;--line:#d9d6cd;--accent:#0f6464}
@media screen and (prefers-color-scheme:dark){
:root{--paper:#14181c;--card:#1b2126;--ink:#e7eaed;--quiet:#a9b4be;--line:#37414a;--accent:#7fd0c8}}
*{box-sizing:border-box;margin:0;padding:0}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{background:var(--paper);color:var(--ink);overflow-wrap:anywhere;\
font:1rem/1.55 "Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
main{max-width:48rem;margin:0 auto;padding:clamp(1.25rem,4vw,3rem) clamp(1rem,4vw,2rem)}
h1{font-size:clamp(1.75rem,1.4rem + 1.8vw,2.5rem);line-height:1.2;letter-spacing:-.01em;text-wrap:balance}
h2{font-size:1.25rem;line-height:1.3;margin:2.25rem 0 .75rem}
h3{font-size:1.0625rem;line-height:1.4;font-weight:600}
a{color:var(--accent);text-underline-offset:.2em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
a:focus-visible,input:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.2rem}
header p{margin-top:.5rem}
.totals{font-size:1.0625rem}
dd a{color:inherit;text-decoration-color:var(--quiet)}
.proof,.besides,.define,.time,dt,footer{color:var(--quiet)}
.besides{margin-bottom:.75rem}
ol,ul{list-style:none}
.steps>li{display:grid;grid-template-columns:1.5rem minmax(0,1fr);column-gap:.875rem;scroll-margin-top:1rem;\
padding:1rem;border:1px solid var(--line);border-radius:.5rem;background:var(--card)}
.steps>li+li{margin-top:.625rem}
.steps>li:target{border-color:var(--accent)}
input{width:1.5rem;height:1.5rem;accent-color:var(--accent)}
.head{display:flex;flex-wrap:wrap;gap:0 .75rem;align-items:baseline;justify-content:space-between}
.time{font-size:.9375rem;white-space:nowrap;font-variant-numeric:tabular-nums}
li:has(:checked) h3{text-decoration:line-through;text-decoration-color:var(--quiet)}
.why,.define{margin-top:.25rem}
.define,dl{font-size:.9375rem}
dl{margin-top:.5rem}
dl>div{display:grid;grid-template-columns:5.25rem minmax(0,1fr);column-gap:.5rem}
dl>div+div{margin-top:.125rem}
.address{display:none}
.note li+li{margin-top:.375rem}
footer{margin-top:2.5rem;padding-top:.75rem;border-top:1px solid var(--line);font-size:.875rem}
@media screen and (max-width:30rem){dl>div{display:block}dt,dd{display:inline}dt::after{content:": "}}
@page{margin:16mm 15mm}
@media print{
:root{color-scheme:light;--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb;--accent:#000}
html{font-size:10pt}
main{max-width:none;padding:0}
h1{font-size:20pt}h2{font-size:13pt;margin:6mm 0 2mm}
h1,h2{break-after:avoid}
.steps>li{break-inside:avoid;border:0;border-top:1px solid var(--line);border-radius:0;padding:2.5mm 0}
.steps>li+li{margin-top:0}
.note li,header,footer{break-inside:avoid}
.steps>li:first-child{break-before:avoid}
p,dd{orphans:3;widows:3}
a{text-decoration:none}
.address{display:block;margin-top:.25rem;color:var(--quiet);font-size:8.5pt;overflow-wrap:anywhere}
input{appearance:none;width:4.5mm;height:4.5mm;border:1px solid #000;border-radius:.7mm}
input:checked::after{content:"✓";display:block;line-height:4.2mm;text-align:center;font-weight:700}}
"""
