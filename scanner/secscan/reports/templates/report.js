"use strict";
/* Finds and hides findings. The page is whole without it. */
(() => {
  const form = document.querySelector(".filter");
  if (!form) return;
  const search = form.querySelector("input[type=search]");
  const shown = form.querySelector("output");
  const groups = [...document.querySelectorAll("#findings .card")].map((card) => ({
    card,
    severity: card.dataset.severity,
    words: card.querySelector("h3").textContent.toLowerCase(),
    roots: [...card.querySelectorAll(".root")],
    items: [...card.querySelectorAll(".findings > li")].map((item) => ({ item, words: item.textContent.toLowerCase() })),
  }));
  const total = groups.reduce((sum, group) => sum + group.items.length, 0);
  const apply = () => {
    const wanted = search.value.trim().toLowerCase();
    const severities = new Set([...form.querySelectorAll("input:checked")].map((box) => box.value));
    let count = 0;
    for (const group of groups) {
      let any = false;
      for (const { item, words } of group.items) {
        const show = severities.has(group.severity) && (words.includes(wanted) || group.words.includes(wanted));
        item.hidden = !show;
        any = any || show;
        count += show ? 1 : 0;
      }
      for (const root of group.roots) root.hidden = !root.querySelector("li:not([hidden])");
      group.card.hidden = !any;
    }
    shown.value = count === total ? "" : `${count} of ${total} shown`;
  };
  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
