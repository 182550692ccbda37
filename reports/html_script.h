// The script of the HTML report: searching its cases, and unfolding what a link goes to. Nothing else
// needs it, and the page's policy lets only this text run, by its digest.
#pragma once

#include <string_view>

namespace hallmark::reports {

inline constexpr std::string_view html_script = R"js(
(() => {
  const unfold = () => {
    const sought = document.querySelector(":target");
    for (let at = sought; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (sought) sought.scrollIntoView();
  };
  addEventListener("hashchange", unfold);
  unfold();
})();
(() => {
  const box = document.getElementById("search");
  if (!box) return;
  box.hidden = false;
  const input = box.querySelector("input"), status = box.querySelector("span");
  const cases = Array.from(document.querySelectorAll(".case"));
  const groups = Array.from(document.querySelectorAll("main details.group"));
  const open = new Map(groups.map((group) => [group, group.open]));
  let timer = 0;
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const each of cases) {
      const text = (each.id + " " + each.textContent).toLowerCase();
      const fits = words.every((word) => text.includes(word));
      each.classList.toggle("unsought", words.length > 0 && !fits);
      each.classList.toggle("sought", words.length > 0 && fits);
      if (words.length > 0 && fits) found += 1;
    }
    for (const group of groups) {
      if (!group.querySelector(".case")) continue;
      group.open = words.length > 0 ? group.querySelector(".sought") !== null : open.get(group);
      group.classList.toggle("sought", words.length > 0 && group.querySelector(".sought") !== null);
    }
    status.textContent = words.length > 0 ? found + (found === 1 ? " case" : " cases") : "";
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 150);
  });
})();
)js";

}  // namespace hallmark::reports
