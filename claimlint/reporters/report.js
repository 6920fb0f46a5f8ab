"use strict";
(() => {
  const page = document.documentElement;
  page.classList.add("js");
  const findings = [...document.querySelectorAll(".finding")];
  const form = document.getElementById("filters");
  const said = document.getElementById("shown");
  const note = document.getElementById("note");

  const textOf = (finding) =>
    [...finding.querySelectorAll("h4, blockquote, .place, .gist")].map((each) => each.textContent).join(" ").toLowerCase();

  const fits = (finding, wanted) =>
    Object.entries(wanted).every(([key, value]) =>
      !value || (key === "words"
        ? textOf(finding).includes(value.toLowerCase())
        : (finding.dataset[key] || "").split(" ").includes(value)));

  const filter = () => {
    const wanted = Object.fromEntries(new FormData(form));
    const shown = new Set();
    for (const finding of findings) {
      finding.hidden = !fits(finding, wanted);
      if (!finding.hidden) shown.add(finding.id.slice(2));
    }
    for (const group of document.querySelectorAll(".group"))
      group.hidden = !group.querySelector(".finding:not([hidden])");
    for (const group of document.querySelectorAll(".page"))
      group.hidden = Boolean(wanted.page) && group.dataset.page !== wanted.page;
    for (const link of document.querySelectorAll("mark a"))
      link.parentElement.classList.toggle("dim", !link.dataset.findings.split(" ").some((number) => shown.has(number)));
    said.textContent = shown.size === findings.length
      ? `All ${findings.length} entries are shown.`
      : `Filtered: ${shown.size} of ${findings.length} entries are shown.`;
  };

  if (form) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter));
    filter();
  }

  let pinned = null;
  let leaving = 0;
  let returning = false;

  const hide = () => {
    clearTimeout(leaving);
    if (note.matches(":popover-open")) note.hidePopover();
    const from = pinned;
    pinned = null;
    return from;
  };

  const show = (link) => {
    clearTimeout(leaving);
    note.replaceChildren();
    for (const number of link.dataset.findings.split(" ")) {
      const entry = document.getElementById(`f-${number}`);
      const head = document.createElement("h4");
      const jump = document.createElement("a");
      jump.href = `#f-${number}`;
      jump.textContent = entry.querySelector("h4").textContent;
      head.append(jump);
      const gist = entry.querySelector(".gist").cloneNode(true);
      gist.removeAttribute("id");
      note.append(head, gist);
    }
    if (!note.matches(":popover-open")) note.showPopover();
    const at = link.getClientRects()[0];
    const box = note.getBoundingClientRect();
    const below = at.bottom + 6;
    const top = below + box.height < innerHeight ? below : Math.max(at.top - box.height - 6, 6);
    note.style.top = `${top}px`;
    note.style.left = `${Math.max(Math.min(at.left, innerWidth - box.width - 12), 6)}px`;
  };

  const leave = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => { if (!pinned) hide(); }, 200);
  };

  for (const link of document.querySelectorAll("mark a")) {
    link.addEventListener("mouseenter", () => { if (!pinned) show(link); });
    link.addEventListener("mouseleave", leave);
    link.addEventListener("focus", () => { if (!pinned && !returning) show(link); });
    link.addEventListener("blur", leave);
    link.addEventListener("click", (event) => {
      event.preventDefault();
      show(link);
      pinned = link;
      note.focus();
    });
  }
  note.addEventListener("mouseenter", () => clearTimeout(leaving));
  note.addEventListener("mouseleave", leave);
  note.addEventListener("click", (event) => { if (event.target.closest("a")) hide(); });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const from = hide();
    returning = true;
    from?.focus({ preventScroll: true });
    returning = false;
  });
  document.addEventListener("click", (event) => {
    if (pinned && !note.contains(event.target) && !event.target.closest("mark a")) hide();
  });

  for (const field of document.querySelectorAll('input[type="date"]'))
    field.addEventListener("input", () => field.classList.toggle("filled", Boolean(field.value)));
  addEventListener("beforeprint", hide);
})();
