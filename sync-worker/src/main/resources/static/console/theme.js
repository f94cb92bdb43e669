// Before the first paint, so that a page chosen dark does not flash.
(() => {
  const chosen = localStorage.getItem("rollcall-theme");
  if (chosen === "light" || chosen === "dark") {
    document.documentElement.dataset.theme = chosen;
  }
})();
