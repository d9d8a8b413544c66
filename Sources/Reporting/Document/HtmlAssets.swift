/// What every HTML page carries inside.
enum HtmlAssets {
  static let style = """
    :root{--page:#fff;--ink:#1f2328;--dim:#59636e;--line:#d1d9e0;--soft:#f6f8fa;--link:#0550ae;--mark:#b34f00}
    @media (prefers-color-scheme:dark){:root{--page:#0d1117;--ink:#f0f6fc;--dim:#9198a1;--line:#3d444d;--soft:#151b23;\
    --link:#79b8ff;--mark:#e69f00}}
    *{box-sizing:border-box}
    body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,sans-serif}
    main{max-width:54rem;margin:0 auto;padding:1.5rem 1.25rem 4rem}
    h1{font-size:1.6rem;line-height:1.25;margin:.5rem 0 1rem}
    h2{font-size:1.2rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
    h3{font-size:1.02rem;margin:1.5rem 0 .25rem}
    p,ul{margin:.5rem 0}ul{padding-left:1.25rem}li{margin:.25rem 0}
    a{color:var(--link)}
    code{font:0.9em ui-monospace,monospace;background:var(--soft);padding:.1em .3em;border-radius:4px;overflow-wrap:anywhere}
    blockquote{margin:.5rem 0;padding:.25rem 1rem;border-left:4px solid var(--mark);background:var(--soft)}
    figure{margin:1rem 0}figure svg{width:100%;height:auto;border:1px solid var(--line);border-radius:6px}
    .table{overflow-x:auto;margin:.75rem 0}
    table{border-collapse:collapse;width:100%;font-size:.94rem}
    caption{text-align:left;color:var(--dim);padding:.25rem 0}
    th,td{padding:.35rem .6rem;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
    .n{text-align:right;font-variant-numeric:tabular-nums}
    th button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
    th button::after{content:"\\2195";color:var(--dim);padding-left:.3em}
    th[aria-sort=ascending] button::after{content:"\\2191"}
    th[aria-sort=descending] button::after{content:"\\2193"}
    input{font:inherit;color:inherit;background:var(--page);border:1px solid var(--dim);border-radius:6px;padding:.25rem .5rem}
    :focus-visible{outline:3px solid var(--link);outline-offset:2px}
    .skip{position:absolute;left:-99rem}.skip:focus{left:1rem;top:1rem}
    @media print{body{background:#fff;color:#000;font-size:11pt}main{max-width:none;padding:0}.skip,label.filter{display:none}\
    h2,h3{break-after:avoid}blockquote,figure,tr{break-inside:avoid}th button::after{content:""}}
    """

  /// Sorting by heading and filtering by words; headings become buttons only where the script runs.
  static let script = """
    for(const table of document.querySelectorAll("table[data-sort]")){
    const body=table.tBodies[0],heads=[...table.tHead.rows[0].cells];
    const key=(row,at)=>{const c=row.cells[at];return c.dataset.order===undefined?null:Number(c.dataset.order)};
    heads.forEach((head,at)=>{const button=document.createElement("button");button.type="button";
    button.textContent=head.textContent;head.textContent="";head.append(button);
    button.addEventListener("click",()=>{const down=head.getAttribute("aria-sort")==="ascending";
    heads.forEach(h=>h.removeAttribute("aria-sort"));head.setAttribute("aria-sort",down?"descending":"ascending");
    const rows=[...body.rows];rows.sort((a,b)=>{const x=key(a,at),y=key(b,at);
    if(x===null&&y===null)return a.cells[at].textContent.localeCompare(b.cells[at].textContent,"en")*(down?-1:1);
    if(x===null)return 1;if(y===null)return -1;return (x-y)*(down?-1:1)});body.append(...rows)})});
    if(table.dataset.filter!==undefined){const label=document.createElement("label");label.className="filter";
    label.append("Filter ");const input=document.createElement("input");input.type="search";label.append(input);
    table.parentElement.before(label);input.addEventListener("input",()=>{const word=input.value.toLowerCase();
    for(const row of body.rows)row.hidden=!row.textContent.toLowerCase().includes(word)})}}
    """
}
