// The sliders of the planner: they change the plan, the address and the table.
(function () {
  const form = document.getElementById("planner");
  const models = JSON.parse(document.getElementById("planner-models").textContent);
  const sliders = Array.from(form.querySelectorAll("input"));
  const rows = Array.from(document.querySelectorAll("#planner-costs tbody tr"));

  // Large numbers go by steps of equal ratio.
  function numberOf(slider) {
    const at = Number(slider.value);
    if (slider.dataset.scale !== "log") return at;
    const exact = Math.expm1((at / 1000) * Math.log1p(Number(slider.dataset.most)));
    const step = 10 ** Math.max(0, Math.floor(Math.log10(exact + 1)) - 1);
    return Math.round(exact / step) * step;
  }

  function placeOf(slider, number) {
    if (slider.dataset.scale !== "log") return number;
    return (Math.log1p(number) / Math.log1p(Number(slider.dataset.most))) * 1000;
  }

  const state = {};

  function read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    for (const slider of sliders) {
      const given = asked.get(slider.name);
      const most = Number(slider.dataset.most);
      const number = /^\d{1,12}$/.test(given) ? Number(given) : Number(slider.dataset.start);
      state[slider.name] = Math.min(number, most);
      slider.value = placeOf(slider, state[slider.name]);
    }
  }

  function planNow() {
    const plan = {};
    for (const slider of sliders) {
      plan[slider.name] = BigInt(state[slider.name]) * BigInt(slider.dataset.times);
    }
    return plan;
  }

  function show() {
    for (const slider of sliders) {
      const said = state[slider.name].toLocaleString("en") + slider.dataset.unit;
      document.getElementById("said-" + slider.name).textContent = said;
      slider.setAttribute("aria-valuetext", said);
    }
    const plan = planNow();
    const costs = models.map((model) => planCost(model, plan));
    const largest = {};
    models.forEach((model, at) => {
      const cost = costs[at] === null ? 0 : Number(costs[at]);
      largest[model.currency] = Math.max(largest[model.currency] || 0, cost);
    });
    rows.forEach((row, at) => write(row.cells[3], costs[at], largest[models[at].currency]));
    const order = rows.map((_, at) => at).sort((a, b) => before(a, b, costs));
    rows[0].parentNode.append(...order.map((at) => rows[at]));
  }

  function write(cell, cost, largest) {
    const share = cost === null || !largest ? 0 : (Number(cost) / largest) * 100;
    cell.textContent = money(cost);
    cell.dataset.value = cost === null ? "" : String(cost);
    cell.style.background =
      "linear-gradient(to right, rgba(59, 130, 214, 0.25) " + share + "%, transparent " + share + "%)";
  }

  // Amounts of different currencies are not compared.
  function before(a, b, costs) {
    if ((costs[a] === null) !== (costs[b] === null)) return costs[a] === null ? 1 : -1;
    if (models[a].currency !== models[b].currency) {
      return models[a].currency < models[b].currency ? -1 : 1;
    }
    if (costs[a] === costs[b]) return a - b;
    return costs[a] < costs[b] ? -1 : 1;
  }

  function writeAddress() {
    const said = new URLSearchParams(Object.entries(state).map(([k, v]) => [k, String(v)]));
    history.replaceState(null, "", "#" + said);
  }

  form.addEventListener("input", (event) => {
    state[event.target.name] = numberOf(event.target);
    writeAddress();
    show();
  });
  window.addEventListener("hashchange", () => {
    read();
    show();
  });
  form.hidden = false;
  read();
  show();
})();
